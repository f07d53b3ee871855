"""What several tables of the room share."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String

# Sort keys and paths are compared by plain bytes, whatever the server's language is.
PLAIN = String().with_variant(String(collation="C"), "postgresql")


def in_order(name: str = "dates_in_order") -> CheckConstraint:
    """The end, where there is one, lies after the beginning."""
    return CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=name)
