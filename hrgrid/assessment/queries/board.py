"""The board of a period in one read: how far it has come, what blocks, the one lawful step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.assessment.model import AssessmentAppeal, AssessmentPeriod, AssessmentRun
from hrgrid.assessment.queries.blocking import blockers_of, changes_since, result_key
from hrgrid.assessment.queries.delivered import delivered, units_of
from hrgrid.assessment.queries.people import count_people
from hrgrid.assessment.queries.periods import parts_of, period_card, rests_on
from hrgrid.assessment.queries.running import count_proposed, running
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.rules.period_rows import (
    Blocker,
    NextStep,
    PeriodBoard,
    PeriodCard,
    PeriodCounts,
    Stage,
)
from hrgrid.assessment.rules.words import OPEN_APPEALS, SETTLED, LeftOut, PeriodState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

_S = PeriodState
_STEPS = {
    _S.OPEN: ("collect", "开始收集数据"),
    _S.COLLECTING: ("score", "计算"),
    _S.SCORING: ("show", "给本人看结果"),
    _S.SHOWN: ("appeals", "公布结果，进入申诉期"),
    _S.APPEALS: ("confirm", "确认结果"),
    _S.CONFIRMED: ("lock", "归档"),
}
_RUNS = frozenset({"compute", "stale"})


def period_board(work: UnitOfWork, period_id: int) -> PeriodBoard:
    """Everything of one period; no person is read by name."""
    period = seen_period(work, period_id)
    card = period_card(work, period_id)
    blockers = tuple(blockers_of(work, period))
    counts = _counts(work, period, blockers)
    runs = work.actor.may(Right.RUN_ASSESSMENT, period.area_path)
    approved = _approved(work, period, counts)
    return PeriodBoard(
        card,
        counts,
        stages(period, counts),
        blockers,
        next_step(period, blockers, runs=runs),
        tuple(_notes(work, period, card, counts)),
        tuple(rests_on(work, period_id)) if period.state in SETTLED else (),
        may_go_back=runs and period.state in (_S.SCORING, _S.SHOWN, _S.APPEALS),
        may_reopen=runs and period.state in SETTLED,
        approved=approved,
    )


def next_step(
    period: AssessmentPeriod, blockers: Sequence[Blocker], *, runs: bool
) -> NextStep | None:
    """The one lawful step; None of an archived period."""
    found = _STEPS.get(period.state)
    if found is None:
        return None
    code, label = found
    kinds = {one.kind for one in blockers}
    if period.state is _S.SCORING and kinds & _RUNS:
        # What is to be computed waits for nothing else.
        again = "stale" in kinds
        return NextStep("compute", "重新计算" if again else "计算", enabled=runs)
    if period.state is _S.APPEALS and kinds == {"approval"}:
        return NextStep("approve", "审批结果", enabled=True, why=blockers[0].sentence)
    why = blockers[0].sentence if blockers else ""
    return NextStep(code, label, enabled=runs and not blockers, why=why)


def stages(period: AssessmentPeriod, counts: PeriodCounts) -> tuple[Stage, ...]:
    """The strip of states with a word or two under each."""
    order = list(PeriodState)
    here = order.index(period.state)
    words = {
        _S.OPEN: f"{counts.assessed:,} 人",
        _S.COLLECTING: f"报送到 {period.due_on:%m-%d}" if period.due_on is not None else "",
        _S.SCORING: f"第 {counts.run_number} 次计算" if counts.run_number is not None else "",
        _S.SHOWN: f"{counts.shown:,}/{counts.computed:,} 人" if counts.shown else "",
        _S.APPEALS: f"到 {period.appeals_until:%m-%d}" if period.appeals_until is not None else "",
    }
    return tuple(
        Stage(state, at < here, at == here, words.get(state, "") if at <= here else "")
        for at, state in enumerate(order)
    )


def _counts(
    work: UnitOfWork, period: AssessmentPeriod, blockers: Sequence[Blocker]
) -> PeriodCounts:
    people = count_people(work, period.id)
    run = running(work, period)
    appeals, waiting, overdue, due = _appeals(work, period)
    return PeriodCounts(
        people.get(None, 0),
        tuple((reason, people[reason]) for reason in LeftOut if reason in people),
        len(units_of(work, period.id)),
        tuple(delivered(work, period)),
        run.number if run is not None else None,
        stale=any(one.kind == "stale" for one in blockers)
        or (period.state in SETTLED and bool(changes_since(work, period))),
        computed=run.computed if run is not None else 0,
        blocked=run.blocked if run is not None else 0,
        at_line=run.at_line if run is not None else 0,
        proposed=count_proposed(work, period.id),
        shown=run.shown if run is not None else 0,
        appeals=appeals,
        appeals_open=waiting,
        appeals_overdue=overdue,
        next_due=due,
    )


def _appeals(work: UnitOfWork, period: AssessmentPeriod) -> tuple[int, int, int, Any]:
    held = AssessmentAppeal
    waits = held.state.in_(OPEN_APPEALS)
    query = select(
        func.count(),
        func.count().filter(waits),
        func.count().filter(waits, held.answer_due < work.today),
        func.min(held.answer_due).filter(waits),
    ).where(held.period_id == period.id)
    return work.session.execute(query).tuples().one()


def _approved(work: UnitOfWork, period: AssessmentPeriod, counts: PeriodCounts) -> bool:
    if period.state in SETTLED:
        return True
    if period.state is not _S.APPEALS or counts.run_number is None:
        return False
    return approval_state(work, Deed.ASSESSMENT, result_key(period, counts.run_number)).complete


def _notes(
    work: UnitOfWork, period: AssessmentPeriod, card: PeriodCard, counts: PeriodCounts
) -> list[Blocker]:
    """What stops nothing: late figures, a newer scheme, a shorter period opened again since."""
    found = []
    collecting = period.state in (_S.OPEN, _S.COLLECTING)
    owed = max((each.of - each.delivered for each in counts.delivered if each.needed), default=0)
    if collecting and period.due_on is not None and period.due_on < work.today and owed:
        days = (work.today - period.due_on).days
        told = f"报送期限已过 {days:,} 天，还有 {owed:,} 人缺数据"
        found.append(Blocker("late", told, "delivered", owed))
    if card.newer_rule is not None and period.state in (_S.OPEN, _S.COLLECTING, _S.SCORING):
        told = f"方案有更新的第 {card.newer_rule} 版，本期用的是第 {period.rule_number} 版"
        found.append(Blocker("scheme", told, "scheme"))
    if counts.stale and period.state in SETTLED:
        found.append(Blocker("stale", "结果确认以后数据有改动，本期结果没有变", "results"))
    if period.state in SETTLED and counts.run_number is not None:
        found += _reopened(work, period)
    if period.state in SETTLED and period.proposer_id is not None:
        told = f"已申请重新计分：{period.reopen_reason}"
        found.append(Blocker("reopening", told, "approval"))
    return found


def _reopened(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """The shorter periods whose results were settled anew after this one was computed."""
    parts = {part.period_id: part for part in parts_of(work, period) if part.period_id is not None}
    if not parts:
        return []
    newest = func.max(AssessmentRun.made_at)
    mine = work.session.scalar(select(newest).where(AssessmentRun.period_id == period.id))
    query = (
        select(AssessmentRun.period_id, newest)
        .where(AssessmentRun.period_id.in_(parts))
        .group_by(AssessmentRun.period_id)
    )
    made = dict(work.session.execute(query).tuples().all())
    late = [
        part
        for part_id, part in parts.items()
        if not part.settled or (mine is not None and made.get(part_id, mine) > mine)
    ]
    if not late:
        return []
    names = "、".join(part.span.title for part in late)
    return [Blocker("parts", f"{names}后来重开过，本期结果还是按原来的", "parts", len(late))]
