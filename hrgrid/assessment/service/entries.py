"""Things noted of people, with what proves them; what was noted wrongly is taken back and kept."""

from __future__ import annotations

import mimetypes

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentEntry, Indicator
from hrgrid.assessment.queries.posts import stood_in
from hrgrid.assessment.queries.settled import Settled, settled_sentence
from hrgrid.assessment.rules.fact_rows import EntryForm
from hrgrid.assessment.rules.months import month_of, month_words
from hrgrid.assessment.rules.typed import MOST_MILLI
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.delivering import names_of, require_figures_of
from hrgrid.assessment.service.indicators import ship_indicators
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids

_NOTE, _DOCUMENT = 200, 80


def note_entry(work: UnitOfWork, form: EntryForm) -> int:
    """Note something of somebody; it counts in the month of its day. Returns its id.

    Raises UserError for a day to come, an indicator that the program computes or that has a base,
    and where the result of the month is confirmed.
    """
    ship_indicators(work)
    indicator = work.session.scalar(select(Indicator).where(Indicator.code == form.indicator))
    if indicator is None:
        raise UserError(f"没有代码为“{form.indicator}”的指标。请刷新后再选")
    person_id = same_person_ids(work, form.person_id)[0]
    name = names_of(work, [person_id]).get(person_id)
    if name is None:
        raise UserError("这个人不在花名册里。请刷新后再选")
    _check(work, form, indicator, name)
    month = month_of(form.happened_on)
    _require(work, person_id, month)
    _refuse_settled(work, (person_id, name), indicator, month)
    evidence = None
    if form.evidence is not None:
        evidence = attach(work, form.evidence[0], form.evidence[1], _mime(form.evidence[0])).sha256
    added = AssessmentEntry(
        person_id=person_id,
        indicator_id=indicator.id,
        month=month,
        happened_on=form.happened_on,
        amount_milli=form.amount_milli,
        note=form.note.strip(),
        document_no=form.document_no.strip(),
        evidence_sha256=evidence,
        assessor_id=work.actor.operator_id,
        made_at=work.now,
        made_by=work.actor.name,
        void_reason="",
    )
    work.session.add(added)
    work.session.flush()
    work.record(
        "note_entry",
        f"{name}“{indicator.label}”",
        after={
            "happened_on": form.happened_on.isoformat(),
            "figure": mark_text(form.amount_milli),
            "note": added.note,
            "document_no": added.document_no,
        },
    )
    return added.id


def void_entry(work: UnitOfWork, entry_id: int, version: int | None = None) -> None:
    """It counts no more, with a reason; it stays to be read. Noting it again is a new entry."""
    found = work.session.get(AssessmentEntry, entry_id, with_for_update=True)
    if found is None:
        raise UserError("没有这条考核记事。请刷新后再选")
    person_id = same_person_ids(work, found.person_id)[0]
    name = names_of(work, [person_id])[person_id]
    indicator = work.session.get_one(Indicator, found.indicator_id)
    _require(work, person_id, found.month)
    if found.void_reason:
        raise UserError(
            f"{name}的这条“{indicator.label}”已经撤销（{found.void_reason}）。请刷新后查看"
        )
    if version is not None and found.version != version:
        raise UserError(f"{name}的这条“{indicator.label}”刚被别人改过。请刷新后再办")
    reason = work.require_reason()
    _refuse_settled(work, (person_id, name), indicator, found.month)
    found.void_reason = reason[:_NOTE]
    work.session.flush()
    work.record(
        "void_entry",
        f"{name}“{indicator.label}”",
        before={
            "happened_on": found.happened_on.isoformat(),
            "figure": mark_text(found.amount_milli),
            "note": found.note,
        },
    )


def _check(work: UnitOfWork, form: EntryForm, indicator: Indicator, name: str) -> None:
    label = indicator.label
    if not indicator.active:
        raise UserError(f"指标“{label}”已经停用，不再登记。请先恢复这个指标")
    if indicator.based or indicator.source not in {Source.BY_HAND, Source.IMPORTED}:
        raise UserError(f"“{label}”不能逐条登记：它按比率计，或由程序算出。请在数据表里填")
    if form.happened_on > work.today:
        raise UserError(f"{name}的“{label}”日期 {form.happened_on} 还没有到。请核对日期")
    if not 0 < form.amount_milli <= MOST_MILLI:
        raise UserError(f"{name}的“{label}”数量要大于 0。请核对")
    if not form.note.strip():
        raise UserError(f"{name}的“{label}”要写明事情经过。请填上")
    if len(form.note.strip()) > _NOTE or len(form.document_no.strip()) > _DOCUMENT:
        raise UserError(f"经过最多 {_NOTE} 字，文号最多 {_DOCUMENT} 字。请缩短，长材料作附件")


def _require(work: UnitOfWork, person_id: int, month: int) -> None:
    stood = stood_in(work, month, [person_id]).get(person_id)
    require_figures_of(work, stood.paths if stood is not None else ("",))


def _refuse_settled(
    work: UnitOfWork, whose: tuple[int, str], indicator: Indicator, month: int
) -> None:
    title = Settled(work, month, [whose[0]]).title(whose[0], indicator.code)
    if title:
        raise UserError(settled_sentence(whose[1], indicator.label, month_words(month), title))


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
