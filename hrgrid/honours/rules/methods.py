"""What each method would give to each district, side by side with what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.apportionment import DrawRequired, Unit, apportion
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.honours.rules.words import QuotaMethod

METHODS = tuple(one for one in QuotaMethod if one is not QuotaMethod.MANUAL)


@dataclass(frozen=True)
class Given:
    """What a method gives a unit; where a draw decides of one place more, `drawn`."""

    places: int
    drawn: bool = False

    @property
    def shown(self) -> str:
        """5, or 4～5 where a draw decides."""
        return f"{self.places:,}～{self.places + 1:,}" if self.drawn else f"{self.places:,}"

    def allows(self, places: int) -> bool:
        """Whether a unit may have so many by this method."""
        return places in ((self.places, self.places + 1) if self.drawn else (self.places,))


@dataclass(frozen=True)
class MethodResult:
    """One method's places by unit; none and the sentence why where it cannot share at all."""

    method: QuotaMethod
    given: Mapping[str, Given]
    refusal: str = ""

    def differing(self, places: Mapping[str, int]) -> list[str]:
        """The units that have other places now than this method may give them."""
        return [name for name, own in self.given.items() if not own.allows(places.get(name, 0))]


def side_by_side(units: Sequence[Unit], total: int) -> tuple[MethodResult, ...]:
    """Each method over the same units, in the order in which forms offer them."""
    return tuple(_result(units, total, method) for method in METHODS)


def _result(units: Sequence[Unit], total: int, method: QuotaMethod) -> MethodResult:
    try:
        return MethodResult(method, _given(units, total, Method(method.value)))
    except UserError as error:
        return MethodResult(method, {}, error.sentence)


def _given(units: Sequence[Unit], total: int, method: Method) -> dict[str, Given]:
    try:
        return {row.name: Given(row.seats) for row in apportion(units, total, method).result}
    except DrawRequired as tie:
        # Any lot will do here: who is not of the tie gets the same by each.
        lot = tie.names[: tie.places]
        shared = apportion(units, total, method, lot=lot).result
        return {
            row.name: Given(row.seats - (row.name in lot), row.name in tie.names) for row in shared
        }


def difference_words(
    result: MethodResult, places: Mapping[str, int], names: Mapping[str, str]
) -> str:
    """Where a method differs from what counts: 圣拉古法 2 个单位不同（甲 1→0、乙 2→3）."""
    label = result.method.label
    if result.refusal:
        return f"{label}分不出来：{result.refusal}"
    other = result.differing(places)
    if not other:
        drawn = any(own.drawn for own in result.given.values())
        return f"{label}{'抽签后可以' if drawn else ''}相同"
    moves = "、".join(
        f"{names[code]} {places.get(code, 0):,}→{result.given[code].shown}"
        for code in other[:_NAMED]
    )
    more = "等" if len(other) > _NAMED else ""
    return f"{label} {len(other)} 个单位不同（{moves}{more}）"


_NAMED = 4
"""So many units are named in a sentence; the table shows all."""
