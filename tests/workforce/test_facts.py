"""What grids have on a day: kind and households, 八定, bodies behind them, volunteers."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.storage import journal
from hrgrid.workforce.model import Grid, GridBodyReach, GridTerm
from hrgrid.workforce.queries import coverage
from hrgrid.workforce.queries.dossier import eight_sheets, grid_card
from hrgrid.workforce.queries.facts import grid_rows, served_grids, terms_on, volunteers_on
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules import Employment, GridKind
from hrgrid.workforce.rules.eight import STATION_ITEMS, BodyKind, EightKind
from hrgrid.workforce.service.bodies import (
    BodyForm,
    change_body,
    check_station,
    choose_station_items,
    correct_body,
    end_body,
    found_body,
    serve_grids,
)
from hrgrid.workforce.service.bureaus import add_bureau
from hrgrid.workforce.service.dated import take_back
from hrgrid.workforce.service.facts import (
    GridFacts,
    change_grid,
    change_terms,
    correct_grid,
    correct_terms,
)
from hrgrid.workforce.service.regridding import GridForm, Part, merge_grids, split_grid
from hrgrid.workforce.service.reshaping import close_area
from hrgrid.workforce.service.roles import remove_role
from hrgrid.workforce.service.unregridding import undo_regrid
from hrgrid.workforce.service.volunteers import (
    add_volunteer_kind,
    count_volunteers,
    remove_volunteer_kind,
)
from tests.statements import recorded
from tests.workforce.build import SINCE, enlist, plant_street

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
BEFORE = JULY - dt.timedelta(days=1)
GENERAL, DEDICATED = GridKind.GENERAL, GridKind.DEDICATED


@pytest.fixture
def grids(desk):
    """张三 works in the first of three general grids, 王五 leads it."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[0], "王五", 5, role="网格长", employment=Employment.PART)
        return made

    return desk.write(job)


def card(desk, grid, on=JULY):
    return desk.read(lambda work: grid_card(work, grid.id, on))


def actions(desk):
    return desk.read(lambda work: journal.actions(work.session))


def counts(desk, on):
    return desk.read(
        lambda work: (coverage(work, on)[0].general_grids, coverage(work, on)[0].filled)
    )


# --- kind and households --------------------------------------------------------------------------


def test_a_past_day_has_its_own_kind_and_households(desk, grids):
    facts = GridFacts(DEDICATED, 520)
    desk.write(lambda work: change_grid(work, grids[0].id, facts, JULY), reason="改作园区网格")
    old, new = card(desk, grids[0], BEFORE), card(desk, grids[0], JULY)
    assert (old.row.kind, old.row.households) == (GENERAL, 400)
    assert (new.row.kind, new.row.households) == (DEDICATED, 520)
    assert (new.facts[0].valid_from, new.facts[1].valid_to) == (JULY, JULY)
    # 一格一员 of a past day counts the kind of that day.
    assert (counts(desk, BEFORE), counts(desk, JULY)) == ((3, 1), (2, 0))


def test_a_correction_holds_all_along_and_says_why(desk, grids):
    facts = GridFacts(GENERAL, 380)
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: correct_grid(work, grids[0].id, facts, JULY))
    desk.write(lambda work: correct_grid(work, grids[0].id, facts, JULY), reason="抄错了行")
    assert card(desk, grids[0], SINCE).row.households == 380
    assert "correct_grid" in actions(desk)


def test_another_kind_needs_a_reason_and_another_number_does_not(desk, grids):
    desk.write(lambda work: change_grid(work, grids[0].id, GridFacts(GENERAL, 401), JUNE))
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: change_grid(work, grids[0].id, GridFacts(DEDICATED, 401), JULY))


def test_what_changes_later_already_keeps_its_order(desk, grids):
    desk.write(lambda work: change_grid(work, grids[0].id, GridFacts(GENERAL, 401), JULY))
    with pytest.raises(UserError, match="2026-07-01 已有改动"):
        desk.write(lambda work: change_grid(work, grids[0].id, GridFacts(GENERAL, 1), JUNE))
    # The same day once more replaces what was said of it.
    desk.write(lambda work: change_grid(work, grids[0].id, GridFacts(GENERAL, 402), JULY))
    rows = desk.read(lambda work: grid_rows(work, grids[0].id))
    assert [(row.households, row.valid_from) for row in rows] == [(402, JULY), (400, SINCE)]


