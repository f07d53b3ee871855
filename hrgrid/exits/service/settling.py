"""结算: what is given back, paid and handed out; money in fen with how it was reckoned.

A line of money is booked by funding when it is done, where the unit has a budget there.
"""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.exits.model import ExitCase, ExitSettlement
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.queries.choices import employment_of
from hrgrid.exits.queries.rules import exit_rules
from hrgrid.exits.rules.case_forms import LineForm, SettleForm, SeveranceForm
from hrgrid.exits.rules.deadlines import insurance_due
from hrgrid.exits.rules.next_step import MONEY, RECKONED_IN, settlement_kinds
from hrgrid.exits.rules.severance import reckon
from hrgrid.exits.rules.words import PAID, ExitPath, ExitState, SettlementKind
from hrgrid.exits.service.steps import case_of, filled, go, named, only_row, person_of
from hrgrid.funding.service.leaving import LeaverForm, settle_leaver
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract

_S = ExitState
_K = SettlementKind


def reckon_severance(work: UnitOfWork, case_id: int, form: SeveranceForm) -> int:
    """Reckon the severance and keep how; returns fen. Again, it takes the place of the first.

    Raises UserError for a ground on which none is paid, and for a line that is paid already.
    """
    found = case_of(work, case_id, *RECKONED_IN)
    name = person_of(work, found)
    if found.path is ExitPath.SHORT or found.ground not in PAID:
        ground = found.ground.label if found.ground else "没有依据"
        raise UserError(f"{name}的退出依据是“{ground}”，不计算经济补偿。请核对依据")
    since = form.since or _engaged_since(work, found)
    until = form.until or found.effective_on or work.today
    if since is None:
        raise UserError(f"{name}的聘用关系没有登记起始日期。请写明工作年限从哪天算起")
    wage = exit_rules(work, until).rules.wage_on(until)
    average = form.local_average_fen
    if average is None and wage is not None:
        average = wage.average_fen
    came = reckon(
        since,
        until,
        form.monthly_fen,
        average,
        minimum_fen=wage.minimum_fen if wage is not None else None,
        months=form.months,
    )
    fen, words = came.fen, "\n".join(came.lines)
    found.severance = json.dumps(
        came.facts | {"reckoned": came.words}, ensure_ascii=False, sort_keys=True
    )
    line = _line_of(work, found, _K.SEVERANCE)
    if line is not None:
        if line.done_on is not None:
            raise UserError(f"{name}的经济补偿已经支付，不能重算。请另加一项结算说明差额")
        line.amount_fen, line.derivation, line.waived = fen, words, ""
    work.session.flush()
    work.record(
        "reckon_severance", named(found), after={"settled_fen": fen, "reckoned": came.words}
    )
    return fen


def _engaged_since(work: UnitOfWork, found: ExitCase) -> dt.date | None:
    if found.engagement_id is not None:
        return work.session.get_one(Contract, found.engagement_id).valid_from
    engaged = employment_of(work, [found.person_id], found.opened_on).get(found.person_id)
    return engaged.since if engaged else None


def open_lines(work: UnitOfWork, found: ExitCase) -> int:
    """The checklist of somebody who leaves: by his engagement and the ground; how many lines."""
    last = found.effective_on or work.today
    kinds = settlement_kinds(found.path, found.ground, in_lieu=bool(found.in_lieu_fen))
    later = insurance_due(rules_of(work, found.rule_number), last)
    for seq, kind in enumerate(kinds, start=1):
        amount, words = _money(found, kind)
        work.session.add(
            ExitSettlement(
                case_id=found.id,
                seq=seq,
                kind=kind,
                label=kind.label,
                amount_fen=amount,
                derivation=words,
                due_on=later if kind is _K.INSURANCE else last,
                done_on=None,
                done_by="",
                waived="",
            )
        )
    work.session.flush()
    return len(kinds)


def _money(found: ExitCase, kind: SettlementKind) -> tuple[int | None, str]:
    if kind is _K.IN_LIEU:
        return found.in_lieu_fen, "未提前三十日书面通知，另付一个月工资。"
    if kind is _K.SEVERANCE and found.severance:
        kept = json.loads(found.severance)
        return kept["fen"], "\n".join(kept["lines"])
    return None, ""


def add_line(work: UnitOfWork, case_id: int, form: LineForm) -> int:
    """One more line of the checklist; returns its id."""
    found = case_of(work, case_id, _S.EXECUTED)
    if form.amount_fen is not None and form.amount_fen < 0:
        raise UserError("金额不能是负数。请核对")
    last = select(func.max(ExitSettlement.seq)).where(ExitSettlement.case_id == found.id)
    row = ExitSettlement(
        case_id=found.id,
        seq=1 + (work.session.scalar(last) or 0),
        kind=form.kind,
        label=filled(form.label, "新加的结算事项没有写内容。请填上"),
        amount_fen=form.amount_fen,
        derivation=form.derivation.strip(),
        due_on=form.due_on,
        done_on=None,
        done_by="",
        waived="",
    )
    work.session.add(row)
    work.session.flush()
    work.record("add_settlement", named(found), after={"settlement_line": row.label})
    return row.id


