"""Who of those equal at the line of a share has the better star: people decide, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.model import StarChoice, StarRound
from hrgrid.assessment.queries.star_groups import groups_of
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.assessment.rules.star_rows import StarGroup, StarLineForm, StarSummary
from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.assessment.service.star_runs import settle_stars_anew
from hrgrid.assessment.service.star_steps import named, round_of
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork

_REPLACED = "同一人在后面的名额线上另有裁定"


def decide_star_line(work: UnitOfWork, round_id: int, form: StarLineForm) -> StarSummary:
    """Write down who of a group has the star; the others have the next lower one.

    All stars are settled anew at once. `form.people` and `chosen` are ids of persons or grids.
    Raises UserError where the group is no longer the one that was shown, or more were chosen than
    places are left.
    """
    found = round_of(work, round_id, RoundState.DRAFT)
    group = _group(work, found, form)
    counted = found.subject.counted
    if not set(form.chosen) <= set(form.people):
        raise UserError("选中的不在并列的名单里。请刷新后再选")
    if len(set(form.chosen)) > group.places:
        raise UserError(
            f"“{group.label}”只剩 {group.places} 个名额，选了 {len(set(form.chosen))} {counted}。"
            "请去掉多选的"
        )
    if not form.reason.strip() or not form.decided_by.strip():
        raise UserError("裁定要写明理由，以及由谁（或哪次会议）决定。请补上")
    if form.decided_on > work.today:
        raise UserError(f"裁定日期 {form.decided_on:%Y-%m-%d} 在今天之后。请核对")
    _replace(work, found, form.people)
    person = found.subject is StarSubject.PERSON
    names = []
    for row in group.people:
        has = row.subject_id in form.chosen
        if has:
            names.append(row.name)
        work.session.add(
            StarChoice(
                round_id=found.id,
                person_id=row.subject_id if person else None,
                grid_id=None if person else row.subject_id,
                level=group.level if has else group.level - 1,
                reason=form.reason.strip(),
                decided_by=form.decided_by.strip(),
                decided_on=form.decided_on,
                made_by=work.actor.name,
                void_reason="",
                voided_at=None,
            )
        )
    work.session.flush()
    told = f"{group.pool}“{group.label}”：{'、'.join(names) or '都不定'}"
    work.record(
        "decide_stars",
        f"{named(found)} {told}",
        form.reason.strip(),
        after={
            "people": [row.name for row in group.people],
            "chosen": names,
            "by": form.decided_by.strip(),
        },
    )
    return settle_stars_anew(work, found, f"星级裁定：{told}")


def void_star_choices(work: UnitOfWork, round_id: int, choice_ids: Sequence[int]) -> StarSummary:
    """Take decisions of a round back, with the work's reason; those people wait again."""
    found = round_of(work, round_id, RoundState.DRAFT)
    reason = work.require_reason().strip()
    query = select(StarChoice).where(
        StarChoice.round_id == round_id, StarChoice.id.in_(set(choice_ids))
    )
    rows = list(work.session.scalars(query.order_by(StarChoice.id)))
    if not rows or len(rows) != len(set(choice_ids)):
        raise UserError("请选这次评定的裁定，至少一项")
    if any(row.void_reason for row in rows):
        raise UserError("选的裁定里有的已经撤销过。请刷新后查看")
    for row in rows:
        row.void_reason, row.voided_at = reason, work.now
    work.session.flush()
    work.record("void_star_choices", f"{named(found)} {len(rows)} 项", reason)
    return settle_stars_anew(work, found, f"撤销星级裁定：{reason}")


def _group(work: UnitOfWork, found: StarRound, form: StarLineForm) -> StarGroup:
    wanted = set(form.people)
    for group in groups_of(work, found):
        if group.level == form.level and {row.subject_id for row in group.people} == wanted:
            return group
    raise UserError("并列的名单已经变了，这次裁定没有存。请刷新后再裁定")


def _replace(work: UnitOfWork, found: StarRound, ids: Sequence[int]) -> None:
    """Whoever was not chosen at a better star's line and is equal again at this one."""
    column = own_key(StarChoice, found.subject)
    query = select(StarChoice).where(
        StarChoice.round_id == found.id, StarChoice.void_reason == "", column.in_(ids)
    )
    for row in work.session.scalars(query):
        row.void_reason, row.voided_at = _REPLACED, work.now
    work.session.flush()