def test_a_change_is_taken_back_unless_somebody_was_there_since(desk, grids):
    grid = grids[0].id
    first = desk.write(lambda work: change_grid(work, grid, GridFacts(GENERAL, 401), JULY))
    again = desk.write(lambda work: change_grid(work, grid, GridFacts(GENERAL, 402), JULY))
    with pytest.raises(UserError, match="撤不回来"):
        desk.write(lambda work: take_back(work, first))
    desk.write(lambda work: take_back(work, again))
    assert card(desk, grids[0]).row.households == 401
    rows = desk.read(lambda work: grid_rows(work, grid))
    assert [(row.valid_from, row.valid_to) for row in rows] == [(JULY, None), (SINCE, JULY)]


def test_only_a_grid_has_a_kind(desk, grids):
    with pytest.raises(UserError, match="不是网格"):
        desk.write(lambda work: change_grid(work, grids[0].parent_id, GridFacts(GENERAL, 1), JULY))


# --- 八定 -----------------------------------------------------------------------------------------


def settle(desk, grids):
    """The street says the hours for all, the first grid its own and its extent."""

    def job(work):
        street = _above(work, grids[0].parent_id)
        change_terms(work, street, {EightKind.HOURS: "8:30—17:30"}, JUNE, "街道 3 号")
        own = {EightKind.HOURS: "9:00—18:00", EightKind.GRID: "示例路以东"}
        change_terms(work, grids[0].id, own, JUNE)
        return street

    return desk.write(job)


def _above(work, area_id):
    from hrgrid.workforce.model import AreaStand

    return work.session.scalar(select(AreaStand.parent_id).where(AreaStand.area_id == area_id))


def test_grids_inherit_what_the_street_says_unless_they_say_otherwise(desk, grids):
    settle(desk, grids)
    first, second = card(desk, grids[0]), card(desk, grids[1])
    assert (first.terms[EightKind.HOURS].text, first.terms[EightKind.HOURS].depth) == (
        "9:00—18:00",
        0,
    )
    hours = second.eight[3]
    assert (hours.text, hours.source, hours.settled) == ("8:30—17:30", "示例街道", True)
    assert second.terms[EightKind.HOURS].document_no == "街道 3 号"
    # The extent of one grid is no other's, and no street's.
    assert EightKind.GRID not in second.terms
    assert "示例路以东" in first.eight[0].text


def test_a_grid_takes_the_street_s_again_when_its_own_ends(desk, grids):
    settle(desk, grids)
    desk.write(lambda work: change_terms(work, grids[0].id, {EightKind.HOURS: ""}, JULY))
    assert card(desk, grids[0], BEFORE).eight[3].text == "9:00—18:00"
    assert card(desk, grids[0], JULY).eight[3].text == "8:30—17:30"
    assert card(desk, grids[0], dt.date(2026, 5, 31)).eight[3].text == ""


def test_who_and_as_what_nobody_writes(desk, grids):
    for kind in (EightKind.PERSON, EightKind.POSTS):
        with pytest.raises(UserError, match="由任职得出"):
            desk.write(lambda work, kind=kind: change_terms(work, grids[0].id, {kind: "某"}, JULY))
    extent = {EightKind.GRID: "某处"}
    with pytest.raises(UserError, match="管辖范围只写在网格上"):
        desk.write(lambda work: change_terms(work, grids[0].parent_id, extent, JULY))
    long = {EightKind.HOURS: "时" * 501}
    with pytest.raises(UserError, match="最多 500 个字"):
        desk.write(lambda work: change_terms(work, grids[0].id, long, JULY))


def test_the_first_three_follow_from_grid_and_posts(desk, grids):
    first, second = card(desk, grids[0]), card(desk, grids[1])
    assert (first.eight[0].settled, first.eight[1].text) == (True, "张三")
    assert first.eight[2].text == "网格长 王五；网格员 张三"
    assert first.eight[2].missing == "缺督查员、信息员、联络员、巡查员"
    assert (second.eight[1].settled, second.eight[1].missing) == (False, "没有专职网格员")
    assert first.settled == 2


