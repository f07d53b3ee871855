"""The funnels in the headings of a list: what drops from each, and what it asks for."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from hrgrid.core.labelled import Labelled
from hrgrid.core.narrowing import Counted, Dated, Narrowing, Picked, ValueRow, Worded
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.filter_popup import (
    DaysPopup,
    FilterPopup,
    NumbersPopup,
    Value,
    ValuesPopup,
    WordsPopup,
)
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.lists.conditions import Narrowed
from hrgrid.ui.session import Session

_TOLD_AT_MOST = 3


class How(enum.Enum):
    """What drops from a heading."""

    VALUES = "values"
    WORDS = "words"
    DAYS = "days"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Headings:
    """Which columns narrow, and how; a heading's code is the key of its column.

    `values` counts what stands in a column under the other conditions.
    """

    how: Mapping[Labelled, How]
    values: Callable[[UnitOfWork, Any, Any], list[ValueRow]]


class HeadingFilters(QObject):
    """Opens the box below a heading; `wanted` tells the conditions with what was asked for."""

    wanted = Signal(object)

    def __init__(
        self, session: Session, table: ListTable, headings: Headings, conditions: Any
    ) -> None:
        super().__init__(table)
        self._session, self._table, self._headings = session, table, headings
        self._conditions = conditions
        self._asked = 0
        self.popup: FilterPopup | None = None
        keys = {column.key: at for at, column in enumerate(table.list_columns)}
        self._at = {one: keys[one.value] for one in headings.how if one.value in keys}
        heading_at = {at: one for one, at in self._at.items()}
        table.heading.offer_filters(heading_at)
        table.heading.filter_wanted.connect(lambda at: self.open(heading_at[at]))

    @property
    def offered(self) -> list[Labelled]:
        """The headings that narrow, in the order of the columns."""
        return sorted(self._at, key=lambda one: self._at[one])

    def show_conditions(self, conditions: Any) -> None:
        """Mark the headings that narrow."""
        self._conditions = conditions
        self._table.heading.mark_filters(
            {self._at[one.heading]: told for one, told in _told(conditions)
             if one.heading in self._at}
        )  # fmt: skip

    def open(self, heading: Labelled) -> None:
        """Open the box of a column; values are counted first."""
        now = self._conditions.narrowing_of(heading)
        how, over = self._headings.how[heading], self._table.window()
        box: FilterPopup
        if how is How.DAYS:
            days = (now.first, now.last) if isinstance(now, Dated) else (None, None)
            self._show(heading, DaysPopup(heading.label, *days, over), self._take_days)
        elif how is How.NUMBERS:
            ends = (now.least, now.most) if isinstance(now, Counted) else (None, None)
            self._show(heading, NumbersPopup(heading.label, *ends, over), self._take_numbers)
        elif how is How.WORDS:
            words, begins = (now.words, now.begins) if isinstance(now, Worded) else ("", False)
            box = WordsPopup(heading.label, words, begins=begins, parent=over)
            self._show(heading, box, self._take_words)
        else:
            self._count(heading, now.values if isinstance(now, Picked) else None)

    def _count(self, heading: Labelled, chosen: tuple[str, ...] | None) -> None:
        conditions, count = self._conditions, self._headings.values
        self._asked += 1
        asked = self._asked

        def take(rows: list[ValueRow]) -> None:
            if asked != self._asked:
                return
            values = [Value(row.value, row.label, row.count) for row in rows]
            labels = {row.value: row.label for row in rows}
            # A ticked value that nobody has under the other conditions stays ticked.
            for value in chosen or ():
                if value not in labels:
                    labels[value] = value
                    values.append(Value(value, value or "（空白）", 0))
            box = ValuesPopup(heading.label, values, chosen, self._table.window())
            self._show(heading, box, lambda at, picked: self._take_values(at, picked, labels))

        self._session.tasks.read(
            lambda work: count(work, conditions.wanted(work.day), heading), take
        )

    def _show(
        self, heading: Labelled, box: FilterPopup, take: Callable[[Labelled, object], None]
    ) -> None:
        self.popup = box
        box.taken.connect(lambda asked: take(heading, asked))
        box.destroyed.connect(lambda: self._forget(box))
        at, view = self._at[heading], self._table.heading
        left = 0 if at == 0 else max(0, view.sectionViewportPosition(at))
        place = view.viewport().mapToGlobal(QPoint(left, 0))
        box.open_below(QRect(place.x(), place.y(), view.sectionSize(at), view.height()))

    def _forget(self, box: FilterPopup) -> None:
        if self.popup is box:
            self.popup = None

    # --- what was asked for -------------------------------------------------------------------

    def _take_values(self, heading: Labelled, asked: object, labels: dict[str, str]) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        values = cast("tuple[str, ...]", asked)
        named = "、".join(labels[value] for value in values[:_TOLD_AT_MOST])
        more = f"等 {len(values)} 个" if len(values) > _TOLD_AT_MOST else ""
        self._narrow(heading, Picked(heading, values), f"{named}{more}")

    def _take_words(self, heading: Labelled, asked: object) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        words, begins = cast("tuple[str, bool]", asked)
        told = f"{'开头是' if begins else '包含'}“{words}”"
        self._narrow(heading, Worded(heading, words, begins), told)

    def _take_days(self, heading: Labelled, asked: object) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        first, last = cast("tuple[dt.date | None, dt.date | None]", asked)
        parts = [f"从 {first}" if first else "", f"到 {last}" if last else ""]
        self._narrow(heading, Dated(heading, first, last), " ".join(filter(None, parts)))

    def _take_numbers(self, heading: Labelled, asked: object) -> None:
        if asked is None:
            self._narrow(heading, None, "")
            return
        least, most = cast("tuple[int | None, int | None]", asked)
        if least is not None and most is not None:
            told = f"{least:,}–{most:,}"
        else:
            told = f"{least:,} 以上" if least is not None else f"{most:,} 以下"
        self._narrow(heading, Counted(heading, least, most), told)

    def _narrow(self, heading: Labelled, narrowing: Narrowing | None, told: str) -> None:
        conditions = self._conditions.without(heading)
        if narrowing is not None:
            conditions = conditions.narrowed_by(Narrowed(narrowing, f"{heading.label}：{told}"))
        self.wanted.emit(conditions)


def _told(conditions: Any) -> list[tuple[Narrowing, str]]:
    return [(one.narrowing, one.told) for one in conditions.narrowed]
