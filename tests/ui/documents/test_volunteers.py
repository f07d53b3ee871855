"""The form for volunteers' certificates, and its batch on the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from hrgrid.ui.documents.volunteers import VolunteersDialog
from hrgrid.workforce.rules import Employment
from tests.overview.build import plant_city
from tests.ui.documents.clerk import Clerk
from tests.workforce.build import enlist


@pytest.fixture
def volunteers(desk):
    grids = desk.write(lambda work: plant_city(work, {"甲区": 1}))

    def write(work):
        for at, name in enumerate(("李娜", "张伟", "赵敏"), start=1):
            enlist(work, grids["甲区"][0], name, at, role="志愿者", employment=Employment.PART)

    desk.write(write)


@pytest.mark.usefixtures("volunteers", "batch")
def test_two_of_three_are_ticked_issued_and_listed_as_their_own_batch(qtbot, opened):
    page = opened()
    clerk, seen = Clerk(qtbot, page), []

    def fill(dialog: VolunteersDialog) -> None:
        qtbot.waitUntil(lambda: dialog.people.count() == 3)
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        seen.append(dialog._refusal.itemAt(0).widget().message.sentence)
        dialog.people.setCurrentRow(0)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
            QTest.keyClick(dialog.people, key)
        seen.append(dialog.counted.text())
        QTest.keyClicks(dialog.document, "yzf")
        dialog.document.clear()
        dialog.document.setText("盐南政法〔2026〕21号")
        dialog.document.textEdited.emit(dialog.document.text())
        seen.append((dialog.prefix.text(), dialog.act.text()))
        assert f"{dialog.on.value.year}" in dialog.body_text.toPlainText()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    menu = QMenu(page)
    page._fill_papers(menu)
    clerk.in_dialog(fill)
    next(one for one in menu.actions() if one.text() == "签发志愿者证书…").trigger()
    qtbot.waitUntil(lambda: page.overview.title == "优秀网格志愿者证书（盐南政法〔2026〕21号）")
    clerk.says("打印待打的 2 张")
    assert seen[0].startswith("没有写依据的文号")
    assert seen[1] == "志愿者 3 人，已选 2 人。"
    assert seen[2] == ("盐南政法志愿", "签发 2 张")
    assert len({row.name for row in page.model.rows}) == 2
