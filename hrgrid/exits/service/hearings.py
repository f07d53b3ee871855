"""告知和陈述申辩: he is told what is meant to happen, and may speak for some working days."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase, ExitHearing
from hrgrid.exits.queries.case_rules import rules_of, workdays
from hrgrid.exits.rules.case_forms import HearForm, TellForm
from hrgrid.exits.rules.words import ExitPaper, ExitState
from hrgrid.exits.service.steps import (
    case_of,
    check_day,
    deliver,
    filled,
    go,
    named,
    person_of,
)
from hrgrid.storage.work import UnitOfWork

_S = ExitState
HEARD, WAIVED, LAPSED = "heard", "waived", "lapsed"


def tell_person(work: UnitOfWork, case_id: int, form: TellForm) -> int:
    """The paper of the proposal reached him; until when he may speak goes by the rules.

    Returns the hearing's id. Raises UserError where he was told already.
    """
    found = case_of(work, case_id, _S.CHECKED)
    check_day(work, found, form.delivery.on, "告知日期")
    if _hearing(work, found) is not None:
        raise UserError(f"{person_of(work, found)}已经告知过。请登记他的陈述申辩")
    until = workdays(work, form.delivery.on, rules_of(work, found.rule_number).hearing_days)
    row = ExitHearing(
        case_id=found.id,
        told_on=form.delivery.on,
        until=until,
        heard_on=None,
        statement="",
        finding="",
        waived_on=None,
        lapsed_on=None,
        scan_sha256=None,
    )
    work.session.add(row)
    found.due_on = until
    work.session.flush()
    deliver(work, found, ExitPaper.PROPOSAL, form.delivery)
    work.record("tell_exit", named(found), after={"on": form.delivery.on, "speak_until": until})
    return row.id


def hear(work: UnitOfWork, case_id: int, form: HearForm) -> None:
    """已核保护情形 → 已听取申辩: he was heard, waived it, or let the days lapse.

    Raises UserError before he was told, and for a lapse before the days are over.
    """
    found = case_of(work, case_id, _S.CHECKED)
    row = _hearing(work, found)
    name = person_of(work, found)
    if row is None:
        raise UserError(f"还没有告知{name}，不能登记陈述申辩。请先送达拟解除告知书")
    if form.on > work.today or form.on < row.told_on:
        raise UserError(f"日期 {form.on:%Y-%m-%d} 不对：告知在 {row.told_on:%Y-%m-%d}。请核对日期")
    if form.how == HEARD:
        row.statement = filled(form.statement, f"{name}说了什么没有写。请填上陈述申辩的内容")
        row.finding = filled(form.finding, f"对{name}的申辩没有写核实结果。请填上")
        row.heard_on = form.on
    elif form.how == WAIVED:
        row.waived_on, row.statement = form.on, form.statement.strip()
    elif form.how == LAPSED:
        if form.on <= row.until:
            raise UserError(
                f"{name}可以陈述申辩到 {row.until:%Y-%m-%d}，还没有逾期。请等期满，或由本人书面放弃"
            )
        row.lapsed_on = form.on
    else:
        raise UserError("陈述申辩要选：已听取、本人放弃、逾期未提出")
    row.scan_sha256 = form.scan_sha256 or row.scan_sha256
    work.session.flush()
    note = {HEARD: "已听取陈述申辩", WAIVED: "本人放弃陈述申辩", LAPSED: "逾期未提出陈述申辩"}
    go(work, found, _S.HEARD, form.on, note=note[form.how])


def _hearing(work: UnitOfWork, found: ExitCase) -> ExitHearing | None:
    query = (
        select(ExitHearing)
        .where(ExitHearing.case_id == found.id)
        .order_by(ExitHearing.id.desc())
        .execution_options(populate_existing=True)
    )
    return work.session.scalars(query.limit(1)).first()