def test_a_term_is_corrected_and_a_blank_is_no_correction(desk, grids):
    settle(desk, grids)
    right = {EightKind.HOURS: "9:00—17:30"}
    desk.write(lambda work: correct_terms(work, grids[0].id, right, JULY), reason="写错")
    assert card(desk, grids[0], JUNE).eight[3].text == "9:00—17:30"
    duties = {EightKind.DUTIES: "信息采集"}
    with pytest.raises(UserError, match="还没有登记"):
        desk.write(lambda work: correct_terms(work, grids[0].id, duties, JULY), reason="写错")
    blank = {EightKind.HOURS: ""}
    with pytest.raises(UserError, match="没有写内容"):
        desk.write(lambda work: correct_terms(work, grids[0].id, blank, JULY), reason="写错")


def test_several_terms_are_taken_back_together(desk, grids):
    settle(desk, grids)
    texts = {EightKind.HOURS: "", EightKind.DUTIES: "信息采集"}
    done = desk.write(lambda work: change_terms(work, grids[0].id, texts, JUNE))
    assert card(desk, grids[0]).eight[3].text == "8:30—17:30"
    desk.write(lambda work: take_back(work, done))
    after = card(desk, grids[0])
    assert (after.eight[3].text, after.eight[4].text) == ("9:00—18:00", "")


# --- bodies ---------------------------------------------------------------------------------------


def found(desk, grids, kind=BodyKind.STATION, form=None, served=(0, 1)):
    form = form or BodyForm("精网微格工作站", place="东门", telephone="0512-63000000")
    ids = [grids[at].id for at in served]
    return desk.write(
        lambda work: found_body(work, kind, grids[0].parent_id, form, grid_ids=ids, on=JUNE)
    )


def test_a_station_serves_its_grids_and_no_grid_has_two(desk, grids):
    body = found(desk, grids)
    station = card(desk, grids[1]).body(BodyKind.STATION)
    assert (station.name, station.grids, station.telephone) == (
        "精网微格工作站",
        2,
        "0512-63000000",
    )
    assert card(desk, grids[2]).body(BodyKind.STATION) is None
    assert card(desk, grids[1], dt.date(2026, 5, 31)).body(BodyKind.STATION) is None
    with pytest.raises(UserError, match="已有工作站“精网微格工作站”"):
        found(desk, grids, served=(1, 2))
    ids = [grids[1].id, grids[2].id]
    done = desk.write(lambda work: serve_grids(work, body, ids, JULY))
    assert card(desk, grids[0], JULY).body(BodyKind.STATION) is None
    assert card(desk, grids[0], BEFORE).body(BodyKind.STATION) is not None
    desk.write(lambda work: take_back(work, done))
    assert desk.read(lambda work: served_grids(work, body, JULY)) == [grids[0].id, grids[1].id]


def test_a_secretary_is_a_person_on_file_or_a_name(desk, grids):
    branch = BodyKind.PARTY_BRANCH
    body = found(desk, grids, branch, BodyForm("第一网格党支部", "王五"))
    assert card(desk, grids[0]).body(branch).leader == "王五"
    form = BodyForm("第一网格党支部", "沈建国")
    desk.write(lambda work: change_body(work, body, form, JULY))
    assert card(desk, grids[0], BEFORE).body(branch).leader == "王五"
    assert card(desk, grids[0], JULY).body(branch).leader == "沈建国"
    right = BodyForm("第一网格联合党支部", "沈建国")
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: correct_body(work, body, right, JULY))
    desk.write(lambda work: correct_body(work, body, right, JULY), reason="写错名称")
    assert card(desk, grids[0], JULY).body(branch).name == "第一网格联合党支部"
    wrong = BodyForm("第一网格党支部", bureau="示例派出所")
    with pytest.raises(UserError, match="不填派出所"):
        desk.write(lambda work: change_body(work, body, wrong, JULY))


def test_the_officer_of_a_police_grid_holds_that_post(desk, grids):
    def prepare(work):
        from hrgrid.workforce.queries import tree_index

        area = tree_index(work, work.today).named("示例街道")[0]
        add_bureau(work, area, "示例派出所")
        enlist(work, grids[1], "赵六", 7, role="网格警务员", employment=Employment.PART)

    desk.write(prepare)
    police = BodyKind.POLICE_GRID
    with pytest.raises(UserError, match="没有叫“张三”的网格警务员"):
        found(desk, grids, police, BodyForm("东警格", "张三", "示例派出所"))
    with pytest.raises(UserError, match="没有叫“无名派出所”的单位"):
        found(desk, grids, police, BodyForm("东警格", "赵六", "无名派出所"))
    found(desk, grids, police, BodyForm("东警格", "赵六", "示例派出所"))
    shown = card(desk, grids[0]).body(police)
    assert (shown.leader, shown.bureau) == ("赵六", "示例派出所")


