"""A scheme while it is edited: everything as it was typed, and what is wrong with it.

Drafts are frozen: each step of editing is another one, so that undo is going back in a list.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.formulas import WHOLE_BP, Band, Formula, Input, check_formula
from hrgrid.assessment.rules.grades import Grade, TypedBand, check_bands, checked_grades
from hrgrid.assessment.rules.scheme import FULL_MILLI, Scheme, SchemeItem, check_scheme
from hrgrid.assessment.rules.words import (
    ON_TOP,
    RATIOS,
    FormulaKind,
    Missing,
    NotApplicable,
    PeriodKind,
)
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.ui.schemes.words import bp_text, points, read_bp, read_points, read_whole

RATED = frozenset({FormulaKind.DEDUCT, FormulaKind.COUNT, FormulaKind.BONUS})
"""Of these each indicator gives so many points a piece."""


@dataclass(frozen=True)
class DraftInput:
    """An indicator and the points for each of it, as typed."""

    indicator: str
    rate: str = ""


@dataclass(frozen=True)
class DraftBand:
    """从…到…得满分的…, in per cent as typed; an empty `to` is without end."""

    start: str
    to: str
    share: str


@dataclass(frozen=True)
class DraftGrade:
    """从…到…, in points as typed; an empty `to` is without end, an empty share without cap."""

    code: str
    label: str
    start: str
    to: str
    share: str = ""


@dataclass(frozen=True)
class DraftItem:
    """One line of the table; `key` tells it from others while its code is typed."""

    key: int
    code: str
    label: str
    kind: FormulaKind
    full: str
    inputs: tuple[DraftInput, ...] = ()
    bands: tuple[DraftBand, ...] = ()
    low: str = ""
    high: str = ""
    passing: str = ""
    not_applicable: NotApplicable = NotApplicable.RENORMALISE
    missing: Missing = Missing.BLOCK
    deducted: bool = False

    @property
    def named(self) -> str:
        """How a sentence calls it."""
        return self.label.strip() or f"第 {self.code} 项"


@dataclass(frozen=True)
class Draft:
    """The whole scheme as typed."""

    title: str
    role: str
    kind: PeriodKind
    items: tuple[DraftItem, ...]
    grades: tuple[DraftGrade, ...]
    min_days: str = "15"
    min_parts: str = "0"
    pooled_under: str = "5"
    full: str = "100"

    def item(self, key: int) -> DraftItem | None:
        """The line with this key."""
        return next((one for one in self.items if one.key == key), None)

    def with_item(self, item: DraftItem) -> Draft:
        """With this line in place of the one with its key."""
        return replace(
            self, items=tuple(item if one.key == item.key else one for one in self.items)
        )

    def without_item(self, key: int) -> Draft:
        """Without this line."""
        return replace(self, items=tuple(one for one in self.items if one.key != key))

    def moved(self, key: int, to: int) -> Draft:
        """With this line at another place."""
        rest = [one for one in self.items if one.key != key]
        item = self.item(key)
        if item is None:
            return self
        rest.insert(max(0, min(to, len(rest))), item)
        return replace(self, items=tuple(rest))

    def next_key(self) -> int:
        """A key that no line has."""
        return 1 + max((one.key for one in self.items), default=0)

    def next_code(self) -> str:
        """The next free code: A11 behind A10."""
        codes = {one.code for one in self.items}
        return next(code for at in itertools.count(1) if (code := f"A{at}") not in codes)


def draft_of(scheme: Scheme) -> Draft:
    """A scheme as one would have typed it."""
    items = tuple(_item(at, one, scheme) for at, one in enumerate(scheme.items, start=1))
    tops = ["", *(mark_text(one.floor_milli) for one in scheme.grades[:-1])]
    grades = tuple(
        DraftGrade(
            one.code,
            one.label,
            mark_text(one.floor_milli),
            top,
            "" if one.share_bp is None else bp_text(one.share_bp),
        )
        for one, top in zip(scheme.grades, tops, strict=True)
    )
    return Draft(
        scheme.title,
        scheme.role,
        scheme.kind,
        items,
        grades,
        str(scheme.min_days),
        str(scheme.min_parts),
        str(scheme.pooled_under),
        mark_text(scheme.full_milli),
    )


def _item(key: int, one: SchemeItem, scheme: Scheme) -> DraftItem:
    formula = one.formula
    rated = formula.kind in RATED
    inputs = tuple(
        DraftInput(each.indicator, points(each.rate_milli) if rated else "")
        for each in formula.inputs
    )
    return DraftItem(
        key,
        one.code,
        one.label,
        formula.kind,
        mark_text(formula.full_milli),
        inputs,
        _typed_bands(formula.bands),
        bp_text(formula.low_bp),
        bp_text(formula.high_bp),
        points(formula.pass_milli) if formula.kind is FormulaKind.PASS else "",
        one.not_applicable,
        one.missing,
        one.code in scheme.deducted,
    )


def _typed_bands(bands: Sequence[Band]) -> tuple[DraftBand, ...]:
    if not bands:
        return ()
    tops = ["", *(bp_text(one.from_bp) for one in bands)]
    typed = [
        DraftBand(bp_text(one.from_bp), top, bp_text(one.share_bp))
        for one, top in zip(bands, tops[:-1], strict=True)
    ]
    if bands[-1].from_bp:
        # What lies below the lowest gives nothing; typed out, it can be seen.
        typed.append(DraftBand("0", tops[-1], "0"))
    return tuple(typed)


# --- reading --------------------------------------------------------------------------------------


def read_item(item: DraftItem, known: Mapping[str, IndicatorRow]) -> SchemeItem:
    """The line as a formula. Raises UserError with the sentence of what is wrong."""
    if not item.label.strip():
        raise UserError(f"{item.named}没有名称。请补上")
    if not item.code.strip():
        raise UserError(f"“{item.named}”没有代码。请补上，例如 A1")
    veto = item.kind is FormulaKind.VETO
    formula = Formula(
        item.kind,
        0 if veto else read_points(item.full, f"“{item.named}”的满分"),
        _inputs(item, known),
        _bands(item) if item.kind is FormulaKind.BANDS else (),
        **_lines(item),
    )
    check_formula(item.named, formula)
    return SchemeItem(
        item.code.strip(), item.label.strip(), formula, item.not_applicable, item.missing
    )


def _lines(item: DraftItem) -> dict[str, int]:
    if item.kind is FormulaKind.LINEAR:
        low = read_bp(item.low, f"“{item.named}”的零分线")
        return {"low_bp": low, "high_bp": read_bp(item.high, f"“{item.named}”的满分线")}
    if item.kind is FormulaKind.PASS:
        return {"pass_milli": read_points(item.passing, f"“{item.named}”的达标线")}
    return {}


def _inputs(item: DraftItem, known: Mapping[str, IndicatorRow]) -> tuple[Input, ...]:
    found: list[Input] = []
    for each in item.inputs:
        row = known.get(each.indicator)
        if row is None:
            raise UserError(f"“{item.named}”没有选指标。请选计分用的指标")
        if not row.active:
            raise UserError(f"“{item.named}”用的指标“{row.label}”已经停用。请另选，或恢复这个指标")
        if item.kind in RATIOS and not row.based:
            raise UserError(
                f"“{item.named}”按比率计分，指标“{row.label}”没有总数。请另选有总数的指标"
            )
        if each.indicator in [one.indicator for one in found]:
            raise UserError(f"“{item.named}”里“{row.label}”选了两次。请去掉一个")
        rate = 0
        if item.kind in RATED:
            rate = read_points(each.rate, f"“{item.named}”里“{row.label}”每{row.unit}几分")
        found.append(Input(each.indicator, rate))
    return tuple(found)


def _bands(item: DraftItem) -> tuple[Band, ...]:
    if not item.bands:
        raise UserError(f"“{item.named}”没有分档。请至少填一档")
    read = []
    for at, one in enumerate(item.bands, start=1):
        what = f"“{item.named}”第 {at} 档"
        to = read_bp(one.to, f"{what}的上限") if one.to.strip() else None
        start = read_bp(one.start, f"{what}的下限")
        read.append((start, to, read_bp(one.share, f"{what}的得分")))
    check_shares(item.named, [(start, to) for start, to, _ in read])
    read.sort(key=lambda one: one[0], reverse=True)
    bands = [Band(start, share) for start, _, share in read]
    if bands[-1] == Band(0, 0) and len(bands) > 1:
        bands.pop()
    return tuple(bands)


def check_shares(label: str, bands: Iterable[tuple[int, int | None]]) -> None:
    """Raise UserError that names every hole and every overlap between 0 and 100%.

    Bands are [from, to) in basis points; the highest has no `to`.
    """
    faults: list[str] = []
    at = 0
    for start, to in sorted(bands, key=lambda one: one[0]):
        if to is not None and to <= start:
            faults.append(f"{bp_text(start)}% 到 {bp_text(to)}% 这一档的下限不低于上限")
            continue
        if start > at:
            faults.append(f"{bp_text(at)}% 到不满 {bp_text(start)}% 没有分档")
        elif start < at:
            faults.append(f"{bp_text(start)}% 到不满 {bp_text(at)}% 有两档")
        at = max(at, WHOLE_BP + 1 if to is None else to)
    if at <= WHOLE_BP:
        faults.append(f"{bp_text(at)}% 及以上没有分档")
    if faults:
        raise UserError(f"“{label}”：{'；'.join(faults)}。请让每个比率正好落在一档")


def read_grades(draft: Draft) -> tuple[Grade, ...]:
    """The grades from the highest. Raises UserError that names holes and overlaps."""
    bands, grades = [], []
    for at, one in enumerate(draft.grades, start=1):
        label = one.label.strip()
        if not label:
            raise UserError(f"第 {at} 个等次没有名称。请补上")
        start = read_points(one.start, f"“{label}”的下限")
        to = read_points(one.to, f"“{label}”的上限") if one.to.strip() else None
        bands.append(TypedBand(label, start, to))
        share = read_bp(one.share, f"“{label}”的比例上限") if one.share.strip() else None
        grades.append(Grade(one.code, label, start, share))
    if not grades:
        raise UserError("还没有等次。请至少填两个")
    check_bands(bands, read_points(draft.full, "总分"))
    return checked_grades(grades)


@dataclass(frozen=True)
class Read:
    """What could be read of a draft; `faults` by key of the line, `wider` of the whole."""

    scheme: Scheme
    faults: Mapping[int, str] = field(default_factory=dict)
    grades_fault: str = ""
    wider: str = ""
    sum_milli: int = 0
    whole_milli: int = FULL_MILLI

    @property
    def problems(self) -> list[str]:
        """Every sentence, each once."""
        found = [*self.faults.values(), self.grades_fault, self.wider]
        return list(dict.fromkeys(one for one in found if one))

    @property
    def sum_words(self) -> str:
        """满分合计 95 分，少 5 分."""
        told = f"满分合计 {mark_text(self.sum_milli)} 分"
        apart = self.sum_milli - self.whole_milli
        if not apart:
            return told
        return f"{told}，{'多' if apart > 0 else '少'} {mark_text(abs(apart))} 分"


def read_draft(draft: Draft, known: Mapping[str, IndicatorRow]) -> Read:
    """As much of a scheme as can be read, for the example; what is wrong stands beside."""
    faults: dict[int, str] = {}
    items, deducted = [], []
    for line in draft.items:
        try:
            items.append(read_item(line, known))
        except UserError as error:
            faults[line.key] = error.sentence
            continue
        if line.deducted:
            deducted.append(line.code.strip())
        if line.code.strip() in [one.code for one in items[:-1]]:
            faults[line.key] = f"代码“{line.code.strip()}”写了两次。请改成不同的代码"
            items.pop()
    grades: tuple[Grade, ...] = ()
    grades_fault = ""
    try:
        grades = read_grades(draft)
    except UserError as error:
        grades_fault = error.sentence
    days, wider = _wider(draft)
    scheme = Scheme(
        draft.title.strip(),
        draft.role,
        draft.kind,
        tuple(items),
        min_days=days.get("min_days", 0),
        min_parts=days.get("min_parts", 0),
        pooled_under=days.get("pooled_under", 0),
        full_milli=days.get("full_milli", FULL_MILLI),
        deducted=frozenset(deducted),
    )
    if grades:
        scheme = replace(scheme, grades=grades)
    if not faults and not wider and not grades_fault:
        try:
            scheme = check_scheme(scheme)
        except UserError as error:
            wider = error.sentence
    return Read(
        scheme, faults, grades_fault, wider, sum_of(draft), days.get("full_milli", FULL_MILLI)
    )


def _wider(draft: Draft) -> tuple[dict[str, int], str]:
    try:
        return {
            "min_days": read_whole(draft.min_days, "最少在岗天数"),
            "min_parts": read_whole(draft.min_parts, "最少期数"),
            "pooled_under": read_whole(draft.pooled_under, "合并计算的人数"),
            "full_milli": read_points(draft.full, "总分"),
        }, ""
    except UserError as error:
        return {}, error.sentence


def sum_of(draft: Draft) -> int:
    """The full points of the lines that make up the hundred, as far as they can be read."""
    total = 0
    for line in draft.items:
        if line.kind in ON_TOP or line.deducted:
            continue
        try:
            total += read_points(line.full, "满分")
        except UserError:
            continue
    return total


def new_item(draft: Draft) -> DraftItem:
    """An empty line that deducts, as most do."""
    return DraftItem(
        draft.next_key(), draft.next_code(), "", FormulaKind.DEDUCT, "", (DraftInput(""),)
    )


def of_kind(item: DraftItem, kind: FormulaKind) -> DraftItem:
    """The same line by another formula, with what that one needs to begin with."""
    made = replace(item, kind=kind)
    if kind in RATIOS or kind is FormulaKind.PASS:
        made = replace(made, inputs=(*made.inputs[:1],) or (DraftInput(""),))
    if kind is FormulaKind.BANDS and not made.bands:
        made = replace(made, bands=(DraftBand("95", "", "100"), DraftBand("0", "95", "0")))
    if kind is FormulaKind.LINEAR and item.kind is not FormulaKind.LINEAR:
        made = replace(made, low="80", high="98")
    if kind is FormulaKind.VETO:
        made = replace(made, full="0")
    if kind is not FormulaKind.COUNT:
        made = replace(made, deducted=False)
    return made
