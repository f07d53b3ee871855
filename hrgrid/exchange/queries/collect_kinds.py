"""A kind of collecting as its room declares it: who is asked what, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrgrid.core.rights import Right
from hrgrid.exchange.rules.collecting import CollectSpec, HeldRow, Unit
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Matter:
    """What is asked about: its title, whose area, which units may be asked, a day to propose."""

    title: str
    area_path: str
    units: tuple[Unit, ...]
    due_on: dt.date | None = None


@dataclass(frozen=True)
class MergedRow:
    """A row to take over: values by column (those that changed), of which unit.

    `who` and `number` say where it stands in the unit's sheet; `mark` is "" for an added one.
    """

    unit: Unit
    mark: str
    who: str
    number: int
    values: dict[str, Any]


@dataclass(frozen=True)
class NotMerged:
    """A row that the room could not take over, and the sentence that says why."""

    unit: Unit
    mark: str
    who: str
    number: int
    sentence: str


@dataclass(frozen=True)
class Merged:
    """What a room did with the rows: how many it took over, which not, how to take it back.

    `undo` is plain JSON without values that name persons.
    """

    new: int = 0
    changed: int = 0
    refused: tuple[NotMerged, ...] = ()
    journal: dict[str, Any] = field(default_factory=dict)
    undo: Any = None


@dataclass(frozen=True)
class Collecting:
    """A kind. `matter` raises UserError where nothing can be asked about the subject now.

    `spec` gets the keys that the round asked for, None where a round is about to begin; `rows`
    are what the office holds now, by unit path, secrets in full. `merge` takes over every row
    that it can and tells the others; it never raises for a row. `undo` gets what `merge` gave.
    `topic` is what pages refresh by after a merge; `shows_secrets` the right without which
    secret columns go out masked. `told` are instructions for one unit alone.
    """

    kind: CollectKind
    right: Right
    topic: str
    matter: Callable[[UnitOfWork, str], Matter]
    spec: Callable[[UnitOfWork, str, tuple[str, ...] | None], CollectSpec]
    rows: Callable[[UnitOfWork, str, CollectSpec, Sequence[Unit]], dict[str, list[HeldRow]]]
    merge: Callable[[UnitOfWork, str, CollectSpec, Sequence[MergedRow]], Merged]
    undo: Callable[[UnitOfWork, Any], None] | None = None
    told: Callable[[UnitOfWork, str, Unit], tuple[str, ...]] | None = None

    @property
    def import_code(self) -> str:
        """What its merges are called among the imports."""
        return f"collect_{self.kind.value}"
