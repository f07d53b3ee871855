"""How wide the columns of the sign-in sheet are: sessions as their cells ask, then the rest."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from hrgrid.training.queries.classes import SessionRow
from hrgrid.ui import theme
from hrgrid.ui.training.attend_model import Place, SheetModel

_WIDTHS = {Place.NUMBER: 46, Place.NAME: 84, Place.UNIT: 112, Place.HOURS: 78, Place.HINT: 112}
_LEAST = {Place.UNIT: 64, Place.HINT: 92, Place.NAME: 70}
_WIDEST_HINT, _WIDEST_UNIT, _MOST_FOR_A_SESSION = 300, 260, 60
_PAD = 8


def widths_of(model: SheetModel, room: int) -> list[int]:
    """The width of each column in px, in a viewport that is `room` wide.

    What is left over goes to the unit, the hint and the sessions; sessions never give way: then
    the grid scrolls.
    """
    columns = model.columns
    letters = QFontMetrics(theme.font(theme.LABEL))
    session = letters.horizontalAdvance("08:30–11:30") + 2 * _PAD + 4
    widths = [
        session if isinstance(column, SessionRow) else theme.length(_WIDTHS[column])
        for column in columns
    ]
    spare = room - sum(widths)
    for place, least in _LEAST.items():
        if place in columns and spare < 0:
            at = columns.index(place)
            less = min(-spare, widths[at] - theme.length(least))
            widths[at], spare = widths[at] - less, spare + less
    for place, widest in ((Place.UNIT, _WIDEST_UNIT), (Place.HINT, _WIDEST_HINT)):
        if place in columns and spare > 0:
            at = columns.index(place)
            more = min(spare, theme.length(widest) - widths[at])
            widths[at], spare = widths[at] + more, spare - more
    sessions = [at for at, column in enumerate(columns) if isinstance(column, SessionRow)]
    for at in sessions:
        widths[at] += max(0, min(theme.length(_MOST_FOR_A_SESSION), spare // len(sessions)))
    if Place.HINT in columns:
        widths[columns.index(Place.HINT)] += max(0, room - sum(widths))
    return widths
