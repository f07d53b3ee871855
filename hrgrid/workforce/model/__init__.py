"""The tables of the room, by topic."""

from hrgrid.workforce.model.absences import StandIn
from hrgrid.workforce.model.areas import (
    Area,
    AreaAlias,
    AreaChange,
    AreaChangeItem,
    AreaClosure,
    AreaStand,
    Bureau,
)
from hrgrid.workforce.model.grids import (
    Grid,
    GridBody,
    GridBodyReach,
    GridBodyStand,
    GridTerm,
    StationCheck,
    VolunteerCount,
    VolunteerKind,
)
from hrgrid.workforce.model.people import Contract, Person, Post, PostRole

__all__ = [
    "Area",
    "AreaAlias",
    "AreaChange",
    "AreaChangeItem",
    "AreaClosure",
    "AreaStand",
    "Bureau",
    "Contract",
    "Grid",
    "GridBody",
    "GridBodyReach",
    "GridBodyStand",
    "GridTerm",
    "Person",
    "Post",
    "PostRole",
    "StandIn",
    "StationCheck",
    "VolunteerCount",
    "VolunteerKind",
]
