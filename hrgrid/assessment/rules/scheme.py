"""A scheme (考核方案): which items a role is assessed by, and how they become a total and a grade.

One version is canonical JSON in the rule book, topic `assessment.scheme.CODE`; a period that used
it locks it. Points are thousandths; the items that are no bonus and no veto add up to `full_milli`.
Source: rules.md 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from hrgrid.assessment.rules.formulas import (
    Band,
    Figure,
    Formula,
    Input,
    Points,
    check_formula,
    points_of,
)
from hrgrid.assessment.rules.grades import USUAL, Grade, checked_grades, grade_of
from hrgrid.assessment.rules.parts import (
    MEANS,
    PERIOD_INDICATORS,
    count_of,
    is_shorter,
    parts_within,
)
from hrgrid.assessment.rules.words import (
    ON_TOP,
    FormulaKind,
    ItemState,
    Missing,
    NotApplicable,
    PeriodKind,
)
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, round_half_up

TOPIC = "assessment.scheme"
FULL_MILLI = 100_000
_CENT = 10


@dataclass(frozen=True)
class SchemeItem:
    """One line of the table: its formula, and what happens where there is nothing to compute."""

    code: str
    label: str
    formula: Formula
    not_applicable: NotApplicable = NotApplicable.RENORMALISE
    missing: Missing = Missing.BLOCK

    @property
    def on_top(self) -> bool:
        """Whether its points stand beside the hundred."""
        return self.formula.kind in ON_TOP


@dataclass(frozen=True)
class Scheme:
    """A version: `min_days` in post make a month count; `deducted` items take points off the total.

    `deducted` holds codes of COUNT items whose full points are the most that they take (双随机).
    Whoever has results of fewer than `min_parts` shorter periods has none of this one. In a unit
    with fewer people than `pooled_under` shares are counted together with other small units.
    """

    title: str
    role: str
    kind: PeriodKind
    items: tuple[SchemeItem, ...]
    grades: tuple[Grade, ...] = USUAL
    min_days: int = 15
    full_milli: int = FULL_MILLI
    deducted: frozenset[str] = field(default_factory=frozenset)
    min_parts: int = 0
    pooled_under: int = 5


@dataclass(frozen=True)
class ScoredItem:
    """One item of one person: what was known, and the points it came to in the total."""

    code: str
    points: Points
    counted_milli: int | None
    note: str = ""


@dataclass(frozen=True)
class Score:
    """The result of one person: the published total, or why there is none.

    `too_few`: of fewer shorter periods than wanted there is a result, so there is none of this one.
    """

    items: tuple[ScoredItem, ...]
    total_milli: int | None
    grade: str | None
    blocked_by: tuple[str, ...] = ()
    vetoed: bool = False
    too_few: bool = False


@dataclass(frozen=True)
class ItemScore:
    """One item of one person with its policies applied.

    `worth_milli` is what it adds to the total (below nothing where it takes off), `left_out_milli`
    the points of the hundred that are not there to be had, `blocks` that figures are waited for.
    """

    points: Points
    counted_milli: int | None
    worth_milli: int
    left_out_milli: int
    blocks: bool


def score(scheme: Scheme, figures: Mapping[str, Figure]) -> Score:
    """Points of every item, their total in two decimals and the grade that goes with it.

    An item that does not apply is left out and the others are enlarged in proportion, or counts
    full or nothing, as the scheme says; where something that blocks is missing there is no total.
    """
    found = [(item, score_item(scheme, item, figures)) for item in scheme.items]
    blocked = tuple(item.code for item, one in found if one.blocks)
    reached = sum(one.worth_milli for item, one in found if in_hundred(scheme, item))
    beside = sum(one.worth_milli for item, one in found if not in_hundred(scheme, item))
    whole = enlarged(scheme, reached, sum(one.left_out_milli for _, one in found))
    vetoed = any(one.points.vetoed for _, one in found)
    items = tuple(
        ScoredItem(item.code, one.points, one.counted_milli, _note(item, one.points))
        for item, one in found
    )
    if _too_few(scheme, figures):
        return Score(items, None, None, vetoed=vetoed, too_few=True)
    if blocked or whole is None:
        return Score(items, None, None, blocked, vetoed=vetoed)
    shown = shown_total(whole + beside)
    grade = scheme.grades[-1] if vetoed else grade_of(shown, scheme.grades)
    return Score(items, shown, grade.code, (), vetoed=vetoed)


def score_item(scheme: Scheme, item: SchemeItem, figures: Mapping[str, Figure]) -> ItemScore:
    """The points of one item and what they are worth in the total."""
    points = _applied(item, points_of(item.formula, figures))
    counted = _counted(item, points)
    missing = points.state is ItemState.MISSING
    left_out = item.formula.full_milli if counted is None and not missing else 0
    return ItemScore(
        points,
        counted,
        (-1 if item.code in scheme.deducted else 1) * (counted or 0),
        left_out if in_hundred(scheme, item) else 0,
        missing,
    )


def enlarged(scheme: Scheme, reached: int, left_out: int) -> Fraction | None:
    """What was reached, out of the whole again; None where nothing applied at all."""
    rest = scheme.full_milli - left_out
    return Fraction(reached * scheme.full_milli, rest) if rest else None


def shown_total(exact: Fraction) -> int:
    """The published total: not below nothing, half up to two decimals of a point."""
    return round_half_up(max(Fraction(0), exact) / _CENT, 0) * _CENT


def in_hundred(scheme: Scheme, item: SchemeItem) -> bool:
    """Whether the points of an item are part of the hundred."""
    return not item.on_top and item.code not in scheme.deducted


def _too_few(scheme: Scheme, figures: Mapping[str, Figure]) -> bool:
    """Whether an indicator that is a mean of shorter periods rests on fewer than are wanted."""
    if not scheme.min_parts:
        return False
    read = PERIOD_INDICATORS.keys() & indicators_of(scheme.items)
    return any(count_of(figures.get(code)) < scheme.min_parts for code in read)


def _applied(item: SchemeItem, points: Points) -> Points:
    if points.state is not ItemState.MISSING:
        return points
    if item.missing is Missing.ZERO:
        return Points(ItemState.VALUE, 0, "没有数据，按零分")
    if item.missing is Missing.NOT_APPLICABLE:
        return Points(ItemState.NOT_APPLICABLE, None, "没有数据，当作不适用")
    return points


def _counted(item: SchemeItem, points: Points) -> int | None:
    if points.state is not ItemState.NOT_APPLICABLE:
        return points.milli
    if item.not_applicable is NotApplicable.FULL:
        return item.formula.full_milli
    return 0 if item.not_applicable is NotApplicable.ZERO else None


def _note(item: SchemeItem, points: Points) -> str:
    return item.not_applicable.label if points.state is ItemState.NOT_APPLICABLE else ""


def check_scheme(scheme: Scheme) -> Scheme:
    """The scheme with its grades in order; UserError for what does not add up, by name."""
    if not scheme.title.strip() or not scheme.items:
        raise UserError("方案要有名称，至少有一项。请补上")
    for name in ("code", "label"):
        names = [getattr(item, name) for item in scheme.items]
        twice = next((each for each in names if names.count(each) > 1), None)
        if twice is not None:
            raise UserError(f"方案里“{twice}”写了两次。请改成不同的名称")
    for item in scheme.items:
        check_formula(item.label, item.formula)
        means = all(code in MEANS for code in indicators_of([item]))
        if item.formula.kind is FormulaKind.MEAN and not means:
            raise UserError(f"“{item.label}”按平均分折算，只能用各期结果或评议。请改计分方式")
        if item.code in scheme.deducted and item.formula.kind is not FormulaKind.COUNT:
            raise UserError(f"“{item.label}”从总分里扣，只能按件计分。请改计分方式")
    whole = sum(item.formula.full_milli for item in scheme.items if in_hundred(scheme, item))
    if whole != scheme.full_milli:
        raise UserError(
            f"各项满分合计 {mark_text(whole)} 分，应为 {mark_text(scheme.full_milli)} 分，"
            f"{'多' if whole > scheme.full_milli else '少'} "
            f"{mark_text(abs(whole - scheme.full_milli))} 分。请调整"
        )
    if not 0 <= scheme.min_days <= 366:
        raise UserError(f"最少在岗天数是 {scheme.min_days}，请填 0 到 366")
    if not 0 <= scheme.pooled_under <= 100:
        raise UserError(f"合并计算比例的单位人数是 {scheme.pooled_under}，请填 0 到 100")
    _check_parts(scheme)
    grades = checked_grades(scheme.grades)
    return Scheme(**{**_fields(scheme), "grades": grades})


def _check_parts(scheme: Scheme) -> None:
    read = [code for code in indicators_of(scheme.items) if code in PERIOD_INDICATORS]
    for code in read:
        part = PERIOD_INDICATORS[code]
        if not is_shorter(part, scheme.kind):
            raise UserError(
                f"{scheme.kind.label}考核不能用{part.label}的考核结果计分。请选更短的考核期"
            )
    most = min(
        (len(parts_within(scheme.kind, 1, PERIOD_INDICATORS[each])) for each in read), default=0
    )
    if not 0 <= scheme.min_parts <= most:
        raise UserError(f"至少要有 {scheme.min_parts} 期结果，但这个方案最多用到 {most} 期。请改正")


def _fields(scheme: Scheme) -> dict[str, Any]:
    return {name: getattr(scheme, name) for name in scheme.__dataclass_fields__}


def parameters(scheme: Scheme) -> dict[str, Any]:
    """As the rule book keeps it: plain JSON values."""
    found = asdict(scheme)
    found["kind"] = scheme.kind.value
    found["deducted"] = sorted(scheme.deducted)
    for item in found["items"]:
        item["formula"]["kind"] = item["formula"]["kind"].value
        item["not_applicable"] = item["not_applicable"].value
        item["missing"] = item["missing"].value
    return found


def scheme_of(given: Mapping[str, Any]) -> Scheme:
    """The scheme of its parameters; UserError where they are none of ours."""
    try:
        return Scheme(
            given["title"],
            given["role"],
            PeriodKind(given["kind"]),
            tuple(_item_of(item) for item in given["items"]),
            tuple(Grade(**grade) for grade in given["grades"]),
            given["min_days"],
            given["full_milli"],
            frozenset(given["deducted"]),
            given["min_parts"],
            given["pooled_under"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("考核方案是更新版本的程序写的。请安装新版本") from error


def _item_of(given: Mapping[str, Any]) -> SchemeItem:
    formula = dict(given["formula"])
    formula["kind"] = FormulaKind(formula["kind"])
    formula["inputs"] = tuple(Input(**each) for each in formula["inputs"])
    formula["bands"] = tuple(Band(**each) for each in formula["bands"])
    return SchemeItem(
        given["code"],
        given["label"],
        Formula(**formula),
        NotApplicable(given["not_applicable"]),
        Missing(given["missing"]),
    )


def indicators_of(items: Sequence[SchemeItem]) -> list[str]:
    """The codes of all indicators that items read, each once, in order."""
    return list(dict.fromkeys(each.indicator for item in items for each in item.formula.inputs))
