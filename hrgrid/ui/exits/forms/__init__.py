"""One dialog a step of a case: what it asks for, and the deed behind its button."""

from __future__ import annotations

from hrgrid.ui.exits.forms.opening import Opening
from hrgrid.ui.exits.forms.steps import KNOWN, make_step, open_case_form, open_step

__all__ = ["KNOWN", "Opening", "make_step", "open_case_form", "open_step"]
