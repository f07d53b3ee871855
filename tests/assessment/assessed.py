"""Periods of the office on their way: delivered, scored, shown, published, confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from hrgrid.accounts.service import PaperApproval, Subject, record_paper_approval
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import Shown, Source
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.indicators import ship_indicators
from hrgrid.assessment.service.periods import open_appeals, show_results, start_scoring
from hrgrid.assessment.service.settling import confirm_period, result_subject
from hrgrid.assessment.service.showing import ShowForm, show_unit
from hrgrid.storage.desk import Desk
from tests.assessment.office import (
    EVERYBODY,
    MONTH,
    NAMES,
    YEAR,
    assessees,
    opened,
    people,
    person_of,
)

__all__ = ["assessees", "opened", "person_of"]


_MILLI = 1_000
_WHOLE = ("patrols", "on_time", "five_minutes", "disputes", "satisfied", "visits")


def figures_of(wrong: int = 0) -> dict[str, Figure]:
    """A month of somebody who did everything, but for so many wrong entries (a point each)."""
    counts = {"stale": 0, "wrong": wrong, "hazards": 5, "absences": 0}
    return {code: Figure(count * _MILLI) for code, count in counts.items()} | {
        code: Figure(100 * _MILLI, 100 * _MILLI) for code in _WHOLE
    }


def delivered(
    desk: Desk,
    month: int = MONTH,
    wrong: Mapping[str, int] | None = None,
    without: Collection[str] = (),
) -> None:
    """Figures of a month of everybody, from another platform; `wrong` entries by name.

    Nobody is equal to another of his unit, or of those that are counted together.
    """
    ids = people(desk)
    faults = {name: at % 15 for at, name in enumerate(EVERYBODY)} | dict(wrong or {})
    figures: dict[tuple[int, int, str], Figure | None] = {
        (YEAR * 100 + month, ids[name], code): figure
        for name in {*NAMES, *EVERYBODY} - set(without)
        for code, figure in figures_of(faults.get(name, 0)).items()
    }
    source = FigureSource(Source.IMPORTED, f"{month} 月平台导出")
    desk.write(ship_indicators)
    desk.write(lambda work: deliver(work, source, figures))


def scored(desk: Desk, month: int = MONTH, **given: Any) -> int:
    """A period of which everybody's result is computed; `wrong` as in `delivered`."""
    delivered(desk, month, **given)
    number = opened(desk, month)
    desk.write(lambda work: start_scoring(work, number))
    desk.write(lambda work: compute(work, number))
    return number


def shown(desk: Desk, month: int = MONTH, **given: Any) -> int:
    """Everybody was sent his result, too."""
    number = scored(desk, month, **given)
    desk.write(lambda work: show_results(work, number))
    desk.write(lambda work: show_unit(work, number, None, ShowForm(Shown.SENT)))
    return number


def appealed(desk: Desk, month: int = MONTH, **given: Any) -> int:
    """Published some weeks ago: nobody may appeal any more."""
    number = shown(desk, month, **given)
    on = PUBLISHED[month]
    desk.write(lambda work: open_appeals(work, number, on))
    return number


def approved(desk: Desk, subject: Subject) -> None:
    """Approved on paper."""
    paper = PaperApproval("赵主任", "政法委副书记", dt.date(YEAR, 10, 20), "政法〔2026〕9 号")
    desk.write(lambda work: record_paper_approval(work, subject, paper))


def confirmed(desk: Desk, month: int = MONTH, **given: Any) -> int:
    """A month whose result stands."""
    number = appealed(desk, month, **given)
    approved(desk, desk.read(lambda work: result_subject(work, number)))
    desk.write(lambda work: confirm_period(work, number, "政法〔2026〕9 号"))
    return number


PUBLISHED = {
    7: dt.date(YEAR, 8, 5),
    8: dt.date(YEAR, 9, 4),
    9: dt.date(YEAR, 10, 13),
}
"""When the months' results were published in the units."""
