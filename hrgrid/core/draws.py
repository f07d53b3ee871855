"""A seeded draw within strata that anyone can repeat by hand. Source: rules.md 4 (双随机).

Algorithm hrgrid-draw/1, all text in UTF-8, all hashes SHA-256 in lower-case hexadecimal:

1. The pool is the list of pairs [key, stratum] sorted by key (by code point), written as JSON
   without blanks; `pool_sha256` is its hash:
       printf '%s' '[["G001","东街道"],["G002","西街道"]]' | sha256sum
2. Each stratum's count is its share of `count` by largest remainder, weight = its size. Where
   equal remainders are more than the places left, the tied strata with the lowest ticket get
   them; the ticket of a stratum is the hash of seed|stratum| with nothing after the last bar:
       printf '%s' '2026年11月|东街道|' | sha256sum
3. The ticket of a key is the hash of seed|stratum|key:
       printf '%s' '2026年11月|东街道|G001' | sha256sum
   Within a stratum the keys stand in the order of their tickets, and its first ones are drawn.

The order of the rows never matters, since only keys, strata and the seed are hashed. Sorting
whole hashes has no modulo bias. Keys are unique and so are strata, hence two that are compared
never hash the same text, whatever bars they contain.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.apportionment import (
    Apportionment,
    DrawRequired,
    StepRow,
    Unit,
    apportion,
)
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.methods import Method
from hrgrid.core.ranking import refuse_repeated

ALGORITHM = "hrgrid-draw/1"


@dataclass(frozen=True)
class PoolRow:
    """One that may be drawn: a unique business key, and the stratum it counts in."""

    key: str
    stratum: str = ""


@dataclass(frozen=True)
class StratumRow:
    """How many of a stratum's `size` were drawn."""

    stratum: str
    size: int
    count: int


@dataclass(frozen=True)
class DrawnRow:
    """One that was drawn, with the ticket that put it there."""

    key: str
    stratum: str
    ticket: str


@dataclass(frozen=True)
class Draw:
    """The result with all that is needed to repeat it beside the pool.

    `strata` by code point; `steps` say how their counts came about (a step of kind draw: the
    seed settled equal remainders); `drawn` by stratum, then by ticket.
    """

    algorithm: str
    seed: str
    pool_sha256: str
    strata: tuple[StratumRow, ...]
    steps: tuple[StepRow, ...]
    drawn: tuple[DrawnRow, ...]


def draw(pool: Sequence[PoolRow], count: int, seed: str) -> Draw:
    """Draw `count` of the pool; the same pool, count and seed always give the same draw.

    Raises UserError on an empty or blank seed or one of several lines, an empty or repeated
    key, and a count below 1 or above the pool.
    """
    _refuse_bad_input(pool, count, seed)
    tickets: dict[str, list[DrawnRow]] = {}
    for row in pool:
        own = DrawnRow(row.key, row.stratum, ticket(seed, row.stratum, row.key))
        tickets.setdefault(row.stratum, []).append(own)
    shares = _shares({stratum: len(rows) for stratum, rows in tickets.items()}, count, seed)
    strata = tuple(StratumRow(unit.name, unit.weight, unit.seats) for unit in shares.result)
    drawn: list[DrawnRow] = []
    for share in strata:
        drawn += sorted(tickets[share.stratum], key=lambda own: own.ticket)[: share.count]
    return Draw(ALGORITHM, seed, pool_hash(pool), strata, shares.steps, tuple(drawn))


def pool_hash(pool: Sequence[PoolRow]) -> str:
    """SHA-256 of the pool in its canonical form, whatever the order of its rows."""
    return canonical_hash(sorted([row.key, row.stratum] for row in pool))


def ticket(seed: str, stratum: str, key: str = "") -> str:
    """SHA-256 of seed|stratum|key; without a key the ticket of the stratum itself."""
    return hashlib.sha256(f"{seed}|{stratum}|{key}".encode()).hexdigest()


def _refuse_bad_input(pool: Sequence[PoolRow], count: int, seed: str) -> None:
    if not seed.strip():
        raise UserError("没有填写随机种子，请填一段当场定下的文字或数字。")
    if any(unicodedata.category(character) == "Cc" for character in seed):
        raise UserError("随机种子要写成一行，不能有换行和制表符，请重新填写。")
    if any(not row.key for row in pool):
        raise UserError("抽取名单里有一行没有编码，请补上后再抽取。")
    refuse_repeated((row.key for row in pool), "抽取名单里的编码")
    if count < 1:
        raise UserError(f"抽取数量是 {count}，请填 1 以上的整数。")
    if count > len(pool):
        raise UserError(f"要抽取 {count} 个，名单里只有 {len(pool)} 个，请减少抽取数量。")


def _shares(sizes: dict[str, int], count: int, seed: str) -> Apportionment:
    units = [Unit(stratum, sizes[stratum]) for stratum in sorted(sizes)]
    try:
        return apportion(units, count, Method.LARGEST_REMAINDER)
    except DrawRequired as tie:
        by_ticket = sorted(tie.names, key=lambda stratum: ticket(seed, stratum))
        lot = by_ticket[: tie.places]
    return apportion(units, count, Method.LARGEST_REMAINDER, lot=lot)
