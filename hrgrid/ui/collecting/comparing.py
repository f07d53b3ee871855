"""What units reported beside what the office holds: looked at, and chosen by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.exchange.rules.differing import TOLD_ONLY, Decision, Place, Side
from hrgrid.exchange.service.comparing import UnitComparison
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.collecting.words import DIFFERENCE_COLUMNS, Difference, detail_words
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.tables import RowsModel, Table

WAITING, ALL, TOLD, MENDED = "waiting", "all", "told", "mended"
_KEYS = {Qt.Key.Key_1: Side.UNIT, Qt.Key.Key_2: Side.OFFICE}


class DifferenceTable(Table):
    """1 takes the unit's text, 2 keeps the office's; the cursor goes on to the next."""

    decided = Signal(object, object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 decide."""
        side = _KEYS.get(Qt.Key(event.key()))
        if side is not None and not event.modifiers() and self.current is not None:
            self.decided.emit(self.current, side)
            return
        super().keyPressEvent(event)


class ComparingView(QWidget):
    """The differences of one unit or of all; `changed` when a choice was made."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: list[UnitComparison] = []
        self._chosen: dict[tuple[int, Place], Decision] = {}
        # While entries are filled in, nobody chose one.
        self._filling = False
        self.unit = Choice("单位", [(None, "全部单位")])
        self.which = Choice("看哪些")
        self.counted = label("", "body2", wraps=True)
        self.model: RowsModel[Difference] = RowsModel(DIFFERENCE_COLUMNS, self)
        self.table = DifferenceTable(self.model, "差异")
        self.none = label("没有差异。单位报的和现在的一致。", "body2", wraps=True)
        self.detail = label("", "caption", wraps=True)
        self.take = Button("用单位报的（1）", does=lambda: self._decide_current(Side.UNIT))
        self.keep = Button("保留原来的（2）", does=lambda: self._decide_current(Side.OFFICE))
        self.take_rest = Button("其余都用单位报的", does=lambda: self._decide_rest(Side.UNIT))
        self.keep_rest = Button("其余都保留原来的", does=lambda: self._decide_rest(Side.OFFICE))
        self._lay_out()
        self.unit.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.which.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.table.decided.connect(self._decide)
        self.table.chosen.connect(self._tell)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.unit)
        head.addWidget(self.which)
        head.addWidget(self.counted, 1)
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(self.none)
        self.none.setContentsMargins(16, 16, 16, 16)
        self._deeds = QWidget()
        flow = Flow(self._deeds)
        for button in (self.take, self.keep, self.take_rest, self.keep_rest):
            button.setAutoDefault(False)
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(frame, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self._deeds)

    # --- showing ------------------------------------------------------------------------------

    def show_found(self, found: Sequence[UnitComparison], sheet_id: int | None = None) -> None:
        """Show comparisons, one unit alone where `sheet_id` says so; choices made stay."""
        self._found = list(found)
        self._filling = True
        names = [
            (one.sheet_id, one.unit_name + ("（旧版）" if one.old else "")) for one in self._found
        ]
        self.unit.fill([(None, "全部单位"), *names])
        self.unit.choose(sheet_id)
        rows = self._rows(sheet_id)
        waiting = any(row.waits for row in rows)
        self._fill_which(rows)
        self.which.choose(WAITING if waiting else ALL)
        self._filling = False
        self._show()

    def _fill_which(self, rows: Sequence[Difference]) -> None:
        self.which.fill(
            [
                (WAITING, f"要定的 {sum(row.waits for row in rows):,} 处"),
                (ALL, f"全部差异 {len(rows):,} 处"),
                (MENDED, f"读不出的 {sum(row.mended_by_unit for row in rows):,} 处"),
                (TOLD, f"仅提示 {sum(row.finding.differs in TOLD_ONLY for row in rows):,} 处"),
            ]
        )

    def _rows(self, sheet_id: int | None = None) -> list[Difference]:
        return [
            Difference(
                one.sheet_id, one.unit_name, finding, self._side(one, finding.place), one.old
            )
            for one in self._found
            if sheet_id in {None, one.sheet_id}
            for finding in one.comparison.findings
        ]

    def _side(self, one: UnitComparison, place: Place) -> Side | None:
        held = self._chosen.get((one.sheet_id, place))
        return held.side if held is not None else None

    def _show_chosen(self) -> None:
        if not self._filling:
            self._show()

    def _show(self, at: int = 0) -> None:
        rows = self._rows(self.unit.currentData())
        which = self.which.currentData()
        shown = [row for row in rows if _is_shown(row, which)]
        self._filling = True
        self._fill_which(rows)
        self.which.choose(which)
        self._filling = False
        self.model.show_rows(shown)
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            "没有差异。单位报的和现在的一致。"
            if not rows
            else "都定好了，可以合并。"
            if which == WAITING
            else "没有这样的差异。"
        )
        if shown:
            self.table.selectRow(min(at, len(shown) - 1))
        waiting = sum(row.waits for row in rows)
        mended = sum(row.mended_by_unit for row in rows)
        told = [f"还有 {waiting:,} 处要定" if waiting else "没有要定的"]
        if mended:
            told.append(f"{mended:,} 处读不出，要请单位改")
        self.counted.setText("，".join(told))
        for button in (self.take_rest, self.keep_rest):
            button.setEnabled(waiting > 0)
        self._tell(self.table.current)
        self.changed.emit()

    def _tell(self, row: Difference | None) -> None:
        self.detail.setText(detail_words(row) if row is not None else "")
        self.detail.setVisible(row is not None)
        decides = row is not None and not row.old and bool(row.finding.seen)
        self.take.setEnabled(decides)
        self.keep.setEnabled(decides)

    # --- choosing -----------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many differences of all units still wait."""
        return sum(row.waits for row in self._rows())

    @property
    def mended(self) -> int:
        """How many only a unit can put right."""
        return sum(row.mended_by_unit for row in self._rows())

    @property
    def choices(self) -> dict[int, dict[Place, Decision]]:
        """What was chosen, by workbook."""
        found: dict[int, dict[Place, Decision]] = {}
        for (sheet_id, place), decision in self._chosen.items():
            found.setdefault(sheet_id, {})[place] = decision
        return found

    def forget(self) -> None:
        """What was chosen has been done."""
        self._chosen.clear()

    def _decide_current(self, side: Side) -> None:
        row = self.table.current
        if isinstance(row, Difference):
            self._decide(row, side)

    def _decide(self, row: Difference, side: Side) -> None:
        if row.old or not row.finding.seen:
            return
        at = self.table.currentIndex().row()
        self._chosen[row.place] = Decision(side, row.finding.seen)
        # Where decided rows stay in the list, the cursor goes on by itself.
        stays = self.which.currentData() != WAITING
        self._show(at + 1 if stays else at)
        self.table.setFocus()

    def _decide_rest(self, side: Side) -> None:
        for row in self._rows(self.unit.currentData()):
            if row.waits:
                self._chosen[row.place] = Decision(side, row.finding.seen)
        self._show()

    def fit(self, height: int) -> None:
        """Take so much room for the table."""
        least = min(theme.length(260), height)
        self.table.setMinimumHeight(min(theme.length(420), max(least, height - theme.length(100))))


def _is_shown(row: Difference, which: object) -> bool:
    if which == WAITING:
        return row.waits
    if which == MENDED:
        return row.mended_by_unit
    if which == TOLD:
        return row.finding.differs in TOLD_ONLY
    return True
