"""The tables of the room, by topic."""

from hrgrid.workforce.model.absences import Absence, StandIn
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
from hrgrid.workforce.model.history import FormerValue, PostCorrection, ToldApart, UndoNote
from hrgrid.workforce.model.people import Contract, Person, Post, PostRole
from hrgrid.workforce.model.roles import RoleRule

__all__ = [
    "Absence",
    "Area",
    "AreaAlias",
    "AreaChange",
    "AreaChangeItem",
    "AreaClosure",
    "AreaStand",
    "Bureau",
    "Contract",
    "FormerValue",
    "Grid",
    "Person",
    "Post",
    "PostCorrection",
    "PostRole",
    "RoleRule",
    "StandIn",
    "ToldApart",
    "UndoNote",
]
