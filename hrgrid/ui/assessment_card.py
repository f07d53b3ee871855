"""The dashboard's card of assessment: the period under way, how far it is, what comes next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hrgrid.assessment.rules.words import PeriodState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import label
from hrgrid.ui.meters import Meter
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    # The tables of the workforce, beside it, take long to load; the reading threads do it.
    from hrgrid.overview.queries.assessment import AssessmentProgress

RIGHTS = (Right.RUN_ASSESSMENT, Right.APPROVE)
_S = PeriodState
_NEXT = {
    _S.OPEN: "已建立，等开始收集数据",
    _S.SCORING: "正在计分，等给本人看结果",
    _S.SHOWN: "等本人看完结果，再公布",
    _S.CONFIRMED: "结果已确认",
    _S.LOCKED: "已归档",
}


def read_assessment(work: UnitOfWork) -> AssessmentProgress | None:
    """The period under way; None before there is one."""
    from hrgrid.overview.queries.assessment import assessment_progress

    return assessment_progress(work)


class AssessmentCard(Card):
    """One meter of the step that goes on, and the sentence that says what comes next."""

    def __init__(self, session: Session) -> None:
        self.link = LinkButton("进入考核", does=self._open)
        super().__init__("考核", " ", [self.link])
        self._session = session
        self._part = "periods"
        self._low = self._nothing = False
        self.meter = Meter("有数据的人", "bar")
        self.line = label("", "body2", wraps=True)
        self.column.addWidget(self.meter)
        self.column.addWidget(self.line)

    def show_progress(self, found: AssessmentProgress) -> None:
        """Show the period under way."""
        self._part = f"periods/{found.period_id}"
        self.beside.setText(f"另有 {found.others:,} 期在办" if found.others else found.state.label)
        name, part, whole = meter_of(found)
        self._nothing = not name
        if name:
            self.meter.put_name(name)
            self.meter.show_share(part, whole)
        self.line.setText(next_words(found))
        self._fold()

    def fold(self, *, low: bool) -> None:
        """In a low window the sentence alone."""
        self._low = low
        self._fold()

    def _fold(self) -> None:
        self.meter.setHidden(self._low or self._nothing)

    def _open(self) -> None:
        self._session.go("assessment", self._part)


def meter_of(found: AssessmentProgress) -> tuple[str, int, int]:
    """What is counted in the state that a period is in; no name where nothing is."""
    if found.state in (_S.OPEN, _S.COLLECTING):
        return "有数据的人", found.delivered, found.assessed
    if found.state is _S.SCORING:
        return "已有结果", found.computed, found.assessed
    if found.state in (_S.SHOWN, _S.APPEALS):
        return "已看结果", found.shown, found.computed
    return "", 0, 0


def next_words(found: AssessmentProgress) -> str:
    """What the period waits for, in a sentence."""
    return f"{found.title}：{_waits(found)}。"


def _waits(found: AssessmentProgress) -> str:
    if found.state is _S.COLLECTING:
        if found.due_on is not None and not found.over:
            return f"收集数据，{_day(found.due_on)}前报送"
        return "数据收齐后计算" if found.over else "收集数据，期满后计算"
    if found.state is _S.APPEALS:
        if found.appeals:
            return f"{found.appeals:,} 件申诉等答复"
        until = found.appeals_until
        return f"申诉期到 {_day(until)}，期满后确认" if until is not None else "等确认结果"
    return _NEXT[found.state]


def _day(day: dt.date) -> str:
    return f"{day.month} 月 {day.day} 日"
