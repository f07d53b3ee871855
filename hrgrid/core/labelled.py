"""Enums that are stored by code and shown by label: `CLERK = "clerk", "经办人"`."""

from __future__ import annotations

import enum
from typing import Self


class Labelled(enum.Enum):
    """The base of them; a third text explains the choice to whoever has to make it."""

    label: str
    explanation: str

    # The default is for mypy, which checks the look-up by code against this signature.
    def __new__(cls, code: str, label: str = "", explanation: str = "") -> Self:
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        member.explanation = explanation
        return member
