"""The score grid: marks by keyboard, totals and places live beside them."""

from hrgrid.ui.scoring.dialog import ScoringDialog
from hrgrid.ui.scoring.view import ScoringView, scoring_view

__all__ = ["ScoringDialog", "ScoringView", "scoring_view"]
