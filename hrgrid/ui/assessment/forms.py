"""What the forms of assessment have in common: their topic, and one reason asked for."""

from __future__ import annotations

from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, ReasonForm


class AssessmentForm(MatterForm):
    """A form with one deed; whatever shows assessment is read anew when it is done."""

    TOPIC = TOPIC


class AssessmentReason(ReasonForm):
    """A deed that asks for nothing but its reason."""

    TOPIC = TOPIC
