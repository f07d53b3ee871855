"""抽取: the code of the lists, what came of the draw by street and team, how anybody repeats it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import PlanBoard, SealRow, StratumRow, TeamRow
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.inspections.draw_screen import grouped
from hrgrid.ui.matters.parts import facts_grid, panel, rule
from hrgrid.ui.page import Scroll, Turning
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column, RowsModel, Table

_SIDE = 400


def _some(count: int) -> str:
    return f"{count:,}" if count else ""


STRATA: tuple[Column[StratumRow], ...] = (
    Column("街道", lambda row: row.name, 140, grows=True, strong=True),
    Column("在岗", lambda row: _some(row.on_duty), 70, right=True),
    Column("名册", lambda row: _some(row.on_list), 70, right=True),
    Column("抽网格员", lambda row: _some(row.drawn), 80, right=True, strong=True),
    Column("抽联动单位", lambda row: _some(row.offices), 92, right=True),
)
TEAMS: tuple[Column[TeamRow], ...] = (
    Column("组", lambda row: f"第 {row.number} 组", 72, strong=True),
    Column("检查人员", lambda row: "、".join(row.inspectors), 150, grows=True),
    Column("回避", lambda row: "、".join(filter(None, row.own_units)), 130, grows=True, quiet=True),
    Column("要查", lambda row: f"{row.visits:,}", 60, right=True),
    Column("已录", lambda row: f"{row.held:,}", 60, right=True),
)


def sealed_facts(seal: SealRow) -> list[tuple[str, str]]:
    """What lists were fixed, with how many on each."""
    return [
        ("当年没查过的", f"{seal.first:,} 人"),
        ("当年查过的", f"{seal.others:,} 人" if seal.others else ""),
        ("联动单位", f"{seal.offices:,} 家" if seal.offices else ""),
        ("封存时间", when(seal.sealed_at)),
        ("第几次封存", f"第 {seal.times} 次" if seal.times > 1 else ""),
    ]


def how_to_repeat(board: PlanBoard) -> tuple[str, ...]:
    """The steps by which anybody gets the same draw from what is printed."""
    seal = board.seal
    code = seal.sha256[:16] if seal is not None else ""
    return (
        f"1. 核对名册：把存下的名册重算一遍校验码，应是 {code}……，与抽取前公布的一样。",
        f"2. 每人的号是“种子|街道|编码”的 SHA-256，种子“{board.seed}”。",
        "3. 每个街道按名册人数分名额（最大余数法），街道内按号从小到大取。",
        "4. 检查人员的号用同一个种子，按号分组；谁也不查自己的街道。",
        f"5. 算法 {board.algorithm}；用命令 hrgrid draw 或任何算 SHA-256 的工具都能复验。",
    )


class DrawPart(QWidget):
    """Before the lists are fixed what they are for; then their code; then what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("按街道、按组")
        for title in ("按街道", "按组"):
            self.tabs.addTab(title)
        self.strata_model: RowsModel[StratumRow] = RowsModel(STRATA, self)
        self.strata = Table(self.strata_model, "各街道抽取人数")
        self.teams_model: RowsModel[TeamRow] = RowsModel(TEAMS, self)
        self.teams = Table(self.teams_model, "检查组")
        self._tables = Turning()
        self._tables.addWidget(self.strata)
        self._tables.addWidget(self.teams)
        self.tabs.currentChanged.connect(self._tables.setCurrentIndex)
        self._none = QVBoxLayout()
        self._frame, column = panel()
        head = QHBoxLayout()
        head.setContentsMargins(10, 4, 10, 4)
        head.setSpacing(8)
        head.addWidget(self.tabs, 1)
        self._head = QWidget()
        self._head.setLayout(head)
        column.addWidget(self._head)
        column.addWidget(self._tables, 1)
        column.addLayout(self._none, 1)
        self.side, side = panel()
        side.setContentsMargins(14, 10, 6, 10)
        top = QHBoxLayout()
        self._title = label("名册校验码", "card")
        top.addWidget(self._title, 1)
        top.addLayout(self.deeds)
        side.addLayout(top)
        self._record = Scroll(inside=True)
        self._record.column.setContentsMargins(0, 8, 10, 0)
        self._record.column.setSpacing(8)
        side.addWidget(self._record, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._frame, 1)
        row.addWidget(self.side)
        self.arrange(narrow=False)

    @property
    def main_table(self) -> Table:
        """The table on show."""
        return (self.strata, self.teams)[self.tabs.currentIndex()]

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the record takes less."""
        self.side.setFixedWidth(theme.length(300 if narrow else _SIDE))

    def show_board(self, board: PlanBoard, actions: Sequence[Button]) -> None:
        """Show how far it is; `actions` stand where there is nothing yet."""
        drawn = bool(board.teams)
        sealed = board.seal is not None
        at = self.strata.current
        rows = [row for row in board.strata if row.on_list or row.drawn or row.offices]
        self.strata_model.show_rows(rows)
        ids = [row.unit_id for row in rows]
        if at is not None and at.unit_id in ids:
            self.strata.selectRow(ids.index(at.unit_id))
        self.teams_model.show_rows(board.teams)
        clear(self._none)
        self._head.setVisible(drawn)
        self._tables.setVisible(sealed)
        self.side.setVisible(sealed)
        if not drawn:
            self.tabs.setCurrentIndex(0)
        if not sealed:
            cancelled = board.row.state is InspectionState.CANCELLED
            told = (
                "把这一天在岗的人、联动单位和检查人员定成名册，算出校验码，当众公布；\n"
                "然后才定种子抽取。名册改一个字，校验码就全变，谁也做不了手脚。"
            )
            title = "没有抽取就取消了" if cancelled else "还没有封存名册"
            shown = [] if cancelled else list(actions)
            self._none.addWidget(EmptyState("clipboard-text", title, told, shown))
        self._fill(board)

    def _fill(self, board: PlanBoard) -> None:
        column = self._record.column
        clear(column)
        if board.seal is None:
            return
        groups = grouped(board.seal.sha256)
        lines = [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
        code = label("\n".join(lines), "code")
        code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        code.setAccessibleName(f"名册校验码 {board.seal.sha256}")
        column.addWidget(code)
        column.addLayout(facts_grid(sealed_facts(board.seal), "当年没查过的"))
        if board.seed:
            column.addWidget(rule())
            column.addLayout(
                facts_grid(
                    [
                        ("种子", board.seed),
                        ("见证人", board.witnesses),
                        ("抽取时间", when(board.drawn_at) if board.drawn_at else ""),
                        ("抽取人", board.drawn_by),
                    ],
                    "抽取时间",
                )
            )
            column.addWidget(rule())
            column.addWidget(label("怎样复验", "strong"))
            for sentence in how_to_repeat(board):
                column.addWidget(label(sentence, "label", wraps=True))
        column.addStretch()
