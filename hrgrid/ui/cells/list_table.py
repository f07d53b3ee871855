"""A list on the screen: headings that sort, columns as the person likes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from hrgrid.ui import theme
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.columns_dialog import ColumnChoice
from hrgrid.ui.cells.layout import ListLayout, layout_entry
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.settings import Settings
from hrgrid.ui.tables import row_height

WIDE_FROM = 1600


class ListTable(CellTable):
    """Widths follow the window until the person changes them; the first column always stays.

    `remembered` is the name under which the settings keep columns, order and widths.
    """

    order_wanted = Signal(object)
    # Qt asks for the widths while the view is still being built.
    _arrangement = ListLayout()
    _arranging = False

    def __init__(
        self, model: ListModel[Any], name: str, settings: Settings, remembered: str
    ) -> None:
        self._columns = model.list_columns
        self._at = {column.key: at for at, column in enumerate(self._columns)}
        self._entry = layout_entry(remembered)
        super().__init__(model, name)
        self._list = model
        self._settings = settings
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        self._arrangement = settings.get(self._entry)
        self._put_in_order()
        self.fit()
        header.sectionClicked.connect(self._sort_by)
        header.sectionMoved.connect(self._keep_order)
        header.sectionResized.connect(self._keep_width)

    @property
    def list_columns(self) -> tuple[ListColumn[Any], ...]:
        """All columns, shown or not."""
        return self._columns

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Keys of the columns on show."""
        return tuple(
            column.key for column in self._columns if not self.isColumnHidden(self._at[column.key])
        )

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show a column or hide it, from now on whatever the window's width."""
        keys = set(self.shown_keys) | {key} if shown else set(self.shown_keys) - {key}
        self._keep(
            replace(
                self._arrangement, shown=tuple(one.key for one in self._columns if one.key in keys)
            )
        )

    @property
    def _first(self) -> str:
        return self._columns[0].key

    @property
    def column_choices(self) -> list[ColumnChoice]:
        """The columns behind the first, shown or not, in the order on the screen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(1, header.count())]
        return [
            ColumnChoice(
                self._columns[at].key, self._columns[at].title, not self.isColumnHidden(at)
            )
            for at in order
        ]

    @property
    def usual_choices(self) -> list[ColumnChoice]:
        """The columns as the program ships them, for this window."""
        usual = self._usual({at: theme.length(one.width) for at, one in enumerate(self._columns)})
        return [
            ColumnChoice(column.key, column.title, at in usual)
            for at, column in enumerate(self._columns)
            if at
        ]

    def arrange_columns(self, choices: Sequence[ColumnChoice]) -> None:
        """Show these columns in this order, from now on whatever the window's width."""
        order = (self._first, *(choice.key for choice in choices))
        shown = (self._first, *(choice.key for choice in choices if choice.shown))
        self._keep(replace(self._arrangement, order=order, shown=shown))

    def reset_columns(self) -> None:
        """Columns as the program ships them."""
        self._keep(ListLayout())

    def fit(self) -> None:
        """Row height and widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        kept = self._arrangement
        widths = {
            at: theme.length(kept.widths.get(column.key, column.width))
            for at, column in enumerate(self._columns)
        }
        shown = (
            self._usual(widths) if kept.shown is None else {self._at[key] for key in self._known()}
        )
        if self.cells:
            shown = self._editing(shown, widths)
        growing = [
            at
            for at in shown
            if self._columns[at].grows and self._columns[at].key not in kept.widths
        ]
        spare = max(0, self.viewport().width() - sum(widths[at] for at in shown))
        self._quietly_arrange(lambda: self._set_widths(shown, widths, growing, spare))

    def _editing(self, shown: set[int], widths: dict[int, int]) -> set[int]:
        """What is being edited is on show meanwhile; what is not makes room for it."""
        editable = set(self._list.editable)
        shown = shown | editable
        for at in sorted(shown - editable, key=lambda at: -self._columns[at].leaves):
            if (
                self._columns[at].leaves
                and sum(widths[one] for one in shown) > self.viewport().width()
            ):
                shown.remove(at)
        return shown

    def _known(self) -> list[str]:
        # The first stays: without it nobody knows whose row it is.
        return [self._first, *(key for key in self._arrangement.shown or () if key in self._at)]

    def _usual(self, widths: dict[int, int]) -> set[int]:
        """What the window has room for."""
        roomy = self.window().width() >= WIDE_FROM
        shown = {
            at
            for at, column in enumerate(self._columns)
            if not column.spare and (roomy or not column.wide)
        }
        leaving = (at for at in shown if self._columns[at].leaves)
        for at in sorted(leaving, key=lambda at: -self._columns[at].leaves):
            if sum(widths[one] for one in shown) > self.viewport().width():
                shown.remove(at)
        return shown

    def _set_widths(
        self, shown: set[int], widths: dict[int, int], growing: list[int], spare: int
    ) -> None:
        for at, width in widths.items():
            self.setColumnHidden(at, at not in shown)
            if at in shown:
                more = spare // len(growing) if at in growing else 0
                self.setColumnWidth(at, width + more)

    def _put_in_order(self) -> None:
        header = self.horizontalHeader()
        keys = [key for key in self._arrangement.order if key in self._at]
        wanted = [*keys, *(key for key in self._at if key not in keys)]

        def move() -> None:
            for place, key in enumerate(wanted):
                header.moveSection(header.visualIndex(self._at[key]), place)

        self._quietly_arrange(move)

    def _quietly_arrange(self, call: Callable[[], object]) -> None:
        self._arranging = True
        call()
        self._arranging = False

    def _keep(self, layout: ListLayout) -> None:
        self._arrangement = layout
        self._settings.put(self._entry, layout)
        self._put_in_order()
        self.fit()

    def _keep_order(self) -> None:
        if not self._arranging:
            header = self.horizontalHeader()
            order = tuple(
                self._columns[header.logicalIndex(at)].key for at in range(header.count())
            )
            self._keep(replace(self._arrangement, order=order))

    def _keep_width(self, at: int, _before: int, width: int) -> None:
        if not self._arranging and width:
            px = width * 100 // theme.text_size().percent
            widths = self._arrangement.widths | {self._columns[at].key: px}
            self._arrangement = replace(self._arrangement, widths=widths)
            self._settings.put(self._entry, self._arrangement)

    def _sort_by(self, at: int) -> None:
        order = self._list.next_order(at)
        if order is not None:
            self.order_wanted.emit(order)
