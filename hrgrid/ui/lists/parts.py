"""The parts of a list put together: table, reader, filters, editing, frame and strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, Signal

from hrgrid.core.labelled import Labelled
from hrgrid.ui.cells.list_model import ListModel
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.lists.editing import Editing, Sheet
from hrgrid.ui.lists.frame import ListFrame
from hrgrid.ui.lists.heading_filters import HeadingFilters, Headings
from hrgrid.ui.lists.reader import ListReader
from hrgrid.ui.lists.saved import Lapsed, SavedFilters, Usual
from hrgrid.ui.lists.source import Source
from hrgrid.ui.lists.strip import ConditionStrip
from hrgrid.ui.session import Session
from hrgrid.ui.settings import Entry


@dataclass(frozen=True)
class ListSpec:
    """What a list is: `name` is its key in the settings and of its saved filters.

    `nothing` are its conditions that narrow nothing, `usual` the filters that ship with it.
    """

    name: str
    title: str
    source: Source[Any]
    headings: Headings
    sheet: Sheet[Any]
    nothing: Any
    lapsed: Lapsed
    usual: Sequence[Usual] = ()
    order: Entry[Any] | None = None


class ListParts(QObject):
    """Conditions are one value: controls ask for another by `wanted`, `show` reads it."""

    wanted = Signal(object)
    state_changed = Signal()

    def __init__(self, session: Session, spec: ListSpec, model: ListModel[Any]) -> None:
        super().__init__(model)
        self.session, self.spec, self.model = session, spec, model
        self.conditions = spec.nothing
        if spec.order is not None:
            model.show_order(session.settings.get(spec.order))
        self.reader = ListReader(session, model, spec.source, spec.nothing)
        self.table = ListTable(model, spec.title, session.settings, spec.name)
        self.saved = SavedFilters(session, spec.name, spec.nothing, spec.usual, spec.lapsed)
        self.strip = ConditionStrip(spec.source.measure, spec.nothing, self.saved)
        self.filters = HeadingFilters(session, self.table, spec.headings, spec.nothing)
        self.editing = Editing(session, self.table, model, self.reader, spec.sheet)
        keys = {column.key: column.title for column in model.list_columns}
        what = "、".join(keys[key] for key in spec.sheet.editable) if self.editing.able else ""
        self.frame = ListFrame(session, self.table, self.reader, spec.source.measure, what)
        for part in (self.strip, self.filters, self.saved):
            part.wanted.connect(self.wanted)
        self.table.order_wanted.connect(self.sort)
        self.table.looked_at.connect(self.reader.look)
        self.reader.arrived.connect(self._arrive)
        self.reader.counted.connect(self._show_counts)
        self.frame.edit_wanted.connect(self.edit)
        self.editing.turned.connect(self._turn_editing)
        session.day_changed.connect(self._end_editing)

    def show(self, conditions: Any) -> None:
        """Show what is in force; the caller reads."""
        self.conditions = conditions
        self.strip.show_conditions(conditions)
        self.filters.show_conditions(conditions)

    def read(self) -> None:
        """Read what the conditions find from the top."""
        self.reader.read(self.conditions)

    def renew(self) -> None:
        """Read the same list anew and stay where one stands, also where rows came above."""
        if self.editing.on:
            # Rows keep their places while one types; the list is read anew at the end.
            return
        self.reader.forget_count()
        current = self.table.currentIndex().row()
        # The row under the cursor may be far from the eye, and not here any more.
        here = self.model.row_at(current) is not None
        self.reader.renew(current if here else self.table.rowAt(0), self._move)

    def sort(self, order: Labelled) -> None:
        """Sort by something else, from the top."""
        if order is not self.model.order:
            self.model.show_order(order)
            if self.spec.order is not None:
                self.session.settings.put(self.spec.order, order)
            self.read()

    def edit(self) -> None:
        """Begin to edit, or end it."""
        if self.editing.on:
            self.editing.end()
        elif self.editing.able and self.model.rowCount() and self.session.is_today():
            self.editing.begin()

    def _end_editing(self) -> None:
        """Another day is looked at: only today's is edited."""
        if self.editing.on:
            self.editing.end()

    def _move(self, by: int) -> None:
        """Others put rows above: the one under the cursor stays where it is on the screen."""
        table = self.table
        if by:
            bar = table.verticalScrollBar()
            bar.setValue(bar.value() + by * table.rowHeight(0))
            row = min(max(0, table.currentIndex().row() + by), self.model.rowCount() - 1)
            flags = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            index = self.model.index(row, table.currentIndex().column())
            table.selectionModel().setCurrentIndex(index, flags)

    def _arrive(self) -> None:
        nothing = not self.model.rowCount() and self.conditions == self.spec.nothing
        self.frame.show_state(nothing=nothing)
        self.state_changed.emit()

    def _show_counts(self) -> None:
        self.strip.show_counts(self.reader.found or 0, self.reader.every or 0)
        self.frame.show_selection()

    def _turn_editing(self, on: bool) -> None:
        self.frame.show_editing(on=on)
        if not on:
            self.renew()
