"""A round of stars: opened, confirmed with an approval, opened again, cancelled."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.assessment.model import AssessmentPeriod, StarRound
from hrgrid.assessment.queries.blocking import refuse
from hrgrid.assessment.queries.star_blocking import (
    reopening_asked,
    round_blockers,
    rounds_resting_on,
    star_key,
    star_reopening_key,
)
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.queries.star_sources import star_run_of, waiting_of
from hrgrid.assessment.rules.period_days import span_of
from hrgrid.assessment.rules.star_rows import RoundForm
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.service.star_awards import give_stars, take_back_stars
from hrgrid.assessment.service.star_certificates import take_back_star_certificates
from hrgrid.assessment.service.star_rules import star_rules_in_use
from hrgrid.assessment.service.star_steps import go_round, named, round_of
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

_S = RoundState


def open_round(work: UnitOfWork, form: RoundForm) -> int:
    """A new round over the settled results of a period; returns its id.

    The version of the rule in force on the period's last day is frozen into it. Raises UserError
    where there is no such period, one is not confirmed, the days are none, or it is there already.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    work.require(Right.RUN_ASSESSMENT, form.area_path)
    span = span_of(form.span.kind, form.span.year, form.span.number)
    title = " ".join(form.title.split())
    if not title:
        raise UserError("星级评定的名称不能空着。请填上")
    if len(title) > 80:
        raise UserError("星级评定的名称最多 80 个字。请写短些")
    if form.valid_to <= form.valid_from:
        raise UserError(f"星级有效期从 {form.valid_from:%Y-%m-%d} 起，要到以后的某一天为止。请改正")
    if form.valid_from <= span.first_day:
        raise UserError(f"星级要在{span.title}开始以后才生效。请改正有效期")
    query = select(AssessmentPeriod).where(
        AssessmentPeriod.scheme == form.scheme,
        AssessmentPeriod.kind == span.kind,
        AssessmentPeriod.year == span.year,
        AssessmentPeriod.number == span.number,
        AssessmentPeriod.area_path.startswith(form.area_path, autoescape=True),
    )
    periods = list(work.session.scalars(query.order_by(AssessmentPeriod.area_path)))
    if not periods:
        raise UserError(f"这里没有{span.title}的考核结果，不能评星级。请换一期，或先办考核")
    if waiting := waiting_of(periods):
        raise UserError(
            f"还有 {len(waiting)} 个考核期没有确认：{'、'.join(waiting[:3])}。请先确认考核结果"
        )
    _refuse_twin(work, form)
    rule = star_rules_in_use(work, form.subject, span.last_day)
    found = StarRound(
        subject=form.subject,
        rule_number=rule.number,
        rule_sha256=rule.sha256,
        scheme=form.scheme,
        kind=span.kind,
        year=span.year,
        number=span.number,
        area_path=form.area_path,
        title=title,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        state=_S.DRAFT,
        revision=1,
        reopen_reason="",
        proposer_id=None,
        approval_words="",
        document_no="",
        confirmed_on=None,
        cancel_reason="",
    )
    work.session.add(found)
    work.session.flush()
    work.record(
        "open_stars",
        named(found),
        after={
            "subject": form.subject.label,
            "area": form.area_path,
            "rules": rule.number,
            "valid_from": form.valid_from,
            "valid_to": form.valid_to,
        },
    )
    return found.id


def _refuse_twin(work: UnitOfWork, form: RoundForm) -> None:
    query = select(StarRound).where(
        StarRound.subject == form.subject,
        StarRound.scheme == form.scheme,
        StarRound.kind == form.span.kind,
        StarRound.year == form.span.year,
        StarRound.number == form.span.number,
        StarRound.area_path == form.area_path,
    )
    twin = work.session.scalar(query)
    if twin is not None:
        raise UserError(f"这一期已有{named(twin)}（{twin.state.label}）。请打开原来的，不用另建")


