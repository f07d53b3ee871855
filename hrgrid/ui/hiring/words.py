"""Words, chips and figures of the page."""

from __future__ import annotations

from fractions import Fraction

from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up
from hrgrid.hiring.rules.words import BatchState, CandidateState, Outcome, PlanState

TOPIC = "hiring"
MARKS_TOPIC = "marks"
"""What is stored piece by piece in a dialog; the page is told when the dialog is left."""

_BATCH_CHIPS = {
    BatchState.DRAFT: "mute",
    BatchState.CLOSED: "ok",
    BatchState.CANCELLED: "mute",
    BatchState.DECIDING: "warn",
}
_CANDIDATE_CHIPS = {
    CandidateState.SUBMITTED: "warn",
    CandidateState.REJECTED: "bad",
    CandidateState.EXAM_ABSENT: "mute",
    CandidateState.VETTED: "ok",
    CandidateState.VETTING_FAILED: "bad",
    CandidateState.PUBLICISED: "ok",
    CandidateState.HIRED: "ok",
    CandidateState.DECLINED: "mute",
    CandidateState.WITHDRAWN: "mute",
    CandidateState.DISQUALIFIED: "bad",
}
_PLAN_CHIPS = {PlanState.DRAFT: "mute", PlanState.APPROVED: "ok", PlanState.VOID: "mute"}
_OUTCOME_CHIPS = {
    Outcome.IN: "ok",
    Outcome.RESERVE: "info",
    Outcome.OUT: "mute",
    Outcome.BELOW: "bad",
    Outcome.NO_RESULT: "mute",
}


def batch_chip(state: BatchState) -> str:
    """The kind of a batch's chip."""
    return _BATCH_CHIPS.get(state, "info")


def candidate_chip(state: CandidateState) -> str:
    """The kind of a candidate's chip."""
    return _CANDIDATE_CHIPS.get(state, "info")


def plan_chip(state: PlanState) -> str:
    """The kind of a plan's chip."""
    return _PLAN_CHIPS[state]


def outcome_chip(outcome: Outcome) -> str:
    """The kind of an outcome's chip."""
    return _OUTCOME_CHIPS[outcome]


def points(milli: int | None, decimals: int = 2) -> str:
    """Thousandths of a point, rounded half up; nothing where there are none."""
    if milli is None:
        return ""
    return fixed_text(round_half_up(Fraction(milli, 1_000), decimals), decimals)


def plan_name(year: int, title: str) -> str:
    """A plan with its year: the word for it stands once, also where the title begins with it."""
    return f"{year} 年度{title.removeprefix('年度')}"


def short_points(milli: int | None) -> str:
    """The same without zeros at the end: 86.5, 100."""
    return "" if milli is None else mark_text(milli)
