"""The end of a year: what no heading holds is carried over or taken back, by a paper."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.funding.rules.budget_forms import ApproveForm, MoveForm
from hrgrid.funding.rules.words import ActKind, Carry, Source
from hrgrid.funding.service.acts import approve_act
from hrgrid.funding.service.closing import close_year
from tests.funding.office import (
    DISTRICT,
    EAST,
    WEST,
    YEAR,
    area_id,
    budget,
    furnish,
    paper,
    sums,
)


def closed(desk, how):
    act = desk.write(lambda work: close_year(work, YEAR, area_id(desk, DISTRICT), how))
    desk.write(lambda work: approve_act(work, act, ApproveForm("示例财〔2026〕9号")))


def test_what_is_free_is_carried_into_the_next_year(office):
    furnish(office)
    closed(office, Carry.CARRY)
    next_year = {name: budget(office, name, YEAR + 1) for name in (DISTRICT, EAST, WEST)}
    # 300,000.00 less 210,000.00 given; the east keeps 30,000.00 beside its heading, the west none.
    assert sums(office, next_year[DISTRICT]) == (9_000_000, 0, 0)
    assert sums(office, next_year[EAST]) == (3_000_000, 0, 0)
    assert sums(office, next_year[WEST]) == (0, 0, 0)


def test_what_is_free_is_taken_back(office):
    ids = furnish(office)
    closed(office, Carry.RETURN)
    assert sums(office, ids[DISTRICT]) == (21_000_000, 21_000_000, 0)
    assert sums(office, ids[EAST]) == (9_000_000, 0, 9_000_000)
    with pytest.raises(UserError, match="没有剩余的经费"):
        closed(office, Carry.RETURN)


def test_a_paper_that_waits_stops_the_closing(office):
    ids = furnish(office)
    paper(office, ActKind.ISSUE, [MoveForm(ids[DISTRICT], 1, payer=Source.CITY)], title="补充预算")
    with pytest.raises(UserError, match="“补充预算”还没有审批"):
        closed(office, Carry.RETURN)


def test_no_year_is_closed_before_its_end(office, clock):
    furnish(office)
    clock.now = clock.now.replace(month=11, day=30)
    with pytest.raises(UserError, match="还没有结束"):
        closed(office, Carry.CARRY)
