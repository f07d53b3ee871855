"""Somebody of an office, not of a grid, from the workbook of his district to the award."""

from __future__ import annotations

from hrgrid.honours import queries, service
from hrgrid.honours.rules.words import Outcome
from hrgrid.workforce.model import Bureau
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.bureaus import bureaus
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.honours.build import (
    SINCE,
    closed,
    ended,
    nominate,
    opened,
    outcomes,
    ran,
    row,
    scheme,
    scored,
    to_publicity,
)
from tests.honours.test_publishing import EXCELLENT, decide, today


def employed(work):
    """A worker of the east's 联动中心."""
    [east] = tree_index(work, work.today).named("东区")
    work.session.add(Bureau(area_id=east.id, name="联动中心"))
    work.session.flush()
    enlisting = Enlisting(work, tree_index(work, work.today))
    [place] = bureaus(work)
    post = PostForm(place, enlisting.roles["网格员"], Employment.PART, SINCE)
    enlisting.take(PersonForm("司空联", number="A100"), post)
    enlisting.write()


def test_a_nominee_of_an_office_is_named_beside_those_of_grids(office, clock, tmp_path):
    office.write(employed)
    campaign_id = opened(office, scheme({EXCELLENT: 4}))
    own = row("东区", "A100", "司空联", EXCELLENT, merit=99, review=99)
    report = nominate(
        office, tmp_path, [*scored("东区", "A", [95, 90]), own, *scored("西区", "B", [80, 70])]
    )
    assert report.errors == (), report.problems
    closed(office, campaign_id)
    ran(office, campaign_id)
    told = outcomes(office, campaign_id)
    assert told["A100"][0] is Outcome.SELECTED
    assert told["A002"][0] is Outcome.RESERVE
    last = to_publicity(office, campaign_id, today(office))
    ended(office, clock, campaign_id, last)
    office.write(lambda work: service.propose(work, campaign_id))
    decide(office, campaign_id, 12)
    given = office.read(lambda work: queries.grants(work, campaign_id))
    assert "司空联" in [one.name for one in given]
