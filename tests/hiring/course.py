"""A batch taken from the applications to the hire through the services, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.hiring.model import Candidate, HiringPosition
from hrgrid.hiring.rules.words import CandidateState, VettingKind, VettingResult
from hrgrid.hiring.service.allotting import allot_seats
from hrgrid.hiring.service.candidates import CandidateForm, add_candidate
from hrgrid.hiring.service.checking import CheckForm, check_by_data, check_many
from hrgrid.hiring.service.concluding import qualify_all
from hrgrid.hiring.service.deciding import (
    Decision,
    DecisionForm,
    decide,
    decision_subject,
    propose,
)
from hrgrid.hiring.service.exam import ExamForm, plan_exam, start_examining
from hrgrid.hiring.service.interviews import RoomForm, close_interviews, plan_interviews
from hrgrid.hiring.service.marking import key_exam_marks
from hrgrid.hiring.service.publishing import PublicityForm, close_publicity, publicise
from hrgrid.hiring.service.ranking import make_interview_list, make_ranking
from hrgrid.hiring.service.vetting import VettingForm, record_passes, start_vetting
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from tests.hiring.build import id_number
from tests.offices import Clock

DAY = dt.timedelta(days=1)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "安邦成德恩凡高海嘉康立明宁鹏庆瑞"


def name_of(at: int) -> str:
    """A made-up name; no two of the first 8,192 are alike."""
    first, second = _GIVEN[at // 32 % 16], _GIVEN[at // 512 % 16]
    return f"{_SURNAMES[at % 32]}{first}{second}"


@dataclass
class Course:
    """A batch with the clock that it runs by."""

    desk: Desk
    clock: Clock
    batch_id: int

    def do(self, deed: Callable[..., object], *given: object, reason: str = "", **named: object):
        """One deed on the batch in its own unit of work."""
        return self.desk.write(
            lambda work: deed(work, self.batch_id, *given, **named), reason=reason
        )

    def people(self, *states: CandidateState) -> dict[str, Candidate]:
        """By number, in the given states (all where none is named)."""

        def read(work: UnitOfWork) -> dict[str, Candidate]:
            query = select(Candidate).where(Candidate.batch_id == self.batch_id)
            if states:
                query = query.where(Candidate.state.in_(states))
            return {one.number: one for one in work.session.scalars(query)}

        return self.desk.read(read)

    def state(self, name: str) -> CandidateState:
        """Where somebody of that name stands."""
        return self.named(name).state

    def named(self, name: str) -> Candidate:
        """Somebody by name."""
        return next(one for one in self.people().values() if one.name == name)

    def positions(self) -> dict[str, int]:
        """Ids by title."""

        def read(work: UnitOfWork) -> dict[str, int]:
            query = select(HiringPosition).where(HiringPosition.batch_id == self.batch_id)
            return {row.title: row.id for row in work.session.scalars(query)}

        return self.desk.read(read)

    # --- steps ---------------------------------------------------------------------------

    def apply(
        self, count: int, position_id: int | None = None, start: int = 0, **texts: str
    ) -> list[str]:
        """So many applications in one go; their names."""
        position = position_id or next(iter(self.positions().values()))

        def deed(work: UnitOfWork) -> list[str]:
            names = []
            for at in range(start, start + count):
                born = dt.date(1990 + at // 500 % 8, 5, 1)
                form = {
                    "name": name_of(at),
                    "id_number": id_number(at % 500, born),
                    "phone": f"139{at:08d}",
                    "education": "高中",
                }
                add_candidate(work, self.batch_id, CandidateForm(position, form | texts))
                names.append(name_of(at))
            return names

        return self.desk.write(deed)

    def check(self) -> int:
        """Every condition answered well, everybody qualified; how many."""

        def deed(work: UnitOfWork) -> int:
            asked = check_by_data(work, self.batch_id)
            people = list(
                work.session.scalars(
                    select(Candidate.id).where(
                        Candidate.batch_id == self.batch_id,
                        Candidate.state == CandidateState.SUBMITTED,
                    )
                )
            )
            if asked.asked:
                for key in _DECLARED:
                    check_many(work, self.batch_id, CheckForm(key, "未发现", passed=True), people)
            return qualify_all(work, self.batch_id)

        return self.desk.write(deed)

    def examine(self, days: int = 20, *, written: bool | None = None, reason: str = ""):
        """The applications are over; what was said of the exam."""
        self.clock.move(days * DAY)
        return self.do(start_examining, written=written, reason=reason)

    def sit(self, marks: Mapping[str, str], rooms: int = 1, seats: int = 30) -> None:
        """Plan the exam for today and key marks by name, or "*" for all."""
        today = self.desk.read(lambda work: work.today)
        self.do(plan_exam, ExamForm(today, "上午 9:00", "党校一楼", rooms, seats))
        self.mark(marks)

    def mark(self, marks: Mapping[str, str]) -> object:
        """Key written marks by name."""
        people = {one.name: one for one in self.people().values()}
        rows = [(people[name].number, mark) for name, mark in marks.items()]
        return self.do(key_exam_marks, rows)

    def interview(self, marks: Mapping[str, int], rooms: int = 1, seed: str = "第一次") -> None:
        """List, rooms of three examiners each, everybody's mark (points) by name, closed."""
        self.do(make_interview_list)
        self.meet(marks, rooms, seed)

    def meet(self, marks: Mapping[str, int], rooms: int = 1, seed: str = "第一次") -> None:
        """The interviews alone."""
        today = self.desk.read(lambda work: work.today)
        examiners = tuple(SeatForm(f"考官{letter}") for letter in "甲乙丙")
        forms = [RoomForm(f"第 {room} 会议室", "9:00", examiners) for room in range(1, rooms + 1)]
        panels = self.do(plan_interviews, today, forms, seed)
        for panel in panels:
            self.score(panel, marks)
        self.do(close_interviews)

    def score(self, panel: int, marks: Mapping[str, int]) -> None:
        """The same mark (thousandths) of every examiner of a room."""

        names = {one.number: one.name for one in self.people().values()}

        def deed(work: UnitOfWork) -> None:
            view = panel_view(work, panel)
            (item,) = view.items
            cells = {
                (entrant.id, seat.seat_no, item.id): marks[names[entrant.name]]
                for entrant in view.entrants
                for seat in view.seats
            }
            key_marks(work, panel, cells)

        self.desk.write(deed)

    def vet(self, names: Sequence[str] | None = None) -> int:
        """Both results passed for everybody asked (or these); how many are through."""
        today = self.desk.read(lambda work: work.today)
        forms = [
            VettingForm(one.id, kind, VettingResult.PASS, "区医院", today, f"{kind.label}1号")
            for one in self.people(CandidateState.MEDICAL).values()
            if names is None or one.name in names
            for kind in VettingKind
        ]
        return self.do(record_passes, forms)

    def hang_out(self, **changes: object) -> int:
        """Publish today on the board of the office."""
        today = self.desk.read(lambda work: work.today)
        form = PublicityForm(today, "区政府公示栏", "区委政法委政治部", "0512-65000000")
        return self.do(publicise, form)

    def take_down(self, days: int = 14):
        """The days are over."""
        self.clock.move(days * DAY)
        return self.do(close_publicity, reason="现场核对公示栏")

    def approve(self) -> None:
        """On paper."""

        def deed(work: UnitOfWork) -> None:
            paper = PaperApproval("审批甲", "主任", work.today, "会议纪要〔2026〕3 号")
            record_paper_approval(work, decision_subject(work, self.batch_id), paper)

        self.desk.write(deed)

    def decision(self, number: str = "政法〔2026〕8 号") -> DecisionForm:
        """Of today, to begin today."""
        today = self.desk.read(lambda work: work.today)
        return DecisionForm(number, today, today, "示例区社会治理服务中心")

    def decide(self, number: str = "政法〔2026〕8 号") -> Decision:
        """Proposed, approved and decided."""
        self.do(propose)
        self.approve()
        return self.do(decide, self.decision(number))

    def to_ranking(self, exam: Mapping[str, str], interview: Mapping[str, int]) -> None:
        """From qualified people to the total, with a written exam."""
        self.check()
        self.examine(written=True, reason="岗位少，照样笔试")
        self.sit(exam)
        self.interview(interview)
        self.do(make_ranking)

    def to_public(self) -> None:
        """From the total to the list on the board."""
        self.do(start_vetting)
        self.vet()
        self.do(allot_seats)
        self.hang_out()


_DECLARED = (
    "sentenced",
    "expelled",
    "investigated",
    "offences",
    "cult",
    "disciplined",
    "defaulter",
    "cheated",
    "student",
)
