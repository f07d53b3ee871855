"""The head of the page with its tools, and drawers for the side cards of a narrow window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from hrgrid.documents.rules import Standing
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.documents.batches import Overview
from hrgrid.ui.forms import Choice
from hrgrid.ui.status import Elided


class Drawer(QFrame):
    """Holds a side card below its button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def take(self, card: QWidget) -> None:
        """Take a card in."""
        self._column.addWidget(card)
        card.show()

    def open_below(self, button: QWidget, height: int) -> None:
        """Show it below a button, at most this high, no further right than the window."""
        self.adjustSize()
        self.setFixedHeight(height)
        corner = button.mapToGlobal(QPoint(0, button.height() + 4))
        window = button.window()
        right = window.mapToGlobal(QPoint(window.width() - 8, 0)).x()
        self.move(min(corner.x(), right - self.width()), corner.y())
        self.show()


class Head(QWidget):
    """What is shown, and what can be done with all of it."""

    batch_wanted = Signal(str)
    list_wanted = Signal()
    setup_wanted = Signal()
    verify_wanted = Signal()
    export_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, fill_papers: Callable[[QMenu], None]) -> None:
        super().__init__()
        self.batch = Choice("哪一批证书")
        self.told = Elided("", role="crumb", px=theme.LABEL)
        self.list = Button("清单", glyph="list-checks", does=self.list_wanted.emit)
        self.setup = Button("打印设置", glyph="sliders-horizontal", does=self.setup_wanted.emit)
        self.verify = Button("核验", glyph="shield-check", does=self.verify_wanted.emit)
        self.verify.setAccessibleName("核验证书")
        self.papers = Button("报表", glyph="file-text", name="登记册和报表")
        self.export = Button("导出 PDF", glyph="download-simple", does=self.export_wanted.emit)
        self.primary = PrimaryButton("打印", glyph="printer", does=self.print_wanted.emit)
        menu = QMenu(self.papers)
        menu.aboutToShow.connect(lambda: fill_papers(menu))
        self.papers.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.batch, 1_000)
        row.addWidget(self.told, 1_000)
        for tool in (self.list, self.setup, self.verify, self.papers, self.export, self.primary):
            row.addWidget(tool)
        self.batch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.batch.setSizeAdjustPolicy(
            Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.batch.activated.connect(lambda _: self.batch_wanted.emit(self.batch.currentData()))
        self.fit()

    def show_overview(self, found: Overview) -> None:
        """The batches, and how far the printing of this one is."""
        self.batch.fill([(one.row.batch, one.title) for one in found.batches])
        self.batch.choose(found.batch)
        counts = found.counts or {}
        gone = counts.get(Standing.REVOKED, 0) + counts.get(Standing.REPLACED, 0)
        force = sum(counts.values()) - gone
        printed = (Standing.CONFIRMED, Standing.TAKEN, Standing.SENT)
        done = sum(counts.get(one, 0) for one in printed)
        self.told.show_text(f"{force:,} 张 · 已打 {done:,}")

    def show_primary(self, text: str, *, enabled: bool) -> None:
        """What the primary button will do."""
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.setEnabled(enabled)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the side cards go under buttons."""
        going: tuple[QWidget, ...] = (self.export, self.told)
        coming: tuple[QWidget, ...] = (self.list, self.setup)
        if not narrow:
            going, coming = coming, going
        # What goes goes first: all on show for a moment would make the window grow.
        for tool in going:
            tool.hide()
        for tool in coming:
            tool.show()

    def fit(self) -> None:
        """Widths for the text size."""
        self.batch.setMinimumWidth(theme.length(72))
        self.batch.setMaximumWidth(theme.length(320))
