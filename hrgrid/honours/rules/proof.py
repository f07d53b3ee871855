"""What a selection rested on and what came of it, as plain values without a name or a number.

Everybody carries a code instead. Whoever has the package can compute it all again without this
program (resources/proof), in which nothing of what follows is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hrgrid.honours.rules.rows import Entrant, Inputs, Line
from hrgrid.honours.rules.scheme import TIE_BREAKS, Scheme
from hrgrid.honours.rules.weights import DistrictCounts
from hrgrid.honours.rules.words import QuotaMethod, Tier, WeightKind

FORMAT = "hrgrid-proof/1"


@dataclass(frozen=True)
class Sharing:
    """How the places of a tier were shared; `lot` are district codes, `places` by district.

    `parted` has the places of a district by category, `by_hand` the codes of those where people
    parted them otherwise than the shares do.
    """

    tier: Tier
    method: QuotaMethod
    floor: int
    lot: tuple[str, ...]
    places: Mapping[str, int]
    steps: tuple[tuple[str, str, str, int], ...]
    parted: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_hand: tuple[str, ...] = ()


def coded(inputs: Inputs, code: Callable[[str], str]) -> Inputs:
    """The same inputs with a code for every person and without a name."""
    entrants = {}
    for one in inputs.entrants.values():
        own = code(one.number)
        entrants[own] = Entrant(own, "", one.district, one.facts)
    nominees = [replace(one, number=code(one.number)) for one in inputs.nominees]
    decisions = [
        replace(
            one,
            tied=tuple(sorted(map(code, one.tied))),
            chosen=tuple(sorted(map(code, one.chosen))),
        )
        for one in inputs.decisions
    ]
    return replace(
        inputs,
        entrants=dict(sorted(entrants.items())),
        nominees=sorted(nominees, key=lambda one: (one.tier.order, one.number)),
        decisions=decisions,
    )


def agree(stored: Iterable[Line], code: Callable[[str], str], lines: Sequence[Line]) -> bool:
    """Whether the stored lines are `lines` but for who of several equals is named beside whom."""
    ours = sorted(
        (replace(line, number=code(line.number), compared=()) for line in stored),
        key=lambda line: (line.tier.order, line.number),
    )
    return ours == [replace(line, compared=()) for line in lines]


def inputs_document(
    inputs: Inputs,
    districts: Sequence[DistrictCounts],
    sharings: Sequence[Sharing],
    eligible: Mapping[str, tuple[int, ...]],
) -> dict[str, Any]:
    """What was read: rules, counts of districts, people with their facts, nominees, decisions.

    `eligible` by district code who came into question of each category.
    """
    return {
        "format": FORMAT,
        "rules": inputs.scheme.parameters() | {"tie_labels": dict(TIE_BREAKS)},
        "districts": [_district(one, inputs.scheme) for one in districts],
        "quotas": [
            {
                "tier": one.tier.value,
                "places": sum(one.places.values()),
                "method": one.method.value,
                "floor": one.floor,
                "lot": list(one.lot),
                "by_hand": dict(one.places) if one.method is QuotaMethod.MANUAL else None,
                **_parted_by_hand(one),
            }
            for one in sharings
        ],
        "people": [[one.number, one.district, dict(one.facts)] for one in inputs.entrants.values()],
        "nominees": [
            [
                one.number,
                one.tier.value,
                one.district,
                one.unit_rank,
                one.merit,
                one.review,
                one.total,
                one.removal.value if one.removal else None,
                one.public,
            ]
            for one in inputs.nominees
        ],
        "decisions": [
            [one.tier.value, one.district, list(one.tied), list(one.chosen)]
            for one in inputs.decisions
        ],
    } | (
        {"category_counts": {code: list(row) for code, row in eligible.items()}} if eligible else {}
    )


def _parted_by_hand(one: Sharing) -> dict[str, Any]:
    """What people parted among the categories themselves; nothing where there are none."""
    if not one.parted:
        return {}
    return {"parted_by_hand": {code: list(one.parted[code]) for code in one.by_hand}}


def _district(one: DistrictCounts, scheme: Scheme) -> list[Any]:
    """The counts of a district; who was honoured before only where places are weighed by it."""
    last = [one.honoured] if scheme.weights.get(WeightKind.HONOURED) else []
    return [one.code, one.name, one.grids, one.workers, one.eligible, *last]


def result_document(lines: Sequence[Line], sharings: Sequence[Sharing]) -> dict[str, Any]:
    """What came of it: the places of every district with their derivation, a line for everybody."""
    parted = [
        [one.tier.value, district, list(split)]
        for one in sharings
        for district, split in one.parted.items()
    ]
    return {
        "format": FORMAT,
        "quotas": [
            [one.tier.value, district, count]
            for one in sharings
            for district, count in one.places.items()
        ],
        "steps": [[one.tier.value, *step] for one in sharings for step in one.steps],
        "lines": [_line(line) for line in lines],
    } | ({"parted": parted} if parted else {})


def _line(line: Line) -> list[Any]:
    return [
        line.number,
        line.tier.value,
        line.district,
        line.outcome.value,
        line.code.value if line.code else None,
        line.rule,
        line.shown,
        line.rank,
        line.cut,
        line.distance,
        [[one.by, one.own, one.other_number, one.other] for one in line.compared],
    ]
