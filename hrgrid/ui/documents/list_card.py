"""The left card: certificates by number, searched and narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from hrgrid.documents.queries import SeriesRow, Sought
from hrgrid.documents.rules import Standing
from hrgrid.ui import icons, theme
from hrgrid.ui.cards import Card
from hrgrid.ui.documents.listing import CertificatesModel
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.tables import Table

_PAUSE_MS = 150
_STANDINGS = [(None, "全部状态"), *((one, one.label) for one in Standing)]


class ListCard(Card):
    """Controls tell what is sought; the table shows what came."""

    wanted = Signal(object)

    def __init__(self, model: CertificatesModel) -> None:
        super().__init__("证书清单", " ")
        self._sought = Sought("")
        self.search = TextField("按编号或姓名找证书", hint="编号或姓名")
        self.search.setClearButtonEnabled(True)
        self._lens = self.search.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self.tier = Choice("称号", [("", "全部称号")])
        self.standing = Choice("打印状态", _STANDINGS)
        self.table = Table(model, "证书清单")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.column.setContentsMargins(12, 12, 12, 8)
        self.column.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.tier, 1)
        row.addWidget(self.standing, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self._ask)
        self.tier.activated.connect(lambda _: self._ask())
        self.standing.activated.connect(lambda _: self._ask())
        self.fit()

    @property
    def sought(self) -> Sought:
        """What the controls say."""
        return self._sought

    def show_batch(self, batch: str, series: Sequence[SeriesRow]) -> None:
        """Offer the honours of a batch; another batch begins with everything."""
        entries: list[tuple[object, str]] = [("", "全部称号")]
        entries += [(row.code, f"{row.honour}（{row.count:,}）") for row in series]
        self.tier.fill(entries)
        if batch != self._sought.batch:
            self.search.clear()
            self.tier.choose("")
            self.standing.choose(None)
            self._sought = Sought(batch)

    def seek(self, text: str) -> None:
        """List what a number or a name means; `sought` says it, the caller reads."""
        self.search.setText(text)
        self._sought = replace(self._sought, code="", text=text, standing=None)
        self.tier.choose("")
        self.standing.choose(None)

    def seek_now(self, text: str) -> None:
        """The same, and ask for the list."""
        self.seek(text)
        self.wanted.emit(self._sought)

    def show_count(self, found: int) -> None:
        """How many are listed."""
        self.beside.setText(f"{found:,} 张")

    def fit(self) -> None:
        """Width and colours of the theme."""
        self.setFixedWidth(theme.length(280))
        for choice in (self.tier, self.standing):
            choice.setMinimumWidth(theme.length(72))
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))
        self.table.fit()

    def _ask(self) -> None:
        self._pause.stop()
        sought = replace(
            self._sought,
            code=self.tier.currentData() or "",
            text=self.search.text().strip(),
            standing=self.standing.currentData(),
        )
        if sought != self._sought:
            self._sought = sought
            self.wanted.emit(sought)
