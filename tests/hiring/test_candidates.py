"""Applications entered by hand: who is told apart, what is refused, what is looked at again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import Sex
from hrgrid.hiring.queries.candidate_card import candidate_card
from hrgrid.hiring.queries.candidates import (
    CandidateFilter,
    CandidateOrder,
    anchors_of_candidates,
    candidates,
    count_candidates,
)
from hrgrid.hiring.rules.words import BatchKind, CandidateState
from hrgrid.hiring.service.announcing import set_apply_to
from hrgrid.hiring.service.candidates import (
    CandidateChange,
    add_candidate,
    change_candidate,
    withdraw_candidate,
)
from hrgrid.hiring.service.checking import CheckForm, check_by_data, check_candidate
from hrgrid.hiring.service.papers import show_candidate_numbers
from tests.accounts.houses import entries_of
from tests.hiring.build import (
    DAY,
    announced,
    apply,
    applying,
    batch,
    checked,
    employ,
    form,
    grid,
    id_number,
    qualified,
)
from tests.statements import recorded

B = BatchKind


def card(desk, candidate_id):
    return desk.read(lambda work: candidate_card(work, candidate_id))


def test_what_is_typed_is_read_by_the_columns_of_the_import(office):
    batch_id = applying(office)
    texts = {"social_worker": "有", "residence_months": "1年6个月", "party": "群众"}
    found = card(office, apply(office, batch_id, 1, "王晓丽", **texts))
    assert (found.number, found.name, found.sex) == ("0001", "王晓丽", Sex.FEMALE)
    assert (found.birth_date, found.social_worker, found.residence_months) == (
        dt.date(1995, 5, 1),
        True,
        18,
    )
    assert found.id_masked == "999999********0037"[:14] + found.id_masked[-4:]
    assert found.phone_masked == "138****0001"
    assert found.state is CandidateState.SUBMITTED
    assert [step.state for step in found.steps] == [CandidateState.SUBMITTED]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"name": " "}, "没有写姓名。请写上姓名"),
        ({"id_number": ""}, "没有写身份证号，认不出是否重复报名"),
        (
            {"id_number": id_number(2)[:-1] + ("1" if id_number(2)[-1] == "0" else "0")},
            "身份证号：身份证号末位校验不符",
        ),
        ({"phone": "12345"}, "手机号：手机号应为1开头的11位数字"),
        ({"sex": "女", "id_number": id_number(2)}, "填写的性别“女”与身份证号所示的“男”不一致"),
        ({"residence_months": "很久"}, "本地居住月数：“很久”看不出几个月"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_written(office, texts, told):
    batch_id = applying(office)
    with pytest.raises(UserError, match=told):
        apply(office, batch_id, 2, **texts)
    wanted = CandidateFilter(batch_id)
    assert office.read(lambda work: count_candidates(work, wanted)) == 0


def test_the_same_number_in_one_batch_is_told_by_number_and_name(office):
    batch_id = applying(office)
    apply(office, batch_id, 1, "王晓丽")
    with pytest.raises(UserError, match="已由报名号 0001 王晓丽报名（已报名），一人一批只能报一次"):
        apply(office, batch_id, 1, "王小丽")
    # Another batch is another matter.
    other = applying(office, "西街道")
    assert apply(office, other, 1, "王晓丽")


def test_a_chosen_number_is_kept_and_the_next_one_follows(office):
    batch_id = applying(office)
    typed = replace(form(office, batch_id, 1), number="0007")
    office.write(lambda work: add_candidate(work, batch_id, typed))
    assert card(office, apply(office, batch_id, 2)).number == "0008"
    beyond = replace(form(office, batch_id, 4), number="9999")
    office.write(lambda work: add_candidate(work, batch_id, beyond))
    assert card(office, apply(office, batch_id, 5)).number == "10000"
    assert card(office, apply(office, batch_id, 6)).number == "10001"
    again = replace(form(office, batch_id, 3), number="0007")
    with pytest.raises(UserError, match=r"报名号 0007 已经是.*的。请换一个"):
        office.write(lambda work: add_candidate(work, batch_id, again))


def test_dates_of_application_are_held_to_the_announcement(office, clock):
    batch_id = applying(office)
    today = office.read(lambda work: work.today)
    late = replace(form(office, batch_id, 1), applied_on=today + DAY)
    with pytest.raises(UserError, match="在今天之后"):
        office.write(lambda work: add_candidate(work, batch_id, late))
    early = replace(late, applied_on=today - DAY)
    with pytest.raises(UserError, match=r"报名从 .* 开始，不收"):
        office.write(lambda work: add_candidate(work, batch_id, early))
    clock.move(30 * DAY)
    with pytest.raises(UserError, match=r"报名已在 .* 截止。期内收到的请填收到的日期"):
        apply(office, batch_id, 1)
    # Received in time, keyed later.
    in_time = replace(late, applied_on=today)
    assert office.write(lambda work: add_candidate(work, batch_id, in_time)).number == "0001"
    office.write(
        lambda work: set_apply_to(work, batch_id, work.today), reason="报名人数不足，延长报名"
    )
    assert apply(office, batch_id, 2)


def test_a_batch_opens_by_itself_on_its_day(office):
    batch_id = batch(office)
    announced(office, batch_id)
    assert apply(office, batch_id, 1)


def test_before_the_announcement_nobody_is_taken(office):
    batch_id = batch(office)
    with pytest.raises(UserError, match="现在是“拟定公告”，要在“报名与资格审查”时"):
        apply(office, batch_id, 1)


def test_somebody_on_file_is_recognised_by_his_number(office):
    batch_id = applying(office)
    home = grid(office, "W000")
    office.write(lambda work: employ(work, home, "钱二", id_number(5)))
    typed = form(office, batch_id, 5, "钱二", id_number=id_number(5))
    entered = office.write(lambda work: add_candidate(work, batch_id, typed))
    (hint,) = entered.hints
    assert hint.startswith("钱二已在册：西社区第1网格专职网格员，2020-01-01 起")
    assert hint.endswith("录用前须先结束原来的专职任职")
    assert card(office, entered.candidate_id).person_id is None


def test_an_internal_batch_takes_only_people_in_post(office):
    batch_id = applying(office, kind=B.INTERNAL)
    home = grid(office, "W000")
    office.write(lambda work: employ(work, home, "钱二", id_number(5), phone="13800000005"))
    with pytest.raises(UserError, match="是内部遴选，赵一不在花名册里"):
        apply(office, batch_id, 6, "赵一")
    with pytest.raises(UserError, match="在花名册里是“钱二”，与写的“赵一”不同"):
        apply(office, batch_id, 5, "赵一", id_number=id_number(5))
    found = card(office, apply(office, batch_id, 5, "钱二", id_number=id_number(5), phone=""))
    assert found.staff_number
    assert found.phone_masked == "138****0005"
    service = next(row for row in found.checks if row.rule_key == "service")
    assert (service.source.value, service.proposed_passed) == ("on_file", True)
    assert service.proposed.endswith(" 个月")


def test_somebody_of_the_file_may_be_named_without_his_number(office):
    batch_id = applying(office, kind=B.INTERNAL)
    home = grid(office, "W000")
    office.write(lambda work: employ(work, home, "钱二"))
    person_id = office.read(lambda work: _person(work, "钱二"))
    typed = replace(form(office, batch_id, 5), texts={}, person_id=person_id)
    found = card(
        office, office.write(lambda work: add_candidate(work, batch_id, typed)).candidate_id
    )
    assert (found.name, found.person_id) == ("钱二", person_id)
    with pytest.raises(UserError, match="已由报名号 0001 钱二报名"):
        office.write(lambda work: add_candidate(work, batch_id, typed))


def _person(work, name):
    from sqlalchemy import select

    from hrgrid.workforce.model import Person

    return work.session.scalar(select(Person.id).where(Person.name == name))


def test_a_change_takes_back_the_checks_that_looked_at_it(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, "王晓丽")
    office.write(lambda work: check_by_data(work, batch_id))
    before = card(office, who)
    assert {row.rule_key for row in before.checks if row.passed is not None} == {
        "age_from",
        "age_to",
        "education",
    }
    change = CandidateChange(who, before.version, {"education": "大专"})
    again = office.write(lambda work: change_candidate(work, change))
    assert again == ["高中及以上学历"]
    after = card(office, who)
    assert after.education == "大专"
    assert {row.rule_key for row in after.checks if row.passed is not None} == {
        "age_from",
        "age_to",
    }
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_candidate(work, change))


def test_the_same_numbers_typed_again_change_nothing(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    before = card(office, who)
    seen = len(entries_of(office.database))
    same = {"id_number": id_number(1, male=False), "phone": "13800000001"}
    change = CandidateChange(who, before.version, same)
    assert office.write(lambda work: change_candidate(work, change)) == []
    assert card(office, who).version == before.version
    assert len(entries_of(office.database)) == seen


def test_another_id_number_changes_age_and_sex_and_asks_again(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    office.write(lambda work: check_by_data(work, batch_id))
    older = {"id_number": id_number(3, dt.date(1970, 1, 1))}
    change = CandidateChange(who, card(office, who).version, older)
    again = office.write(lambda work: change_candidate(work, change))
    assert again == ["年满 18 周岁", "不超过 40 周岁"]
    assert (card(office, who).birth_date, card(office, who).sex) == (dt.date(1970, 1, 1), Sex.MALE)


def test_what_was_concluded_is_not_changed_any_more(office):
    batch_id = applying(office)
    (who,) = qualified(office, batch_id, 1)
    change = CandidateChange(who, card(office, who).version, {"education": "本科"})
    with pytest.raises(UserError, match="现在是“资格合格”，要在“已报名”时"):
        office.write(lambda work: change_candidate(work, change))
    one = CheckForm("age_to", "45 周岁", passed=False, note="户口簿")
    with pytest.raises(UserError, match="现在是“资格合格”"):
        office.write(lambda work: check_candidate(work, who, one))


def test_whoever_withdraws_says_why(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, "王晓丽")
    with pytest.raises(UserError, match="报名号 0001 王晓丽登记“退出报名”须写明原因"):
        office.write(lambda work: withdraw_candidate(work, who, " "))
    office.write(lambda work: withdraw_candidate(work, who, "已找到工作"))
    found = card(office, who)
    assert (found.state, found.state_reason) == (CandidateState.WITHDRAWN, "已找到工作")
    assert [step.reason for step in found.steps] == ["", "已找到工作"]


def test_numbers_are_shown_on_record(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: show_candidate_numbers(work, who))
    shown = office.write(lambda work: show_candidate_numbers(work, who), reason="电话通知")
    assert shown.id_number == id_number(1, male=False)
    assert shown.phone == "13800000001"
    assert entries_of(office.database, 1)[0].action == "show_candidates"


def test_the_journal_speaks_of_candidates_by_their_number_alone(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, "欧阳晓丽")
    checked(office, batch_id)
    office.write(lambda work: withdraw_candidate(work, who, "已找到工作"))
    for entry in entries_of(office.database):
        told = f"{entry.subject}{entry.reason}{entry.before}{entry.after}"
        assert "欧阳晓丽" not in told
        assert id_number(1, male=False) not in told
        assert "999999********" not in told
        assert "13800000001" not in told


# --- the list ---------------------------------------------------------------------------------


def filled(desk, count=7):
    batch_id = applying(desk)
    for at in range(count):
        apply(desk, batch_id, at)
    return batch_id


def test_the_list_is_sorted_paged_and_counted(office):
    batch_id = filled(office)
    wanted = CandidateFilter(batch_id)
    by_number = CandidateOrder.NUMBER
    first = office.read(lambda work: candidates(work, wanted, by_number, limit=3))
    assert [row.number for row in first] == ["0001", "0002", "0003"]
    mark = (first[-1].key, first[-1].id)
    then = office.read(lambda work: candidates(work, wanted, by_number, mark, limit=10))
    assert [row.number for row in then] == ["0004", "0005", "0006", "0007"]
    places = office.read(lambda work: anchors_of_candidates(work, wanted, by_number, 3))
    assert (places.count, places.after[0]) == (7, mark)
    strokes = office.read(lambda work: candidates(work, wanted))
    keys = [row.key for row in strokes]
    assert keys == sorted(keys)
    assert sorted(row.number for row in strokes) == [f"{at:04d}" for at in range(1, 8)]


def test_the_list_is_narrowed_by_what_is_typed(office):
    batch_id = filled(office)
    apply(office, batch_id, 20, "欧阳娜")

    def found(text):
        wanted = CandidateFilter(batch_id, text=text)
        return [row.number for row in office.read(lambda work: candidates(work, wanted))]

    assert found("欧阳") == ["0008"]
    assert found("8") == ["0008"]
    assert found("0008") == ["0008"]
    assert found(id_number(20)) == ["0008"]
    assert found("张") == []


def test_a_page_costs_the_same_however_many_there_are(office):
    batch_id = filled(office, 2)
    wanted = CandidateFilter(batch_id)
    with recorded() as few:
        office.read(lambda work: candidates(work, wanted))
    for at in range(10, 18):
        apply(office, batch_id, at)
    with recorded() as many:
        office.read(lambda work: candidates(work, wanted))
    assert len(many) == len(few) <= 7


def test_a_card_takes_a_fixed_number_of_statements(office):
    batch_id = filled(office, 2)
    who = apply(office, batch_id, 9)
    checked(office, batch_id)
    with recorded() as asked:
        card(office, who)
    assert len(asked) <= 14


def test_whom_a_batch_is_not_given_does_not_see_it(office):
    batch_id = filled(office, 1)
    from hrgrid.core.rights import Actor, Grant, Right
    from hrgrid.storage.desk import Desk

    elsewhere = frozenset({Grant(Right.RUN_HIRING, "elsewhere/")})
    other = Desk(office.database, Actor(1, "外区经办", "经办人", "外区", elsewhere), office.keyring)
    with pytest.raises(Refused, match="外区经办（经办人）在这个区域没有“办理招录”的权限"):
        other.read(lambda work: candidates(work, CandidateFilter(batch_id)))
