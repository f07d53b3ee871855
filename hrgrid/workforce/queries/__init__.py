"""Reads of the workforce: the tree, coverage, people, and what an import has to match."""

from hrgrid.workforce.queries.areas import AreaRow, TreeIndex, areas_on, find_area, tree_index
from hrgrid.workforce.queries.cards import PersonCard, person_card
from hrgrid.workforce.queries.coverage import CoverageRow, coverage, vacant_grids
from hrgrid.workforce.queries.headcounts import people_by_area
from hrgrid.workforce.queries.listing import (
    PeopleFilter,
    PeopleOrder,
    PersonRow,
    count_people,
    people,
)
from hrgrid.workforce.queries.roles import RoleRow, roles
from hrgrid.workforce.queries.searching import HitRow, search

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
