"""What is read of panels: the whole of one, its standings, what blocks it, who should recuse."""

from hrgrid.panels.queries.checking import CellHistory, Difference, cell_history, differences
from hrgrid.panels.queries.reading import (
    PanelRow,
    blockers,
    panel_by_subject,
    panel_view,
    panels_like,
    progress,
    standings,
)
from hrgrid.panels.queries.recusing import ProposedRecusal, proposed_recusals

__all__ = [
    "CellHistory",
    "Difference",
    "PanelRow",
    "ProposedRecusal",
    "blockers",
    "cell_history",
    "differences",
    "panel_by_subject",
    "panel_view",
    "panels_like",
    "progress",
    "proposed_recusals",
    "standings",
]
