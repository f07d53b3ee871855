"""The tables of the room, by topic; each is mapped when it is first asked for."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.workforce.model.absences import Absence as Absence
    from hrgrid.workforce.model.absences import StandIn as StandIn
    from hrgrid.workforce.model.aliases import AreaAlias as AreaAlias
    from hrgrid.workforce.model.area_changes import AreaChange as AreaChange
    from hrgrid.workforce.model.area_changes import AreaChangeItem as AreaChangeItem
    from hrgrid.workforce.model.areas import Area as Area
    from hrgrid.workforce.model.areas import AreaClosure as AreaClosure
    from hrgrid.workforce.model.areas import AreaStand as AreaStand
    from hrgrid.workforce.model.areas import Bureau as Bureau
    from hrgrid.workforce.model.boards import BoardWords as BoardWords
    from hrgrid.workforce.model.boards import GridBoard as GridBoard
    from hrgrid.workforce.model.boards import PhoneConsent as PhoneConsent
    from hrgrid.workforce.model.bodies import GridBody as GridBody
    from hrgrid.workforce.model.bodies import GridBodyReach as GridBodyReach
    from hrgrid.workforce.model.bodies import GridBodyStand as GridBodyStand
    from hrgrid.workforce.model.bodies import StationCheck as StationCheck
    from hrgrid.workforce.model.grids import Grid as Grid
    from hrgrid.workforce.model.history import FormerValue as FormerValue
    from hrgrid.workforce.model.history import PostCorrection as PostCorrection
    from hrgrid.workforce.model.history import ToldApart as ToldApart
    from hrgrid.workforce.model.history import UndoNote as UndoNote
    from hrgrid.workforce.model.people import Contract as Contract
    from hrgrid.workforce.model.people import Person as Person
    from hrgrid.workforce.model.people import Post as Post
    from hrgrid.workforce.model.people import PostRole as PostRole
    from hrgrid.workforce.model.roles import RoleRule as RoleRule
    from hrgrid.workforce.model.terms import GridTerm as GridTerm
    from hrgrid.workforce.model.volunteers import VolunteerCount as VolunteerCount
    from hrgrid.workforce.model.volunteers import VolunteerKind as VolunteerKind

_TOPICS = {
    "absences": "Absence StandIn",
    "aliases": "AreaAlias",
    "area_changes": "AreaChange AreaChangeItem",
    "areas": "Area AreaClosure AreaStand Bureau",
    "boards": "BoardWords GridBoard PhoneConsent",
    "bodies": "GridBody GridBodyReach GridBodyStand StationCheck",
    "grids": "Grid",
    "history": "FormerValue PostCorrection ToldApart UndoNote",
    "people": "Contract Person Post PostRole",
    "roles": "RoleRule",
    "terms": "GridTerm",
    "volunteers": "VolunteerCount VolunteerKind",
}

_asked, load_all = loaded_when_asked(__name__, _TOPICS)

if not TYPE_CHECKING:
    __getattr__ = _asked
