"""Stars of the years before through the real import, of people and of grids; on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from hrgrid.assessment.columns.stars import STARS
from hrgrid.assessment.model import StarAward, StarRound
from hrgrid.assessment.queries.star_rounds import (
    awards_of_grid,
    awards_of_person,
    grid_star_in_force,
    star_in_force,
)
from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Person
from tests.assessment import assessed, starred
from tests.assessment.office import area, grid, id_number, person
from tests.exchange.samples import book

HEADINGS = ("姓名", "身份证号", "网格编码", "星级", "生效日期", "有效期至", "文号")
KIND = KINDS["stars"]
PAPER = "政法〔2025〕3号"
LAST_YEAR = ("2025-01-01", "2025-12-31", PAPER)
ZHAO = id_number(1)


def bring(desk, folder, rows, *, headings=HEADINGS, name="以往星级", **how):
    path = book(folder / f"{name}.xlsx", [list(headings), *map(list, rows)])
    drop = desk.read(lambda work: open_drop(work, KIND, [path]))
    return run_import(desk, KIND, drop, partial=how.pop("partial", True), **how)


def codes(report):
    return [(one.row, one.code) for one in report.errors]


def kept(desk):
    query = select(func.count()).select_from(StarAward)
    return desk.read(lambda work: work.session.scalar(query))


def test_a_person_and_a_grid_have_the_stars_of_their_years(office, tmp_path):
    rows = [
        ("赵一", ZHAO, None, "五星", *LAST_YEAR),
        (None, None, "E001", "三星级网格", "2025年1月1日", dt.date(2025, 12, 31), PAPER),
    ]
    report = bring(office, tmp_path, rows)
    assert (report.new, codes(report)) == (2, [])
    zhao, place = person(office, "赵一"), grid(office, "E001").id
    (award,) = office.read(lambda work: awards_of_person(work, zhao))
    assert (award.level, award.round_id, award.monthly_fen) == (5, None, 0)
    assert (award.valid_from, award.valid_to) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert award.document_no == PAPER
    (of_grid,) = office.read(lambda work: awards_of_grid(work, place))
    assert of_grid.level == 3
    for day, holds in ((31, True), (32, False)):
        on = dt.date(2025, 12, 1) + dt.timedelta(days=day - 1)
        assert (zhao in office.read(lambda work, on=on: star_in_force(work, on))) is holds
        assert (place in office.read(lambda work, on=on: grid_star_in_force(work, on))) is holds


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2025-01-01", dt.date(2025, 12, 31)),
        ("2025-07-15", dt.date(2026, 7, 14)),
        ("2024-02-29", dt.date(2025, 2, 27)),
    ],
)
def test_a_star_of_which_no_last_day_is_written_lasts_a_year(office, tmp_path, since, last):
    rows = [("赵一", ZHAO, None, "五星", since, None, PAPER)]
    report = bring(office, tmp_path, rows)
    assert (report.new, codes(report)) == (1, [])
    zhao = person(office, "赵一")
    (award,) = office.read(lambda work: awards_of_person(work, zhao))
    assert award.valid_to - dt.timedelta(days=1) == last


def test_a_file_without_a_column_of_last_days_is_taken(office, tmp_path):
    headings = tuple(one for one in HEADINGS if one != "有效期至")
    rows = [("赵一", ZHAO, None, "五星", "2025-01-01", PAPER)]
    report = bring(office, tmp_path, rows, headings=headings)
    assert (report.new, codes(report)) == (1, [])


def test_somebody_is_found_by_his_number_too(office, tmp_path):
    zhao = person(office, "赵一")
    number = office.read(lambda work: work.session.get(Person, zhao).number)
    headings = ("工号", "星级", "生效日期", "文号")
    rows = [(number, "五星", "2025-01-01", PAPER), ("没有的号", "五星", "2025-01-01", PAPER)]
    report = bring(office, tmp_path, rows, headings=headings)
    assert (report.new, codes(report)) == (1, [(3, "unknown_person")])
    assert len(office.read(lambda work: awards_of_person(work, zhao))) == 1


def test_a_name_with_a_slip_has_the_one_who_sounds_alike_beside_it(office, tmp_path):
    report = bring(office, tmp_path, [("赵义", None, None, "五星", *LAST_YEAR)])
    (one,) = report.errors
    assert (one.row, one.code, one.suggestion) == (2, "unknown_person", "赵一")


@pytest.mark.parametrize(
    ("typed", "level"),
    [("五星", 5), ("4", 4), (3, 3), ("二星级", 2), ("1星", 1), ("★★★★", 4), ("三星级网格员", 3)],
)
def test_a_star_is_written_in_many_ways(office, tmp_path, typed, level):
    assert bring(office, tmp_path, [("赵一", ZHAO, None, typed, *LAST_YEAR)]).new == 1
    zhao = person(office, "赵一")
    assert [one.level for one in office.read(lambda work: awards_of_person(work, zhao))] == [level]


def test_the_dry_run_counts_the_same_and_writes_nothing(office, tmp_path):
    dry = bring(office, tmp_path, [("赵一", ZHAO, None, "五星", *LAST_YEAR)], dry_run=True)
    assert (dry.new, dry.applied, kept(office)) == (1, False, 0)


def test_the_same_star_again_is_no_news(office, tmp_path):
    row = ("赵一", ZHAO, None, "五星", *LAST_YEAR)
    bring(office, tmp_path, [row])
    again = bring(office, tmp_path, [row, row], name="再来")
    assert (again.new, again.unchanged, codes(again)) == (0, 2, [])


def test_each_bad_row_says_what_is_wrong(office, tmp_path):
    report = bring(
        office,
        tmp_path,
        [
            ("赵一", ZHAO, None, "五星", *LAST_YEAR),
            ("赵一", ZHAO, None, "四星", "2025-12-31", "2026-06-30", PAPER),
            ("赵一", ZHAO, None, "四星", "2026-01-01", "2026-06-30", PAPER),
            ("钱二", ZHAO, None, "四星", *LAST_YEAR),
            ("赵没有", None, None, "四星", *LAST_YEAR),
            (None, None, "Z999", "四星", *LAST_YEAR),
            (None, None, None, "四星", *LAST_YEAR),
            ("孙三", None, None, "六星", *LAST_YEAR),
            ("孙三", None, None, "四星", "2025-12-31", "2025-12-30", PAPER),
            ("孙三", None, None, "四星", "2099-01-01", "2099-12-31", PAPER),
            ("孙三", None, None, "四星", "2025-01-01", "2025-12-31", None),
            ("孙三", None, None, "四星", "2025-12-31", "2025-12-31", PAPER),
        ],
    )
    assert report.new == 3
    assert sorted(codes(report)) == [
        (3, "star_meets"),
        (5, "other_name"),
        (6, "unknown_person"),
        (7, "unknown_grid"),
        (8, "nobody"),
        (9, "not_a_choice"),
        (10, "star_days"),
        (11, "star_in_future"),
        (12, "missing"),
    ]
    told = {one.row: one.message for one in report.errors}
    assert told[3] == (
        "“赵一”这段时间已有五星（2025-01-01 至 2025-12-31）。请核对生效日期和有效期。"
    )


def test_without_leave_to_skip_one_bad_row_keeps_all_out(office, tmp_path):
    rows = [
        ("赵一", ZHAO, None, "五星", *LAST_YEAR),
        ("赵没有", None, None, "四星", *LAST_YEAR),
    ]
    assert not bring(office, tmp_path, rows, partial=False).applied
    assert kept(office) == 0


def test_an_import_is_taken_back_as_a_whole(office, tmp_path):
    first = bring(office, tmp_path, [("赵一", ZHAO, None, "五星", *LAST_YEAR)])
    bring(office, tmp_path, [("钱二", id_number(2), None, "一星", *LAST_YEAR)], name="另一份")
    office.write(lambda work: undo_import(work, first.job_id, KINDS), reason="导错了")
    qian = person(office, "钱二")
    left = office.read(lambda work: star_in_force(work, dt.date(2025, 6, 1)))
    assert set(left) == {qian}
    again = bring(office, tmp_path, [("赵一", ZHAO, None, "四星", *LAST_YEAR)], name="改好的")
    assert again.new == 1


def test_stars_that_a_round_has_ended_stay(office, tmp_path):
    rows = [("赵一", ZHAO, None, "五星", "2026-01-01", "2026-12-31", PAPER)]
    report = bring(office, tmp_path, rows)
    zhao = person(office, "赵一")

    def ended(work):
        since = dt.date(2026, 10, 1)
        made = StarRound(
            subject=StarSubject.PERSON,
            rule_number=1,
            rule_sha256="0" * 64,
            scheme="monthly",
            kind=PeriodKind.MONTH,
            year=2026,
            number=9,
            area_path="",
            title="9 月星级",
            valid_from=since,
            valid_to=dt.date(2027, 10, 1),
            state=RoundState.DRAFT,
            revision=1,
            reopen_reason="",
            proposer_id=None,
            approval_words="",
            document_no="",
            confirmed_on=None,
            cancel_reason="",
        )
        work.session.add(made)
        work.session.flush()
        award = work.session.scalars(select(StarAward).where(StarAward.person_id == zhao)).one()
        award.valid_to, award.ended_by_id = since, made.id

    office.write(ended)
    with pytest.raises(UserError, match="“9 月星级”是接着导入的星级评的"):
        office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert kept(office) == 1


def with_a_round(office, tmp_path, since, until):
    """赵一's star of an import, and a round of September that was confirmed over it."""
    rows = [("赵一", ZHAO, None, "三星", since, until, PAPER)]
    assessed.confirmed(office)
    report = bring(office, tmp_path, rows)
    number = starred.opened(office)
    starred.computed(office, number)
    starred.confirmed(office, number)
    return report, number


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param("2026-01-01", "2026-12-31", id="in force"),
        pytest.param("2025-10-01", "2026-09-30", id="run out by itself"),
        pytest.param("2023-01-01", "2023-12-31", id="of long ago: no newcomer among stars"),
    ],
)
def test_stars_from_which_a_round_reckoned_stay_until_it_is_reopened(
    office, tmp_path, since, until
):
    report, number = with_a_round(office, tmp_path, since, until)
    before = kept(office)
    with pytest.raises(UserError, match="“9 月星级评定”是接着导入的星级评的"):
        office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert kept(office) == before
    starred.reopened(office, number)
    office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert kept(office) == before - 1


