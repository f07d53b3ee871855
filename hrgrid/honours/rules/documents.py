"""Inputs and output of a selection as plain values for their hashes: business keys only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hrgrid.core.hashing import hash_of_parts, hash_of_rows
from hrgrid.honours.rules.rows import Inputs, Line

CODE_VERSION = "hrgrid-honours/1"
"""Named in every run: another version of the selection would be another number."""


def input_hash(inputs: Inputs, year: int, facts: Mapping[str, str]) -> str:
    """SHA-256 of everything that the selection reads; `facts` are canonical JSON by number."""
    return hash_of_parts(
        {
            "algorithm": CODE_VERSION,
            "year": year,
            "scheme": inputs.scheme.parameters(),
            "places": sorted(
                [tier.value, district, count] for (tier, district), count in inputs.places.items()
            ),
            "entrants": (
                [one.number, one.name, one.district, facts[one.number]]
                for one in sorted(inputs.entrants.values(), key=lambda one: one.number)
            ),
            "nominees": sorted(
                (_nominee(nominee) for nominee in inputs.nominees), key=lambda row: row[:2]
            ),
            "decisions": sorted(
                [d.tier.value, d.district, list(d.tied), list(d.chosen)] for d in inputs.decisions
            ),
            **_split(inputs),
        }
    )


def _split(inputs: Inputs) -> dict[str, Any]:
    """The places by category; nothing where there are none, as lists of before were hashed."""
    told = sorted(
        [tier.value, district, list(split)] for (tier, district), split in inputs.split.items()
    )
    return {"split": told} if told else {}


def _nominee(one: Any) -> list[Any]:
    removal = one.removal.value if one.removal else None
    marks = [one.unit_rank, one.merit, one.review, one.total]
    # A list computed before there were votes is computed again from the same words.
    votes = [] if one.public is None else [one.public]
    return [one.number, one.tier.value, one.district, *marks, removal, *votes]


def output_hash(lines: Iterable[Line]) -> str:
    """SHA-256 of the lines in their order: by tier from the highest, then by number."""
    return hash_of_rows(_line(line) for line in lines)


def _line(line: Line) -> list[Any]:
    code = line.code.value if line.code else None
    return [
        line.number,
        line.tier.value,
        line.district,
        line.outcome.value,
        code,
        line.rule,
        line.shown,
        line.rank,
        line.cut,
        line.distance,
        [[one.by, one.own, one.other_number, one.other] for one in line.compared],
    ]
