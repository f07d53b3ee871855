"""Grants of a district: versions that stay, papers of differences, rights, both engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import BudgetAct, BudgetMove, GrantRun
from hrgrid.funding.queries.execution import bridge
from hrgrid.funding.queries.grants import (
    grant_differences,
    grant_lines,
    grant_runs,
    grant_units,
)
from hrgrid.funding.queries.rules import funding_rules
from hrgrid.funding.rules.budget_forms import ApproveForm, MoveForm
from hrgrid.funding.rules.funding_rules import FundingRules
from hrgrid.funding.rules.words import ActKind, ActState, GrantState, Heading, Proration, Source
from hrgrid.funding.service.acts import approve_act, void_act
from hrgrid.funding.service.grants import apply_grants, compute_grants
from hrgrid.funding.service.rules import keep_funding_rules
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import GridKind, PostState
from tests.funding.office import (
    DISTRICT,
    EAST,
    WEST,
    YEAR,
    approved,
    area,
    area_id,
    budget,
    spent,
    sums,
)
from tests.hiring.build import employ, plant
from tests.publicity.test_races import together
from tests.statements import recorded

END = dt.date(YEAR, 12, 31)
RATE = 3_000_000


def computed(desk: Desk, unit: str = DISTRICT, day: dt.date = END):
    """A computation of a unit's grants."""
    at = area_id(desk, unit)
    return desk.write(lambda work: compute_grants(work, YEAR, at, day))


def ruled(desk: Desk, since: dt.date = dt.date(YEAR, 1, 1), **changed: object) -> int:
    """A version of the rules that changes these."""
    rules = replace(FundingRules(), **changed)  # type: ignore[arg-type]
    return desk.write(
        lambda work: keep_funding_rules(work, rules, since, "示例财〔2026〕2号", "标准调整")
    )


def money(desk: Desk, fen: int = 30_000_000) -> dict[str, int]:
    """Budgets of the district and its streets, each street with `fen` and nothing set aside."""
    ids = {name: budget(desk, name) for name in (DISTRICT, EAST, WEST)}
    approved(desk, ActKind.ISSUE, [MoveForm(ids[DISTRICT], 2 * fen, payer=Source.DISTRICT)])
    approved(
        desk,
        ActKind.GIVE,
        [MoveForm(ids[name], fen, other_budget_id=ids[DISTRICT]) for name in (EAST, WEST)],
    )
    return ids


def applied(desk: Desk, run_id: int) -> int:
    """A run that counts, its paper approved."""
    act = desk.write(lambda work: apply_grants(work, run_id))
    desk.write(lambda work: approve_act(work, act, ApproveForm("示例财〔2026〕9号")))
    return act


def moves(desk: Desk, act_id: int) -> dict[int, int]:
    """Fen by budget of a paper."""
    query = select(BudgetMove.budget_id, BudgetMove.fen).where(BudgetMove.act_id == act_id)
    return dict(desk.read(lambda work: work.session.execute(query).tuples().all()))


def states(desk: Desk) -> list[GrantState]:
    """The newest run first."""
    return [row.state for row in desk.read(lambda work: grant_runs(work, YEAR))]


def leave(desk: Desk, name_of_grid: str, last: dt.date) -> None:
    """Whoever is in post on a grid goes, `last` being the first day without him."""

    def write(work):
        grid = tree_index(work, work.today).by_code[name_of_grid]
        post = work.session.scalars(select(Post).where(Post.area_id == grid.id)).one()
        post.state, post.valid_to, post.end_reason = PostState.ENDED, last, "辞职"

    desk.write(write, reason="如实登记")


# --- computing -------------------------------------------------------------------------------


def test_every_grid_brings_its_rate_and_the_units_sum_to_the_whole(office):
    found = computed(office)
    # Five general grids and two dedicated ones, which bring nothing by the shipped rules.
    assert (found.number, found.grids, found.staffed) == (1, 7, 4)
    assert (found.total_fen, found.before_fen) == (5 * RATE, None)
    units = office.read(lambda work: grant_units(work, found.run_id))
    told = [(row.area, row.grids, row.staffed, row.fen) for row in units]
    assert told == [(EAST, 4, 3, 3 * RATE), (WEST, 3, 1, 2 * RATE)]
    lines = office.read(lambda work: grant_lines(work, found.run_id, area_id(office, WEST)))
    assert [(row.code, row.kind, row.months, row.days, row.fen) for row in lines] == [
        ("W000", GridKind.GENERAL, 12, 365, RATE),
        ("W001", GridKind.GENERAL, 0, 0, RATE),
        ("W999", GridKind.DEDICATED, 0, 0, 0),
    ]
    assert all(row.grid for row in lines)


