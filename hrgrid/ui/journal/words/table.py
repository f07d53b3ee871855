"""One room's words in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hrgrid.core.labelled import Labelled


@dataclass(frozen=True)
class Words:
    """What a room's actions, fields and codes are called.

    `fields` stand in the order in which they are read. `codes` are told wherever they stand;
    those of `codes_of`, which another list has too, in the field that they are known by.
    """

    actions: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[type[Labelled], ...] = ()
    codes_of: Mapping[str, type[Labelled]] = field(default_factory=dict)