def test_four_items_are_looked_at_by_somebody_on_a_day(desk, grids):
    body = found(desk, grids)
    assert [one.passed for one in card(desk, grids[0]).body(BodyKind.STATION).checks] == [None] * 4

    def check(missing, on, by="陈敏"):
        seen = {item: item != missing for item in STATION_ITEMS}
        desk.write(lambda work: check_station(work, body, seen, on, by=by))

    check("有工作流程", JUNE)
    check("有职责清单", JULY)
    assert card(desk, grids[0], BEFORE).body(BodyKind.STATION).checks[3].passed is False
    station = card(desk, grids[0], JULY).body(BodyKind.STATION)
    assert [one.passed for one in station.checks] == [True, True, False, True]
    assert (station.passed, station.checks[0].checked_on, station.checks[0].checked_by) == (
        3,
        JULY,
        "陈敏",
    )
    # A later line of the same day corrects the earlier one.
    check("", JULY)
    assert card(desk, grids[0], JULY).body(BodyKind.STATION).passed == 4
    with pytest.raises(UserError, match="核查人"):
        check("", JULY, by=" ")
    tomorrow = desk.read(lambda work: work.today) + dt.timedelta(days=1)
    with pytest.raises(UserError, match="还没有到"):
        check("", tomorrow)


def test_the_office_changes_what_stations_are_looked_at_for(desk, grids):
    body = found(desk, grids)
    items = ["有场所", "有人员", "有制度"]
    desk.write(lambda work: choose_station_items(work, items, JULY), reason="按新标准")
    assert [one.item for one in card(desk, grids[0], JULY).body(BodyKind.STATION).checks] == items
    assert len(card(desk, grids[0], BEFORE).body(BodyKind.STATION).checks) == 4
    desk.write(lambda work: check_station(work, body, {"有场所": True}, JULY, by="陈敏"))
    assert card(desk, grids[0], JULY).body(BodyKind.STATION).passed == 1


def test_a_body_ends_and_the_days_before_keep_it(desk, grids):
    body = found(desk, grids)
    desk.write(lambda work: end_body(work, body, JULY), reason="撤并")
    assert card(desk, grids[0], JULY).body(BodyKind.STATION) is None
    assert card(desk, grids[0], BEFORE).body(BodyKind.STATION).grids == 2
    with pytest.raises(UserError, match="可能已经撤销"):
        desk.write(lambda work: serve_grids(work, body, [], JULY))


def test_a_telephone_is_one(desk, grids):
    with pytest.raises(UserError, match="值班电话“张三的手机”读不出来"):
        found(desk, grids, form=BodyForm("站", telephone="张三的手机"))


# --- volunteers -----------------------------------------------------------------------------------


def test_volunteers_are_counted_by_kind_and_day(desk, grids):
    heads = {"an_an_squad": 12, "building_head": 6}
    grid = grids[0].id
    desk.write(lambda work: count_volunteers(work, grid, heads, JUNE))
    done = desk.write(lambda work: count_volunteers(work, grid, {"an_an_squad": 15}, JULY))
    rows = {row.role: row for row in card(desk, grids[0], JULY).volunteers}
    assert (rows["an_an_squad"].heads, rows["an_an_squad"].counted_on) == (15, JULY)
    assert (rows["building_head"].heads, rows["building_head"].counted_on) == (6, JUNE)
    assert card(desk, grids[0], BEFORE).volunteers[0].heads == 12
    desk.write(lambda work: take_back(work, done))
    assert card(desk, grids[0], JULY).volunteers[0].heads == 12
    assert card(desk, grids[0], dt.date(2026, 5, 31)).volunteers[0].counted is None


