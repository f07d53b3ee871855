"""Lists of candidates through the real import, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from hrgrid.core.columns import Cell, ReadingContext
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import Sex
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exchange.service import Answers, undo_import
from hrgrid.hiring.columns import CANDIDATES, months_reader
from hrgrid.hiring.model import Candidate, CandidateCheck, CandidateStep, HiringBatch
from hrgrid.hiring.rules.words import BatchKind, BatchState, CandidateState
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.hiring.offered import apply_for, id_of, offer, town

EAST, WEST = "东区专职网格员", "西区专职网格员"
NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八")


@pytest.fixture
def template(template, furnished):
    return furnished("hiring offers", lambda desk: desk.write(town))


def row(at, position=EAST, **changes):
    """A line of a list under HEADINGS."""
    values = {
        "id": id_of(at),
        "phone": f"1900000{at:04d}",
        "education": "大专",
        "on": "",
        "wish": "",
    }
    values |= changes
    name = values.get("name", NAMES[at % len(NAMES)])
    return [
        name,
        values["id"],
        values["phone"],
        position,
        values["education"],
        values["on"],
        values["wish"],
    ]


def codes(report):
    return [(p.row, p.code) for p in report.problems if p.row]


def people(desk):
    """Everybody who applied, by number."""

    def read(work):
        query = select(Candidate).order_by(Candidate.number)
        return {one.number: one for one in work.session.scalars(query)}

    return desk.read(read)


def count(desk, model):
    return desk.read(lambda work: work.session.scalar(select(func.count()).select_from(model)))


def test_a_row_becomes_a_candidate_with_sealed_numbers_and_a_first_step(desk, tmp_path):
    today = desk.read(lambda work: work.today)
    headings = ["性 别", "姓名（中文）", "公民身份号码", "联系电话", "应聘岗位", "文化程度"]
    headings += ["是否退役军人", "社会工作者证", "网格志愿服务", "意向网格", "报名时间", "政治面貌"]
    values = ["女", "欧阳若水", id_of(4, woman=True), "190 0000 0001", "东区专职网格员", "大学本科"]
    day = f"{today.year}.{today.month}.{today.day}"
    values += ["否", "中级", "1年6个月", "东区第1网格", day, "中共党员"]
    report = apply_for(desk, tmp_path, [values], headings, partial=False)
    assert (report.new, report.errors) == (1, ()), report.problems
    [one] = people(desk).values()
    assert (one.number, one.name, one.sex, one.education) == (
        "0001",
        "欧阳若水",
        Sex.FEMALE,
        "本科",
    )
    assert (one.veteran, one.social_worker, one.registered_here) == (False, True, None)
    assert (one.volunteer_months, one.residence_months) == (18, None)
    assert (one.party, one.applied_on) == ("中共党员", today)
    assert one.birth_date == dt.date(1990, 5, 1)
    assert one.state is CandidateState.SUBMITTED
    assert one.id_masked == f"999999********{id_of(4, woman=True)[-4:]}"
    opened = desk.read(
        lambda work: (
            work.keyring.open(ID_NUMBER, one.id_number),
            work.keyring.open(PHONE, one.phone),
            tree_index(work, work.today).by_code["G101"].id,
            [
                (step.seq, step.state, step.made_by)
                for step in work.session.scalars(select(CandidateStep))
            ],
        )
    )
    assert opened == (
        id_of(4, woman=True),
        "19000000001",
        one.wish_area_id,
        [(1, CandidateState.SUBMITTED, "经办人")],
    )


def test_each_bad_row_says_which_what_and_what_to_do(desk, tmp_path):
    report = apply_for(
        desk,
        tmp_path,
        [
            row(0),
            row(1, "东区网格管理员"),
            row(2, "", name="孙三"),
            row(0, name="赵一一"),
            row(3, id=""),
            row(4, wish="西区第0网格"),
            row(5, id="999999199013010011"),
            row(6, education="私塾"),
            row(7, WEST, wish="西区第0网格"),
        ],
    )
    assert sorted(codes(report)) == [
        (3, "unknown_position"),
        (4, "unknown_position"),
        (5, "applied_twice"),
        (6, "missing"),
        (7, "unknown_wish"),
        (8, "id_number_wrong"),
        (9, "not_a_choice"),
    ]
    for problem in report.errors:
        assert problem.message.endswith("。"), problem
        assert "请" in problem.message, problem
    suggested = {p.row: p.suggestion for p in report.errors}
    assert suggested[3] == EAST
    assert suggested[7] == "东区第0网格"
    assert report.new == 2


def test_a_position_is_found_by_its_code_its_title_or_both(desk, tmp_path):
    headings = ["姓名", "身份证号", "岗位代码", "报考岗位"]
    rows = [
        ["赵一", id_of(0), "01", ""],
        ["钱二", id_of(1), "", "02"],
        ["孙三", id_of(2), "02", "西区专职网格员"],
        ["李四", id_of(3), "", "01 东区专职网格员"],
        ["周五", id_of(4), "01", "东区网格员"],
        ["吴六", id_of(5), "01", "西区专职网格员"],
        ["郑七", id_of(6), "09", ""],
        ["王八", id_of(7), 2, ""],
    ]
    report = apply_for(desk, tmp_path, rows, headings)
    assert codes(report) == [(7, "position_differs"), (8, "unknown_position")]
    by_position = {one.name: one.position_id for one in people(desk).values()}
    east, west = by_position["赵一"], by_position["钱二"]
    assert east != west
    assert by_position == {
        "赵一": east,
        "钱二": west,
        "孙三": west,
        "李四": east,
        "周五": east,
        "王八": west,
    }


def test_suggestions_are_taken_when_the_user_says_so(desk, tmp_path):
    rows = [row(0, "东区网格管理员"), row(1, WEST, wish="西区0网格")]
    report = apply_for(desk, tmp_path, rows, dry_run=True)
    assert [p.code for p in report.errors] == ["unknown_position", "unknown_wish"]
    assert [p.suggestion for p in report.errors] == [EAST, "西区第0网格"]
    answers = Answers(take=frozenset({"unknown_position", "unknown_wish"}))
    assert apply_for(desk, tmp_path, rows, answers=answers, partial=False).new == 2


def test_the_dry_run_says_the_same_and_leaves_nothing(desk, tmp_path):
    rows = [row(0), row(0), row(1)]
    tried = apply_for(desk, tmp_path, rows, dry_run=True)
    assert count(desk, Candidate) == 0
    done = apply_for(desk, tmp_path, rows)
    assert (tried.new, codes(tried)) == (done.new, codes(done)) == (2, [(3, "applied_twice")])
    assert count(desk, Candidate) == 2


def test_without_partial_one_bad_row_refuses_all(desk, tmp_path):
    report = apply_for(desk, tmp_path, [row(0), row(1, "没有的岗位")], partial=False)
    assert report.refused
    assert count(desk, Candidate) == 0


def test_late_and_early_applications_are_told_and_stay_out(desk, tmp_path):
    today = desk.read(lambda work: work.today)
    rows = [
        row(0, on=(today + dt.timedelta(days=-11)).isoformat()),
        row(1, on=(today + dt.timedelta(days=20)).isoformat()),
        row(2, on=today.isoformat()),
        row(3),
    ]
    report = apply_for(desk, tmp_path, rows)
    assert (report.new, codes(report)) == (2, [(2, "applied_early"), (3, "date_in_future")])

    def end_yesterday(work):
        batch = work.session.scalars(select(HiringBatch)).one()
        batch.apply_to = today - dt.timedelta(days=1)

    desk.write(end_yesterday)
    in_time = (today - dt.timedelta(days=1)).isoformat()
    rows = [row(4), row(5, on=today.isoformat()), row(6, on=in_time)]
    late = apply_for(desk, tmp_path, rows, name="补报")
    assert (late.new, codes(late)) == (1, [(2, "applied_late"), (3, "applied_late")])
    assert "按今天" in late.problems[0].message
    assert "逾期报名" in late.problems[1].message


def test_a_batch_whose_day_has_come_takes_applications(desk, tmp_path):
    today = desk.read(lambda work: work.today)

    def publish(work):
        work.session.scalars(select(HiringBatch)).one().cancel_reason = "另开一批"
        first = work.session.scalars(select(HiringBatch)).one()
        first.retain_until, first.state = today, BatchState.CANCELLED
        offer(work, "2026-2", state=BatchState.PUBLISHED, days=(0, 5))

    desk.write(publish)
    report = apply_for(desk, tmp_path, [row(0)])
    assert [p.code for p in report.errors] == ["unknown_position"]
    assert "还没有设岗位" in report.errors[0].message


def test_a_second_file_changes_what_differs_until_the_check_began(desk, tmp_path):
    apply_for(desk, tmp_path, [row(0), row(1)])
    again = [row(0, education="本科"), row(1), row(2, WEST)]
    report = apply_for(desk, tmp_path, again, name="第二份")
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert people(desk)["0001"].education == "本科"
    desk.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert {one.number: one.education for one in people(desk).values()} == {
        "0001": "大专",
        "0002": "大专",
    }

    def withdraw(work):
        one = work.session.scalars(select(Candidate).where(Candidate.number == "0001")).one()
        one.state_reason = "本人不来了"
        one.state = CandidateState.WITHDRAWN

    desk.write(withdraw)
    report = apply_for(desk, tmp_path, again, name="第三份")
    assert codes(report) == [(2, "already_checked")]
    assert "退出报名" in report.errors[0].message


def test_somebody_applies_once_for_one_position_under_one_name(desk, tmp_path):
    apply_for(desk, tmp_path, [row(0), row(1)])
    report = apply_for(desk, tmp_path, [row(0, WEST), row(1, name="钱二二")], name="第二份")
    assert codes(report) == [(2, "applied_elsewhere"), (3, "id_of_another")]
    assert "报名号 0001" in report.errors[0].message


def test_undo_takes_all_back_and_refuses_once_one_was_checked(desk, tmp_path):
    report = apply_for(desk, tmp_path, [row(0), row(1)])
    other = apply_for(desk, tmp_path, [row(2)], name="第二份")

    def check(work):
        one = work.session.scalars(select(Candidate).where(Candidate.number == "0003")).one()
        work.session.add(
            CandidateCheck(
                candidate_id=one.id,
                rule_key="age_to",
                seen_value="36",
                passed=True,
                note="",
                checked_by="经办人",
                checked_at=work.now,
                evidence_sha256=None,
            )
        )

    desk.write(check)
    with pytest.raises(UserError, match="不能整批撤销"):
        desk.write(lambda work: undo_import(work, other.job_id, KINDS), reason="导错了")
    desk.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert list(people(desk)) == ["0003"]
    assert count(desk, CandidateStep) == 1


def test_after_applications_ended_nothing_comes_in_and_nothing_is_taken_back(desk, tmp_path):
    report = apply_for(desk, tmp_path, [row(0)])

    def close(work):
        work.session.scalars(select(HiringBatch)).one().state = BatchState.EXAMINING

    desk.write(close)
    with pytest.raises(UserError, match="现在没有正在报名的招录批次"):
        apply_for(desk, tmp_path, [row(1)], name="第二份")
    with pytest.raises(UserError, match="已是“笔试与面试”"):
        desk.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert count(desk, Candidate) == 1


def test_of_two_open_batches_each_row_says_which(desk, tmp_path):
    desk.write(lambda work: offer(work, "2026-2"))
    with pytest.raises(UserError, match="请在“批次”一列写明"):
        apply_for(desk, tmp_path, [row(0)])
    headings = ["批次", "姓名", "身份证号", "岗位代码"]
    rows = [["2026-1", "赵一", id_of(0), "01"], ["2026-9", "钱二", id_of(1), "01"]]
    rows.append(["2026-1 公开招录", "孙三", id_of(2), "02"])
    rows.append(["2026-2", "李四", id_of(3), ""])
    report = apply_for(desk, tmp_path, rows, headings)
    assert codes(report) == [(3, "unknown_batch"), (5, "unknown_position")]
    assert "还没有设岗位" in report.errors[1].message
    assert report.new == 2


def test_an_internal_batch_knows_its_people_by_their_number(desk, tmp_path):
    def furnish(work):
        for batch in work.session.scalars(select(HiringBatch)):
            batch.kind = BatchKind.INTERNAL
        enlisting = Enlisting(work, tree_index(work, work.today))
        place = tree_index(work, work.today).by_code["G100"]
        role = enlisting.roles["网格员"]
        form = PersonForm("赵一", id_of(0), sex=Sex.MALE, education="大专", number="A001")
        enlisting.take(form, PostForm(place, role, Employment.PART, dt.date(2020, 1, 1)))
        enlisting.write()

    desk.write(furnish)
    headings = ["姓名", "工号", "岗位代码"]
    rows = [["赵一", "a001", "02"], ["钱二", "A009", "02"], ["孙三", "A001", "01"]]
    report = apply_for(desk, tmp_path, rows, headings)
    assert codes(report) == [(3, "unknown_person"), (4, "other_name")]
    [one] = people(desk).values()
    assert (one.name, one.sex, one.education) == ("赵一", Sex.MALE, "大专")
    assert one.person_id is not None
    assert one.id_masked.startswith("999999")


def test_only_somebody_who_may_run_hiring_there_enters_candidates(desk, tmp_path):
    def move(work):
        work.session.scalars(select(HiringBatch)).one().area_path = "3205/D1/"

    desk.write(move)
    grants = frozenset({Grant(Right.IMPORT), Grant(Right.RUN_HIRING, "3205/D2/")})
    actor = Actor(desk.actor.operator_id, "卫西区", "经办人", "西区", grants)
    other = Desk(desk.database, actor, desk.keyring)
    with pytest.raises(Refused, match="没有“办理招录”的权限"):
        apply_for(other, tmp_path, [row(0)])
    assert count(desk, Candidate) == 0


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("18", 18),
        ("18个月", 18),
        ("1年6个月", 18),
        ("１年６月", 18),
        ("2年", 24),
        ("3 周年", 36),
        ("1年半", 18),
        ("半年", 6),
        ("无", 0),
        ("", None),
        ("一年多", "months_unclear"),
        ("2020年", "months_unclear"),
        ("年", "months_unclear"),
    ],
)
def test_lengths_of_time_as_offices_write_them(typed, months):
    read = months_reader()(Cell(typed), ReadingContext(dt.date(2026, 7, 1)))
    told = read.remarks[0].code if read.remarks else read.value
    assert told == months


@pytest.mark.parametrize(
    ("heading", "typed", "value"),
    [
        ("veteran", "退伍军人", True),
        ("veteran", "否", False),
        ("veteran", "/", None),
        ("social_worker", "助理社会工作师", True),
        ("social_worker", "无", False),
        ("registered_here", "√", True),
        ("education", "中专", "高中"),
        ("education", "大学本科", "本科"),
        ("education", "硕士研究生", "研究生"),
    ],
)
def test_words_as_offices_write_them(heading, typed, value):
    column = CANDIDATES.column(heading)
    assert column.read(Cell(typed), ReadingContext(dt.date(2026, 7, 1))).value == value
