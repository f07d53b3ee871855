"""What stands in the way of the next step of a period, each with where to go."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.assessment.model import AssessmentAppeal, AssessmentPeriod
from hrgrid.assessment.queries.people import count_people
from hrgrid.assessment.queries.periods import parts_of, unsettled_words
from hrgrid.assessment.queries.running import Running, count_proposed, run_of_period, running
from hrgrid.assessment.queries.runs import stale_words
from hrgrid.assessment.queries.using import span_of_period
from hrgrid.assessment.rules.period_rows import Blocker
from hrgrid.assessment.rules.words import OPEN_APPEALS, PeriodState
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork

_NAMED = 3


def blockers_of(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """What blocks the next step, by the state that the period is in; [] lets it go on."""
    state = period.state
    if state is PeriodState.COLLECTING:
        return score_blockers(work, period)
    if state is PeriodState.SCORING:
        return show_blockers(work, period)
    if state is PeriodState.SHOWN:
        return shown_blockers(work, period)
    if state is PeriodState.APPEALS:
        found = confirm_blockers(work, period)
        return found or approval_blockers(work, period)
    return []


def score_blockers(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """The days go on, months are not settled, nobody is assessed."""
    span, found = span_of_period(period), list[Blocker]()
    if span.last_day >= work.today:
        told = f"{span.title}到 {span.last_day:%Y-%m-%d} 才结束，第二天起计分"
        found.append(Blocker("days", told))
    told = unsettled_words(parts_of(work, period))
    if told:
        found.append(Blocker("parts", f"{told}。请先办完这几期的考核", "parts"))
    if not count_people(work, period.id).get(None):
        found.append(
            Blocker("people", "没有要考核的人。请核对方案的岗位和任职，再重新提取名单", "people")
        )
    return found


def show_blockers(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """Not computed, out of date, people without a result, lines and changes undecided."""
    run = running(work, period)
    if run is None:
        return [Blocker("compute", "这一版还没有计算", "results")]
    return _of_run(work, period, run)


def _of_run(work: UnitOfWork, period: AssessmentPeriod, run: Running) -> list[Blocker]:
    found = []
    changed = changes_since(work, period)
    if changed:
        found.append(Blocker("stale", f"{'，'.join(changed)}。请重新计算", "results"))
    if run.blocked:
        told = f"{run.blocked:,} 人缺数据，没有结果。请补齐数据后重新计算，或写明原因不参加考核"
        found.append(Blocker("blocked", told, "results/blocked", run.blocked))
    if run.at_line:
        told = f"{run.at_line:,} 人同分，等次名额不够。请裁定"
        found.append(Blocker("line", told, "results/line", run.at_line))
    proposed = count_proposed(work, period.id)
    if proposed:
        told = f"{proposed:,} 人的加减分还没有批准。请批准或撤回"
        found.append(Blocker("proposed", told, "results/proposed", proposed))
    return found


def changes_since(work: UnitOfWork, period: AssessmentPeriod) -> tuple[str, ...]:
    """What of that which the result rests on changed since it was computed, in sentences."""
    run = run_of_period(work, period.id, period.revision)
    return () if run is None else stale_words(work, period, run)


def shown_blockers(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """Somebody was not shown his result, or the result waits for something again."""
    run = running(work, period)
    if run is None:
        return [Blocker("compute", "这一版还没有计算", "results")]
    found = _of_run(work, period, run)
    left = run.computed - run.shown
    if left:
        told = f"{left:,} 人还没有看到结果。请登记本人签字、送达或见证"
        found.append(Blocker("showing", told, "showing", left))
    return found


def confirm_blockers(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """The window is open, appeals wait, the result changed since or waits for something."""
    found = []
    until = period.appeals_until
    if until is not None and until >= work.today:
        told = f"申诉期到 {until:%Y-%m-%d}，第二天起确认"
        found.append(Blocker("window", told, "appeals"))
    waiting = open_appeals_of(work, period.id)
    if waiting:
        told = f"{waiting:,} 件申诉还没有办结。请先答复"
        found.append(Blocker("appeals", told, "appeals", waiting))
    run = running(work, period)
    if run is None:
        found.append(Blocker("compute", "这一版还没有计算", "results"))
    else:
        found += _of_run(work, period, run)
    return found


def approval_blockers(work: UnitOfWork, period: AssessmentPeriod) -> list[Blocker]:
    """Nobody approved this result yet."""
    run = running(work, period)
    if run is None:
        return []
    given = approval_state(work, Deed.ASSESSMENT, result_key(period, run.number))
    if given.complete:
        return []
    told = "结果还没有审批。请审批人登录审批，或登记纸质批件"
    return [Blocker("approval", told, "approval")]


def open_appeals_of(work: UnitOfWork, period_id: int) -> int:
    """How many appeals wait for an answer."""
    query = select(func.count()).where(
        AssessmentAppeal.period_id == period_id, AssessmentAppeal.state.in_(OPEN_APPEALS)
    )
    return work.session.scalar(query) or 0


def result_key(period: AssessmentPeriod, run_number: int) -> str:
    """What is approved: this computation of this revision; a later one is approved anew."""
    return f"assessment:{period.id}:{period.revision}:{run_number}"


def refuse(found: Sequence[Blocker], what: str) -> None:
    """Raise UserError with the first of what blocks."""
    if found:
        shown = "；".join(each.sentence.rstrip("。") for each in found[:_NAMED])
        more = f"；等 {len(found)} 处" if len(found) > _NAMED else ""
        raise UserError(f"{what}：{shown}{more}")