def test_who_stands_there_by_name_is_there_however_many_were_counted(desk, grids):
    grid = grids[0].id
    desk.write(lambda work: count_volunteers(work, grid, {"building_head": 1}, JUNE))

    def name(work):
        for number, who in ((11, "孙一"), (13, "孙三")):
            part = Employment.PART
            enlist(work, grids[0], who, number, role="楼栋长", employment=part, since=JUNE)

    desk.write(name)
    row = card(desk, grids[0], JULY).volunteers[1]
    assert (row.label, row.counted, row.named, row.heads) == ("楼栋长", 1, 2, 2)


def test_the_office_has_its_own_kinds(desk, grids):
    made = desk.write(lambda work: add_volunteer_kind(work, "银龄志愿者"))
    with pytest.raises(UserError, match="已经有志愿者类别“银龄志愿者”"):
        desk.write(lambda work: add_volunteer_kind(work, "银龄志愿者"))
    with pytest.raises(UserError, match="领取报酬"):
        desk.write(lambda work: add_volunteer_kind(work, "网格员"))
    desk.write(lambda work: count_volunteers(work, grids[0].id, {made.role: 3}, JUNE))
    assert card(desk, grids[0]).volunteers[-1].label == "银龄志愿者"
    with pytest.raises(UserError, match="不能删去"):
        desk.write(lambda work: remove_volunteer_kind(work, made.role))
    with pytest.raises(UserError, match="志愿者类别"):
        desk.write(lambda work: remove_role(work, made.role))
    desk.write(lambda work: remove_volunteer_kind(work, "expert_pool"))
    labels = [row.label for row in card(desk, grids[0]).volunteers]
    assert "专家库" not in labels


# --- splits, merges, ends -------------------------------------------------------------------------


def test_new_grids_of_a_split_keep_what_stood_behind_the_old_one(desk, grids):
    settle(desk, grids)
    found(desk, grids)
    parts = (
        Part(6_000, GridForm("东格", "D1", households=240)),
        Part(4_000, GridForm("西格", "X1", households=160)),
    )
    done = desk.write(lambda work: split_grid(work, grids[0].id, parts, JULY), reason="太大")
    east, west = (
        desk.read(lambda work, one=one: grid_card(work, one, JULY)) for one in done.area_ids
    )
    assert (east.row.households, west.row.households) == (240, 160)
    for new in (east, west):
        assert new.body(BodyKind.STATION).grids == 3
        assert new.eight[3].text == "9:00—18:00"
        assert EightKind.GRID not in new.terms
    old = card(desk, grids[0], BEFORE)
    assert (old.row.households, old.body(BodyKind.STATION).grids) == (400, 2)
    # Nothing of the grid that is no more goes on.
    left = desk.read(
        lambda work: [
            work.session.scalars(
                select(model.id).where(model.area_id == grids[0].id, model.valid_to.is_(None))
            ).all()
            for model in (Grid, GridTerm, GridBodyReach)
        ]
    )
    assert left == [[], [], []]


def facts_of(desk, areas):
    """Every dated fact of these areas that holds on a day at all."""

    def look(work):
        return [
            sorted(
                (row.area_id, row.valid_from, str(row.valid_to), getattr(row, "households", 0))
                for row in work.session.scalars(select(model).where(model.area_id.in_(areas)))
                if row.valid_to is None or row.valid_to > row.valid_from
            )
            for model in (Grid, GridTerm, GridBodyReach)
        ]

    return desk.read(look)


@pytest.mark.parametrize("stays", [False, True])
def test_a_split_that_is_taken_back_leaves_the_facts_as_they_were(desk, grids, stays):
    settle(desk, grids)
    found(desk, grids)
    before = facts_of(desk, [one.id for one in grids])
    west = Part(4_000, GridForm("西格", "X1", households=160))
    east = (
        Part(6_000, area_id=grids[0].id, households=240)
        if stays
        else Part(6_000, GridForm("东格", "D1", households=240))
    )
    done = desk.write(lambda work: split_grid(work, grids[0].id, (east, west), JULY), reason="太大")
    desk.write(lambda work: undo_regrid(work, done.change_id), reason="上级没有批")
    assert facts_of(desk, [*(one.id for one in grids), *done.area_ids]) == before
    # What is empty now stands in nobody's way.
    earlier = JULY - dt.timedelta(days=20)
    desk.write(lambda work: change_terms(work, grids[0].id, {EightKind.HOURS: "夜间"}, earlier))
    again = desk.write(
        lambda work: split_grid(work, grids[0].id, (east, west), JULY), reason="太大"
    )
    assert len(again.area_ids) == 2


