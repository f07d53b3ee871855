"""What a list has to say of itself so that the table can read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from hrgrid.core.paging import Anchors, Mark
from hrgrid.storage.work import UnitOfWork

Row = TypeVar("Row")


class ListConditions(Protocol):
    """What narrows a list, as one value; made without arguments it narrows nothing."""

    def wanted(self, on: dt.date) -> Any:
        """As the query takes it."""

    def parts(self) -> Iterator[tuple[str, Self]]:
        """Each condition in words, with what is left when it is taken away."""


@dataclass(frozen=True)
class Source(Generic[Row]):
    """The queries of a list; `wanted` is what its conditions make, `order` one of its orders.

    `anchors` gives the last row of every page, `place` how many rows stand before a mark,
    `rows_of` rows by their ids. `measure` counts: 人, 个网格.
    """

    page: Callable[[UnitOfWork, Any, Any, Mark | None, int], list[Row]]
    anchors: Callable[[UnitOfWork, Any, Any, int], Anchors]
    count: Callable[[UnitOfWork, Any], int]
    place: Callable[[UnitOfWork, Any, Any, Mark], int]
    rows_of: Callable[[UnitOfWork, Sequence[int], Any], list[Row]]
    measure: str = "人"
