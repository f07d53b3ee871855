"""公平性对比 from the menu: aspects by keys, the figures spoken, the sheet written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.honours.rules.fairness import Aspect
from hrgrid.ui.honours.fairness import FairnessDialog
from tests.honours import years
from tests.ui.hands import in_dialog
from tests.ui.waiting import until


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


def test_the_picture_is_read_by_keys_and_written(window, hand, tmp_path, monkeypatch):
    path = tmp_path / "对比.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.show_page("honours")
    hand.settle()
    menu = window.page.head.more.menu()
    menu.aboutToShow.emit()
    entry = next(one for one in menu.actions() if one.text() == "公平性对比…")
    seen = []

    def look(box):
        try:
            until(lambda: box.found is not None)
            seen.append(box.told.text())
            assert box.aspect.currentData() is Aspect.SEX
            for _ in range(3):
                QTest.keyClick(box.aspect, Qt.Key.Key_Down)
            seen.append(box.chart.accessibleName())
            QTest.mouseClick(box.sheet, Qt.MouseButton.LeftButton)
            until(path.exists)
            hand.settle()
        finally:
            box.reject()

    in_dialog(FairnessDialog, look)
    entry.trigger()
    until(lambda: len(seen) == 2)
    hand.settle()
    assert "全体人员 24 人" in seen[0]
    assert "甲区：全体人员 58.33%（14 人）" in seen[1]
