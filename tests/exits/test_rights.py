"""Who may see, act, decide and open what is sealed; nobody else learns that there is a case."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.rules import RIGHTS_OF, Role
from hrgrid.accounts.service import set_policy
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.model import ExitProtection
from hrgrid.exits.queries.board import case_board
from hrgrid.exits.queries.cases import case_row, cases, stage_counts, who_may_leave
from hrgrid.exits.queries.person_cases import cases_of_person
from hrgrid.exits.queries.timeline import timeline_of
from hrgrid.exits.rules import case_forms as forms
from hrgrid.exits.rules.words import ExitPaper, ExitState, Protection
from hrgrid.exits.service.approving import approve_exit
from hrgrid.exits.service.cases import add_receipt, cancel_case, hand_over
from hrgrid.exits.service.protections import open_scan, seal_scan
from hrgrid.exits.service.retention import due_for_purge, purge_scans
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalEntry
from hrgrid.workforce.queries.cards import person_card
from hrgrid.workforce.rules import Engagement
from hrgrid.workforce.service.posting import end_post
from tests.exits import office as town
from tests.exits.office import on
from tests.exits.test_turns import DEEDS

S = ExitState
SCAN = forms.SealedScan("孕检报告.pdf", b"%PDF-1.7 sealed")


def with_rights(desk: Desk, *grants: Grant, operator_id: int | None = None) -> Desk:
    number = desk.actor.operator_id if operator_id is None else operator_id
    actor = Actor(number, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


def path_of(desk: Desk, name: str = "东街道") -> str:
    return town.area(desk, name).path


@pytest.mark.parametrize("deed", [name for name in DEEDS if name != "approve"], ids=str)
def test_a_deed_asks_for_its_right_on_the_cases_area(office, deed):
    case = town.opened(office)
    there = path_of(office, "西街道")
    for grants in (
        (),
        (Grant(Right.RUN_EXITS, there),),
        (Grant(Right.VIEW_EXITS, ""), Grant(Right.DECIDE_EXITS, "")),
    ):
        with pytest.raises(Refused):
            with_rights(office, *grants).write(lambda work: DEEDS[deed][0](work, case))


READS = {
    "board": case_board,
    "row": case_row,
    "timeline": timeline_of,
}


@pytest.mark.parametrize("read", READS, ids=str)
def test_a_read_is_for_who_may_see_exits_there(office, read):
    case = town.opened(office)
    here, there = path_of(office), path_of(office, "西街道")
    with_rights(office, Grant(Right.VIEW_EXITS, here)).read(lambda work: READS[read](work, case))
    for grants in (
        (),
        (Grant(Right.VIEW_EXITS, there),),
        (Grant(Right.VIEW_WORKFORCE, ""), Grant(Right.APPROVE, "")),
    ):
        with pytest.raises(Refused):
            with_rights(office, *grants).read(lambda work: READS[read](work, case))


def test_lists_hold_what_lies_in_ones_own_part(office):
    case = town.opened(office)
    own = with_rights(office, Grant(Right.VIEW_EXITS, path_of(office)))
    neighbour = with_rights(office, Grant(Right.VIEW_EXITS, path_of(office, "西街道")))
    nobody = with_rights(office, Grant(Right.VIEW_WORKFORCE, ""))
    who = office.read(lambda work: town.person_of(work, "赵一"))
    assert [row.id for row in own.read(cases)] == [case]
    assert neighbour.read(cases) == []
    assert sum(row.cases for row in neighbour.read(stage_counts)) == 0
    assert [row.id for row in own.read(lambda work: cases_of_person(work, who))] == [case]
    for desk in (neighbour, nobody):
        assert desk.read(lambda work: cases_of_person(work, who)) == []
    for query in (cases, stage_counts, who_may_leave):
        with pytest.raises(Refused):
            nobody.read(query)


def test_nothing_of_a_case_stands_on_the_persons_card(office):
    before = office.read(lambda work: person_card(work, town.person_of(work, "赵一")))
    town.executed(office)
    after = office.read(lambda work: person_card(work, town.person_of(work, "赵一")))
    assert before != after
    assert "退" not in repr(after)
    assert "能胜任" not in repr(after)


def test_the_journal_names_no_person_of_a_case(office):
    town.executed(office)

    def entries(work):
        return [
            entry
            for entry in work.session.query(JournalEntry).all()
            if "退" in entry.subject or "exit" in entry.action
        ]

    found = office.read(entries)
    assert len(found) > 15
    for entry in found:
        told = f"{entry.subject}{entry.reason}{entry.before}{entry.after}"
        assert "赵一" not in told, entry.action


def test_a_sealed_scan_is_opened_by_the_handler_alone_and_put_on_record(office):
    case = town.checked(office)
    office.write(lambda work: seal_scan(work, case, Protection.PREGNANCY, SCAN))
    row = town.board(office, case).protections[0]
    assert (row.has_scan, row.scan_name) == (True, "保护情形材料1.pdf")
    kept = office.read(
        lambda work: work.session.query(ExitProtection).filter_by(item=Protection.PREGNANCY).one()
    )
    assert SCAN.content not in bytes(kept.scan)
    opened = office.write(lambda work: open_scan(work, case, Protection.PREGNANCY))
    assert opened.content == SCAN.content
    looked = office.read(
        lambda work: work.session.query(JournalEntry).filter_by(action="open_protection").count()
    )
    assert looked == 1
    owner = (Grant(right, "") for right in Right)
    other = with_rights(office, *owner, operator_id=4711)
    with pytest.raises(Refused, match="只有经办人能看"):
        other.write(lambda work: open_scan(work, case, Protection.PREGNANCY))


def test_scans_go_when_their_time_is_over_and_answers_stay(office, clock):
    case = town.checked(office)
    office.write(lambda work: seal_scan(work, case, Protection.ILLNESS, SCAN))
    office.write(lambda work: cancel_case(work, case, "改为调岗"))
    assert office.read(due_for_purge) == []
    assert office.write(purge_scans) == 0
    clock.move(dt.timedelta(days=3 * 366))
    (due,) = office.read(due_for_purge)
    assert due[0] == case
    assert office.write(purge_scans) == 1
    board = town.board(office, case)
    assert not any(row.has_scan for row in board.protections)
    assert [row.blocks for row in board.protections] == [False] * 6
    assert board.card.purged_on is not None
    with pytest.raises(UserError, match="已到期清除"):
        office.write(lambda work: open_scan(work, case, Protection.ILLNESS))
    assert office.write(purge_scans) == 0


def test_the_proposer_does_not_approve_where_the_policy_asks_for_another(office):
    office.write(lambda work: set_policy(work, Policy.OTHER_APPROVER, 1), reason="规定")
    case = town.reviewed(office)
    town.consented(office, case, on(4, 27))
    with pytest.raises(Refused, match="经办人不能审批自己经办的事项"):
        office.write(lambda work: approve_exit(work, case, forms.ApproveForm("示政法9号")))
    assert town.board(office, case).card.row.state is S.LEGAL_REVIEWED
    office.write(lambda work: approve_exit(work, case, town.approval(on(4, 28))))
    assert town.board(office, case).card.row.state is S.APPROVED


def test_two_people_approve_where_the_policy_asks_for_two(office):
    office.write(lambda work: set_policy(work, Policy.APPROVERS_OF_AWARDS, 2), reason="规定")
    case = town.reviewed(office)
    town.consented(office, case, on(4, 27))
    first = town.approval(on(4, 28))
    assert not office.write(lambda work: approve_exit(work, case, first)).complete
    assert town.board(office, case).card.row.state is S.LEGAL_REVIEWED
    with pytest.raises(Refused, match="同一个人已经审批过"):
        office.write(lambda work: approve_exit(work, case, first))
    second = forms.ApproveForm("示政法〔2026〕9号", "陈区长", "副区长", on(4, 28))
    assert office.write(lambda work: approve_exit(work, case, second)).complete
    board = town.board(office, case)
    assert board.card.row.state is S.APPROVED
    assert [row.name for row in board.approvals] == ["刘书记", "陈区长"]


def test_signing_in_an_approval_needs_the_right_to_decide(office):
    case = town.reviewed(office)
    town.consented(office, case, on(4, 27))
    clerk = with_rights(office, *(Grant(right, "") for right in RIGHTS_OF[Role.CLERK]))
    with pytest.raises(Refused, match="决定退出"):
        clerk.write(lambda work: approve_exit(work, case, forms.ApproveForm("9号")))
    steps = {step.code: step for step in clerk.read(lambda work: case_board(work, case)).steps}
    assert steps["approve"].enabled
    chief = with_rights(office, *(Grant(right, "") for right in RIGHTS_OF[Role.CHIEF]))
    board = chief.read(lambda work: case_board(work, case))
    assert [step.code for step in board.steps if step.enabled] == ["approve"]
    chief.write(lambda work: approve_exit(work, case, forms.ApproveForm("9号")))
    assert town.board(office, case).card.row.state is S.APPROVED


def test_a_case_goes_to_another_who_may_handle_it(office):
    case = town.opened(office)
    with pytest.raises(UserError, match="没有这名操作员"):
        office.write(lambda work: hand_over(work, case, 4711))
    with pytest.raises(UserError, match="就是现在的经办人"):
        office.write(lambda work: hand_over(work, case, office.actor.operator_id))
    viewer = with_rights(office, Grant(Right.VIEW_EXITS, ""))
    board = viewer.read(lambda work: case_board(work, case))
    assert not any(step.enabled for step in board.steps)
    receipt = forms.ReceiptForm(ExitPaper.WARNING, forms.Delivery(on(3, 3)))
    with pytest.raises(Refused):
        viewer.write(lambda work: add_receipt(work, case, receipt))


def test_whoever_holds_no_post_is_found_where_he_was_last(office):
    office.write(
        lambda work: end_post(work, town.post_of(work, "钱二"), town.on(5, 31)), reason="退回"
    )
    here = with_rights(office, Grant(Right.RUN_EXITS, path_of(office)))
    there = with_rights(office, Grant(Right.RUN_EXITS, path_of(office, "西街道")))
    [found] = here.read(lambda work: who_may_leave(work, "钱二"))
    assert (found.post_id, found.engagement) == (None, Engagement.DISPATCH)
    assert found.area_path.startswith(path_of(office))
    assert there.read(lambda work: who_may_leave(work, "钱二")) == []
    # Nobody is listed without being looked for.
    assert "钱二" not in {one.name for one in here.read(who_may_leave)}