def test_a_star_that_came_after_a_round_may_go_again(office, tmp_path, clock):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    starred.confirmed(office, number)
    clock.move(dt.timedelta(days=1))
    report = bring(office, tmp_path, [("赵一", ZHAO, None, "五星", *LAST_YEAR)])
    before = kept(office)
    office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert kept(office) == before - 1


def test_a_star_of_a_grid_stays_while_a_round_of_grids_rests_on_it(office, tmp_path):
    assessed.confirmed(office)
    report = bring(office, tmp_path, [(None, None, "E001", "三星", *LAST_YEAR)])
    number = starred.opened(office, subject=StarSubject.GRID, title="9 月网格星级")
    starred.computed(office, number)
    starred.confirmed(office, number)
    place = grid(office, "E001").id
    (line,) = [row for row in starred.lines(office, number).values() if row.subject_id == place]
    assert line.left_out is None
    with pytest.raises(UserError, match="“9 月网格星级”是接着导入的星级评的"):
        office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")


def test_stars_of_grids_from_which_no_round_reckoned_go_again(office, tmp_path):
    assessed.confirmed(office)
    report = bring(office, tmp_path, [(None, None, "E001", "三星", *LAST_YEAR)])
    number = starred.opened(office)
    starred.computed(office, number)
    starred.confirmed(office, number)
    before = kept(office)
    office.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert kept(office) == before - 1


def test_who_assesses_one_street_takes_over_nothing(office, tmp_path):
    grants = frozenset(
        {Grant(Right.IMPORT), Grant(Right.RUN_ASSESSMENT, area(office, "东街道").path)}
    )
    clerk = Actor(office.actor.operator_id, "赵街道", "经办人", "东街道", grants)
    own = Desk(office.database, clerk, office.keyring)
    with pytest.raises(Refused, match="没有“办理考核与星级”的权限"):
        bring(own, tmp_path, [("赵一", ZHAO, None, "五星", *LAST_YEAR)])
    assert kept(office) == 0


def test_the_columns_are_those_of_the_notice():
    assert [column.heading for column in STARS.columns if column.key != "number"] == list(HEADINGS)
