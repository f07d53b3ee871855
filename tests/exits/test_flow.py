"""Whole ways of cases: who recovers, who leaves lawfully, each path by engagement and ground."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exits.queries.cases import cases, stage_counts
from hrgrid.exits.queries.timeline import timeline_of
from hrgrid.exits.rules.case_forms import (
    AppealAnswer,
    AppealForm,
    Delivery,
    ExecuteForm,
    HearForm,
    LiftForm,
    NoticeForm,
    OpinionForm,
    ProposeForm,
    SettleForm,
    SeveranceForm,
    TellForm,
)
from hrgrid.exits.rules.case_rows import CaseFilter
from hrgrid.exits.rules.words import (
    Delivered,
    ExitPaper,
    ExitPath,
    ExitState,
    FaultItem,
    Ground,
    Opinion,
    OpinionKind,
    Protection,
    SettlementKind,
    Trigger,
)
from hrgrid.exits.service.appeals import decide_appeal, file_appeal
from hrgrid.exits.service.approving import approve_exit
from hrgrid.exits.service.cases import cancel_case, dismiss_case
from hrgrid.exits.service.executing import execute_exit
from hrgrid.exits.service.hearings import hear, tell_person
from hrgrid.exits.service.notices import notify
from hrgrid.exits.service.opinions import answer_objection, record_opinion
from hrgrid.exits.service.proposing import propose
from hrgrid.exits.service.protections import answer_protections
from hrgrid.exits.service.reassessing import lift_warning
from hrgrid.exits.service.settling import close_case, reckon_severance, settle_line, waive_line
from hrgrid.exits.service.talks import warn
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.workforce.model import Contract, Post
from hrgrid.workforce.queries.gaps import gaps
from hrgrid.workforce.rules import Engagement, PostState
from tests.exits import office as town
from tests.exits.office import on
from tests.statements import recorded

S = ExitState


def state(desk, case):
    return town.board(desk, case).card.row.state


def primary(desk, case):
    step = town.board(desk, case).primary
    return step and (step.code, step.enabled)


def test_somebody_warned_and_trained_recovers_and_is_watched(office):
    case = town.reassessed(office, score=72_000)
    assert primary(office, case) == ("lift", True)
    office.write(lambda work: lift_warning(work, case, LiftForm(on(4, 14), "再考核 72 分")))
    card = town.board(office, case)
    assert card.card.row.state is S.IMPROVED
    assert card.card.row.watch_until == on(7, 14)
    assert (card.primary, card.steps) == (None, ())
    (post,) = office.read(
        lambda work: [work.session.get_one(Post, town.post_of(work, "赵一")).state]
    )
    assert post is PostState.ACTIVE
    with pytest.raises(UserError, match="已解除预警"):
        office.write(lambda work: propose(work, case, town.UNFIT))
    # A new look may begin a new case.
    assert town.opened(office, opened_on=on(5, 4)) != case


@pytest.mark.parametrize("lead", [town.warned, town.talked, town.helped, town.reassessed])
def test_a_warning_is_lifted_at_each_stage(office, lead):
    case = lead(office)
    office.write(lambda work: lift_warning(work, case, LiftForm(on(4, 30), "已改进")))
    assert state(office, case) is S.IMPROVED


def test_one_who_is_unfit_leaves_lawfully_and_his_grid_is_vacant(office):
    case, came = town.executed(office)
    assert came.last_day == on(5, 29)
    assert (came.posts, len(came.vacated)) == (1, 1)
    row = office.read(lambda work: work.session.get_one(Post, town.post_of(work, "赵一")))
    assert (row.state, row.valid_to, row.end_reason) == (PostState.ENDED, on(5, 30), "离岗")
    ends = office.read(
        lambda work: [
            one.valid_to
            for one in work.session.query(Contract).filter_by(
                person_id=town.person_of(work, "赵一")
            )
        ]
    )
    assert ends == [on(5, 30)]
    gap = next(row for row in office.read(lambda work: gaps(work, on(6, 1))) if row.code == "E000")
    assert (gap.since, gap.last_worker) == (on(5, 30), "赵一")
    seat = next(
        row for row in office.read(lambda work: seats(work, on(6, 1))) if row.code == "E000"
    )
    assert seat.since == on(5, 30)
    lines = {line.kind for line in town.board(office, case).settlements}
    assert SettlementKind.SEVERANCE in lines
    assert SettlementKind.INSURANCE in lines
    assert SettlementKind.IN_LIEU not in lines


def test_a_case_is_closed_once_everything_is_settled(office):
    case, _ = town.executed(office)
    fen = office.write(lambda work: reckon_severance(work, case, SeveranceForm(500_000, 600_000)))
    # 2020-01-01 to 2026-05-29: six years and less than five months.
    assert fen == 3_250_000
    lines = town.board(office, case).settlements
    wages = next(line for line in lines if line.kind is SettlementKind.WAGES)
    paid = next(line for line in lines if line.kind is SettlementKind.SEVERANCE)
    assert paid.amount_fen == 3_250_000
    assert "6.5 个月" in paid.derivation
    with pytest.raises(UserError, match="还没有金额"):
        office.write(lambda work: settle_line(work, case, wages.id, SettleForm(on(6, 1))))
    with pytest.raises(UserError, match="应当支付"):
        office.write(lambda work: waive_line(work, case, paid.id, "不想付"))
    with pytest.raises(UserError, match="要改请重新计算"):
        office.write(lambda work: settle_line(work, case, paid.id, SettleForm(on(6, 1), 1)))
    with pytest.raises(UserError, match="结算清单还有没办的"):
        office.write(lambda work: close_case(work, case))
    for line in lines:
        form = SettleForm(on(6, 2), 480_000 if line.id == wages.id else None)
        if line.kind is SettlementKind.ACCOUNT:
            office.write(lambda work, line=line: waive_line(work, case, line.id, "没有账号"))
        else:
            office.write(lambda work, line=line, form=form: settle_line(work, case, line.id, form))
    assert primary(office, case) == ("close", True)
    office.write(lambda work: close_case(work, case))
    assert state(office, case) is S.CLOSED
    with pytest.raises(UserError):
        office.write(lambda work: reckon_severance(work, case, SeveranceForm(1)))


def test_a_months_pay_stands_for_the_days_of_notice(office):
    case = town.approved(office)
    soon = NoticeForm(Delivery(on(4, 29), number="示解〔2026〕1号"), on(4, 30))
    with pytest.raises(UserError, match="只有 1 天，不足 30 天"):
        office.write(lambda work: notify(work, case, soon))
    office.write(lambda work: notify(work, case, replace(soon, in_lieu_fen=500_000)))
    office.write(lambda work: execute_exit(work, case, ExecuteForm(on(4, 30))))
    line = next(
        row for row in town.board(office, case).settlements if row.kind is SettlementKind.IN_LIEU
    )
    assert line.amount_fen == 500_000


def test_who_resigns_goes_without_hearing_and_gets_no_severance(office):
    form = ProposeForm(Ground.RESIGN, "2026-03-08 本人递交辞职报告", on(3, 9))
    case = town.proposed(office, "赵一", form)
    assert primary(office, case) == ("approve", True)
    office.write(lambda work: approve_exit(work, case, town.approval(on(3, 10))))
    early = NoticeForm(Delivery(on(3, 10)), on(3, 31))
    office.write(lambda work: notify(work, case, early))
    office.write(lambda work: execute_exit(work, case, ExecuteForm(on(3, 31))))
    kinds = {line.kind for line in town.board(office, case).settlements}
    assert SettlementKind.SEVERANCE not in kinds
    with pytest.raises(UserError, match="不计算经济补偿"):
        office.write(lambda work: reckon_severance(work, case, SeveranceForm(500_000)))


def test_who_agrees_needs_the_levels_and_is_paid(office):
    form = ProposeForm(Ground.MUTUAL, "2026-03-08 双方协商一致", on(3, 9))
    case = town.proposed(office, "赵一", form)
    assert primary(office, case) == ("consent", True)
    with pytest.raises(UserError, match="还没有社区意见"):
        office.write(lambda work: approve_exit(work, case, town.approval(on(3, 10))))
    town.consented(office, case, on(3, 10))
    office.write(lambda work: approve_exit(work, case, town.approval(on(3, 11))))
    office.write(lambda work: notify(work, case, NoticeForm(Delivery(on(3, 11)), on(3, 20))))
    assert office.write(lambda work: reckon_severance(work, case, SeveranceForm(400_000))) > 0


def test_a_term_that_runs_out_asks_for_protections_but_not_for_a_hearing(office):
    form = ProposeForm(Ground.EXPIRY, "2026-05-31 合同期满，不再续订", on(4, 9))
    case = town.proposed(office, "赵一", form)
    assert primary(office, case) == ("protect", True)
    answers = town.answers(on(4, 10))
    assert office.write(lambda work: answer_protections(work, case, answers))
    assert primary(office, case) == ("consent", True)
    town.consented(office, case, on(4, 13))
    office.write(lambda work: approve_exit(work, case, town.approval(on(4, 14))))
    assert state(office, case) is S.APPROVED


def test_fault_goes_without_notice_but_heard(office):
    case = town.approved(office, form=town.FAULT)
    same_day = NoticeForm(Delivery(on(4, 29), Delivered.REFUSED, witness="李证"), on(4, 29))
    office.write(lambda work: notify(work, case, same_day))
    came = office.write(lambda work: execute_exit(work, case, ExecuteForm(on(4, 29))))
    assert came.last_day == on(4, 29)
    kinds = {line.kind for line in town.board(office, case).settlements}
    assert SettlementKind.SEVERANCE not in kinds


def test_probation_ends_by_its_own_item_while_it_runs(office):
    item = ProposeForm(Ground.FAULT, "不符合录用条件", on(4, 9), FaultItem.PROBATION)
    case = town.opened(office, "周五")
    office.write(lambda work: propose(work, case, item))
    assert town.board(office, case).card.fault_item is FaultItem.PROBATION
    assert town.board(office, case).card.probation_to == town.PROBATION
    other = town.opened(office, "赵一")
    with pytest.raises(UserError, match="没有登记试用期"):
        office.write(lambda work: propose(work, other, item))
    with pytest.raises(UserError, match="已经满了"):
        office.write(lambda work: propose(work, case, replace(item, on=on(7, 1))))


def test_a_dispatched_worker_goes_back_only_on_some_grounds(office):
    case = town.opened(office, "钱二")
    changed = ProposeForm(Ground.CHANGED, "机构撤并", on(3, 9))
    with pytest.raises(UserError, match="钱二是劳务派遣，不能以“第四十条第三项”退出"):
        office.write(lambda work: propose(work, case, changed))
    office.write(lambda work: propose(work, case, replace(town.FAULT, on=on(3, 9))))
    assert state(office, case) is S.PROPOSED


@pytest.mark.parametrize("name", ["孙三", "李四"])
def test_part_timers_and_volunteers_have_two_steps(office, name):
    case = town.opened(office, name, Trigger.OTHER)
    board = town.board(office, case)
    assert board.card.row.path is ExitPath.SHORT
    assert [stage.code for stage in board.stages] == [
        *("reviewing", "proposed", "approved", "executed", "closed")
    ]
    with pytest.raises(UserError, match="不走预警和补训"):
        office.write(lambda work: warn(work, case, town.WARN))
    unfit = replace(town.UNFIT, on=on(3, 9))
    with pytest.raises(UserError, match="不能以“第四十条第二项”退出"):
        office.write(lambda work: propose(work, case, unfit))
    ends = ProposeForm(Ground.ROLE_ENDED, "长期不能到岗", on(3, 9))
    office.write(lambda work: propose(work, case, ends))
    assert primary(office, case) == ("approve", True)
    office.write(lambda work: approve_exit(work, case, town.approval(on(3, 10))))
    assert primary(office, case) == ("execute", True)
    with pytest.raises(UserError, match="没有写"):
        office.write(lambda work: execute_exit(work, case, ExecuteForm(on(3, 11))))
    form = ExecuteForm(on(3, 11), on(3, 10), delivery=Delivery(on(3, 11)))
    came = office.write(lambda work: execute_exit(work, case, form))
    (paper,) = town.board(office, case).receipts
    assert paper.paper is ExitPaper.RELEASE
    assert (came.posts, came.vacated, came.lines) == (1, (), 3)


def test_who_stays_in_the_post_after_his_term_goes_by_the_engagement_that_ended(office):
    def expire(work):
        (row,) = work.session.query(Contract).filter_by(person_id=town.person_of(work, "赵一"))
        row.valid_to = on(3, 1)

    office.write(expire)
    case = town.opened(office, "赵一", Trigger.TERM)
    row = town.board(office, case).card.row
    assert (row.engagement, row.path) == (Engagement.CONTRACT, ExitPath.FULL)


def test_nobody_knows_the_path_of_who_is_engaged_in_no_way(office):
    with pytest.raises(UserError, match="吴六的聘用方式没有登记"):
        town.opened(office, "吴六")


def test_a_protected_person_stays_on_article_forty_and_leaves_when_he_wishes(office):
    case = town.proposed(office)
    blocked = town.answers(on(4, 16), Protection.PREGNANCY)
    assert not office.write(lambda work: answer_protections(work, case, blocked))
    board = town.board(office, case)
    assert board.card.row.state is S.PROPOSED
    assert any("受保护的情形" in each.sentence for each in board.blockers)
    free = town.answers(on(4, 17))
    assert office.write(lambda work: answer_protections(work, case, free))
    # It turns out later: nothing goes past the approval.
    late = town.answers(on(4, 20), Protection.ILLNESS)
    office.write(lambda work: answer_protections(work, case, late))
    told = TellForm(Delivery(on(4, 20)))
    office.write(lambda work: tell_person(work, case, told))
    with pytest.raises(UserError, match="受保护的情形"):
        office.write(lambda work: hear(work, case, HearForm("waived", on(4, 21))))


def test_the_days_to_speak_run_in_working_days(office):
    case = town.checked(office)
    # Friday 17 April: five working days end on Friday 24.
    office.write(lambda work: tell_person(work, case, TellForm(Delivery(on(4, 17)))))
    (hearing,) = town.board(office, case).hearings
    assert hearing.until == on(4, 24)
    with pytest.raises(UserError, match="还没有逾期"):
        office.write(lambda work: hear(work, case, HearForm("lapsed", on(4, 24))))
    office.write(lambda work: hear(work, case, HearForm("lapsed", on(4, 27))))
    assert state(office, case) is S.HEARD


def test_an_objection_of_the_union_is_answered_before_the_case_goes_on(office):
    case = town.heard(office)
    town.asked(office, case, OpinionKind.UNION, on(4, 21))
    assert primary(office, case) == ("union", True)
    silent = OpinionForm(Opinion.SILENT, on(4, 22))
    with pytest.raises(UserError, match="还没有逾期"):
        office.write(lambda work: record_opinion(work, case, OpinionKind.UNION, silent))
    against = OpinionForm(Opinion.OBJECTS, on(4, 23), "培训时间不够")
    assert not office.write(lambda work: record_opinion(work, case, OpinionKind.UNION, against))
    assert primary(office, case) == ("answer_objection", True)
    office.write(
        lambda work: answer_objection(work, case, OpinionKind.UNION, "已补训 20 学时，有签到表")
    )
    assert state(office, case) is S.UNION_ASKED


def test_an_appeal_holds_up_the_last_day_and_may_cancel_the_exit(office):
    case = town.notified(office)
    appeal = office.write(
        lambda work: file_appeal(work, case, AppealForm(on(5, 6), "考核分数有误"))
    )
    with pytest.raises(UserError, match="申诉中"):
        office.write(lambda work: execute_exit(work, case, ExecuteForm(on(5, 29))))
    with pytest.raises(UserError, match="申诉"):
        office.write(lambda work: cancel_case(work, case, "算了"))
    upheld = AppealAnswer(upheld=True, on=on(5, 12), finding="复核后应为 61 分")
    office.write(lambda work: decide_appeal(work, case, appeal, upheld))
    assert state(office, case) is S.CANCELLED
    row = office.read(lambda work: work.session.get_one(Post, town.post_of(work, "赵一")))
    assert row.state is PostState.ACTIVE


def test_a_denied_appeal_asks_for_a_new_last_day_where_the_old_one_passed(office):
    case = town.notified(office)
    appeal = office.write(
        lambda work: file_appeal(work, case, AppealForm(on(5, 28), "考核分数有误"))
    )
    denied = AppealAnswer(upheld=False, on=on(6, 8), finding="复核无误", decided_by="街道工委")
    with pytest.raises(UserError, match="原定最后在岗日已经过了"):
        office.write(lambda work: decide_appeal(work, case, appeal, denied))
    later = replace(denied, effective_on=on(6, 10))
    office.write(lambda work: decide_appeal(work, case, appeal, later))
    came = office.write(lambda work: execute_exit(work, case, ExecuteForm(on(6, 10))))
    assert came.last_day == on(6, 10)


def test_a_case_that_was_nothing_is_dismissed(office):
    case = town.opened(office)
    with pytest.raises(UserError, match="要写明理由"):
        office.write(lambda work: dismiss_case(work, case, " "))
    office.write(lambda work: dismiss_case(work, case, "分数录错，已更正"))
    assert state(office, case) is S.DISMISSED


def test_the_list_tells_the_next_step_and_the_days(office):
    first = town.warned(office, "赵一")
    second = town.opened(office, "钱二")
    rows = office.read(cases)
    assert {row.id: row.step for row in rows} == {first: "talk", second: "warn"}
    assert all(min(row.days_waiting, row.overdue) > 0 for row in rows)
    assert [row.number for row in sorted(rows, key=lambda row: row.id)] == [
        "退〔2026〕001号",
        "退〔2026〕002号",
    ]
    found = office.read(lambda work: cases(work, CaseFilter(states=(S.WARNED,))))
    assert [row.id for row in found] == [first]
    assert office.read(lambda work: cases(work, CaseFilter(text="钱二")))[0].id == second
    assert office.read(lambda work: cases(work, CaseFilter(ended=True))) == []
    counts = {row.state: row.cases for row in office.read(stage_counts) if row.cases}
    assert counts == {S.WARNED: 1, S.REVIEWING: 1}


def test_the_timeline_tells_everything_in_its_order(office):
    case, _ = town.executed(office)
    rows = office.read(lambda work: timeline_of(work, case))
    labels = [row.label for row in rows]
    assert labels[0] == "核实"
    assert labels[-1] == "已离岗"
    assert "补训或调岗完成" in labels
    assert "送达拟解除告知书" in labels
    assert [row.on for row in rows] == sorted(row.on for row in rows)
    stages = town.board(office, case).stages
    assert [stage.code for stage in stages if stage.done][-1] == "executed"
    assert not any(stage.skipped for stage in stages)


def test_a_stage_that_is_not_on_the_way_is_told_as_skipped(office):
    form = ProposeForm(Ground.RESIGN, "本人递交辞职报告", on(3, 9))
    case = town.proposed(office, "赵一", form)
    stages = {stage.code: stage for stage in town.board(office, case).stages}
    assert stages["warned"].skipped
    assert stages["heard"].skipped
    assert stages["proposed"].here
    assert not stages["approved"].skipped


def test_a_ground_never_speaks_of_a_rank(office):
    case = town.opened(office)
    form = ProposeForm(Ground.FAULT, "末位", on(3, 9), FaultItem.BREACH)
    with pytest.raises(UserError, match="不能写“末位”"):
        office.write(lambda work: propose(work, case, form))


def test_the_list_takes_as_many_statements_for_four_cases_as_for_one(office):
    town.opened(office, "赵一")
    with recorded() as one:
        office.read(cases)
    for name in ("钱二", "孙三", "周五"):
        town.opened(office, name)
    with recorded() as many:
        assert len(office.read(cases)) == 4
    assert len(many) == len(one) <= 20


def test_a_board_takes_as_many_statements_at_the_end_as_at_the_beginning(office):
    case = town.opened(office, "钱二")
    with recorded() as begun:
        town.board(office, case)
    case, _ = town.executed(office)
    with recorded() as left:
        town.board(office, case)
    assert len(left) - len(begun) <= 1
    assert len(left) <= 60
