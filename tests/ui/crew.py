"""An office with a tree and some hundred people, for the pages that list them."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.demo.people import Crowd
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, tree_index
from hrgrid.workforce.queries.role_rules import role_rules
from hrgrid.workforce.rules import Employment, RoleRuleKind
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.roles import remove_role_rule, ship_roles
from tests.overview.build import grids_of_city, plant_city
from tests.workforce.build import SINCE

DISTRICTS = {"甲区": 3, "乙区": 2}


@dataclass(frozen=True)
class Crew:
    """The grids of each district, and how many people there are."""

    grids: dict[str, list[AreaRow]]
    count: int


def _let_grids_have_several_leaders(work: UnitOfWork) -> None:
    """The part-timers all lead one grid, which the rules that ship do not allow."""
    ship_roles(work)
    for rule in role_rules(work):
        if rule.kind is RoleRuleKind.SINGLE:
            remove_role_rule(work, rule.id)


def crew(desk: Desk, part_timers: int = 240) -> Crew:
    """甲区 has two full-time workers on three grids, 乙区 one on two and all the part-timers."""
    grids = desk.write(lambda work: plant_city(work, DISTRICTS))

    def enlist(work: UnitOfWork) -> None:
        people = Crowd("名单")
        enlisting = Enlisting(work, tree_index(work, work.today))
        for grid in (*grids["甲区"][:2], grids["乙区"][0]):
            one = people.next()
            post = PostForm(grid, enlisting.roles["网格员"], Employment.FULL, SINCE)
            enlisting.take(PersonForm(one.name, one.id_number, phone=one.phone), post)
        for _ in range(part_timers):
            one = people.next()
            post = PostForm(grids["乙区"][1], enlisting.roles["网格长"], Employment.PART, SINCE)
            enlisting.take(PersonForm(one.name, one.id_number, phone=one.phone), post)
        named = PostForm(grids["甲区"][2], enlisting.roles["联络员"], Employment.PART, SINCE)
        person = PersonForm("欧阳若水", "999999199001010017", phone="19900001234", note="熟悉片区")
        enlisting.take(person, named)
        enlisting.write()

    desk.write(_let_grids_have_several_leaders, reason="本区设正副网格长")
    desk.write(enlist)
    return Crew(grids, part_timers + 4)


def crew_of(desk: Desk, part_timers: int) -> Crew:
    """What `crew` made, in a copy of the office in which it was done."""
    grids = desk.read(lambda work: grids_of_city(work, DISTRICTS))
    return Crew(grids, part_timers + 4)
