"""Which month is shown: the last two years, or any one that was asked for."""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.rules.months import month_words
from hrgrid.ui.forms import Choice
from hrgrid.ui.schemes.words import last_months
from hrgrid.ui.session import Session


def month_choice(session: Session, month: int | None) -> Choice:
    """A choice of months; without one that is wanted the last that is over."""
    today = session.day or dt.date.today()  # noqa: DTZ011 - the desk's day
    offered: list[tuple[object, str]] = list(last_months(today))
    if month is not None and month not in [each for each, _ in offered]:
        offered.insert(0, (month, month_words(month)))
    made = Choice("月份", offered)
    made.choose(month if month is not None else offered[1][0])
    return made
