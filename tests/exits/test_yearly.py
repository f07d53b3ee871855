"""A year of exits: the recovered first, then who left; what goes public hides small cells."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.queries.yearly import exits_of_year
from hrgrid.exits.rules.case_forms import LiftForm, ProposeForm
from hrgrid.exits.rules.words import Ground, Trigger
from hrgrid.exits.service.cases import dismiss_case
from hrgrid.exits.service.reassessing import lift_warning
from hrgrid.storage.desk import Desk
from tests.exits import office as town
from tests.exits.office import on


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


@pytest.fixture
def year(office):
    """One recovered, one left for being unfit, one not taken up, one still going on."""
    recovered = town.reassessed(office, "钱二", score=82_000)
    form = LiftForm(on(4, 14), "再考核 82 分")
    office.write(lambda work: lift_warning(work, recovered, form))
    town.executed(office, "赵一")
    dismissed = town.opened(office, "孙三", Trigger.COMPLAINT)
    office.write(lambda work: dismiss_case(work, dismissed, "投诉不实", on(3, 4)))
    town.warned(office, "周五")
    return office


def report(desk: Desk, **given: object):
    return desk.read(lambda work: exits_of_year(work, 2026, **given))  # type: ignore[arg-type]


def test_the_recovered_stand_first(year):
    found = report(year)
    assert found.summary[0].code == "recovered"
    (one,) = found.recovered
    assert (one.name, one.unit, one.lifted_on, one.days) == ("钱二", "东街道", on(4, 14), 43)


def test_a_year_is_counted_by_what_happened_in_it(year):
    counts = {line.code: line.count for line in report(year).summary}
    assert counts == {
        "recovered": 1,
        "warned": 3,
        "remedied": 2,
        "dismissed": 1,
        "cancelled": 0,
        "left": 1,
        "opened": 4,
        "going": 2,
        "named": 0,
        "put_aside": 0,
    }


def test_who_left_is_told_by_the_ground_and_never_by_a_rank(year):
    found = report(year)
    assert {one.ground: one.count for one in found.grounds if one.count} == {Ground.INCOMPETENT: 1}
    assert {one.cause: one.count for one in found.causes if one.count} == {
        Trigger.SCORE: 3,
        Trigger.COMPLAINT: 1,
    }
    assert not any("末位" in one.label or "排名" in one.label for one in found.grounds)


def test_days_are_counted_from_the_beginning(year):
    days = {line.label: (line.cases, line.median, line.longest) for line in report(year).days}
    assert days == {
        "立案到解除预警": (1, 43, 43),
        "立案到下发预警": (3, 1, 1),
        "立案到离岗": (1, 88, 88),
    }


def test_what_goes_public_names_nobody_and_hides_small_cells(year):
    found = report(year, public=True)
    assert found.hidden
    assert found.recovered == ()
    assert found.days == ()
    cells = [line.count for line in found.summary] + [one.count for one in found.grounds]
    assert all(cell in (None, 0) or cell >= 5 for cell in cells)


def test_another_year_has_none_of_it(year):
    found = year.read(lambda work: exits_of_year(work, 2025))
    assert not any(line.count for line in found.summary)
    assert found.units == ()


def test_a_year_asks_for_the_right_to_see_exits(year):
    east, west = (town.area(year, name) for name in ("东街道", "西街道"))
    with pytest.raises(Refused):
        report(with_rights(year, Grant(Right.RUN_ASSESSMENT)))
    clerk = with_rights(year, Grant(Right.VIEW_EXITS, west.path))
    assert report(clerk).recovered == ()
    with pytest.raises(Refused):
        report(clerk, area_id=east.id)
    assert len(report(year, area_id=east.id).recovered) == 1
    with pytest.raises(UserError, match="没有这个区域"):
        report(year, area_id=999_999)


def test_a_proposal_alone_is_no_exit(office):
    town.proposed(office, "钱二", ProposeForm(Ground.RESIGN, "本人提出辞职", on(3, 10)))
    counts = {line.code: line.count for line in report(office).summary}
    assert (counts["left"], counts["going"]) == (0, 1)
