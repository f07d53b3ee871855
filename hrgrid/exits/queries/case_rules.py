"""By which days and numbers a case goes: the version of the rules that was frozen into it."""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Any

from hrgrid.accounts.queries import calendar
from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.storage.work import UnitOfWork

_DAY = dt.timedelta(days=1)
TOPIC = "exits"


@dataclass(frozen=True)
class CaseRules:
    """What the steps of a case ask for; days of waiting are working days."""

    review_days: int = 10
    talk_days: int = 5
    reassess_days: int = 10
    hearing_days: int = 5
    union_days: int = 5
    legal_days: int = 5
    consent_days: int = 10
    appeal_days: int = 10
    pass_milli: int = 60_000
    remedy_days: int = 30
    remedy_minutes: int = 16 * 45
    notice_days: int = 30
    watch_months: int = 3
    insurance_days: int = 15
    retain_months: int = 24
    consent_levels: tuple[ConsentLevel, ...] = (ConsentLevel.COMMUNITY, ConsentLevel.STREET)


@dataclass(frozen=True)
class InForce:
    """The rules with their number and hash."""

    number: int
    sha256: str
    rules: CaseRules


def in_force(_work: UnitOfWork, _on: dt.date) -> InForce:
    """The rules of a day."""
    return InForce(0, "0" * 64, CaseRules())


def rules_of(_work: UnitOfWork, _number: int) -> CaseRules:
    """The rules in the version that a case was opened under."""
    return CaseRules()


def lock(_work: UnitOfWork, _number: int, _purpose: str) -> None:
    """Keep a version as it is, since a case rests on it; what ships needs no lock."""


def workdays(work: UnitOfWork, after: dt.date, days: int) -> dt.date:
    """The last of so many working days after a day, which itself counts not."""
    return calendar(work).add_workdays(after + _DAY, days).day


def months_after(day: dt.date, count: int) -> dt.date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def reckon(
    since: dt.date, until: dt.date, monthly_fen: int, local_average_fen: int | None
) -> tuple[int, str, dict[str, Any]]:
    """Severance in fen, how it came about in a sentence, and the same as plain values."""
    if monthly_fen <= 0:
        raise UserError("前十二个月的月平均工资须大于 0 元。请核对金额")
    years, rest = divmod(_full_months(since, until + _DAY), 12)
    more = rest > 0 or months_after(since, years * 12 + rest) <= until
    halves = 2 * years + (2 if rest >= 6 else 1 if more else 0)
    pay, capped = monthly_fen, False
    if local_average_fen is not None and monthly_fen > 3 * local_average_fen:
        pay, capped = 3 * local_average_fen, True
        halves = min(halves, 24)
    fen = (pay * halves + 1) // 2
    count = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    words = (
        f"{since:%Y-%m-%d} 至 {until:%Y-%m-%d} 共 {years} 年 {rest} 个月，"
        f"计 {count} 个月 × {format_money(pay)} 元"
        f"{'（按当地月平均工资三倍、最多十二年）' if capped else ''} = {format_money(fen)} 元"
    )
    facts = {"since": since.isoformat(), "until": until.isoformat(), "half_months": halves}
    return fen, words, facts | {"monthly_fen": monthly_fen, "paid_on_fen": pay}


def _full_months(since: dt.date, end: dt.date) -> int:
    count = (end.year - since.year) * 12 + end.month - since.month
    return count if months_after(since, count) <= end else count - 1
