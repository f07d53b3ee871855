"""Places shared among units by weight, within a floor and a cap, with a derivation to print.

All arithmetic is on integers. The order of input never decides anything: a tie wider than the
places left raises DrawRequired, and a lot that people drew becomes an input. Source: rules.md 7
(methods, vectors) and model.md 9 (steps).

Bounds. A unit's bounds and the common ones both bind: its floor is the higher of the two, its
cap the lower. No bound is ever broken.

Largest remainder (Hamilton) and equal, which is the same with every weight 1. A unit's quota is
weight × places ÷ sum of weights. Where quotas break bounds, units are fixed at their bound and
the rest is shared anew among the others, until no quota breaks a bound. Fixing at floors takes
places from the others and lowers their quotas, fixing at caps raises them, so a round fixes only
the kind that breaks by more in sum (caps where they are even). A fixed unit then never has to be
loosened again, and the quotas are the only ones that are proportional to weight between the
bounds. Each unit gets the whole part of its quota, the largest remainders get one more.

Sainte-Laguë and D'Hondt. Each unit starts at its floor; the next place goes to the largest
weight/(2n+1) or weight/(n+1) below its cap, n being the places it has. One more place in all
never takes one from a unit.

A unit of weight 0 gets its floor and no more, except under equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.methods import Method
from hrgrid.core.ranking import TieUndecided, quoted, refuse_bad_lot, refuse_repeated


class StepKind(Labelled):
    """What a step of the derivation does."""

    FLOOR = "floor", "保底"
    CLAMP = "clamp", "按上下限固定"
    WHOLE = "whole", "整数部分"
    REMAINDER = "remainder", "比较余数"
    QUOTIENT = "quotient", "比较商数"
    DRAW = "draw", "抽签"


class DrawRequired(TieUndecided):
    """Units tie for fewer places than they are; the lot is drawn by people and typed in."""

    remedy = "请抽签后录入中签单位"


@dataclass(frozen=True)
class Unit:
    """Who takes part: a unique name, a weight, and bounds of its own where it has any."""

    name: str
    weight: int
    floor: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class SeatRow:
    """What a unit gets."""

    name: str
    weight: int
    seats: int


@dataclass(frozen=True)
class StepRow:
    """One line of the derivation; the `seats` of a unit's lines add up to what it gets.

    `fraction`: the quota (clamp, whole), remainder or quotient that was looked at, not reduced.
    """

    kind: StepKind
    unit: str
    fraction: str
    seats: int


@dataclass(frozen=True)
class Apportionment:
    """The places of every unit in the order of input, and how they came about."""

    method: Method
    seats: int
    result: tuple[SeatRow, ...]
    steps: tuple[StepRow, ...]


@dataclass(frozen=True)
class _Claim:
    """A unit with both bounds resolved; under equal its weight is 1."""

    name: str
    weight: int
    floor: int
    cap: int


def apportion(
    units: Sequence[Unit],
    seats: int,
    method: Method,
    *,
    floor: int = 0,
    cap: int | None = None,
    lot: Sequence[str] = (),
) -> Apportionment:
    """Share `seats` places; `lot` names the units that a draw among the tied gave a place each.

    Raises DrawRequired on a tie wider than the places left, UserError on input that cannot be
    met or a lot that does not fit the tie.
    """
    _refuse_bad_input(units, seats, method, floor, cap)
    claims = [_claim(unit, seats, method, floor, cap) for unit in units]
    _refuse_impossible(claims, seats)
    if method in {Method.EQUAL, Method.LARGEST_REMAINDER}:
        steps = _by_quota(claims, seats, lot)
    else:
        steps = _by_quotients(claims, seats, 2 if method is Method.SAINTE_LAGUE else 1, lot)
    if lot and all(step.kind is not StepKind.DRAW for step in steps):
        refuse_bad_lot(lot, {}, 0)
    given = dict.fromkeys((unit.name for unit in units), 0)
    for step in steps:
        given[step.unit] += step.seats
    result = tuple(SeatRow(unit.name, unit.weight, given[unit.name]) for unit in units)
    return Apportionment(method, seats, result, tuple(steps))


def _refuse_bad_input(
    units: Sequence[Unit], seats: int, method: Method, floor: int, cap: int | None
) -> None:
    if not units:
        raise UserError("没有可分配名额的单位，请先填写单位名称和权数。")
    refuse_repeated((unit.name for unit in units), "单位")
    for what, number in (("名额", seats), ("共同保底", floor), ("共同上限", cap or 0)):
        if number < 0:
            raise UserError(f"{what}是 {number}，不能是负数，请填零或正整数。")
    for unit in units:
        for what, own in (("权数", unit.weight), ("保底", unit.floor), ("上限", unit.cap)):
            if own is not None and own < 0:
                raise UserError(f"“{unit.name}”的{what}是 {own}，不能是负数，请填零或正整数。")
        low, high = _bounds(unit, floor, cap)
        if high is not None and low > high:
            raise UserError(f"“{unit.name}”的保底 {low} 个高于上限 {high} 个，请改其中一个。")
    if method is not Method.EQUAL and not any(unit.weight for unit in units):
        raise UserError("各单位的权数都是 0，无法按权数分配，请填写权数或改用平均分配。")


def _refuse_impossible(claims: Sequence[_Claim], seats: int) -> None:
    least = sum(claim.floor for claim in claims)
    if seats < least:
        raise UserError(f"名额 {seats} 个少于各单位保底之和 {least} 个，请增加名额或降低保底。")
    most = sum(claim.cap for claim in claims)
    if seats > most:
        raise UserError(f"名额 {seats} 个多于各单位上限之和 {most} 个，请减少名额或提高上限。")
    usable = sum(claim.cap if claim.weight else claim.floor for claim in claims)
    if seats > usable:
        idle = quoted([claim.name for claim in claims if not claim.weight])
        raise UserError(
            f"{idle}的权数是 0，其余单位到上限为止只能分出 {usable} 个名额，"
            f"少于 {seats} 个，请填写权数或提高上限。"
        )


def _bounds(unit: Unit, floor: int, cap: int | None) -> tuple[int, int | None]:
    caps = [bound for bound in (unit.cap, cap) if bound is not None]
    return max(unit.floor or 0, floor), min(caps, default=None)


def _claim(unit: Unit, seats: int, method: Method, floor: int, cap: int | None) -> _Claim:
    low, high = _bounds(unit, floor, cap)
    weight = 1 if method is Method.EQUAL else unit.weight
    return _Claim(unit.name, weight, low, max(low, seats) if high is None else high)


def _by_quota(claims: Sequence[_Claim], seats: int, lot: Sequence[str]) -> list[StepRow]:
    steps, free = _clamp(claims, seats)
    rest = seats - sum(step.seats for step in steps)
    total = sum(claim.weight for claim in free)
    quotas = [(claim, *divmod(claim.weight * rest, total)) for claim in free]
    steps += [
        StepRow(StepKind.WHOLE, claim.name, f"{claim.weight * rest}/{total}", whole)
        for claim, whole, _ in quotas
    ]
    left = rest - sum(whole for _, whole, _ in quotas)
    return steps + _remainders({claim.name: part for claim, _, part in quotas}, total, left, lot)


def _clamp(claims: Sequence[_Claim], seats: int) -> tuple[list[StepRow], list[_Claim]]:
    """Fix units at their bounds until the quotas of the others keep theirs (module docstring)."""
    total = sum(claim.weight for claim in claims)
    idle = [claim for claim in claims if not claim.weight]
    free = [claim for claim in claims if claim.weight]
    steps = [StepRow(StepKind.CLAMP, claim.name, f"0/{total}", claim.floor) for claim in idle]
    rest = seats - sum(claim.floor for claim in idle)
    while fixed := _breaking(free, rest):
        total = sum(claim.weight for claim in free)
        steps += [
            StepRow(StepKind.CLAMP, claim.name, f"{claim.weight * rest}/{total}", fixed[claim])
            for claim in free
            if claim in fixed
        ]
        free = [claim for claim in free if claim not in fixed]
        rest -= sum(fixed.values())
    return steps, free


def _breaking(free: Sequence[_Claim], rest: int) -> dict[_Claim, int]:
    """The claims to fix in this round, with the bound of each; quotas are compared × total."""
    total = sum(claim.weight for claim in free)
    low = {c: c.floor for c in free if c.weight * rest < c.floor * total}
    high = {c: c.cap for c in free if c.weight * rest > c.cap * total}
    lacking = sum(bound * total - claim.weight * rest for claim, bound in low.items())
    exceeding = sum(claim.weight * rest - bound * total for claim, bound in high.items())
    return low if lacking > exceeding else high


def _remainders(parts: dict[str, int], total: int, left: int, lot: Sequence[str]) -> list[StepRow]:
    """One more place each for the `left` largest parts (all over `total`)."""
    if not left:
        return []
    ordered = sorted(parts, key=lambda name: -parts[name])
    line = parts[ordered[left - 1]]
    tied = {name: f"{line}/{total}" for name in ordered if parts[name] == line}
    places = left - sum(parts[name] > line for name in ordered)
    lowest = line if places == len(tied) else line + 1
    steps = [
        StepRow(StepKind.REMAINDER, name, f"{parts[name]}/{total}", int(parts[name] >= lowest))
        for name in ordered
    ]
    return steps if places == len(tied) else steps + _drawn(tied, places, lot)


def _by_quotients(
    claims: Sequence[_Claim], seats: int, stride: int, lot: Sequence[str]
) -> list[StepRow]:
    """Give place after place to the largest weight/(stride·n + 1)."""
    steps = [StepRow(StepKind.FLOOR, c.name, "", c.floor) for c in claims if c.floor]
    left = seats - sum(step.seats for step in steps)
    divisors = {claim: stride * claim.floor + 1 for claim in claims}
    while left:
        best = _largest_quotients(divisors, stride)
        quotients = {claim.name: f"{claim.weight}/{divisors[claim]}" for claim in best}
        if len(best) > left:
            return steps + _drawn(quotients, left, lot)
        steps += [StepRow(StepKind.QUOTIENT, name, text, 1) for name, text in quotients.items()]
        for claim in best:
            divisors[claim] += stride
        left -= len(best)
    return steps


def _largest_quotients(divisors: dict[_Claim, int], stride: int) -> list[_Claim]:
    """The claims below their caps that share the largest weight/divisor, compared crosswise."""
    best: list[_Claim] = []
    weight, divisor = 0, 1
    for claim, own in divisors.items():
        ahead = claim.weight * divisor - weight * own
        if ahead < 0 or not claim.weight or own > stride * claim.cap:
            continue
        if ahead > 0:
            best, weight, divisor = [], claim.weight, own
        best.append(claim)
    return best


def _drawn(tied: dict[str, str], places: int, lot: Sequence[str]) -> list[StepRow]:
    """The lot among the tied (name -> equal fraction as text), or DrawRequired without one."""
    if not lot:
        raise DrawRequired(list(tied), places)
    refuse_bad_lot(lot, {name: name for name in tied}, places)
    return [StepRow(StepKind.DRAW, name, text, int(name in lot)) for name, text in tied.items()]