def test_lines_are_read_page_by_page(office):
    run = computed(office).run_id
    first = office.read(lambda work: grant_lines(work, run, limit=4))
    rest = office.read(lambda work: grant_lines(work, run, after=first[-1].grid_id))
    assert [len(first), len(rest)] == [4, 3]
    assert len({row.grid_id for row in first + rest}) == 7


def test_months_in_post_count_where_the_rules_say_so(office):
    ruled(office, proration=Proration.MONTH)
    leave(office, "E000", dt.date(YEAR, 7, 2))
    found = computed(office)
    lines = {row.code: row for row in office.read(lambda work: grant_lines(work, found.run_id))}
    assert (lines["E000"].months, lines["E000"].days, lines["E000"].fen) == (7, 182, 1_750_000)
    assert (lines["W001"].months, lines["W001"].fen) == (0, 0)
    assert found.total_fen == 3 * RATE + 1_750_000


def test_a_voided_post_and_part_time_work_fill_no_grid(office):
    ruled(office, proration=Proration.MONTH)

    def write(work):
        grid = tree_index(work, work.today).by_code["E000"]
        post = work.session.scalars(select(Post).where(Post.area_id == grid.id)).one()
        post.state, post.void_reason = PostState.VOIDED, "登记错"

    office.write(write, reason="如实登记")
    found = computed(office)
    lines = {row.code: row for row in office.read(lambda work: grant_lines(work, found.run_id))}
    assert (lines["E000"].days, lines["E000"].fen) == (0, 0)


def test_a_rate_raised_in_july_counts_from_july(office):
    ruled(office, dt.date(YEAR, 7, 1), per_grid={GridKind.GENERAL: 3_600_000})
    assert computed(office).total_fen == 5 * 3_300_000


def test_a_street_alone_counts_its_own_grids(office):
    found = computed(office, EAST)
    assert (found.grids, found.total_fen) == (4, 3 * RATE)


def test_what_cannot_be_computed_is_said(office):
    with pytest.raises(UserError, match="2025-12-31 在 2026 年之前"):
        computed(office, day=dt.date(2025, 12, 31))
    grid = office.read(lambda work: tree_index(work, work.today).by_code["E000"].id)
    with pytest.raises(UserError, match="是网格"):
        office.write(lambda work: compute_grants(work, YEAR, grid, END))
    at = area_id(office, DISTRICT)
    # The district is younger.
    with pytest.raises(UserError, match="没有要算的网格"):
        office.write(lambda work: compute_grants(work, 2018, at, END))


def test_computing_again_is_a_new_version_and_shows_what_differs(office):
    ruled(office, proration=Proration.MONTH)
    first = computed(office)
    leave(office, "E000", dt.date(YEAR, 7, 2))
    vacant = office.read(lambda work: tree_index(work, work.today).by_code["W001"])
    office.write(
        lambda work: employ(work, vacant, "周五", "999", since=dt.date(YEAR, 11, 1)),
        reason="如实登记",
    )
    second = computed(office)
    assert (second.number, second.before_fen) == (2, first.total_fen)
    assert states(office) == [GrantState.DRAFT, GrantState.REPLACED]
    told = office.read(lambda work: grant_differences(work, second.run_id, first.run_id))
    assert [(row.unit, row.before_fen, row.after_fen, row.why) for row in told] == [
        (EAST, RATE, 1_750_000, "在岗 12 个月改为 7 个月"),
        (WEST, 0, 500_000, "在岗 0 个月改为 2 个月"),
    ]
    difference = sum((row.after_fen or 0) - (row.before_fen or 0) for row in told)
    assert difference == second.total_fen - first.total_fen
    assert office.read(lambda work: grant_differences(work, second.run_id, second.run_id)) == []
    # The first one stands as it was.
    units = office.read(lambda work: grant_units(work, first.run_id))
    assert sum(row.fen for row in units) == first.total_fen


def test_the_same_register_gives_the_same_hashes(office):
    hashes = []
    for _ in range(2):
        run = computed(office).run_id
        row = office.read(lambda work, run=run: work.session.get_one(GrantRun, run))
        hashes.append((row.input_hash, row.output_hash))
    assert hashes[0] == hashes[1]


