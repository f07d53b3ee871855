"""What approved and paid pay puts into the ledger: by person and item, in bulk.

Approved: debit expense by person and item, credit what is owed to him and what is withheld.
Paid: debit what was owed and withheld, credit the quota of each unit. Whoever moved within the
month is borne by each unit by his days there, to the fen.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.funding.model import FundItem, PayLine, PayPeriod, PayPerson
from hrgrid.funding.rules.items import ITEM_OF
from hrgrid.funding.rules.pay import split_between
from hrgrid.funding.rules.posting_forms import EntryValues, PostingForm
from hrgrid.funding.rules.words import Account, PayItem, PostingKind
from hrgrid.funding.service.items import lay_items
from hrgrid.funding.service.months import takes_rows
from hrgrid.funding.service.postings import book_rows
from hrgrid.storage.work import UnitOfWork

_P = PayItem
Part = Sequence[Any]


class Owed(NamedTuple):
    """Somebody's month as it is booked: by fund item, and what is withheld."""

    person_id: int
    parts: Sequence[Part]
    expense: dict[str, int]
    own: int
    employer: int
    held: bool


def owed_of(work: UnitOfWork, period_id: int, person_id: int | None = None) -> Iterator[Owed]:
    """Everybody of a month, or one, by id."""
    lines = select(PayLine.person_id, PayLine.pay_item, PayLine.fen).where(
        PayLine.period_id == period_id
    )
    people = select(
        PayPerson.person_id,
        PayPerson.area_id,
        PayPerson.grid_id,
        PayPerson.held_back,
        PayPerson.reckoning,
    ).where(PayPerson.period_id == period_id)
    if person_id is not None:
        lines = lines.where(PayLine.person_id == person_id)
        people = people.where(PayPerson.person_id == person_id)
    sums: dict[int, dict[PayItem, int]] = {}
    for person, item, fen in work.session.execute(lines).tuples():
        own = sums.setdefault(person, {})
        own[item] = own.get(item, 0) + fen
    for person, area, grid, held, told in work.session.execute(
        people.order_by(PayPerson.person_id)
    ).tuples():
        parts: Sequence[Part] = ((area, grid, 1),)
        if '"units"' in told:
            parts = json.loads(told)["units"]
        yield _owed(person, parts, sums.get(person, {}), held=bool(held))


def _owed(person: int, parts: Sequence[Part], sums: dict[PayItem, int], *, held: bool) -> Owed:
    expense: dict[str, int] = {}
    for item, fen in sums.items():
        if item is not _P.OWN_SHARE:
            code = ITEM_OF[item]
            expense[code] = expense.get(code, 0) + fen
    employer = sums.get(_P.EMPLOYER_SHARE, 0)
    return Owed(person, parts, expense, -sums.get(_P.OWN_SHARE, 0), employer, held)


def accrual_rows(owed: Iterator[Owed], items: dict[str, int]) -> Iterator[EntryValues]:
    """The rows of an approved month; each person's sum to zero in each unit."""
    for one in owed:
        units: dict[int, list[int]] = {}
        for code, fen in one.expense.items():
            for (area, grid, _days), part in zip(
                one.parts, split_between(fen, one.parts), strict=True
            ):
                if part:
                    yield (Account.EXPENSE, area, items[code], grid, one.person_id, None, part)
                    units.setdefault(area, [0, 0])[0] += part
        yield from _credits(one, units)


def _credits(one: Owed, units: dict[int, list[int]]) -> Iterator[EntryValues]:
    for area, (payable, withheld) in _shared(one, units).items():
        if payable:
            yield (Account.PAYABLE, area, None, None, one.person_id, None, -payable)
        if withheld:
            yield (Account.WITHHELD, area, None, None, one.person_id, None, -withheld)


def _shared(one: Owed, units: dict[int, list[int]]) -> dict[int, tuple[int, int]]:
    """Of each unit what it owes the person and what it withholds."""
    withheld = one.own + one.employer
    if withheld:
        for (area, _grid, _days), part in zip(
            one.parts, split_between(withheld, one.parts), strict=True
        ):
            units.setdefault(area, [0, 0])[1] += part
    return {area: (spent - kept, kept) for area, (spent, kept) in units.items()}


def _debts(one: Owed) -> dict[int, tuple[int, int]]:
    units: dict[int, list[int]] = {}
    for fen in one.expense.values():
        for (area, _grid, _days), part in zip(
            one.parts, split_between(fen, one.parts), strict=True
        ):
            units.setdefault(area, [0, 0])[0] += part
    return _shared(one, units)


def payment_rows(owed: Iterator[Owed], *, held: bool) -> Iterator[EntryValues]:
    """What clears the debts: with `held` somebody's pay alone, else everybody's who is not held.

    What is withheld goes out with the month, that of people held back too.
    """
    quota: dict[int, int] = {}
    kept: dict[int, int] = {}
    for one in owed:
        for area, (payable, withheld) in _debts(one).items():
            if not held:
                kept[area] = kept.get(area, 0) + withheld
                quota[area] = quota.get(area, 0) + withheld
            if payable and one.held is held:
                quota[area] = quota.get(area, 0) + payable
                yield (Account.PAYABLE, area, None, None, one.person_id, None, payable)
    for area, fen in kept.items():
        if fen:
            yield (Account.WITHHELD, area, None, None, None, None, fen)
    for area, fen in quota.items():
        if fen:
            yield (Account.QUOTA, area, None, None, None, None, -fen)


def book_accrual(work: UnitOfWork, period: PayPeriod, memo: str, document_no: str) -> int:
    """Book an approved month into that very month; the id of the posting.

    What was earned in December is December's money, also where it is approved in January. Where
    the ledger of the month is locked it stands on the day of its approval.
    """
    form = PostingForm(
        PostingKind.PAY,
        _accrued_on(work, period),
        period.area_id,
        memo,
        document_no=document_no,
        source_key=f"pay:{period.id}",
    )
    rows = accrual_rows(owed_of(work, period.id), _items(work))
    return book_rows(work, form, rows)


def _accrued_on(work: UnitOfWork, period: PayPeriod) -> dt.date:
    approved = period.approved_on or work.today
    if takes_rows(work, period.month):
        year, month = divmod(period.month, 100)
        first = dt.date(year, month, 1)
        return min(approved, add_months(first, 1) - dt.timedelta(days=1))
    return approved


def _items(work: UnitOfWork) -> dict[str, int]:
    lay_items(work)
    found = dict(work.session.execute(select(FundItem.code, FundItem.id)).tuples().all())
    missing = sorted(set(ITEM_OF.values()) - set(found))
    if missing:
        raise UserError(
            f"经费科目里还没有“{'、'.join(missing)}”，薪酬记不了账。请先在“经费科目”里补上"
        )
    return found


def book_payment(
    work: UnitOfWork, period: PayPeriod, day: dt.date, memo: str, person_id: int | None = None
) -> int:
    """Book what was paid: the month, or the pay of one person who had been held back."""
    key = f"payment:{period.id}" + (f":{person_id}" if person_id is not None else "")
    form = PostingForm(PostingKind.PAYMENT, day, period.area_id, memo, source_key=key)
    owed = owed_of(work, period.id, person_id)
    return book_rows(work, form, payment_rows(owed, held=person_id is not None))
