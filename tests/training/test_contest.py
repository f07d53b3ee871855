"""A competition from its entries to the archive, on both engines."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.training.queries.competition_board import competition_board
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_prizes import (
    awards_of,
    prize_plan,
    prize_proposals,
    prizes_of,
)
from hrgrid.training.queries.competition_standings import (
    live_standings,
    lots_of,
    protests_of,
    run_history,
    stored_standings,
)
from hrgrid.training.queries.competitions import ListFilter, competition_card, competition_list
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.rules.competing import (
    CompetitionState,
    EventKind,
    Level,
    ProtestState,
)
from hrgrid.training.rules.competition import (
    CompetitionRule,
    EventForm,
    TieEnd,
    TieKind,
    TieStep,
)
from hrgrid.training.rules.prizes import TieAnswer
from hrgrid.training.service import closing, competitions, entrants, events, lots, protests
from hrgrid.training.service.awarding import PrizeForm, award_prizes, give_prize, set_prizes
from hrgrid.training.service.events import close_event, reopen_event
from tests.statements import recorded
from tests.training import contest

FOUR = {1: (90, 80, 70), 2: (85, 85, 85), 3: (70, 90, 95), 4: (60, 60, 60)}


def board(desk, competition_id):
    return desk.read(lambda work: competition_board(work, competition_id))


def test_the_whole_way_leads_to_prizes_and_the_archive(desk):
    number = contest.opened(desk)
    assert board(desk, number).next.code == "start"
    desk.write(lambda work: competitions.start_competition(work, number))
    seen = board(desk, number)
    assert seen.next.code == "score"
    assert any("“理论笔试”" in each.sentence for each in seen.blockers)
    for at, code in enumerate(("theory", "practical", "show")):
        contest.mark(desk, number, code, {n: [own[at]] for n, own in FOUR.items()})
        own = contest.event(desk, number, code)
        desk.write(lambda work, own=own: close_event(work, own))
    assert board(desk, number).next.code == "close_scoring"
    desk.write(lambda work: closing.close_scoring(work, number))
    assert board(desk, number).next.code == "post"
    desk.write(lambda work: closing.post_results(work, number))
    seen = board(desk, number)
    assert (seen.next.code, seen.approvals) == ("approve", (0, 1))
    with pytest.raises(Refused, match="审批"):
        desk.write(lambda work: closing.lock_results(work, number))
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    assert board(desk, number).next.code == "lock"
    desk.write(lambda work: closing.lock_results(work, number))
    assert board(desk, number).next.code == "publish"
    day = desk.read(lambda work: work.today)
    with pytest.raises(UserError, match="文号"):
        desk.write(lambda work: closing.publish_results(work, number, " ", day))
    desk.write(lambda work: closing.publish_results(work, number, "政法〔2026〕8 号", day))
    assert board(desk, number).next.code == "prizes"
    prizes = [PrizeForm("person", "一等奖", 1), PrizeForm("person", "二等奖", 2)]
    desk.write(lambda work: set_prizes(work, number, prizes))
    assert board(desk, number).next.label == "颁奖（3 个）"
    assert desk.write(lambda work: award_prizes(work, number)) == 3
    held = desk.read(lambda work: awards_of(work, number))
    assert [(each.label, each.number, each.rank) for each in held] == [
        ("一等奖", 2, 1),
        ("二等奖", 3, 2),
        ("二等奖", 1, 3),
    ]
    desk.write(lambda work: closing.archive_competition(work, number))
    card = desk.read(lambda work: competition_card(work, number))
    assert card.row.state is CompetitionState.ARCHIVED
    assert [step.state.value for step in card.steps] == [
        "draft",
        "entry_open",
        "running",
        "scoring_closed",
        "checked",
        "locked",
        "published",
        "awarded",
        "archived",
    ]


def test_totals_are_weighed_exactly_and_rounded_once(desk):
    number = contest.closed(desk, {1: (90.1, 80.3, 70.7), 2: (85, 85, 85)})
    stored = desk.read(lambda work: stored_standings(work, number))
    first, second = stored.of("person")
    assert (first.number, first.total, first.published) == (2, Fraction(85), "85.00")
    assert second.total == Fraction("90.1") * Fraction(4, 10) + Fraction("80.3") * Fraction(
        4, 10
    ) + Fraction("70.7") * Fraction(2, 10)
    assert second.published == "82.30"
    assert [(part.label, part.shown, part.weight_bp) for part in second.parts] == [
        ("理论笔试", "90.10", 4000),
        ("实务操作", "80.30", 4000),
        ("现场展示", "70.70", 2000),
    ]
    live = desk.read(lambda work: live_standings(work, number))
    assert live.lines == stored.lines
    assert live.input_hash == stored.input_hash


def test_the_extremes_that_were_struck_are_told(desk):
    number = contest.running(desk, 1)
    contest.mark(desk, number, "practical", {1: [88.5, 90, 91.2, 89.8, 92.4]})
    (line,) = contest.lines(desk, number, "practical")
    assert line.published == "90.33"
    assert sorted(mark.mark for mark in line.dropped) == ["88.5", "92.4"]


def test_who_lacks_a_mark_or_stays_away_has_no_total_and_never_0(desk):
    number = contest.running(desk, 4)
    for code in ("theory", "practical", "show"):
        contest.mark(desk, number, code, {n: [80 + n] for n in (1, 2, 4)})
    who = contest.competitor(desk, number, 4)
    desk.write(lambda work: entrants.withdraw_entry(work, who), reason="身体不适")
    own = contest.event(desk, number, "show")
    two = contest.competitor(desk, number, 2)
    desk.write(
        lambda work: entrants.set_event_status(work, own, two, EntrantStatus.ABSENT),
        reason="未到场",
    )
    by_number = {line.number: line for line in contest.lines(desk, number)}
    assert by_number[1].rank == 1
    assert [by_number[n].total for n in (2, 3, 4)] == [None, None, None]
    assert by_number[2].note == "现场展示弃权"
    assert by_number[3].partial
    assert by_number[4].note == "退赛"
    assert {n: by_number[n].rank for n in (2, 3, 4)} == {2: None, 3: None, 4: None}


def test_guests_are_ranked_beside_and_take_no_place(desk):
    number = contest.opened(desk, 2)
    guest = entrants.EntryForm("邻市选手", "邻市", guest=True)
    desk.write(lambda work: entrants.add_entries(work, number, [guest]))
    desk.write(lambda work: competitions.start_competition(work, number))
    for code in ("theory", "practical", "show"):
        contest.mark(desk, number, code, {1: [90], 2: [80], 3: [85]})
    lines = {line.number: line for line in contest.lines(desk, number)}
    assert (lines[1].rank, lines[2].rank, lines[3].rank, lines[3].beside) == (1, 2, None, 2)
    assert lines[3].rank_words == "（2）"


def test_a_tie_is_parted_by_the_chain_and_explained(desk):
    rule = CompetitionRule(ties=(TieStep(TieKind.UNROUNDED), TieStep(TieKind.EVENT, "practical")))
    scores = {1: (90, 80, 80), 2: (80, 90, 80), 3: (70, 70, 70)}
    number = contest.closed(desk, scores, rule=rule)
    lines = desk.read(lambda work: stored_standings(work, number)).of("person")
    assert [(line.number, line.rank, line.tied) for line in lines] == [
        (2, 1, False),
        (1, 2, False),
        (3, 3, False),
    ]
    assert [(step.step, step.own, step.others) for step in lines[0].compared] == [
        ("未舍入的总分", "84", "84"),
        ("实务操作单项成绩", "90", "80"),
    ]


def test_a_lot_parts_equals_where_the_rule_asks_for_it(desk):
    rule = CompetitionRule(ties=(), tie_end=TieEnd.LOT)
    scores = {1: (80, 80, 80), 2: (80, 80, 80), 3: (70, 70, 70)}
    number = contest.posted(desk, scores, rule=rule)
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    with pytest.raises(UserError, match="“胡丽华”、“邓明辉”并列第 1，规则要求抽签"):
        desk.write(lambda work: closing.lock_results(work, number))
    assert board(desk, number).next.code == "lots"
    for wrong in ((1, 3), (1,)):
        form = lots.LotForm("person", wrong, "纪检组李明")
        with pytest.raises(UserError, match="并列"):
            desk.write(lambda work, form=form: lots.record_competition_lot(work, number, form))
    run = desk.read(lambda work: run_history(work, number))[0]
    late = lots.LotForm("person", (1, 2), "李明", seed="当日彩票", seen_hash="0" * 64)
    with pytest.raises(UserError, match="种子"):
        desk.write(lambda work: lots.record_competition_lot(work, number, late))
    for ranking in ("theory", "practical", "show"):
        form = lots.LotForm(ranking, (2, 1), "李明")
        desk.write(lambda work, form=form: lots.record_competition_lot(work, number, form))
    run = desk.read(lambda work: run_history(work, number))[0]
    seeded = lots.LotForm("person", (1, 2), "李明", seed="当日彩票", seen_hash=run.input_hash)
    order = desk.write(lambda work: lots.record_competition_lot(work, number, seeded))
    assert order == tuple(lots.seeded_order((2, 1), "当日彩票", run.input_hash))
    lines = desk.read(lambda work: stored_standings(work, number)).of("person")
    assert tuple(line.number for line in lines[:2]) == order
    assert [line.rank for line in lines] == [1, 2, 3]
    assert lines[0].compared[-1].step == "抽签"
    # The ranking that was approved is another one now.
    with pytest.raises(Refused):
        desk.write(lambda work: closing.lock_results(work, number))
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    desk.write(lambda work: closing.lock_results(work, number))
    assert len(desk.read(lambda work: lots_of(work, number))) == 4


def test_a_shared_rank_blocks_nothing_but_a_prize_line_it_crosses(desk):
    scores = {1: (80, 80, 80), 2: (80, 80, 80), 3: (70, 70, 70)}
    number = contest.published(desk, scores)
    desk.write(
        lambda work: set_prizes(
            work, number, [PrizeForm("person", "一等奖", 1), PrizeForm("person", "二等奖", 1)]
        )
    )
    (tie,) = desk.read(lambda work: prize_plan(work, number)).ties
    assert (tie.rank, tie.places, tie.numbers) == (1, 1, (1, 2))
    assert board(desk, number).blockers
    with pytest.raises(UserError, match="并列第 1"):
        desk.write(lambda work: award_prizes(work, number))
    answers = {tie.prize_id: TieAnswer.ALL}
    assert desk.write(lambda work: award_prizes(work, number, answers)) == 3
    held = desk.read(lambda work: awards_of(work, number))
    assert [(each.label, each.number) for each in held] == [
        ("一等奖", 1),
        ("一等奖", 2),
        ("二等奖", 3),
    ]


def test_a_lot_at_a_prize_line_gives_the_prize_and_leaves_the_rank_shared(desk):
    scores = {1: (80, 80, 80), 2: (80, 80, 80), 3: (70, 70, 70)}
    number = contest.published(desk, scores)
    desk.write(
        lambda work: set_prizes(
            work, number, [PrizeForm("person", "一等奖", 1), PrizeForm("person", "二等奖", 1)]
        )
    )
    form = lots.LotForm("person", (2, 1), "李明")
    desk.write(lambda work: lots.record_competition_lot(work, number, form))
    assert desk.write(lambda work: award_prizes(work, number)) == 2
    held = desk.read(lambda work: awards_of(work, number))
    assert [(each.label, each.number, each.rank) for each in held] == [
        ("一等奖", 2, 1),
        ("二等奖", 1, 1),
    ]


def test_prizes_are_set_by_people_and_proposed_by_the_program(desk):
    number = contest.published(desk, FOUR)
    with pytest.raises(UserError, match="还没有确认奖项"):
        desk.write(lambda work: award_prizes(work, number))
    proposals = {
        (each.ranking, each.code): each.prizes
        for each in desk.read(lambda work: prize_proposals(work, number))
    }
    assert proposals["person", "many"] == (("一等奖", 2), ("二等奖", 4), ("三等奖", 8))
    assert proposals["person", "share"] == (("一等奖", 1), ("二等奖", 0), ("三等奖", 1))
    desk.write(lambda work: set_prizes(work, number, [PrizeForm("", "优秀组织奖", 1)]))
    prize = desk.read(lambda work: competition_board(work, number))
    assert prize.next.code == "award"


def test_without_prizes_what_was_published_goes_to_the_archive(desk):
    number = contest.published(desk, FOUR)

    def archive():
        desk.write(lambda work: closing.archive_competition(work, number))

    with pytest.raises(UserError, match="不设奖的也请确认一次"):
        archive()
    desk.write(lambda work: set_prizes(work, number, [PrizeForm("person", "一等奖", 2)]))
    with pytest.raises(UserError, match="设了 2 个奖，还没有颁"):
        archive()
    desk.write(lambda work: set_prizes(work, number, [PrizeForm("person", "一等奖", 0)]))
    assert board(desk, number).next.code == "archive"
    archive()
    assert board(desk, number).card.row.state is CompetitionState.ARCHIVED


def test_the_board_reads_the_marks_of_a_posted_result_once(desk):
    number = contest.posted(desk, {1: (90, 80, 70), 2: (90, 80, 70), 3: (60, 60, 60)})
    with recorded() as asked:
        seen = board(desk, number)
    assert seen.notes[-1] == "个人总分：胡丽华、邓明辉并列第 1"
    marks = [one for one in asked if "FROM panel_mark" in one]
    from collections import Counter

    print(Counter(one.split("FROM")[1][:40].replace(chr(10), " ") for one in asked).most_common(14))
    assert (len(marks), len(asked)) == (3, 57)


def test_a_protest_stops_the_result_until_it_is_decided(desk, clock):
    number = contest.posted(desk, FOUR, protest_minutes=30)
    who = contest.competitor(desk, number, 3)
    form = protests.ProtestForm(who, "西街道领队", "第二题判错")
    desk.write(lambda work: protests.file_protest(work, number, form))
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    with pytest.raises(UserError, match="申诉时间到"):
        desk.write(lambda work: closing.lock_results(work, number))
    clock.move(dt.timedelta(minutes=31))
    with pytest.raises(UserError, match="第 1 号申诉还没有结论"):
        desk.write(lambda work: closing.lock_results(work, number))
    (filed,) = desk.read(lambda work: protests_of(work, number))
    assert not filed.late
    with pytest.raises(UserError, match="已经满了"):
        desk.write(lambda work: protests.file_protest(work, number, form))
    desk.write(lambda work: protests.accept_protest(work, filed.id))
    desk.write(
        lambda work: protests.decide_protest(work, filed.id, "复核试卷，判分无误", upheld=False)
    )
    assert desk.read(lambda work: protests_of(work, number))[0].state is ProtestState.DENIED
    with pytest.raises(UserError, match="不能再办"):
        desk.write(lambda work: protests.refuse_protest(work, filed.id, "重复"))
    desk.write(lambda work: closing.lock_results(work, number))


def test_before_the_result_is_fixed_an_event_opens_again_and_the_ranking_is_void(desk):
    number = contest.posted(desk, FOUR)
    own = contest.event(desk, number, "theory")
    panel_id = contest.panel(desk, number, "theory")
    with pytest.raises(UserError, match="在比武页退回比赛"):
        desk.write(lambda work: panels.reopen_panel(work, panel_id, "绕开"))
    desk.write(lambda work: reopen_event(work, own), reason="申诉成立")
    state = desk.read(lambda work: competition_card(work, number))
    assert (state.row.state, state.posted_at) == (CompetitionState.RUNNING, None)
    assert not any(run.applied for run in desk.read(lambda work: run_history(work, number)))
    contest.mark(desk, number, "theory", {4: [100]})
    desk.write(lambda work: close_event(work, own))
    desk.write(lambda work: closing.close_scoring(work, number))
    runs = desk.read(lambda work: run_history(work, number))
    assert [(run.number, run.applied) for run in runs] == [(2, True), (1, False)]


def test_a_fixed_result_lets_nobody_open_its_marks(desk):
    number = contest.fixed(desk, FOUR)
    panel_id = contest.panel(desk, number, "theory")
    own = contest.event(desk, number, "theory")
    with pytest.raises(UserError, match="走复核"):
        desk.write(lambda work: panels.reopen_panel(work, panel_id, "绕开"))
    with pytest.raises(UserError, match="只能复核"):
        desk.write(lambda work: reopen_event(work, own), reason="绕开")
    who = contest.competitor(desk, number, 1)
    with pytest.raises(UserError, match="只能复核"):
        desk.write(lambda work: entrants.disqualify_entry(work, who), reason="绕开")


def test_weights_are_checked_before_the_start(desk):
    wrong = (
        EventForm("a", "理论", EventKind.WRITTEN, person_bp=5_000),
        EventForm("b", "实操", EventKind.PRACTICAL, person_bp=4_000),
    )
    number = contest.opened(desk, events=wrong)
    with pytest.raises(UserError, match="个人总分的权重合计是 90%，应为 100%"):
        desk.write(lambda work: competitions.start_competition(work, number))
    own = contest.event(desk, number, "b")
    right = EventForm("b", "实操", EventKind.PRACTICAL, person_bp=5_000)
    desk.write(lambda work: events.change_event(work, own, right))
    desk.write(lambda work: competitions.start_competition(work, number))
    with pytest.raises(UserError, match="不能再改"):
        desk.write(
            lambda work: events.change_event(
                work, own, EventForm("b", "实操", EventKind.PRACTICAL, person_bp=4_000)
            )
        )
    with pytest.raises(UserError, match="比赛中"):
        desk.write(
            lambda work: competitions.change_competition_rule(work, number, CompetitionRule())
        )


def test_an_event_taken_back_comes_again_with_the_same_code(desk):
    number = contest.opened(desk, 2)
    own = contest.event(desk, number, "show")
    desk.write(lambda work: events.remove_event(work, own))
    assert [each.code for each in desk.read(lambda work: events_of(work, number))] == [
        "theory",
        "practical",
    ]
    form = EventForm("show", "演讲", EventKind.ON_STAGE, person_bp=2_000)
    desk.write(lambda work: events.add_event(work, number, form))
    row = next(e for e in desk.read(lambda work: events_of(work, number)) if e.code == "show")
    assert (row.entrants, row.judges) == (2, 0)


def test_the_order_is_drawn_by_a_seed_that_anyone_can_repeat(desk):
    number = contest.opened(desk, 6)
    own = contest.event(desk, number, "show")
    first = desk.write(lambda work: events.draw_order(work, own, "2026-11-20 甲"))
    again = desk.write(lambda work: events.draw_order(work, own, "2026-11-20 甲"))
    assert first == again
    assert sorted(at for _, at in first) == [1, 2, 3, 4, 5, 6]
    assert first != desk.write(lambda work: events.draw_order(work, own, "另一个"))
    row = next(e for e in desk.read(lambda work: events_of(work, number)) if e.id == own)
    assert (row.draw_seed, row.drawn) == ("另一个", 6)
    who = {entry: None for entry, _ in first} | {first[0][0]: 1}
    desk.write(lambda work: events.set_order(work, own, who))
    row = next(e for e in desk.read(lambda work: events_of(work, number)) if e.id == own)
    assert (row.draw_seed, row.drawn) == ("", 1)


def test_own_unit_is_proposed_for_recusal_in_every_judged_event(desk):
    number = contest.opened(desk, 3, judges=0)
    seats = [panels.SeatForm("陈评委", "东街道"), panels.SeatForm("李评委", "外市")]
    assert desk.write(lambda work: events.seat_everywhere(work, number, seats)) == 4
    assert desk.write(lambda work: events.propose_recusals(work, number)) == 2
    panel_id = contest.panel(desk, number, "show")
    view = desk.read(lambda work: panel_view(work, panel_id))
    (recusal,) = view.recusals
    assert recusal.seat_no == 1
    assert desk.write(lambda work: events.propose_recusals(work, number)) == 0


def test_a_written_event_has_one_seat_and_running_ones_none(desk):
    kinds = (
        EventForm("w", "笔试", EventKind.WRITTEN, person_bp=10_000),
        EventForm("q", "抢答", EventKind.QUICK_FIRE),
    )
    number = contest.opened(desk, 2, events=kinds)
    rows = {each.code: each for each in desk.read(lambda work: events_of(work, number))}
    assert (rows["w"].judges, rows["q"].judges) == (1, 0)
    assert rows["q"].running


def test_the_list_finds_competitions_and_counts_who_is_in(desk):
    number = contest.opened(desk, 3, title="网格员春季比武", level=Level.TOWN)
    rows = desk.read(lambda work: competition_list(work, ListFilter(text="春季", level=Level.TOWN)))
    assert [(row.id, row.number, row.persons, row.events) for row in rows] == [
        (number, "2026-01", 3, 3)
    ]
    assert desk.read(lambda work: competition_list(work, ListFilter(ended=True))) == []
    desk.write(lambda work: competitions.cancel_competition(work, number), reason="改期")
    assert len(desk.read(lambda work: competition_list(work, ListFilter(ended=True)))) == 1


def test_a_cancelled_entry_is_told_apart_from_absence(desk):
    number = contest.running(desk, 3)
    who = contest.competitor(desk, number, 1)
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: entrants.disqualify_entry(work, who))
    desk.write(lambda work: entrants.disqualify_entry(work, who), reason="冒名顶替")
    rows = {one.number: one for one in desk.read(lambda work: competitors_of(work, number))}
    assert {each.status for each in rows[1].events} == {EntrantStatus.DISQUALIFIED}
    desk.write(lambda work: entrants.reinstate_entry(work, who), reason="查明无误")
    rows = {one.number: one for one in desk.read(lambda work: competitors_of(work, number))}
    assert {each.status for each in rows[1].events} == {EntrantStatus.ENTERED}


def test_a_prize_that_is_given_says_why(desk):
    number = contest.published(desk, FOUR)
    desk.write(lambda work: set_prizes(work, number, [PrizeForm("", "优秀组织奖", 1)]))
    prize = desk.read(lambda work: awards_of(work, number))
    assert prize == []
    prizes = desk.read(lambda work: prizes_of(work, number))
    one = contest.competitor(desk, number, 1)
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: give_prize(work, prizes[0].id, competitor_id=one))
    desk.write(lambda work: give_prize(work, prizes[0].id, competitor_id=one), reason="组织有力")
    (held,) = desk.read(lambda work: awards_of(work, number))
    assert (held.reason, held.rank) == ("组织有力", None)
