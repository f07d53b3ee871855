"""Schemes in words: everything that is wrong with a draft, and what differs between versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.formulas import Formula, bp, check_formula, percent_words
from hrgrid.assessment.rules.grades import Grade, checked_grades
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem, check_scheme
from hrgrid.assessment.rules.scheme_rows import Difference, DraftProblem
from hrgrid.assessment.rules.words import RATIOS, FormulaKind
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text

_WHOLE = "方案"
_RATED = {FormulaKind.DEDUCT, FormulaKind.COUNT, FormulaKind.BONUS}


# --- drafts -------------------------------------------------------------------------------------


def problems_of(scheme: Scheme, known: Mapping[str, IndicatorRow]) -> list[DraftProblem]:
    """Everything that is wrong with a scheme, line by line; none where it may be saved."""
    found = [
        DraftProblem(item.code, sentence)
        for item in scheme.items
        for sentence in _of_item(item, known)
    ]
    if not found:
        try:
            check_scheme(scheme)
        except UserError as error:
            return [DraftProblem("", error.sentence)]
        return []
    try:
        checked_grades(scheme.grades)
    except UserError as error:
        found.append(DraftProblem("", error.sentence))
    return found


def _of_item(item: SchemeItem, known: Mapping[str, IndicatorRow]) -> Iterator[str]:
    try:
        check_formula(item.label, item.formula)
    except UserError as error:
        yield error.sentence
    if not item.label.strip():
        yield f"第 {item.code} 项没有名称。请填上"
    for each in item.formula.inputs:
        indicator = known.get(each.indicator)
        if indicator is None:
            yield f"“{item.label}”用的指标“{each.indicator}”不在指标库里。请另选"
        elif not indicator.active:
            yield f"“{item.label}”用的指标“{indicator.label}”已经停用。请另选，或恢复这个指标"
        elif item.formula.kind in RATIOS and not indicator.based:
            yield f"“{item.label}”按比率计分，指标“{indicator.label}”没有总数。请另选有总数的指标"


# --- differences --------------------------------------------------------------------------------


def differences_of(
    before: Scheme, after: Scheme, labels: Mapping[str, str] | None = None
) -> list[Difference]:
    """What changed from one version to another, the scheme first, then line by line.

    `labels` are the names of indicators by code.
    """
    told = Words(labels or {})
    found = [
        Difference(_WHOLE, what, was, now)
        for what, said in told.of_scheme
        if (was := said(before)) != (now := said(after))
    ]
    ours, theirs = ({item.code: item for item in one.items} for one in (before, after))
    for code, item in theirs.items():
        if code not in ours:
            found.append(Difference(item.label, "这一项", "", told.summary(item)))
            continue
        found += [
            Difference(item.label, what, was, now)
            for what, line in told.of_item
            if (was := line(ours[code])) != (now := line(item))
        ]
        was, now = (_beside(one, code) for one in (before, after))
        if was != now:
            found.append(Difference(item.label, "计入", was, now))
    found += [
        Difference(item.label, "这一项", told.summary(item), "")
        for code, item in ours.items()
        if code not in theirs
    ]
    order = [code for code in ours if code in theirs], [code for code in theirs if code in ours]
    if order[0] != order[1]:
        shown = ("、".join(theirs[code].label for code in codes) for codes in order)
        found.append(Difference(_WHOLE, "顺序", *shown))
    return found


def _beside(scheme: Scheme, code: str) -> str:
    return "从总分里扣" if code in scheme.deducted else "总分"


class Words:
    """The parts of a scheme in words, with the names of indicators."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self.of_scheme: tuple[tuple[str, Callable[[Scheme], str]], ...] = (
            ("名称", lambda one: one.title),
            ("满分", lambda one: mark_text(one.full_milli)),
            ("最少在岗天数", lambda one: str(one.min_days)),
            ("等次", lambda one: "，".join(_grade_words(grade) for grade in one.grades)),
        )
        self.of_item: tuple[tuple[str, Callable[[SchemeItem], str]], ...] = (
            ("名称", lambda one: one.label),
            ("计分方式", lambda one: one.formula.kind.label),
            ("满分", lambda one: mark_text(one.formula.full_milli)),
            ("指标", lambda one: self.inputs(one.formula)),
            ("标准", lambda one: standard_words(one.formula)),
            ("不适用时", lambda one: one.not_applicable.label),
            ("没有数据时", lambda one: one.missing.label),
        )

    def inputs(self, formula: Formula) -> str:
        """The indicators, each with its points where they are counted."""
        rated = formula.kind in _RATED
        return "，".join(
            self._labels.get(each.indicator, each.indicator)
            + (f"每件 {mark_text(each.rate_milli)} 分" if rated else "")
            for each in formula.inputs
        )

    def summary(self, item: SchemeItem) -> str:
        """A line in one sentence: 按比率折算，满分 15，事件按时办结，90% 得零分，99% 得满分."""
        formula = item.formula
        full = "" if formula.kind is FormulaKind.VETO else f"满分 {mark_text(formula.full_milli)}"
        parts = (formula.kind.label, full, self.inputs(formula), standard_words(formula))
        return "，".join(part for part in parts if part)


def standard_words(formula: Formula) -> str:
    """The lines, bands or limit of a formula in words; empty where it has none."""
    if formula.kind is FormulaKind.LINEAR:
        low, high = (percent_words(bp(each)) for each in (formula.low_bp, formula.high_bp))
        return f"{low} 得零分，{high} 得满分"
    if formula.kind is FormulaKind.BANDS:
        bands = [
            f"{percent_words(bp(band.from_bp))} 起得 {percent_words(bp(band.share_bp))}"
            for band in formula.bands
        ]
        return "，".join([*bands, "以下不得分"])
    return f"达到 {mark_text(formula.pass_milli)}" if formula.kind is FormulaKind.PASS else ""


def _grade_words(grade: Grade) -> str:
    cap = f"（不超过 {percent_words(bp(grade.share_bp))}）" if grade.share_bp else ""
    return f"{grade.label} {mark_text(grade.floor_milli)} 分起{cap}"
