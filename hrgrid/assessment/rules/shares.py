"""How many of a unit may have a grade: floors of exact products, ties shown and left to people.

A share is of those with a result, vetoed ones among them, and counts whoever has the grade or a
better one. Small units are counted together, first within their upper area, then all that are
still too few. Source: rules.md 4 (share per street, units below five people pooled).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from hrgrid.assessment.rules.formulas import WHOLE_BP, bp, percent_words
from hrgrid.assessment.rules.grades import Grade
from hrgrid.core.tabulation import fixed_text, mark_text

FEW = "人数少的"


@dataclass(frozen=True)
class Unit:
    """A scoring unit with the number of people who have a result; `upper` is the area above it."""

    code: str
    name: str
    upper: str
    upper_name: str
    people: int


class Placed(NamedTuple):
    """Somebody with a total that no veto touches; `key` is any number of his own."""

    key: int
    unit: str
    total_milli: int
    grade: str


@dataclass(frozen=True)
class Pool:
    """Units whose shares are counted together; one unit as a rule."""

    name: str
    units: tuple[Unit, ...]

    @property
    def people(self) -> int:
        """How many with a result."""
        return sum(unit.people for unit in self.units)


@dataclass(frozen=True)
class ShareStep:
    """How the places of one grade went to one pool.

    `reached` have a total for the grade, `higher` of the places are taken by better grades, `taken`
    got it, `line_milli` is the lowest total that did. `tied` stand at `tied_milli` where only
    `tied_places` are left, and wait for people to decide; `chosen` were decided so.
    """

    pool: str
    units: tuple[str, ...]
    people: int
    grade: str
    label: str
    share_bp: int
    places: int
    higher: int
    reached: int
    taken: int
    line_milli: int | None
    tied: tuple[int, ...] = ()
    tied_milli: int | None = None
    tied_places: int = 0
    chosen: tuple[int, ...] = ()

    def words(self) -> list[str]:
        """The way in sentences."""
        exact = fixed_text(self.people * self.share_bp, 4).rstrip("0").rstrip(".")
        share = percent_words(bp(self.share_bp))
        told = [f"{self.pool}有结果的 {self.people} 人，“{self.label}”及以上不超过 {share}"]
        told.append(f"{self.people} × {share} = {exact}，取整 {self.places} 人")
        if self.higher:
            told.append(f"更高等次已占 {self.higher} 人，还有 {self.places - self.higher} 人")
        told.append(f"得分够“{self.label}”的 {self.reached} 人，定为“{self.label}” {self.taken} 人")
        if self.line_milli is not None and self.taken < self.reached:
            told.append(f"按得分从高到低，取到 {_points(self.line_milli)} 分")
        if self.chosen:
            told.append(f"并列的人里经裁定取 {len(self.chosen)} 人")
        if self.tied and self.tied_milli is not None:
            told.append(
                f"{_points(self.tied_milli)} 分并列 {len(self.tied)} 人，只剩 {self.tied_places} "
                "个名额，等待裁定"
            )
        return told

    def plain(self, names: Mapping[int, str]) -> dict[str, Any]:
        """As a run keeps it; people by `names`, their business keys."""
        return {
            "pool": self.pool,
            "units": list(self.units),
            "people": self.people,
            "grade": self.grade,
            "label": self.label,
            "share_bp": self.share_bp,
            "places": self.places,
            "higher": self.higher,
            "reached": self.reached,
            "taken": self.taken,
            "line_milli": self.line_milli,
            "tied": sorted(names[key] for key in self.tied),
            "tied_milli": self.tied_milli,
            "tied_places": self.tied_places,
            "chosen": sorted(names[key] for key in self.chosen),
        }


@dataclass(frozen=True)
class Shares:
    """Whose grade is another than his total gives, who waits at a line, and how it came about.

    `stale` are those of the choices that stand at no line any more.
    """

    lowered: Mapping[int, str]
    at_line: frozenset[int]
    steps: tuple[ShareStep, ...]
    stale: tuple[int, ...]


def places_of(people: int, share_bp: int) -> int:
    """The most people who may have a grade: the floor of the exact product."""
    return people * share_bp // WHOLE_BP


def pools(units: Iterable[Unit], pooled_under: int, few: str = FEW) -> list[Pool]:
    """Every unit with people in one pool, in the order of the units; small ones together.

    `few` says of what they are few, as the name of such a pool begins.
    """
    found: list[Pool] = []
    small: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.people >= max(pooled_under, 1):
            found.append(Pool(unit.name, (unit,)))
        elif unit.people:
            small.setdefault(unit.upper, []).append(unit)
    rest: list[Unit] = []
    for together in small.values():
        if sum(unit.people for unit in together) < pooled_under:
            rest += together
        else:
            found.append(Pool(_together(together, few), tuple(together)))
    if rest:
        found.append(Pool(_together(rest, few), tuple(rest)))
    return found


def _together(units: Sequence[Unit], few: str) -> str:
    if len(units) == 1:
        return units[0].name
    uppers = dict.fromkeys(unit.upper_name for unit in units if unit.upper_name)
    where = next(iter(uppers)) if len(uppers) == 1 else ""
    names = "、".join(unit.name for unit in units)
    return f"{where}{few} {len(units)} 个单位（{names}）合并"


def share_out(
    grades: Sequence[Grade],
    pooled_under: int,
    units: Iterable[Unit],
    placed: Iterable[Placed],
    choices: Mapping[int, str],
    *,
    few: str = FEW,
) -> Shares:
    """Grades after the shares. `grades` from the highest; `choices` the grade decided, by key.

    Where more people are equal at the line than places are left, none of them has the grade
    until it is decided who has.
    """
    order = {grade.code: at for at, grade in enumerate(grades)}
    capped = [at for at, grade in enumerate(grades) if grade.share_bp is not None]
    last = max(capped, default=-1)
    by_unit: dict[str, list[Placed]] = {}
    for one in placed:
        if order[one.grade] <= last:
            by_unit.setdefault(one.unit, []).append(one)
    decided = {key: order[code] for key, code in choices.items() if code in order}
    outcome = _Outcome(grades, order, decided)
    if capped:
        for pool in pools(units, pooled_under, few):
            outcome.settle(pool, [one for unit in pool.units for one in by_unit.get(unit.code, ())])
    stale = tuple(key for key in choices if key not in outcome.used)
    return Shares(outcome.lowered, frozenset(outcome.at_line), tuple(outcome.steps), stale)


class _Outcome:
    """What has been settled so far, pool after pool."""

    def __init__(
        self, grades: Sequence[Grade], order: Mapping[str, int], decided: Mapping[int, int]
    ) -> None:
        self._grades = grades
        self._order = order
        self._decided = decided
        self.lowered: dict[int, str] = {}
        self.at_line: set[int] = set()
        self.used: set[int] = set()
        self.steps: list[ShareStep] = []

    def settle(self, pool: Pool, people: Sequence[Placed]) -> None:
        """Give the places of one pool, from the highest grade down."""
        waiting = sorted(people, key=lambda one: -one.total_milli)
        higher = 0
        for at, grade in enumerate(self._grades):
            reached = [one for one in waiting if self._order[one.grade] <= at]
            if grade.share_bp is None:
                got = reached
            else:
                step, got = self._step(pool, at, reached, higher)
                self.steps.append(step)
            taken = {one.key for one in got}
            for one in got:
                if self._order[one.grade] < at:
                    self.lowered[one.key] = grade.code
            higher += len(got)
            waiting = [one for one in waiting if one.key not in taken]

    def _step(
        self, pool: Pool, at: int, reached: Sequence[Placed], higher: int
    ) -> tuple[ShareStep, list[Placed]]:
        grade = self._grades[at]
        share = grade.share_bp or 0
        places = places_of(pool.people, share)
        left = max(0, places - higher)
        got, tied = _split(reached, left)
        step = ShareStep(
            pool.name,
            tuple(unit.code for unit in pool.units),
            pool.people,
            grade.code,
            grade.label,
            share,
            places,
            higher,
            len(reached),
            len(got),
            got[-1].total_milli if got else None,
        )
        if not tied:
            return step, got
        return self._decide(step, at, got, tied, left - len(got))

    def _decide(
        self, step: ShareStep, at: int, got: list[Placed], tied: list[Placed], places: int
    ) -> tuple[ShareStep, list[Placed]]:
        """Those equal at the line, as far as it was decided who of them has the grade."""
        told = [one for one in tied if one.key in self._decided]
        chosen = [one for one in told if self._decided[one.key] <= at]
        open_ = [one for one in tied if one.key not in self._decided]
        if len(chosen) > places:
            told, chosen, open_ = [], [], tied
        self.used |= {one.key for one in told}
        left = places - len(chosen)
        if len(open_) <= left:
            chosen, open_ = chosen + open_, []
        elif left:
            self.at_line |= {one.key for one in open_}
        else:
            open_ = []
        return (
            replace(
                step,
                taken=len(got) + len(chosen),
                line_milli=tied[0].total_milli if chosen else step.line_milli,
                tied=tuple(one.key for one in open_),
                tied_milli=tied[0].total_milli if open_ else None,
                tied_places=left if open_ else 0,
                chosen=tuple(one.key for one in chosen),
            ),
            got + chosen,
        )


def _split(ordered: Sequence[Placed], places: int) -> tuple[list[Placed], list[Placed]]:
    """Who surely has one of the places, and who is equal where they run out."""
    if len(ordered) <= places:
        return list(ordered), []
    if not places:
        return [], []
    line = ordered[places - 1].total_milli
    if ordered[places].total_milli < line:
        return list(ordered[:places]), []
    start = bisect.bisect_left(ordered, -line, key=lambda one: -one.total_milli)
    end = bisect.bisect_right(ordered, -line, key=lambda one: -one.total_milli)
    return list(ordered[:start]), list(ordered[start:end])


def _points(milli: int) -> str:
    return fixed_text(milli // 10, 2) if milli % 10 == 0 else mark_text(milli)
