"""What community, street and district say to an exit, from below."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase, ExitConsent
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules.case_forms import ConsentForm
from hrgrid.exits.rules.next_step import approved_from
from hrgrid.exits.rules.words import ConsentLevel, ExitPath
from hrgrid.exits.service.steps import case_of, check_day, filled, named, only_row
from hrgrid.storage.work import UnitOfWork


def add_consent(work: UnitOfWork, case_id: int, form: ConsentForm) -> int:
    """Register what a level says; returns its id.

    Raises UserError before the steps in between are done, for a level whose lower one has not
    spoken, and for a refusal without its reason.
    """
    found = _ready(work, case_id)
    if found.path is ExitPath.SHORT:
        raise UserError(f"{named(found)}是{found.engagement.label}，不用各级意见。请直接审批")
    check_day(work, found, form.on, f"{form.level.label}的日期")
    given = {row.level: row for row in consents_of(work, found.id)}
    if form.level in given:
        raise UserError(f"已经登记过{form.level.label}。要改请先作废原来的，写明原因")
    for level in _below(form.level, rules_of(work, found.rule_number).levels_of(found.engagement)):
        below = given.get(level)
        if below is None:
            raise UserError(f"还没有{level.label}，不能先登记{form.level.label}。请自下而上办理")
        if not below.agrees:
            raise UserError(f"{level.label}是不同意，不能再往上报。请先处理，作废后重新征求")
    text = form.text.strip()
    if not form.agrees and not text:
        raise UserError(f"{form.level.label}不同意，没有写理由。请填上")
    row = ExitConsent(
        case_id=found.id,
        level=form.level,
        agrees=form.agrees,
        text=text,
        name=filled(form.name, f"{form.level.label}没有写是谁的意见。请填上姓名"),
        post=filled(form.post, f"{form.level.label}没有写职务。请填上"),
        decided_on=form.on,
        document_no=form.document_no.strip(),
        scan_sha256=form.scan_sha256,
        made_at=work.now,
        made_by=work.actor.name,
        void_reason="",
        voided_at=None,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "consent_exit",
        named(found),
        after={"consent_level": form.level.value, "agrees": form.agrees, "on": form.on},
    )
    return row.id


def void_consent(work: UnitOfWork, case_id: int, consent_id: int, reason: str) -> None:
    """Make what a level said void, with the reason; those above it go with it."""
    found = _ready(work, case_id)
    row: ExitConsent = only_row(work.session.get(ExitConsent, consent_id), found, "这一级意见")
    if row.void_reason:
        raise UserError(f"{row.level.label}已经作废。请刷新后查看")
    why = filled(reason, f"作废{row.level.label}要写明原因。请填上")[:200]
    order = list(ConsentLevel)
    for each in consents_of(work, found.id):
        if order.index(each.level) >= order.index(row.level):
            each.void_reason, each.voided_at = why, work.now
    work.session.flush()
    work.record("void_consent_exit", named(found), why, after={"consent_level": row.level.value})


def consents_of(work: UnitOfWork, case_id: int) -> list[ExitConsent]:
    """What the levels say now."""
    query = (
        select(ExitConsent)
        .where(ExitConsent.case_id == case_id, ExitConsent.void_reason == "")
        .order_by(ExitConsent.id)
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def _ready(work: UnitOfWork, case_id: int) -> ExitCase:
    found = case_of(work, case_id)
    wanted = approved_from(found.path, found.ground)
    return case_of(work, case_id, wanted)


def _below(level: ConsentLevel, asked: tuple[ConsentLevel, ...]) -> tuple[ConsentLevel, ...]:
    order = list(ConsentLevel)
    return tuple(each for each in order[: order.index(level)] if each in asked)