def test_ten_times_the_grids_take_no_more_statements(office):
    """All statements that read; rows are written by blocks."""
    office.write(
        lambda work: plant(work, {"南街道": 80, "北街道": 80}, "另一区", "N"), reason="如实登记"
    )
    told = []
    for name in (DISTRICT, "另一区"):
        at = area_id(office, name)
        with recorded() as statements:
            found = office.write(lambda work, at=at: compute_grants(work, YEAR, at, END))
        told.append((found.grids, len(statements)))
    assert [grids for grids, _ in told] == [7, 162]
    # The first one shipped the rules besides.
    assert told[1][1] <= told[0][1] <= 60, told


# --- applying --------------------------------------------------------------------------------


def test_an_applied_run_sets_pay_aside_once_it_is_approved(office):
    ids = money(office)
    run = computed(office).run_id
    act = office.write(lambda work: apply_grants(work, run))
    assert moves(office, act) == {ids[EAST]: 3 * RATE, ids[WEST]: 2 * RATE}
    assert states(office) == [GrantState.APPLIED]
    office.write(lambda work: approve_act(work, act, ApproveForm("示例财〔2026〕9号")))
    assert spent(office, ids[EAST]) == (3 * RATE, 0)
    rules = office.read(lambda work: funding_rules(work, END))
    assert rules.number == 1


def test_615_grids_leave_3_550_000_of_22_000_000_yuan(office):
    """路桥 of the seeds (rules.md 5)."""
    streets = {f"{name}街道": 61 for name in "甲乙丙丁戊己庚辛壬"} | {"癸街道": 66}
    office.write(lambda work: plant(work, streets, "另一区", "N"), reason="如实登记")
    ids = {name: budget(office, name) for name in ("另一区", *streets)}
    whole = area(office, "另一区")
    issue = MoveForm(ids["另一区"], 2_200_000_000, payer=Source.DISTRICT)
    approved(office, ActKind.ISSUE, [issue], area_path=whole.path)
    gives = [
        MoveForm(ids[name], grids * RATE, other_budget_id=ids["另一区"])
        for name, grids in streets.items()
    ]
    approved(office, ActKind.GIVE, gives, area_path=whole.path)
    found = computed(office, "另一区")
    assert found.total_fen == 1_845_000_000
    applied(office, found.run_id)
    assert sums(office, ids["另一区"]) == (2_200_000_000, 1_845_000_000, 0)
    assert spent(office, ids["癸街道"]) == (66 * RATE, 0)
    read = office.read(lambda work: bridge(work, YEAR, whole.path))
    assert (read.total_fen, read.granted_fen) == (2_200_000_000, 1_845_000_000)
    assert read.total_fen - read.granted_fen == 355_000_000


def test_a_later_run_moves_only_the_difference(office):
    ids = money(office)
    applied(office, computed(office).run_id)
    ruled(office, dt.date(YEAR, 7, 1), per_grid={GridKind.GENERAL: 3_600_000})
    act = applied(office, computed(office).run_id)
    assert moves(office, act) == {ids[EAST]: 900_000, ids[WEST]: 600_000}
    assert spent(office, ids[EAST]) == (3 * 3_300_000, 0)
    assert states(office) == [GrantState.APPLIED, GrantState.REPLACED]
    ruled(office, dt.date(YEAR, 8, 1), per_grid={GridKind.GENERAL: 0})
    act = applied(office, computed(office).run_id)
    assert moves(office, act)[ids[WEST]] < 0
    assert spent(office, ids[WEST]) == (2 * (1_500_000 + 300_000), 0)


def test_a_run_that_changes_nothing_needs_no_paper(office):
    money(office)
    applied(office, computed(office).run_id)
    run = computed(office).run_id
    with pytest.raises(UserError, match="没有要调整的金额"):
        office.write(lambda work: apply_grants(work, run))


def test_while_a_paper_waits_no_other_is_drawn_up(office):
    money(office)
    run = computed(office).run_id
    first = office.write(lambda work: apply_grants(work, run))
    ruled(office, dt.date(YEAR, 7, 1), per_grid={GridKind.GENERAL: 3_600_000})
    second = computed(office).run_id
    with pytest.raises(UserError, match="还没有审批"):
        office.write(lambda work: apply_grants(work, second))
    office.write(lambda work: void_act(work, first, "标准调整"))
    act = office.write(lambda work: apply_grants(work, second))
    # Nothing was set aside by the void one.
    assert sum(moves(office, act).values()) == 5 * 3_300_000


