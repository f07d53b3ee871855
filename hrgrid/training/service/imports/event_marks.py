"""Rows of lists of marks of one event: from a paper's mark to a column of a judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.columns import heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import parse_mark
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import Cell, EntrantRow, MarkValue, PanelView
from hrgrid.panels.rules.words import PanelState
from hrgrid.panels.service import PasteRefused, key_marks
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEvent
from hrgrid.training.queries.competition_inputs import (
    competitor_of_key,
    entrants_in_order,
    panels_of,
)
from hrgrid.training.rules.competing import RUNNING_POINTS, CompetitionState
from hrgrid.training.service.imports.meaning import Misfit

_SHOWN = 4


def apply_event_marks(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Key the marks of events that take them; each other row says why not.

    Raises UserError where no event takes marks, or several do and rows name none. Nothing can be
    taken back as a whole: a mark is changed in the score grid.
    """
    work.require_somewhere(Right.ENTER_MARKS)
    work.progress.begin("核对成绩", len(rows))
    events = _Events(work, rows)
    for row in rows:
        events.take(row)
        work.progress.step()
    return events.key()


class _Event:
    """One event that takes marks: who competes by number and by name."""

    def __init__(self, work: UnitOfWork, event: CompetitionEvent, panel_id: int) -> None:
        self.event = event
        self.view: PanelView = panel_view(work, panel_id)
        numbers = {one.id: one.number for one in entrants_in_order(work, event.competition_id)}
        self.known = {numbers[competitor_of_key(one.key)]: one for one in self.view.entrants}
        self.rows: dict[Cell, InRow] = {}
        self.values: dict[Cell, MarkValue | None] = {}


