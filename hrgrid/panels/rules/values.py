"""One check of a mark, used by typing, pasting, undoing and importing alike."""

from __future__ import annotations

from hrgrid.core.tabulation import mark_text
from hrgrid.panels.rules.rows import ItemRow, MarkValue
from hrgrid.panels.rules.words import NoMark


def refused(item: ItemRow, value: MarkValue) -> str | None:
    """Why this value (thousandths) cannot stand in this item; None where it can."""
    if isinstance(value, NoMark):
        return None
    if not 0 <= value <= item.max_milli:
        return f"{mark_text(value)} 超出 0–{mark_text(item.max_milli)}，没有记下。"
    if value % item.step_milli:
        return f"{mark_text(value)} 不是 {mark_text(item.step_milli)} 的整数倍，没有记下。"
    return None


def value_text(value: MarkValue | None) -> str:
    """A value for sentences and the journal; a mark as the judge wrote it."""
    if value is None:
        return ""
    return value.label if isinstance(value, NoMark) else mark_text(value)
