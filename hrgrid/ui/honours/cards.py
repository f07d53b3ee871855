"""Tables of the page's cards: quotas by district, and the nominees of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.exchange.rules.collect_rows import UnitRow as Returned
from hrgrid.honours.queries import Board, CandidateRow, LastUnit, TierBoard, UnitRow
from hrgrid.honours.rules.words import CampaignState, Outcome
from hrgrid.ui import icons, theme
from hrgrid.ui.banners import Banner
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import clear, label
from hrgrid.ui.honours import words
from hrgrid.ui.honours.tallying import tally_message
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import CellDelegate, Column, RowsModel, Table


class TickDelegate(CellDelegate):
    """A chip of the kind "tick" is a green tick; its word is for screen readers."""

    def _draw_chip(self, painter: QPainter, area: QRectF, text: str, kind: str) -> None:
        if kind != "tick":
            super()._draw_chip(painter, area, text, kind)
            return
        size = theme.length(16)
        top = area.center().y() - size / 2
        place = QRectF(area.left(), top, size, size)
        icons.draw(painter, "check-circle-fill", theme.colour("ok"), place)


class UnitsModel(RowsModel[UnitRow]):
    """Districts; one column is called by what they are weighed by."""

    RETURNED, WEIGHT = 1, 2
    LAST = (8, 9, 10)

    def call_weight(self, title: str) -> None:
        """Call that column by the count."""
        self._weight = title
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, self.WEIGHT, self.WEIGHT)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The count's own name."""
        across = orientation is Qt.Orientation.Horizontal
        if across and section == self.WEIGHT and role == Qt.ItemDataRole.DisplayRole:
            return getattr(self, "_weight", "权数")
        return super().headerData(section, orientation, role)


def _of_last(count: Callable[[LastUnit], int]) -> Callable[[UnitRow], str]:
    return lambda row: "" if row.last is None else f"{count(row.last):,}"


LAST_YEAR: tuple[Column[UnitRow], ...] = (
    Column("上年名额", _of_last(lambda one: one.places), 72, right=True, quiet=True, drops=True),
    Column("上年推荐", _of_last(lambda one: one.nominated), 72, right=True, quiet=True, drops=True),
    Column("上年命名", _of_last(lambda one: one.honoured), 72, right=True, quiet=True, drops=True),
)


class QuotaCard(Card):
    """名额分配: what each district is due and has, how many it nominates, and the sum."""

    unit_chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("名额分配", " ")
        self._state = CampaignState.DRAFT
        self._back: Mapping[int, Returned] = {}
        self.model = UnitsModel(
            (
                Column("单位", lambda row: row.name, 88, grows=True),
                Column("报回", self._returned, 62, chip=self._returned_chip, drops=True),
                Column("权数", lambda row: row.weight, 60, right=True, drops=True),
                Column("应得", lambda row: row.due_text, 56, right=True, drops=True),
                Column("名额", self._places, 44, right=True, strong=True),
                Column("补足", words.extra_text, 50, chip=words.extra_chip),
                Column("推荐", lambda row: f"{row.nominated:,}", 46, right=True),
                Column("核对", self._tally, 60, chip=self._tally_chip),
                *LAST_YEAR,
            ),
            self,
        )
        self.table = _Units(self.model, "名额分配")
        self.table.setItemDelegate(TickDelegate(self.table))
        self.sum = label("", "label")
        self.places = label("", "strong")
        self.nominated = label("", "label")
        self.shares = label("", "caption", wraps=True)
        self._notice = QVBoxLayout()
        self.column.addWidget(self.table, 1)
        rule = QFrame()
        rule.setProperty("role", "rule")
        self.column.addWidget(rule)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.sum, 1)
        foot.addWidget(self.places)
        foot.addWidget(self.nominated)
        self.column.addLayout(foot)
        self.column.addWidget(self.shares)
        self.column.addLayout(self._notice)
        self.table.chosen.connect(self.unit_chosen)
        self.table.left.connect(self.left)

    def show_tier(self, board: Board, tier: TierBoard, chosen: int | None) -> None:
        """Show the districts of a tier; that with the id `chosen` stays under the cursor."""
        self._state = board.campaign.state
        self._back = board.returned
        hidden = () if self._back else (UnitsModel.RETURNED,)
        self.table.leave_out((*hidden, *(() if board.last else UnitsModel.LAST)))
        method = tier.derivation.method.label if tier.derivation else board.scheme.method.label
        self.beside.setText(f"按{board.weight_label}，{method}")
        self.model.call_weight(words.short_weight(board.weight_label))
        ids = [unit.area_id for unit in tier.units]
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.model.show_rows(tier.units)
        if chosen in ids:
            self.table.selectRow(ids.index(chosen))
        self.table.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.unit_chosen.emit(self.table.current if ids else None)
        weighed = f"，{board.weight_label} {tier.weight_sum}" if tier.weight_sum else ""
        self.sum.setText(f"合计 {len(ids)} 个单位{weighed}")
        self.places.setText(f"名额 {sum(unit.places or 0 for unit in tier.units):,}")
        self.nominated.setText(f"推荐 {tier.nominated:,}")
        self.shares.setText(words.shares_text(board, tier.tier))
        self.shares.setVisible(bool(self.shares.text()))
        self._tell(tier)

    def _tell(self, tier: TierBoard) -> None:
        clear(self._notice)
        message = tally_message(tier, self._state, self.go_to)
        if message is not None:
            self._notice.addWidget(Banner(message))

    def go_to(self, area_id: int) -> None:
        """Put the cursor on a district."""
        ids = [unit.area_id for unit in self.model.rows]
        self.table.selectRow(ids.index(area_id))
        self.table.setFocus()

    def _returned(self, row: UnitRow) -> str:
        return words.returned_text(self._back.get(row.area_id))

    def _returned_chip(self, row: UnitRow) -> str:
        return words.returned_chip(self._back.get(row.area_id))

    def _places(self, row: UnitRow) -> str:
        return "" if row.places is None else f"{row.places:,}"

    def _tally(self, row: UnitRow) -> str:
        return words.tally_text(row, self._state)

    def _tally_chip(self, row: UnitRow) -> str:
        return words.tally_chip(row, self._state)