class _Events:
    def __init__(self, work: UnitOfWork, rows: Sequence[InRow]) -> None:
        self._work = work
        self._problems: list[Problem] = []
        self._unchanged = 0
        self._open = _open_events(work)
        self._found: dict[int, _Event] = {}
        if not self._open:
            raise UserError("现在没有在录分的比武项目，成绩导不进去。请先开始比赛")
        if len(self._open) > 1 and any(row.values["event"] is None for row in rows):
            shown = "、".join(f"“{title}”" for title in list(self._open)[:_SHOWN])
            raise UserError(f"在录分的项目有{shown}。请在“项目”一列写明是哪一项")

    def take(self, row: InRow) -> None:
        """Take one row; where it cannot stand, say why."""
        try:
            self._take(row)
        except Misfit as misfit:
            self._problems.append(row.problem(misfit.column, misfit.code, f"{misfit.sentence}。"))

    def _take(self, row: InRow) -> None:
        event = self._event(row)
        entrant = self._entrant(event, row)
        cell = (entrant.id, self._seat(event, row), event.view.items[0].id)
        value = self._value(row)
        if cell in event.rows:
            earlier = event.rows[cell].number
            raise Misfit(
                "marked_twice", "entrant", f"{entrant.shown}的这个分在第 {earlier} 行已经写过"
            )
        there = event.view.marks.get(cell)
        if there == value and type(there) is type(value):
            self._unchanged += 1
            return
        if there is not None:
            raise Misfit(
                "mark_there", "mark", f"{entrant.shown}已经有分，与这里不同。请在评分表里更正"
            )
        event.rows[cell], event.values[cell] = row, value

    def _event(self, row: InRow) -> _Event:
        typed = row.values["event"]
        title = next(iter(self._open))
        if typed is not None:
            named = [each for each in self._open if heading_key(typed) in _names(each)]
            if len(named) != 1:
                shown = "、".join(f"“{each}”" for each in list(self._open)[:_SHOWN])
                raise Misfit(
                    "unknown_event", "event", f"没有在录分的项目{quoted(typed)}。在录分的是{shown}"
                )
            title = named[0]
        event, panel_id = self._open[title]
        if event.id not in self._found:
            self._found[event.id] = _Event(self._work, event, panel_id)
        found = self._found[event.id]
        if len(found.view.items) > 1:
            raise Misfit("several_items", "event", f"“{title}”分几项打分，请在评分表里录")
        return found

    @staticmethod
    def _entrant(event: _Event, row: InRow) -> EntrantRow:
        number, name = row.values["entrant"], row.values["name"]
        found = event.known.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise Misfit(
                "unknown_entrant",
                "entrant",
                f"“{event.event.title}”里没有参赛号“{number}”。请核对",
            )
        if name is not None and match_key(name) != match_key(found.name):
            raise Misfit(
                "other_name",
                "name",
                f"参赛号“{number}”是“{found.name}”，与写的“{name}”不同。请核对是否串行",
            )
        return found

    @staticmethod
    def _seat(event: _Event, row: InRow) -> int:
        typed = row.values["seat"]
        seats = [column.seat_no for column in event.view.columns if column.active]
        if typed is None and len(seats) == 1:
            return seats[0]
        digits = "".join(letter for letter in typed or "" if letter.isdecimal())
        if not digits or int(digits) not in seats:
            raise Misfit(
                "unknown_seat", "seat", f"“{event.event.title}”没有评委席{quoted(typed or '')}"
            )
        return int(digits)

    @staticmethod
    def _value(row: InRow) -> MarkValue:
        text, why = row.values["mark"], row.values["no_mark"]
        try:
            mark = parse_mark(text, f"参赛号“{row.values['entrant']}”")
        except UserError as error:
            raise Misfit("mark_wrong", "mark", error.sentence.rstrip("。")) from error
        if (mark is None) == (why is None):
            raise Misfit("mark_or_reason", "mark", "要么写分数，要么写没有分的原因，只写一样")
        value: MarkValue | None = why if mark is None else mark
        assert value is not None  # noqa: S101 - one of them is there
        return value

    def key(self) -> Applied:
        """Key what can stand, event by event; a mark that its panel refuses is told by its row."""
        new = 0
        for found in self._found.values():
            values = dict(found.values)
            try:
                _key(self._work, found, values)
            except PasteRefused as refused:
                for each in refused.problems:
                    row = found.rows[each.cell]
                    self._problems.append(row.problem("mark", "mark_refused", each.sentence))
                    values.pop(each.cell)
                _key(self._work, found, values)
            new += len(values)
        journal: dict[str, Any] = {"marks": new}
        return Applied(new=new, unchanged=self._unchanged, problems=self._problems, journal=journal)


def _key(work: UnitOfWork, found: _Event, values: dict[Cell, MarkValue | None]) -> None:
    if len(values) == 1:
        # One cell alone is refused with its sentence and no place.
        try:
            key_marks(work, found.view.id, values)
        except PasteRefused:
            raise
        except UserError as error:
            from hrgrid.panels.service import CellProblem

            (cell,) = values
            raise PasteRefused([CellProblem(cell, error.sentence)]) from error
    elif values:
        key_marks(work, found.view.id, values)


def _open_events(work: UnitOfWork) -> dict[str, tuple[CompetitionEvent, int]]:
    """Events that take marks, by "competition event"."""
    query = (
        select(CompetitionEvent, Competition)
        .join(Competition, Competition.id == CompetitionEvent.competition_id)
        .where(Competition.state == CompetitionState.RUNNING)
        .order_by(Competition.number, CompetitionEvent.sort)
    )
    found = {}
    for event, competition in work.session.execute(query).tuples().all():
        if event.kind in RUNNING_POINTS:
            continue
        if not work.actor.may(Right.ENTER_MARKS, competition.area_path):
            continue
        panel = panels_of(work, competition.id)[event.code]
        if panel.state is PanelState.OPEN:
            found[f"{competition.title} {event.title}"] = (event, panel.id)
    return found


def _names(title: str) -> set[str]:
    """What a list may call an event: with its competition, or alone."""
    return {heading_key(title), heading_key(title.rsplit(" ", 1)[-1])}
