"""The dark bar at the left: every page one click or one shortcut away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hrgrid.ui import icons, theme
from hrgrid.ui.page import PageSpec

WIDE, COMPACT = 176, 56
_ICON = 20
# From so many on a badge only says that there are more.
_MOST = 1_000
_TINY = 9
_FILLED = frozenset(
    {
        "house", "tree-structure", "user-plus", "chalkboard-teacher", "clipboard-text", "wallet",
        "sign-out", "medal", "certificate", "list-checks", "upload-simple",
        "clock-counter-clockwise", "gear-six",
    }
)  # fmt: skip


class NavButton(QAbstractButton):
    """A page's icon and title; the icon alone, with a tooltip, in the compact bar."""

    def __init__(self, spec: PageSpec, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.compact = False
        self.low = False
        self._hovered = False
        self._count, self._urgent = 0, False
        self.setText(spec.title)
        self.setCheckable(True)
        self._name = f"{spec.title}，{shortcut}" if shortcut else spec.title
        self.setAccessibleName(self._name)
        self._tip = f"{spec.title}（{shortcut}）" if shortcut else spec.title
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_count(self, count: int, *, urgent: bool) -> None:
        """Say how many things wait behind it; 0 says nothing."""
        self._count, self._urgent = count, urgent
        self.setAccessibleName(f"{self._name}，{count:,} 件" if count else self._name)
        self._show_tip()
        self.update()

    @property
    def count(self) -> int:
        """How many things are said to wait."""
        return self._count

    def arrange(self, *, compact: bool, low: bool) -> None:
        """Take the form that the window's size asks for."""
        self.compact, self.low = compact, low
        self._show_tip()
        self.updateGeometry()
        self.update()

    def _show_tip(self) -> None:
        told = f"{self._tip}：{self._count:,} 件" if self._count else self._tip
        self.setToolTip(told if self.compact else "")

    def sizeHint(self) -> QSize:
        """36 px high, 30 in a low window, more where the letters need it."""
        height = self._lowest() if self.low else max(36, self._lowest())
        return QSize(40 if self.compact else theme.length(WIDE) - 16, height)

    def minimumSizeHint(self) -> QSize:
        """The low form: a window may be made lower before it is told to be low."""
        return QSize(self.sizeHint().width(), self._lowest())

    def _lowest(self) -> int:
        return 30 if self.compact else max(30, QFontMetrics(theme.font()).height() + 4)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Back to rest."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background, icon, title."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_back(painter)
        chosen = self.isChecked()
        colour = theme.colour("nav_on" if chosen or self._hovered else "nav_text")
        left = (self.width() - _ICON) / 2 if self.compact else 12
        area = QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON)
        name = self.spec.glyph
        icons.draw(painter, f"{name}-fill" if chosen and name in _FILLED else name, colour, area)
        if not self.compact:
            painter.setPen(colour)
            painter.setFont(theme.font(theme.BODY, strong=chosen))
            text = QRectF(40, 0, self.width() - 44, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.spec.title)
        if self._count:
            self._draw_count(painter)
        painter.end()

    def _draw_count(self, painter: QPainter) -> None:
        """A pill at the right; in the compact bar it lies over the icon's corner."""
        most = 100 if self.compact else _MOST
        text = f"{self._count:,}" if self._count < most else f"{most - 1}+"
        font = theme.font(_TINY if self.compact else theme.CAPTION, strong=True)
        metrics = QFontMetrics(font)
        height = metrics.height() + (0 if self.compact else 2)
        width = max(height, metrics.horizontalAdvance(text) + (6 if self.compact else 10))
        right = self.width() - (0 if self.compact else 12)
        top = 0 if self.compact else (self.height() - height) / 2
        area = QRectF(right - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("badge_bad" if self._urgent else "badge"))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setPen(theme.colour("nav_on"))
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_back(self, painter: QPainter) -> None:
        area = QRectF(self.rect()).adjusted(1, 0, -1, 0)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("nav_selected"))
            painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("nav_on"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)


class _Logo(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.compact = False
        self.setFixedHeight(46)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - 22) / 2 if self.compact else 9
        area = QRectF(left, 13, 22, 22)
        icons.draw(painter, "squares-four-fill", theme.colour("logo"), area)
        if not self.compact:
            painter.setPen(theme.colour("nav_on"))
            painter.setFont(theme.font(theme.CARD, strong=True))
            text = QRectF(40, 0, self.width() - 40, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.end()


class Navigation(QFrame):
    """All pages; tells which one is wanted."""

    wanted = Signal(str)

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setProperty("role", "nav")
        self.setAccessibleName("导航")
        self._logo = _Logo("网格员队伍管理")
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addWidget(self._logo)
        self._add([spec for spec in specs if not spec.low], shortcuts=True)
        self._column.addStretch()
        self._add([spec for spec in specs if spec.low], shortcuts=False)
        self.arrange(compact=False, low=False)

    def arrange(self, *, compact: bool, low: bool) -> None:
        """Titles beside the icons, or icons alone; lower buttons in a low window."""
        self.setFixedWidth(COMPACT if compact else theme.length(WIDE))
        self._column.setContentsMargins(8, 0, 8, 4 if low else 8)
        self._column.setSpacing(1 if low else 2)
        self._logo.compact = compact
        self._logo.update()
        for button in self._buttons.values():
            button.arrange(compact=compact, low=low)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> NavButton:
        """The button of a page."""
        return self._buttons[key]

    def _add(self, specs: Sequence[PageSpec], *, shortcuts: bool) -> None:
        for at, spec in enumerate(specs):
            button = NavButton(spec, f"Alt+{at}" if shortcuts else spec.shortcut)
            button.clicked.connect(lambda _=False, key=spec.key: self.wanted.emit(key))
            self._buttons[spec.key] = button
            self._group.addButton(button)
            self._column.addWidget(button)
