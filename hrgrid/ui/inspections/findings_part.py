"""问题整改: what was found wrong, the overdue on top, until each is looked at again and closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.assessment.rules.inspection_rows import FindingRow
from hrgrid.assessment.rules.words import FindingState
from hrgrid.ui import theme
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.inspections.words import finding_chip
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.words import day
from hrgrid.ui.meters import Meter
from hrgrid.ui.tables import Column

OVERDUE = "overdue"
_ORDER = (OVERDUE, *(state.value for state in FindingState))
_TITLES = {OVERDUE: "逾期没有整改"} | {state.value: state.label for state in FindingState}


def group_of(row: FindingRow) -> str:
    """Under which heading it stands."""
    return OVERDUE if row.overdue else row.state.value


def due_told(row: FindingRow) -> str:
    """Its day; how late it is."""
    late = f"，逾期 {row.days_late} 天" if row.overdue else ""
    return f"{day(row.due_on)}{late}"


def came_told(row: FindingRow) -> str:
    """What was done about it, or why it went back."""
    if row.state is FindingState.VOID:
        return row.void_reason
    if row.state is FindingState.CLOSED:
        return f"{day(row.closed_on)} {row.closed_by}复查：{row.rectification}"
    if row.state is FindingState.RECTIFIED:
        return f"{day(row.rectified_on)} {row.rectified_by}：{row.rectification}"
    return f"退回：{row.sent_back}" if row.sent_back else ""


COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("被查的人、单位", lambda row: row.name, 116, strong=True),
    Column("街道", lambda row: row.street, 104),
    Column("类别", lambda row: row.kind.label, 118, quiet=True, drops=True),
    Column("问题", lambda row: row.content, 180, grows=True),
    Column(
        "状态",
        lambda row: f"逾期 {row.days_late} 天" if row.overdue else row.state.label,
        124,
        chip=lambda row: (
            "mute"
            if row.state is FindingState.VOID
            else finding_chip(row.state, overdue=row.overdue)
        ),
    ),
    Column("整改期限", lambda row: day(row.due_on), 100),
    Column("整改情况", came_told, 180, grows=True, quiet=True, drops=True),
    Column(
        "前后照片",
        lambda row: (
            f"{row.photos_before} / {row.photos_after}"
            if row.photos_before or row.photos_after
            else ""
        ),
        76,
        right=True,
        drops=True,
    ),
)


class FindingHeading(Heading):
    """A state with its count of faults."""

    @property
    def told(self) -> str:
        """待整改　12 个."""
        return f"{self.label}　{self.count:,} 个"


class FindingsPart(QFrame):
    """The list; several may be selected and put right or closed in one go."""

    opened = Signal(object)
    picked = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.rows: list[FindingRow] = []
        self.search = TextField("找问题", hint="姓名、街道、问题")
        self.search.setClearButtonEnabled(True)
        self.which = Choice("看哪些")
        self.meter = Meter("已销号", full="ok")
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: GroupedModel[FindingRow] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "问题整改")
        self.table.key_rows_by(lambda row: row.id)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.none = EmptyState(
            "clipboard-text",
            "没有发现问题",
            "录检查结果时按 2，问题就列到这里：整改、复查、销号都有期限。",
        )
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._show())
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.search.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.table.viewport().mapToGlobal(at))
        )

    def _lay_out(self) -> None:
        self._bar = QFrame()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.which)
        bar.addWidget(self.meter)
        bar.addLayout(self.deeds)
        self.meter.setFixedWidth(theme.length(150))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the meter gives way."""
        self.meter.setVisible(not narrow)

    @property
    def current(self) -> FindingRow | None:
        """The fault under the cursor."""
        row = self.table.current
        return row if isinstance(row, FindingRow) else None

    @property
    def selected(self) -> list[FindingRow]:
        """The selected faults, from the top."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        rows = [self.model.rows[at] for at in places if at < len(self.model.rows)]
        return [row for row in rows if isinstance(row, FindingRow)]

    def show_findings(self, rows: Sequence[FindingRow]) -> None:
        """Show these, what is overdue on top; conditions and cursor stay."""
        self.rows = sorted(rows, key=lambda row: (_ORDER.index(group_of(row)), row.due_on, row.id))
        counts = {key: sum(group_of(row) == key for row in self.rows) for key in _ORDER}
        lasting = len(self.rows) - counts[FindingState.VOID.value]
        self.which.fill(
            [
                (None, f"全部 {len(self.rows):,}"),
                *((key, f"{_TITLES[key]} {counts[key]:,}") for key in _ORDER if counts[key]),
            ]
        )
        self.meter.show_share(counts[FindingState.CLOSED.value], lasting)
        self._show()

    def narrow_to(self, which: str) -> None:
        """Only those."""
        self.search.clear()
        self.which.choose(which)
        self._show()

    def _show(self) -> None:
        which, text = self.which.currentData(), self.search.text().strip()
        shown = [
            row
            for row in self.rows
            if which in {None, group_of(row)}
            and (not text or any(text in word for word in (row.name, row.street, row.content)))
        ]
        self.table.keep()
        self.model.show_people(shown)
        (self.none if self.rows else self.table).hide()
        (self.table if self.rows else self.none).show()
        self._bar.setVisible(bool(self.rows))
        self.picked.emit()

    def _heading(self, row: FindingRow) -> Heading:
        key = group_of(row)
        count = sum(group_of(one) == key for one in self.rows)
        return FindingHeading(key, _TITLES[key], count)
