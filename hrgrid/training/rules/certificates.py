"""How certificates of prizes and of classes are numbered and found again (documents.md 3)."""

from __future__ import annotations

from hrgrid.documents.rules import COLLECTIVE

PRIZE_CODES = {"person": ("BW", 3), "team": ("BT", 3), "": ("BZ", 3)}
"""Series of certificates by ranking, with their least digits; an event's own prizes are BX."""
EVENT_CODE = ("BX", 3)
CLASS_CODE = ("JY", 4)
PRIZE_KIND, CLASS_KIND = "比武", "培训"


def batch_of_competition(competition_id: int) -> str:
    """The key of a competition's certificates."""
    return f"competition:{competition_id}"


def batch_of_class(class_id: int) -> str:
    """The key of a class's certificates."""
    return f"training_class:{class_id}"


def source_of_award(award_id: int, *, collective: bool) -> str:
    """The key of what a certificate is given for; a team's or a unit's says so."""
    return f"{COLLECTIVE}prize:{award_id}" if collective else f"prize:{award_id}"


def sources_of_award(award_id: int) -> tuple[str, str]:
    """Both keys that an award may have: of a person, of a team or a unit."""
    return (
        source_of_award(award_id, collective=False),
        source_of_award(award_id, collective=True),
    )


def source_of_enrolment(enrolment_id: int) -> str:
    """The same for a class."""
    return f"completion:{enrolment_id}"
