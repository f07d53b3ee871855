"""How far a campaign has come, as the dashboard counts it, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.honours import service
from hrgrid.honours.queries import candidates
from hrgrid.honours.rules.words import CampaignState, Removal, Tier
from hrgrid.overview.queries import newest_progress
from tests.honours.build import TWO, closed, nominate, opened, people, ran, scheme, scored

EXCELLENT = Tier.EXCELLENT


@pytest.fixture
def office(desk):
    """Eight people in each of two districts."""
    desk.write(lambda work: people(work, TWO))
    return desk


def counts(desk):
    found = desk.read(newest_progress)
    return found.state, [(one.tier, one.places, one.named) for one in found.tiers], found.short


def test_an_office_without_a_campaign_has_no_progress(office):
    assert office.read(newest_progress) is None


def test_a_unit_with_too_many_does_not_hide_one_with_too_few(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4}))
    begun = (("东区", 2), ("西区", 2))
    assert counts(office) == (CampaignState.NOMINATING, [(EXCELLENT, 4, 0)], begun)
    rows = scored("东区", "A", [95, 90, 85]) + scored("西区", "B", [80])
    assert nominate(office, tmp_path, rows).errors == ()
    named = [(EXCELLENT, 4, 3)]
    assert counts(office) == (CampaignState.NOMINATING, named, (("西区", 1),))
    closed(office, campaign_id)
    assert counts(office) == (CampaignState.REVIEWING, named, (("西区", 1),))


def test_those_on_the_list_count_until_somebody_leaves_it(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4}))
    rows = scored("东区", "A", [95, 90, 85]) + scored("西区", "B", [80, 70])
    assert nominate(office, tmp_path, rows).errors == ()
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert counts(office) == (CampaignState.SELECTED, [(EXCELLENT, 4, 4)], ())
    first = office.read(lambda work: candidates(work, campaign_id)[0].nomination_id)
    office.write(lambda work: service.remove(work, first, Removal.WITHDRAWN), reason="本人申请")
    assert counts(office) == (CampaignState.SELECTED, [(EXCELLENT, 4, 3)], ())


def test_the_newest_year_is_the_one_that_is_shown(office):
    opened(office, scheme({EXCELLENT: 4}))
    form = service.CampaignForm(2026, "十百千网格员评选", dt.date(2026, 12, 31))
    office.write(lambda work: service.open_campaign(work, form))
    found = office.read(newest_progress)
    assert (found.year, found.state) == (2026, CampaignState.DRAFT)
