"""待办: what falls due, who is told, and how it is put away."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import Sex
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries.duties import (
    DutyFilter,
    dues,
    duties,
    duty_count,
    duty_rules,
    retirement_tables,
)
from hrgrid.overview.rules.duties import TOPIC, DutyKind, DutyRules, MarkState, days_words, week_of
from hrgrid.overview.rules.retirement import SHIPPED
from hrgrid.overview.rules.retirement import TOPIC as AGES
from hrgrid.overview.service.duties import put_off_duty, reopen_duty, settle_duty
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.rulebook import add_version
from hrgrid.workforce.model import Contract, Person, Post, StandIn
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import AbsenceKind, Engagement, PayEffect, PersonState
from hrgrid.workforce.service.absences import (
    AbsenceForm,
    begin_absence,
    end_absence,
    plan_return,
)
from hrgrid.workforce.service.posting import end_post
from tests.overview.build import plant_city
from tests.statements import recorded
from tests.workforce.build import enlist

DAY = dt.timedelta(days=1)
EMPLOYER = "示例人力公司"


def this_day() -> dt.date:
    return dt.datetime.now().astimezone().date()


@pytest.fixture
def staff(desk):
    """Three people with a post each, in two districts; returns their ids."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 1}))

    def fill(work) -> list[int]:
        for number, grid in enumerate((*grids["甲区"], *grids["乙区"]), start=1):
            enlist(work, grid, f"专职{'一二三'[number - 1]}", number)
        return [find_person(work, f"专职{one}") for one in "一二三"]

    ids = desk.write(fill)
    # Nobody is near the age unless a test says so.
    change(desk, ids, birth_date=dt.date(1995, 5, 5), sex=Sex.MALE)
    return grids, ids


def change(desk, ids, **values) -> None:
    def write(work) -> None:
        for person_id in ids:
            person = work.session.get_one(Person, person_id)
            for name, value in values.items():
                setattr(person, name, value)

    desk.write(write)


def engage(desk, person_id, last_in: int | None, **values) -> None:
    """A contract whose last day is so many days from today."""

    def write(work) -> None:
        end = None if last_in is None else work.today + DAY * (last_in + 1)
        facts = {
            "kind": Engagement.CONTRACT,
            "employer": EMPLOYER,
            "contract_no": "",
            "signed_on": None,
            "probation_to": None,
            "valid_from": work.today - DAY * 400,
            "valid_to": end,
            "import_operation": None,
        }
        work.session.add(Contract(person_id=person_id, **(facts | values)))

    desk.write(write)


def told(desk, *area_ids) -> list[tuple[DutyKind, str, int]]:
    found = desk.read(lambda work: [(due, work.today) for due in dues(work, area_ids)])
    return [
        (due.kind, due.subject.partition("@")[2], (due.on - today).days)
        for due, today in found
        if due.kind is not DutyKind.OFFICE
    ]


CONTRACT, SECOND = DutyKind.CONTRACT, DutyKind.SECOND_TERM


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (61, []),
        (60, [(CONTRACT, "60", 60)]),
        (31, [(CONTRACT, "60", 31)]),
        (30, [(CONTRACT, "30", 30)]),
        (0, [(CONTRACT, "30", 0)]),
        (-1, [(CONTRACT, "30", -1)]),
        (-89, [(CONTRACT, "30", -89)]),
        (-91, []),
    ],
)
def test_a_contract_is_told_at_sixty_and_at_thirty_days_and_after_its_end(
    desk, staff, days, expected
):
    engage(desk, staff[1][0], days)
    assert told(desk) == expected


def test_what_another_contract_follows_or_is_without_an_end_is_not_told(desk, staff):
    _, (first, second, _) = staff
    engage(desk, first, 20)
    engage(desk, first, None, valid_from=this_day() + DAY * 21)
    engage(desk, second, None)
    assert told(desk) == []


def test_volunteers_and_people_who_left_are_not_told(desk, staff):
    _, (first, second, third) = staff
    engage(desk, first, 20, kind=Engagement.VOLUNTEER)
    engage(desk, second, 20)
    change(desk, [second], state=PersonState.LEFT)
    engage(desk, third, 20)

    def leave(work) -> None:
        post = work.session.query(Post).filter_by(person_id=third).one()
        end_post(work, post.id, work.today - DAY)

    desk.write(leave, reason="辞职")
    assert told(desk) == []


