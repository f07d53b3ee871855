"""Fields two by two, each under its name."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.ui.forms import Field


def paired(box: QWidget | None, *fields: tuple[str, QWidget]) -> QWidget:
    """Lay the controls out in two columns in `box`, or in a new one."""
    box = QWidget() if box is None else box
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for at, (text, control) in enumerate(fields):
        grid.addWidget(Field(text, control), at // 2, at % 2)
    for at in range(2):
        grid.setColumnStretch(at, 1)
    return box


def place_of(control: QWidget) -> Field:
    """The field that a control stands in."""
    parent = control.parentWidget()
    assert isinstance(parent, Field)  # noqa: S101 - laid out by `paired`
    return parent
