"""The register of objections on both engines: each step, who may take it, what stays silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.publicity import queries
from hrgrid.publicity.rules import ObjectionHow, ObjectionState, Outcome
from hrgrid.publicity.service import (
    EvidenceFile,
    Finding,
    accept_objection,
    add_evidence,
    assign_investigator,
    close_notice,
    decide_objection,
    file_objection,
    open_evidence,
    record_reply,
    refuse_objection,
    reveal_objector,
)
from hrgrid.storage.export import export_all
from tests.accounts.houses import SECOND_CHIEF, entries_of, refused
from tests.publicity.build import (
    AFTER,
    CONTACT,
    FRIDAY,
    MONDAY,
    OBJECTION,
    OBJECTOR,
    SUBJECT,
    at,
    objected,
    published,
)

FINDING = Finding(upheld=False, finding="学历在学信网查实，反映不成立", decided_on=MONDAY)
ON_PAPER = replace(FINDING, by="李书记", post="副书记", document_no="会议纪要〔2099〕3号")


def row(desk, objection_id):
    return desk.read(lambda work: queries.objection_by_id(work, objection_id))


def do(desk, verb, objection_id, *args, reason=""):
    return desk.write(lambda work: verb(work, objection_id, *args), reason=reason)


def investigated(desk, objection_id, operator_id=1):
    do(desk, accept_objection, objection_id)
    do(desk, assign_investigator, objection_id, operator_id)


def outcome(desk):
    found = desk.read(lambda work: queries.outcome_by_target(work, SUBJECT))
    return found["application:1"].outcome


@pytest.mark.parametrize("upheld", [True, False])
def test_an_objection_is_taken_investigated_decided_and_answered(alone, clock, upheld):
    notice_id = published(alone)
    one = objected(alone, notice_id)
    assert row(alone, one).state is ObjectionState.FILED
    assert row(alone, one).due_on == dt.date(2099, 12, 7)
    investigated(alone, one)
    assert (row(alone, one).state, row(alone, one).investigator) == (
        ObjectionState.INVESTIGATING,
        "经办人",
    )
    do(alone, decide_objection, one, replace(FINDING, upheld=upheld))
    found = row(alone, one)
    assert found.state is (ObjectionState.UPHELD if upheld else ObjectionState.REJECTED)
    assert (found.upheld, found.finding) == (upheld, FINDING.finding)
    do(alone, record_reply, one, MONDAY, "电话答复，本人无意见")
    assert row(alone, one).state is ObjectionState.REPLIED
    assert outcome(alone) is (Outcome.REMOVED if upheld else Outcome.SHOWING)
    clock.now = at(AFTER)
    alone.write(lambda work: close_notice(work, notice_id), reason="到现场看过")
    assert outcome(alone) is (Outcome.REMOVED if upheld else Outcome.CLEAR)
    steps = alone.read(lambda work: queries.objection_steps(work, one))
    assert [each.told for each in steps] == [
        "实名反映",
        "受理",
        "由经办人核查",
        FINDING.finding,
        "电话答复，本人无意见",
    ]


def test_each_step_waits_for_the_one_before(alone):
    one = objected(alone, published(alone))
    early = [
        (assign_investigator, (1,), "不能指定核查人"),
        (decide_objection, (FINDING,), "不能作结论"),
        (record_reply, (MONDAY, "电话"), "不能登记答复"),
    ]
    for verb, args, told in early:
        with pytest.raises(UserError, match=told):
            do(alone, verb, one, *args)
    do(alone, accept_objection, one)
    with pytest.raises(UserError, match="现在是“已受理”，不能作不予受理"):
        do(alone, refuse_objection, one, reason="改主意")
    do(alone, assign_investigator, one, 1)
    do(alone, decide_objection, one, FINDING)
    with pytest.raises(UserError, match="不能作结论"):
        do(alone, decide_objection, one, replace(FINDING, upheld=True))


def test_what_is_not_taken_says_why_and_is_answered_once(alone):
    one = objected(alone, published(alone))
    with pytest.raises(UserError, match="须写明事由"):
        do(alone, refuse_objection, one)
    do(alone, refuse_objection, one, reason="与录用条件无关")
    assert row(alone, one).state is ObjectionState.NOT_ACCEPTED
    assert row(alone, one).refusal_reason == "与录用条件无关"
    assert outcome(alone) is Outcome.SHOWING
    assert [each.number for each in alone.read(queries.due_replies)] == [1]
    do(alone, record_reply, one, MONDAY, "当面说明理由")
    assert alone.read(queries.due_replies) == []
    with pytest.raises(UserError, match="已经答复过"):
        do(alone, record_reply, one, MONDAY, "再说一次")


def test_anonymous_without_a_clue_is_registered_and_not_taken(alone):
    notice_id = published(alone)
    nobody = {"how": ObjectionHow.ANONYMOUS, "objector": "", "contact": ""}
    one = objected(alone, notice_id, clue=False, **nobody)
    assert row(alone, one).state is ObjectionState.NOT_ACCEPTED
    assert "没有具体线索" in row(alone, one).refusal_reason
    assert outcome(alone) is Outcome.SHOWING
    assert alone.read(queries.due_replies) == []
    two = objected(alone, notice_id, **nobody)
    assert (row(alone, two).state, row(alone, two).objector) == (ObjectionState.FILED, "匿名")
    assert outcome(alone) is Outcome.WAITING


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"target": "application:77"}, "不在这份公示名单里"),
        ({"content": " "}, "没有写反映的内容"),
        ({"objector": ""}, "要写反映人的姓名"),
        ({"how": ObjectionHow.UNIT, "objector": ""}, "要写反映人的单位名称"),
        ({"contact": ""}, "要写联系方式"),
        ({"how": ObjectionHow.ANONYMOUS}, "匿名反映不写反映人"),
        ({"filed_on": FRIDAY}, "在今天之后"),
        ({"filed_on": MONDAY - dt.timedelta(days=1)}, "之前"),
        ({"content": f"{OBJECTOR}反映学历不实"}, "反映人的姓名"),
    ],
)
def test_a_form_that_cannot_stand_is_refused_and_registers_nothing(alone, changes, told):
    notice_id = published(alone)
    with pytest.raises(UserError, match=told):
        objected(alone, notice_id, **changes)
    assert alone.read(lambda work: queries.objections_of_notice(work, notice_id)) == []


def test_a_letter_that_came_late_counts_by_its_post_mark(alone, clock):
    notice_id = published(alone)
    clock.now = at(AFTER)
    alone.write(lambda work: close_notice(work, notice_id), reason="到现场看过")
    assert outcome(alone) is Outcome.CLEAR
    letter = {"filed_on": AFTER, "postmark": FRIDAY}
    with pytest.raises(UserError, match="写明为何晚到"):
        objected(alone, notice_id, **letter)
    objected(alone, notice_id, late_reason="邮路耽搁", **letter)
    assert outcome(alone) is Outcome.WAITING


def test_the_answers_that_are_owed_come_by_their_day(alone, clock):
    notice_id = published(alone)
    first = objected(alone, notice_id)
    clock.now = at(FRIDAY)
    objected(alone, notice_id, target="application:2", filed_on=FRIDAY)
    owed = alone.read(queries.due_replies)
    assert [(each.number, each.due_on, each.overdue) for each in owed] == [
        (1, dt.date(2099, 12, 7), False),
        (2, dt.date(2099, 12, 11), False),
    ]
    assert len(alone.read(lambda work: queries.due_replies(work, dt.date(2099, 12, 7)))) == 1
    clock.now = at(dt.date(2099, 12, 8))
    assert [each.overdue for each in alone.read(queries.due_replies)] == [True, False]
    assert row(alone, first).overdue


# --- several people ------------------------------------------------------------------------------


def test_whoever_made_the_list_neither_investigates_nor_decides(house):
    clerk = house.desk(Role.CLERK)
    one = objected(clerk, published(clerk))
    do(clerk, accept_objection, one)
    own, other = house.id(Role.CLERK), house.id(SECOND_CHIEF)
    assert "不能核查对它的异议" in refused(
        house, Role.CLERK, lambda work: assign_investigator(work, one, own)
    )
    names = clerk.read(
        lambda work: [
            each.operator_id
            for each in queries.investigator_choices(work, row(clerk, one).notice_id)
        ]
    )
    assert own not in names
    assert other in names
    do(clerk, assign_investigator, one, other)
    assert "决定录用" in refused(
        house, Role.CLERK, lambda work: decide_objection(work, one, FINDING)
    )
    own_paper = replace(ON_PAPER, by="钱 经办")
    assert "由另一人作结论" in refused(
        house, Role.CLERK, lambda work: decide_objection(work, one, own_paper)
    )
    for lacks, told in (
        (replace(ON_PAPER, post=""), "批准人、职务和文号"),
        (replace(ON_PAPER, document_no=" "), "批准人、职务和文号"),
        (replace(ON_PAPER, finding=""), "没有写核查结论"),
        (replace(ON_PAPER, decided_on=FRIDAY), "在今天之后"),
        (replace(ON_PAPER, decided_on=MONDAY - dt.timedelta(days=1)), "早于收到日期"),
    ):
        with pytest.raises(UserError, match=told):
            do(clerk, decide_objection, one, lacks)
    do(clerk, decide_objection, one, ON_PAPER)
    assert row(clerk, one).decided_by == "副书记李书记"


def test_who_may_decide_signs_in_and_does(house):
    clerk, chief = house.desk(Role.CLERK), house.desk(Role.CHIEF)
    one = objected(clerk, published(clerk))
    do(clerk, accept_objection, one)
    do(clerk, assign_investigator, one, house.id(SECOND_CHIEF))
    do(chief, decide_objection, one, replace(FINDING, upheld=True))
    assert row(chief, one).decided_by == "科长孙审批"
    assert outcome(clerk) is Outcome.REMOVED


def test_the_objector_is_seen_by_the_investigator_alone_and_that_is_on_record(house):
    clerk, investigator = house.desk(Role.CLERK), house.desk(SECOND_CHIEF)
    one = objected(clerk, published(clerk))
    look = lambda work: reveal_objector(work, one)  # noqa: E731 - a deed for several desks
    do(clerk, accept_objection, one)
    for login in (Role.CLERK, Role.CHIEF, SECOND_CHIEF):
        assert "只有这件异议的核查人能看" in refused(house, login, look)
    do(clerk, assign_investigator, one, house.id(SECOND_CHIEF))
    assert "只有这件异议的核查人能看" in refused(house, Role.CLERK, look)
    seen = investigator.write(look)
    assert (seen.objector, seen.contact) == (OBJECTOR, CONTACT)
    assert house.entries(1)[0].action == "reveal_objector"
    assert house.entries(1)[0].actor_name == "陈副书记"
    shown = [row(house.desk(each), one) for each in (Role.CLERK, Role.CHIEF, SECOND_CHIEF)]
    assert [each.objector for each in shown] == ["已登记，不显示"] * 3
    assert [each.may_reveal for each in shown] == [False, False, True]
    # Another investigator takes over: the first one sees no more.
    do(clerk, assign_investigator, one, house.id(Role.CHIEF))
    assert "只有这件异议的核查人能看" in refused(house, SECOND_CHIEF, look)


def test_an_investigator_without_other_rights_sees_his_case_and_no_other(house):
    clerk, viewer = house.desk(Role.CLERK), house.desk(Role.VIEWER)
    notice_id = published(clerk)
    one = objected(clerk, notice_id)
    objected(clerk, notice_id, target="application:2")
    do(clerk, accept_objection, one)
    do(clerk, assign_investigator, one, house.id(Role.VIEWER))
    listed = viewer.read(lambda work: queries.objections_of_notice(work, notice_id))
    assert [each.id for each in listed] == [one]
    of_subject = viewer.read(lambda work: queries.objections_of_subject(work, SUBJECT))
    assert [each.id for each in of_subject] == [one]
    assert [each.number for each in viewer.read(queries.due_replies)] == [1]
    assert do(viewer, reveal_objector, one).objector == OBJECTOR


def test_who_objected_stands_in_no_journal_no_export_and_no_table(alone, tmp_path):
    notice_id = published(alone)
    letter = EvidenceFile(".pdf", b"%PDF-1.7 letter", "application/pdf")
    one = objected(alone, notice_id, evidence=letter)
    investigated(alone, one)
    do(alone, reveal_objector, one)
    for verb, args, reason in (
        (decide_objection, (replace(FINDING, finding=f"{OBJECTOR}所说不实"),), ""),
        (record_reply, (MONDAY, f"电话答复{OBJECTOR}"), ""),
    ):
        with pytest.raises(UserError, match="反映人的姓名"):
            do(alone, verb, one, *args, reason=reason)
    told = "".join(str(entry) for entry in entries_of(alone.database))
    assert OBJECTOR not in told
    assert CONTACT not in told
    folder = export_all(alone, tmp_path).path
    written = "".join(
        path.read_text(encoding="utf-8-sig") for path in sorted(folder.rglob("*.csv"))
    )
    assert "反映学历证书不实" in written
    assert OBJECTOR not in written
    assert CONTACT not in written
    if alone.database.is_sqlite:
        raw = alone.database.location.file.read_bytes()
        assert OBJECTOR.encode() not in raw
    assert row(alone, one).evidence_sha256 is not None


def test_the_scan_is_taken_out_by_the_investigator_alone(house):
    clerk, investigator = house.desk(Role.CLERK), house.desk(SECOND_CHIEF)
    one = objected(clerk, published(clerk))
    scan = EvidenceFile(".jpg", b"letter", "image/jpeg")
    do(clerk, add_evidence, one, scan)
    assert house.entries(1)[0].action == "add_evidence"
    with pytest.raises(UserError, match="已有材料"):
        do(clerk, add_evidence, one, replace(scan, content=b"another"))
    do(clerk, accept_objection, one)
    do(clerk, assign_investigator, one, house.id(SECOND_CHIEF))
    assert "材料只有这件异议的核查人能看" in refused(
        house, Role.CLERK, lambda work: open_evidence(work, one)
    )
    assert do(investigator, open_evidence, one) == scan
    assert house.entries(1)[0].action == "open_evidence"
    assert row(investigator, one).may_open_evidence
    assert not row(clerk, one).may_open_evidence


def test_a_scan_that_is_not_there_is_said(alone):
    one = objected(alone, published(alone))
    investigated(alone, one)
    with pytest.raises(UserError, match="没有材料"):
        do(alone, open_evidence, one)


def test_two_objections_at_once_get_two_numbers(alone):
    notice_id = published(alone)
    ids = [objected(alone, notice_id, target=f"application:{n}") for n in (1, 2, 3)]
    numbers = [row(alone, each).number for each in ids]
    assert numbers == [1, 2, 3]


def test_a_progress_is_taken_along(alone):
    notice_id = published(alone)
    alone.write(lambda work: file_objection(work, notice_id, OBJECTION), progress=Progress())
    assert len(alone.read(lambda work: queries.objections_of_notice(work, notice_id))) == 1
