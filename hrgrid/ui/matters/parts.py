"""Parts of cards and dialogs: facts in two columns, lines with a figure, ticks with their fact."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label


def facts_grid(facts: Sequence[tuple[str, str]], widest: str = "政治面貌") -> QGridLayout:
    """Names at the left, texts at the right; those that are empty are left out."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    wide = QFontMetrics(theme.font(theme.LABEL)).horizontalAdvance(widest)
    grid.setColumnMinimumWidth(0, wide)
    shown = [(name, text) for name, text in facts if text]
    for at, (name, text) in enumerate(shown):
        value = label(text, wraps=True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        grid.addWidget(label(name, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, at, 1)
    return grid


def figure_line(name: str, figure: str, quiet: str = "") -> QWidget:
    """A name, a word behind it, and a figure at the right."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label(name))
    row.addWidget(label(quiet, "caption"), 1)
    row.addWidget(label(figure, "strong"))
    part.setAccessibleName(f"{name}{quiet} {figure}")
    return part


def tick_line(told: str, *, passed: bool | None) -> QWidget:
    """A tick, a cross, or a dash where nobody has looked yet, and the sentence."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    glyph, colour = {
        True: ("check-circle-fill", "ok"),
        False: ("x", "bad"),
        None: ("minus", "text3"),
    }[passed]
    seat = QVBoxLayout()
    seat.setContentsMargins(0, theme.length(2), 0, 0)
    seat.addWidget(Glyph(glyph, colour, 16))
    row.addLayout(seat)
    row.setAlignment(seat, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(told, "label", wraps=True), 1)
    spoken = {True: "符合", False: "不符合", None: "未核查"}[passed]
    part.setAccessibleName(f"{spoken}：{told}")
    return part


def entry(title: str, below: str, note: str = "") -> QWidget:
    """A line with a quieter one below it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 2)
    column.setSpacing(1)
    column.addWidget(label(title, wraps=True))
    for text in filter(None, (below, note)):
        column.addWidget(label(text, "caption", wraps=True))
    return box


def rule() -> QFrame:
    """A thin line."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def panel() -> tuple[QFrame, QVBoxLayout]:
    """A white surface and its column, without margins: for a table that fills it."""
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    return frame, column
