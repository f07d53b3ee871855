"""名单和方案: who may inspect, and beside it what the inspection is: whom, how many, what."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from hrgrid.assessment.rules.inspection_rows import InspectorRow, PlanBoard
from hrgrid.assessment.rules.words import CheckKind
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.inspections.words import taken_off
from hrgrid.ui.matters.parts import facts_grid, panel, rule
from hrgrid.ui.matters.words import span
from hrgrid.ui.page import Scroll
from hrgrid.ui.tables import Column, RowsModel, Table

_SIDE = 380


def team_told(row: InspectorRow) -> str:
    """第 3 组; nothing before the draw and for whoever was not drawn."""
    return f"第 {row.team_no} 组" if row.team_no is not None else ""


COLUMNS: tuple[Column[InspectorRow], ...] = (
    Column("编号", lambda row: row.number, 64, quiet=True),
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("单位", lambda row: row.unit, 150, grows=True),
    Column("回避的街道", lambda row: row.own_unit or "不用回避", 120, grows=True, quiet=True),
    Column("分组", team_told, 80, chip=lambda row: "info" if row.team_no is not None else ""),
)


def sample_told(board: PlanBoard) -> str:
    """393 名网格员，6 家联动单位."""
    row = board.row
    told = [f"{row.sample:,} 名网格员"] if row.sample else []
    if row.office_sample:
        told.append(f"{row.office_sample:,} 家联动单位")
    return "、".join(told)


class PlanPart(QWidget):
    """The inspectors in a table; in a wide window the plan beside it."""

    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.told = label("", "label", wraps=True)
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: RowsModel[InspectorRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "检查人员")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._none = QVBoxLayout()
        self._frame, column = panel()
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.told, 1)
        head.addLayout(self.deeds)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(self._none, 1)
        self.side, self._facts = self._make_side()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._frame, 1)
        row.addWidget(self.side)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.table.viewport().mapToGlobal(at))
        )

    def _make_side(self) -> tuple[QFrame, Scroll]:
        frame, column = panel()
        column.setContentsMargins(14, 10, 6, 10)
        self._title = label("检查方案", "card")
        column.addWidget(self._title)
        scroll = Scroll(inside=True)
        scroll.column.setContentsMargins(0, 8, 10, 0)
        scroll.column.setSpacing(8)
        column.addWidget(scroll, 1)
        frame.setFixedWidth(theme.length(_SIDE))
        return frame, scroll

    @property
    def selected(self) -> list[InspectorRow]:
        """The inspectors that are selected."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[at] for at in places]

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the inspectors have all the room."""
        self.side.setFixedWidth(theme.length(_SIDE))
        self.side.setVisible(not narrow)

    def show_board(self, board: PlanBoard, add: Button | None) -> None:
        """Show these; `add` stands where there is none yet."""
        chosen = {row.id for row in self.selected}
        self.model.show_rows(board.inspectors)
        self._select(chosen)
        clear(self._none)
        anybody = bool(board.inspectors)
        self.table.setVisible(anybody)
        self.told.setText(self._counted(board) if anybody else "")
        if not anybody:
            told = (
                "名单要比抽取的多，才叫随机。可以从本机构人员里选，也可以把 Excel 名单粘进来：\n"
                "写清单位，程序据此回避：谁也不查自己的街道。"
            )
            actions = [add] if add is not None else []
            self._none.addWidget(EmptyState("users-three", "还没有检查人员", told, actions))
        self._fill(board)

    def _select(self, ids: set[int]) -> None:
        places = [at for at, row in enumerate(self.model.rows) if row.id in ids]
        for at in places[:1]:
            self.table.selectRow(at)

    def _counted(self, board: PlanBoard) -> str:
        count = len(board.inspectors)
        teams, size = board.row.team_count, board.row.team_size
        drawn = sum(row.team_no is not None for row in board.inspectors)
        if drawn:
            return f"{count} 名检查人员中抽出 {drawn} 名，分成 {len(board.teams)} 个组。"
        every = f"，抽 {teams} 个组" if teams else ""
        return f"{count} 名检查人员，{size} 人一组{every}。抽取时才知道谁在哪一组。"

    def _fill(self, board: PlanBoard) -> None:
        column = self._facts.column
        clear(column)
        row = board.row
        teams = f"{row.team_count} 个组" if row.team_count else "按名单能分几组就几组"
        column.addLayout(
            facts_grid(
                [
                    ("范围", row.area),
                    ("日期", span(row.first_day, row.last_day)),
                    ("岗位", "、".join(text for _, text in board.roles)),
                    ("抽取", sample_told(board)),
                    ("分组", f"{row.team_size} 人一组，{teams}"),
                    ("在岗", f"{row.on_duty:,} 人" if row.on_duty else ""),
                    ("通报", row.document_no),
                ],
                "抽取",
            )
        )
        column.addWidget(rule())
        for kind in CheckKind:
            items = [one for one in board.items if one.kind is kind]
            if items:
                column.addWidget(label(kind.label, "label"))
            for item in items:
                line = QHBoxLayout()
                line.addWidget(label(item.label), 1)
                points = taken_off(item.points_milli)
                line.addWidget(label(f"{points} 分" if points else "不扣分", "caption"))
                column.addLayout(line)
        column.addStretch()
