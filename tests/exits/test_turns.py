"""Every step out of turn is refused with a sentence that says how far the case has come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exits.queries.cases import case_row
from hrgrid.exits.rules import case_forms as forms
from hrgrid.exits.rules.words import (
    ConsentLevel,
    Delivered,
    ExitPaper,
    ExitState,
    Opinion,
    OpinionKind,
    Protection,
    RemedyKind,
    SettlementKind,
    Trigger,
)
from hrgrid.exits.service.appeals import decide_appeal, file_appeal
from hrgrid.exits.service.approving import approve_exit
from hrgrid.exits.service.cases import add_receipt, cancel_case, dismiss_case, open_case
from hrgrid.exits.service.consents import add_consent, void_consent
from hrgrid.exits.service.executing import execute_exit
from hrgrid.exits.service.hearings import hear, tell_person
from hrgrid.exits.service.notices import notify
from hrgrid.exits.service.opinions import answer_objection, ask_opinion, record_opinion
from hrgrid.exits.service.proposing import propose
from hrgrid.exits.service.protections import answer_protections, seal_scan
from hrgrid.exits.service.reassessing import lift_warning, reassess
from hrgrid.exits.service.remedies import begin_remedy, finish_remedy
from hrgrid.exits.service.settling import (
    add_line,
    close_case,
    reckon_severance,
    settle_line,
    waive_line,
)
from hrgrid.exits.service.talks import hold_talk, warn
from tests.exits import office as town
from tests.exits.office import on

S = ExitState
UNION, LEGAL = OpinionKind.UNION, OpinionKind.LEGAL
LATE = on(6, 1)
TOLD = forms.TellForm(forms.Delivery(LATE))

# Each with the states in which it may be done.
DEEDS = {
    "warn": (lambda work, case: warn(work, case, town.WARN), {S.REVIEWING}),
    "talk": (
        lambda work, case: hold_talk(work, case, replace(town.TALK, held_on=LATE)),
        {S.WARNED, S.TALKED, S.REMEDY, S.REASSESSED},
    ),
    "remedy": (
        lambda work, case: begin_remedy(
            work, case, replace(town.REMEDY, first_day=LATE, last_day=on(7, 1))
        ),
        {S.TALKED, S.REMEDY, S.REASSESSED},
    ),
    "remedy_done": (
        lambda work, case: finish_remedy(work, case, 1, replace(town.DONE, done_on=LATE)),
        {S.REMEDY},
    ),
    "reassess": (
        lambda work, case: reassess(work, case, town.reassessing(1, held_on=LATE)),
        {S.REMEDY},
    ),
    "lift": (
        lambda work, case: lift_warning(work, case, forms.LiftForm(LATE, "已改进")),
        {S.WARNED, S.TALKED, S.REMEDY, S.REASSESSED},
    ),
    "dismiss": (lambda work, case: dismiss_case(work, case, "查无此事"), {S.REVIEWING}),
    "propose": (
        lambda work, case: propose(work, case, replace(town.UNFIT, on=LATE)),
        {S.REVIEWING, S.REASSESSED, S.PROPOSED},
    ),
    "protect": (
        lambda work, case: answer_protections(work, case, town.answers(LATE)),
        {S.PROPOSED, S.CHECKED, S.HEARD, S.UNION_ASKED, S.LEGAL_REVIEWED},
    ),
    "seal": (
        lambda work, case: seal_scan(
            work, case, Protection.ILLNESS, forms.SealedScan("1.pdf", b"x")
        ),
        {S.PROPOSED, S.CHECKED, S.HEARD, S.UNION_ASKED, S.LEGAL_REVIEWED},
    ),
    "tell": (lambda work, case: tell_person(work, case, TOLD), {S.CHECKED}),
    "hear": (
        lambda work, case: hear(work, case, forms.HearForm("waived", LATE)),
        {S.CHECKED},
    ),
    "ask_union": (
        lambda work, case: ask_opinion(work, case, UNION, forms.AskForm("工会", LATE)),
        {S.HEARD},
    ),
    "union": (
        lambda work, case: record_opinion(
            work, case, UNION, forms.OpinionForm(Opinion.AGREES, LATE)
        ),
        {S.HEARD},
    ),
    "ask_legal": (
        lambda work, case: ask_opinion(work, case, LEGAL, forms.AskForm("律师", LATE)),
        {S.UNION_ASKED},
    ),
    "answer_objection": (
        lambda work, case: answer_objection(work, case, LEGAL, "已补正"),
        {S.UNION_ASKED},
    ),
    "consent": (
        lambda work, case: add_consent(work, case, town.consent(ConsentLevel.COMMUNITY, LATE)),
        {S.LEGAL_REVIEWED},
    ),
    "void_consent": (
        lambda work, case: void_consent(work, case, 1, "重来"),
        {S.LEGAL_REVIEWED},
    ),
    "approve": (
        lambda work, case: approve_exit(work, case, town.approval(LATE)),
        {S.LEGAL_REVIEWED},
    ),
    "notify": (
        lambda work, case: notify(
            work, case, replace(town.NOTICE, delivery=forms.Delivery(LATE), in_lieu_fen=1)
        ),
        {S.APPROVED},
    ),
    "appeal": (
        lambda work, case: file_appeal(work, case, forms.AppealForm(LATE, "不服")),
        {S.NOTIFIED},
    ),
    "decide_appeal": (
        lambda work, case: decide_appeal(
            work, case, 1, forms.AppealAnswer(upheld=False, on=LATE, finding="无误")
        ),
        {S.APPEALED},
    ),
    "execute": (
        lambda work, case: execute_exit(work, case, forms.ExecuteForm(LATE)),
        {S.APPROVED, S.NOTIFIED},
    ),
    "severance": (
        lambda work, case: reckon_severance(work, case, forms.SeveranceForm(500_000)),
        {
            *(S.PROPOSED, S.CHECKED, S.HEARD, S.UNION_ASKED, S.LEGAL_REVIEWED),
            *(S.APPROVED, S.NOTIFIED, S.APPEALED, S.EXECUTED),
        },
    ),
    "settle": (
        lambda work, case: settle_line(work, case, 1, forms.SettleForm(LATE)),
        {S.EXECUTED},
    ),
    "waive": (lambda work, case: waive_line(work, case, 1, "没有"), {S.EXECUTED}),
    "line": (
        lambda work, case: add_line(work, case, forms.LineForm(SettlementKind.OTHER, "交回电动车")),
        {S.EXECUTED},
    ),
    "close": (close_case, {S.EXECUTED}),
    "cancel": (
        lambda work, case: cancel_case(work, case, "改为调岗"),
        {
            *(S.PROPOSED, S.CHECKED, S.HEARD, S.UNION_ASKED),
            *(S.LEGAL_REVIEWED, S.APPROVED, S.NOTIFIED),
        },
    ),
}
STATES = {
    S.REVIEWING: town.opened,
    S.WARNED: town.warned,
    S.TALKED: town.talked,
    S.REMEDY: town.helped,
    S.REASSESSED: town.reassessed,
    S.PROPOSED: town.proposed,
    S.CHECKED: town.checked,
    S.HEARD: town.heard,
    S.LEGAL_REVIEWED: town.reviewed,
    S.APPROVED: town.approved,
    S.NOTIFIED: town.notified,
    S.EXECUTED: lambda desk: town.executed(desk)[0],
}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.value)
def test_what_is_out_of_turn_is_refused_and_changes_nothing(office, state):
    case = STATES[state](office)
    before = town.board(office, case)
    assert before.card.row.state is state
    for name, (deed, states) in DEEDS.items():
        if state in states:
            continue
        with pytest.raises(UserError) as refused:
            office.write(lambda work, deed=deed: deed(work, case))
        told = str(refused.value)
        assert f"现在是“{state.label}”" in told, (name, told)
        assert "请刷新后查看办到了哪一步" in told, (name, told)
    assert town.board(office, case) == before


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.value)
def test_what_the_board_offers_fits_the_state(office, state):
    case = STATES[state](office)
    board = town.board(office, case)
    assert sum(step.primary for step in board.steps) == 1
    codes = [step.code for step in board.steps]
    assert len(codes) == len(set(codes))
    for step in board.steps:
        known = DEEDS.get({"amend": "propose"}.get(step.code, step.code))
        if known is not None:
            assert state in known[1], step.code
    row = office.read(lambda work: case_row(work, case))
    assert (row.step, row.step_label) == (board.primary.code, board.primary.label)


BAD = {
    "warning without a number": (
        town.opened,
        lambda work, case: warn(work, case, replace(town.WARN, document_no=" ")),
        "没有编号",
    ),
    "warning before the case": (
        town.opened,
        lambda work, case: warn(work, case, replace(town.WARN, on=on(3, 1))),
        "早于上一步",
    ),
    "talk without content": (
        town.warned,
        lambda work, case: hold_talk(work, case, replace(town.TALK, content="")),
        "没有写谈话内容",
    ),
    "talk refused without witness": (
        town.warned,
        lambda work, case: hold_talk(work, case, replace(town.TALK, refused=True)),
        "要有见证人",
    ),
    "remedy of 29 days": (
        town.talked,
        lambda work, case: begin_remedy(work, case, replace(town.REMEDY, last_day=on(4, 6))),
        "只有 29 天",
    ),
    "remedy before the talk": (
        town.talked,
        lambda work, case: begin_remedy(work, case, replace(town.REMEDY, first_day=on(3, 4))),
        "早于上一步",
    ),
    "transfer to a post of somebody else": (
        town.talked,
        lambda work, case: begin_remedy(
            work,
            case,
            replace(town.REMEDY, kind=RemedyKind.TRANSFER, post_id=town.post_of(work, "钱二")),
        ),
        "不是赵一的任职",
    ),
    "hours that lack": (
        lambda desk: town.helped(desk, done=False),
        lambda work, case: finish_remedy(work, case, 1, replace(town.DONE, minutes=719)),
        "不少于 720 分钟",
    ),
    "result before its end": (
        lambda desk: town.helped(desk, done=False),
        lambda work, case: finish_remedy(work, case, 1, replace(town.DONE, done_on=on(4, 9))),
        "才满",
    ),
    "the same assessor, written otherwise": (
        town.helped,
        lambda work, case: reassess(work, case, town.reassessing(1, assessor="科 长甲")),
        "要由另一人来做",
    ),
    "reassessed on the last day": (
        town.helped,
        lambda work, case: reassess(work, case, town.reassessing(1, held_on=on(4, 10))),
        "再考核要在其后",
    ),
    "a refusal without a witness": (
        town.checked,
        lambda work, case: tell_person(
            work, case, forms.TellForm(forms.Delivery(on(4, 17), Delivered.REFUSED))
        ),
        "要有见证人",
    ),
    "heard before he was told": (
        town.checked,
        lambda work, case: hear(work, case, forms.HearForm("waived", on(4, 17))),
        "还没有告知",
    ),
    "the street before the community": (
        town.reviewed,
        lambda work, case: add_consent(work, case, town.consent(ConsentLevel.STREET, on(4, 27))),
        "还没有社区意见",
    ),
    "a receipt of tomorrow": (
        town.warned,
        lambda work, case: add_receipt(
            work,
            case,
            forms.ReceiptForm(
                ExitPaper.WARNING,
                forms.Delivery(work.today.replace(year=work.today.year + 1, day=1)),
            ),
        ),
        "在今天之后",
    ),
}


@pytest.mark.parametrize("case_of", BAD, ids=str)
def test_bad_input_is_told_in_a_sentence(office, case_of):
    lead, deed, told = BAD[case_of]
    case = lead(office)
    with pytest.raises(UserError, match=told):
        office.write(lambda work: deed(work, case))


def test_two_cases_of_one_person_are_never_open(office):
    town.opened(office)
    with pytest.raises(UserError, match="已有一件没有办结的退出事项（退〔2026〕001号）"):
        town.opened(office)


def test_a_result_needs_to_say_who_judged(office):
    with pytest.raises(UserError, match="要写明原来的考核人"):
        town.opened(office, first_assessor="")


def test_a_case_of_nobody_is_refused(office):
    form = forms.OpenForm(987_654, Trigger.SCORE, "线索")
    with pytest.raises(UserError, match="不在册"):
        office.write(lambda work: open_case(work, form))
