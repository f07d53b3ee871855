"""The dashboard's card of training: the year's 轮训, and what a class or competition waits for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.words import ClassState
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import label
from hrgrid.ui.meters import Meter
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    # The tables of the workforce, beside it, take long to load; the reading threads do it.
    from hrgrid.overview.queries.training import TrainingProgress

RIGHTS = (Right.RUN_TRAINING, Right.ENTER_MARKS)

_C, _S = ClassState, CompetitionState
_WAITS: dict[ClassState | CompetitionState, str] = {
    _C.PLANNED: "还没有开始报名，{first}开班",
    _C.OPEN: "报名中，{first}开班",
    _C.RUNNING: "上课中，{last}结课",
    _C.ENDED: "已结课，等确认结果",
    _S.DRAFT: "筹备中，{first}比赛",
    _S.ENTRY_OPEN: "报名中，{first}比赛",
    _S.RUNNING: "比赛中，等录分和评分截止",
    _S.SCORING_CLOSED: "评分已截止，等排名张榜",
    _S.CHECKED: "已张榜，等申诉期满后定成绩",
    _S.LOCKED: "成绩已定，等通报",
    _S.PUBLISHED: "已通报，等颁奖",
}
_COME = {
    _C.PLANNED: "已到开班日，还没有开始报名",
    _C.OPEN: "已到开班日，等开班",
    _S.DRAFT: "已到比赛日，还没有开始报名",
    _S.ENTRY_OPEN: "已到比赛日，等开始比赛",
}
"""What is said instead once the day is here."""


def read_training(work: UnitOfWork) -> TrainingProgress | None:
    """The year of training; None where there is nothing of it."""
    from hrgrid.overview.queries.training import training_progress

    return training_progress(work)


class TrainingCard(Card):
    """Two meters of the year, and the line that says what is under way."""

    def __init__(self, session: Session) -> None:
        self.link = LinkButton("进入培训与比武", does=self._open)
        super().__init__("培训与比武", " ", [self.link])
        self._session = session
        self._part = ""
        self._low = self._nobody = False
        self.done = Meter("轮训已训", "bar")
        self.booked = Meter("已训和已排班", "bar")
        self.line = label("", "body2", wraps=True)
        self._meters = QHBoxLayout()
        self._meters.setSpacing(16)
        for meter in (self.done, self.booked):
            self._meters.addWidget(meter)
        self.column.addLayout(self._meters)
        self.column.addWidget(self.line)

    def show_progress(self, found: TrainingProgress) -> None:
        """Show the year so far."""
        self._part = "rotation" if found.going is None else found.going.part
        more = f" · 另有 {found.others:,} 项在办" if found.others else ""
        self.beside.setText(f"{found.year} 年轮训{more}")
        self._nobody = not found.due
        self.done.show_share(found.done, found.due)
        self.booked.show_share(found.done + found.booked, found.due)
        self.line.setText(next_words(found))
        self._fold()

    def fold(self, *, low: bool) -> None:
        """In a low window the sentence alone."""
        self._low = low
        self._fold()

    def _fold(self) -> None:
        for meter in (self.done, self.booked):
            meter.setHidden(self._low or self._nobody)

    def _open(self) -> None:
        self._session.go("training", self._part)


def next_words(found: TrainingProgress) -> str:
    """Who is still due, and what the nearest class or competition waits for."""
    if not found.due:
        told = ""
    elif found.open:
        told = f"应训 {found.due:,} 人，还有 {found.open:,} 人没有安排。"
    else:
        told = f"应训 {found.due:,} 人，都已训完或排班。"
    going = found.going
    if going is None:
        return told or "没有在办的培训班和比武。"
    words = _COME.get(going.state) if going.come else None
    waits = (words or _WAITS[going.state]).format(
        first=_day(going.first_day), last=_day(going.last_day)
    )
    return f"{told}{going.title}：{waits}。"


def _day(day: dt.date) -> str:
    return f"{day.month} 月 {day.day} 日"
