"""Every deed of a competition asks for its right on the competition's area, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hrgrid.core.errors import Refused
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.panels.service import SeatForm
from hrgrid.storage.desk import Desk
from hrgrid.training.queries.competition_prizes import awards_of, prizes_of
from hrgrid.training.queries.competition_standings import protests_of
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.queries.rescores import changes_of, rescores_of
from hrgrid.training.rules.competing import ChangeKind, EventKind, Level
from hrgrid.training.rules.competition import USUAL_EVENTS, EventForm, usual_rule
from hrgrid.training.service import (
    advancing,
    applying,
    awarding,
    certificates,
    closing,
    competitions,
    entrants,
    events,
    lots,
    ordering,
    protests,
    ranking,
    rescoring,
    running,
    teams,
)
from tests.training import contest

HERE, THERE = "3205/D1/", "3205/D2/"
QUICK = EventForm("quick", "抢答", EventKind.QUICK_FIRE)
FORM = competitions.CompetitionForm(
    "网格员技能比武", Level.TOWN, HERE, "区委政法委", "礼堂", contest.DAY, contest.DAY
)
RUNS, KEYS = Right.RUN_TRAINING, Right.ENTER_MARKS


@dataclass(frozen=True)
class Scene:
    """The ids of a competition that has one of everything."""

    id: int
    event: int
    quick: int
    entry: int
    other: int
    point: int
    protest: int
    prize: int
    award: int
    rescore: int
    change: int


def build(desk: Desk) -> None:
    """A published result with a protest, a prize and a re-score that is being put together."""
    quick = (*USUAL_EVENTS, QUICK)
    upper = contest.opened(desk, 0, area_path="", title="全市比武")
    number = contest.running(
        desk, 3, area_path=HERE, level=Level.TOWN, events=quick, next_id=upper, advancing=1
    )
    own, one = contest.event(desk, number, "quick"), contest.competitor(desk, number, 1)
    desk.write(lambda work: running.give_points(work, own, one, 5_000, 1))
    for code, scores in (
        ("theory", (90, 80, 70)),
        ("practical", (90, 80, 70)),
        ("show", (9, 8, 7)),
    ):
        contest.mark(desk, number, code, {at: [score] for at, score in enumerate(scores, 1)})
    for form in quick:
        event_id = contest.event(desk, number, form.code)
        desk.write(lambda work, event_id=event_id: events.close_event(work, event_id))
    desk.write(lambda work: closing.close_scoring(work, number))
    desk.write(lambda work: closing.post_results(work, number))
    told = protests.ProtestForm(one, "领队", "第二题判错")
    protest = desk.write(lambda work: protests.file_protest(work, number, told), reason="当场提出")
    assert protest == 1
    row = desk.read(lambda work: protests_of(work, number))[0].id
    desk.write(lambda work: protests.refuse_protest(work, row, "不在申诉范围"))
    contest.approved(desk, desk.read(lambda work: closing.result_subject(work, number)))
    desk.write(lambda work: closing.lock_results(work, number))
    day = desk.read(lambda work: work.today)
    desk.write(lambda work: closing.publish_results(work, number, "政法〔2026〕8 号", day))
    prizes = [awarding.PrizeForm("", "优秀组织奖", 1)]
    desk.write(lambda work: awarding.set_prizes(work, number, prizes))
    prize = desk.read(lambda work: prizes_of(work, number))[0].id
    desk.write(lambda work: awarding.give_prize(work, prize, competitor_id=one), reason="组织得力")
    rescore = desk.write(lambda work: rescoring.open_rescore(work, number, "加总有误"))
    theory = contest.event(desk, number, "theory")
    change = rescoring.ChangeForm(
        ChangeKind.MARK, theory, one, "加总有误", seat_no=1, value_milli=91_000
    )
    desk.write(lambda work: rescoring.add_change(work, rescore, change))


@pytest.fixture
def template(template, furnished) -> str:
    """With the competition, made once."""
    return furnished("rights of competitions", build)


@pytest.fixture
def scene(desk) -> Scene:
    """What there is, by id."""
    number = 2
    people = desk.read(lambda work: competitors_of(work, number))
    rescore = desk.read(lambda work: rescores_of(work, number))[0].id
    return Scene(
        number,
        contest.event(desk, number, "theory"),
        contest.event(desk, number, "quick"),
        people[0].id,
        people[1].id,
        1,
        desk.read(lambda work: protests_of(work, number))[0].id,
        desk.read(lambda work: prizes_of(work, number))[0].id,
        desk.read(lambda work: awards_of(work, number))[0].id,
        rescore,
        desk.read(lambda work: changes_of(work, rescore)[0].id),
    )


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    """The desk of somebody who holds these and no more."""
    own = desk.actor
    actor = Actor(own.operator_id, "某人", "某职", "某单位", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


SEAT = SeatForm("评委辛", "评审组")
MARK = rescoring.ChangeForm
RUN_BY: dict[str, Callable] = {
    "open_competition": lambda w, _: competitions.open_competition(w, FORM),
    "change_competition": lambda w, s: competitions.change_competition(w, s.id, FORM),
    "change_rule": lambda w, s: competitions.change_competition_rule(w, s.id, usual_rule(["a"])),
    "open_entry": lambda w, s: competitions.open_entry(w, s.id),
    "back_to_draft": lambda w, s: competitions.back_to_draft(w, s.id),
    "start": lambda w, s: competitions.start_competition(w, s.id),
    "cancel": lambda w, s: competitions.cancel_competition(w, s.id),
    "add_event": lambda w, s: events.add_event(w, s.id, QUICK),
    "change_event": lambda w, s: events.change_event(w, s.event, QUICK),
    "remove_event": lambda w, s: events.remove_event(w, s.event),
    "seat": lambda w, s: events.seat_everywhere(w, s.id, [SEAT]),
    "recuse": lambda w, s: events.propose_recusals(w, s.id),
    "close_event": lambda w, s: events.close_event(w, s.event),
    "reopen_event": lambda w, s: events.reopen_event(w, s.event),
    "draw": lambda w, s: ordering.draw_order(w, s.event, "种子"),
    "set_order": lambda w, s: ordering.set_order(w, s.event, {s.entry: 1}),
    "add_entries": lambda w, s: entrants.add_entries(w, s.id, [entrants.EntryForm("甲", "乙")]),
    "change_entry": lambda w, s: entrants.change_entry(w, s.entry, "甲", "乙"),
    "remove_entry": lambda w, s: entrants.remove_entry(w, s.entry),
    "withdraw_entry": lambda w, s: entrants.withdraw_entry(w, s.entry),
    "disqualify": lambda w, s: entrants.disqualify_entry(w, s.entry),
    "reinstate": lambda w, s: entrants.reinstate_entry(w, s.entry),
    "event_status": lambda w, s: entrants.set_event_status(
        w, s.event, s.entry, EntrantStatus.ABSENT
    ),
    "add_team": lambda w, s: teams.add_team(w, s.id, "一队"),
    "join_team": lambda w, s: teams.join_team(w, s.entry, s.other),
    "leave_team": lambda w, s: teams.leave_team(w, s.entry),
    "step_in": lambda w, s: teams.step_in(w, s.entry, s.other),
    "close_scoring": lambda w, s: closing.close_scoring(w, s.id),
    "rank": lambda w, s: ranking.make_rankings(w, s.id),
    "post": lambda w, s: closing.post_results(w, s.id),
    "reopen_results": lambda w, s: closing.reopen_results(w, s.id),
    "lock": lambda w, s: closing.lock_results(w, s.id),
    "publish": lambda w, s: closing.publish_results(w, s.id, "1 号", contest.DAY),
    "archive": lambda w, s: closing.archive_competition(w, s.id),
    "lot": lambda w, s: lots.record_competition_lot(w, s.id, lots.LotForm("person", (1, 2), "甲")),
    "advance": lambda w, s: advancing.advance(w, s.id),
    "file_protest": lambda w, s: protests.file_protest(
        w, s.id, protests.ProtestForm(s.entry, "领队", "不服")
    ),
    "accept_protest": lambda w, s: protests.accept_protest(w, s.protest),
    "refuse_protest": lambda w, s: protests.refuse_protest(w, s.protest, "不受理"),
    "decide_protest": lambda w, s: protests.decide_protest(w, s.protest, "属实", upheld=True),
    "set_prizes": lambda w, s: awarding.set_prizes(w, s.id, []),
    "award": lambda w, s: awarding.award_prizes(w, s.id),
    "give_prize": lambda w, s: awarding.give_prize(w, s.prize, competitor_id=s.entry),
    "withdraw_award": lambda w, s: awarding.withdraw_award(w, s.award),
    "issue_prizes": lambda w, s: certificates.issue_prizes(w, s.id),
    "open_rescore": lambda w, s: rescoring.open_rescore(w, s.id, "再核"),
    "add_change": lambda w, s: rescoring.add_change(
        w, s.rescore, MARK(ChangeKind.MARK, s.event, s.other, "错", seat_no=1, value_milli=1_000)
    ),
    "drop_change": lambda w, s: rescoring.drop_change(w, s.change),
    "cancel_rescore": lambda w, s: rescoring.cancel_rescore(w, s.rescore),
    "apply_rescore": lambda w, s: applying.apply_rescore(w, s.rescore),
}
KEY_BY: dict[str, Callable] = {
    "give_points": lambda w, s: running.give_points(w, s.quick, s.entry, 1_000, 1),
    "undo_point": lambda w, s: running.undo_point(w, s.point),
    "key_time": lambda w, s: running.key_time(w, s.event, s.entry, 100),
}
DEEDS = [(deed, RUNS, KEYS) for deed in RUN_BY] + [(deed, KEYS, RUNS) for deed in KEY_BY]


@pytest.mark.parametrize(("deed", "right", "other"), DEEDS, ids=[each[0] for each in DEEDS])
def test_who_lacks_the_right_here_is_refused(desk, scene, deed, right, other):
    do = (RUN_BY | KEY_BY)[deed]
    prints = Grant(Right.PRINT_PAPERS)
    for grants, said in (
        ((Grant(Right.VIEW_WORKFORCE), prints), f"没有“{right.label}”的权限"),
        ((Grant(right, THERE), Grant(other, THERE), prints), f"在这个区域没有“{right.label}”"),
        ((Grant(other), prints), f"没有“{right.label}”的权限"),
    ):
        limited = with_rights(desk, *grants)
        with pytest.raises(Refused, match=said):
            limited.write(lambda work: do(work, scene), reason="试一试")


def test_whoever_runs_the_lower_competition_alone_sends_nobody_up(desk, scene):
    lower = with_rights(desk, Grant(RUNS, HERE))
    with pytest.raises(Refused, match=f"没有“{RUNS.label}”的权限"):
        lower.write(lambda work: advancing.advance(work, scene.id))
    both = with_rights(desk, Grant(RUNS))
    assert both.write(lambda work: advancing.advance(work, scene.id)).added == 1
