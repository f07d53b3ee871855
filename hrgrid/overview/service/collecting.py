"""Every kind of collecting, of whatever room; and what of imports may be taken back whole."""

from __future__ import annotations

from hrgrid.assessment.service.collecting import FIGURES
from hrgrid.exchange.service.merging import merge_kinds
from hrgrid.honours.service.collecting import NOMINATION
from hrgrid.overview.service import KINDS
from hrgrid.training.service.collecting import ENROLMENT
from hrgrid.workforce.service.collecting import ROSTER_CHECK

COLLECTING = {one.kind: one for one in (FIGURES, ROSTER_CHECK, ENROLMENT, NOMINATION)}
"""By kind."""

UNDOABLE = KINDS | merge_kinds(list(COLLECTING.values()))
"""Imports and merges by the code that they have among the imports."""
