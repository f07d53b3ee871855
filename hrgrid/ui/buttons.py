"""Buttons: one primary per page, plain ones beside it, links in cards and banners."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from hrgrid.ui import icons, theme


class Button(QPushButton):
    """A button with a verb and its object, and an icon in the colour of its text."""

    KIND = ""

    def __init__(
        self,
        text: str,
        *,
        glyph: str = "",
        does: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", self.KIND)
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._glyph = glyph
        if does is not None:
            self.clicked.connect(lambda *_: does())
        self._colour_icon()

    def set_glyph(self, glyph: str) -> None:
        """Show another icon, or none."""
        self._glyph = glyph
        self._colour_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon with the theme and when the button is switched off."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._colour_icon()

    def _colour_icon(self) -> None:
        if not self._glyph:
            if not self.icon().isNull():
                self.setIcon(QIcon())
        else:
            size = theme.length(16)
            self.setIconSize(QSize(size, size))
            self.setIcon(icons.icon(self._glyph, self._icon_colour(), size))

    def _icon_colour(self) -> QColor:
        return theme.colour("text2" if self.isEnabled() else "text3")


class PrimaryButton(Button):
    """The one thing to do on this page."""

    KIND = "primary"

    def _icon_colour(self) -> QColor:
        return theme.colour("on_accent" if self.isEnabled() else "text3")


class DangerButton(Button):
    """Takes something away; asks before it does."""

    KIND = "danger"

    def _icon_colour(self) -> QColor:
        return theme.colour("bad" if self.isEnabled() else "text3")


class LinkButton(Button):
    """Looks like a link, works like a button."""

    KIND = "link"

    def _icon_colour(self) -> QColor:
        return theme.colour("accent" if self.isEnabled() else "text3")


class BareButton(Button):
    """An icon alone, where its meaning is plain (close, copy); the name is its tooltip."""

    KIND = "bare"

    def __init__(
        self, glyph: str, name: str, does: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("", glyph=glyph, does=does, name=name, parent=parent)
        self.setToolTip(name)
