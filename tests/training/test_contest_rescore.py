"""A fixed result changes by a re-score alone: looked at, approved, applied whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import approve
from hrgrid.core.errors import Refused, UserError
from hrgrid.panels import service as panels
from hrgrid.panels.queries import cell_history, panel_view
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, PanelState
from hrgrid.training.queries.competition_prizes import awards_of
from hrgrid.training.queries.competition_results import competitions_of_person, outside_results
from hrgrid.training.queries.competition_standings import run_history, stored_standings
from hrgrid.training.queries.rescores import rescore_preview, rescore_targets, rescores_of
from hrgrid.training.rules.competing import AwardState, ChangeKind, Level, RescoreState
from hrgrid.training.rules.competition import CompetitionRule
from hrgrid.training.service import closing, entrants, outside
from hrgrid.training.service.applying import apply_rescore
from hrgrid.training.service.awarding import PrizeForm, award_prizes, set_prizes
from hrgrid.training.service.rescoring import (
    ApplyForm,
    AwardAnswer,
    ChangeForm,
    add_change,
    cancel_rescore,
    drop_change,
    open_rescore,
    rescore_subject,
)
from hrgrid.workforce.model import Person
from tests.hiring.build import employ, plant
from tests.training import contest

SCORES = {1: (90, 90, 90), 2: (85, 85, 85), 3: (80, 80, 80)}
PRIZES = [PrizeForm("person", "一等奖", 1), PrizeForm("person", "二等奖", 1)]


def a_mark(desk, competition_id, number, points, code="theory"):
    return ChangeForm(
        ChangeKind.MARK,
        contest.event(desk, competition_id, code),
        contest.competitor(desk, competition_id, number),
        "试卷加总有误",
        seat_no=1,
        value_milli=points * 1000,
    )


def begun(desk, competition_id, *forms):
    rescore = desk.write(lambda work: open_rescore(work, competition_id, "试卷加总有误"))
    for form in forms:
        desk.write(lambda work, form=form: add_change(work, rescore, form))
    return rescore


def approved(desk, rescore):
    contest.approved(desk, desk.read(lambda work: rescore_subject(work, rescore)))


def places(desk, competition_id):
    rows = desk.read(lambda work: stored_standings(work, competition_id)).of("person")
    return [(row.number, row.rank, row.published) for row in rows]


def test_a_rescore_shows_what_it_would_do_and_touches_nothing_before(desk):
    number = contest.fixed(desk, SCORES)
    before = places(desk, number)
    rescore = begun(desk, number, a_mark(desk, number, 3, 100))
    preview = desk.read(lambda work: rescore_preview(work, rescore))
    assert [
        (each.ranking, each.number, each.old_rank, each.new_rank, each.new_published)
        for each in preview.moved
        if each.ranking == "person"
    ] == [("person", 3, 3, 2, "88.00"), ("person", 2, 2, 3, "85.00")]
    assert (preview.changes[0].before, preview.changes[0].after) == ("80", "100")
    assert preview.problems == ()
    assert places(desk, number) == before
    with pytest.raises(Refused, match="审批"):
        desk.write(lambda work: apply_rescore(work, rescore))
    approved(desk, rescore)
    desk.write(lambda work: apply_rescore(work, rescore))
    assert places(desk, number) == [(1, 1, "90.00"), (3, 2, "88.00"), (2, 3, "85.00")]
    panel_id = contest.panel(desk, number, "theory")
    view = desk.read(lambda work: panel_view(work, panel_id))
    assert (view.state, view.opening) == (PanelState.CLOSED, 2)
    three = next(one for one in view.entrants if one.name == contest.name_of(2))
    history = desk.read(lambda work: cell_history(work, panel_id, (three.id, 1, view.items[0].id)))
    assert len(history) == 2
    assert [run.applied for run in desk.read(lambda work: run_history(work, number))] == [
        True,
        False,
    ]
    (row,) = desk.read(lambda work: rescores_of(work, number))
    assert row.state is RescoreState.APPLIED
    with pytest.raises(UserError, match="走复核"):
        desk.write(lambda work: panels.reopen_panel(work, panel_id, "再来"))


def test_an_approval_is_of_exactly_these_changes(desk):
    number = contest.fixed(desk, SCORES)
    rescore = begun(desk, number, a_mark(desk, number, 3, 100))
    approved(desk, rescore)
    desk.write(lambda work: add_change(work, rescore, a_mark(desk, number, 2, 99)))
    with pytest.raises(Refused, match="审批"):
        desk.write(lambda work: apply_rescore(work, rescore))


def test_changes_that_make_no_sense_are_refused(desk):
    number = contest.fixed(desk, SCORES)
    rescore = begun(desk, number)
    good = a_mark(desk, number, 3, 100)
    for wrong, said in (
        (replace(good, value_milli=80_000), "本来就是 80"),
        (replace(good, value_milli=101_000), "超出 0–100"),
        (replace(good, seat_no=9), "评委 9 不给"),
        (replace(good, reason=" "), "没有写理由"),
        (replace(good, kind=ChangeKind.DEDUCTION), "名目"),
        (replace(good, kind=ChangeKind.POINT), "不记抢答得分"),
        (replace(good, kind=ChangeKind.VOIDED), "不在了"),
        (replace(good, kind=ChangeKind.STATUS, status=EntrantStatus.ENTERED), "现在就是"),
    ):
        with pytest.raises(UserError, match=said):
            desk.write(lambda work, wrong=wrong: add_change(work, rescore, wrong))
    change = desk.write(lambda work: add_change(work, rescore, good))
    with pytest.raises(UserError, match="已经有一条改动"):
        desk.write(lambda work: add_change(work, rescore, replace(good, value_milli=70_000)))
    desk.write(lambda work: drop_change(work, change))
    with pytest.raises(UserError, match="还没有写改动"):
        desk.read(lambda work: rescore_subject(work, rescore))
    with pytest.raises(UserError, match="已有一次没有办完的复核"):
        desk.write(lambda work: open_rescore(work, number, "又一次"))
    desk.write(lambda work: cancel_rescore(work, rescore), reason="查无实据")
    desk.write(lambda work: open_rescore(work, number, "又一次"))


def test_deductions_status_and_times_are_rescored_too(desk):
    number = contest.fixed(desk, SCORES)
    show, one = contest.event(desk, number, "show"), contest.competitor(desk, number, 1)
    two = contest.competitor(desk, number, 2)
    lost = ChangeForm(
        ChangeKind.DEDUCTION, show, one, "违规", value_milli=10_000, label="使用提示卡"
    )
    gone = ChangeForm(ChangeKind.STATUS, show, two, "冒名顶替", status=EntrantStatus.DISQUALIFIED)
    rescore = begun(desk, number, lost, gone)
    approved(desk, rescore)
    preview = desk.read(lambda work: rescore_preview(work, rescore))
    told = {each.number: each.new_published for each in preview.moved if each.ranking == "person"}
    desk.write(lambda work: apply_rescore(work, rescore))
    assert places(desk, number) == [(1, 1, "88.00"), (3, 2, "80.00"), (2, None, "")]
    assert told == {1: "88.00", 3: "80.00", 2: "现场展示取消资格"}
    panel_id = contest.panel(desk, number, "show")
    (adjustment,) = desk.read(lambda work: panel_view(work, panel_id)).adjustments
    assert (adjustment.kind, adjustment.milli) == (AdjustmentKind.DEDUCTION, 10_000)
    back = ChangeForm(ChangeKind.VOIDED, show, one, "查明没有", adjustment_id=adjustment.id)
    again = begun(desk, number, back)
    with pytest.raises(UserError, match="“使用提示卡 10”在这次复核里已经撤销"):
        desk.write(lambda work: add_change(work, again, replace(back, reason="再查")))
    approved(desk, again)
    desk.write(lambda work: apply_rescore(work, again))
    assert places(desk, number)[0] == (1, 1, "90.00")
    targets = desk.read(lambda work: rescore_targets(work, show))
    assert (targets.title, targets.running, len(targets.view.entrants)) == ("现场展示", False, 3)


def awarded(desk):
    number = contest.published(desk, SCORES)
    desk.write(lambda work: set_prizes(work, number, PRIZES))
    desk.write(lambda work: award_prizes(work, number))
    return number


def test_after_awarding_everybody_touched_keeps_or_loses_by_decision_alone(desk):
    number = awarded(desk)
    rescore = begun(desk, number, a_mark(desk, number, 3, 100))
    preview = desk.read(lambda work: rescore_preview(work, rescore))
    (touched,) = preview.touched
    (newly,) = preview.newly
    assert (touched.name, touched.old_rank, touched.new_rank) == (contest.name_of(1), 2, 3)
    assert (newly.name, newly.label) == (contest.name_of(2), "二等奖")
    assert preview.needs_notice
    approved(desk, rescore)
    answers = {touched.award_id: AwardAnswer(keep=False, reason="名次更正")}
    grant = ((newly.prize_id, newly.competitor_id),)
    for form, said in (
        (ApplyForm("", answers, grant), "更正通知"),
        (ApplyForm("更正 1 号", {}, grant), "保留还是收回"),
        (ApplyForm("更正 1 号", answers, ((newly.prize_id, touched.competitor_id),)), "不得这个奖"),
        (
            ApplyForm("更正 1 号", {touched.award_id: AwardAnswer(keep=True, reason="")}, grant),
            "写明决定的理由",
        ),
    ):
        with pytest.raises(UserError, match=said):
            desk.write(lambda work, form=form: apply_rescore(work, rescore, form))
    desk.write(lambda work: apply_rescore(work, rescore, ApplyForm("更正 1 号", answers, grant)))
    held = desk.read(lambda work: awards_of(work, number))
    assert [(each.label, each.number, each.state, each.withdraw_reason) for each in held] == [
        ("一等奖", 1, AwardState.HELD, ""),
        ("二等奖", 2, AwardState.WITHDRAWN, "名次更正"),
        ("二等奖", 3, AwardState.HELD, ""),
    ]
    (row,) = desk.read(lambda work: rescores_of(work, number))
    assert row.notice_no == "更正 1 号"


def test_who_lost_a_prize_in_one_rescore_may_get_it_back_in_the_next(desk):
    number = awarded(desk)
    for points, notice in ((100, "更正 1 号"), (SCORES[3][0], "更正 2 号")):
        rescore = begun(desk, number, a_mark(desk, number, 3, points))
        preview = desk.read(lambda work, one=rescore: rescore_preview(work, one))
        approved(desk, rescore)
        (touched,), (newly,) = preview.touched, preview.newly
        form = ApplyForm(
            notice,
            {touched.award_id: AwardAnswer(keep=False, reason="名次更正")},
            ((newly.prize_id, newly.competitor_id),),
        )
        desk.write(lambda work, one=rescore, form=form: apply_rescore(work, one, form))
    held = desk.read(lambda work: awards_of(work, number))
    assert sorted((each.label, each.number) for each in held if each.state is AwardState.HELD) == [
        ("一等奖", 1),
        ("二等奖", 2),
    ]
    assert len(held) == 4


def test_a_holder_may_keep_what_the_new_ranking_would_not_give(desk):
    number = awarded(desk)
    rescore = begun(desk, number, a_mark(desk, number, 3, 100))
    approved(desk, rescore)
    (touched,) = desk.read(lambda work: rescore_preview(work, rescore)).touched
    answers = {touched.award_id: AwardAnswer(keep=True, reason="已经颁发，不追回")}
    desk.write(lambda work: apply_rescore(work, rescore, ApplyForm("更正 1 号", answers)))
    held = desk.read(lambda work: awards_of(work, number))
    assert {each.state for each in held} == {AwardState.HELD}


def test_where_two_must_type_the_second_person_carries_a_rescore_out(double):
    clerk, trainer = double.desk(Role.CLERK), double.desk(Role.TRAINER)
    number = contest.running(clerk, 2, judges=3)
    for code in ("theory", "practical", "show"):
        contest.mark(clerk, number, code, {1: [90], 2: [80]})
        contest.second(trainer, number, code, {1: [90], 2: [80]})
        own = contest.event(clerk, number, code)
        clerk.write(lambda work, own=own: contest.close_event(work, own))
    clerk.write(lambda work: closing.close_scoring(work, number))
    clerk.write(lambda work: closing.post_results(work, number))
    chief = double.desk(Role.CHIEF)
    chief.write(lambda work: approve(work, closing.result_subject(work, number)))
    clerk.write(lambda work: closing.lock_results(work, number))
    rescore = begun(clerk, number, a_mark(clerk, number, 2, 100))
    chief.write(lambda work: approve(work, rescore_subject(work, rescore)))
    with pytest.raises(Refused, match="请由另一人核对后办理"):
        clerk.write(lambda work: apply_rescore(work, rescore))
    trainer.write(lambda work: apply_rescore(work, rescore))
    assert places(clerk, number) == [(1, 1, "90.00"), (2, 2, "88.00")]


def test_a_person_has_what_he_won_here_and_elsewhere(desk):
    grids = desk.write(plant)
    desk.write(lambda work: employ(work, grids["东街道"][0], "王小明"))
    person_id = desk.read(lambda work: work.session.query(Person.id).scalar())
    rule = CompetitionRule(ties=())
    number = contest.opened(desk, 1, rule=rule)
    form = entrants.EntryForm("王小明", "东街道", person_id)
    desk.write(lambda work: entrants.add_entries(work, number, [form]))
    assert desk.read(lambda work: competitions_of_person(work, person_id)) == []
    desk.write(lambda work: contest.start_competition(work, number))
    for code in ("theory", "practical", "show"):
        contest.mark(desk, number, code, {1: [80], 2: [90]})
        own = contest.event(desk, number, code)
        desk.write(lambda work, own=own: contest.close_event(work, own))
    desk.write(lambda work: closing.close_scoring(work, number))
    desk.write(lambda work: closing.post_results(work, number))
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    desk.write(lambda work: closing.lock_results(work, number))
    day = desk.read(lambda work: work.today)
    told = outside.OutsideForm(person_id, "全省比武", Level.PROVINCE, day, rank=2)
    with pytest.raises(UserError, match="文号或证明扫描件"):
        desk.write(lambda work: outside.add_outside_result(work, told))
    won = replace(told, document_no="省〔2026〕1 号", prize="二等奖")
    result = desk.write(lambda work: outside.add_outside_result(work, won))
    rows = desk.read(lambda work: competitions_of_person(work, person_id))
    assert {(row.title, row.event, row.rank, row.contestants, row.outside) for row in rows} == {
        ("网格员技能比武", "个人总分", 1, 2, False),
        ("网格员技能比武", "理论笔试", 1, 2, False),
        ("网格员技能比武", "实务操作", 1, 2, False),
        ("网格员技能比武", "现场展示", 1, 2, False),
        ("全省比武", "", 2, 0, True),
    }
    desk.write(lambda work: outside.change_outside_result(work, result, replace(won, rank=3)))
    assert [row.rank for row in desk.read(outside_results)] == [3]
    desk.write(lambda work: outside.remove_outside_result(work, result), reason="登错人")
    assert desk.read(outside_results) == []
