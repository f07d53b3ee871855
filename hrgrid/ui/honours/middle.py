"""The three cards; in a narrow window the districts are a list to choose from, why a dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.honours.queries import Board, CandidateRow, UnitRow
from hrgrid.honours.rules.words import Tier
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import Choice
from hrgrid.ui.honours.cards import CandidateCard, QuotaCard, unit_entries
from hrgrid.ui.honours.person_dialogs import AdjustButton
from hrgrid.ui.honours.why import WhyCard
from hrgrid.ui.session import Session

_SHARES = (44, 41, 27)


class Middle(QWidget):
    """Districts, the nominees of the one under the cursor, and why."""

    person_chosen = Signal(object)
    why_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.narrow = True
        self._board: Board | None = None
        self._tier: Tier | None = None
        self._unit: int | None = None
        self.quotas = QuotaCard()
        self.candidates = CandidateCard()
        self.adjust = AdjustButton(session)
        self.adjust_here = AdjustButton(session)
        self.why = WhyCard(self.adjust)
        self.units = Choice("单位")
        self.ask = Button("为什么", glyph="info", does=self._ask)
        self._bar = QWidget()
        self._lay_out()
        self._fold(narrow=True)
        self.quotas.unit_chosen.connect(self._choose_unit)
        self.quotas.left.connect(self.candidates.table.setFocus)
        self.candidates.back.connect(self._back)
        self.candidates.person_chosen.connect(self.person_chosen)
        self.candidates.opened.connect(self.why_wanted)
        self.units.currentIndexChanged.connect(lambda _: self._take_entry())

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.units, 1)
        bar.addWidget(self.adjust_here)
        bar.addWidget(self.ask)
        self.why.setMinimumWidth(theme.length(200))
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card, share in zip((self.quotas, self.candidates, self.why), _SHARES, strict=True):
            cards.addWidget(card, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addLayout(cards, 1)

    @property
    def person(self) -> CandidateRow | None:
        """The nominee under the cursor."""
        return self.candidates.current

    @property
    def unit(self) -> UnitRow | None:
        """The district whose nominees are on show."""
        found: UnitRow | None = self.quotas.table.current
        return found

    @property
    def tier(self) -> Tier | None:
        """The tier on show."""
        return self._tier

    def main_control(self) -> QWidget:
        """The districts where they are on show, else the nominees."""
        return self.candidates.table if self.narrow else self.quotas.table

    def show_tier(self, board: Board, tier: Tier) -> None:
        """Show a tier; the same district stays chosen."""
        self._board, self._tier = board, tier
        shown = board.tier(tier)
        self.units.fill(unit_entries(shown, board.campaign.state))
        self.units.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.units.choose(self._unit)
        self.units.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.quotas.show_tier(board, shown, self._unit)
        if not shown.units:
            self.candidates.show_nothing("还没有分配名额。分好名额、收齐推荐表，这里列出候选人。")

    def go_to(self, row: CandidateRow) -> None:
        """Put the cursors on a nominee and his district."""
        self.quotas.go_to(row.area_id)
        self.candidates.go_to(row.nomination_id)

    def name(self, board: Board | None, row: CandidateRow | None) -> None:
        """Say whom the panel is about, and what may be done about him."""
        self.why.name(row)
        self.adjust.offer(board, row)
        self.adjust_here.offer(board, row)
        self.adjust_here.setVisible(self.narrow and not self.adjust.isHidden())
        self.ask.setEnabled(row is not None and row.outcome is not None)
        if row is None:
            self.why.view.say("选一个候选人，这里说明他的名次从哪里来。")

    def fit(self) -> None:
        """Set rows and columns for another text size."""
        self.quotas.table.fit()
        self.candidates.table.fit()

    # --- choosing ---------------------------------------------------------------------------

    def _choose_unit(self, unit: UnitRow | None) -> None:
        if unit is None or self._board is None or self._tier is None:
            return
        self._unit = unit.area_id
        self.units.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.units.choose(unit.area_id)
        self.units.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.candidates.show_unit(unit, self._board.nominees(self._tier, unit.area_id))

    def _take_entry(self) -> None:
        if self.units.currentData() is not None:
            self.quotas.go_to(int(self.units.currentData()))

    def _back(self) -> None:
        (self.units if self.narrow else self.quotas.table).setFocus()

    def _ask(self) -> None:
        if self.person is not None:
            self.why_wanted.emit(self.person)

    # --- fitting the window -------------------------------------------------------------------

    def arrange(self, *, narrow: bool) -> None:
        """Fold the side cards where there is no room."""
        if narrow != self.narrow:
            self._fold(narrow=narrow)

    def _fold(self, *, narrow: bool) -> None:
        self.narrow = narrow
        # What goes goes first: both on show for a moment would make the window grow.
        if narrow:
            self.quotas.hide()
            self.why.hide()
        self._bar.setVisible(narrow)
        if not narrow:
            self.quotas.show()
            self.why.show()
