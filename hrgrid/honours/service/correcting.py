"""What was printed of a decided honour put right, by an act of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import unified
from hrgrid.core.rights import Right
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.documents.service import Correction, correct
from hrgrid.honours.model import HonourCorrection, HonourGrant
from hrgrid.honours.queries.roster import GrantRow, grants
from hrgrid.honours.rules.certificates import batch_of, source_of
from hrgrid.honours.rules.words import GrantState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class HonourCorrectionForm:
    """How name, unit and post read now, and the document that says so, with its day."""

    name: str
    unit: str
    post: str
    document_no: str
    happened_on: dt.date | None


def correct_honour(work: UnitOfWork, grant_id: int, form: HonourCorrectionForm) -> str | None:
    """Put right what was printed, with a reason; what was decided stays to be read.

    A certificate in force is replaced by one with a new number, which is returned. Raises
    UserError where nothing differs or the document is missing.
    """
    work.require(Right.DECIDE_HONOURS)
    reason = work.require_reason()
    before = _given(work, grant_id)
    name, unit, post = unified(form.name), form.unit.strip(), form.post.strip()
    _check(work, form, before, (name, unit, post))
    last = select(func.max(HonourCorrection.seq)).where(HonourCorrection.grant_id == grant_id)
    work.session.add(
        HonourCorrection(
            grant_id=grant_id,
            seq=1 + (work.session.scalar(last) or 0),
            name_before=before.name,
            name_after=name,
            unit_before=before.unit,
            unit_after=unit,
            post_before=before.post,
            post_after=post,
            document_no=form.document_no.strip(),
            happened_on=form.happened_on or work.today,
            reason=reason,
            recorded_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record(
        "correct_honour",
        before.name,
        before={"name": before.name, "unit": before.unit, "post": before.post},
        after={"name": name, "unit": unit, "post": post, "document": form.document_no.strip()},
    )
    if (name, unit) == (before.name, before.unit):
        return None
    return _replace(work, grant_id, name, unit or before.district)


def _given(work: UnitOfWork, grant_id: int) -> GrantRow:
    found = work.session.get(HonourGrant, grant_id)
    if found is None or found.state is not GrantState.DECIDED:
        raise UserError("没有这项已命名的荣誉，或已经撤销。请刷新后再选")
    return next(row for row in grants(work, found.campaign_id) if row.id == grant_id)


def _check(
    work: UnitOfWork, form: HonourCorrectionForm, before: GrantRow, told: tuple[str, str, str]
) -> None:
    if not told[0]:
        raise UserError("姓名不能空着。请照证件填写")
    if not form.document_no.strip() or form.happened_on is None:
        raise UserError(f"更正“{before.name}”没有写文号和日期。请填更正通知的文号和日期")
    if form.happened_on > work.today:
        raise UserError(f"更正日期 {form.happened_on:%Y-%m-%d} 在今天之后。请核对日期")
    if before.granted_on is not None and form.happened_on < before.granted_on:
        raise UserError(
            f"更正日期 {form.happened_on:%Y-%m-%d} 早于作出决定的 "
            f"{before.granted_on:%Y-%m-%d}。请核对日期"
        )
    if told == (before.name, before.unit, before.post):
        raise UserError(f"“{before.name}”的姓名、单位和职务和现在的一字不差，不用更正")


def _replace(work: UnitOfWork, grant_id: int, name: str, unit: str) -> str | None:
    found = work.session.get_one(HonourGrant, grant_id)
    wanted = Wanted(batch_of(found.campaign_id))
    for row in certificates(work, wanted):
        if row.source == source_of(grant_id) and row.state is CertificateState.ISSUED:
            return correct(work, row.number, Correction(name, unit, row.with_unit, row.body))
    return None
