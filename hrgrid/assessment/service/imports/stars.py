"""Stars of the years before the program, of people and grids on file; and how they go again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select

from hrgrid.assessment.model import StarAward, StarLine, StarRound, StarRun
from hrgrid.assessment.rules.star_words import RoundState, star_label
from hrgrid.assessment.rules.words import RunState
from hrgrid.assessment.service.imports.meaning import Everybody, Misfit
from hrgrid.core.columns import quoted
from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person
from hrgrid.workforce.queries.persons import kept_ids, the_kept
from hrgrid.workforce.rules import Level

_DAY = dt.timedelta(days=1)
_YEAR = 12
"""Months that a star holds of which nobody wrote until when."""
_STEP = 1_000


@dataclass(frozen=True)
class _Star:
    """A star of a holder: `person_id` or `grid_id`; holds from `since` before `until`."""

    person_id: int | None
    grid_id: int | None
    name: str
    level: int
    since: dt.date
    until: dt.date

    @property
    def holder(self) -> tuple[str, int]:
        return ("person", self.person_id) if self.person_id else ("grid", self.grid_id or 0)

    @property
    def words(self) -> str:
        last = self.until - _DAY
        return f"{star_label(self.level)}（{self.since.isoformat()} 至 {last.isoformat()}）"

    def same(self, other: _Star) -> bool:
        """Whether both say the same star for the same days."""
        return (self.level, self.since, self.until) == (other.level, other.since, other.until)

    def meets(self, other: _Star) -> bool:
        """Whether both would hold on one day."""
        return self.since < other.until and other.since < self.until


def apply_stars(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Add the star of every good row; one that stands already is no news.

    Nobody has two stars on one day, so that a row that meets another star stays out. No money is
    taken over. Raises Refused for who may not run assessment in the whole office.
    """
    work.require(Right.IMPORT)
    work.require(Right.RUN_ASSESSMENT)
    work.progress.begin("核对星级", len(rows))
    sweep = _Sweep(work)
    for at, row in enumerate(rows, start=1):
        try:
            sweep.take(row)
        except Misfit as misfit:
            sweep.problems.append(
                row.problem(
                    misfit.column,
                    misfit.code,
                    f"{misfit.sentence}。",
                    suggestion=misfit.suggestion,
                )
            )
        if at % _STEP == 0:
            work.progress.step(_STEP)
    work.progress.step(len(rows) % _STEP)
    if sweep.rows:
        insert_rows(work, StarAward, sweep.rows)
    return Applied(
        new=len(sweep.rows),
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"stars": len(sweep.rows)},
        undo={"operation": work.circumstances.operation_id, "count": len(sweep.rows)},
    )


def undo_stars(work: UnitOfWork, undo: Any) -> None:
    """Take the stars of an import out again.

    Raises UserError, naming the round, where one was confirmed that reckoned with them.
    """
    work.require(Right.RUN_ASSESSMENT)
    brought = StarAward.import_operation == undo["operation"]
    title = _resting(work, brought)
    if title is not None:
        raise UserError(f"“{title}”是接着导入的星级评的，不能撤销导入。请先重开那次评定")
    work.session.execute(delete(StarAward).where(brought))


def _resting(work: UnitOfWork, brought: ColumnElement[bool]) -> str | None:
    """The first confirmed round in which somebody's star was reckoned from one of an import.

    A step is counted from the star before, and who ever had one is no newcomer among stars: both
    read every star that began before the round's day, ended or not. A round that was computed
    before the import came reckoned without it. One that has put an end to a star rests on it too.
    """
    award, line, found = StarAward, StarLine, StarRound
    ended = select(found.title).join(award, award.ended_by_id == found.id).where(brought)
    of_person = select(found.title).where(line.person_id == the_kept()).select_from(award)
    of_grid = select(found.title).where(line.grid_id == award.grid_id).select_from(award)
    for query in (
        ended,
        _reckoned(of_person.join(Person, Person.id == award.person_id), brought),
        _reckoned(of_grid, brought),
    ):
        title = work.session.scalar(query.order_by(found.id).limit(1))
        if title is not None:
            return title
    return None


