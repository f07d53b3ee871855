"""Rounds of stars over September of the office, on their way to stars that count."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hrgrid.assessment.queries.star_lines import star_lines
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_rows import RoundForm, StarLineFilter, StarLineRow, StarSummary
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.assessment.service.star_rounds import (
    confirm_round,
    open_round,
    propose_star_reopening,
    reopen_round,
    reopening_subject,
    star_subject,
)
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.storage.desk import Desk
from tests.assessment import assessed
from tests.assessment.office import MONTH, YEAR, area

FROM, TO = dt.date(YEAR, 11, 1), dt.date(YEAR + 1, 11, 1)


def form(desk: Desk, month: int = MONTH, **given: Any) -> RoundForm:
    """A round of the whole district over a month."""
    values: dict[str, Any] = {
        "subject": StarSubject.PERSON,
        "scheme": "monthly",
        "span": Span(PeriodKind.MONTH, YEAR, month),
        "area_path": area(desk, "示例区").path,
        "title": f"{month} 月星级评定",
        "valid_from": FROM,
        "valid_to": TO,
    }
    return RoundForm(**(values | given))


def opened(desk: Desk, month: int = MONTH, **given: Any) -> int:
    """A round that is opened over results that were confirmed before."""
    wanted = form(desk, month, **given)
    return desk.write(lambda work: open_round(work, wanted))


def computed(desk: Desk, round_id: int) -> StarSummary:
    return desk.write(lambda work: compute_stars(work, round_id))


def approved(desk: Desk, round_id: int) -> None:
    assessed.approved(desk, desk.read(lambda work: star_subject(work, round_id)))


def confirmed(desk: Desk, round_id: int) -> int:
    """Approved on paper and confirmed; how many stars."""
    approved(desk, round_id)
    return desk.write(lambda work: confirm_round(work, round_id, "政法〔2026〕12 号"))


def reopened(desk: Desk, round_id: int) -> int:
    desk.write(lambda work: propose_star_reopening(work, round_id), reason="成绩有误")
    assessed.approved(desk, desk.read(lambda work: reopening_subject(work, round_id)))
    return desk.write(lambda work: reopen_round(work, round_id))


def lines(desk: Desk, round_id: int, **narrowed: Any) -> dict[str, StarLineRow]:
    """The lines by name."""
    wanted = StarLineFilter(round_id, **narrowed)
    return {row.name: row for row in desk.read(lambda w: star_lines(w, wanted, limit=1_000))}
