"""How wide the columns of the grid are: marks as their titles ask, the rest as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from hrgrid.ui import theme
from hrgrid.ui.scoring.model import MarkColumn, Place

_WIDTHS = {
    Place.NUMBER: 46,
    Place.NAME: 84,
    Place.UNIT: 88,
    Place.TOTAL: 84,
    Place.RANK: 56,
    Place.HINT: 122,
}
# In a narrow window these give way, in this order.
_LEAST = {Place.UNIT: 64, Place.HINT: 92, Place.NAME: 70, Place.TOTAL: 76}
_MARK, _PAD = 58, 8
_WIDEST_HINT, _WIDEST_UNIT = 220, 260
_MOST_FOR_A_MARK = 40


def widths_of(columns: Sequence[Place | MarkColumn], room: int) -> list[int]:
    """The width of each column in px, in a viewport that is `room` wide.

    What is left over goes to the hint, the unit and the marks; what is too much is taken from
    the unit, the hint, the name and the total. Marks never give way: then the grid scrolls.
    """
    widths = _wished(columns)
    spare = room - sum(widths)
    for place, least in _LEAST.items():
        if place in columns and spare < 0:
            at = columns.index(place)
            less = min(-spare, widths[at] - theme.length(least))
            widths[at], spare = widths[at] - less, spare + less
    for place, widest in ((Place.HINT, _WIDEST_HINT), (Place.UNIT, _WIDEST_UNIT)):
        if place in columns and spare > 0:
            at = columns.index(place)
            more = min(spare, theme.length(widest) - widths[at])
            widths[at], spare = widths[at] + more, spare - more
    marks = [at for at, column in enumerate(columns) if isinstance(column, MarkColumn)]
    for at in marks:
        widths[at] += max(0, min(theme.length(_MOST_FOR_A_MARK), spare // len(marks)))
    if marks:
        # The units of outside judges and teams are long; nothing else is.
        widths[columns.index(Place.UNIT)] += max(0, room - sum(widths))
    return widths


def _wished(columns: Sequence[Place | MarkColumn]) -> list[int]:
    letters = QFontMetrics(theme.font(theme.LABEL))
    least = theme.length(_MARK)
    return [
        max(least, letters.horizontalAdvance(column.title) + 2 * _PAD + 2)
        if isinstance(column, MarkColumn)
        else theme.length(_WIDTHS[column])
        for column in columns
    ]
