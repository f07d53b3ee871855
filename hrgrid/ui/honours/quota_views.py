"""What the sharing of a tier is looked at by: its steps, other methods, the categories."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.labelled import Labelled
from hrgrid.honours.queries import (
    Board,
    Derivation,
    DerivationRow,
    MethodTable,
    PartedTable,
    method_table,
    parted_table,
)
from hrgrid.honours.rules.words import Tier
from hrgrid.ui.honours.method_table import MethodView
from hrgrid.ui.honours.parted import PartedView
from hrgrid.ui.honours.words import percent, weight_words
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column, RowsModel, Table


class View(Labelled):
    """What is shown of a sharing."""

    STEPS = "steps", "计算过程"
    METHODS = "methods", "各方法对照"
    PARTS = "parts", "岗位类别"


_STEPS: tuple[Column[DerivationRow], ...] = (
    Column("做什么", lambda row: row.kind.label, 110),
    Column("单位", lambda row: row.district, 120, grows=True, strong=True),
    Column("应得、余数或商", lambda row: row.fraction, 150, right=True, quiet=True),
    Column("得到名额", lambda row: f"{row.places:,}", 84, right=True),
)


class QuotaViews(QWidget):
    """One of the views; `grown` when another height is wanted, `failed` with a sentence."""

    grown = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, campaign_id: int) -> None:
        super().__init__()
        self._session, self._id = session, campaign_id
        self._at: tuple[View, Tier] | None = None
        self.parted: PartedTable | None = None
        self.model = RowsModel(_STEPS, self)
        self.table = Table(self.model, "计算过程")
        self.methods = MethodView()
        self.parts = PartedView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for view in (self.table, self.methods, self.parts):
            column.addWidget(view, 1)

    def set_table_height(self, height: int) -> None:
        """At least so high is each table."""
        for table in (self.table, self.methods.table, self.parts.table):
            table.setMinimumHeight(height)

    def show_view(self, view: View, board: Board, tier: Tier, floor: int | None) -> None:
        """Show a tier of a board; the methods with a floor, None that of the scheme."""
        self._at = view, tier
        told, campaign_id = board.tier(tier).derivation, self._id
        self.model.show_rows(told.steps if told else ())
        self.table.setVisible(view is View.STEPS and bool(told and told.steps))
        self.methods.setVisible(view is View.METHODS)
        self.parts.setVisible(view is View.PARTS)
        if view is View.METHODS:

            def methods(shown: MethodTable) -> None:
                if self._at == (View.METHODS, shown.tier):
                    self.methods.show_table(shown)
                    self._tell_grown()

            self._session.tasks.read(
                lambda work: method_table(work, campaign_id, tier, floor),
                methods,
                failed=self.failed.emit,
            )
        elif view is View.PARTS:

            def parts(shown: PartedTable) -> None:
                if self._at == (View.PARTS, shown.tier):
                    self.parted = shown
                    self.parts.show_table(shown, board.campaign.state)
                    self._tell_grown()

            self._session.tasks.read(
                lambda work: parted_table(work, campaign_id, tier), parts, failed=self.failed.emit
            )
        self.grown.emit()

    def _tell_grown(self) -> None:
        # What was just put in wants its place before the height is asked for.
        QTimer.singleShot(0, self, self.grown.emit)


def sharing_words(shown: Board, tier: Tier, told: Derivation | None) -> str:
    """What a tier shares, by what, and how it was shared last."""
    places = shown.tier(tier).places
    start = f"{tier.label}共 {places:,} 个名额，按{weight_words(shown.scheme)}分配，"
    cap = "每个单位不超过符合条件的人数。"
    if told is None:
        return f"{start}{cap}还没有分配。"
    made = f"第 {told.number} 次分配，{told.made_by}，{when(told.made_at)}"
    why = f"，事由：{told.reason}" if told.reason else ""
    every = shown.scheme.categories
    parts = (
        f"岗位类别：{'、'.join(f'{c.label} {percent(c.share_bp)}' for c in every)}。"
        if every
        else ""
    )
    return f"{start}{cap}现行{told.method.label}（{made}{why}）。{parts}"
