"""Random inspections from the plan to the close, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.assessment.queries.coverage_of_year import coverage_year, not_yet
from hrgrid.assessment.queries.deductions import deductions_of_month
from hrgrid.assessment.queries.due import due_after
from hrgrid.assessment.queries.findings import findings, photos_of
from hrgrid.assessment.queries.inspection_duties import inspection_duties
from hrgrid.assessment.queries.inspections import (
    PlanFilter,
    last_plan,
    plans,
    propose,
    search_inspections,
)
from hrgrid.assessment.queries.inspections_of_person import inspections_of_person
from hrgrid.assessment.queries.inspector_lists import read_inspectors
from hrgrid.assessment.queries.visits import visit_card
from hrgrid.assessment.rules.inspection_rows import FindingFilter, VisitFilter
from hrgrid.assessment.rules.words import FindingState, InspectionState, VisitResult
from hrgrid.assessment.service.findings import (
    add_finding,
    change_finding,
    close_findings,
    rectify,
    send_back,
    void_finding,
)
from hrgrid.assessment.service.inspection_draws import DrawForm, draw_plan, seal_pool, unseal_pool
from hrgrid.assessment.service.inspection_photos import add_photo, remove_photo
from hrgrid.assessment.service.inspections import (
    PlanChange,
    cancel_plan,
    change_plan,
    close_plan,
    copy_plan,
    publish_bulletin,
)
from hrgrid.assessment.service.inspectors import InspectorForm, add_inspectors, remove_inspectors
from hrgrid.assessment.service.visits import clear_visit, record_visit, sign_visit
from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import content_of
from hrgrid.storage.desk import Desk
from tests.assessment.inspected import (
    FAULT,
    FINE,
    SEED,
    UNSEEN,
    WITNESSES,
    all_held,
    board,
    draw,
    drawn,
    form_of,
    held,
    planned,
    rows,
    staffed,
    today,
    with_offices,
)
from tests.hiring.build import area
from tests.statements import recorded

ON_DUTY = 23
"""Grid workers in post in the office now: 22 from the beginning, 吴六 and 郑七 gone, 3 added."""


def test_a_plan_draws_people_and_offices_by_street_and_its_teams(office: Desk) -> None:
    with_offices(office)
    plan_id = drawn(office, 6, offices=2)
    found = rows(office, plan_id)
    assert [row.draw_order for row in found] == list(range(1, 9))
    assert [row.office for row in found] == [False] * 6 + [True] * 2
    seen = board(office, plan_id)
    assert (seen.row.state, seen.row.drawn, seen.row.people) == (InspectionState.DRAWN, 8, 6)
    assert seen.seed == SEED
    assert seen.witnesses == WITNESSES
    assert sum(one.on_duty for one in seen.strata) == seen.row.on_duty == ON_DUTY
    assert sum(one.drawn for one in seen.strata) == 6
    assert {one.number for one in seen.teams} == {1, 2, 3}
    own = {one.number: set(one.own_units) for one in seen.teams}
    assert all(row.street not in own[row.team_no] for row in found)
    assert all(one.team_no is not None for one in seen.inspectors)


def test_the_same_seed_draws_the_same_again(office: Desk) -> None:
    first = [row.key for row in rows(office, drawn(office, 5))]
    office.write(lambda work: cancel_plan(work, 1), reason="重来")
    assert [row.key for row in rows(office, drawn(office, 5))] == first


def test_codes_say_nothing_about_people(office: Desk) -> None:
    found = rows(office, drawn(office, ON_DUTY))
    grids = {code.rpartition("-")[0] for code in (row.key for row in found)}
    assert grids == {"E000", "E001", "E002", "E003", "E004", "E006", "E007"} | {
        *(f"W{at:03d}" for at in range(7)),
        *(f"S{at:03d}" for at in range(4)),
        *(f"N{at:03d}" for at in (0, 1, 2, 3)),
    }
    assert all(row.name not in row.key and row.person_number not in row.key for row in found)
    together = sorted(row.key for row in found if row.key.startswith("N000"))
    assert together == ["N000-01", "N000-02"]


def test_everybody_has_his_turn_before_anybody_has_a_second(office: Desk) -> None:
    first = drawn(office, 20)
    all_held(office, first)
    seen = {row.person_id for row in rows(office, first)}
    second = drawn(office, 6)
    again = rows(office, second)
    assert len({row.person_id for row in again}) == 6
    assert sum(row.person_id not in seen for row in again) == ON_DUTY - 20
    # Those whose first turn it is come first, whatever their street.
    assert [row.person_id in seen for row in again] == [False] * 3 + [True] * 3
    seal = board(office, second).seal
    assert seal is not None
    assert (seal.first, seal.others) == (3, 20)


def test_who_could_not_be_visited_has_not_had_his_turn(office: Desk) -> None:
    plan_id = drawn(office, ON_DUTY)
    row, *others = rows(office, plan_id)
    held(office, row, marks={}, not_held=True, note="请假")
    for one in others:
        held(office, one)
    year = today(office).year
    whole = office.read(lambda work: coverage_year(work, year)).whole
    assert (whole.on_duty, whole.seen, whole.pending, whole.left) == (ON_DUTY, ON_DUTY - 1, 0, 1)
    assert [one.name for one in office.read(lambda work: not_yet(work, year))] == [row.name]
    office.write(lambda work: close_plan(work, plan_id))
    assert [one.person_id for one in rows(office, drawn(office, 1))] == [row.person_id]


def test_the_seed_comes_after_the_lists_are_fixed(office: Desk) -> None:
    plan_id = planned(office)
    staffed(office, plan_id)
    form = DrawForm("", SEED, witnesses=WITNESSES)
    with pytest.raises(UserError, match="还没有封存"):
        office.write(lambda work: draw_plan(work, plan_id, form))
    seal = office.write(lambda work: seal_pool(work, plan_id))
    office.write(lambda work: add_inspectors(work, plan_id, [InspectorForm("新来", "市委政法委")]))
    assert board(office, plan_id).seal is None
    again = office.write(lambda work: seal_pool(work, plan_id))
    assert (again.times, again.sha256 != seal.sha256) == (2, True)
    with pytest.raises(UserError, match="重新封存过"):
        office.write(
            lambda work: draw_plan(work, plan_id, DrawForm(seal.sha256, SEED, witnesses="李明"))
        )
    for bad, words in (
        (DrawForm(again.sha256, SEED), "没有写见证人"),
        (DrawForm(again.sha256, "  ", witnesses="李明"), "没有填写随机种子"),
        (DrawForm(again.sha256, "一\n二", witnesses="李明"), "写成一行"),
    ):
        with pytest.raises(UserError, match=words):
            office.write(lambda work, bad=bad: draw_plan(work, plan_id, bad))  # type: ignore[misc]
    clock = DrawForm(again.sha256, from_clock=True, witnesses="李明")
    assert office.write(lambda work: draw_plan(work, plan_id, clock)) == 6
    assert board(office, plan_id).seed.startswith(f"{today(office):%Y-%m-%d} ")


def test_a_draw_that_no_seed_could_give_is_refused_before_it(office: Desk) -> None:
    plan_id = planned(office, 4, team_size=2, team_count=2)
    east = area(office, "东街道").id
    names = [InspectorForm(f"东{at}号", "东街道", east) for at in "甲乙丙"]
    office.write(lambda work: add_inspectors(work, plan_id, names))
    with pytest.raises(UserError, match="要 4 名检查人员，名单里只有 3 名"):
        office.write(lambda work: seal_pool(work, plan_id))
    office.write(lambda work: add_inspectors(work, plan_id, [InspectorForm("外人", "外地")]))
    with pytest.raises(UserError, match="每一组都有东街道的人"):
        office.write(lambda work: seal_pool(work, plan_id))
    office.write(lambda work: add_inspectors(work, plan_id, [InspectorForm("又一个", "外地")]))
    assert draw(office, plan_id) == 4
    big = planned(office, 400)
    staffed(office, big)
    with pytest.raises(UserError, match=f"要抽查 400 人，在岗的只有 {ON_DUTY} 人"):
        office.write(lambda work: seal_pool(work, big))
    none = planned(office, 0, offices=3)
    staffed(office, none)
    with pytest.raises(UserError, match="登记的只有 0 家"):
        office.write(lambda work: seal_pool(work, none))


def test_a_plan_is_changed_and_its_undo_puts_it_back(office: Desk) -> None:
    plan_id = planned(office)
    staffed(office, plan_id)
    seen = board(office, plan_id)
    change = PlanChange(
        plan_id,
        seen.row.version,
        "2026-S900",
        "十一月检查",
        seen.row.first_day,
        seen.row.last_day,
        8,
        0,
        3,
        1,
        ("grid_worker", "grid_leader"),
        seen.items[:2],
    )
    inverse = office.write(lambda work: change_plan(work, change))
    changed = board(office, plan_id)
    assert (changed.row.number, changed.row.sample, changed.row.team_size) == ("2026-S900", 8, 3)
    assert [label for _, label in changed.roles] == ["网格员", "网格长"]
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_plan(work, change))
    office.write(lambda work: change_plan(work, inverse))
    back = board(office, plan_id)
    assert (back.row.title, back.items, back.roles) == (seen.row.title, seen.items, seen.roles)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "编号和名称不能空着"),
        ({"last_day": dt.date(2020, 1, 1)}, "早于开始日期"),
        ({"sample": 0}, "至少要有一个"),
        ({"team_size": 1}, "要 2 到 6 人"),
        ({"roles": ("nobody",)}, "没有选抽查哪些岗位"),
        ({"items": ()}, "没有对网格员的检查内容"),
    ],
)
def test_a_plan_that_says_too_little_is_refused(
    office: Desk, given: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        planned(office, **given)  # type: ignore[arg-type]


def test_inspectors_come_and_go_and_a_list_is_read(office: Desk) -> None:
    with_offices(office)
    plan_id = planned(office)
    staffed(office, plan_id)
    people = board(office, plan_id).inspectors
    assert [one.number for one in people] == ["J01", "J02", "J03", "J04", "J05", "J06"]
    assert [one.own_unit for one in people] == ["东街道"] * 2 + ["西街道"] * 2 + [""] * 2
    gone = office.write(lambda work: remove_inspectors(work, plan_id, [people[0].id]))
    assert office.write(lambda work: add_inspectors(work, plan_id, gone)) == 1
    assert office.write(lambda work: add_inspectors(work, plan_id, gone)) == 0
    number = rows(office, drawn(office, 1))[0].person_number
    text = (
        "1. 张三 东街道综治中心\n李四，区城管局\n王五 市委政法委\n赵六\n张三 东街道综治中心\n"
        f"{number}\n冒名 {number}"
    )
    read = office.read(lambda work: read_inspectors(work, plan_id, text))
    assert [(one.name, one.unit, one.own_unit) for one in read[:3]] == [
        ("张三", "东街道综治中心", "东街道"),
        ("李四", "区城管局", "示例区"),
        ("王五", "市委政法委", ""),
    ]
    assert "没有写单位" in read[3].problem
    assert "第 1 行已经写过" in read[4].problem
    assert read[5].person_id is not None
    assert read[5].own_unit
    assert not read[5].problem
    assert "不是同一个人" in read[6].problem


def test_marks_give_points_and_faults(office: Desk) -> None:
    plan_id = drawn(office, 3)
    first, second, third = rows(office, plan_id)
    held(office, first, "on_duty", "ledger", contents={"ledger": "台账停在八月"})
    held(office, second, "on_duty", "online", "knows_base", "knows_duties", "ledger", "on_call")
    marks = {item.code: UNSEEN for item in board(office, plan_id).items if item.points_milli}
    card = office.read(lambda work: visit_card(work, third.id))
    with pytest.raises(UserError, match="每一项都是“未查”"):
        held(office, third, marks={one.code: UNSEEN for one in card.items})
    with pytest.raises(UserError, match="没有“accepts”这一项"):
        held(office, third, marks=marks | {"accepts": FINE})
    held(office, third, marks={"on_duty": FINE})
    one, two, three = rows(office, plan_id)
    assert (one.result, one.deducted_milli, one.findings) == (VisitResult.FAILED, 4_000, 2)
    assert (two.deducted_milli, two.findings) == (10_000, 6)
    assert (three.result, three.deducted_milli) == (VisitResult.PASSED, 0)
    wrong = office.read(lambda work: findings(work, FindingFilter(visit_id=first.id)))
    assert {row.content for row in wrong} == {"检查时不在岗，也没有请假", "台账停在八月"}
    due = office.read(lambda work: due_after(work, today(office)))
    assert {row.due_on for row in wrong} == {due}
    assert (due - today(office)).days >= 5
    month = today(office).year * 100 + today(office).month
    found = office.read(lambda work: deductions_of_month(work, month))
    assert {row.person_id: row.deducted_milli for row in found} == {
        first.person_id: 4_000,
        second.person_id: 10_000,
        third.person_id: 0,
    }


def test_a_correction_takes_its_reason_and_voids_what_was_noted_by_mistake(office: Desk) -> None:
    plan_id = drawn(office, 2)
    row = rows(office, plan_id)[0]
    held(office, row, "on_duty", "ledger")
    right = form_of(office, row, "ledger")
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: record_visit(work, right))
    before = office.write(lambda work: record_visit(work, right), reason="在岗，记错人")
    assert before is not None
    assert before.marks["on_duty"] is FAULT
    assert rows(office, plan_id)[0].deducted_milli == 2_000
    wrong = FindingFilter(plan_id=plan_id, states=(FindingState.VOID,))
    void = office.read(lambda work: findings(work, wrong))
    assert [(one.item, one.void_reason) for one in void] == [("on_duty", "在岗，记错人")]
    office.write(lambda work: record_visit(work, before), reason="撤销")
    assert rows(office, plan_id)[0].deducted_milli == 4_000
    office.write(lambda work: clear_visit(work, row.id), reason="录错了人")
    bare = rows(office, plan_id)[0]
    assert (bare.result, bare.visited_on, bare.findings) == (None, None, 0)


def test_a_fault_is_put_right_looked_at_by_another_and_closed(office: Desk) -> None:
    plan_id = drawn(office, 2)
    row, other = rows(office, plan_id)
    held(office, row, "on_duty")
    held(office, other)
    on = today(office)
    more = office.write(lambda work: add_finding(work, row.id, "on_duty", "岗位牌没有摆"))
    one, two = office.read(lambda work: findings(work, FindingFilter(visit_id=row.id)))
    office.write(lambda work: change_finding(work, one.id, one.version, "上午不在岗", one.due_on))
    with pytest.raises(UserError, match="要在“已整改，待复查”"):
        office.write(lambda work: close_findings(work, [one.id], "石外一", on))
    office.write(lambda work: rectify(work, [one.id, two.id], on, "已谈话", "东街道"))
    for by in ("东街道", row.name):
        with pytest.raises(UserError, match="复查要换一个人"):
            office.write(lambda work, by=by: close_findings(work, [one.id], by, on))  # type: ignore[misc]
    office.write(lambda work: send_back(work, [two.id], "岗位牌还没有摆"))
    assert office.write(lambda work: close_findings(work, [one.id], "石外一", on)) == 1
    with pytest.raises(UserError, match="已经整改销号，不能再改成没有问题"):
        held(office, row, reason="改口")
    with pytest.raises(UserError, match="还有 1 个问题没有销号"):
        office.write(lambda work: close_plan(work, plan_id))
    office.write(lambda work: void_finding(work, more), reason="牌子摆着")
    assert office.write(lambda work: close_plan(work, plan_id)) == 0
    assert board(office, plan_id).row.state is InspectionState.CLOSED


def test_what_is_carried_on_stays_open_until_it_is_closed(office: Desk) -> None:
    plan_id = drawn(office, 1)
    row = rows(office, plan_id)[0]
    held(office, row, "ledger", due_on=today(office) - dt.timedelta(days=3))
    (one,) = office.read(lambda work: findings(work, FindingFilter(plan_id=plan_id)))
    with pytest.raises(UserError, match="只有这一个问题"):
        office.write(lambda work: void_finding(work, one.id), reason="错")
    assert office.write(lambda work: close_plan(work, plan_id, "台账正在补录")) == 1
    late = office.read(lambda work: findings(work, FindingFilter(overdue=True)))
    assert [(one.carried, one.days_late) for one in late] == [("台账正在补录", 3)]
    told = [
        one.told for one in office.read(lambda work: list(inspection_duties(work, today(office))))
    ]
    assert told == ["双随机检查：1 个问题超过整改期限"]
    on = today(office)
    office.write(lambda work: rectify(work, [late[0].id], on, "补齐", row.name))
    office.write(lambda work: close_findings(work, [late[0].id], "石外一", on))
    assert not office.read(lambda work: list(inspection_duties(work, on)))


def test_nothing_is_closed_while_a_visit_is_silent(office: Desk) -> None:
    plan_id = drawn(office, 3)
    held(office, rows(office, plan_id)[0])
    with pytest.raises(UserError, match="还有 2 个检查对象没有结果"):
        office.write(lambda work: close_plan(work, plan_id))
    seen = board(office, plan_id)
    assert seen.next_step is not None
    assert seen.next_step.code == "visits"
    assert [one.count for one in seen.blockers] == [2]


def test_a_cancelled_inspection_takes_nothing_off(office: Desk) -> None:
    plan_id = drawn(office, 2)
    row = rows(office, plan_id)[0]
    held(office, row, "on_duty")
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: cancel_plan(work, plan_id))
    office.write(lambda work: publish_bulletin(work, plan_id, "示政法〔2026〕8号", today(office)))
    with pytest.raises(UserError, match="已经通报"):
        office.write(lambda work: cancel_plan(work, plan_id), reason="作废")
    office.write(lambda work: publish_bulletin(work, plan_id, "", today(office)))
    office.write(lambda work: cancel_plan(work, plan_id), reason="抽取时停电")
    month = today(office).year * 100 + today(office).month
    assert not office.read(lambda work: deductions_of_month(work, month))
    assert not office.read(lambda work: inspections_of_person(work, row.person_id or 0))
    with pytest.raises(UserError, match="要在“已抽取”时"):
        held(office, row)


def test_photos_and_the_signed_sheet_are_kept(office: Desk) -> None:
    plan_id = drawn(office, 1)
    row = rows(office, plan_id)[0]
    held(office, row, "ledger")
    (wrong,) = office.read(lambda work: findings(work, FindingFilter(plan_id=plan_id)))
    picture = _jpeg()
    photo = office.write(lambda work: add_photo(work, row.id, "现场.jpg", picture, caption="门口"))
    office.write(
        lambda work: add_photo(work, row.id, "后.png", _png(), finding_id=wrong.id, after=True)
    )
    with pytest.raises(UserError, match="已经在这次检查里"):
        office.write(lambda work: add_photo(work, row.id, "现场.jpg", picture))
    with pytest.raises(UserError, match="不是完好的"):
        office.write(lambda work: add_photo(work, row.id, "假.jpg", b"no picture"))
    kept = office.read(lambda work: photos_of(work, row.id))
    assert [(one.caption, one.after) for one in kept] == [("门口", False), ("", True)]
    content = office.read(lambda work: content_of(work, kept[0].sha256))
    assert content.startswith(b"\xff\xd8")
    assert b"GPS-SECRET" in picture
    assert b"GPS-SECRET" not in content
    office.write(lambda work: sign_visit(work, row.id, today(office), ("表.pdf", b"%PDF-1.4 x")))
    with pytest.raises(UserError, match="不是 PDF、JPG 或 PNG"):
        office.write(lambda work: sign_visit(work, row.id, None, ("表.exe", b"MZ")))
    seen = rows(office, plan_id)[0]
    assert (seen.photos, seen.signed_on) == (2, today(office))
    assert seen.scan_sha256
    office.write(lambda work: remove_photo(work, photo))
    assert rows(office, plan_id)[0].photos == 1


def test_the_proposal_says_why(office: Desk) -> None:
    place = area(office, "示例区").id
    march = dt.date(today(office).year, 3, 2)
    early = office.read(lambda work: propose(work, place, march))
    assert (early.on_duty, early.remaining, early.months_left) == (ON_DUTY, ON_DUTY, 10)
    assert early.sample == 3
    assert "10% 是 3 人" in early.reasons[0]
    late = office.read(lambda work: propose(work, place, march.replace(month=12)))
    assert late.sample == ON_DUTY
    assert f"每月至少 {ON_DUTY} 人" in late.reasons[1]


def test_last_month_is_copied_with_its_inspectors(office: Desk) -> None:
    on = dt.date(2026, 1, 31)
    plan_id = planned(office, 4, title="2026年1月双随机检查", first_day=on, last_day=on)
    staffed(office, plan_id)
    place = area(office, "示例区").id
    last = office.read(lambda work: last_plan(work, place, dt.date(2026, 2, 1)))
    assert last is not None
    assert last.first_day == dt.date(2026, 2, 28) == last.last_day
    copied = office.write(lambda work: copy_plan(work, last.plan_id, last.first_day, last.last_day))
    seen = board(office, copied)
    assert seen.row.title == "2026年2月双随机检查"
    assert (len(seen.inspectors), seen.row.number) == (6, "2026-S002")


def test_lists_find_and_narrow(office: Desk) -> None:
    plan_id = drawn(office, 6, title="十一月双随机检查")
    row = rows(office, plan_id)[0]
    held(office, row, "on_duty")
    year = today(office).year
    (found,) = office.read(lambda work: plans(work, PlanFilter(year=year, text="十一月")))
    assert (found.held, found.failed, found.findings, found.open) == (1, 1, 1, 1)
    assert not office.read(lambda work: plans(work, PlanFilter(year=year - 1)))
    assert len(rows(office, plan_id, VisitFilter(pending=True))) == 5
    assert [one.id for one in rows(office, plan_id, VisitFilter(text=row.name))] == [row.id]
    team = [one.team_no for one in rows(office, plan_id, VisitFilter(team_no=row.team_no))]
    assert set(team) == {row.team_no}
    hits = office.read(lambda work: search_inspections(work, "十一月"))
    assert [one.part for one in hits] == [f"inspections/{plan_id}"]
    mine = office.read(lambda work: inspections_of_person(work, row.person_id or 0))
    assert [(one.result, one.findings, one.unsettled) for one in mine] == [
        (VisitResult.FAILED, 1, 1)
    ]


def test_the_number_of_statements_does_not_grow(office: Desk) -> None:
    small, large = drawn(office, 2), drawn(office, 15)
    all_held(office, large, "on_duty", "ledger")

    def asked(plan_id: int) -> list[int]:
        counts = []
        for read in (
            lambda work: board(office, plan_id),
            lambda work: rows(office, plan_id),
            lambda work: findings(work, FindingFilter(plan_id=plan_id)),
            lambda work: coverage_year(work, today(office).year),
            lambda work: list(inspection_duties(work, today(office))),
        ):
            with recorded() as told:
                office.read(read)
            counts.append(len(told))
        return counts

    # Photos are asked for only where there are faults.
    few, many = asked(small), asked(large)
    assert few[0] == many[0] <= 16
    assert few[1] == many[1] <= 8
    assert many[2] <= 4
    assert many[3] <= 6
    assert many[4] <= 4


def test_an_open_seal_is_opened_once(office: Desk) -> None:
    plan_id = planned(office)
    staffed(office, plan_id)
    office.write(lambda work: seal_pool(work, plan_id))
    office.write(lambda work: unseal_pool(work, plan_id))
    with pytest.raises(UserError, match="没有封存"):
        office.write(lambda work: unseal_pool(work, plan_id))


def _jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "GPS-SECRET"
    made = BytesIO()
    Image.new("RGB", (1800, 1200), "#336699").save(made, "JPEG", exif=exif)
    return made.getvalue()


def _png() -> bytes:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (64, 64), "#993333").save(made, "PNG")
    return made.getvalue()
