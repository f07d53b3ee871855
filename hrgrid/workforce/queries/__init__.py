"""Reads of the workforce: the tree, coverage, people, and what an import has to match."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex, areas_on, find_area, tree_index
from hrgrid.workforce.queries.coverage import CoverageRow, coverage, vacant_grids
from hrgrid.workforce.queries.roles import RoleRow, roles

if TYPE_CHECKING:
    from hrgrid.workforce.queries.cards import PersonCard, person_card
    from hrgrid.workforce.queries.headcounts import people_by_area
    from hrgrid.workforce.queries.listing import (
        PeopleFilter,
        PeopleOrder,
        PersonRow,
        count_people,
        people,
    )
    from hrgrid.workforce.queries.searching import HitRow, search
else:
    # What the first page does not ask.
    __getattr__, _ = loaded_when_asked(
        __name__,
        {
            "cards": "PersonCard person_card",
            "headcounts": "people_by_area",
            "listing": "PeopleFilter PeopleOrder PersonRow count_people people",
            "searching": "HitRow search",
        },
    )

__all__ = [
    "AreaRow",
    "CoverageRow",
    "HitRow",
    "PeopleFilter",
    "PeopleOrder",
    "PersonCard",
    "PersonRow",
    "RoleRow",
    "TreeIndex",
    "areas_on",
    "count_people",
    "coverage",
    "find_area",
    "people",
    "people_by_area",
    "person_card",
    "roles",
    "search",
    "tree_index",
    "vacant_grids",
]
