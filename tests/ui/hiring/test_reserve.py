"""A closed batch whose reserve was called: its board leads him on by clicks."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.hiring.model import HiringPosition
from hrgrid.hiring.queries.places import reserves
from hrgrid.hiring.rules.words import BatchState
from hrgrid.hiring.service.reserves import call_reserve
from hrgrid.ui.hiring.publicity_ends import CloseDialog
from hrgrid.ui.hiring.publicity_form import PublicityDialog
from hrgrid.ui.hiring.reserve_list import ReservesDialog
from tests.hiring.build import applying, grid
from tests.hiring.course import DAY, Course, name_of
from tests.ui.hands import in_dialog
from tests.ui.hiring.test_walk_through import Clerk, until


def called(office, clock) -> Course:
    """Two hired, and the one reserve is called for a third grid and has passed everything."""
    course = Course(office, clock, applying(office, grids=2))
    course.apply(4)

    def reserve(work) -> None:
        work.session.scalars(select(HiringPosition)).one().reserve = 1
        work.record("change_position", "一名储备")

    office.write(reserve)
    exam = {name_of(at): str(95 - at) for at in range(4)}
    course.to_ranking(exam, {name_of(at): 90_000 - 1_000 * at for at in range(4)})
    course.to_public()
    course.take_down()
    course.decide()
    (row,) = office.read(lambda work: reserves(work, course.batch_id))
    office.write(lambda work: call_reserve(work, row.id, grid(office, "E002").id))
    course.vet()
    return course


def test_the_board_of_a_closed_batch_leads_its_reserve_to_the_hire(hand, page, office, clock):
    course = called(office, clock)
    clerk = Clerk(hand)
    board = page(f"batches/{course.batch_id}").batches.board
    until(lambda: board.shown is not None)
    assert board.shown.board.state is BatchState.CLOSED
    assert board.primary.text() == "公示 1 人"

    today = office.read(lambda work: work.today)

    def show(box: PublicityDialog) -> None:
        clerk.day(box.first, today)
        until(lambda: box.last.value is not None and box.last.value > today)
        clerk.type(box.where, "街道公示栏")
        clerk.type(box.office, "区政法办")
        clerk.type(box.phone, "0515-12345678")
        clerk.click(box.act)

    clerk.primary(PublicityDialog, show)
    clerk.hand.settle()
    assert board.primary.text() == "结束公示"
    assert not board.primary.isEnabled()
    clock.move(14 * DAY)
    clerk.page.refresh()
    clerk.hand.settle()

    def close(box: CloseDialog) -> None:
        until(box.reason.isVisible)
        clerk.type(box.reason, "现场核对公示栏")
        clerk.click(box.act)

    clerk.primary(CloseDialog, close)
    until(lambda: board.primary.text() == "录用 1 名储备人员")
    seen = []

    def look(box: ReservesDialog) -> None:
        try:
            until(lambda: box.model.rowCount() == 1)
            box.table.selectRow(0)
            until(lambda: box.act.isEnabled() and box.act.text() == "决定录用…")
            seen.append(box.table.current.name)
        finally:
            box.reject()

    in_dialog(ReservesDialog, look)
    clerk.hand.press(board.primary)
    assert seen == [name_of(2)]
    assert board.shown.board.state is BatchState.CLOSED
    assert course.state(name_of(2)).value == "publicised"
