"""A score computed a second time from the written rules, by the standard library alone."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GRADES = ((90, "excellent"), (75, "qualified"), (60, "basic"), (0, "unqualified"))


def cents(value: Fraction) -> Fraction:
    """Two decimals, half up."""
    scaled = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return Fraction(int(scaled.quantize(Decimal(1), ROUND_HALF_UP)), 100)


def within(points: Fraction, full: int) -> Fraction:
    return cents(min(max(points, Fraction(0)), Fraction(full)))


def linear(found: tuple[int, int], full: int, low: int, high: int) -> Fraction | None:
    """`low` and `high` in percent; nothing to measure is None."""
    amount, base = found
    if base == 0:
        return None
    reach = (Fraction(100 * amount, base) - low) / (high - low)
    return within(min(max(reach, Fraction(0)), Fraction(1)) * full, full)


def patrols(found: tuple[int, int]) -> Fraction | None:
    amount, base = found
    if base == 0:
        return None
    for line, share in ((95, 100), (90, 80), (85, 60)):
        if 100 * amount >= line * base:
            return within(Fraction(15 * share, 100), 15)
    return Fraction(0)


def month(known: dict[str, object]) -> tuple[int | None, str | None]:
    """The total in hundredths and the grade; None where something of A1 to A9 is missing."""
    needed = "stale wrong patrols hazards on_time five_minutes disputes satisfied visits absences"
    if any(name not in known for name in needed.split()):
        return None, None
    items = [
        (15, within(Fraction(15 - 2 * known["stale"] - known["wrong"]), 15)),
        (15, patrols(known["patrols"])),
        (10, within(Fraction(2 * known["hazards"]), 10)),
        (15, linear(known["on_time"], 15, 90, 99)),
        (10, linear(known["five_minutes"], 10, 80, 98)),
        (10, linear(known["disputes"], 10, 80, 98)),
        (10, linear(known["satisfied"], 10, 80, 99)),
        (5, linear(known["visits"], 5, 60, 100)),
        (5, within(Fraction(5 - known["absences"]), 5)),
    ]
    trained = linear(known["training"], 5, 0, 100) if "training" in known else None
    items.append((5, Fraction(5) if trained is None else trained))
    whole = sum(full for full, points in items if points is not None)
    total = sum(points for _, points in items if points is not None) * 100 / whole
    bonus = known.get("praise_street", 0) + 2 * known.get("praise_city", 0)
    bonus += known.get("reports_used", 0)
    total += min(bonus, 5) - min(known.get("inspected", 0), 10)
    shown = cents(max(total, Fraction(0)))
    if any(known.get(name) for name in ("serious", "fraud", "leaked", "unlawful")):
        return int(shown * 100), "unqualified"
    return int(shown * 100), next(code for floor, code in GRADES if shown >= floor)


def mean(values: list[int], full: int) -> Fraction:
    """The mean of published results (hundredths) as points out of `full`; bonus stays in it."""
    return cents(Fraction(sum(values), 100 * len(values)) * full / 100)


def rounded(total: Fraction) -> tuple[int, str]:
    shown = cents(total)
    return int(shown * 100), next(code for floor, code in GRADES if shown >= floor)


def quarter(months: list[int]) -> tuple[int | None, str | None]:
    """Months without a result are left out; fewer than two give none of the quarter."""
    return rounded(mean(months, 100)) if len(months) >= 2 else (None, None)


def year(
    months: list[int], street: list[int], community: list[int], served: list[int]
) -> tuple[int | None, str | None]:
    """Sixty of the months, forty of the reviews (street 60, community 30, served 10 of them).

    Whom nobody served reviewed is reckoned without that part, out of 96 points.
    """
    if len(months) < 6 or not street or not community:
        return None, None
    total = mean(months, 60) + mean(street, 24) + mean(community, 12)
    return rounded(total + mean(served, 4)) if served else rounded(total * 100 / 96)
