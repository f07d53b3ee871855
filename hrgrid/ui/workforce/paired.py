"""Fields two by two, each under its name."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.ui.forms import Field

_OR = "|"


def paired(box: QWidget | None, *fields: tuple[str, QWidget]) -> QWidget:
    """Lay the controls out in two columns in `box`, or in a new one.

    A name that begins with | stands where the one before it stands; hide one of the two.
    """
    box = QWidget() if box is None else box
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    at = -1
    for text, control in fields:
        # A name that begins so takes the place of the one before: only one of them is on show.
        at += 0 if text.startswith(_OR) else 1
        grid.addWidget(Field(text.removeprefix(_OR), control), at // 2, at % 2)
    for at in range(2):
        grid.setColumnStretch(at, 1)
    return box


def place_of(control: QWidget) -> Field:
    """The field that a control stands in."""
    parent = control.parentWidget()
    assert isinstance(parent, Field)  # noqa: S101 - laid out by `paired`
    return parent