def test_the_second_fixed_term_with_the_same_employer_is_told_as_such(desk, staff):
    _, (first, second, third) = staff
    today = this_day()
    before = {"valid_from": today - DAY * 900, "valid_to": today - DAY * 400}
    engage(desk, first, 40)
    engage(desk, first, 0, **before)
    engage(desk, second, 40)
    engage(desk, second, 0, employer="另一家", **before)
    engage(desk, third, 40, kind=Engagement.DISPATCH)
    engage(desk, third, 0, kind=Engagement.DISPATCH, **before)
    found = desk.read(dues)
    by_person = {due.person_id: due for due in found if due.person_id}
    assert by_person[first].kind is SECOND
    assert by_person[first].told == "第 2 份固定期限合同到期"
    assert "无固定期限" in SECOND.explanation
    assert "提示" in SECOND.explanation
    assert by_person[second].kind is CONTRACT
    assert (by_person[third].kind, by_person[third].told) == (CONTRACT, "劳务派遣到期")


def test_the_end_of_a_probation_is_told(desk, staff):
    _, (first, second, third) = staff
    today = this_day()
    engage(desk, first, None, probation_to=today + DAY * 30)
    engage(desk, second, None, probation_to=today + DAY * 31)
    engage(desk, third, None, probation_to=today - DAY * 3)
    assert told(desk) == [
        (DutyKind.PROBATION, "", -3),
        (DutyKind.PROBATION, "", 30),
    ]


def test_who_comes_near_the_age_of_retirement_is_told(desk, staff):
    _, ids = staff
    today = this_day()
    table = SHIPPED[1]
    births = []
    for woman, ahead in ((False, 100), (True, 100), (False, 200)):
        row = table.row(table.kind_of(woman=woman, role="grid_worker"))
        day = today + DAY * ahead
        # Walk to a birthday that reaches the age exactly then, or a day or two beside it.
        birth = dt.date(day.year - row.base // 12, day.month, 1)
        while row.day(birth) > day:
            birth -= DAY
        births.append((birth, (row.day(birth) - today).days))
    for person_id, (birth, _), sex in zip(
        ids, births, (Sex.MALE, Sex.FEMALE, Sex.MALE), strict=True
    ):
        change(desk, [person_id], birth_date=birth, sex=sex)
    found = [due for due in desk.read(dues) if due.kind is DutyKind.RETIREMENT]
    assert {due.person_id for due in found} == set(ids[:2])
    assert {due.person_id: (due.on - today).days for due in found} == {
        ids[0]: births[0][1],
        ids[1]: births[1][1],
    }
    assert any("男职工" in due.told for due in found)
    assert any("女职工（其他岗位）" in due.told for due in found)


def test_the_offices_own_table_and_days_take_the_place_of_the_shipped_ones(desk, staff):
    today = this_day()
    parameters = SHIPPED[1].parameters()
    for row in parameters["rows"]:
        row.update(base=20 * 12, since=None)
    person = staff[1][0]
    change(desk, [person], birth_date=dt.date(today.year - 20, today.month, 1))

    def keep(work) -> None:
        add_version(work, AGES, "试行年龄", parameters, valid_from=today, document_no="试 1 号")
        days = {"contract": [90, 10], "probation": 5, "retirement": 40}
        add_version(
            work, TOPIC, "待办提醒", days | {"stand_in": 1, "overdue": 40}, valid_from=today
        )

    desk.write(keep, reason="试行")
    assert desk.read(lambda work: duty_rules(work, today)).contract == (90, 10)
    assert desk.read(lambda work: duty_rules(work, today - DAY)) == DutyRules()
    names = [table.name for table in desk.read(retirement_tables)]
    assert names == [SHIPPED[0].name, SHIPPED[1].name, "试行年龄"]
    assert [kind for kind, *_ in told(desk)] == [DutyKind.RETIREMENT]
    engage(desk, staff[1][1], 90)
    assert (CONTRACT, "90", 90) in told(desk)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"contract": [30, 60], "probation": 1, "retirement": 1, "stand_in": 1, "overdue": 1},
        {"contract": [60, 30], "probation": -1, "retirement": 1, "stand_in": 1, "overdue": 1},
    ],
)
def test_what_are_no_days_is_refused(parameters):
    with pytest.raises(UserError, match="提醒"):
        DutyRules.read(parameters)


