"""The tables of panels: who marks whom by which rule, and every mark as it was keyed."""

from hrgrid.panels.model.marks import Adjustment, Keying, Mark, Sheet
from hrgrid.panels.model.panels import Entrant, Panel, PanelItem, Recusal, Seat

__all__ = [
    "Adjustment",
    "Entrant",
    "Keying",
    "Mark",
    "Panel",
    "PanelItem",
    "Recusal",
    "Seat",
    "Sheet",
]
