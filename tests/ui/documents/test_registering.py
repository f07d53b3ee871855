"""Beside the certificates: lists of numbers and of who takes what, seals noted, another key."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from hrgrid.documents.queries import public_keys
from hrgrid.documents.queries.registers import seal_uses
from hrgrid.ui.documents.registering import SealDialog
from tests.ui.documents.clerk import Clerk


@pytest.fixture
def clerk(qtbot, batch, opened):
    return Clerk(qtbot, opened())


@pytest.fixture
def entries(clerk):
    """What the menu of papers offers below 领取、编号、用印, by its text."""
    menu = QMenu(clerk.page)
    clerk.page._fill_papers(menu)
    below = next(one.menu() for one in menu.actions() if one.text() == "领取、编号、用印")
    return {one.text(): one for one in below.actions() if one.text()}


def test_numbers_and_packs_are_listed(entries, tmp_path, monkeypatch, qtbot):
    for text, heading in (
        ("证书编号使用情况（Excel）", "证书编号使用情况"),
        ("分装领取名单（Excel）", "领取"),
    ):
        path = tmp_path / f"{text}.xlsx"
        asked = lambda *_, path=path: (str(path), "")  # noqa: E731
        monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
        entries[text].trigger()
        qtbot.waitUntil(path.exists)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert heading in "".join(str(cell.value or "") for row in sheet["A1:C3"] for cell in row)


def test_a_use_of_the_seal_is_noted_and_half_a_line_is_not(clerk, entries, desk):
    def fill(dialog: SealDialog) -> None:
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        refused = dialog._refusal.itemAt(0).widget().message.sentence
        assert "份数要写成数字" in refused
        QTest.keyClicks(dialog.copies, "120")
        dialog.document.setText("苏政法〔2026〕12号")
        dialog.approver.setText("书记 周明")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.in_dialog(fill)
    entries["登记用印…"].trigger()
    clerk.qtbot.waitUntil(lambda: len(desk.read(seal_uses)) == 1)
    (line,) = desk.read(seal_uses)
    assert (line.copies, line.document_no, line.approver) == (
        120,
        "苏政法〔2026〕12号",
        "书记 周明",
    )


def test_another_key_signs_from_now_on_and_the_old_one_still_verifies(clerk, entries, desk):
    before = set(desk.read(public_keys))

    def why(dialog) -> None:
        dialog.reason.setText("保管电脑的同志调离")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.in_dialog(why)
    entries["更换签名钥匙…"].trigger()
    clerk.qtbot.waitUntil(lambda: len(desk.read(public_keys)) == len(before) + 1)
    assert before < set(desk.read(public_keys))
