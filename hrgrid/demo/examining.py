"""Marks of the demonstration's hiring: exam, interviews, and lots where people are equal."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from hrgrid.hiring.rules.totals import LotNeeded
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.hiring.service.exam import ExamForm, plan_exam, start_examining
from hrgrid.hiring.service.interviews import RoomForm, close_interviews, plan_interviews
from hrgrid.hiring.service.marking import key_exam_marks
from hrgrid.hiring.service.ranking import LotForm, make_interview_list, make_ranking, record_lot
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.demo.hiring import Hiring

_ROOM = 30
_EXAMINERS = tuple(
    SeatForm(name, unit)
    for name, unit in (
        ("陆安民", "市委政法委"),
        ("顾文清", "市委组织部"),
        ("沈立新", "市人力资源和社会保障局"),
        ("许国平", "市公安局"),
        ("吕芳", "市司法局"),
        ("戴晓云", "市民政局"),
        ("施明远", "市委党校"),
    )
)
_PER_INTERVIEW_ROOM = 30


def examine(batch: Hiring, on: dt.date, chance: random.Random) -> None:
    """Seat everybody and key the marks; one did not come."""
    batch.do(start_examining)
    people = batch.ids(CandidateState.QUALIFIED)
    rooms = -(-len(people) // _ROOM)
    place = "市委党校教学楼"
    batch.do(plan_exam, ExamForm(on, "9:00—11:00", place, rooms, _ROOM, seed="20250612"))
    marks = [(number, f"{chance.randrange(1_040, 1_860) / 20:.2f}") for number in people.values()]
    marks[-1] = (marks[-1][0], "缺考")
    batch.do(key_exam_marks, marks)


def interview(batch: Hiring, on: dt.date, chance: random.Random) -> None:
    """Rooms of seven examiners, an order drawn by lot, every examiner's mark for everybody."""
    batch.do(make_interview_list)
    count = len(batch.ids(CandidateState.INTERVIEW))
    rooms = [
        RoomForm(f"市委党校第 {number} 面试室", "8:30", _EXAMINERS)
        for number in range(1, 1 + -(-count // _PER_INTERVIEW_ROOM))
    ]
    for panel in batch.do(plan_interviews, on, rooms, "20250627"):
        batch.desk.write(lambda work, one=panel: _score(work, one, chance))  # type: ignore[misc]
    batch.do(close_interviews)


def _score(work: UnitOfWork, panel_id: int, chance: random.Random) -> None:
    view = panel_view(work, panel_id)
    (item,) = view.items
    cells = {}
    for entrant in view.entrants:
        level = chance.randrange(720, 930)
        for seat in view.seats:
            cells[entrant.id, seat.seat_no, item.id] = 100 * (level + chance.randrange(-25, 26))
    key_marks(work, panel_id, cells)


def rank(batch: Hiring) -> None:
    """The totals; who is equal to the last draws lots, as an office would let them."""
    while True:
        try:
            batch.do(make_ranking)
        except LotNeeded as needed:
            for tie in needed.ties:
                lot = LotForm(tie.position, tuple(tie.tied), "区纪委监委派驻组", seed="20250630")
                batch.do(record_lot, lot)
        else:
            return
