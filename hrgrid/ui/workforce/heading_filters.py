"""The funnels in the headings of the list of people: what drops from each, and what it asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from hrgrid.ui.cells.filter_popup import DaysPopup, FilterPopup, Value, ValuesPopup, WordsPopup
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.conditions import Conditions, Narrowed
from hrgrid.ui.workforce.people import COLUMNS
from hrgrid.ui.workforce.people_table import PeopleTable
from hrgrid.workforce.queries.narrowing import Dated, Heading, Narrowing, Picked, Worded
from hrgrid.workforce.queries.values import ValueRow, values_of

_AT = {column.key: at for at, column in enumerate(COLUMNS)}
HEADINGS = tuple(heading for heading in Heading if heading.value in _AT)
_WORDED = {Heading.NAME, Heading.NUMBER, Heading.PLACE}
_TOLD_AT_MOST = 3


class HeadingFilters(QObject):
    """Opens the box below a heading; `wanted` tells the conditions with what was asked for."""

    wanted = Signal(object)

    def __init__(self, session: Session, table: PeopleTable) -> None:
        super().__init__(table)
        self._session, self._table = session, table
        self._conditions = Conditions()
        self._asked = 0
        self.popup: FilterPopup | None = None
        table.heading.offer_filters({_AT[heading.value] for heading in HEADINGS})
        table.heading.filter_wanted.connect(lambda at: self.open(Heading(COLUMNS[at].key)))

    def show_conditions(self, conditions: Conditions) -> None:
        """Mark the headings that narrow."""
        self._conditions = conditions
        self._table.heading.mark_filters(
            {_AT[one.narrowing.heading.value] for one in conditions.narrowed
             if one.narrowing.heading.value in _AT}
        )  # fmt: skip

    def open(self, heading: Heading) -> None:
        """Open the box of a column; values are counted first."""
        now = self._conditions.narrowing_of(heading)
        if heading is Heading.SINCE:
            days = (now.first, now.last) if isinstance(now, Dated) else (None, None)
            self._show(
                heading, DaysPopup(heading.label, *days, self._table.window()), self._take_days
            )
        elif heading in _WORDED:
            words, begins = (now.words, now.begins) if isinstance(now, Worded) else ("", False)
            box = WordsPopup(heading.label, words, begins=begins, parent=self._table.window())
            self._show(heading, box, self._take_words)
        else:
            self._count(heading, now.values if isinstance(now, Picked) else None)

    def _count(self, heading: Heading, chosen: tuple[str, ...] | None) -> None:
        conditions = self._conditions
        self._asked += 1
        asked = self._asked

        def take(rows: list[ValueRow]) -> None:
            if asked != self._asked:
                return
            values = [Value(row.value, row.label, row.people) for row in rows]
            labels = {row.value: row.label for row in rows}
            # A ticked value that nobody has under the other conditions stays ticked.
            for value in chosen or ():
                if value not in labels:
                    labels[value] = value
                    values.append(Value(value, value or "（空白）", 0))
            box = ValuesPopup(heading.label, values, chosen, self._table.window())
            self._show(heading, box, lambda at, picked: self._take_values(at, picked, labels))

        self._session.tasks.read(
            lambda work: values_of(work, conditions.wanted(work.day), heading), take
        )

    def _show(
        self, heading: Heading, box: FilterPopup, take: Callable[[Heading, object], None]
    ) -> None:
        self.popup = box
        box.taken.connect(lambda asked: take(heading, asked))
        box.destroyed.connect(lambda: self._forget(box))
        at, view = _AT[heading.value], self._table.heading
        left = 0 if at == 0 else max(0, view.sectionViewportPosition(at))
        place = view.viewport().mapToGlobal(QPoint(left, 0))
        box.open_below(QRect(place.x(), place.y(), view.sectionSize(at), view.height()))

    def _forget(self, box: FilterPopup) -> None:
        if self.popup is box:
            self.popup = None

    # --- what was asked for -------------------------------------------------------------------

    def _take_values(self, heading: Heading, asked: object, labels: dict[str, str]) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        values = cast("tuple[str, ...]", asked)
        named = "、".join(labels[value] for value in values[:_TOLD_AT_MOST])
        more = f"等 {len(values)} 个" if len(values) > _TOLD_AT_MOST else ""
        self._narrow(heading, Picked(heading, values), f"{named}{more}")

    def _take_words(self, heading: Heading, asked: object) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        words, begins = cast("tuple[str, bool]", asked)
        told = f"{'开头是' if begins else '包含'}“{words}”"
        self._narrow(heading, Worded(heading, words, begins), told)

    def _take_days(self, heading: Heading, asked: object) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        first, last = cast("tuple[dt.date | None, dt.date | None]", asked)
        parts = [f"从 {first}" if first else "", f"到 {last}" if last else ""]
        self._narrow(heading, Dated(heading, first, last), " ".join(filter(None, parts)))

    def _narrow(self, heading: Heading, narrowing: Narrowing | None, told: str) -> None:
        conditions = self._conditions.without(heading)
        if narrowing is not None:
            conditions = conditions.narrowed_by(Narrowed(narrowing, f"{heading.label}：{told}"))
        self.wanted.emit(conditions)
