"""各方法对照: what each method of sharing would give, beside what counts and last year."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.honours.queries import LastUnit, MethodRow, MethodTable
from hrgrid.honours.rules.methods import METHODS
from hrgrid.honours.rules.words import QuotaMethod
from hrgrid.ui.forms import label
from hrgrid.ui.tables import Column, RowsModel, Table

_LAST_FROM = 2 + len(METHODS)


def _by(method: QuotaMethod) -> Column[MethodRow]:
    def text(row: MethodRow) -> str:
        own = row.given.get(method)
        return own.shown if own else "—"

    def chip(row: MethodRow) -> str:
        return "info" if row.differs(method) else ""

    return Column(method.label, text, 84, chip=chip)


def _last(title: str, count: Callable[[LastUnit], int]) -> Column[MethodRow]:
    def text(row: MethodRow) -> str:
        return "" if row.last is None else f"{count(row.last):,}"

    return Column(title, text, 72, right=True, quiet=True, drops=True)


_COLUMNS: tuple[Column[MethodRow], ...] = (
    Column("单位", lambda row: row.counts.name, 110, grows=True, strong=True),
    Column(
        "现行名额",
        lambda row: "未分" if row.places is None else f"{row.places:,}",
        76,
        right=True,
        strong=True,
    ),
    *map(_by, METHODS),
    _last("上年名额", lambda one: one.places),
    _last("上年推荐", lambda one: one.nominated),
    _last("上年命名", lambda one: one.honoured),
)


class MethodView(QWidget):
    """The table with the sentences of where the methods differ; a chip marks each difference."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[MethodRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "各方法对照")
        self.told = label("", "caption", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)

    def show_table(self, shown: MethodTable) -> None:
        """Show a tier by every method."""
        self.model.show_rows(shown.rows)
        last = range(_LAST_FROM, len(_COLUMNS))
        self.table.leave_out(() if shown.last else last)
        self.told.setText(_words(shown))


def _words(shown: MethodTable) -> str:
    told = f"各方法都按每个单位保底 {shown.floor} 个计算。"
    if shown.sentences:
        told += f"与现行名额相比：{'；'.join(shown.sentences)}。"
    if shown.last:
        told += f"上年指 {shown.last.shown}，各单位现仍有效的命名人数。"
    return told