class _Units(Table):
    """Enter and Right go on to the nominees of the district."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.left.emit()
            return
        super().keyPressEvent(event)


@dataclass(frozen=True)
class Listed:
    """A nominee with his number among the reserves of his district, 0 where he is none."""

    row: CandidateRow
    reserve: int = 0

    @property
    def result(self) -> str:
        """What came of it, in a word."""
        told = words.outcome_text(self.row)
        return f"{told} {self.reserve}" if self.reserve else told


def listed(rows: Sequence[CandidateRow]) -> list[Listed]:
    """Nominees with the reserves numbered in each district."""
    counts: dict[int, int] = {}
    made = []
    for row in rows:
        if row.outcome is Outcome.RESERVE and row.removal is None:
            counts[row.area_id] = counts.get(row.area_id, 0) + 1
            made.append(Listed(row, counts[row.area_id]))
        else:
            made.append(Listed(row))
    return made


CANDIDATES: tuple[Column[Listed], ...] = (
    Column("名次", lambda one: str(one.row.rank or "—"), 46, right=True),
    Column("姓名", lambda one: one.row.name, 78, strong=True),
    Column("街道", lambda one: one.row.place or one.row.unit, 88, grows=True, drops=True),
    Column("单位", lambda one: one.row.unit, 170, grows=True, quiet=True, drops=True),
    Column("推荐次序", lambda one: str(one.row.unit_rank or ""), 76, right=True, drops=True),
    Column("业绩", lambda one: words.mark(one.row.merit_milli), 62, right=True, drops=True),
    Column("评审", lambda one: words.mark(one.row.review_milli), 62, right=True, drops=True),
    Column("总分", lambda one: one.row.score, 62, right=True),
    Column("结果", lambda one: one.result, 90, chip=lambda one: words.outcome_chip(one.row)),
)


class CandidateCard(Card):
    """The nominees of one district in their order; the cursor says whom the panel explains."""

    person_chosen = Signal(object)
    opened = Signal(object)
    back = Signal()
    moved = Signal(object, int)

    def __init__(self) -> None:
        super().__init__("候选人", " ")
        self.model: RowsModel[Listed] = RowsModel(CANDIDATES, self)
        self.table = _People(self.model, "候选人")
        self.none = Elided("", role="crumb", px=theme.LABEL)
        self.column.addWidget(self.none)
        self.column.addWidget(self.table, 1)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda one: self.opened.emit(one.row))
        self.table.back.connect(self.back)
        self.table.moved.connect(lambda one, by: self.moved.emit(one.row, by))

    @property
    def current(self) -> CandidateRow | None:
        """Who is under the cursor."""
        one = self.table.current
        return one.row if one is not None else None

    def show_unit(self, unit: UnitRow, rows: Sequence[CandidateRow]) -> None:
        """Show the nominees of a district; the same person stays under the cursor."""
        before = self.current
        places = "" if unit.places is None else f"名额 {unit.places:,} · "
        self.title.setText(f"{unit.name}候选人")
        self.setAccessibleName(self.title.text())
        self.beside.setText(f"{places}推荐 {unit.nominated:,} 人")
        self._show(listed(rows), before)
        self.none.show_text("这个单位还没有推荐人选。" if not rows else "")
        self.none.setVisible(not rows)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nobody to show."""
        self.title.setText("候选人")
        self.beside.setText("")
        self._show([], None)
        self.none.show_text(sentence)
        self.none.show()

    def _show(self, rows: list[Listed], before: CandidateRow | None) -> None:
        ids = [one.row.nomination_id for one in rows]
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.model.show_rows(rows)
        if before is not None and before.nomination_id in ids:
            self.table.selectRow(ids.index(before.nomination_id))
        self.table.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.person_chosen.emit(self.current if rows else None)

    def _choose(self, one: Listed | None) -> None:
        self.person_chosen.emit(one.row if one is not None else None)

    def go_to(self, nomination_id: int) -> None:
        """Put the cursor on somebody."""
        ids = [one.row.nomination_id for one in self.model.rows]
        if nomination_id in ids:
            self.table.selectRow(ids.index(nomination_id))
            self.table.setFocus()


class _People(Table):
    """Left goes back to the districts; Ctrl with an arrow moves in the order."""

    back = Signal()
    moved = Signal(object, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.back.emit()
            return
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.current:
            self.moved.emit(self.current, -1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)


def unit_entries(tier: TierBoard, state: CampaignState) -> list[tuple[object, str]]:
    """Districts for a list to choose from, in narrow windows."""
    return [(unit.area_id, _entry(unit, state)) for unit in tier.units]


def _entry(unit: UnitRow, state: CampaignState) -> str:
    told = words.tally_text(unit, state)
    tail = f"，{told}" if told and words.tally_chip(unit, state) != "tick" else ""
    places = "未分" if unit.places is None else f"{unit.places:,}"
    return f"{unit.name}　名额 {places}，推荐 {unit.nominated:,}{tail}"
