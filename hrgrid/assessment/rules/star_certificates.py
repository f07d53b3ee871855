"""How certificates of stars are numbered and found again (documents.md 3)."""

from __future__ import annotations

from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.documents.rules import COLLECTIVE

SERIES = {StarSubject.PERSON: ("XJ", 4), StarSubject.GRID: ("XG", 4)}
"""The codes of the series and their least digits."""
KIND = "星级"
LEAST = 3
"""Three stars and above have a certificate, unless others are asked for."""


def batch_of_round(round_id: int) -> str:
    """The key of a round's certificates."""
    return f"star_round:{round_id}"


def source_of_star(award_id: int, subject: StarSubject) -> str:
    """The key of what a certificate is given for; a grid's is nobody's own."""
    key = f"star:{award_id}"
    return key if subject is StarSubject.PERSON else f"{COLLECTIVE}{key}"
