"""Ranks by score, and the line between those who are in and those who are out.

Scores are published numbers (already rounded, as int in any fixed unit, or Fraction); no float.
A contender without a number (None) has no rank, comes last and never takes a place.
Source: rules.md 0 (ranks, tie at a cut-off). Nothing here settles a tie by the order of input:
a cut that a tie straddles says so, and only an explicit choice closes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled

Number = int | Fraction

_NAMES_SHOWN = 8


class Order(Labelled):
    """Which end of the scale wins."""

    HIGH = "high", "高者在前"
    LOW = "low", "低者在前"


class RankStyle(Labelled):
    """What follows two equal ranks."""

    COMPETITION = "competition", "并列占位（1-2-2-4）"
    DENSE = "dense", "并列不占位（1-2-2-3）"


class TieChoice(Labelled):
    """What the rule set says about a tie at the line."""

    ADMIT_ALL = "admit_all", "并列者全部入围"
    BREAK = "break", "按并列规则依次比较"
    ASK = "ask", "停下由评审组决定"


class CutStepKind(Labelled):
    """How a tie at the line was closed."""

    BREAK = "break", "并列比较"
    ADMIT_ALL = "admit_all", "全部入围"
    LOT = "lot", "抽签"


class TieUndecided(UserError):
    """A tie wider than the places left; `names` are the tied, `places` what is left for them."""

    remedy = "请选择并列者全部入围、补充并列规则，或录入抽签结果"

    def __init__(self, names: Sequence[str], places: int) -> None:
        self.names = tuple(names)
        self.places = places
        super().__init__(f"{quoted(names)}并列，只剩 {places} 个名额，{self.remedy}。")


@dataclass(frozen=True)
class Contender:
    """Somebody with a score; `key` is a unique business key, since names may repeat."""

    key: str
    score: Number | None
    name: str = ""

    @property
    def shown(self) -> str:
        """What sentences call him."""
        return self.name or self.key


@dataclass(frozen=True)
class TieBreak:
    """One comparison among equals: `value` gives the number of a contender's key (dict.get fits).

    Who has no number loses against those who have one.
    """

    name: str
    value: Callable[[str], Number | None]
    order: Order = Order.HIGH


@dataclass(frozen=True)
class RankedRow:
    """A rank with the tie-breaks that were consulted for it; the last one told it from the rest.

    `tied`: another has the same rank although every tie-break was consulted.
    """

    contender: Contender
    rank: int | None
    tied: bool
    compared: tuple[str, ...]


@dataclass(frozen=True)
class CutStep:
    """One recorded step that closed (part of) a tie; contenders by key, numbers as compared."""

    kind: CutStepKind
    name: str
    values: tuple[tuple[str, Number | None], ...]
    admitted: tuple[str, ...]
    dropped: tuple[str, ...]
    still_tied: tuple[str, ...]
    places_left: int


@dataclass(frozen=True)
class Cut:
    """Who is in, who is out, and who is neither because a tie straddles the line.

    `tied` is empty exactly when the cut is decided; `places_left` are the places for the tied
    (in a decided cut: places that nobody with a number could take).
    """

    inside: tuple[Contender, ...]
    tied: tuple[Contender, ...]
    outside: tuple[Contender, ...]
    places_left: int
    steps: tuple[CutStep, ...] = ()

    @property
    def line(self) -> Number | None:
        """The lowest score that is in or tied for it; None where nobody is."""
        last = self.tied or self.inside
        return last[-1].score if last else None


def ranks(
    scores: Sequence[Number | None],
    order: Order = Order.HIGH,
    style: RankStyle = RankStyle.COMPETITION,
) -> list[int | None]:
    """The rank of each score, in the order given; None for None."""
    return _ranks_of_keys([None if s is None else _worth(s, order) for s in scores], style)


def rank_with_breaks(
    contenders: Sequence[Contender],
    chain: Sequence[TieBreak],
    order: Order = Order.HIGH,
    style: RankStyle = RankStyle.COMPETITION,
) -> list[RankedRow]:
    """Ranks by score, then by each tie-break in turn; best first, those without a number last."""
    ranked = [contender for contender in contenders if contender.score is not None]
    keys = [
        (_worth(contender.score, order), *(_worth(b.value(contender.key), b.order) for b in chain))
        for contender in ranked
    ]
    places = _ranks_of_keys(keys, style)
    sharing = [Counter(key[:depth] for key in keys) for depth in range(1, len(chain) + 2)]
    rows = []
    for contender, key, place in zip(ranked, keys, places, strict=True):
        alone = (depth for depth, seen in enumerate(sharing) if seen[key[: depth + 1]] == 1)
        depth = next(alone, None)
        compared = tuple(step.name for step in chain[:depth])
        rows.append(RankedRow(contender, place, depth is None, compared))
    rows.sort(key=lambda row: (row.rank or 0, row.contender.key))
    last = sorted((c for c in contenders if c.score is None), key=lambda c: c.key)
    return rows + [RankedRow(contender, None, tied=False, compared=()) for contender in last]


def cut_off(contenders: Sequence[Contender], places: int, order: Order = Order.HIGH) -> Cut:
    """Draw the line after `places`; a tie across it is reported, never cut.

    The order of input changes nothing: equals are listed by key. Raises UserError on a
    negative number of places and on a key that comes twice.
    """
    if places < 0:
        raise UserError(f"名额 {places} 个不能是负数，请填零或正整数。")
    refuse_repeated((contender.key for contender in contenders), "参评对象")
    ranked = [contender for contender in contenders if contender.score is not None]
    unranked = sorted((c for c in contenders if c.score is None), key=lambda c: c.key)
    inside, tied, outside = _split(ranked, lambda c: _worth(c.score, order), places)
    return Cut(inside, tied, (*outside, *unranked), places - len(inside))


def settle(
    cut: Cut, choice: TieChoice, chain: Sequence[TieBreak] = (), lot: Sequence[str] = ()
) -> Cut:
    """Close a tie as the rule set says, with the typed `lot` (winners' keys) as the last resort.

    Raises TieUndecided where a tie is left, UserError for a lot that does not fit the tie.
    """
    if choice is TieChoice.ADMIT_ALL:
        cut = admit_all(cut)
    elif choice is TieChoice.BREAK:
        cut = break_tie(cut, chain)
    if lot:
        cut = settle_by_lot(cut, lot)
    if cut.tied:
        raise TieUndecided([contender.shown for contender in cut.tied], cut.places_left)
    return cut


def admit_all(cut: Cut) -> Cut:
    """Take every tied contender in, beyond the number of places."""
    if not cut.tied:
        return cut
    return _closed(cut, CutStepKind.ADMIT_ALL, "", (), (cut.tied, (), ()))


def break_tie(cut: Cut, chain: Sequence[TieBreak]) -> Cut:
    """Compare the tied by each tie-break in turn, as far as needed; what is left stays tied."""
    for comparison in chain:
        if not cut.tied:
            break
        cut = _compare(cut, comparison)
    return cut


def settle_by_lot(cut: Cut, winners: Sequence[str]) -> Cut:
    """Record a lot drawn by people: `winners` are keys of tied contenders, one for each place."""
    names = {contender.key: contender.shown for contender in cut.tied}
    refuse_bad_lot(winners, names, cut.places_left)
    admitted = tuple(contender for contender in cut.tied if contender.key in winners)
    dropped = tuple(contender for contender in cut.tied if contender.key not in winners)
    return _closed(cut, CutStepKind.LOT, "", (), (admitted, (), dropped))


def refuse_bad_lot(winners: Sequence[str], tied: Mapping[str, str], places: int) -> None:
    """Raise UserError unless `winners` are `places` different keys of `tied` (key -> name)."""
    if not tied:
        raise UserError("没有需要抽签的并列，请清除抽签结果。")
    if len(winners) == len(set(winners)) == places and set(winners) <= tied.keys():
        return
    typed = quoted([tied.get(winner, winner) for winner in winners]) or "空白"
    raise UserError(
        f"抽签结果要从并列的{quoted(list(tied.values()))}中选出 {places} 个，"
        f"现在填的是{typed}，请核对。"
    )


def refuse_repeated(keys: Iterable[str], what: str) -> None:
    """Raise UserError naming the first key that comes twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise UserError(f"{what}“{key}”出现了不止一次，请合并或改成不同的名称。")
        seen.add(key)


def quoted(names: Sequence[str]) -> str:
    """Names for a sentence; a long list is cut with its length."""
    listed = "、".join(f"“{name}”" for name in names[:_NAMES_SHOWN])
    return f"{listed}等 {len(names)} 个" if len(names) > _NAMES_SHOWN else listed


def _worth(score: Number | None, order: Order) -> tuple[bool, Number]:
    """Sorts the best first, whatever end wins, and None last."""
    if score is None:
        return True, 0
    return False, -score if order is Order.HIGH else score


def _ranks_of_keys(keys: Sequence[Any], style: RankStyle) -> list[int | None]:
    present = sorted(key for key in keys if key is not None)
    if style is RankStyle.DENSE:
        present = list(dict.fromkeys(present))
    first: dict[Any, int] = {}
    for position, key in enumerate(present, start=1):
        first.setdefault(key, position)
    return [None if key is None else first[key] for key in keys]


_Split = tuple[tuple[Contender, ...], tuple[Contender, ...], tuple[Contender, ...]]


def _split(
    group: Sequence[Contender], worth: Callable[[Contender], tuple[bool, Number]], places: int
) -> _Split:
    """Inside, tied, outside; tied only where the last inside equals the first outside."""
    ordered = tuple(sorted(group, key=lambda c: (worth(c), c.key)))
    inside, outside = ordered[:places], ordered[places:]
    if not inside or not outside or worth(inside[-1]) != worth(outside[0]):
        return inside, (), outside
    line = worth(outside[0])
    return (
        tuple(c for c in inside if worth(c) < line),
        tuple(c for c in ordered if worth(c) == line),
        tuple(c for c in outside if worth(c) > line),
    )


def _compare(cut: Cut, comparison: TieBreak) -> Cut:
    values = {contender.key: comparison.value(contender.key) for contender in cut.tied}
    split = _split(cut.tied, lambda c: _worth(values[c.key], comparison.order), cut.places_left)
    return _closed(cut, CutStepKind.BREAK, comparison.name, tuple(values.items()), split)


def _closed(
    cut: Cut,
    kind: CutStepKind,
    name: str,
    values: tuple[tuple[str, Number | None], ...],
    split: _Split,
) -> Cut:
    admitted, tied, dropped = split
    left = max(cut.places_left - len(admitted), 0)
    step = CutStep(kind, name, values, _keys(admitted), _keys(dropped), _keys(tied), left)
    return Cut(cut.inside + admitted, tied, dropped + cut.outside, left, (*cut.steps, step))


def _keys(contenders: Sequence[Contender]) -> tuple[str, ...]:
    return tuple(contender.key for contender in contenders)
