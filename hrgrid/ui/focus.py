"""Whether the focus of the window is in one of its parts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def holds_focus(part: QWidget) -> bool:
    """Whether the window's focus is in a part that is on show, the part itself left out.

    The window is asked and not the part: a part remembers its own last focus even when the
    window's has long been elsewhere, and even while the part is hidden.
    """
    window = part.window()
    held = window.focusWidget()
    return held is not None and part.isAncestorOf(held) and part.isVisibleTo(window)
