"""Stars reckoned: score line, share of the unit, then whatever holds a star back (rules 4).

Pure: the same people, rule and choices give the same stars, so that "what if the line moved" is
this function once more, with nothing stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hrgrid.assessment.rules.grades import Grade
from hrgrid.assessment.rules.shares import Placed, ShareStep, Unit, share_out
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, HeldBack, NoStar, star_label


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may get a star; `key` is any number of his own, `unit` its code.

    `total_milli` None has no result. `before_level` is the star in force, `rated` whether there
    ever was one. `served_months` at the end of the span.
    """

    key: int
    unit: str
    total_milli: int | None
    before_level: int = 0
    rated: bool = False
    vetoed: bool = False
    bad_months: int = 0
    served_months: int = 1_200
    no_result: str = ""


@dataclass(frozen=True, slots=True)
class Starred:
    """What it came to: by the line alone, after the shares, and as it stands."""

    key: int
    line_level: int = 0
    share_level: int = 0
    level: int = 0
    rank: int | None = None
    tied: bool = False
    at_line: bool = False
    held: tuple[HeldBack, ...] = ()
    left_out: NoStar | None = None


@dataclass(frozen=True)
class Reckoned:
    """The stars of everybody in the order given, how the places went, choices of no line."""

    stars: tuple[Starred, ...]
    steps: tuple[ShareStep, ...]
    stale: tuple[int, ...]


def reckon_stars(
    rules: StarRules,
    units: Sequence[Unit],
    people: Sequence[Candidate],
    choices: Mapping[int, int],
) -> Reckoned:
    """Everybody's star. `choices` are levels that people decided at a line, by key.

    Places that a ceiling leaves free go on to the next of the unit: a place is there to be held.
    """
    out = {one.key: _left_out(rules, one) for one in people}
    inside = [one for one in people if out[one.key] is None]
    ceilings = {one.key: _ceilings(rules, one) for one in inside}
    lines = {one.key: rules.level_of(one.total_milli or 0) for one in inside}
    capped = {key: min([level, *ceilings[key].values()]) for key, level in lines.items()}
    counted = Counter(one.unit for one in inside)
    shares = share_out(
        _grades(rules),
        rules.pooled_under,
        [replace(unit, people=counted[unit.code]) for unit in units],
        [Placed(one.key, one.unit, one.total_milli or 0, str(capped[one.key])) for one in inside],
        {key: str(level) for key, level in choices.items()},
    )
    ranks = _ranks(inside)
    stars = []
    for one in people:
        if (why := out[one.key]) is not None:
            stars.append(Starred(one.key, left_out=why))
            continue
        line, level = lines[one.key], capped[one.key]
        lowered = one.key in shares.lowered
        after = int(shares.lowered[one.key]) if lowered else level
        held = [HeldBack.SHARE] if lowered and one.key not in shares.at_line else []
        held += [kind for kind, ceiling in ceilings[one.key].items() if ceiling < line]
        rank, tied = ranks[one.key]
        stars.append(
            Starred(
                one.key, line, after if lowered else line, after, rank, tied,
                one.key in shares.at_line, tuple(held),
            )
        )  # fmt: skip
    return Reckoned(tuple(stars), shares.steps, shares.stale)


def _left_out(rules: StarRules, one: Candidate) -> NoStar | None:
    if one.total_milli is None:
        return NoStar.NO_RESULT
    return NoStar.TOO_FEW_MONTHS if one.served_months < rules.least_months else None


def _ceilings(rules: StarRules, one: Candidate) -> dict[HeldBack, int]:
    found: dict[HeldBack, int] = {}
    if one.vetoed:
        found[HeldBack.VETO] = rules.veto_ceiling
    if one.bad_months:
        found[HeldBack.BAD_MONTH] = rules.bad_month_ceiling
    if one.served_months < rules.newcomer_months:
        found[HeldBack.NEWCOMER] = rules.newcomer_ceiling
    if one.rated:
        found[HeldBack.STEP] = min(HIGHEST, one.before_level + rules.most_up)
    elif rules.first_ceiling < HIGHEST:
        found[HeldBack.STEP] = rules.first_ceiling
    return found


def _grades(rules: StarRules) -> tuple[Grade, ...]:
    stars = (Grade(str(one.level), one.label, one.line_milli, one.share_bp) for one in rules.levels)
    return (*stars, Grade("0", star_label(0), 0))


def _ranks(people: Iterable[Candidate]) -> dict[int, tuple[int, bool]]:
    """The place of everybody in his unit, 1-2-2-4, and whether others have it too."""
    units: dict[str, list[Candidate]] = {}
    for one in people:
        units.setdefault(one.unit, []).append(one)
    found: dict[int, tuple[int, bool]] = {}
    for own in units.values():
        totals = Counter(one.total_milli or 0 for one in own)
        places, better = dict[int, int](), 0
        for total in sorted(totals, reverse=True):
            places[total] = better + 1
            better += totals[total]
        for one in own:
            total = one.total_milli or 0
            found[one.key] = places[total], totals[total] > 1
    return found
