"""The pay of a month, pure: from posts, grades, stars, covers and leave to lines in fen.

Each item is rounded half up to the fen once. A part of a month is paid by calendar days in post;
leave is taken off by working days at a 21.75th of the month's wage each (rules.md 5). Deductions
keep to a share of the month's wage, and what is left is not below the minimum wage.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from hrgrid.core.money import proportion, split_by_weights
from hrgrid.funding.rules.funding_rules import FundingRules
from hrgrid.funding.rules.pay_facts import Away, Monthly, PersonMonth, Reckoned, Span, Stay
from hrgrid.funding.rules.words import EARNED, PayItem
from hrgrid.workforce.rules import AbsencePay

_P = PayItem
_WHOLE_BP = 10_000
_UNPAID = (AbsencePay.HOST, AbsencePay.STOPPED)


def first_of(month: int) -> dt.date:
    """The first day of a month: 202611 is November 2026."""
    return dt.date(month // 100, month % 100, 1)


def behind_of(month: int) -> dt.date:
    """The first day after a month."""
    return first_of(month) + dt.timedelta(days=days_of(month))


def last_of(month: int) -> dt.date:
    """The last day of a month."""
    return first_of(month).replace(day=days_of(month))


def days_of(month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(month // 100, month % 100)[1]


def month_words(month: int) -> str:
    """2026 年 11 月."""
    return f"{month // 100} 年 {month % 100} 月"


class MonthRules:
    """The rules as they work in one month, with what is the same for many reckoned once.

    `workdays` are the days of the month on which people work.
    """

    def __init__(self, rules: FundingRules, month: int, workdays: Iterable[int]) -> None:
        self.rules = rules
        self.month = month
        self.days = days_of(month)
        worked = set(workdays)
        # How many working days lie before each day.
        self._before = [0]
        for day in range(self.days + 1):
            self._before.append(self._before[-1] + (day in worked))
        self.performance = proportion(rules.monthly_fen, rules.performance_bp, _WHOLE_BP)
        self.base = rules.monthly_fen - self.performance
        self._minimums: dict[str, int | None] = {}
        self._parts: dict[tuple[int, int, int], int] = {}

    def part(self, fen: int, numerator: int, denominator: int) -> int:
        """`proportion`, remembered: thousands of people have the same parts."""
        if numerator == denominator:
            return fen
        key = fen, numerator, denominator
        known = self._parts.get(key)
        if known is None:
            known = self._parts[key] = proportion(*key)
        return known

    def worked(self, first: int, behind: int) -> int:
        """Working days of a span."""
        return self._before[behind] - self._before[first]

    def minimum(self, path: str) -> int | None:
        """The minimum wage of the month at a place."""
        if path not in self._minimums:
            self._minimums[path] = self.rules.minimum_on(last_of(self.month), path)
        return self._minimums[path]

    def coefficient(self, grade: str) -> int:
        """Thousandths by the grade's label."""
        return self.rules.grades.get(grade, self.rules.no_grade)


def reckon(person: PersonMonth, month: MonthRules) -> Reckoned:
    """Somebody's month; the order of what is known of him makes no difference."""
    facts: dict[str, Any] = {}
    days = sum(stay.behind - stay.first for stay in person.stays)
    found: dict[PayItem, int] = {}
    if days:
        _wage(person, month, days, found, facts)
        if person.away:
            _leave(person, month, found, facts)
    unpaid = [span for span in person.away if span.pay in _UNPAID]
    if person.stars and month.rules.star_money:
        found[_P.STAR], facts["star"] = _monthly(person.stars, person.held, unpaid, month)
        facts["of"] = month.days
    if person.covers:
        found[_P.COVER], facts["cover"] = _monthly(person.covers, person.held, unpaid, month)
        facts["of"] = month.days
    asked, own, employer = _by_hand(person, found, facts)
    wage = sum(found.values())
    floor = _floor(person, month, days, facts) if days else 0
    if wage < floor:
        found[_P.TOP_UP] = floor - wage
        wage = floor
    deduction = _deduction(wage, floor, asked, month, facts)
    if deduction:
        found[_P.DEDUCTION] = -deduction
    own, not_shared = _shares(wage, wage - deduction, own, month, facts)
    employer += month.part(wage, month.rules.employer_share_bp, _WHOLE_BP)
    if own:
        found[_P.OWN_SHARE] = -own
    if employer:
        found[_P.EMPLOYER_SHARE] = employer
    back = sum(line.fen for line in person.carried if line.item is not _P.EMPLOYER_SHARE)
    back_employer = sum(line.fen for line in person.carried if line.item is _P.EMPLOYER_SHARE)
    facts["wage"] = wage
    lines = tuple((item, found[item]) for item in PayItem if found.get(item))
    net = wage - deduction - own + back
    gross = sum(fen for item, fen in lines if item in EARNED) + sum(
        line.fen for line in person.carried if line.item in EARNED
    )
    return Reckoned(
        person.person_id,
        lines,
        days,
        gross,
        gross - net,
        net,
        employer + back_employer,
        found.get(_P.TOP_UP, 0),
        asked - deduction,
        not_shared,
        facts,
    )