def test_a_merge_that_is_taken_back_leaves_the_facts_as_they_were(desk, grids):
    settle(desk, grids)
    found(desk, grids, served=(1,))
    ids = [one.id for one in grids]
    before = facts_of(desk, ids)
    done = desk.write(
        lambda work: merge_grids(work, ids[1:3], ids[2], JULY, households=800), reason="户数少"
    )
    desk.write(lambda work: undo_regrid(work, done.change_id), reason="上级没有批")
    assert facts_of(desk, ids) == before


def test_a_merge_into_a_grid_counts_from_its_day(desk, grids):
    found(desk, grids, served=(1,))
    ids = [grids[1].id, grids[2].id]
    desk.write(
        lambda work: merge_grids(work, ids, grids[2].id, JULY, households=800), reason="户数少"
    )
    assert card(desk, grids[2], BEFORE).row.households == 400
    merged = card(desk, grids[2], JULY)
    assert (merged.row.households, merged.body(BodyKind.STATION).name) == (800, "精网微格工作站")


def test_an_end_waits_for_what_changes_later(desk, grids):
    later = {EightKind.HOURS: "夜间"}
    desk.write(lambda work: change_terms(work, grids[1].id, later, JULY))
    with pytest.raises(UserError, match="八定在 2026-07-01 有改动"):
        desk.write(lambda work: close_area(work, grids[1].id, JUNE), reason="撤")
    desk.write(lambda work: close_area(work, grids[1].id, JULY + dt.timedelta(days=1)), reason="撤")
    assert card(desk, grids[1], dt.date(2026, 9, 1)).on == JULY


# --- rights and statements ------------------------------------------------------------------------


def test_who_may_not_edit_the_part_is_refused(desk, grids, database):
    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role
    from hrgrid.accounts.service import OperatorForm, add_operator, sign_in

    body = found(desk, grids)
    roles = (RoleRow(Role.CLERK, "9999/"), RoleRow(Role.VIEWER, ""))
    other = OperatorForm("mayk", "马永康", "", "别处", roles, "Zq7-mima-2026")
    desk.write(lambda work: add_operator(work, other))
    clerk = sign_in(database, "mayk", other.secret)
    grid = grids[0].id
    texts = {EightKind.HOURS: "夜间"}
    form = BodyForm("站")
    deeds = (
        lambda work: change_grid(work, grid, GridFacts(GENERAL, 1), JULY),
        lambda work: change_terms(work, grid, texts, JULY),
        lambda work: change_body(work, body, form, JULY),
        lambda work: serve_grids(work, body, [], JULY),
        lambda work: check_station(work, body, {"有统一标识": True}, JULY, by="我"),
        lambda work: count_volunteers(work, grid, {"an_an_squad": 1}, JULY),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="在这个区域没有"):
            clerk.write(deed)


def test_cards_of_a_street_take_as_many_statements_as_one(desk, grids):
    settle(desk, grids)
    found(desk, grids)

    def statements(area_id):
        def job(work):
            with recorded() as told:
                eight_sheets(work, area_id, JULY)
            return len(told)

        return desk.read(job)

    street = desk.read(lambda work: _above(work, grids[0].parent_id))
    assert statements(street) == statements(grids[0].id) == 11


def test_the_sheets_are_those_of_the_cards(desk, grids):
    settle(desk, grids)
    found(desk, grids)
    sheets = desk.read(lambda work: eight_sheets(work, grids[0].parent_id, JULY))
    assert [sheet.row for sheet in sheets] == desk.read(
        lambda work: grids_of(work, grids[0].parent_id, JULY)
    )
    for grid, sheet in zip(grids, sheets, strict=True):
        shown = card(desk, grid)
        assert (sheet.eight, sheet.above) == (shown.eight, shown.above)
        assert sheet.station == shown.body(BodyKind.STATION)


def test_terms_and_volunteers_of_nothing_are_nothing(desk, grids):
    assert desk.read(lambda work: terms_on(work, grids[0].parent_id, JULY)) == {}
    assert desk.read(lambda work: volunteers_on(work, grids[0].parent_id, JULY)) == {}