def test_who_is_to_be_back_is_told_until_he_is(desk, staff):
    ids = staff[1]

    def leave(work, person_id: int, days: int) -> int:
        since = work.today - DAY * 30
        last = work.today + DAY * (days - 1)
        return begin_absence(work, person_id, AbsenceForm(AbsenceKind.LEAVE, since, last))

    late = desk.write(lambda work: leave(work, ids[0], -20))
    desk.write(lambda work: leave(work, ids[1], 14))
    desk.write(lambda work: leave(work, ids[2], 15))

    def awaited():
        rows = desk.read(lambda work: duties(work, DutyFilter(kind=DutyKind.RETURN))).rows
        return [(row.name, (row.due.on - this_day()).days, row.due.told) for row in rows]

    said = "请假，计划返岗"
    assert awaited() == [("专职一", -20, said), ("专职二", 14, said)]
    # A later plan is told anew, and nothing is told of who is back.
    first = desk.read(lambda work: duties(work, DutyFilter(kind=DutyKind.RETURN))).rows[0]
    desk.write(lambda work: settle_duty(work, first.due.subject))
    assert [one[0] for one in awaited()] == ["专职二"]
    desk.write(lambda work: plan_return(work, late, work.today + DAY))
    assert [one[:2] for one in awaited()] == [("专职一", 2), ("专职二", 14)]
    desk.write(lambda work: end_absence(work, late, work.today))
    assert [one[0] for one in awaited()] == ["专职二"]


def test_stand_ins_are_told_before_and_after_their_end(desk, staff):
    grids, ids = staff

    def look_after(work, grid, last_in: int) -> None:
        work.session.add(
            StandIn(
                area_id=grid.id,
                person_id=ids[2],
                reason="请假",
                valid_from=work.today - DAY * 60,
                valid_to=work.today + DAY * (last_in + 1),
                pay_effect=PayEffect.NONE,
                allowance_fen=None,
            )
        )

    desk.write(lambda work: look_after(work, grids["甲区"][0], -3))
    desk.write(lambda work: look_after(work, grids["甲区"][1], 14))
    desk.write(lambda work: look_after(work, grids["乙区"][0], 15))
    assert told(desk) == [(DutyKind.STAND_IN, "", -3), (DutyKind.STAND_IN, "", 14)]
    rows = desk.read(lambda work: duties(work, DutyFilter(kind=DutyKind.STAND_IN))).rows
    assert [row.name for row in rows] == ["甲区第0网格", "甲区第1网格"]
    assert rows[0].street == "甲区一街道"
    assert rows[0].due.part == f"grid/{grids['甲区'][0].id}"


def clerk_of(desk, path: str, *rights: Right) -> Desk:
    grants = frozenset(Grant(right, path) for right in rights)
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", grants)
    return Desk(desk.database, actor, desk.keyring)


def test_one_sees_and_settles_only_what_lies_in_ones_own_part(desk, staff):
    grids, (first, _, third) = staff
    engage(desk, first, 20)
    engage(desk, third, 10)
    path = grids["甲区"][0].path
    district = "/".join(path.split("/")[:2]) + "/"
    clerk = clerk_of(desk, district, Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)
    assert told(clerk) == [(CONTRACT, "30", 20)]
    assert told(desk, grids["乙区"][0].parent_id) == [(CONTRACT, "30", 10)]
    mine, other = (
        next(due for due in desk.read(dues) if due.person_id == one) for one in (first, third)
    )
    clerk.write(lambda work: settle_duty(work, mine.subject, "已续签"))
    assert told(desk) != []
    with pytest.raises(UserError, match="不用办"):
        clerk.write(lambda work: settle_duty(work, other.subject))
    viewer = clerk_of(desk, "", Right.VIEW_WORKFORCE)
    assert len(told(viewer)) == 2
    with pytest.raises(Refused):
        viewer.write(lambda work: settle_duty(work, other.subject))
    nobody = clerk_of(desk, "", Right.PRINT_PAPERS)
    assert nobody.read(dues) == []


