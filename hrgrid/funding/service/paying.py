"""发放: the month is paid and booked; who was held back is paid later, once."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.errors import UserError
from hrgrid.funding.model import PayPerson
from hrgrid.funding.rules.words import PayState
from hrgrid.funding.service.pay_booking import book_payment
from hrgrid.funding.service.pay_steps import named, period_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_S = PayState


def pay_out(work: UnitOfWork, period_id: int, day: dt.date) -> int:
    """待发放 → 已发放 on a day; the id of the posting."""
    found = period_of(work, period_id, _S.APPROVED)
    title = named(work, found)
    _check_day(work, day, found.approved_on, title)
    found.paid_on, found.state = day, _S.PAID
    work.session.flush()
    work.record("pay_out", title, after={"on": day, "pay_net_fen": found.net_fen})
    return book_payment(work, found, day, f"{title}发放")


def pay_held(work: UnitOfWork, period_id: int, person_id: int, day: dt.date) -> int:
    """Pay somebody who had been held back in a paid month; a second time is refused."""
    found = period_of(work, period_id, _S.PAID, _S.LOCKED)
    row = work.session.get(PayPerson, (period_id, person_id), populate_existing=True)
    name = work.session.get_one(Person, person_id).name
    if row is None or not row.held_back:
        raise UserError(f"{name}在{named(work, found)}里没有暂缓发放，不用补发。请刷新后查看")
    if row.net_fen == 0:
        raise UserError(f"{name}在{named(work, found)}里实发 0.00 元，没有可发的")
    _check_day(work, day, found.paid_on, named(work, found))
    work.record("pay_held", named(work, found), after={"on": day, "pay_net_fen": row.net_fen})
    return book_payment(work, found, day, f"{named(work, found)}补发暂缓 {name}", person_id)


def _check_day(work: UnitOfWork, day: dt.date, since: dt.date | None, title: str) -> None:
    if day > work.today:
        raise UserError(f"发放日期 {day:%Y-%m-%d} 在今天之后。请发放后再登记")
    if since is not None and day < since:
        raise UserError(f"发放日期 {day:%Y-%m-%d} 早于{title}的上一步 {since:%Y-%m-%d}。请核对日期")
