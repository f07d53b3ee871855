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
)
from hrgrid.workforce.model.boards import BoardWords, GridBoard, PhoneConsent
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
    "BoardWords",
    "Bureau",
    "Contract",
    "FormerValue",
    "Grid",
    "GridBoard",
    "GridBody",
    "GridBodyReach",
    "GridBodyStand",
    "GridTerm",
    "Person",
    "PhoneConsent",
    "Post",
    "PostCorrection",
    "PostRole",
    "RoleRule",
    "StandIn",
    "StationCheck",
    "ToldApart",
    "UndoNote",
    "VolunteerCount",
    "VolunteerKind",
]
