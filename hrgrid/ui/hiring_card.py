"""The dashboard's card of the hiring that is under way: how far it is, who is left, what next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from hrgrid.core.rights import Right
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import label
from hrgrid.ui.meters import Meter
from hrgrid.ui.session import Session
from hrgrid.ui.stepper import Stepper

if TYPE_CHECKING:
    # The tables of the workforce, beside it, take long to load; the reading threads do it.
    from hrgrid.overview.queries.hiring import HiringProgress

RIGHTS = (Right.RUN_HIRING, Right.DECIDE_HIRING)

_S, _C = BatchState, CandidateState
_STEPS = ("公告", "报名", "笔试面试", "体检政审", "公示", "决定")
_STEP_OF = {
    _S.DRAFT: 0,
    _S.PUBLISHED: 0,
    _S.APPLYING: 1,
    _S.EXAMINING: 2,
    _S.VETTING: 3,
    _S.PUBLICISING: 4,
    _S.DECIDING: 5,
}


def read_hiring(work: UnitOfWork) -> HiringProgress | None:
    """The batch under way; None where there is none."""
    from hrgrid.overview.queries.hiring import hiring_progress

    return hiring_progress(work)


class HiringCard(Card):
    """Steps, what is on offer and who is left for it, and the line that says what is next."""

    def __init__(self, session: Session) -> None:
        self.link = LinkButton("进入招录", does=self._open)
        super().__init__("招录进度", " ", [self.link])
        self._session = session
        self._batch_id: int | None = None
        self._low = self._nobody = False
        self.stepper = Stepper(_STEPS)
        self.left = Meter("仍可录用", "bar")
        self.proposed = Meter("拟录用", "bar")
        self.line = label("", "body2", wraps=True)
        self.bring = Button("导入报名表", does=lambda: session.go("imports", "candidates"))
        self._may_import = session.may(Right.IMPORT) and session.may(Right.RUN_HIRING)
        self.column.addWidget(self.stepper)
        self._meters = QHBoxLayout()
        self._meters.setSpacing(16)
        for meter in (self.left, self.proposed):
            self._meters.addWidget(meter)
        self.column.addLayout(self._meters)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.line, 1)
        foot.addWidget(self.bring)
        self.column.addLayout(foot)

    def show_progress(self, found: HiringProgress) -> None:
        """Show how far this batch has come."""
        self._batch_id = found.batch_id
        more = f" · 另有 {found.others:,} 批在办" if found.others else ""
        self.beside.setText(f"{found.title} · 现在：{found.state.label}{more}")
        self.stepper.go(_STEP_OF[found.state])
        self._nobody = not found.applied
        self.left.show_share(found.left, found.applied)
        self.proposed.show_share(found.proposed, found.seats)
        self.line.setText(next_words(found))
        self.bring.setVisible(found.state is _S.APPLYING and self._may_import)
        self._fold()

    def fold(self, *, low: bool) -> None:
        """In a low window the sentence alone."""
        self._low = low
        self._fold()

    def _fold(self) -> None:
        self.stepper.setHidden(self._low)
        for meter in (self.left, self.proposed):
            meter.setHidden(self._low or self._nobody)

    def _open(self) -> None:
        part = "" if self._batch_id is None else f"batches/{self._batch_id}"
        self._session.go("hiring", part)


def next_words(found: HiringProgress) -> str:
    """What this batch waits for, with the figures that matter for it."""
    return _NEXT[found.state](found, f"{found.seats:,} 个网格")


def _applying(found: HiringProgress, seats: str) -> str:
    waiting = found.people[_C.SUBMITTED]
    check = f"，{waiting:,} 人待资格审查" if waiting else "，都已审查" if found.applied else ""
    return f"招 {seats}，已有 {found.applied:,} 人报名{check}；{_day(found.apply_to)}截止。"


def _vetting(found: HiringProgress, seats: str) -> str:
    people = found.people
    return f"招 {seats}，体检政审中 {people[_C.MEDICAL]:,} 人，合格 {people[_C.VETTED]:,} 人。"


def _publicising(found: HiringProgress, _seats: str) -> str:
    until = f"，到 {_day(found.last_day)}期满" if found.last_day else ""
    return f"拟录用 {found.proposed:,} 人正在公示{until}。"


def _examining(found: HiringProgress, _seats: str) -> str:
    people = found.people
    if people[_C.RANKED]:
        return f"总成绩已排名 {people[_C.RANKED]:,} 人，可以进入体检和政审。"
    if people[_C.INTERVIEW]:
        on = f"，{_day(found.interview_on)}面试" if found.interview_on else ""
        return f"入围面试 {people[_C.INTERVIEW]:,} 人{on}。"
    if found.written is False:
        return f"资格合格 {people[_C.QUALIFIED]:,} 人，不组织笔试，直接面试。"
    on = f"，{_day(found.exam_on)}笔试" if found.exam_on else "，笔试还没有安排"
    marked = people[_C.EXAMINED]
    done = f"，已有成绩 {marked:,} 人" if marked else ""
    return f"资格合格 {people[_C.QUALIFIED] + marked + people[_C.EXAM_ABSENT]:,} 人{on}{done}。"


def _day(day: dt.date | None) -> str:
    return f"{day.month} 月 {day.day} 日" if day else ""


_NEXT: dict[BatchState, Callable[[HiringProgress, str], str]] = {
    _S.DRAFT: lambda _, seats: f"招 {seats}，公告还没有发布。",
    _S.PUBLISHED: lambda found, seats: f"招 {seats}，公告已发，{_day(found.apply_from)}开始报名。",
    _S.APPLYING: _applying,
    _S.EXAMINING: _examining,
    _S.VETTING: _vetting,
    _S.PUBLICISING: _publicising,
    _S.DECIDING: lambda found, _: f"公示已满，拟录用 {found.proposed:,} 人，等审批和决定文号。",
}
