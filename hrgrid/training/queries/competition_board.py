"""The board of a competition: how far it is, what blocks it, and the one step that leads on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.accounts.queries import approval_state, holders_of
from hrgrid.accounts.rules import Deed
from hrgrid.core.rights import Right
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionProtest,
    CompetitionRun,
)
from hrgrid.training.queries.competition_blocking import (
    RankedNow,
    lock_blockers,
    protests_until,
    ranked_now,
    scoring_blockers,
)
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_inputs import applied_run, read_inputs
from hrgrid.training.queries.competition_prizes import places_set, prize_plan, prizes_in_order
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.queries.competitions import competition_card
from hrgrid.training.queries.rescores import open_rescore_of
from hrgrid.training.rules.competing import (
    FIXED,
    OPEN_PROTESTS,
    CompetitionState,
    EntrantState,
)
from hrgrid.training.rules.competition import EventWeights, weight_problems
from hrgrid.training.rules.competition_rows import (
    Blocker,
    CompetitionBoard,
    CompetitionCard,
    EventRow,
    NextStep,
    StageCount,
)

_S = CompetitionState
Answer = tuple[NextStep, tuple[Blocker, ...]]


@dataclass(frozen=True)
class _Facts:
    work: UnitOfWork
    competition: Competition
    card: CompetitionCard
    events: list[EventRow]
    entrants: int
    run: CompetitionRun | None
    now: RankedNow
    given: int
    needed: int


def competition_board(work: UnitOfWork, competition_id: int) -> CompetitionBoard:
    """The board, for whoever runs, marks or approves the competition."""
    competition = seen_competition(work, competition_id)
    card = competition_card(work, competition_id)
    may_read = any(
        work.actor.may(right, competition.area_path)
        for right in (Right.RUN_TRAINING, Right.ENTER_MARKS)
    )
    run = applied_run(work, competition_id)
    ranked = may_read and competition.state in {_S.SCORING_CLOSED, _S.CHECKED}
    # All marks are read for it: once, for the rows of the events too.
    inputs = read_inputs(work, competition) if ranked else None
    views = {} if inputs is None else {each.event.id: each.view for each in inputs.events}
    events = events_of(work, competition_id, views) if may_read else []
    now = RankedNow(stale=False, ties=()) if inputs is None else ranked_now(work, inputs, run)
    given, needed = _approvals(work, competition, run)
    entered = select(func.count()).where(
        CompetitionEntrant.competition_id == competition_id,
        CompetitionEntrant.state == EntrantState.ENTERED,
    )
    facts = _Facts(
        work,
        competition,
        card,
        events,
        work.session.scalar(entered) or 0,
        run,
        now,
        given,
        needed,
    )
    step, blockers = _next(facts) if may_read else _approver(facts)
    rescore = open_rescore_of(work, competition_id)
    protests = select(func.count()).where(
        CompetitionProtest.competition_id == competition_id,
        CompetitionProtest.state.in_(OPEN_PROTESTS),
    )
    return CompetitionBoard(
        card,
        tuple(events),
        tuple(_stages(facts)),
        blockers,
        tuple(_notes(facts) if may_read else ()),
        step,
        (given, needed),
        tuple(holders_of(work, Right.APPROVE, competition.area_path)),
        work.session.scalar(protests) or 0,
        None if rescore is None else rescore.id,
        now.stale,
    )


def _approvals(
    work: UnitOfWork, competition: Competition, run: CompetitionRun | None
) -> tuple[int, int]:
    number = 0 if run is None else run.number
    state = approval_state(work, Deed.RESULT, f"competition:{competition.id}:{number}")
    return state.given, state.needed


def _next(facts: _Facts) -> Answer:
    return _STEPS[facts.competition.state](facts)


def _go(code: str, label: str, blockers: list[Blocker] | None = None) -> Answer:
    """A step on, as soon as nothing blocks it."""
    return NextStep(code, label, not blockers), tuple(blockers or ())


def _do(code: str, label: str, *lacking: Blocker) -> Answer:
    """Something to do now; `lacking` is what it does away with."""
    return NextStep(code, label), lacking


def _draft(facts: _Facts) -> Answer:
    if not facts.events:
        return _do("add_events", "添加项目", Blocker("还没有比武项目", "events"))
    return _go("open_entry", "开始报名")


def _entry(facts: _Facts) -> Answer:
    if not facts.entrants:
        return _do("add_entrants", "添加参赛者", Blocker("还没有参赛者", "entrants"))
    weights = [
        EventWeights(
            each.code,
            each.title,
            each.kind,
            each.side,
            each.order,
            each.person_bp,
            each.team_bp,
            each.time_limit,
        )
        for each in facts.events
    ]
    problems = [Blocker(said, "events") for said in weight_problems(weights, facts.card.rule)]
    return _go("start", f"开始比赛（{facts.entrants} 个参赛者）", problems)


def _running(facts: _Facts) -> Answer:
    found = scoring_blockers(facts.work, facts.competition)
    if found:
        open_events = [e for e in facts.events if e.panel_state is PanelState.OPEN]
        label = f"录“{open_events[0].title}”的分" if open_events else "录分"
        return NextStep("score", label), tuple(found)
    return _go("close_scoring", "截止评分并排名")


def _closed(facts: _Facts) -> Answer:
    if facts.now.stale or facts.run is None:
        return _do("rank", "重新排名", Blocker("排名之后有改动", "lots"))
    return _go("post", "张榜")


def _checked(facts: _Facts) -> Answer:
    found = lock_blockers(facts.work, facts.competition, facts.now)
    where = {each.where for each in found}
    if "protests" in where:
        return NextStep("protests", "办理申诉"), tuple(found)
    if "lots" in where:
        return NextStep("lots", "抽签"), tuple(found)
    if facts.given < facts.needed:
        lacking = Blocker(f"成绩须有 {facts.needed} 人审批，现有 {facts.given} 人", "approval")
        return NextStep("approve", "审批成绩"), (lacking, *found)
    if found:
        until = protests_until(facts.competition)
        shown = "" if until is None else f"，到 {until.astimezone():%H:%M}"
        return NextStep("wait", f"等申诉时间{shown}", enabled=False), tuple(found)
    return _go("lock", "成绩定稿")


def _locked(facts: _Facts) -> Answer:
    return _go("publish", "登记通报", _rescoring(facts))


def _published(facts: _Facts) -> Answer:
    if not facts.competition.prizes_set:
        return _do("prizes", "确认奖项和名额", Blocker("奖项和名额还没有确认", "prizes"))
    found = _rescoring(facts)
    if not places_set(facts.work, facts.competition.id):
        return _go("archive", "归档", found)
    plan = prize_plan(facts.work, facts.competition.id)
    found += [
        Blocker(
            f"{'、'.join(tie.names)}并列第 {tie.rank}，{tie.label}只剩 {tie.places} 个", "prizes"
        )
        for tie in plan.ties
    ]
    label = f"颁奖（{len(plan.holders)} 个）" if plan.holders else "颁奖"
    # Ties are decided in the dialog of the award itself.
    only_ties = all(each.where == "prizes" for each in found)
    return NextStep("award", label, only_ties), tuple(found)


def _awarded(facts: _Facts) -> Answer:
    return _go("archive", "归档", _rescoring(facts))


def _ended(_facts: _Facts) -> Answer:
    return NextStep("", "", enabled=False), ()


def _approver(facts: _Facts) -> Answer:
    """Who only approves sees what waits for him."""
    if facts.competition.state is _S.CHECKED and facts.given < facts.needed:
        return _do("approve", "审批成绩")
    return _ended(facts)


def _rescoring(facts: _Facts) -> list[Blocker]:
    found = open_rescore_of(facts.work, facts.competition.id)
    return [] if found is None else [Blocker(f"第 {found.number} 号复核还没有办完", "rescore")]


def _notes(facts: _Facts) -> list[str]:
    """What to know besides."""
    notes = []
    ties = [tie for tie in facts.now.ties if not tie.blocks]
    notes += [f"{tie.ranking_title}：{'、'.join(tie.names)}并列第 {tie.rank}" for tie in ties[:4]]
    if facts.competition.state in FIXED and not facts.competition.prizes_set:
        notes.append("奖项和名额还没有确认")
    if facts.competition.state is _S.RUNNING:
        undrawn = [e.title for e in facts.events if e.competing and e.drawn < e.competing]
        if undrawn:
            notes.append(f"“{'”“'.join(undrawn)}”还没有排出场顺序")
    return notes


def _stages(facts: _Facts) -> list[StageCount]:
    state = facts.competition.state
    closed = sum(event.panel_state is PanelState.CLOSED for event in facts.events)
    words = {
        "prepare": f"{len(facts.events)} 项",
        "entry": f"{facts.entrants} 个",
        "running": f"{closed}/{len(facts.events)} 项截止",
        "checked": "",
        "locked": "",
        "published": facts.competition.document_no,
        "awarded": f"{len(prizes_in_order(facts.work, facts.competition.id))} 种奖项"
        if facts.competition.prizes_set
        else "",
    }
    at = _AT.get(state, -1)
    return [
        StageCount(key, label, words[key], here < at or state is _S.ARCHIVED, here == at)
        for here, (key, label) in enumerate(_STAGES)
    ]


_STAGES = (
    ("prepare", "筹备"),
    ("entry", "报名"),
    ("running", "比赛"),
    ("checked", "张榜"),
    ("locked", "定稿"),
    ("published", "通报"),
    ("awarded", "颁奖"),
)
_AT = {
    _S.DRAFT: 0,
    _S.ENTRY_OPEN: 1,
    _S.RUNNING: 2,
    _S.SCORING_CLOSED: 3,
    _S.CHECKED: 4,
    _S.LOCKED: 5,
    _S.PUBLISHED: 6,
    _S.AWARDED: 7,
    _S.ARCHIVED: 7,
}
_STEPS: dict[CompetitionState, Callable[[_Facts], Answer]] = {
    _S.DRAFT: _draft,
    _S.ENTRY_OPEN: _entry,
    _S.RUNNING: _running,
    _S.SCORING_CLOSED: _closed,
    _S.CHECKED: _checked,
    _S.LOCKED: _locked,
    _S.PUBLISHED: _published,
    _S.AWARDED: _awarded,
    _S.ARCHIVED: _ended,
    _S.CANCELLED: _ended,
}
