"""Nomination forms and honours of earlier years through the real import, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.honours import queries, service
from hrgrid.honours.model import EarlierHonour, Nomination
from hrgrid.honours.queries.facts import everybody
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import CampaignForm
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from tests.exchange.samples import book
from tests.honours.build import (
    CUTOFF,
    TWO,
    YEAR,
    closed,
    nominate,
    opened,
    people,
    row,
    scheme,
    scored,
)
from tests.workforce.build import enlist

EXCELLENT, SKILLED = Tier.EXCELLENT, Tier.SKILLED
EAST = dict(TWO["东区"])


@pytest.fixture
def campaign_id(office):
    return opened(office, scheme({EXCELLENT: 4}))


def codes(report):
    return [(p.row, p.code) for p in report.problems if p.row]


def count(desk, model):
    return desk.read(lambda work: work.session.scalar(select(func.count()).select_from(model)))


def earlier(desk, folder, rows, name="以往荣誉"):
    headings = ["年度", "称号", "工号", "姓名", "推荐单位", "单位", "文号"]
    path = book(folder / f"{name}.xlsx", [headings, *rows])
    kind = KINDS["earlier-honours"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    return run_import(desk, kind, drop, partial=True)


# --- nominations ----------------------------------------------------------------------------------


def test_each_bad_row_says_which_what_and_what_to_do(office, campaign_id, tmp_path):
    report = nominate(
        office,
        tmp_path,
        [
            row("东区", "A001", EAST["A001"], EXCELLENT, unit_rank=1, merit=90, review=90),
            row("东区", "Z999", "赵没有", EXCELLENT),
            row("东区", "A002", "李别人", EXCELLENT),
            row("南区", "A002", EAST["A002"], EXCELLENT),
            row("", "", EAST["A002"], EXCELLENT),
            row("东区", "A003", EAST["A003"], SKILLED),
            row("东区", "A003", EAST["A003"], EXCELLENT, unit_rank=1),
            row("东区", "A001", EAST["A001"], EXCELLENT, unit_rank=2),
            row("东区", "A004", EAST["A004"], EXCELLENT, merit=101),
            row("东区", "A004", EAST["A004"], EXCELLENT, merit="90.1234"),
        ],
    )
    assert codes(report) == [
        (3, "unknown_person"),
        (4, "other_name"),
        (5, "unknown_district"),
        (6, "name_alone"),
        (7, "no_such_tier"),
        (8, "rank_taken"),
        (9, "named_twice"),
        (10, "mark_wrong"),
        (11, "mark_wrong"),
    ]
    for problem in report.problems:
        assert problem.message.endswith("。"), problem
        assert "请" in problem.message, problem
    assert report.new == 1


def test_a_name_at_one_place_is_enough_and_more_than_the_places_is_no_error(
    office, campaign_id, tmp_path
):
    rows = [row("东区", "", name, EXCELLENT) for name in EAST.values()]
    report = nominate(office, tmp_path, rows)
    assert (report.new, codes(report)) == (8, []), report.problems
    table = office.read(lambda work: queries.quota_table(work, campaign_id))
    assert [(one.places[EXCELLENT], one.nominated.get(EXCELLENT)) for one in table] == [
        (2, 8),
        (2, None),
    ]


def test_two_of_one_name_in_a_district_need_their_numbers(desk, tmp_path):
    crews = {"东区": [("A1", "陈龙")], "西区": [("B1", "陈龙"), ("B2", "王一")]}
    desk.write(lambda work: people(work, crews))

    def second(work):
        grid = tree_index(work, work.today).by_code["G100"]
        enlist(work, grid, "陈龙", 7, employment=Employment.PART)

    desk.write(second)
    campaign_id = opened(desk, scheme({EXCELLENT: 2}))
    rows = [row("东区", "", "陈龙", EXCELLENT), row("西区", "", "陈龙", EXCELLENT)]
    report = nominate(desk, tmp_path, rows)
    assert codes(report) == [(2, "several_people")]
    assert "叫“陈龙”的有 2 人（A1、G0000001）。请填工号" in report.errors[0].message
    found = desk.read(lambda work: queries.candidates(work, campaign_id))
    assert [one.number for one in found] == ["B1"]


def test_somebody_of_another_district_is_a_warning(office, campaign_id, tmp_path):
    report = nominate(office, tmp_path, [row("西区", "A001", EAST["A001"], EXCELLENT)])
    assert (report.new, codes(report)) == (1, [(2, "district_differs")])


def test_a_second_form_changes_what_differs_and_undo_brings_it_back(office, campaign_id, tmp_path):
    nominate(office, tmp_path, scored("东区", "A", [90, 80]))
    again = scored("东区", "A", [95, 80]) + scored("西区", "B", [70])
    report = nominate(office, tmp_path, again, "第二份")
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)

    def marks(work):
        return {one.number: one.merit_milli for one in queries.candidates(work, campaign_id)}

    assert office.read(marks) == {"A001": 95_000, "A002": 80_000, "B001": 70_000}
    office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert office.read(marks) == {"A001": 90_000, "A002": 80_000}


def test_after_the_close_nothing_comes_in_and_nothing_is_taken_back(office, campaign_id, tmp_path):
    report = nominate(office, tmp_path, scored("东区", "A", [90, 80]))
    closed(office, campaign_id)
    with pytest.raises(UserError, match="现在没有正在推荐的评选"):
        nominate(office, tmp_path, scored("西区", "B", [90]), "第二份")
    with pytest.raises(UserError, match="现在不是推荐阶段"):
        office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert count(office, Nomination) == 2


def test_of_two_open_campaigns_the_year_tells(office, campaign_id, tmp_path):
    form = CampaignForm(YEAR - 1, "去年的评选", CUTOFF)
    other = office.write(lambda work: service.open_campaign(work, form))
    office.write(lambda work: service.weigh_districts(work, other))
    office.write(lambda work: service.share_places(work, other, EXCELLENT))
    office.write(lambda work: service.fix_quotas(work, other))
    office.write(lambda work: service.start_nominating(work, other))
    rows = scored("东区", "A", [90])
    with pytest.raises(UserError, match="请在“评定年”一列写明"):
        nominate(office, tmp_path, rows)
    rows[0][0] = YEAR - 1
    assert nominate(office, tmp_path, rows, "写明年度").new == 1
    assert office.read(lambda work: queries.candidates(work, campaign_id)) == []


def test_somebody_with_the_right_for_one_district_names_only_its_people(
    office, campaign_id, tmp_path
):
    grants = frozenset({Grant(Right.IMPORT), Grant(Right.RUN_HONOURS, "3205/D1/")})
    actor = Actor(office.actor.operator_id, "卫东区", "经办人", "东区", grants)
    own = Desk(office.database, actor, office.keyring)
    assert nominate(own, tmp_path, scored("东区", "A", [90])).new == 1
    with pytest.raises(Refused, match="没有“办理十百千评选”的权限"):
        nominate(own, tmp_path, scored("西区", "B", [90]), "西区")


# --- earlier honours ------------------------------------------------------------------------------


def test_earlier_honours_are_kept_whether_or_not_the_person_is_known(office, tmp_path):
    report = earlier(
        office,
        tmp_path,
        [
            ["2024", "优秀网格员", "A001", EAST["A001"], "", "东区街道", "政法〔2025〕1号"],
            ["2018", "优秀网格员", "", "龚伟〓", "", "某镇", ""],
            ["2024", "能手网格员", "A001", EAST["A001"], "", "", ""],
            ["2024", "优秀网格员", "A002", "李别人", "", "", ""],
            ["2099", "优秀网格员", "A002", EAST["A002"], "", "", ""],
        ],
    )
    assert report.new == 2
    assert sorted(codes(report)) == [
        (3, "name_doubtful"),
        (3, "unknown_person"),
        (4, "second_honour"),
        (5, "other_name"),
        (6, "year_in_future"),
    ]
    again = earlier(
        office,
        tmp_path,
        [["2024", "优秀网格员", "A001", EAST["A001"], "", "东区街道", ""]],
        "再来",
    )
    assert (again.new, again.unchanged) == (0, 1)

    def seen(work):
        return {one.number: one.facts for one in everybody(work, CUTOFF, YEAR)}

    found = office.read(seen)
    assert found["A001"]["years_since_excellent"] == 1
    assert "years_since_excellent" not in found["A002"]
    office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert count(office, EarlierHonour) == 0


def test_an_honour_of_the_year_itself_is_not_an_earlier_one(office, tmp_path):
    earlier(office, tmp_path, [[str(YEAR), "优秀网格员", "A001", EAST["A001"], "", "", ""]])
    found = office.read(lambda work: everybody(work, dt.date(YEAR, 12, 31), YEAR))
    assert all("years_since_excellent" not in one.facts for one in found)