def _wage(
    person: PersonMonth,
    month: MonthRules,
    days: int,
    found: dict[PayItem, int],
    facts: dict[str, Any],
) -> None:
    """What the post itself is paid; `full` in the facts is what all of the month would be."""
    rules = month.rules
    coefficient = month.coefficient(person.grade)
    years = min(person.years, rules.seniority_years)
    full = {
        _P.BASE: month.base,
        _P.PERFORMANCE: month.part(month.performance, coefficient, 1_000),
        _P.SENIORITY: rules.seniority_fen * years,
        _P.TRANSPORT: rules.transport_fen,
    }
    for item, fen in full.items():
        if item is _P.PERFORMANCE:
            # From the uncut sum, so that nothing is rounded twice.
            found[item] = month.part(month.performance, coefficient * days, 1_000 * month.days)
        else:
            found[item] = month.part(fen, days, month.days)
    facts["of"], facts["days"] = month.days, days
    facts["full"] = [month.base, month.performance, rules.seniority_fen, rules.transport_fen]
    facts["grade"], facts["coefficient"] = person.grade, coefficient
    if rules.seniority_fen:
        facts["years"] = years
    if days < month.days or len(person.stays) > 1:
        facts["stays"] = [list(_told(stay)) for stay in person.stays]


def _told(stay: Stay) -> tuple[int, int | None, int, int]:
    return stay.unit_id, stay.grid_id, stay.first, stay.behind


def _leave(
    person: PersonMonth, month: MonthRules, found: dict[PayItem, int], facts: dict[str, Any]
) -> None:
    """Working days away at a 21.75th each, never more than the post was paid."""
    rules = month.rules
    paid = sum(found.values())
    in_post = sum(month.worked(stay.first, stay.behind) for stay in person.stays)
    weight, unpaid, told = 0, 0, []
    for away in sorted(person.away, key=lambda one: one.first):
        worked = sum(month.worked(*span) for span in _both(away, person.stays))
        calendar_days = sum(span.behind - span.first for span in _both(away, person.stays))
        if not calendar_days:
            continue
        told.append([away.pay.value, away.first, away.behind, worked])
        if away.pay in _UNPAID:
            weight += worked * _WHOLE_BP
            unpaid += worked
        elif away.pay is AbsencePay.REDUCED:
            weight += worked * rules.leave_bp
    if not told:
        return
    facts["away"] = told
    if not weight:
        return
    coefficient, years = facts["coefficient"], facts.get("years", 0)
    full = (
        month.base
        + month.part(month.performance, coefficient, 1_000)
        + rules.seniority_fen * years
        + rules.transport_fen
    )
    off = proportion(full, weight * 1_000, rules.workdays_milli * _WHOLE_BP)
    # Whoever was away on every working day has earned nothing, whatever a day is reckoned at.
    off = paid if unpaid >= in_post else min(off, paid)
    found[_P.LEAVE] = -off
    facts["leave"] = [full, rules.workdays_milli, rules.leave_bp]


