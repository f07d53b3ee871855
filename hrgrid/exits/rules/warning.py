"""Who should be warned: a score, a grade, a veto, a bottom that lasts (rules.md 6).

A rank only makes somebody look and counts together with a low score, month after month. All who
are equal at the line are named. Nobody is named by a score or a rank before he has had as many
months with a result as the rules ask for; such people are listed apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hrgrid.core.tabulation import mark_text
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import Trigger

_BP = 10_000


@dataclass(frozen=True)
class Result:
    """Somebody's confirmed result of the period that is looked at; `worst` is the lowest grade."""

    person: int
    unit: int
    total_milli: int | None
    worst: bool = False
    vetoed: bool = False
    rank: int | None = None
    grade: str = ""


@dataclass(frozen=True)
class Bottom:
    """The bottom of one unit in one month: whoever has `line_milli` or less, None is nobody.

    `tied` says that more people are equal at the line than have room under it.
    """

    people: int
    places: int
    line_milli: int | None
    tied: bool = False

    def holds(self, total_milli: int | None) -> bool:
        """Whether a total stands in it."""
        if total_milli is None or self.line_milli is None:
            return False
        return total_milli <= self.line_milli

    def at_line(self, total_milli: int | None) -> bool:
        """Whether a total is one of those equal at a line with too little room."""
        return self.tied and total_milli == self.line_milli


@dataclass(frozen=True)
class History:
    """Months (202609) in which somebody stood in the bottom with a low score; `results` of all."""

    bottom: frozenset[int] = frozenset()
    results: int = 0


@dataclass(frozen=True)
class Viewed:
    """What is looked at: `title` as people call it, `kind` by the code of assessment.

    `month` (202609) is None for longer periods, of which only the lowest grade and vetoes are
    looked at.
    """

    title: str
    kind: str
    month: int | None


@dataclass(frozen=True)
class Named:
    """Somebody whom a look names, why; `short` lacks months and is listed apart."""

    result: Result
    cause: Trigger
    reasons: tuple[str, ...]
    people: int
    tied: bool
    short: bool
    months: tuple[int, ...] = field(default=())

    @property
    def words(self) -> str:
        """The reasons in one sentence."""
        return f"{'；'.join(self.reasons)}。"


def bottom_of(totals: Iterable[int], people: int, rules: ExitRules) -> Bottom:
    """The bottom of a unit with `people` ranked; `totals` are at least all its low ones.

    A share of less than one is one; a unit smaller than the rules say has no bottom.
    """
    if people < rules.bottom_least:
        return Bottom(people, 0, None)
    places = max(1, people * rules.bottom_bp // _BP)
    low = sorted(total for total in totals if total < rules.bottom_below_milli)
    if not low:
        return Bottom(people, places, None)
    # Fewer low totals than places: all of them stand in it.
    line = low[min(places, len(low)) - 1]
    return Bottom(people, places, line, sum(total <= line for total in low) > places)


def name_people(
    results: Sequence[Result],
    viewed: Viewed,
    bottoms: Mapping[int, Bottom],
    histories: Mapping[int, History],
    rules: ExitRules,
) -> list[Named]:
    """Whoever should be warned of a period, the gravest cause first, then the lowest total.

    `bottoms` are of the month by unit; `histories` by person, this month in them.
    """
    found = []
    for result in results:
        history = histories.get(result.person, History())
        bottom = bottoms.get(result.unit, Bottom(0, 0, None))
        causes = _causes(result, viewed, history, rules)
        if not causes:
            continue
        tied = Trigger.BOTTOM in causes and bottom.at_line(result.total_milli)
        reasons = tuple(causes.values())
        if tied:
            reasons = (*reasons, "与他人同分，同分的都列入")
        short = Trigger.VETO not in causes and history.results < rules.least_months
        if short:
            lacking = f"有结果的月份只有 {history.results} 个，不足 {rules.least_months} 个，不列入"
            reasons = (*reasons, lacking)
        found.append(
            Named(
                result,
                next(cause for cause in _ORDER if cause in causes),
                reasons,
                bottom.people,
                tied,
                short,
                tuple(sorted(history.bottom)),
            )
        )
    return sorted(found, key=_place)


_ORDER = (Trigger.VETO, Trigger.GRADE, Trigger.SCORE, Trigger.BOTTOM)


def _place(one: Named) -> tuple[int, int, int]:
    total = one.result.total_milli
    return _ORDER.index(one.cause), total if total is not None else -1, one.result.person


def _causes(
    result: Result, viewed: Viewed, history: History, rules: ExitRules
) -> dict[Trigger, str]:
    found: dict[Trigger, str] = {}
    total = result.total_milli
    if result.vetoed:
        found[Trigger.VETO] = f"{viewed.title}有一票否决事项，要另行核实事实"
    if viewed.kind in rules.grade_kinds and result.worst and not result.vetoed:
        found[Trigger.GRADE] = f"{viewed.title}定为{result.grade or '不合格'}"
    if viewed.month is not None:
        if total is not None and total < rules.pass_milli:
            found[Trigger.SCORE] = (
                f"{viewed.title} {mark_text(total)} 分，低于合格线 {mark_text(rules.pass_milli)} 分"
            )
        if viewed.month in history.bottom and (
            words := _bottom_words(viewed.month, history, rules)
        ):
            found[Trigger.BOTTOM] = words
    return found


def _bottom_words(month: int, history: History, rules: ExitRules) -> str:
    """What a bottom that lasts is told as; "" where it does not last."""
    below = f"在本单位靠后且低于 {mark_text(rules.bottom_below_milli)} 分（只作提醒线索）"
    running = running_months(history.bottom, month)
    if running >= rules.bottom_running:
        return f"连续 {running} 个月{below}"
    within = [
        each for each in history.bottom if 0 <= months_apart(each, month) < rules.bottom_window
    ]
    if len(within) >= rules.bottom_months:
        return f"{rules.bottom_window} 个月内有 {len(within)} 个月{below}"
    return ""


def running_months(months: Iterable[int], last: int) -> int:
    """How many months up to `last` follow each other; a month that is missing breaks the row."""
    held, count = set(months), 0
    while last in held:
        count += 1
        last = last - 1 if last % 100 > 1 else last - 89
    return count


def months_apart(earlier: int, later: int) -> int:
    """How many months lie between two such numbers: 202609 and 202612 are 3."""
    return (later // 100 - earlier // 100) * 12 + later % 100 - earlier % 100
