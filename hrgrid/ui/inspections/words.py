"""Words, chips and points of random inspections."""

from __future__ import annotations

from hrgrid.assessment.rules.inspection_rows import PlanRow
from hrgrid.assessment.rules.words import (
    CheckMark,
    FindingState,
    InspectionState,
    VisitResult,
)
from hrgrid.core.tabulation import mark_text

TOPIC = "inspections"

_STATES = {
    InspectionState.DRAFT: "mute",
    InspectionState.DRAWN: "info",
    InspectionState.CLOSED: "ok",
    InspectionState.CANCELLED: "mute",
}
_RESULTS = {
    VisitResult.PASSED: "ok",
    VisitResult.FAILED: "warn",
    VisitResult.NOT_HELD: "mute",
}
_FINDINGS = {
    FindingState.OPEN: "warn",
    FindingState.RECTIFIED: "info",
    FindingState.CLOSED: "ok",
}
MARK_KEYS = {"1": CheckMark.FINE, "2": CheckMark.FAULT, "3": CheckMark.UNSEEN}


def state_told(row: PlanRow) -> str:
    """How far an inspection is, in a word."""
    if row.state is InspectionState.DRAFT and row.sealed:
        return "名册已封存"
    return row.state.label


def state_chip(row: PlanRow) -> str:
    """The kind of an inspection's chip."""
    if row.state is InspectionState.DRAFT and row.sealed:
        return "warn"
    return _STATES[row.state]


def result_chip(result: VisitResult | None) -> str:
    """The kind of a visit's chip; one that nobody held yet is quiet."""
    return _RESULTS[result] if result is not None else "mute"


def finding_chip(state: FindingState, *, overdue: bool) -> str:
    """The kind of a finding's chip; red is for overdue alone."""
    return "bad" if overdue else _FINDINGS[state]


def taken_off(milli: int) -> str:
    """Points taken off with a real minus: −2, −0.5; nothing for none."""
    return f"−{mark_text(milli)}" if milli else ""


def rate(count: int, whole: int) -> str:
    """A share with one decimal always, half up, so that a column aligns: 93.3%, 50.0%."""
    if not whole:
        return ""
    tenths = (2_000 * count + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