def test_done_and_later_are_rows_and_the_second_reminder_comes_all_the_same(desk, staff):
    _, (first, second, _) = staff
    engage(desk, first, 40)
    engage(desk, second, 20)
    waiting = desk.read(lambda work: duties(work, DutyFilter()))
    people = [row for row in waiting.rows if row.due.person_id]
    assert [row.name for row in people] == ["专职二", "专职一"]
    assert people[0].street == "甲区一街道"
    late, early = people
    desk.write(lambda work: settle_duty(work, early.due.subject, " 已 约谈 "))
    until = this_day() + DAY * 7
    desk.write(lambda work: put_off_duty(work, late.due.subject, until))
    left = desk.read(lambda work: duties(work, DutyFilter()))
    assert [row for row in left.rows if row.due.person_id] == []
    away = desk.read(lambda work: duties(work, DutyFilter(put_away=True))).rows
    assert {row.name: (row.mark.state, row.mark.until, row.mark.note) for row in away} == {
        "专职一": (MarkState.DONE, None, "已 约谈"),
        "专职二": (MarkState.PUT_OFF, until, ""),
    }
    assert away[0].mark.by == desk.actor.name

    # At thirty days the same contract is another subject.
    def shorten(work) -> None:
        contract = work.session.query(Contract).filter_by(person_id=first).one()
        contract.valid_to -= DAY * 10

    desk.write(shorten)
    assert (CONTRACT, "30", 30) in told(desk)
    again = desk.read(lambda work: duties(work, DutyFilter()))
    assert [row.name for row in again.rows if row.due.person_id] == ["专职一"]
    desk.write(lambda work: reopen_duty(work, late.due.subject))
    back = desk.read(lambda work: duties(work, DutyFilter(kind=CONTRACT)))
    assert [row.name for row in back.rows] == ["专职二", "专职一"]
    actions = desk.read(lambda work: entries(work.session, JournalFilter(action="mark_duty")))
    assert len(actions) == 3


def test_a_duty_put_off_comes_back_on_its_day(desk, staff, monkeypatch):
    engage(desk, staff[1][0], 20)
    subject = next(due.subject for due in desk.read(dues) if due.person_id)
    today = this_day()
    desk.write(lambda work: put_off_duty(work, subject, today + DAY * 5))
    mark = desk.read(lambda work: duties(work, DutyFilter(put_away=True))).rows[0].mark
    assert mark.hides(today + DAY * 4)
    assert not mark.hides(today + DAY * 5)


def test_later_means_later_and_not_for_ever(desk, staff):
    engage(desk, staff[1][0], 20)
    subject = next(due.subject for due in desk.read(dues) if due.person_id)
    today = this_day()
    with pytest.raises(UserError, match="今天以后"):
        desk.write(lambda work: put_off_duty(work, subject, today))
    with pytest.raises(UserError, match="一年以内"):
        desk.write(lambda work: put_off_duty(work, subject, today + DAY * 367))
    with pytest.raises(UserError, match="本来就在"):
        desk.write(lambda work: reopen_duty(work, subject))


def test_the_list_counts_by_kind_and_narrows(desk, staff):
    _, (first, second, third) = staff
    today = this_day()
    engage(desk, first, -2)
    engage(desk, second, 50)
    engage(desk, third, None, probation_to=today + DAY * 3)
    whole = desk.read(lambda work: duties(work, DutyFilter()))
    people = {kind: n for kind, n in whole.by_kind.items() if kind is not DutyKind.OFFICE}
    assert people == {CONTRACT: 2, DutyKind.PROBATION: 1}
    assert whole.overdue == 1
    only = desk.read(lambda work: duties(work, DutyFilter(kind=DutyKind.PROBATION)))
    assert (only.found, only.by_kind) == (1, whole.by_kind)
    soon = desk.read(lambda work: duties(work, DutyFilter(kind=CONTRACT, until=today)))
    assert [row.name for row in soon.rows] == ["专职一"]
    assert soon.rows[0].overdue
    first_page = desk.read(lambda work: duties(work, DutyFilter(kind=CONTRACT), limit=1))
    assert (first_page.found, len(first_page.rows)) == (2, 1)
    count = desk.read(duty_count)
    assert (count.waiting, count.overdue) == (whole.total, 1)
    assert count.waiting - count.of_office == 3


def test_the_statements_do_not_grow_with_the_people(desk, staff):
    _, ids = staff
    with recorded() as empty:
        desk.read(lambda work: duties(work, DutyFilter()))
    for person_id in ids:
        engage(desk, person_id, 20)
    with recorded() as few:
        desk.read(lambda work: duties(work, DutyFilter()))
    # Who and where: the people, and their posts.
    assert len(few) <= len(empty) + 2
    assert len(few) <= 28
    with recorded() as counted:
        desk.read(duty_count)
    assert len(counted) <= 26


def test_words():
    assert [days_words(days) for days in (-3, 0, 5)] == ["已过 3 天", "今天", "还有 5 天"]
    assert week_of(dt.date(2026, 11, 22)) == (dt.date(2026, 11, 16), dt.date(2026, 11, 22))
