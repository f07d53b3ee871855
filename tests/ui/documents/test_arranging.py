"""By district and street: the order on the printer, separator sheets, and who takes a street's."""

from __future__ import annotations

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from hrgrid.documents.papers.piles import piles_of
from hrgrid.documents.queries import Sought, Wanted, certificates, listed, sheets, tally
from hrgrid.documents.queries.registers import handovers
from hrgrid.documents.rules import Standing
from hrgrid.documents.service import PrintOrder, issue, note_printed_outside
from hrgrid.paper.certificate import A4
from hrgrid.paper.certificate.slips import Slip, write_slips
from hrgrid.ui.documents.batches import Order, places
from hrgrid.ui.documents.printers import ORDER
from tests.documents.build import DECISION, request
from tests.ui.documents.clerk import Clerk

BATCH = "competition:5"
STREETS = ("平江街道", "金阊街道")


@pytest.fixture
def two_streets(desk):
    """Five certificates, their streets by turns."""
    asked = [request(at, source=f"c:{at}", unit=STREETS[at % 2]) for at in range(1, 6)]
    desk.write(lambda work: issue(work, BATCH, asked, DECISION))


def choose(clerk, order: Order) -> None:
    box = clerk.page.setup.order
    box.choose(order)
    box.activated.emit(box.currentIndex())
    clerk.rest()


def told(path) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in pypdf.PdfReader(path).pages]


def rows(desk):
    return desk.read(lambda work: certificates(work, Wanted(BATCH)))


@pytest.mark.usefixtures("two_streets")
def test_a_separator_sheet_lies_before_each_street_and_the_register_keeps_the_order(
    qtbot, opened, monkeypatch
):
    page = opened()
    clerk, desk = Clerk(qtbot, page), page.session.desk
    choose(clerk, Order.SLIPS)
    clerk.says("打印待打的 5 张")
    written = []
    monkeypatch.setattr(
        "hrgrid.ui.documents.printing.paint_sheets",
        lambda _, found, progress: written.extend((len(pages), number) for pages, number in found),
    )
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    # Two slips, before the first and the fourth of five certificates.
    assert written == [(2, 1), (5, 1), (5, 2), (5, 3), (2, 2), (5, 4), (5, 5)]
    sent = desk.read(lambda work: sheets(work, BATCH))
    assert [row.number[-1] for row in sent] == ["1", "3", "5", "2", "4"]
    assert "NS0001 等 5 张" in page.question.sentence.text()
    assert page.session.settings.get(ORDER) is Order.SLIPS


@pytest.mark.usefixtures("two_streets")
def test_a_bought_cover_is_never_spent_on_a_separator_sheet(qtbot, opened):
    page = opened()
    clerk = Clerk(qtbot, page)
    choose(clerk, Order.SLIPS)
    page.setup.form.choose("a4_cover")
    page.setup.form.activated.emit(page.setup.form.currentIndex())
    clerk.rest()
    offered = [page.setup.order.itemData(at) for at in range(page.setup.order.count())]
    assert offered == [Order.NUMBER, Order.PLACE]
    assert page.setup.chosen_order is Order.PLACE


@pytest.mark.usefixtures("two_streets")
def test_separator_sheets_go_out_as_a_file(qtbot, opened, tmp_path, monkeypatch):
    page = opened()
    path = tmp_path / "分隔单.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    menu = QMenu(page)
    page._fill_papers(menu)
    below = next(one.menu() for one in menu.actions() if one.text() == "领取、编号、用印")
    next(one for one in below.actions() if one.text().startswith("分隔单")).trigger()
    qtbot.waitUntil(path.exists)
    first, second = told(path)
    assert "金阊街道" in first
    assert "共 3 张" in first
    assert "第 1 份，共 2 份" in first
    assert "NS0005" in first
    assert "平江街道" in second
    assert "NS0001" not in second


def test_a_slip_says_how_many_it_does_not_name(tmp_path):
    entries = tuple((f"NS{at:04d}", "欧阳建国") for at in range(1, 301))
    path = tmp_path / "分隔单.pdf"
    write_slips(path, [Slip("姑苏区", "平江街道", 1, 1, entries)], A4.page)
    [text] = told(path)
    named = text.count("欧阳建国")
    assert f"另有 {300 - named} 张，见名单" in text
    assert "共 300 张" in text


@pytest.mark.usefixtures("two_streets")
def test_what_a_street_took_is_noted_in_one_go_and_stands_so_in_the_list(qtbot, opened, desk):
    order = PrintOrder(BATCH, "一号机", "a4")
    ids = [row.id for row in rows(desk)][:4]
    desk.write(lambda work: note_printed_outside(work, order, ids))
    page = opened()
    clerk, offered = Clerk(qtbot, page), []

    def fill(dialog) -> None:
        qtbot.waitUntil(lambda: dialog.place.count() == 3)
        offered.extend(dialog.place.itemText(at) for at in range(3))
        dialog.place.choose("平江街道")
        dialog.place.activated.emit(dialog.place.currentIndex())
        assert not dialog.numbers.isEnabled()
        dialog.receiver.setText("平江街道 李安")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not dialog.isVisible())

    menu = QMenu(page)
    page._fill_papers(menu)
    below = next(one.menu() for one in menu.actions() if one.text() == "领取、编号、用印")
    clerk.in_dialog(fill)
    next(one for one in below.actions() if one.text() == "登记领取…").trigger()
    qtbot.waitUntil(lambda: len(desk.read(lambda work: handovers(work, BATCH))) == 2)
    assert offered == ["按编号填写", "金阊街道（2 张）", "平江街道（2 张）"]
    counts = desk.read(lambda work: tally(work, BATCH))
    assert (counts[Standing.TAKEN], counts[Standing.CONFIRMED]) == (2, 2)
    for standing, serials in ((Standing.TAKEN, [2, 4]), (Standing.CONFIRMED, [1, 3])):
        sought = Sought(BATCH, standing=standing)
        found = desk.read(lambda work, sought=sought: listed(work, sought))
        assert [row.key[1] for row in found] == serials
        assert {row.standing for row in found} == {standing}
    clerk.rest()


def test_who_has_no_unit_stands_apart(desk):
    asked = [request(1, source="c:1", unit=""), request(2, source="c:2", unit="平江街道")]
    desk.write(lambda work: issue(work, BATCH, asked, DECISION))
    found = desk.read(lambda work: piles_of(work, certificates(work, Wanted(BATCH)), places))
    assert [(pile.place.district, len(pile.rows)) for pile in found] == [
        ("未写单位", 1),
        ("平江街道", 1),
    ]