def _reckoned(query: Select[tuple[str]], brought: ColumnElement[bool]) -> Select[tuple[str]]:
    award, line, found, run = StarAward, StarLine, StarRound, StarRun
    return (
        query.join(found, found.valid_from > award.valid_from)
        .join(run, run.round_id == found.id)
        .join(line, line.run_id == run.id)
        .where(brought, found.state == RoundState.CONFIRMED, line.left_out.is_(None))
        .where(run.state == RunState.APPLIED, run.made_at >= award.made_at)
    )


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._everybody = Everybody(work)
        self._grids = _grids_by_code(work)
        self._held: dict[tuple[str, int], list[_Star]] = {}
        for star in _held(work):
            self._held.setdefault(star.holder, []).append(star)
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.unchanged = 0

    def take(self, row: InRow) -> None:
        """The star of a row is added, or stands already; raises Misfit where it cannot stand."""
        star = self._star(row)
        held = self._held.setdefault(star.holder, [])
        if any(star.same(other) for other in held):
            self.unchanged += 1
            return
        meeting = [other for other in held if star.meets(other)]
        if meeting:
            raise Misfit(
                "star_meets",
                "valid_from",
                f"“{star.name}”这段时间已有{meeting[0].words}。请核对生效日期和有效期",
            )
        held.append(star)
        self.rows.append(
            {
                "round_id": None,
                "person_id": star.person_id,
                "grid_id": star.grid_id,
                "level": star.level,
                "monthly_fen": 0,
                "valid_from": star.since,
                "valid_to": star.until,
                "lasts_to": star.until,
                "ended_by_id": None,
                "document_no": row.values["document_no"],
                "void_reason": "",
                "import_operation": self._work.circumstances.operation_id,
                "made_at": self._work.now,
                "made_by": self._work.actor.name,
            }
        )

    def _star(self, row: InRow) -> _Star:
        values = row.values
        since: dt.date = values["valid_from"]
        last: dt.date | None = values.get("last_day")
        until = add_months(since, _YEAR) if last is None else last + _DAY
        if last is not None and last < since:
            raise Misfit(
                "star_days",
                "last_day",
                f"有效期至 {last.isoformat()} 早于生效日期 {since.isoformat()}。请核对",
            )
        if since > self._work.today:
            raise Misfit(
                "star_in_future",
                "valid_from",
                f"{since.isoformat()} 还没有到。以后的星级请在“星级评定”里评",
            )
        days = (values["level"], since, until)
        if any(values.get(key) is not None for key in ("name", "id_number", "number")):
            person = self._everybody.find(values)
            return _Star(person.id, None, person.name, *days)
        code: str | None = values.get("grid_code")
        if code is None:
            raise Misfit("nobody", "name", "没有写是谁的星级。请填姓名和身份证号，或网格编码")
        return _Star(None, self._grid(code, since), f"网格 {code}", *days)

    def _grid(self, code: str, on: dt.date) -> int:
        """The grid that had a code on a day; of old years the last one that had it."""
        found = self._grids.get(code.upper())
        if not found:
            raise Misfit("unknown_grid", "grid_code", f"没有编码是{quoted(code)}的网格。请核对")
        there = [key for key, since, until in found if since <= on and (not until or on < until)]
        return there[0] if there else found[-1][0]


def _grids_by_code(work: UnitOfWork) -> dict[str, list[tuple[int, dt.date, dt.date | None]]]:
    query = (
        select(Area.code, Area.id, Area.valid_from, Area.valid_to)
        .where(Area.level == Level.GRID)
        .where(or_(Area.valid_to.is_(None), Area.valid_to > Area.valid_from))
        .order_by(Area.valid_from, Area.id)
    )
    found: dict[str, list[tuple[int, dt.date, dt.date | None]]] = {}
    for code, key, since, until in work.session.execute(query).tuples():
        found.setdefault(code.upper(), []).append((key, since, until))
    return found


def _held(work: UnitOfWork) -> list[_Star]:
    """Every star that holds on some day; of those merged, the one who was kept has it."""
    merged = kept_ids(work)
    one = StarAward
    query = select(one.person_id, one.grid_id, one.level, one.valid_from, one.valid_to)
    return [
        _Star(
            merged.get(person_id, person_id) if person_id is not None else None,
            *(grid_id, "", level, since, until),
        )
        for person_id, grid_id, level, since, until in work.session.execute(
            query.where(one.valid_to > one.valid_from)
        ).tuples()
    ]
