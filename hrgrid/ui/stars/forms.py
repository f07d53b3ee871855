"""What the forms of stars have in common: their topic, and one reason asked for."""

from __future__ import annotations

from hrgrid.ui.matters.forms import MatterForm, ReasonForm
from hrgrid.ui.stars.words import TOPIC


class StarForm(MatterForm):
    """A form with one deed; whatever shows stars is read anew when it is done."""

    TOPIC = TOPIC


class StarReason(ReasonForm):
    """A deed that asks for nothing but its reason."""

    TOPIC = TOPIC
