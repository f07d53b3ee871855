"""Who of those equal at the line of a share has the better grade: people decide, with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.assessment.model import AssessmentPeriod, GradeChoice
from hrgrid.assessment.queries.result_decisions import grade_below, groups_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.result_rows import ComputeSummary, LineGroup
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.computing import settle_anew
from hrgrid.assessment.service.steps import named, period_of
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class LineForm:
    """A decision about one group at a line: `people` are all of them as they were shown.

    `chosen` have the grade, the others the next lower one; both are assessee ids. `decided_by` is
    the person or meeting that decided.
    """

    people: tuple[int, ...]
    chosen: tuple[int, ...]
    reason: str
    decided_by: str
    decided_on: dt.date


def decide_line(work: UnitOfWork, period_id: int, form: LineForm) -> ComputeSummary:
    """Write down who of a group has the grade; all results are settled anew at once.

    Raises UserError where the group is no longer the one that was shown, or more were chosen than
    places are left.
    """
    period = period_of(work, period_id, PeriodState.SCORING)
    group = _group(work, period, form)
    if len(form.chosen) > group.places:
        raise UserError(
            f"“{group.grade_label}”只剩 {group.places} 个名额，选了 {len(form.chosen)} 人。"
            "请去掉多选的人"
        )
    if not set(form.chosen) <= set(form.people):
        raise UserError("选中的人不在并列的名单里。请刷新后再选")
    if not form.reason.strip() or not form.decided_by.strip():
        raise UserError("裁定要写明理由，以及由谁（或哪次会议）决定。请补上")
    if form.decided_on > work.today:
        raise UserError(f"裁定日期 {form.decided_on:%Y-%m-%d} 在今天之后。请核对")
    lower = grade_below(scheme_of_period(work, period).grades, group.grade)
    names = []
    for row in group.people:
        has = row.assessee_id in form.chosen
        if has:
            names.append(row.name)
        work.session.add(
            GradeChoice(
                period_id=period.id,
                assessee_id=row.assessee_id,
                grade=group.grade if has else lower.code,
                reason=form.reason.strip(),
                decided_by=form.decided_by.strip(),
                decided_on=form.decided_on,
                made_by=work.actor.name,
                void_reason="",
                voided_at=None,
            )
        )
    work.session.flush()
    told = f"{group.pool}“{group.grade_label}”：{'、'.join(names) or '都不定'}"
    work.record(
        "decide_grades",
        f"{named(period)} {told}",
        form.reason.strip(),
        after={
            "people": [row.name for row in group.people],
            "chosen": names,
            "by": form.decided_by,
        },
    )
    return settle_anew(work, period, f"等次裁定：{told}")


def void_choices(work: UnitOfWork, choice_ids: Sequence[int], reason: str) -> ComputeSummary:
    """Take decisions of one period back, with a reason; those people wait at the line again."""
    rows = [work.session.get(GradeChoice, each) for each in dict.fromkeys(choice_ids)]
    found = [row for row in rows if row is not None]
    if not found or len(found) < len(rows) or len({row.period_id for row in found}) > 1:
        raise UserError("请选同一个考核期的裁定，至少一项")
    period = period_of(work, found[0].period_id, PeriodState.SCORING)
    if not reason.strip():
        raise UserError("撤销裁定要写明理由。请填上")
    for row in found:
        work.session.refresh(row)
        if row.void_reason:
            raise UserError("这项裁定已经撤销过。请刷新后查看")
        row.void_reason, row.voided_at = reason.strip(), work.now
    work.session.flush()
    work.record(
        "void_grade_choices",
        f"{named(period)} {len(found)} 人",
        reason.strip(),
        before={"grades": [row.grade for row in found]},
    )
    return settle_anew(work, period, f"撤销等次裁定 {len(found)} 人")


def _group(work: UnitOfWork, period: AssessmentPeriod, form: LineForm) -> LineGroup:
    run = run_of_period(work, period.id, period.revision)
    groups = [] if run is None else groups_of(work, period, run)
    for group in groups:
        if {row.assessee_id for row in group.people} == set(form.people):
            return group
    raise UserError("并列的人有变动，这次裁定没有存。请刷新后核对再定")
