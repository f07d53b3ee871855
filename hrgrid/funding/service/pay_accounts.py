"""工资卡: sealed numbers, shown masked, opened for the bank's workbook alone."""

from __future__ import annotations

import re
import unicodedata

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import unified
from hrgrid.core.rights import Right
from hrgrid.funding.model import PayAccount
from hrgrid.funding.queries.pay_people import place_of
from hrgrid.funding.rules.pay_forms import AccountForm
from hrgrid.funding.service.pay_steps import filled
from hrgrid.storage.work import UnitOfWork

SEALED = "pay_account.number"
_LENGTHS = range(8, 33)


def set_account(work: UnitOfWork, form: AccountForm) -> None:
    """Register or change somebody's account. Raises UserError for a number that is none."""
    work.require_somewhere(Right.RUN_FUNDING)
    place = place_of(work, form.person_id, work.today.year * 100 + work.today.month)
    work.require(Right.RUN_FUNDING, place.path)
    number = plain_number(place.name, form.number)
    bank = filled(form.bank, f"{place.name}的开户银行没有填。请填上")[:80]
    holder = unified(filled(form.holder, f"{place.name}的户名没有填。请填上"))[:40]
    row = work.session.get(PayAccount, place.person_id, with_for_update=True)
    sealed, mac = work.keyring.seal(SEALED, number), work.keyring.mac(SEALED, number)
    masked = masked_number(number)
    before = row.masked if row is not None else ""
    if row is None:
        row = PayAccount(
            person_id=place.person_id,
            bank=bank,
            holder=holder,
            number=sealed,
            number_mac=mac,
            masked=masked,
        )
        work.session.add(row)
    else:
        row.bank, row.holder = bank, holder
        row.number, row.number_mac, row.masked = sealed, mac, masked
    work.session.flush()
    work.record(
        "set_pay_account",
        place.number,
        before={"pay_account": before} if before else None,
        after={"pay_bank": bank, "pay_account": masked},
    )


def plain_number(name: str, typed: str) -> str:
    """The digits of an account as people type them, in groups or with dashes."""
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed))
    if not number.isascii() or not number.isdigit() or len(number) not in _LENGTHS:
        raise UserError(
            f"{name}的账号不对：要是 {_LENGTHS[0]} 到 {_LENGTHS[-1]} 位数字，"
            f"现在是 {len(number)} 位。请对照银行卡核对"
        )
    return number


def masked_number(number: str) -> str:
    """Only the last four digits."""
    return f"**** {number[-4:]}"