def take_newer_rule(work: UnitOfWork, round_id: int) -> int:
    """Go by the version of the rule that is in force now; its number. Compute anew afterwards."""
    found = round_of(work, round_id, _S.DRAFT)
    rule = star_rules_in_use(work, found.subject, work.today)
    if rule.sha256 == found.rule_sha256:
        raise UserError(f"{named(found)}用的已经是现行办法（第 {rule.number} 版）。没有改动")
    before = found.rule_number
    found.rule_number, found.rule_sha256 = rule.number, rule.sha256
    work.session.flush()
    work.record(
        "take_star_rules", named(found), before={"rules": before}, after={"rules": rule.number}
    )
    return rule.number


def star_subject(work: UnitOfWork, round_id: int) -> Subject:
    """What is approved: the computation in force of this revision.

    Raises UserError before it is computed, and after it is confirmed.
    """
    found = seen_round(work, round_id)
    run = star_run_of(work, found)
    if found.state is not _S.DRAFT or run is None or found.proposer_id is None:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，还没有要审批的结果。请先按方案评定"
        )
    return Subject(
        Deed.ASSESSMENT,
        star_key(found, run.number),
        f"{named(found)}结果",
        found.proposer_id,
        found.area_path,
    )


def confirm_round(work: UnitOfWork, round_id: int, document_no: str = "") -> int:
    """评定中 → 已评定 with its approval: the stars count from now on; how many there are.

    Earlier stars of those who took part end on the day the new ones begin, in the same
    transaction. Raises UserError with what blocks it, Refused while the approval is missing.
    """
    found = round_of(work, round_id, _S.DRAFT)
    refuse(round_blockers(work, found), f"{named(found)}还不能确认")
    approval = require_approved(work, star_subject(work, round_id))
    found.approval_words, found.document_no = approval.words, document_no.strip()
    found.confirmed_on = work.today
    # From now on it names who asks for a reopening; the approval says who proposed the stars.
    found.proposer_id = None
    go_round(work, found, _S.CONFIRMED, document_no.strip())
    count = give_stars(work, found)
    work.record("give_stars", named(found), after={"count": count})
    return count


def propose_star_reopening(work: UnitOfWork, round_id: int) -> None:
    """Put a confirmed round up to be opened again, with the reason; somebody approves it.

    Raises UserError where later rounds rest on its stars.
    """
    found = round_of(work, round_id, _S.CONFIRMED)
    reason = work.require_reason().strip()
    _refuse_resting(work, found)
    found.reopen_reason, found.proposer_id = reason, work.actor.operator_id
    work.session.flush()
    work.record("propose_star_reopening", named(found), after={"revision": found.revision})


def reopening_subject(work: UnitOfWork, round_id: int) -> Subject:
    """What is approved: this revision opened again for this reason."""
    found = seen_round(work, round_id)
    if not reopening_asked(found):
        raise UserError(f"{named(found)}还没有申请重开。请先写明事由，报请审批")
    return Subject(
        Deed.ASSESSMENT,
        star_reopening_key(found),
        f"{named(found)}重新评定（第 {found.revision + 1} 版）",
        found.proposer_id or 0,
        found.area_path,
    )


def reopen_round(work: UnitOfWork, round_id: int) -> int:
    """已评定 → 评定中, as approved: a new revision; its number.

    Its stars and their certificates become void, and the stars that they had ended hold again.
    """
    found = round_of(work, round_id, _S.CONFIRMED)
    _refuse_resting(work, found)
    require_approved(work, reopening_subject(work, round_id))
    reason = found.reopen_reason
    take_back_star_certificates(work, round_id, reason)
    count = take_back_stars(work, found, f"重新评定：{reason}")
    found.revision += 1
    found.approval_words = found.document_no = ""
    found.confirmed_on = found.proposer_id = None
    go_round(work, found, _S.DRAFT, reason)
    work.record("take_back_stars", named(found), reason, after={"count": count})
    return found.revision


def _refuse_resting(work: UnitOfWork, found: StarRound) -> None:
    resting = rounds_resting_on(work, found)
    if resting:
        raise UserError(
            f"“{'”、“'.join(resting[:3])}”是在{named(found)}的星级上评的。请先重开后面的评定"
        )


def cancel_round(work: UnitOfWork, round_id: int) -> None:
    """评定中 → 已取消, with the reason."""
    found = round_of(work, round_id, _S.DRAFT)
    found.cancel_reason = work.require_reason().strip()[:200]
    go_round(work, found, _S.CANCELLED)
