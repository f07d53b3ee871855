"""Words, chips and figures of the page 考核与星级."""

from __future__ import annotations

from fractions import Fraction

from hrgrid.assessment.rules.result_rows import ResultRow, ResultState
from hrgrid.assessment.rules.words import AppealState, ModerationState, PeriodState
from hrgrid.core.tabulation import fixed_text, round_half_up

TOPIC = "assessment"
REVIEW_TOPIC = "assessment_reviews"
"""What is stored mark by mark in a dialog; the page is told when the dialog is left."""

_PERIOD_CHIPS = {
    PeriodState.OPEN: "mute",
    PeriodState.COLLECTING: "info",
    PeriodState.SCORING: "info",
    PeriodState.SHOWN: "warn",
    PeriodState.APPEALS: "warn",
    PeriodState.CONFIRMED: "ok",
    PeriodState.LOCKED: "ok",
}
_APPEAL_CHIPS = {
    AppealState.FILED: "warn",
    AppealState.REVIEWING: "info",
    AppealState.UPHELD: "ok",
    AppealState.DENIED: "mute",
    AppealState.WITHDRAWN: "mute",
}
_RESULT_CHIPS = {
    ResultState.SCORED: "ok",
    ResultState.BLOCKED: "warn",
    ResultState.UNSCORED: "mute",
    ResultState.LEFT_OUT: "mute",
    ResultState.WAITING: "mute",
}


def period_chip(state: PeriodState) -> str:
    """The kind of a period's chip."""
    return _PERIOD_CHIPS[state]


def appeal_chip(state: AppealState) -> str:
    """The kind of an appeal's chip."""
    return _APPEAL_CHIPS[state]


def points(milli: int | None) -> str:
    """Points on two decimals, nothing where there are none: 92.60."""
    return "" if milli is None else fixed_text(round_half_up(Fraction(milli, 10), 0), 2)


def exact_points(value: Fraction | None) -> str:
    """A mean in thousandths on two decimals, half up."""
    return "" if value is None else fixed_text(round_half_up(value / 10, 0), 2)


def signed(milli: int | None) -> str:
    """+2.00 or −1.50."""
    if milli is None:
        return ""
    return f"{'+' if milli > 0 else '−' if milli < 0 else ''}{points(abs(milli))}"


def signed_exact(value: Fraction | None) -> str:
    """A difference in thousandths on two decimals with its sign."""
    if value is None:
        return ""
    cents = round_half_up(abs(value) / 10, 0)
    sign = "" if not cents else "+" if value > 0 else "−"
    return f"{sign}{fixed_text(cents, 2)}"


def rank_words(row: ResultRow) -> str:
    """第 5 名 as a figure, with 并列 where others have it too."""
    if row.rank is None:
        return ""
    return f"{row.rank} 并列" if row.tied else f"{row.rank}"


def outcome_words(row: ResultRow) -> str:
    """The grade, or why there is none."""
    if row.grade_label:
        return row.grade_label
    if row.left_out is not None:
        return row.left_out.label
    return row.state.label


def outcome_chip(row: ResultRow, lowest: str = "", highest: str = "") -> str:
    """The kind of the chip of a grade: the best and the lowest stand out."""
    if not row.grade:
        return _RESULT_CHIPS[row.state]
    if row.grade == lowest:
        return "bad"
    return "ok" if row.grade == highest else "info"


def problem_words(row: ResultRow) -> str:
    """What somebody has to look at, in a few words."""
    told = []
    if row.blocked:
        told.append(f"缺{'、'.join(row.blocked)}")
    if row.at_line:
        told.append("比例线上并列，待裁定")
    if row.vetoed:
        told.append("一票否决")
    if row.moderation is ModerationState.PROPOSED:
        told.append(f"调整 {signed(row.delta_milli)} 待批准")
    elif row.moderation is ModerationState.APPROVED:
        told.append(f"已调整 {signed(row.delta_milli)}")
    if row.left_out is not None:
        told.append(row.left_out_note or row.left_out.label)
    if row.grade and row.score_grade and row.grade != row.score_grade:
        told.append("受比例限制")
    return "，".join(told)
