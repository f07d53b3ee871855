"""What somebody who leaves is owed, handed over by the room of exits and booked here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.funding.model import Budget
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
from hrgrid.funding.rules.words import Account, PostingKind
from hrgrid.funding.service.items import item_coded
from hrgrid.funding.service.postings import book
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on


@dataclass(frozen=True)
class LeaverForm:
    """One line of money: of whom, of which unit, on which item (code), how much, why."""

    person_id: int
    area_id: int
    item: str
    fen: int
    day: dt.date
    memo: str
    source_key: str
    document_no: str = ""


def settle_leaver(work: UnitOfWork, form: LeaverForm) -> int | None:
    """Book a line as owed and paid; the posting's id, None where the unit has no money here.

    An office that keeps no budgets in the program settles leavers all the same. Raises UserError
    with the arithmetic where the money of the heading does not reach, and for a line that was
    booked before.
    """
    path = area_on(work, form.area_id, form.day).path
    query = select(Budget.area_path).where(Budget.year == form.day.year)
    if not form.fen or not any(path.startswith(one) for one in work.session.scalars(query)):
        return None
    item_id = item_coded(work, form.item).id
    at, who, fen = form.area_id, form.person_id, form.fen
    entries = (
        EntryForm(Account.EXPENSE, at, fen, item_id=item_id, person_id=who),
        EntryForm(Account.PAYABLE, at, -fen, person_id=who),
        EntryForm(Account.PAYABLE, at, fen, person_id=who),
        EntryForm(Account.QUOTA, at, -fen),
    )
    return book(
        work,
        PostingForm(
            PostingKind.SETTLEMENT,
            form.day,
            form.area_id,
            form.memo,
            entries,
            document_no=form.document_no,
            source_key=form.source_key,
        ),
    )
