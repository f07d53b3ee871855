"""Stars reckoned: score line, share of the unit, then whatever holds a star back (rules 4).

Pure: the same people, rule and choices give the same stars, so that "what if the line moved" is
this function once more, with nothing stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hrgrid.assessment.rules.grades import Grade
from hrgrid.assessment.rules.shares import FEW, Placed, ShareStep, Unit, share_out
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, HeldBack, NoStar, StarSubject, star_label


class Candidate(NamedTuple):
    """Somebody who may get a star; `key` is any number of his own, `unit` its code.

    `total_milli` None has no result. `before_level` is the star in force, `rated` whether there
    ever was one. `bad_months` counts the unqualified ones. `served_months` at the end of the span.
    `theme_ceiling` caps a grid of which a theme with a veto was broken.
    """

    key: int
    unit: str
    total_milli: int | None
    before_level: int = 0
    rated: bool = False
    vetoed: bool = False
    bad_months: int = 0
    served_months: int = 1_200
    theme_ceiling: int = HIGHEST


class Starred(NamedTuple):
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


_CODES = tuple(str(level) for level in range(HIGHEST + 1))


@dataclass(frozen=True)
class Reckoned:
    """The stars of everybody in the order given, how the places went, choices of no line."""

    stars: tuple[Starred, ...]
    steps: tuple[ShareStep, ...]
    stale: tuple[int, ...]


def reckon_stars(
    rules: StarRules,
    units: Iterable[Unit],
    people: Sequence[Candidate],
    choices: Mapping[int, int],
    subject: StarSubject = StarSubject.PERSON,
) -> Reckoned:
    """Everybody's star. `choices` are levels that people decided at a line, by key.

    The line and what holds somebody back say the most he may have; the shares then go to the
    best of the unit who may have the star. So a place that a ceiling leaves free goes on to the
    next: it is there to be held.
    """
    out = [_left_out(rules, one) for one in people]
    inside = [one for one, why in zip(people, out, strict=True) if why is None]
    ceilings = {one.key: _ceilings(rules, one) for one in inside}
    lines = _lines(rules, inside)
    capped = {
        key: min([level, *(most for _, most in own)]) if (own := ceilings[key]) else level
        for key, level in lines.items()
    }
    counted = Counter(one.unit for one in inside)
    shares = share_out(
        _grades(rules),
        rules.pooled_under,
        [replace(unit, people=counted[unit.code]) for unit in units],
        [
            Placed(one.key, one.unit, one.total_milli or 0, _CODES[capped[one.key]])
            for one in inside
        ],
        {key: str(level) for key, level in choices.items()},
        few=FEW if subject is StarSubject.PERSON else "网格少的",
    )
    ranks = _ranks(inside)
    stars = []
    for one, why in zip(people, out, strict=True):
        key = one.key
        if why is not None:
            stars.append(Starred(key, left_out=why))
            continue
        line, level = lines[key], capped[key]
        held = tuple(kind for kind, most in ceilings[key] if most < line)
        after, share = level, line
        if key in shares.lowered:
            after = share = int(shares.lowered[key])
            held = (HeldBack.SHARE, *held)
        rank, tied = ranks[key]
        at_line = key in shares.at_line
        stars.append(Starred(key, line, share, after, rank, tied, at_line, held))
    return Reckoned(tuple(stars), shares.steps, shares.stale)


def _left_out(rules: StarRules, one: Candidate) -> NoStar | None:
    if one.total_milli is None:
        return NoStar.NO_RESULT
    return NoStar.TOO_FEW_MONTHS if one.served_months < rules.least_months else None


def _lines(rules: StarRules, people: Sequence[Candidate]) -> dict[int, int]:
    totals = {one.total_milli or 0 for one in people}
    levels = {total: rules.level_of(total) for total in totals}
    return {one.key: levels[one.total_milli or 0] for one in people}


def _ceilings(rules: StarRules, one: Candidate) -> list[tuple[HeldBack, int]]:
    """The most that each circumstance lets somebody have; in the order of the words."""
    found: list[tuple[HeldBack, int]] = []
    if one.vetoed:
        found.append((HeldBack.VETO, rules.veto_ceiling))
    if one.bad_months:
        found.append((HeldBack.BAD_MONTH, rules.bad_month_ceiling))
    if one.served_months < rules.newcomer_months:
        found.append((HeldBack.NEWCOMER, rules.newcomer_ceiling))
    if one.rated:
        found.append((HeldBack.STEP, min(HIGHEST, one.before_level + rules.most_up)))
    elif rules.first_ceiling < HIGHEST:
        found.append((HeldBack.STEP, rules.first_ceiling))
    if one.theme_ceiling < HIGHEST:
        found.append((HeldBack.THEME, one.theme_ceiling))
    return found


def _grades(rules: StarRules) -> tuple[Grade, ...]:
    stars = (Grade(str(one.level), one.label, one.line_milli, one.share_bp) for one in rules.levels)
    return (*stars, Grade("0", star_label(0), 0))


def _ranks(people: Iterable[Candidate]) -> dict[int, tuple[int, bool]]:
    """The place of everybody in his unit, 1-2-2-4, and whether others have it too."""
    units: dict[str, list[tuple[int, int]]] = {}
    for one in people:
        units.setdefault(one.unit, []).append((-(one.total_milli or 0), one.key))
    found: dict[int, tuple[int, bool]] = {}
    for own in units.values():
        own.sort()
        counts = Counter(total for total, _ in own)
        rank, before = 0, None
        for at, (total, key) in enumerate(own, 1):
            if total != before:
                rank, before = at, total
            found[key] = rank, counts[total] > 1
    return found
