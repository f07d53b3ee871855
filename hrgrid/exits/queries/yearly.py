"""A year of warnings and exits: who recovered first, then who left and on which ground.

What goes public names nobody and leaves out every cell under five.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import func, or_, select

from hrgrid.assessment.queries.people import chains_of
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import round_half_up
from hrgrid.exits.model import ExitCase, ExitFlag, ExitLook, ExitStep
from hrgrid.exits.queries.scope import require_view, within
from hrgrid.exits.rules.hiding import FEW, hide_few, hide_one
from hrgrid.exits.rules.rows import (
    CauseYear,
    DaysLine,
    GroundCount,
    RecoveredRow,
    UnitYear,
    YearLine,
    YearlyReport,
)
from hrgrid.exits.rules.words import ENDED, ExitState, FlagState, Ground, Trigger
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.areas import names_of_paths
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.chains import Chain
from hrgrid.workforce.rules import Level

_S = ExitState


@dataclass(frozen=True)
class _Case:
    """A case with the last day on which it came into each state."""

    row: ExitCase
    name: str
    on: dict[ExitState, dt.date]
    unit: str

    def came(self, state: ExitState, year: int) -> bool:
        """Whether it came into a state in the year."""
        return state in self.on and self.on[state].year == year

    def days(self, state: ExitState) -> int:
        """Days from its beginning."""
        return (self.on[state] - self.row.opened_on).days


def exits_of_year(
    work: UnitOfWork, year: int, area_id: int | None = None, *, public: bool = False
) -> YearlyReport:
    """The year of an area, or of all of one's own part; `public` hides small cells and names.

    Refused for who may see no exits there.
    """
    require_view(work)
    path = ""
    if area_id is not None:
        path = place_path(work, area_id, None)
        if not path:
            raise UserError("没有这个区域，可能已经停用。请另选区域")
        work.require(Right.VIEW_EXITS, path)
    cases = _cases(work, year, path)
    recovered = [one for one in cases if one.came(_S.IMPROVED, year)]
    left = [one for one in cases if one.came(_S.EXECUTED, year)]
    warned = [one for one in cases if one.came(_S.WARNED, year)]
    opened = [one for one in cases if one.row.opened_on.year == year]
    summary = (
        ("recovered", "解除预警", len(recovered)),
        ("warned", "下发预警", len(warned)),
        ("remedied", "补训或调岗", _came(cases, _S.REMEDY, year)),
        ("dismissed", "核实后不予办理", _came(cases, _S.DISMISSED, year)),
        ("cancelled", "撤销", _came(cases, _S.CANCELLED, year)),
        ("left", "离岗", len(left)),
        ("opened", "立案", len(opened)),
        ("going", "年末在办", sum(_goes_on(one, year) for one in cases)),
        *_looked(work, year, path),
    )
    lines = tuple(
        YearLine(code, label, hide_one(count) if public else count)
        for code, label, count in summary
    )
    grounds = Counter(one.row.ground for one in left)
    causes = Counter(one.row.cause for one in opened)
    by_ground = _shown([grounds[ground] for ground in Ground], public)
    by_cause = _shown([causes[cause] for cause in Trigger], public)
    units = _units(recovered, left, warned, public)
    days = _days(recovered, left, warned, public)
    report = YearlyReport(
        year,
        names_of_paths(work, [path], work.today).get(path, "") if path else "",
        path,
        public,
        () if public else tuple(_recovered(one) for one in recovered),
        lines,
        tuple(GroundCount(one, one.label, n) for one, n in zip(Ground, by_ground, strict=True)),
        tuple(CauseYear(one, one.label, n) for one, n in zip(Trigger, by_cause, strict=True)),
        units,
        days,
        hidden=False,
    )
    cells = (
        *(line.count for line in report.summary),
        *by_ground,
        *by_cause,
        *(cell for one in units for cell in (one.recovered, one.left, one.warned)),
    )
    hidden = public and any(cell is None for cell in cells)
    return replace(report, hidden=hidden)


def _cases(work: UnitOfWork, year: int, path: str) -> list[_Case]:
    """Cases that were open at any time of the year."""
    ended = (
        select(ExitStep.case_id, func.max(ExitStep.happened_on).label("last"))
        .group_by(ExitStep.case_id)
        .subquery()
    )
    query = (
        select(ExitCase, Person.name)
        .join(Person, Person.id == ExitCase.person_id)
        .join(ended, ended.c.case_id == ExitCase.id)
        .where(
            within(work, ExitCase.area_path),
            ExitCase.area_path.startswith(path, autoescape=True),
            ExitCase.opened_on < dt.date(year + 1, 1, 1),
            or_(ended.c.last >= dt.date(year, 1, 1), ExitCase.state.not_in(ENDED)),
        )
        .order_by(ExitCase.number)
    )
    found = work.session.execute(query).tuples().all()
    ids = [case.id for case, _ in found]
    on: dict[int, dict[ExitState, dt.date]] = {}
    steps = select(ExitStep.case_id, ExitStep.state, ExitStep.happened_on).where(
        ExitStep.case_id.in_(ids)
    )
    for case_id, state, day in work.session.execute(steps.order_by(ExitStep.seq)).tuples():
        on.setdefault(case_id, {})[state] = day
    chains = chains_of(work, {case.area_id for case, _ in found})
    return [
        _Case(case, name, on.get(case.id, {}), _unit(chains[case.area_id])) for case, name in found
    ]


def _unit(chain: Chain) -> str:
    return chain.at(Level.STREET) or chain.own


def _came(cases: Iterable[_Case], state: ExitState, year: int) -> int:
    return sum(one.came(state, year) for one in cases)


def _goes_on(one: _Case, year: int) -> bool:
    """Whether it was open when the year was over, or is now."""
    ends = [one.on[state] for state in ENDED if state in one.on]
    return not ends or max(ends).year > year


def _looked(work: UnitOfWork, year: int, path: str) -> tuple[tuple[str, str, int], ...]:
    """How many were named by looks at results of the year, each person once a look."""
    query = (
        select(ExitFlag.state, func.count())
        .join(ExitLook, ExitLook.id == ExitFlag.look_id)
        .where(
            ExitLook.year == year,
            ExitLook.void_reason == "",
            within(work, ExitLook.area_path),
            ExitLook.area_path.startswith(path, autoescape=True),
        )
        .group_by(ExitFlag.state)
    )
    counts = dict(work.session.execute(query).tuples().all())
    named = sum(count for state, count in counts.items() if state is not FlagState.LEFT_OUT)
    return (
        ("named", "筛查列入人次", named),
        ("put_aside", "筛查后不立案人次", counts.get(FlagState.PUT_ASIDE, 0)),
    )


def _shown(cells: Sequence[int], public: bool) -> list[int | None]:
    return hide_few(cells) if public else list(cells)


def _units(
    recovered: Sequence[_Case], left: Sequence[_Case], warned: Sequence[_Case], public: bool
) -> tuple[UnitYear, ...]:
    counts = [Counter(one.unit for one in part) for part in (recovered, left, warned)]
    names = sorted({name for count in counts for name in count})
    columns = [_shown([count[name] for name in names], public) for count in counts]
    return tuple(
        UnitYear(name, columns[0][at], columns[1][at], columns[2][at])
        for at, name in enumerate(names)
    )


def _days(
    recovered: Sequence[_Case], left: Sequence[_Case], warned: Sequence[_Case], public: bool
) -> tuple[DaysLine, ...]:
    found = []
    for label, cases, state in (
        ("立案到解除预警", recovered, _S.IMPROVED),
        ("立案到下发预警", warned, _S.WARNED),
        ("立案到离岗", left, _S.EXECUTED),
    ):
        days = sorted(one.days(state) for one in cases)
        if days and not (public and len(days) < FEW):
            found.append(DaysLine(label, len(days), _median(days), days[-1]))
    return tuple(found)


def _median(days: Sequence[int]) -> int:
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2], 2)
    return round_half_up(Fraction(*middle), 0)


def _recovered(one: _Case) -> RecoveredRow:
    return RecoveredRow(
        one.row.id,
        one.row.number,
        one.name,
        one.unit,
        one.row.opened_on,
        one.on[_S.IMPROVED],
        one.days(_S.IMPROVED),
    )
