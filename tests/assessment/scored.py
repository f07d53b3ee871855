"""A month of the office with everybody's figures, ready to be computed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.result_rows import ComputeSummary, ResultFilter, ResultRow
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.assessment.rules.shipped import INDICATORS, MONTHLY
from hrgrid.assessment.rules.words import FormulaKind, Source
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.periods import start_scoring
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from tests.assessment import office as town

BASED = {one.code for one in INDICATORS if one.based}
LISTED = {
    code
    for item in MONTHLY.items
    if item.formula.kind in {FormulaKind.BONUS, FormulaKind.VETO}
    for code in indicators_of([item])
}
GATHERED = {"training": Source.TRAINING, "inspected": Source.INSPECTION}
"""What the program knows by itself; who has none of it loses nothing."""
GOOD = {
    code: Figure(100_000, 100_000) if code in BASED else Figure(0)
    for code in indicators_of(MONTHLY.items)
    if code not in {*LISTED, *GATHERED}
} | {"hazards": Figure(5_000)}
"""A month without a fault: 100 points."""

Months = Mapping[str, Mapping[str, Figure | None]]


def absences(points: int) -> dict[str, Figure]:
    """So many points less than a hundred, up to 20."""
    away = min(points, 5)
    return {"absences": Figure(away * 1_000), "wrong": Figure((points - away) * 1_000)}


def give(desk: Desk, figures: Months, month: int = town.MONTH) -> None:
    """Everybody's good month but for what is said here, None is not delivered."""
    ids, at = town.people(desk), town.YEAR * 100 + month
    cells = {
        (at, ids[name], code): figure
        for name, known in figures.items()
        for code, figure in (GOOD | dict(known)).items()
        if figure is not None
    }

    def write(work: UnitOfWork) -> None:
        for kind in (Source.IMPORTED, *GATHERED.values()):
            ours = {
                cell: figure
                for cell, figure in cells.items()
                if GATHERED.get(cell[2], Source.IMPORTED) is kind
            }
            if ours:
                deliver(work, FigureSource(kind, f"{month} 月{kind.label}"), ours)

    desk.write(write)


def scoring(desk: Desk, figures: Months | None = None, month: int = town.MONTH) -> int:
    """A month in the state of scoring; everybody else without a fault."""
    period_id = town.opened(desk, month)
    names = town.assessees(desk, period_id)
    give(desk, {name: {} for name in names} | dict(figures or {}), month)
    desk.write(lambda work: start_scoring(work, period_id))
    return period_id


def computed(desk: Desk, period_id: int, reason: str = "") -> ComputeSummary:
    return desk.write(lambda work: compute(work, period_id), reason=reason)


def lines(desk: Desk, period_id: int, **narrowed: object) -> dict[str, ResultRow]:
    """The results by name, each without its place in an order."""
    wanted = ResultFilter(period_id, **narrowed)  # type: ignore[arg-type]
    rows = desk.read(lambda work: results(work, wanted, limit=1_000))
    return {row.name: dataclasses.replace(row, key=()) for row in rows}
