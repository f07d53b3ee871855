"""Which rows of the workforce go to which paper, each as of a day."""

from hrgrid.workforce.papers.boards import (
    BoardOrder,
    DueList,
    write_boards,
    write_boards_due,
)
from hrgrid.workforce.papers.gaps import GapList, write_gaps
from hrgrid.workforce.papers.league import LeagueTable, write_league
from hrgrid.workforce.papers.people import PeopleList, SeenColumn, export_people, export_seen
from hrgrid.workforce.papers.register import Register, write_register

__all__ = [
    "BoardOrder",
    "DueList",
    "GapList",
    "LeagueTable",
    "PeopleList",
    "Register",
    "SeenColumn",
    "export_people",
    "export_seen",
    "write_boards",
    "write_boards_due",
    "write_gaps",
    "write_league",
    "write_register",
]
