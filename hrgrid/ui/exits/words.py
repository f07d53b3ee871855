"""Words and chips of the page of exits."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.money import format_money
from hrgrid.core.tabulation import mark_text
from hrgrid.exits.rules.case_rows import CaseRow
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.ui.matters.words import day

TOPIC = "exits"
NO_GROUND = "排名仅作为提醒线索，不构成解除依据。"
HINT = "法律条文只作提示，不代替法律意见。"

_S = ExitState
_CHIPS = {
    _S.REVIEWING: "mute",
    _S.WARNED: "warn",
    _S.TALKED: "warn",
    _S.REMEDY: "warn",
    _S.REASSESSED: "warn",
    _S.APPROVED: "bad",
    _S.NOTIFIED: "bad",
    _S.APPEALED: "warn",
    _S.IMPROVED: "ok",
    _S.CLOSED: "mute",
    _S.DISMISSED: "mute",
    _S.CANCELLED: "mute",
    _S.EXECUTED: "info",
}


def state_chip(state: ExitState) -> str:
    """The kind of a case's chip: red is for what will end a post."""
    return _CHIPS.get(state, "info")


def waits(row: CaseRow) -> str:
    """How long a case has stood in its state."""
    if row.state in ENDED:
        return "观察中" if row.watched else ""
    return f"{row.days_waiting:,} 天" if row.days_waiting else "今天"


def due(row: CaseRow) -> str:
    """By when the next step is to be done."""
    if row.state in ENDED:
        return f"观察到 {day(row.watch_until)}" if row.watched else ""
    if row.overdue:
        return f"逾期 {row.overdue:,} 天"
    return f"{day(row.due_on)}前" if row.due_on else ""


def yuan(fen: int | None) -> str:
    """Money with its unit, nothing where there is none."""
    return "" if fen is None else f"{format_money(fen)} 元"


def points(milli: int) -> str:
    """Points of a reassessment."""
    return f"{mark_text(milli)} 分"


def on(when: dt.date | None) -> str:
    """A day, nothing where there is none."""
    return day(when)
