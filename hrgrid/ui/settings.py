"""What one screen remembers: an INI file beside the data, each entry declared once.

Nothing that matters to the office lies here; a lost or damaged file means defaults.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from hrgrid.core.paths import user_folder
from hrgrid.ui.theme import Mode, TextSize

Value = TypeVar("Value")


@dataclass(frozen=True)
class Entry(Generic[Value]):
    """One remembered value: its key, its default, and how it is written and read as text."""

    key: str
    default: Value
    read: Callable[[str], Value]
    write: Callable[[Value], str]


def _text(key: str, default: str) -> Entry[str]:
    return Entry(key, default, str, str)


MODE = Entry("look/mode", Mode.LIGHT, Mode, lambda mode: str(mode.value))
TEXT_SIZE = Entry("look/text_size", TextSize.NORMAL, TextSize, lambda size: str(size.value))
GEOMETRY = _text("window/geometry", "")
PAGE = _text("window/page", "dashboard")
YEAR = Entry("window/year", 0, int, str)
LOGIN = _text("sign_in/login", "")
BACKUP_FOLDER = _text("backup/folder", "")


class Settings:
    """Reads and writes the entries of one INI file; what cannot be read is the default."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, entry: Entry[Value]) -> Value:
        """The remembered value, or the default."""
        raw: Any = self._store.value(entry.key)
        if raw is None:
            return entry.default
        try:
            return entry.read(str(raw))
        except (ValueError, KeyError):
            return entry.default

    def put(self, entry: Entry[Value], value: Value) -> None:
        """Remember `value`."""
        self._store.setValue(entry.key, entry.write(value))

    def keep(self) -> None:
        """Write to the disk now."""
        self._store.sync()


def settings_path(location: str) -> Path:
    """Where the screen of these data remembers: beside a file, in the user's folder otherwise."""
    if "://" in location:
        name = hashlib.sha256(location.encode()).hexdigest()[:16]
        return user_folder() / f"screen-{name}.ini"
    return Path(location).with_suffix(".ini")


def remember_window(settings: Settings, window: QWidget) -> None:
    """Keep size and place of a window."""
    settings.put(GEOMETRY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))


def restore_window(settings: Settings, window: QWidget) -> None:
    """Put a window where it was, pulled back onto a screen that exists."""
    kept = settings.get(GEOMETRY)
    if kept:
        window.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))
    else:
        window.resize(1366, 740)
    areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not window.isMaximized() and areas:
        window.setGeometry(clamp(window.geometry(), areas))


def clamp(window: QRect, screens: list[QRect]) -> QRect:
    """`window` moved and shrunk until it lies on the screen that shows most of it."""

    def shown(screen: QRect) -> int:
        part = screen.intersected(window)
        return part.width() * part.height() if part.isValid() else 0

    screen = max(screens, key=shown)
    width, height = min(window.width(), screen.width()), min(window.height(), screen.height())
    left = min(max(window.left(), screen.left()), screen.right() - width + 1)
    top = min(max(window.top(), screen.top()), screen.bottom() - height + 1)
    return QRect(left, top, width, height)