def _both(away: Away, stays: Sequence[Stay | Span]) -> list[Span]:
    """The days of a span within others."""
    return [
        Span(max(away.first, stay.first), min(away.behind, stay.behind))
        for stay in stays
        if away.first < stay.behind and stay.first < away.behind
    ]


def _monthly(
    paid: Sequence[Monthly],
    held: Sequence[Span],
    unpaid: Sequence[Away],
    month: MonthRules,
) -> tuple[int, list[list[int]]]:
    """So much a month on the days of a post, those without pay left out."""
    total, told = 0, []
    for one in sorted(paid):
        days = 0
        for span in held:
            first, behind = max(one.first, span.first), min(one.behind, span.behind)
            if first >= behind:
                continue
            days += behind - first
            for away in unpaid:
                days -= max(0, min(behind, away.behind) - max(first, away.first))
        fen = month.part(one.fen, days, month.days)
        total += fen
        told.append([one.fen, days, fen])
    return total, told


def _by_hand(
    person: PersonMonth, found: dict[PayItem, int], facts: dict[str, Any]
) -> tuple[int, int, int]:
    """What was put on goes into the wage; what to take off, own and employer's share by hand."""
    asked = own = employer = 0
    for entry in person.by_hand:
        if entry.item is _P.BONUS:
            found[_P.BONUS] = found.get(_P.BONUS, 0) + entry.fen
        elif entry.item is _P.DEDUCTION:
            asked -= entry.fen
        elif entry.item is _P.OWN_SHARE:
            own -= entry.fen
        else:
            employer += entry.fen
    if person.by_hand:
        facts["hand"] = sorted([one.item.value, one.fen, one.reason] for one in person.by_hand)
    return asked, own, employer


def _floor(person: PersonMonth, month: MonthRules, days: int, facts: dict[str, Any]) -> int:
    """The minimum wage for the days in post on which pay was not cut; 0 where none is kept."""
    minimum = month.minimum(person.stays[-1].unit_path)
    if not minimum:
        return 0
    kept = days
    for away in person.away:
        if away.pay is not AbsencePay.FULL:
            kept -= sum(span.behind - span.first for span in _both(away, person.stays))
    floor = month.part(minimum, kept, month.days)
    facts["floor"] = [minimum, kept, floor]
    return floor


def _deduction(wage: int, floor: int, asked: int, month: MonthRules, facts: dict[str, Any]) -> int:
    """What may be taken off of what was asked: within the share, and down to the floor."""
    if not asked:
        return 0
    # Down to the fen: the share is never exceeded.
    cap = max(0, wage) * month.rules.deduction_cap_bp // _WHOLE_BP
    taken = max(0, min(asked, cap, wage - floor))
    facts["cap"] = [asked, month.rules.deduction_cap_bp, cap, wage - floor, taken]
    return taken


def _shares(
    wage: int, left: int, by_hand: int, month: MonthRules, facts: dict[str, Any]
) -> tuple[int, int]:
    """The own share, and what of it the month is too short for."""
    asked = by_hand + month.part(wage, month.rules.own_share_bp, _WHOLE_BP)
    if month.rules.own_share_bp or month.rules.employer_share_bp:
        facts["shares"] = [month.rules.own_share_bp, month.rules.employer_share_bp]
    taken = min(asked, max(0, left))
    if taken < asked:
        facts["short"] = [asked, taken]
    return taken, asked - taken


Booked = tuple[int, int | None, int]
"""Unit, grid and days: who bears a month, in parts."""


def borne_by(person: PersonMonth) -> list[Booked]:
    """Who bears somebody's month: one part for each unit and grid, by days in post."""
    days: dict[tuple[int, int | None], int] = {}
    for stay in person.stays:
        key = stay.unit_id, stay.grid_id
        days[key] = days.get(key, 0) + stay.behind - stay.first
    if not days:
        return [(person.unit_id, person.grid_id, 1)]
    return [(unit, grid, count) for (unit, grid), count in days.items()]


def split_between(fen: int, parts: Sequence[Sequence[Any]]) -> Sequence[int]:
    """A sum by the days of each part, exact to the fen."""
    if len(parts) == 1:
        return (fen,)
    return split_by_weights(fen, [int(part[2]) for part in parts])
