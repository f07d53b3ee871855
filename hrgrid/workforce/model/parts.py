"""What several tables of the room share."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String

# Sort keys and paths are compared by plain bytes, whatever the server's language is.
PLAIN = String().with_variant(String(collation="C"), "postgresql")


def in_order(name: str = "dates_in_order") -> CheckConstraint:
    """The end, where there is one, lies after the beginning."""
    return CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=name)


# What was taken back holds on no day: its time is empty and runs into no other.
LASTS = "({row}.valid_to IS NULL OR {row}.valid_to > {row}.valid_from)"


def in_order_or_taken_back(name: str = "dates_in_order") -> CheckConstraint:
    """The end does not lie before the beginning; where both are one day, it was taken back."""
    return CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=name)
