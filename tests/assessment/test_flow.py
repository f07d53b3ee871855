"""A period on its way: shown, appealed against, confirmed, opened again; what each step refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.board import period_board
from hrgrid.assessment.queries.of_person import periods_of_person
from hrgrid.assessment.queries.periods import parts_of_period, period_card, rests_on
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.queries.shown import showings_of, shown_units
from hrgrid.assessment.rules.words import AppealState, PeriodKind, PeriodState, Shown
from hrgrid.assessment.service import settling
from hrgrid.assessment.service.appeals import (
    AppealForm,
    deny_appeal,
    file_appeal,
    review_appeal,
    uphold_appeal,
    withdraw_appeal,
)
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.moderation import approve_moderations
from hrgrid.assessment.service.periods import (
    back_to_scoring,
    open_appeals,
    show_results,
    start_scoring,
)
from hrgrid.assessment.service.showing import ShowForm, show_to, show_unit, unshow
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.journal import JournalFilter, entries
from tests.assessment import assessed as town

DAY = dt.timedelta(days=1)


def board(desk, number: int):
    return desk.read(lambda work: period_board(work, number))


def state(desk, number: int) -> PeriodState:
    return board(desk, number).card.row.state


def test_a_month_goes_from_its_opening_to_the_archive(office):
    """Each step is the one lawful step of the board, and stands in the way that it took."""
    town.delivered(office)
    number = town.opened(office)
    seen = []

    def step(code: str, do) -> None:
        found = board(office, number)
        assert found.next is not None
        assert (found.next.code, found.next.enabled) == (code, True), found.blockers
        seen.append(code)
        office.write(do)

    step("score", lambda work: start_scoring(work, number))
    step("compute", lambda work: compute(work, number))
    step("show", lambda work: show_results(work, number))
    assert board(office, number).next.enabled is False
    told = office.write(lambda work: show_unit(work, number, None, ShowForm(Shown.SENT)))
    assert told == 20
    on = town.PUBLISHED[9]
    step("appeals", lambda work: open_appeals(work, number, on))
    found = board(office, number)
    assert (found.next.code, found.approved) == ("approve", False)
    with pytest.raises(Refused, match="审批"):
        office.write(lambda work: settling.confirm_period(work, number))
    town.approved(office, office.read(lambda work: settling.result_subject(work, number)))
    step("confirm", lambda work: settling.confirm_period(work, number, "政法〔2026〕9 号"))
    step("lock", lambda work: settling.lock_period(work, number))
    card = office.read(lambda work: period_card(work, number))
    assert [one.state for one in card.steps] == list(PeriodState)
    assert card.approval_words.startswith("单人审批：")
    assert card.document_no == "政法〔2026〕9 号"
    assert board(office, number).next is None
    told = office.read(lambda work: entries(work.session, JournalFilter()))
    ours = [one.action for one in reversed(told) if one.subject.startswith("考核期“2026 年 9 月")]
    assert ours == [
        *("open_period", "take_assessees", "step_period", "step_period", "compute_assessment"),
        *("step_period", "show_results", "step_period", "step_period", "step_period"),
    ]


def test_the_board_counts_people_figures_results_and_showings(office):
    town.delivered(office, without=("秦天", "尤地"))
    number = town.opened(office)
    counts = board(office, number).counts
    assert (counts.assessed, counts.units) == (20, 4)
    assert {reason.value: count for reason, count in counts.left_out} == {
        "too_few_days": 2,
        "on_leave": 2,
    }
    patrols = next(one for one in counts.delivered if one.code == "patrols")
    assert (patrols.delivered, patrols.of, patrols.needed) == (18, 20, True)
    training = next(one for one in counts.delivered if one.code == "training")
    assert (training.delivered, training.needed) == (0, False)
    office.write(lambda work: start_scoring(work, number))
    office.write(lambda work: compute(work, number))
    found = board(office, number)
    assert (found.counts.computed, found.counts.blocked) == (18, 2)
    assert [one.where for one in found.blockers] == ["results/blocked"]
    with pytest.raises(UserError, match="2 人缺数据"):
        office.write(lambda work: show_results(work, number))


def test_a_month_is_scored_once_it_is_over(office, clock):
    today = office.read(lambda work: work.today)
    number = town.opened(office, year=today.year, number=today.month)
    with pytest.raises(UserError, match="才结束"):
        office.write(lambda work: start_scoring(work, number))
    assert board(office, number).next.enabled is False
    clock.move(DAY * 32)
    office.write(lambda work: start_scoring(work, number))
    assert state(office, number) is PeriodState.SCORING


def test_results_are_shown_signed_sent_or_refused_before_a_witness(office):
    number = town.scored(office)
    office.write(lambda work: show_results(work, number))
    ids = town.assessees(office, number)
    street = {one.unit: one for one in office.read(lambda work: shown_units(work, number))}
    south = street["南街道"].unit_id
    sent = ShowForm(Shown.SENT)
    assert office.write(lambda work: show_unit(work, number, south, sent)) == 4
    assert office.write(lambda work: show_unit(work, number, south, sent)) == 0
    refused = ShowForm(Shown.REFUSED)
    with pytest.raises(UserError, match="见证人"):
        office.write(lambda work: show_to(work, number, [ids["赵一"]], refused))
    with pytest.raises(UserError, match="一人一人"):
        office.write(lambda work: show_unit(work, number, None, refused))
    witnessed = ShowForm(Shown.REFUSED, witness="社区书记 孙某")
    office.write(lambda work: show_to(work, number, [ids["赵一"]], witnessed))
    # A signature follows what was only sent.
    signed = ShowForm(Shown.SIGNED)
    office.write(lambda work: show_to(work, number, [ids["韩西"]], signed))
    rows = {one.name: one for one in office.read(lambda work: showings_of(work, number))}
    assert rows["赵一"].witness == "社区书记 孙某"
    assert (rows["韩西"].how, rows["杨北"].how, rows["钱二"].how) == (
        Shown.SIGNED,
        Shown.SENT,
        None,
    )
    with pytest.raises(UserError, match="没有结果"):
        office.write(lambda work: show_to(work, number, [ids["周五"]], signed))
    with pytest.raises(UserError, match="15 人还没有看到"):
        office.write(lambda work: open_appeals(work, number))
    assert office.write(lambda work: unshow(work, number, [ids["赵一"]])) == 1
    assert board(office, number).counts.shown == 4


def test_an_appeal_comes_in_time_and_is_answered_in_time(office, clock):
    number = town.shown(office)
    ids = town.assessees(office, number)
    until, _ = office.write(lambda work: open_appeals(work, number))
    today = office.read(lambda work: work.today)
    form = AppealForm(ids["赵一"], "巡查次数少算了 3 次")
    assert office.write(lambda work: file_appeal(work, number, form)) == 1
    with pytest.raises(UserError, match="第 1 号申诉还没有办结"):
        office.write(lambda work: file_appeal(work, number, form))
    row = office.read(lambda work: appeals_of(work, number))[0]
    assert (row.late, row.overdue, row.filed_on) == (False, False, today)
    assert row.answer_due > until > today
    clock.move(DAY * 20)
    late = AppealForm(ids["钱二"], "培训漏算")
    with pytest.raises(UserError, match="已经满了"):
        office.write(lambda work: file_appeal(work, number, late))
    office.write(lambda work: file_appeal(work, number, late), reason="住院，家属代送")
    rows = {one.name: one for one in office.read(lambda work: appeals_of(work, number))}
    assert (rows["赵一"].overdue, rows["钱二"].late) == (True, True)
    counts = board(office, number).counts
    assert (counts.appeals_open, counts.appeals_overdue) == (2, 1)
    with pytest.raises(UserError, match="2 件申诉还没有办结"):
        office.write(lambda work: settling.confirm_period(work, number))
    one, two = rows["赵一"].id, rows["钱二"].id
    with pytest.raises(UserError, match="不能再办"):
        office.write(lambda work: deny_appeal(work, one, "查无此事"))
    office.write(lambda work: review_appeal(work, one))
    with pytest.raises(UserError, match="结论"):
        office.write(lambda work: deny_appeal(work, one, "  "))
    office.write(lambda work: deny_appeal(work, one, "平台记录无误"))
    with pytest.raises(UserError, match="事由"):
        office.write(lambda work: withdraw_appeal(work, two))
    office.write(lambda work: withdraw_appeal(work, two), reason="本人撤回")
    states = {one.name: one.state for one in office.read(lambda work: appeals_of(work, number))}
    assert states == {"赵一": AppealState.DENIED, "钱二": AppealState.WITHDRAWN}
    assert board(office, number).next.code == "approve"


def test_an_upheld_appeal_scores_again_and_shows_only_what_changed(office):
    number = town.appealed(office, wrong={"赵一": 3})
    ids = town.assessees(office, number)
    form = AppealForm(ids["赵一"], "3 处错漏不是本人采集的")
    office.write(lambda work: file_appeal(work, number, form), reason="当面提出")
    appeal = office.read(lambda work: appeals_of(work, number))[0].id
    office.write(lambda work: review_appeal(work, appeal))
    office.write(lambda work: uphold_appeal(work, appeal, "属实，加回 3 分", delta_milli=3_000))
    found = board(office, number)
    assert found.card.row.state is PeriodState.SCORING
    assert found.counts.proposed == 1
    assert "第 1 号申诉成立" in found.card.steps[-1].reason
    moderation = office.read(lambda work: moderations_of(work, number))[0].id
    office.write(lambda work: approve_moderations(work, [moderation]))
    office.write(lambda work: show_results(work, number))
    left = [one.name for one in office.read(lambda work: showings_of(work, number)) if not one.how]
    assert "赵一" in left
    rows = {one.name: one for one in office.read(lambda work: appeals_of(work, number))}
    assert rows["赵一"].total_milli == 100_000
    assert len(left) < 20


def test_a_settled_month_opens_again_as_approved_and_keeps_its_first_result(office):
    number = town.confirmed(office, wrong={"赵一": 2})
    with pytest.raises(UserError, match="事由"):
        office.write(lambda work: settling.propose_reopening(work, number))
    with pytest.raises(UserError, match="还没有申请重开"):
        office.write(lambda work: settling.reopen_period(work, number))
    rested = office.read(lambda work: rests_on(work, number))
    assert [one.kind for one in rested] == ["run"]
    office.write(lambda work: settling.propose_reopening(work, number), reason="平台补报了数据")
    with pytest.raises(Refused, match="审批"):
        office.write(lambda work: settling.reopen_period(work, number))
    town.approved(office, office.read(lambda work: settling.reopening_subject(work, number)))
    assert office.write(lambda work: settling.reopen_period(work, number)) == 2
    found = board(office, number)
    assert (found.card.row.state, found.card.row.revision) == (PeriodState.SCORING, 2)
    assert (found.counts.run_number, found.card.approval_words) == (None, "")
    assert found.card.steps[-1].reason == "平台补报了数据"
    # Nobody was shown the result of the new revision.
    office.write(lambda work: compute(work, number))
    office.write(lambda work: show_results(work, number))
    assert board(office, number).counts.shown == 0


def test_a_quarter_waits_for_its_months(office):
    months = [town.confirmed(office, 7), town.confirmed(office, 8)]
    quarter = town.opened(office, 3, scheme="quarterly", kind=PeriodKind.QUARTER)
    with pytest.raises(UserError, match="2026 年 9 月还没有建考核期"):
        office.write(lambda work: start_scoring(work, quarter))
    september = town.appealed(office)
    with pytest.raises(UserError, match="2026 年 9 月（申诉期）还没有确认"):
        office.write(lambda work: start_scoring(work, quarter))
    town.approved(office, office.read(lambda work: settling.result_subject(work, september)))
    office.write(lambda work: settling.confirm_period(work, september))
    office.write(lambda work: start_scoring(work, quarter))
    office.write(lambda work: compute(work, quarter))
    rested = office.read(lambda work: rests_on(work, months[0]))
    assert [(one.kind, one.period_id) for one in rested] == [
        ("run", months[0]),
        ("period", quarter),
    ]


def test_what_lies_before_the_first_month_that_was_assessed_is_not_waited_for(office):
    """An office that begins in August has its third quarter; a gap has to be filled."""
    august = town.confirmed(office, 8)
    quarter = town.opened(office, 3, scheme="quarterly", kind=PeriodKind.QUARTER)
    with pytest.raises(UserError, match="：2026 年 9 月还没有建考核期"):
        office.write(lambda work: start_scoring(work, quarter))
    town.confirmed(office, 9)
    parts = office.read(lambda work: parts_of_period(work, quarter))
    assert [(one.before, one.settled) for one in parts] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    office.write(lambda work: start_scoring(work, quarter))
    office.write(lambda work: compute(work, quarter))
    # Whoever opens an earlier month now means to assess it.
    town.opened(office, 7)
    with pytest.raises(UserError, match="没有确认：2026 年 7 月"):
        office.write(lambda work: compute(work, quarter), reason="补了七月")
    assert august != quarter


def test_a_persons_file_tells_his_periods(office):
    number = town.confirmed(office, wrong={"赵一": 4})
    one = office.read(lambda work: periods_of_person(work, town.person_of(work, "赵一")))
    assert [(row.period_id, row.total_milli, row.of) for row in one] == [(number, 96_000, 6)]
    away = office.read(lambda work: periods_of_person(work, town.person_of(work, "周五")))
    assert [(row.left_out.label, row.total_milli) for row in away] == [("请假", None)]


def test_going_back_needs_the_reason_and_begins_the_days_anew(office):
    number = town.appealed(office)
    with pytest.raises(UserError, match="事由"):
        office.write(lambda work: back_to_scoring(work, number))
    office.write(lambda work: back_to_scoring(work, number), reason="数据有误")
    row = board(office, number).card.row
    assert (row.state, row.shown_on, row.appeals_until) == (PeriodState.SCORING, None, None)