def test_a_run_whose_paper_was_voided_may_be_applied_again(office):
    money(office)
    run = computed(office).run_id
    first = office.write(lambda work: apply_grants(work, run))
    with pytest.raises(UserError, match="已经采用"):
        office.write(lambda work: apply_grants(work, run))
    office.write(lambda work: void_act(work, first, "金额要再议"))
    second = office.write(lambda work: apply_grants(work, run))
    assert moves(office, first) == moves(office, second)


def test_an_old_run_and_old_rules_are_not_applied(office):
    money(office)
    first, second = computed(office).run_id, computed(office).run_id
    with pytest.raises(UserError, match="已经被后来的测算替代"):
        office.write(lambda work: apply_grants(work, first))
    ruled(office, per_grid={GridKind.GENERAL: 3_100_000})
    with pytest.raises(UserError, match="按第 1 版规则测算的，现在是第 2 版"):
        office.write(lambda work: apply_grants(work, second))


def test_a_unit_without_a_budget_is_named_with_its_grids(office):
    budget(office, EAST)
    run = computed(office).run_id
    with pytest.raises(UserError, match="西街道的 3 个网格要"):
        office.write(lambda work: apply_grants(work, run))


def test_money_of_a_street_without_its_own_budget_goes_above(office):
    ids = {name: budget(office, name) for name in (DISTRICT, EAST)}
    run = computed(office).run_id
    act = office.write(lambda work: apply_grants(work, run))
    assert moves(office, act) == {ids[DISTRICT]: 2 * RATE, ids[EAST]: 3 * RATE}


def test_grants_above_the_budget_are_refused_with_the_arithmetic(office):
    money(office, 8_999_999)
    run = computed(office).run_id
    act = office.write(lambda work: apply_grants(work, run))
    with pytest.raises(UserError) as told:
        office.write(lambda work: approve_act(work, act, ApproveForm("示例财〔2026〕9号")))
    for word in (EAST, "89,999.99", "90,000.00", "0.01"):
        assert word in str(told.value)
    row = office.read(lambda work: work.session.get_one(BudgetAct, act))
    assert row.state is ActState.DRAFT


# --- at once ---------------------------------------------------------------------------------

CLERKS = 5


def test_computed_by_many_at_once_every_version_has_its_number(office):
    came = together([lambda: computed(office)] * CLERKS)
    made = [one for one in came if not isinstance(one, Exception)]
    assert made, came
    assert all(isinstance(one, UserError) for one in came if isinstance(one, Exception)), came
    rows = office.read(lambda work: grant_runs(work, YEAR))
    assert sorted(row.number for row in rows) == list(range(1, len(made) + 1))
    assert states(office).count(GrantState.DRAFT) == 1


def test_applied_by_many_at_once_there_is_one_paper(office):
    money(office)
    run = computed(office).run_id
    came = together([lambda: office.write(lambda work: apply_grants(work, run))] * CLERKS)
    assert sum(isinstance(one, int) for one in came) == 1, came
    assert all(isinstance(one, UserError) for one in came if not isinstance(one, int)), came
    query = select(BudgetAct).where(BudgetAct.kind == ActKind.ALLOT)
    assert len(office.read(lambda work: work.session.scalars(query).all())) == 1


# --- rules -----------------------------------------------------------------------------------


def test_rules_are_kept_with_their_reason_and_read_by_their_day(office):
    number = ruled(office, dt.date(YEAR, 7, 1), monthly_fen=260_000)
    assert number == 2
    assert office.read(lambda work: funding_rules(work, dt.date(YEAR, 6, 30))).number == 1
    found = office.read(lambda work: funding_rules(work, dt.date(YEAR, 7, 1)))
    assert (found.number, found.rules.monthly_fen) == (2, 260_000)
    with pytest.raises(UserError, match="完全相同"):
        ruled(office, dt.date(YEAR, 8, 1), monthly_fen=260_000)
    with pytest.raises(UserError):
        office.write(
            lambda work: keep_funding_rules(work, FundingRules(), dt.date(YEAR, 9, 1), "", " ")
        )


def test_what_is_set_aside_for_other_headings_is_not_taken_off(office):
    ids = money(office)
    approved(office, ActKind.ALLOT, [MoveForm(ids[EAST], 500, heading=Heading.PAY)])
    run = computed(office).run_id
    act = office.write(lambda work: apply_grants(work, run))
    assert moves(office, act)[ids[EAST]] == 3 * RATE