def settle_line(work: UnitOfWork, case_id: int, line_id: int, form: SettleForm) -> None:
    """A line is done. Raises UserError for money without an amount and for a day to come."""
    found = case_of(work, case_id, _S.EXECUTED)
    row = _line(work, found, line_id)
    if form.done_on > work.today or form.done_on < found.opened_on:
        raise UserError(f"“{row.label}”的办理日期 {form.done_on:%Y-%m-%d} 不对。请核对日期")
    amount = row.amount_fen if form.amount_fen is None else form.amount_fen
    if amount is not None and amount < 0:
        raise UserError(f"“{row.label}”的金额不能是负数。请核对")
    if row.kind in MONEY and amount is None:
        raise UserError(f"“{row.label}”还没有金额。请先计算或填上金额再办")
    if row.kind is _K.SEVERANCE and row.amount_fen is not None and amount != row.amount_fen:
        raise UserError(
            f"“{row.label}”算出来是 {format_money(row.amount_fen)} 元，不能改成 "
            f"{format_money(amount or 0)} 元。要改请重新计算"
        )
    row.amount_fen, row.done_on = amount, form.done_on
    row.done_by = form.done_by.strip() or work.actor.name
    work.session.flush()
    _book(work, found, row)
    told = {"settlement_line": row.label, "on": form.done_on, "settled_fen": amount}
    work.record("settle_exit", named(found), after=told)


_ITEMS = {_K.WAGES: "base", _K.SEVERANCE: "severance", _K.IN_LIEU: "severance"}
"""On which item of funding a line of money is booked."""


def _book(work: UnitOfWork, found: ExitCase, row: ExitSettlement) -> None:
    """Hand a line of money over to funding; without a place or a budget it stays a row here."""
    item = _ITEMS.get(row.kind)
    if item is None or not row.amount_fen or row.done_on is None or found.area_id is None:
        return
    settle_leaver(
        work,
        LeaverForm(
            found.person_id,
            found.area_id,
            item,
            row.amount_fen,
            row.done_on,
            f"{named(found)}：{row.label}",
            f"exit_settlement:{row.id}",
        ),
    )


def waive_line(work: UnitOfWork, case_id: int, line_id: int, reason: str) -> None:
    """A line is not done, with the reason. Severance that was reckoned cannot be waived."""
    found = case_of(work, case_id, _S.EXECUTED)
    row = _line(work, found, line_id)
    if row.kind in (_K.SEVERANCE, _K.IN_LIEU) and row.amount_fen:
        raise UserError(
            f"“{row.label}” {format_money(row.amount_fen)} 元是应当支付的，不能不办。请支付后登记"
        )
    if row.kind is _K.PROOF:
        raise UserError("解除证明是应当出具的，不能不办。请出具后登记")
    row.waived = filled(reason, f"“{row.label}”不办要写明原因。请填上")[:200]
    work.session.flush()
    work.record("waive_settlement", named(found), row.waived, after={"settlement_line": row.label})


def close_case(work: UnitOfWork, case_id: int) -> None:
    """已离岗 → 已办结. Raises UserError while a line is neither done nor waived."""
    found = case_of(work, case_id, _S.EXECUTED)
    open_ones = [
        row.label for row in lines_of(work, found.id) if row.done_on is None and not row.waived
    ]
    if open_ones:
        raise UserError(
            f"{named(found)}的结算清单还有没办的：{'、'.join(open_ones)}。请办完，或写明不办的原因"
        )
    go(work, found, _S.CLOSED, work.today)


def lines_of(work: UnitOfWork, case_id: int) -> list[ExitSettlement]:
    """The lines of a case in their order."""
    query = (
        select(ExitSettlement)
        .where(ExitSettlement.case_id == case_id)
        .order_by(ExitSettlement.seq)
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def _line_of(work: UnitOfWork, found: ExitCase, kind: SettlementKind) -> ExitSettlement | None:
    return next((row for row in lines_of(work, found.id) if row.kind is kind), None)


def _line(work: UnitOfWork, found: ExitCase, line_id: int) -> ExitSettlement:
    row: ExitSettlement = only_row(
        work.session.get(ExitSettlement, line_id, populate_existing=True), found, "这一项结算"
    )
    if row.done_on is not None or row.waived:
        raise UserError(f"“{row.label}”已经{'办过' if row.done_on else '登记不办'}。请刷新后查看")
    return row
