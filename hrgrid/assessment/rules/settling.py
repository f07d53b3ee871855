"""From what the items came to, to what stands: decided changes, ranks, grades after the shares.

Ranks are taken within the scoring unit on the published total, 1-2-2-4. Whoever is vetoed has the
lowest grade, keeps his total and is not ranked. Source: rules.md 0 (ranks) and 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from hrgrid.assessment.rules.engine import Memo, Reckoned
from hrgrid.assessment.rules.grades import grade_of
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.shares import Placed, ShareStep, Unit, share_out


@dataclass(frozen=True)
class Ranked:
    """Who is ranked where: any number of each person's own, and the unit of each by column.

    `units` come in their order; their `people` are counted anew.
    """

    units: Mapping[int, Unit]
    keys: Sequence[int]
    unit_of: Sequence[int]


@dataclass(frozen=True)
class Decided:
    """What people decided, by key: points (thousandths) put on or taken off, grades at a line."""

    deltas: Mapping[int, int]
    choices: Mapping[int, str]


@dataclass(frozen=True)
class Settled:
    """By column in the order of the people; None and "" where there is no total.

    `steps` tell how the shares were filled; `stale` are those whose decided grade stands at no
    line any more.
    """

    totals: list[int | None]
    score_grades: list[str]
    grades: list[str]
    ranks: list[int | None]
    tied: list[bool]
    at_line: list[bool]
    steps: tuple[ShareStep, ...]
    stale: tuple[int, ...]


def settle(scheme: Scheme, ranked: Ranked, reckoned: Reckoned, decided: Decided) -> Settled:
    """The results that stand."""
    deltas, vetoed = decided.deltas, reckoned.vetoed
    totals = list(reckoned.totals)
    if deltas:
        totals = [
            total if total is None or key not in deltas else max(0, total + deltas[key])
            for key, total in zip(ranked.keys, totals, strict=True)
        ]
    grades = _grades(scheme, totals, vetoed)
    # A veto leaves the total, and takes its place in ranks and shares.
    unvetoed = list(totals)
    for at in compress(range(len(unvetoed)), vetoed):
        unvetoed[at] = None
    ranks, tied = _ranks(ranked.unit_of, unvetoed)
    without = Counter(compress(ranked.unit_of, (total is None for total in totals)))
    counts = Counter(ranked.unit_of) - without
    shares = share_out(
        scheme.grades,
        scheme.pooled_under,
        [replace(unit, people=counts[unit_id]) for unit_id, unit in ranked.units.items()],
        _placed(scheme, ranked, unvetoed, grades),
        decided.choices,
    )
    return Settled(
        totals,
        grades,
        list(map(shares.lowered.get, ranked.keys, grades)),
        ranks,
        tied,
        list(map(shares.at_line.__contains__, ranked.keys)),
        shares.steps,
        shares.stale,
    )


def _grades(scheme: Scheme, totals: Sequence[int | None], vetoed: Sequence[bool]) -> list[str]:
    found: Memo[int | None, str] = Memo(
        lambda total: "" if total is None else grade_of(total, scheme.grades).code
    )
    given = list(map(found.__getitem__, totals))
    lowest = scheme.grades[-1].code
    for at in compress(range(len(given)), vetoed):
        given[at] = "" if totals[at] is None else lowest
    return given


def _placed(
    scheme: Scheme, ranked: Ranked, totals: Sequence[int | None], grades: Sequence[str]
) -> list[Placed]:
    """Those whose grade has a share, or is better than one that has."""
    last = max((at for at, one in enumerate(scheme.grades) if one.share_bp is not None), default=-1)
    wanted = {one.code for one in scheme.grades[: last + 1]}
    return [
        Placed(key, ranked.units[unit].code, total, grade)
        for key, unit, total, grade in zip(ranked.keys, ranked.unit_of, totals, grades, strict=True)
        if grade in wanted and total is not None
    ]


def _ranks(
    unit_of: Sequence[int], totals: Sequence[int | None]
) -> tuple[list[int | None], list[bool]]:
    """Places within the units, and who shares his with another."""
    # One number a person, in the order of unit and place: numbers count and sort fastest.
    width = 1 + max((total for total in totals if total is not None), default=0)
    held = [
        None if total is None else unit * width + width - 1 - total
        for unit, total in zip(unit_of, totals, strict=True)
    ]
    counts = Counter(held)
    counts.pop(None, None)
    places: dict[int | None, int] = {}
    unit, place = -1, 1
    for one in sorted(key for key in counts if key is not None):
        if one // width != unit:
            unit, place = one // width, 1
        places[one] = place
        place += counts[one]
    shared = {one for one, count in counts.items() if count > 1}
    return list(map(places.get, held)), list(map(shared.__contains__, held))
