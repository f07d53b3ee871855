"""The head of the page: which campaign, how far it is, its papers, and the one next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from hrgrid.honours.queries import Board, CampaignRow
from hrgrid.honours.rules.words import Tier
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.honours import words
from hrgrid.ui.status import Elided


class Head(QWidget):
    """Title, chip and buttons; below them the tiers and the dates."""

    campaign_wanted = Signal(int)
    tier_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self._board: Board | None = None
        self._tiers: list[Tier] = []
        self.title = label("", "section")
        self._chip = QHBoxLayout()
        self.chooser = Choice("换一次评选")
        self.scheme = Button("名额方案", glyph="sliders-horizontal")
        self.export = Button("导出名单", glyph="download-simple")
        self.export.setMenu(QMenu(self.export))
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("称号")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.dates = Elided(role="crumb", px=theme.LABEL)
        self.dates.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.chooser.currentIndexChanged.connect(
            lambda _: self.campaign_wanted.emit(int(self.chooser.currentData()))
        )
        self.tabs.currentChanged.connect(self._choose_tier)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addLayout(self._chip)
        top.addWidget(self.chooser)
        top.addStretch()
        for button in (self.scheme, self.export, self.more, self.primary):
            top.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.tabs)
        below.addWidget(self.dates, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(below)

    @property
    def tier(self) -> Tier | None:
        """The tier on show."""
        at = self.tabs.currentIndex()
        return self._tiers[at] if 0 <= at < len(self._tiers) else None

    @property
    def chip(self) -> Chip | None:
        """The campaign's state."""
        item = self._chip.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, Chip) else None

    def show_board(self, board: Board, campaigns: Sequence[CampaignRow]) -> None:
        """Show another campaign, or how far this one has come."""
        self._board = board
        row = board.campaign
        clear(self._chip)
        self._chip.addWidget(Chip(row.state.label, words.state_chip(row.state)))
        self.chooser.fill(_entries(campaigns))
        self.chooser.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.chooser.choose(row.id)
        self.chooser.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._show_tabs(board)
        self.dates.show_text(words.dates_text(board))
        self.arrange(narrow=self._narrow)

    def _show_tabs(self, board: Board) -> None:
        chosen, tiers = self.tier, list(board.campaign.places)
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        for tier in tiers:
            self.tabs.addTab(f"{tier.label} {board.campaign.places[tier]:,}")
        self._tiers = tiers
        self.tabs.setCurrentIndex(tiers.index(chosen) if chosen in tiers else 0)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _choose_tier(self, at: int) -> None:
        if 0 <= at < len(self._tiers):
            self.tier_wanted.emit(self._tiers[at])

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the plan and the papers are entries of 更多."""
        self._narrow = narrow
        if self._board is not None:
            row = self._board.campaign
            self.title.setText(f"{row.year} 年度评选" if narrow else words.titled(row))
            self.title.setToolTip(words.titled(row))
        self.chooser.setVisible(self.chooser.count() > 1 and not narrow)
        self.scheme.setHidden(narrow)
        self.export.setHidden(narrow)


def _entries(campaigns: Sequence[CampaignRow]) -> list[tuple[object, str]]:
    """By year, and by name where a year has several."""
    years = [row.year for row in campaigns]
    return [
        (row.id, f"{row.year} 年度" if years.count(row.year) == 1 else words.titled(row))
        for row in campaigns
    ]
