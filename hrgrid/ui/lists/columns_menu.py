"""The menu of a list's columns: order, what is shown, and the dialog that arranges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from hrgrid.core.labelled import Labelled
from hrgrid.ui.cells.columns_dialog import ColumnsDialog
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.cells.menus import TickMenu
from hrgrid.ui.lists.parts import ListParts


def filled(parent: QWidget, fill: Callable[[TickMenu], None]) -> TickMenu:
    """A menu that is made anew whenever it opens."""
    menu = TickMenu(parent)

    def renew() -> None:
        menu.clear()
        fill(menu)

    menu.aboutToShow.connect(renew)
    return menu


def fill_columns(
    menu: TickMenu, parts: ListParts, orders: Iterable[Labelled], over: QWidget
) -> None:
    """Offer orders, columns with ticks, and their arrangement."""
    table = parts.table
    menu.add_heading("排序")
    entries = [(order, order.label) for order in orders]
    menu.add_choice(entries, parts.model.order, lambda order: _sort(parts, order))
    menu.add_heading("列")
    shown = table.shown_keys
    for column in table.list_columns[1:]:
        menu.add_tick(column.title, on=column.key in shown, does=_shower(table, column.key))
    menu.addSeparator()
    menu.addAction("调整列的顺序…").triggered.connect(lambda *_: arrange_columns(table, over))
    menu.addAction("恢复默认的列").triggered.connect(lambda *_: table.reset_columns())


def arrange_columns(table: ListTable, over: QWidget) -> None:
    """Ask which columns in which order."""
    dialog = ColumnsDialog(
        table.column_choices,
        lambda: table.usual_choices,
        fixed=table.list_columns[0].title,
        parent=over,
    )
    if dialog.exec():
        if dialog.reset:
            table.reset_columns()
        else:
            table.arrange_columns(dialog.list.choices)


def _sort(parts: ListParts, order: object) -> None:
    if isinstance(order, Labelled):
        parts.sort(order)


def _shower(table: ListTable, key: str) -> Callable[[bool], None]:
    return lambda on: table.show_column(key, shown=on)
