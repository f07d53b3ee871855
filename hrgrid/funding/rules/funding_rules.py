"""The numbers of funding as dated versions of the rule book (rules.md 5); all money in fen.

What no source states is a proposal of the house and is named so where it is edited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hrgrid.funding.rules.words import Carry, Proration
from hrgrid.workforce.rules import GridKind

TOPIC = "funding"
TITLE = "经费与薪酬"


@dataclass(frozen=True, order=True)
class MinimumWage:
    """From `since` on, the minimum wage of a month; `area_path` "" is everywhere."""

    since: dt.date
    fen: int
    area_path: str = ""
    source: str = ""


@dataclass(frozen=True)
class FundingRules:
    """Shares in basis points, coefficients in thousandths, money in fen.

    `key_month` and `key_day` name the day on which grids are counted where a whole year is
    granted; `grades` gives the coefficient of performance by the grade's label, `no_grade` that
    of a month without one. `warn_bp` are the shares of an allotment from which a warning is told.
    """

    per_grid: Mapping[GridKind, int] = field(
        default_factory=lambda: {GridKind.GENERAL: 3_000_000, GridKind.DEDICATED: 0}
    )
    proration: Proration = Proration.YEAR
    only_if_staffed: bool = False
    key_month: int = 1
    key_day: int = 1
    monthly_fen: int = 250_000
    performance_bp: int = 3_000
    grades: Mapping[str, int] = field(
        default_factory=lambda: {"优秀": 1_200, "合格": 1_000, "基本合格": 800, "不合格": 500}
    )
    no_grade: int = 1_000
    seniority_fen: int = 0
    seniority_years: int = 20
    transport_fen: int = 0
    star_money: bool = True
    own_share_bp: int = 0
    employer_share_bp: int = 0
    leave_bp: int = 10_000
    deduction_cap_bp: int = 2_000
    workdays_milli: int = 21_750
    minimum_wages: tuple[MinimumWage, ...] = ()
    warn_bp: tuple[int, ...] = (8_000, 9_500)
    carry: Carry = Carry.RETURN

    def minimum_on(self, day: dt.date, area_path: str) -> int | None:
        """The floor of a month's pay there, the nearest area's newest; None when none is kept."""
        known = [
            one
            for one in self.minimum_wages
            if one.since <= day and area_path.startswith(one.area_path)
        ]
        if not known:
            return None
        return max(known, key=lambda one: (len(one.area_path), one.since)).fen
