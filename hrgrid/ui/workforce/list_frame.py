"""The frame of the list: the rows with what is selected below them, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.cells.figures import MOST_CELLS, figures_of, figures_told
from hrgrid.ui.forms import label
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.workforce.people import PeopleReader
from hrgrid.ui.workforce.people_table import PeopleTable
from hrgrid.workforce.queries import PersonRow

_EDIT_KEYS = "F2 改 · Enter 向下 · Tab 向右 · Ctrl+V 粘贴 · Ctrl+D 向下填充 · Delete 清空"
_KEYS = "Ctrl+A 全选 · Ctrl+C 复制到 Excel（加 Shift 带表头） · Enter 看档案"


class ListFrame(QFrame):
    """Rows, nobody at all, or nobody whom the conditions find; and copying."""

    clear_wanted = Signal()

    def __init__(self, session: Session, table: PeopleTable, reader: PeopleReader) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session, self._table, self._reader = session, table, reader
        self.selection = label("", "label")
        self.copy = LinkButton("复制", glyph="copy", does=lambda: self._copy(headings=False))
        self.edit = LinkButton("编辑", glyph="pencil-simple", name="在名单里编辑（Ctrl+E）")
        self.edit.setToolTip("在名单里改手机号、政治面貌、学历和备注（Ctrl+E）")
        self._may_edit = session.may(Right.EDIT_WORKFORCE)
        self._hint = Elided(_KEYS, role="crumb", px=theme.LABEL)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.roster: QWidget | None = None
        self._rows = self._make_rows()
        self.empty = self._make_empty()
        self.none = EmptyState(
            "users-three",
            "没有符合条件的人",
            "去掉上面的一个条件，或换个词再找。已经离岗的人要勾上“含历史人员”。",
            [Button("清除条件", does=self.clear_wanted.emit)],
        )
        self._states = QStackedWidget()
        for state in (self._rows, self.empty, self.none):
            self._states.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._states)
        table.selected.connect(self.show_selection)
        table.copy_wanted.connect(lambda headings: self._copy(headings=headings))

    def main_control(self) -> QWidget:
        """The list, or the button of an empty one."""
        if self._states.currentWidget() is self.empty and self.roster is not None:
            return self.roster
        return self._table

    def show_state(self, *, nobody: bool) -> None:
        """Show the rows, or that there is nobody, or that the conditions find nobody."""
        found = self._table.model().rowCount() > 0
        self._states.setCurrentWidget(self._rows if found else self.empty if nobody else self.none)
        self.show_selection()

    def show_editing(self, *, on: bool) -> None:
        """While cells are edited their keys are told, and their figures."""
        self._hint.show_text(_EDIT_KEYS if on else _KEYS)
        self.edit.setText("结束编辑" if on else "编辑")
        self.show_selection()

    def show_selection(self) -> None:
        """Say how many are selected; after Ctrl+A those not loaded count too."""
        if self._table.cells:
            self._show_cells()
            return
        whole = self._reader.found if self._table.whole else None
        count = self._table.selected_count if whole is None else whole
        self.selection.setText(f"已选 {count:,} 人")
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
            told = figures_told(figures_of(map(table.text_at, table.selected_cells())))
        shown = " · ".join(filter(None, [f"已选 {count:,} 格", told]))
        self._session.counted.emit(shown if count > 1 else "")

    def _figures(self, count: int) -> str:
        """What the status bar tells of the selected rows: the columns of numbers on show."""
        table, parts = self._table, [f"已选 {count:,} 行"]
        columns = [column for column in table.shown_columns if column.right]
        if columns and count == table.selected_count and count * len(columns) <= MOST_CELLS:
            rows = table.selected_rows
            for column in columns:
                told = figures_told(figures_of(map(column.text, rows)))
                parts += [f"{column.title}：{told}"] if told else []
        return " · ".join(parts)

    def _make_rows(self) -> QWidget:
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
        if not self._may_edit:
            # Shown before it has a parent it would be a window of its own.
            self.edit.hide()
        foot.addWidget(self._hint, 1)
        inside.addLayout(foot)
        return rows

    def _make_empty(self) -> EmptyState:
        told = "请有“导入数据”权限的同事把花名册导进来。"
        if self._session.may(Right.IMPORT):
            told = "把现有的 Excel 花名册导进来即可，列名不用改。"
            self.roster = PrimaryButton(
                "导入花名册", glyph="upload-simple", does=lambda: self._session.go("imports")
            )
        actions = [self.roster, self._make_template()] if self.roster else []
        return EmptyState("users-three", "还没有人员数据", told, actions)

    def _make_template(self) -> QWidget:
        def save() -> None:
            from hrgrid.ui.imports.saving import save_template

            save_template(Saving(self._session, self), "workers")

        return LinkButton("下载空白模板（Excel）", glyph="download-simple", does=save)

    # --- copying ------------------------------------------------------------------------------

    def _copy(self, *, headings: bool) -> None:
        table = self._table
        if table.cells:
            table.copy(headings=headings)
            return

        def put(rows: list[PersonRow]) -> None:
            table.put_on_clipboard(rows, headings=headings)
            told = f"已复制 {len(rows):,} 行" + ("和表头" if headings else "")
            self._session.say(f"{told}，到 Excel 里粘贴即可。号码是遮住的。")

        if table.whole and table.model().canFetchMore(table.rootIndex()):
            self._reader.read_all(put)
        elif table.selected_count:
            put(table.selected_rows)
