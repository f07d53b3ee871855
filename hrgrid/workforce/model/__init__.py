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
    Grid,
)
from hrgrid.workforce.model.boards import BoardWords, GridBoard, PhoneConsent
from hrgrid.workforce.model.people import Contract, Person, Post, PostRole

__all__ = [
    "Area",
    "AreaAlias",
    "AreaChange",
    "AreaChangeItem",
    "AreaClosure",
    "AreaStand",
    "BoardWords",
    "Bureau",
    "Contract",
    "Grid",
    "GridBoard",
    "Person",
    "PhoneConsent",
    "Post",
    "PostRole",
    "StandIn",
]
