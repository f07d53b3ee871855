"""Words and chips of notices and objections."""

from __future__ import annotations

import datetime as dt

from hrgrid.publicity.queries import NoticeRow, ObjectionRow
from hrgrid.publicity.rules import NoticeState, ObjectionHow, ObjectionState, Outcome

TOPIC = "publicity"

_NOTICE_CHIPS = {NoticeState.OPEN: "info", NoticeState.CLOSED: "ok", NoticeState.WITHDRAWN: "mute"}
_OBJECTION_CHIPS = {
    ObjectionState.FILED: "warn",
    ObjectionState.ACCEPTED: "warn",
    ObjectionState.INVESTIGATING: "warn",
    ObjectionState.NOT_ACCEPTED: "mute",
    ObjectionState.UPHELD: "bad",
    ObjectionState.REJECTED: "ok",
    ObjectionState.REPLIED: "mute",
}
OUTCOME_CHIPS = {
    Outcome.SHOWING: "info",
    Outcome.CLEAR: "ok",
    Outcome.WAITING: "warn",
    Outcome.REMOVED: "bad",
}


def notice_state(row: NoticeRow, today: dt.date) -> tuple[str, str]:
    """What a notice's chip says, and its kind."""
    if row.state is NoticeState.OPEN and row.is_over(today):
        return "已满期", "warn"
    return row.state.label, _NOTICE_CHIPS[row.state]


def objection_state(row: ObjectionRow) -> str:
    """Where an objection stands, its outcome too once it was answered."""
    if row.state is ObjectionState.REPLIED:
        return "成立，已答复" if row.upheld else "不成立，已答复"
    return row.state.label


def objection_chip(row: ObjectionRow) -> str:
    """The kind of that chip; upheld stays red when the answer went out."""
    if row.state is ObjectionState.REPLIED and row.upheld:
        return "bad"
    return _OBJECTION_CHIPS[row.state]


def days_told(row: NoticeRow, today: dt.date) -> str:
    """From when to when, and how far it is."""
    span = f"{row.first_day:%Y-%m-%d} 至 {row.last_day:%Y-%m-%d}，{row.workdays} 个工作日"
    if row.state is NoticeState.CLOSED:
        return f"{span}，{row.ended_on} 结束"
    if row.state is NoticeState.WITHDRAWN:
        return f"{span}，{row.ended_on} 撤回：{row.ended_why}"
    if today < row.first_day:
        return f"{span}，还没有开始"
    left = (row.last_day - today).days
    if left < 0:
        return f"{span}，已经满期，可以结束公示"
    return f"{span}，" + ("今天是最后一天" if left == 0 else f"还有 {left} 天")


def due_told(row: ObjectionRow, today: dt.date) -> str:
    """By when the answer is owed."""
    if row.replied_on is not None:
        return f"{row.replied_on:%Y-%m-%d} 答复"
    if row.state is ObjectionState.NOT_ACCEPTED and row.how is ObjectionHow.ANONYMOUS:
        return "匿名，无须答复"
    if row.overdue:
        return f"{row.due_on:%Y-%m-%d}，逾期 {(today - row.due_on).days} 天"
    return f"{row.due_on:%Y-%m-%d}"
