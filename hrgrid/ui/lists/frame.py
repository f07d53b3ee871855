"""The frame of a list: the rows with what is selected below them, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.cells.figures import MOST_CELLS, figures_of, figures_told
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.forms import label
from hrgrid.ui.lists.reader import ListReader
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

_EDIT_KEYS = "F2 改 · Enter 向下 · Tab 向右 · Ctrl+V 粘贴 · Ctrl+D 向下填充 · Delete 清空"
_KEYS = "Ctrl+A 全选 · Ctrl+C 复制到 Excel（加 Shift 带表头） · Enter 看档案"


class ListFrame(QFrame):
    """Rows, nothing at all, or nothing that the conditions find; and copying.

    `edit` is shown where the person may correct; `what` are the columns that are corrected here.
    """

    edit_wanted = Signal()

    def __init__(
        self, session: Session, table: ListTable, reader: ListReader, measure: str, what: str
    ) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session, self._table, self._reader = session, table, reader
        self._measure = measure
        self.selection = label("", "label")
        self.copy = LinkButton("复制", glyph="copy", does=lambda: self._copy(headings=False))
        self.edit = LinkButton(
            "编辑",
            glyph="pencil-simple",
            name="在名单里编辑（Ctrl+E）",
            does=self.edit_wanted.emit,
        )
        self.edit.setToolTip(f"在名单里改{what}（Ctrl+E）")
        self._hint = Elided(_KEYS, role="crumb", px=theme.LABEL)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rows = self._make_rows(may_edit=bool(what))
        self.empty: QWidget | None = None
        self.first: QWidget | None = None
        self.none: QWidget | None = None
        self._states = QStackedWidget()
        self._states.addWidget(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._states)
        table.selected.connect(self.show_selection)
        table.copy_wanted.connect(lambda headings: self._copy(headings=headings))

    def offer(self, empty: EmptyState, none: EmptyState, first: QWidget | None = None) -> None:
        """What stands here where there is nothing at all, and where the conditions find nothing.

        `first` is where the focus goes in an empty list.
        """
        self.empty, self.none, self.first = empty, none, first
        self._states.addWidget(empty)
        self._states.addWidget(none)

    def main_control(self) -> QWidget:
        """The list, or the button of an empty one."""
        if self._states.currentWidget() is self.empty and self.first is not None:
            return self.first
        return self._table

    def show_state(self, *, nothing: bool) -> None:
        """Show the rows, or that there are none, or that the conditions find none."""
        found = self._table.model().rowCount() > 0
        state = self._rows if found else self.empty if nothing else self.none
        self._states.setCurrentWidget(state or self._rows)
        self.show_selection()

    def show_editing(self, *, on: bool) -> None:
        """While cells are edited their keys are told, and their figures."""
        self._hint.show_text(_EDIT_KEYS if on else _KEYS)
        self.edit.setText("结束编辑" if on else "编辑")
        self.show_selection()

    def show_selection(self) -> None:
        """Say how many are selected; after Ctrl+A those not counted yet are told when they are."""
        if self._table.cells:
            self._show_cells()
            return
        count = self._table.selected_count
        self.selection.setText(f"已选 {count:,} {self._measure}")
        self.copy.setText(f"复制 {count:,} 行" if count > 1 else "复制这一行")
        self.copy.setEnabled(count > 0)
        self._session.counted.emit(self._figures(count) if count > 1 else "")

    def _show_cells(self) -> None:
        count = self._table.selected_cell_count
        self.selection.setText(f"已选 {count:,} 格")
        self.copy.setText("复制这些格")
        self.copy.setEnabled(count > 0)
        told = ""
        if 1 < count <= MOST_CELLS:
            table = self._table
            cells = table.selected_cells()
            texts = table.texts_of(cells)
            # Figures of a part would be taken for those of the whole.
            told = figures_told(figures_of(texts.values())) if len(texts) == count else ""
        shown = " · ".join(filter(None, [f"已选 {count:,} 格", told]))
        self._session.counted.emit(shown if count > 1 else "")

    def _figures(self, count: int) -> str:
        """What the status bar tells of the selected rows: the columns of numbers on show."""
        table, parts = self._table, [f"已选 {count:,} 行"]
        columns = [column for column in table.shown_columns if column.right]
        if columns and count * len(columns) <= MOST_CELLS:
            rows = table.selected_rows
            for column in columns if len(rows) == count else ():
                told = figures_told(figures_of(map(column.text, rows)))
                parts += [f"{column.title}：{told}"] if told else []
        return " · ".join(parts)

    def _make_rows(self, *, may_edit: bool) -> QWidget:
        rows = QWidget()
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._table, 1)
        rule = QFrame()
        rule.setProperty("role", "rule")
        inside.addWidget(rule)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.setSpacing(8)
        foot.addWidget(self.selection)
        foot.addWidget(self.copy)
        foot.addWidget(self.edit)
        if not may_edit:
            # Shown before it has a parent it would be a window of its own.
            self.edit.hide()
        foot.addWidget(self._hint, 1)
        inside.addLayout(foot)
        return rows

    # --- copying ------------------------------------------------------------------------------

    def _copy(self, *, headings: bool) -> None:
        table = self._table
        if table.cells:
            self._copy_cells(headings=headings)
            return

        def put(rows: list[object]) -> None:
            table.put_on_clipboard(rows, headings=headings)
            told = f"已复制 {len(rows):,} 行" + ("和表头" if headings else "")
            masked = any(column.masked for column in table.list_columns)
            secret = "号码是遮住的。" if masked else ""
            self._session.say(f"{told}，到 Excel 里粘贴即可。{secret}")

        if table.selected_count:
            self._reader.read_places(table.selected_places, put)

    def _copy_cells(self, *, headings: bool) -> None:
        table = self._table
        count = table.selected_cell_count
        if count > MOST_CELLS:
            told = f"选了 {count:,} 格，一次最多复制 {MOST_CELLS:,} 格。要整张名单请导出 Excel。"
            self._session.say(told, Kind.BAD)
            return
        rows = {row for row, _ in table.selected_cells()}
        self._reader.load(rows, lambda: table.copy_cells(headings=headings))
