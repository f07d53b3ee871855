"""A district whose roster is checked, and the dialog over the page of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from hrgrid.exchange.rules.words import CollectKind
from hrgrid.ui.collecting.dialog import CollectingDialog
from tests.hiring.build import employ, id_number, plant

PHONES = {
    "赵一": "13811110001",
    "钱二": "13811110002",
    "孙三": "13811110003",
    "李四": "13811110004",
}


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `town`."""
    if "town" not in request.fixturenames:
        return template

    def settle(work):
        grids = plant(work)
        places = [*grids["东街道"], *grids["西街道"]]
        for at, (place, name) in enumerate(zip(places, PHONES, strict=False), start=1):
            employ(work, place, name, id_number(at), phone=PHONES[name])

    return furnished("collecting town", lambda desk: desk.write(settle))


@pytest.fixture
def town(desk):
    """Three people in 东街道, one in 西街道."""
    return desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """The folder that the person chooses for workbooks."""
    chosen = tmp_path / "下发"
    chosen.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))
    return chosen


@pytest.fixture
def dialog(window, town, settle, qtbot):
    """The dialog, read."""

    def show(kind: CollectKind = CollectKind.ROSTER, subject: str = "area:") -> CollectingDialog:
        made = CollectingDialog(window.session, kind, subject, window)
        made.open()
        qtbot.waitUntil(made.isVisible)
        settle()
        return made

    return show
