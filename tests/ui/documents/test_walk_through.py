"""What a print clerk does in a row, by real clicks and keys; each test prints how many."""

from __future__ import annotations

import time

import pypdfium2
import pytest

from hrgrid.documents.queries import sheets
from hrgrid.documents.rules import PrintReason, SheetState
from hrgrid.ui.documents.printers import PACK
from tests.ui.documents.build import campaign_with
from tests.ui.documents.clerk import Clerk
from tests.ui.documents.conftest import rest


@pytest.fixture
def batch(desk):
    return campaign_with(desk, NS=40)


@pytest.fixture
def clerk(qtbot, batch, opened, settings):
    settings.put(PACK, 15)
    return Clerk(qtbot, opened())


def register(desk, batch):
    return desk.read(lambda work: sheets(work, batch))


def test_a_year_is_printed_in_packs_and_a_jam_is_printed_again(clerk, desk, batch, tray, qtbot):
    began = time.monotonic()
    page = clerk.page
    assert page.head.primary.text() == "打印待打的 40 张"
    clerk.press_in_dialog(page.head.primary)
    for pack in range(3):
        clerk.asked()
        assert page.question.pack.pack == pack + 1
        clerk.enter()
    qtbot.waitUntil(lambda: page.head.primary.text() == "没有待打的证书")
    rest(qtbot, page)
    assert (clerk.clicks, clerk.keys) == (2, 3)
    print(f"print 40 in 3 packs: {clerk.clicks} clicks, {clerk.keys} keys (one Enter a pack)")
    assert {row.state for row in register(desk, batch)} == {SheetState.CONFIRMED}
    counts = []
    for path in tray.files:
        with pypdfium2.PdfDocument(path) as document:
            counts.append(len(document))
    assert counts == [15, 15, 10]

    clerk.clicks = clerk.keys = 0
    clerk.type("17-0034")
    qtbot.waitUntil(lambda: page.head.primary.text() == "打印 17 – 34（18 张）")
    assert not page.head.primary.isEnabled()
    clerk.press(page.setup.reasons[PrintReason.JAM])
    page.setup.pack.choose(50)
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    assert page.question.all_good.text() == "这 18 张都好，已收回作废 18 张"
    clerk.press(page.question.all_good)
    rest(qtbot, page)
    qtbot.waitUntil(lambda: len(register(desk, batch)) == 58)
    rest(qtbot, page)
    assert (clerk.clicks, clerk.keys) == (4, 7)
    seconds = time.monotonic() - began
    print(f"jam of 18: {clerk.clicks} clicks, {clerk.keys} keys; both {seconds:.1f} s")

    rows = register(desk, batch)
    again = [row for row in rows if row.turn == 2]
    assert [row.number[-2:] for row in again] == [f"{serial}" for serial in range(17, 35)]
    assert {(row.reason, row.state, row.printer, row.sent_by) for row in again} == {
        (PrintReason.JAM, SheetState.CONFIRMED, "一号机", "经办人")
    }
    void = [row for row in rows if row.state is SheetState.VOID]
    assert {(row.void_reason, row.taken_back_by) for row in void} == {(PrintReason.JAM, "经办人")}
    assert len(void) == 18
