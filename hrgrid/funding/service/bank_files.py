"""代发文件: what the bank pays to whom, made once for a month; the numbers leave only here."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.model import BankFile, PayAccount, PayPerson
from hrgrid.funding.rules.pay_rows import BankFileRows, BankRow
from hrgrid.funding.rules.words import BankFileState, PayState
from hrgrid.funding.service.pay_accounts import SEALED
from hrgrid.funding.service.pay_steps import filled, named, names_of, period_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_S = PayState
_MOST = 200


def make_bank_file(work: UnitOfWork, period_id: int, *, leave_out: bool = False) -> BankFileRows:
    """The rows for the bank's workbook of an approved month, with account numbers; on record.

    Whoever is held back is not in it. Raises UserError while a file of the month counts, and
    naming who has no account, unless they are to be left out.
    """
    found = period_of(work, period_id, _S.APPROVED, _S.PAID, _S.LOCKED)
    title = named(work, found)
    made = work.session.scalar(
        select(BankFile).where(BankFile.period_id == found.id, BankFile.state == BankFileState.MADE)
    )
    if made is not None:
        raise UserError(
            f"{title}的第 {made.number} 份代发文件已由{made.made_by}于 {made.made_at:%Y-%m-%d} "
            f"生成（{made.people_count} 人，{format_money(made.total_fen)} 元）。"
            "重复送银行会重复发放，要重做请先作废原来的"
        )
    rows, missing = _rows(work, found.id)
    if missing and not leave_out:
        raise UserError(
            f"{title}里 {names_of(work, missing)} 没有登记工资卡。请先登记，或选择不列入代发"
        )
    if not rows:
        raise UserError(f"{title}没有可以代发的人。请先登记工资卡")
    number = 1 + (
        work.session.scalar(select(func.max(BankFile.number)).where(BankFile.period_id == found.id))
        or 0
    )
    total, digest = sum(row.fen for row in rows), _hash(rows)
    file = BankFile(
        period_id=found.id,
        number=number,
        sha256=digest,
        people_count=len(rows),
        total_fen=total,
        state=BankFileState.MADE,
        void_reason="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(file)
    work.session.flush()
    told = {
        "bank_file_number": number,
        "pay_people": len(rows),
        "pay_net_fen": total,
        "bank_file_sha256": digest,
    }
    work.record("make_bank_file", title, after=told | {"bank_file_left_out": len(missing)})
    names = work.session.scalars(
        select(Person.name).where(Person.id.in_(missing)).order_by(Person.id)
    )
    return BankFileRows(file.id, number, title, tuple(rows), total, digest, tuple(names))


def _rows(work: UnitOfWork, period_id: int) -> tuple[list[BankRow], list[int]]:
    query = (
        select(Person.id, Person.number, PayPerson.net_fen, PayAccount)
        .join(Person, Person.id == PayPerson.person_id)
        .outerjoin(PayAccount, PayAccount.person_id == Person.id)
        .where(PayPerson.period_id == period_id, PayPerson.held_back == "", PayPerson.net_fen > 0)
        .order_by(Person.number)
    )
    rows: list[BankRow] = []
    missing: list[int] = []
    for person, number, fen, account in work.session.execute(query).tuples():
        if account is None:
            missing.append(person)
            continue
        opened = work.keyring.open(SEALED, account.number)
        rows.append(BankRow(number, account.holder, account.bank, opened, fen))
        work.progress.step()
    return rows, missing


def _hash(rows: list[BankRow]) -> str:
    told = "\n".join(f"{row.person_number}|{row.account}|{row.fen}" for row in rows)
    return hashlib.sha256(told.encode()).hexdigest()


def void_bank_file(work: UnitOfWork, file_id: int, why: str) -> None:
    """A file that was not sent counts no more, with the reason; another may be made."""
    work.require_somewhere(Right.RUN_FUNDING)
    file = work.session.get(BankFile, file_id, with_for_update=True, populate_existing=True)
    if file is None:
        raise UserError("没有这份代发文件。请刷新后再选")
    found = period_of(work, file.period_id)
    if file.state is BankFileState.VOID:
        raise UserError(f"第 {file.number} 份代发文件已经作废过。请刷新后查看")
    file.void_reason = filled(why, "作废要写明原因。请填上")[:_MOST]
    file.state = BankFileState.VOID
    work.session.flush()
    work.record(
        "void_bank_file",
        named(work, found),
        file.void_reason,
        before={"bank_file_number": file.number},
    )
