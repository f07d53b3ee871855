"""Who competes: entered, pasted, in teams, from the level below; points and times as they run."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.training.queries.competition_events import events_of, running_board, times_of
from hrgrid.training.queries.competition_standings import advance_plan, live_standings
from hrgrid.training.queries.competitors import (
    competitors_of,
    people_for_entry,
    read_pasted,
    team_members,
)
from hrgrid.training.rules.competing import EventKind, Level, MemberRole, Side
from hrgrid.training.rules.competition import USUAL_EVENTS, CompetitionRule, EventForm
from hrgrid.training.service import advancing, competitions, entrants, events, lots, running, teams
from hrgrid.training.service.entrants import EntriesRefused, EntryForm
from hrgrid.workforce.model import Person
from tests.hiring.build import employ, grid, plant
from tests.statements import recorded
from tests.training import contest

QUICK = (
    EventForm("quick", "抢答", EventKind.QUICK_FIRE, person_bp=5_000),
    EventForm("show", "现场展示", EventKind.ON_STAGE, person_bp=5_000, time_limit=300),
)


def rows_of(desk, competition_id):
    return {one.number: one for one in desk.read(lambda work: competitors_of(work, competition_id))}


def test_sixty_are_entered_at_once_into_every_event(desk):
    number = contest.opened(desk, 60)
    rows = rows_of(desk, number)
    assert sorted(rows) == list(range(1, 61))
    assert {len(one.events) for one in rows.values()} == {3}
    assert {each.entrants for each in desk.read(lambda work: events_of(work, number))} == {60}


def test_a_list_with_a_wrong_row_enters_nobody_and_says_which(desk):
    number = contest.opened(desk, 1)
    forms = [
        EntryForm("新选手", "北街道"),
        EntryForm(" "),
        EntryForm(contest.name_of(0), contest.unit_of(0)),
        EntryForm("新选手", "北街道"),
        EntryForm("有号", number=1),
    ]
    with pytest.raises(EntriesRefused) as told:
        desk.write(lambda work: entrants.add_entries(work, number, forms))
    assert [at for at, _ in told.value.problems] == [1, 2, 3, 4]
    assert len(rows_of(desk, number)) == 1


def test_a_pasted_list_finds_the_people_of_the_office(desk):
    grids = desk.write(plant)
    desk.write(lambda work: employ(work, grids["东街道"][0], "王小明"))
    desk.write(lambda work: employ(work, grids["东街道"][1], "李同名"))
    desk.write(lambda work: employ(work, grids["西街道"][0], "李同名"))
    number = contest.opened(desk, 0)
    text = (
        "姓名\t单位\t代表队\n王小明\t东街道\t东队\n李同名\n李同名\t西街道\n外来人\t邻区\n\t西街道\n"
    )
    rows = desk.read(lambda work: read_pasted(work, number, text))
    assert [(row.line, row.name, len(row.person_ids)) for row in rows] == [
        (2, "王小明", 1),
        (3, "李同名", 2),
        (4, "李同名", 1),
        (5, "外来人", 0),
        (6, "", 0),
    ]
    assert [bool(row.problem) for row in rows] == [False, True, False, False, True]
    good = [
        EntryForm(row.name, row.unit, next(iter(row.person_ids), None), row.area_id, team=row.team)
        for row in rows
        if not row.problem
    ]
    desk.write(lambda work: entrants.add_entries(work, number, good))
    entered = rows_of(desk, number)
    assert [(one.name, one.unit, one.side) for one in entered.values()] == [
        ("东队", "东街道", Side.TEAM),
        ("王小明", "东街道", Side.PERSON),
        ("李同名", "西街道", Side.PERSON),
        ("外来人", "邻区", Side.PERSON),
    ]
    again = desk.read(lambda work: read_pasted(work, number, "王小明\t东街道"))
    assert (again[0].known, again[0].problem) == (True, "“王小明”已经报名")
    ids = desk.read(lambda work: [one.id for one in work.session.query(Person).order_by(Person.id)])
    chosen = desk.read(lambda work: people_for_entry(work, number, ids))
    assert [(one.name, one.unit, one.known) for one in chosen] == [
        ("王小明", "东街道", True),
        ("李同名", "东街道", False),
        ("李同名", "西街道", True),
    ]
    assert grid(desk, "E000").name == "东社区第1网格"


def test_a_person_is_in_one_team_and_a_substitute_steps_in_with_a_reason(desk):
    number = contest.opened(desk, 3, events=(*USUAL_EVENTS, contest.TEAM_EVENT))
    team = desk.write(lambda work: teams.add_team(work, number, "东队", "东街道"))
    one, two, three = (contest.competitor(desk, number, n) for n in (1, 2, 3))
    for own, role in ((one, "regular"), (two, "regular"), (three, "substitute")):
        desk.write(
            lambda work, own=own, role=role: teams.join_team(work, own, team, MemberRole(role))
        )
    rows = rows_of(desk, number)
    assert [len(rows[n].events) for n in (1, 2, 3, 4)] == [3, 3, 0, 1]
    assert rows[4].members == 3
    desk.write(lambda work: competitions.start_competition(work, number))
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: teams.step_in(work, three, two))
    desk.write(lambda work: teams.step_in(work, three, two), reason="受伤")
    rows = rows_of(desk, number)
    assert (rows[2].role, rows[3].role) == (MemberRole.SUBSTITUTE, MemberRole.REGULAR)
    assert rows[2].state_reason == f"由{contest.name_of(2)}替补：受伤"
    assert len(rows[3].events) == 3
    assert {each.status for each in rows[2].events} == {EntrantStatus.WITHDRAWN}
    other = desk.write(lambda work: teams.add_team(work, number, "西队"))
    with pytest.raises(UserError, match="不能换队"):
        desk.write(lambda work: teams.join_team(work, one, other))
    assert len(desk.read(lambda work: team_members(work, team))) == 3


def test_who_has_a_mark_cannot_be_replaced(desk):
    number = contest.opened(desk, 2)
    team = desk.write(lambda work: teams.add_team(work, number, "东队"))
    one, two = (contest.competitor(desk, number, n) for n in (1, 2))
    desk.write(lambda work: teams.join_team(work, one, team))
    desk.write(lambda work: teams.join_team(work, two, team, MemberRole.SUBSTITUTE))
    desk.write(lambda work: competitions.start_competition(work, number))
    contest.mark(desk, number, "theory", {1: [80]})
    with pytest.raises(UserError, match="在“理论笔试”已经有分"):
        desk.write(lambda work: teams.step_in(work, two, one), reason="受伤")


def test_points_run_by_round_also_negative_and_are_undone_with_a_reason(desk):
    number = contest.running(desk, 3, events=QUICK)
    own = contest.event(desk, number, "quick")
    ids = {n: contest.competitor(desk, number, n) for n in (1, 2, 3)}
    given = [(1, 10_000, 1), (2, 20_000, 1), (1, -5_000, 2), (3, 20_000, 2), (2, 10_000, 2)]
    points = [
        desk.write(
            lambda work, n=n, milli=milli, turn=turn: running.give_points(
                work, own, ids[n], milli, turn, f"第{turn}题"
            )
        )
        for n, milli, turn in given
    ]
    board = desk.read(lambda work: running_board(work, own))
    assert [(line.number, line.milli, line.rank) for line in board.lines] == [
        (2, 30_000, 1),
        (3, 20_000, 2),
        (1, 5_000, 3),
    ]
    assert board.lines[2].rounds == ((1, 10_000), (2, -5_000))
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: running.undo_point(work, points[4]))
    desk.write(lambda work: running.undo_point(work, points[4]), reason="抢答无效")
    board = desk.read(lambda work: running_board(work, own))
    assert [(line.number, line.rank) for line in board.lines] == [(2, 1), (3, 1), (1, 3)]
    assert [point.undone_reason for point in board.points][-1] == "抢答无效"
    live = desk.read(lambda work: live_standings(work, number)).of("quick")
    assert [(line.number, line.published, line.rank) for line in live] == [
        (2, "20.00", 1),
        (3, "20.00", 1),
        (1, "5.00", 3),
    ]
    desk.write(lambda work: events.close_event(work, own))
    with pytest.raises(UserError, match="已经截止"):
        desk.write(lambda work: running.give_points(work, own, ids[1], 1_000, 3))
    show = contest.event(desk, number, "show")
    with pytest.raises(UserError, match="由评委打分"):
        desk.write(lambda work: running.give_points(work, show, ids[1], 1_000, 1))


def test_overtime_is_deducted_by_itself_and_follows_the_time(desk):
    number = contest.running(desk, 2, events=QUICK)
    own, who = contest.event(desk, number, "show"), contest.competitor(desk, number, 1)
    contest.mark(desk, number, "show", {1: [90], 2: [90]})
    assert desk.write(lambda work: running.key_time(work, own, who, 3_310)) == 1_000
    rows = desk.read(lambda work: times_of(work, own))
    assert [(row.number, row.tenths, row.deducted) for row in rows] == [
        (1, 3_310, 1_000),
        (2, None, 0),
    ]
    lines = contest.lines(desk, number, "show")
    assert [(line.number, line.published) for line in lines] == [(2, "90.00"), (1, "89.00")]
    assert desk.write(lambda work: running.key_time(work, own, who, 3_010)) == 500
    assert desk.write(lambda work: running.key_time(work, own, who, None)) == 0
    panel_id = contest.panel(desk, number, "show")
    assert desk.read(lambda work: panel_view(work, panel_id)).adjustments == ()


def lower_and_upper(desk, scores, advancing_count=2):
    upper = contest.opened(desk, 0, level=Level.CITY, title="市决赛")
    lower = contest.fixed(
        desk,
        scores,
        level=Level.TOWN,
        title="东街道初赛",
        next_id=upper,
        advancing=advancing_count,
    )
    return lower, upper


def test_the_first_of_a_fixed_result_go_on_once_with_their_entries(desk):
    scores = {1: (60, 60, 60), 2: (90, 90, 90), 3: (80, 80, 80)}
    lower, upper = lower_and_upper(desk, scores)
    plan = desk.read(lambda work: advance_plan(work, lower))
    assert plan.names == (contest.name_of(1), contest.name_of(2))
    done = desk.write(lambda work: advancing.advance(work, lower))
    assert (done.added, done.already) == (2, 0)
    rows = rows_of(desk, upper)
    assert [(one.name, one.unit, one.came_from) for one in rows.values()] == [
        (contest.name_of(1), contest.unit_of(1), "东街道初赛"),
        (contest.name_of(2), contest.unit_of(2), "东街道初赛"),
    ]
    assert {len(one.events) for one in rows.values()} == {3}
    again = desk.write(lambda work: advancing.advance(work, lower))
    assert (again.added, again.already) == (0, 2)


def test_nobody_goes_on_from_a_result_that_is_not_fixed(desk):
    upper = contest.opened(desk, 0, level=Level.CITY)
    scores = {1: (60, 60, 60), 2: (90, 90, 90)}
    lower = contest.posted(desk, scores, level=Level.TOWN, next_id=upper, advancing=1)
    with pytest.raises(UserError, match="已张榜"):
        desk.write(lambda work: advancing.advance(work, lower))


def test_equals_across_the_line_of_advancement_wait_for_a_lot(desk):
    upper = contest.opened(desk, 0, level=Level.CITY)
    scores = {1: (80, 80, 80), 2: (80, 80, 80), 3: (90, 90, 90)}
    given = {"level": Level.TOWN, "next_id": upper, "advancing": 2}
    lower = contest.posted(desk, scores, rule=CompetitionRule(ties=()), **given)
    ties = desk.read(lambda work: live_standings(work, lower)).ties
    (tie,) = [each for each in ties if each.blocks]
    assert (tie.numbers, tie.places) == ((1, 2), 1)
    form = lots.LotForm("person", (2, 1), "李明")
    desk.write(lambda work: lots.record_competition_lot(work, lower, form))
    plan = desk.read(lambda work: advance_plan(work, lower))
    assert plan.names == (contest.name_of(2), contest.name_of(1))
    assert not plan.tied


def test_the_level_above_must_be_higher(desk):
    upper = contest.opened(desk, 0, level=Level.TOWN)
    with pytest.raises(UserError, match="不比市级高一级"):
        contest.opened(desk, 0, next_id=upper, advancing=1)


def test_live_standings_take_some_statements_an_event(desk):
    number = contest.running(desk, 30)
    contest.mark(desk, number, "theory", {n: [80] for n in range(1, 31)})
    with recorded() as statements:
        desk.read(lambda work: live_standings(work, number))
    assert len(statements) <= 45
