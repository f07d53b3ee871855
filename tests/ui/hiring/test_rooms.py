"""The rooms of the interview, and what their score grids are headed with."""

from __future__ import annotations

from PySide6.QtCore import Qt

from hrgrid.panels.queries import panels_like
from hrgrid.ui.hiring.room_list import RoomsDialog
from hrgrid.ui.scoring.dialog import ScoringDialog
from tests.hiring.build import applying
from tests.hiring.course import Course, name_of
from tests.ui.hiring.batches import marks_of
from tests.ui.hiring.test_walk_through import Clerk, until

PEOPLE = 5


def headings(model) -> list[str]:
    return [
        model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for at in range(model.columnCount())
    ]


def test_the_score_grid_of_a_room_says_that_it_shows_numbers_and_positions(
    page, hand, office, clock
):
    course, clerk = Course(office, clock, applying(office, grids=2)), Clerk(hand)
    course.apply(PEOPLE)
    course.to_ranking(*marks_of(PEOPLE))
    assert office.read(lambda work: panels_like(work, f"hiring:{course.batch_id}:"))
    board = page(f"batches/{course.batch_id}").batches.board
    until(lambda: board.shown is not None)
    seen: list[list[str]] = []
    numbers: set[str] = set()

    def look(box: ScoringDialog) -> None:
        until(lambda: box.view.model.rowCount() > 0)
        grid, side = box.view.model, box.view.side.ranking.ranked
        seen.extend([headings(grid)[:3], headings(side)])
        numbers.update(grid.index(at, 1).data() for at in range(grid.rowCount()))
        clerk.click(box.leave)

    def rooms(box: RoomsDialog) -> None:
        until(lambda: box.table.current is not None)
        clerk.in_dialog(ScoringDialog, look)
        clerk.click(box.score)
        clerk.click(box.away)

    clerk.in_dialog(RoomsDialog, rooms)
    board.deeds.show_rooms()
    assert seen == [["序号", "报名号", "岗位"], ["名次", "报名号", "岗位", "得分"]]
    people = course.people()
    assert numbers <= {one.number for one in people.values()}
    assert name_of(0) not in numbers
