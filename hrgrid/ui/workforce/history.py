"""What the card tells of before: absences, former names, and entries that were merged."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.ui.forms import label
from hrgrid.ui.workforce.absence_words import absence_words
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.queries.persons import FormerRow, MergedRow


def add_history(column: QVBoxLayout, card: PersonCard) -> None:
    """Add what there is; a card without any of it says nothing."""
    for title, lines in (
        ("离岗", [_absence_line(card, at) for at in range(len(card.absences))]),
        ("变更", [_former_line(row) for row in card.former]),
        ("合并", [_merged_line(row) for row in card.merged]),
    ):
        if lines:
            column.addWidget(label(title, "strong"))
        for first, second in lines:
            column.addWidget(_entry(first, second))


def _absence_line(card: PersonCard, at: int) -> tuple[str, str]:
    row = card.absences[at]
    parts = [row.document_no, f"报酬{row.pay_during.label}"]
    if row.void_reason:
        parts = [f"作废：{row.void_reason}"]
    return absence_words(row), "，".join(part for part in parts if part)


def _former_line(row: FormerRow) -> tuple[str, str]:
    told = f"{row.held_until:%Y-%m-%d} 前{row.field.label}：{row.text or '没有登记'}"
    return told, "，".join(part for part in (row.document_no, row.reason) if part)


def _merged_line(row: MergedRow) -> tuple[str, str]:
    on = row.merged_at.astimezone()
    return f"并入{row.name}（{row.number}）", f"{on:%Y-%m-%d} 由{row.merged_by}合并"


def _entry(first: str, second: str) -> QWidget:
    box = QWidget()
    inside = QVBoxLayout(box)
    inside.setContentsMargins(0, 0, 0, 4)
    inside.setSpacing(2)
    inside.addWidget(label(first, wraps=True))
    if second:
        inside.addWidget(label(second, "caption", wraps=True))
    return box
