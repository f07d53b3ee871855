"""Beside the certificates: lists of numbers and of who takes what, seals noted, another key."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from hrgrid.documents.queries import Wanted, certificates, public_keys
from hrgrid.documents.queries.registers import handovers, seal_uses
from hrgrid.documents.service import PrintOrder, send_pack, settle_pack
from hrgrid.ui.documents.registering import HandOverDialog, SealDialog
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


def test_who_took_which_certificates_is_noted_once_they_are_printed(clerk, entries, desk, batch):
    order = PrintOrder(batch, "一号机", "a4")
    ids = [row.id for row in desk.read(lambda work: certificates(work, Wanted(batch)))][:2]
    sent = desk.write(lambda work: send_pack(work, order, ids))
    desk.write(lambda work: settle_pack(work, sent.run_id, sent.pack))
    first, second, third = [
        row.shown.rpartition("〕")[2]
        for row in desk.read(lambda work: certificates(work, Wanted(batch)))
    ][:3]
    refused = []

    def fill(dialog: HandOverDialog) -> None:
        def told() -> str:
            clerk.qtbot.waitUntil(lambda: dialog._refusal.count() > 0)
            return dialog._refusal.itemAt(0).widget().message.sentence

        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        refused.append(told())
        dialog.receiver.setText("盘门街道 李安")
        QTest.keyClicks(dialog.numbers, third)
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        refused.append(told())
        dialog.numbers.setText(f"{first}-{second}")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        clerk.qtbot.waitUntil(lambda: not dialog.isVisible())

    clerk.in_dialog(fill)
    entries["登记领取…"].trigger()
    clerk.qtbot.waitUntil(lambda: len(desk.read(lambda work: handovers(work, batch))) == 2)
    assert refused[0].startswith("没有写编号范围")
    assert "打好确认过的证书才能登记领取" in refused[1]
    found = desk.read(lambda work: handovers(work, batch))
    assert {row.receiver for row in found.values()} == {"盘门街道 李安"}
