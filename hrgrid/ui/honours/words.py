"""Words and chips of the page: states, outcomes, tallies, marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.exchange.rules.collect_rows import UnitRow as Returned
from hrgrid.exchange.rules.words import SheetState
from hrgrid.honours.queries import Board, CampaignRow, CandidateRow, PublicityRow, UnitRow
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import (
    FROZEN,
    CampaignState,
    Outcome,
    OutcomeCode,
    Tier,
    WeightKind,
)

NARROW_BELOW = 1100
TOPIC = "honours"

_STATE_CHIPS = {
    CampaignState.DRAFT: "mute",
    CampaignState.DECIDED: "ok",
    CampaignState.ISSUED: "ok",
    CampaignState.ARCHIVED: "mute",
}
_OUTCOME_CHIPS = {
    Outcome.SELECTED: "ok",
    Outcome.RESERVE: "info",
    Outcome.NOT_SELECTED: "mute",
    Outcome.INELIGIBLE: "bad",
}
_TALLY_CHIPS = {Tally.SHORT: "warn", Tally.FEW: "mute", Tally.MORE: "info", Tally.ENOUGH: "tick"}


_SHORT = {
    WeightKind.GRIDS.label: "网格数",
    WeightKind.WORKERS.label: "在岗",
    WeightKind.ELIGIBLE.label: "合条件",
    WeightKind.HONOURED.label: "上年命名",
}


def titled(row: CampaignRow) -> str:
    """A campaign in a heading."""
    return f"{row.year} 年度“{row.title}”"


def state_chip(state: CampaignState) -> str:
    """The kind of a state's chip."""
    return _STATE_CHIPS.get(state, "info")


def outcome_text(row: CandidateRow) -> str:
    """What came of a nominee in a word; nothing before the first run."""
    if row.removal is not None:
        return row.removal.label
    if row.revoked or row.objected:
        return "已撤销" if row.revoked else "有异议"
    if row.outcome is None:
        return ""
    if row.outcome is Outcome.INELIGIBLE:
        return "不符"
    if row.outcome_code is OutcomeCode.ALREADY_IN_HIGHER_TIER:
        return "在上一级"
    return row.outcome.label


def outcome_chip(row: CandidateRow) -> str:
    """The kind of its chip."""
    if row.removal is not None:
        return "mute"
    if row.revoked or row.objected:
        return "bad" if row.revoked else "warn"
    if row.outcome is None:
        return ""
    return _OUTCOME_CHIPS[row.outcome]


def extra_text(unit: UnitRow) -> str:
    """How many places stand above the whole part of what is due."""
    return f"{unit.extra:+d}".replace("-", "−") if unit.extra else ""


def extra_chip(unit: UnitRow) -> str:
    """The kind of its chip: fewer than is due, by a bound or by hand, is worth a look."""
    if not unit.extra:
        return ""
    return "info" if unit.extra > 0 else "warn"


def short_weight(label: str) -> str:
    """What districts are weighed by, in the head of a narrow column."""
    return _SHORT.get(label, label)


def tally_text(unit: UnitRow, state: CampaignState) -> str:
    """The check of a district's nominations in a word."""
    return "" if unit.tally is None or _too_early(state) else unit.tally.shown


def tally_chip(unit: UnitRow, state: CampaignState) -> str:
    """The kind of its chip; after the decision only an empty place is worth a word."""
    if unit.tally is None or _too_early(state):
        return ""
    told = unit.tally.tally
    settled = state in FROZEN and told is not Tally.SHORT
    return "tick" if settled else _TALLY_CHIPS[told]


def _too_early(state: CampaignState) -> bool:
    return state in {CampaignState.DRAFT, CampaignState.QUOTAS_SET}


def returned_text(row: Returned | None) -> str:
    """When a district's nomination workbook came back; nothing where none went out."""
    if row is None:
        return ""
    if row.state is SheetState.EXCUSED:
        return "免报"
    if row.last is None:
        return "超期" if row.overdue else "未报"
    return f"{row.last.received_at.astimezone():%m-%d}"


def returned_chip(row: Returned | None) -> str:
    """The kind of its chip: what came and is not merged waits for somebody."""
    if row is None or row.state is SheetState.EXCUSED:
        return "mute" if row is not None else ""
    if row.last is None:
        return "bad" if row.overdue else "mute"
    return "info" if row.state is SheetState.RETURNED else "ok"


def shares_text(board: Board, tier: Tier) -> str:
    """The shares of a tier and of the whole in a line, and which are not kept."""
    found = board.shares
    own = found.by_tier.get(tier)
    if own is None or not own.people:
        return ""
    told = "、".join(f"{name} {share}" for name, share in own.shown)
    whole = "、".join(f"{name} {share}" for name, share in found.whole.shown)
    warned = "；".join(found.warnings(tier) or found.warnings())
    return f"本级 {told}；全部 {whole}。" + (f"提醒：{warned}。" if warned else "")


def points(milli: int) -> str:
    """Thousandths of a point with two decimals."""
    return fixed_text(round_half_up(milli, 0) // 10, 2)


def mark(milli: int | None) -> str:
    """A mark as it was given, nothing where there is none."""
    return "" if milli is None else points(milli)


def percent(basis_points: int) -> str:
    """A weight: 40%."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}%" if rest else f"{whole}%"


def weight_words(scheme: Scheme) -> str:
    """What places are shared by: 综合网格数, or 综合网格数 50%、在岗人数 50%."""
    used = [(kind, scheme.weights[kind]) for kind in WeightKind if scheme.weights.get(kind)]
    if len(used) == 1:
        return used[0][0].label
    return "、".join(f"{kind.label} {percent(share)}" for kind, share in used)


def who(row: CandidateRow) -> str:
    """Where somebody works and as what."""
    place = "" if row.place and row.place in row.unit else row.place
    return " · ".join(filter(None, (place, row.unit, row.post)))


def some(sentences: Sequence[str], most: int = 2) -> str:
    """The first of many sentences, and how many more there are."""
    rest = f"另有 {len(sentences) - most} 条提醒。" if len(sentences) > most else ""
    return "".join(sentences[:most]) + rest


def day(when: dt.date) -> str:
    """A day in a line: 11 月 25 日."""
    return f"{when.month} 月 {when.day} 日"


def publicity_text(shown: PublicityRow) -> str:
    """The dates of a publicity in a line."""
    which = f"第 {shown.round} 次公示" if shown.round > 1 else "公示"
    return f"{which} {shown.workdays} 个工作日：{day(shown.first_day)} – {day(shown.last_day)}"


def dates_text(board: Board) -> str:
    """What stands at the right of the tabs: the publicity, the decision, or the cut-off date."""
    row = board.campaign
    if row.decided_on is not None:
        return f"{row.document_no}，{row.decided_on:%Y-%m-%d} 决定"
    if board.publicity is not None:
        return publicity_text(board.publicity)
    return f"人员情况截至 {row.cutoff_date:%Y-%m-%d}"
