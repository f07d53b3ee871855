"""分街道: what the bulletin says of every street; units, no persons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.assessment.rules.inspection_rows import PlanBoard, StratumRow
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.inspections.words import rate, taken_off
from hrgrid.ui.tables import Column, RowsModel, Table


def _some(count: int) -> str:
    return f"{count:,}" if count else ""


def _share(row: StratumRow) -> str:
    return rate(row.rectified, row.findings)


COLUMNS: tuple[Column[StratumRow], ...] = (
    Column("街道", lambda row: row.name, 140, grows=True, strong=True),
    Column("在岗人数", lambda row: _some(row.on_duty), 84, right=True, drops=True),
    Column("抽查人数", lambda row: _some(row.drawn), 84, right=True),
    Column("联动单位", lambda row: _some(row.offices), 84, right=True, drops=True),
    Column("已查", lambda row: f"{row.held:,}", 64, right=True, drops=True),
    Column("合格", lambda row: f"{row.passed:,}", 64, right=True),
    Column("问题数", lambda row: f"{row.findings:,}", 72, right=True),
    Column("已整改", lambda row: f"{row.rectified:,}", 72, right=True),
    Column("整改率", _share, 80, right=True),
    Column("扣分合计", lambda row: taken_off(row.deducted_milli) or "0", 84, right=True),
)


class UnitsPart(QFrame):
    """One line a street, as the bulletin has it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.told = label("", "label", wraps=True)
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: RowsModel[StratumRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "分街道情况")
        self.none = EmptyState(
            "clipboard-text", "还没有结果", "录了检查结果，各街道的合格、问题和整改就汇总在这里。"
        )
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.told, 1)
        head.addLayout(self.deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)

    @property
    def rows(self) -> Sequence[StratumRow]:
        """What is on show."""
        return self.model.rows

    def show_board(self, board: PlanBoard) -> None:
        """Show what came of it so far."""
        rows = [row for row in board.strata if row.drawn or row.offices]
        self.model.show_rows(rows)
        plan = board.row
        (self.none if rows else self.table).hide()
        (self.table if rows else self.none).show()
        if not rows:
            self.told.setText("")
            return
        fixed = plan.rectified + plan.closed
        covered = sum(1 for row in rows if row.drawn)
        share = rate(plan.people, plan.on_duty)
        of_duty = f"，占在岗 {plan.on_duty:,} 人的 {share}" if share else ""
        told = f"抽查 {plan.people:,} 人{of_duty}，覆盖 {covered} 个街道；"
        told += f"合格 {plan.passed:,}，发现问题 {plan.findings:,} 个，已整改 {fixed:,} 个"
        done = rate(fixed, plan.findings)
        self.told.setText(f"{told}（{done}）。" if done else f"{told}。")
