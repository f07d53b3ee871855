"""Words and figures of the level 方案和指标."""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.rules.months import month_of, month_words
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui.matters.typed import plain_digits

TOPIC = "assessment"
FIGURE_TOPIC = "assessment_figures"
"""What is stored cell by cell in a dialog; the page is told when the dialog is left."""


def points(milli: int | None) -> str:
    """Points for people, nothing where there are none."""
    return "" if milli is None else mark_text(milli)


def bp_text(basis_points: int) -> str:
    """A share without its sign: 95, 99.5."""
    return mark_text(basis_points * 10)


def read_points(text: str, what: str) -> int:
    """Thousandths of a typed number. Raises UserError."""
    found = _number(text, what)
    if found < 0:
        raise UserError(f"{what}不能是负数。请改正")
    return found


def read_bp(text: str, what: str) -> int:
    """Basis points of a typed percentage, with its sign or without. Raises UserError."""
    found = _number(plain_digits(text).removesuffix("%"), what)
    if found < 0 or found % 10:
        raise UserError(f"{what}“{text.strip()}”不能这样写。请写成 95 或 99.5")
    return found // 10


def read_whole(text: str, what: str) -> int:
    """A typed whole number. Raises UserError."""
    plain = plain_digits(text)
    if not plain.isdecimal():
        shown = f"“{text.strip()}”" if text.strip() else "没有填"
        raise UserError(f"{what}{shown}，要填整数，例如 15。请改正")
    return int(plain)


def _number(text: str, what: str) -> int:
    try:
        found = parse_mark(plain_digits(text), what)
    except UserError as error:
        raise UserError(f"{what}“{text.strip()}”不是数字。请改成 10 或 2.5 这样的数") from error
    if found is None:
        raise UserError(f"{what}没有填。请补上")
    return found


def last_months(today: dt.date, count: int = 24) -> list[tuple[int, str]]:
    """The months up to this one, the newest first, each with how people call it."""
    found = []
    day = today.replace(day=1)
    for _ in range(count):
        found.append((month_of(day), month_words(month_of(day))))
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return found
