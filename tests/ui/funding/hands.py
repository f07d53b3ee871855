"""How fields of the forms of funding are typed into."""

from __future__ import annotations

from PySide6.QtTest import QTest


def typed(field, text: str) -> None:
    """In place of what stands there; Chinese as an input method hands it over."""
    field.setFocus()
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.insert(text)
