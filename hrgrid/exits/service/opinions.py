"""The union and the legal adviser are asked; an objection is answered before the case goes on."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase, ExitOpinion
from hrgrid.exits.queries.case_rules import rules_of, workdays
from hrgrid.exits.rules.case_forms import AskForm, OpinionForm
from hrgrid.exits.rules.words import ExitState, Opinion, OpinionKind
from hrgrid.exits.service.steps import case_of, check_day, filled, go, named
from hrgrid.storage.work import UnitOfWork

_S = ExitState
_AT = {OpinionKind.UNION: _S.HEARD, OpinionKind.LEGAL: _S.UNION_ASKED}
_TO = {OpinionKind.UNION: _S.UNION_ASKED, OpinionKind.LEGAL: _S.LEGAL_REVIEWED}


def ask_opinion(work: UnitOfWork, case_id: int, kind: OpinionKind, form: AskForm) -> int:
    """Ask the union after the hearing, the legal adviser after the union; returns its id."""
    found = case_of(work, case_id, _AT[kind])
    check_day(work, found, form.on, f"征求{kind.label}意见的日期")
    if _opinion(work, found, kind) is not None:
        raise UserError(f"已经征求过{kind.label}的意见。请登记答复")
    rules = rules_of(work, found.rule_number)
    days = rules.union_days if kind is OpinionKind.UNION else rules.legal_days
    due = form.due_on or workdays(work, form.on, days)
    if due < form.on:
        raise UserError(f"答复期限 {due:%Y-%m-%d} 早于征求的日期。请核对日期")
    row = ExitOpinion(
        case_id=found.id,
        kind=kind,
        asked=filled(form.asked, f"没有写向哪个{kind.label}征求意见。请填上"),
        asked_on=form.on,
        due_on=due,
        answered_on=None,
        opinion=None,
        text="",
        answered_with="",
        document_no=form.document_no.strip(),
        scan_sha256=None,
    )
    work.session.add(row)
    found.due_on = due
    work.session.flush()
    work.record(
        "ask_opinion",
        named(found),
        after={"opinion_of": kind.value, "on": form.on, "answer_by": due},
    )
    return row.id


def record_opinion(work: UnitOfWork, case_id: int, kind: OpinionKind, form: OpinionForm) -> bool:
    """What was answered; without an objection (or with our answer to it) the case goes on.

    Returns whether it did. Raises UserError for silence before the days are over.
    """
    found = case_of(work, case_id, _AT[kind])
    row = _opinion(work, found, kind)
    if row is None:
        raise UserError(f"还没有征求{kind.label}的意见。请先登记征求")
    if row.opinion is not None:
        raise UserError(f"{kind.label}的答复已经登记过。有异议的请登记对异议的答复")
    if form.on > work.today or form.on < row.asked_on:
        raise UserError(
            f"答复日期 {form.on:%Y-%m-%d} 不对：征求在 {row.asked_on:%Y-%m-%d}。请核对日期"
        )
    if form.opinion is Opinion.SILENT and row.due_on is not None and form.on <= row.due_on:
        raise UserError(f"{kind.label}可以答复到 {row.due_on:%Y-%m-%d}，还没有逾期。请等期满再登记")
    if form.opinion is Opinion.OBJECTS:
        row.text = filled(form.text, f"{kind.label}有异议，没有写异议的内容。请填上")
        row.answered_with = form.answered_with.strip()
    else:
        row.text = form.text.strip()
    row.opinion, row.answered_on = form.opinion, form.on
    row.document_no = form.document_no.strip() or row.document_no
    row.scan_sha256 = form.scan_sha256
    work.session.flush()
    work.record(
        "record_opinion",
        named(found),
        after={"opinion_of": kind.value, "opinion": form.opinion.value, "on": form.on},
    )
    if form.opinion is Opinion.OBJECTS and not row.answered_with:
        return False
    _go_on(work, found, row)
    return True


def answer_objection(work: UnitOfWork, case_id: int, kind: OpinionKind, words: str) -> None:
    """What was done about an objection; the case goes on from there."""
    found = case_of(work, case_id, _AT[kind])
    row = _opinion(work, found, kind)
    if row is None or row.opinion is not Opinion.OBJECTS:
        raise UserError(f"{kind.label}没有提出异议，不用答复。请刷新后查看")
    row.answered_with = filled(words, f"对{kind.label}的异议没有写答复。请填上怎么处理的")
    work.session.flush()
    work.record("answer_objection", named(found), after={"opinion_of": kind.value})
    _go_on(work, found, row)


def _go_on(work: UnitOfWork, found: ExitCase, row: ExitOpinion) -> None:
    on = row.answered_on or work.today
    said = row.opinion.label if row.opinion else ""
    go(
        work,
        found,
        _TO[row.kind],
        on,
        document_no=row.document_no,
        note=f"{row.kind.label}：{said}",
    )


def _opinion(work: UnitOfWork, found: ExitCase, kind: OpinionKind) -> ExitOpinion | None:
    query = (
        select(ExitOpinion)
        .where(ExitOpinion.case_id == found.id, ExitOpinion.kind == kind)
        .execution_options(populate_existing=True)
    )
    return work.session.scalar(query)
