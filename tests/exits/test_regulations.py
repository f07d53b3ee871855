"""Regulations as they were made, who signed for them; versions of the rules of exits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.queries.regulations import (
    regulation_choices,
    regulation_for,
    regulation_row,
    regulations,
    signed_by_unit,
    signed_day,
    signers,
)
from hrgrid.exits.queries.rules import exit_rule_versions, exit_rules, exit_rules_version
from hrgrid.exits.rules.exit_rules import ExitRules, LocalWage
from hrgrid.exits.rules.rows import RegulationForm, SignerFilter, SignForm
from hrgrid.exits.service.regulations import add_regulation, correct_regulation, sign_regulation
from hrgrid.exits.service.rules import rules_in_use, save_exit_rules
from hrgrid.storage.desk import Desk
from tests.exits import office as town
from tests.exits.office import on

SIGNED_ON = on(3, 9)
PROCEDURE = "2 月征求意见，3 月 1 日职工代表大会通过"


def form(desk: Desk, name: str = "示例区", **given: object) -> RegulationForm:
    usual = RegulationForm(
        "网格员考核管理办法",
        "示政法〔2026〕3 号",
        town.area(desk, name).id,
        PROCEDURE,
        on(3, 1),
        on(3, 5),
    )
    return replace(usual, **given)  # type: ignore[arg-type]


def added(desk: Desk, name: str = "示例区", **given: object) -> int:
    made = form(desk, name, **given)
    return desk.write(lambda work: add_regulation(work, made))


def signed(desk: Desk, regulation: int, *names: str, day: dt.date = SIGNED_ON) -> int:
    ids = desk.read(lambda work: tuple(town.person_of(work, name) for name in names))
    return desk.write(lambda work: sign_regulation(work, regulation, SignForm(ids, day)))


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


def test_a_regulation_tells_who_signed_by_unit_and_by_person(office):
    number = added(office)
    assert signed(office, number, "赵一", "钱二") == 2
    row = office.read(lambda work: regulation_row(work, number))
    assert (row.area, row.procedure) == ("示例区", PROCEDURE)
    assert (row.signed, row.people) == (2, 6)
    units = office.read(lambda work: signed_by_unit(work, number))
    assert [(one.unit, one.people, one.signed) for one in units] == [
        ("东街道", 6, 2),
        ("西街道", 0, 0),
    ]
    rows = office.read(lambda work: signers(work, number))
    assert {one.name for one in rows[:4]} == {"孙三", "李四", "周五", "吴六"}
    assert {one.name: one.signed_on for one in rows[4:]} == {"赵一": on(3, 9), "钱二": on(3, 9)}
    missing = office.read(lambda work: signers(work, number, SignerFilter(signed=False, text="吴")))
    assert [one.name for one in missing] == ["吴六"]


def test_signing_twice_counts_once(office):
    number = added(office)
    assert signed(office, number, "赵一") == 1
    assert signed(office, number, "赵一", "钱二", day=on(3, 10)) == 1
    person = office.read(lambda work: town.person_of(work, "赵一"))
    assert office.read(lambda work: signed_day(work, number, person)) == on(3, 9)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(on(3, 4), "签收日期 2026-03-04 在公布以前"), (dt.date(2199, 1, 1), "在今天之后")],
)
def test_a_day_of_signing_is_checked(office, day, sentence):
    number = added(office)
    with pytest.raises(UserError, match=sentence):
        signed(office, number, "赵一", day=day)


def test_nobody_signs_nothing(office):
    with pytest.raises(UserError, match="没有选签收的人"):
        signed(office, added(office))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"title": " "}, "要写名称和文号"),
        ({"procedure": ""}, "没有写制定程序"),
        ({"announced_on": on(2, 1)}, "早于通过日期"),
        ({"announced_on": dt.date(2199, 1, 1)}, "在今天之后"),
        ({"area_id": 999_999}, "没有这个区域"),
    ],
)
def test_a_faulty_regulation_is_refused(office, fault, sentence):
    with pytest.raises(UserError, match=sentence):
        added(office, **fault)


def test_the_same_regulation_is_not_kept_twice(office):
    added(office)
    with pytest.raises(UserError, match="已经登记过"):
        added(office)


def test_a_correction_needs_a_reason_and_leaves_what_was_signed(office):
    number = added(office)
    better = form(office, procedure="征求意见后由主任办公会通过")
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: correct_regulation(work, number, better))
    office.write(lambda work: correct_regulation(work, number, better), reason="写错了会议")
    row = office.read(lambda work: regulation_row(work, number))
    assert row.procedure == "征求意见后由主任办公会通过"
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(
            lambda work: correct_regulation(work, number, better, row.version - 1), reason="再改"
        )
    signed(office, number, "赵一")
    other = replace(better, title="另一份办法")
    with pytest.raises(UserError, match="已有人签收这份办法"):
        office.write(lambda work: correct_regulation(work, number, other), reason="换名")
    late = replace(better, announced_on=on(3, 20))
    with pytest.raises(UserError, match="在这个公布日期以前签收过"):
        office.write(lambda work: correct_regulation(work, number, late), reason="改日期")


def test_the_nearest_regulation_holds(office):
    district = added(office)
    street = added(office, "东街道", title="东街道考核细则", document_no="东街〔2026〕1 号")
    east, west = (town.area(office, name).path for name in ("东街道", "西街道"))

    def held(path: str, day: dt.date):
        found = office.read(lambda work: regulation_for(work, path, day))
        return found and found.id

    assert held(east, on(3, 5)) == street
    assert held(west, on(3, 5)) == district
    assert held(east, on(3, 4)) is None


def test_a_regulation_asks_for_the_right_there(office):
    number = added(office)
    east = town.area(office, "东街道")
    people = office.read(lambda work: (town.person_of(work, "赵一"),))
    clerk = with_rights(
        office, Grant(Right.RUN_EXITS, east.path), Grant(Right.VIEW_EXITS, east.path)
    )
    west = with_rights(office, Grant(Right.RUN_EXITS, town.area(office, "西街道").path))
    made, sign = form(office, document_no="另"), SignForm(people, on(3, 9))
    for other, deed in (
        (clerk, lambda work: add_regulation(work, made)),
        (clerk, lambda work: correct_regulation(work, number, made)),
        (west, lambda work: sign_regulation(work, number, sign)),
        (with_rights(office, Grant(Right.VIEW_EXITS)), lambda work: add_regulation(work, made)),
        (with_rights(office), regulations),
        (with_rights(office), lambda work: signers(work, number)),
        (west, lambda work: signed_by_unit(work, number)),
    ):
        with pytest.raises(Refused):
            other.write(deed, reason="试")
    # The district's regulation concerns the street: its clerk sees it and collects signatures.
    assert [row.id for row in clerk.read(regulations)] == [number]
    assert clerk.write(lambda work: sign_regulation(work, number, sign)) == 1
    assert [one.unit for one in clerk.read(lambda work: signed_by_unit(work, number))] == ["东街道"]


# --- versions of the rules ----------------------------------------------------------------------


def test_what_ships_is_the_first_version_and_stays_it(office):
    before = office.read(lambda work: exit_rules(work, work.today))
    assert (before.number, before.rules) == (1, ExitRules())
    used = office.write(lambda work: rules_in_use(work, work.today, "退〔2026〕001号"))
    assert (used.number, used.sha256) == (before.number, before.sha256)
    (one,) = office.read(exit_rule_versions)
    assert (one.number, one.in_force, one.locked_for) == (1, True, "退〔2026〕001号")


def test_a_new_version_holds_from_its_day_and_tells_its_changes(office):
    rules = replace(ExitRules(), talk_days=3, wages=(LocalWage(on(7, 1), 750_000),))
    number = office.write(
        lambda work: save_exit_rules(work, rules, on(7, 1), "示政法〔2026〕8 号"), reason="缩短"
    )
    assert number == 2
    assert office.read(lambda work: exit_rules(work, on(6, 30))).rules.talk_days == 5
    assert office.read(lambda work: exit_rules(work, on(7, 1))).rules == rules
    assert office.read(lambda work: exit_rules_version(work, 1)) == ExitRules()
    newest = office.read(exit_rule_versions)[0]
    assert newest.changes[0] == "预警后约谈：5 个工作日 改为 3 个工作日"
    with pytest.raises(UserError, match="完全相同"):
        office.write(lambda work: save_exit_rules(work, rules, on(8, 1)), reason="再存")


def test_a_version_needs_a_reason_and_the_right(office):
    rules = replace(ExitRules(), talk_days=3)
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: save_exit_rules(work, rules, on(7, 1)))
    short = replace(rules, remedy_days=29)
    with pytest.raises(UserError, match="“补训或调岗不少于”要在 30"):
        office.write(lambda work: save_exit_rules(work, short, on(7, 1)), reason="缩短")
    clerk = with_rights(office, Grant(Right.RUN_EXITS), Grant(Right.VIEW_EXITS))
    with pytest.raises(Refused):
        clerk.write(lambda work: save_exit_rules(work, rules, on(7, 1)), reason="缩短")
    assert clerk.read(exit_rule_versions)
    with pytest.raises(Refused):
        with_rights(office).read(exit_rule_versions)


def test_a_case_may_go_by_what_holds_there_and_was_announced(office):
    district, street = added(office), added(office, "东街道", document_no="6 号")
    other = added(office, "西街道", document_no="5 号")
    late = added(office, title="新办法", document_no="4 号", announced_on=on(3, 20))
    signed(office, district, "赵一")
    who = office.read(lambda work: town.person_of(work, "赵一"))
    path = town.area(office, "东街道").path
    offered = office.read(lambda work: regulation_choices(work, path, on(3, 10), who))
    assert [(one.id, one.signed_on) for one in offered] == [(street, None), (district, SIGNED_ON)]
    stranger = with_rights(office, Grant(Right.VIEW_EXITS, ""))
    with pytest.raises(Refused):
        stranger.read(lambda work: regulation_choices(work, path, on(3, 10), who))
    for number, why in ((other, "不适用于这个区域"), (late, "晚于立案日期"), (99, "没有这份")):
        with pytest.raises(UserError, match=why):
            town.opened(office, opened_on=on(3, 10), regulation_id=number)
    case = town.opened(office, opened_on=on(3, 10), regulation_id=district)
    assert town.board(office, case).card.regulation_signed_on == SIGNED_ON
