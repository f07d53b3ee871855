"""What every step of a month of pay begins with: the right, the row locked, the state."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import PayPeriod
from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.words import PayState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Person


def period_of(
    work: UnitOfWork,
    period_id: int,
    *states: PayState,
    rights: tuple[Right, ...] = (Right.RUN_FUNDING,),
) -> PayPeriod:
    """The month, for who holds one of `rights` there, in one of `states` (any if none is named).

    Locked first, so that two who act on one month wait in the same order. Raises Refused without
    the right, UserError saying how far it has come.
    """
    if not any(work.actor.may_somewhere(right) for right in rights):
        work.require_somewhere(rights[0])
    found = work.session.get(
        PayPeriod, period_id, with_for_update=work.writes or None, populate_existing=True
    )
    if found is None:
        raise UserError("没有这个月的薪酬。请刷新列表后再选")
    if not any(work.actor.may(right, found.area_path) for right in rights):
        work.require(rights[0], found.area_path)
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named(work, found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def named(work: UnitOfWork, found: PayPeriod) -> str:
    """A month of pay in a sentence and in the journal."""
    return f"{month_words(found.month)}{area_name(work, found.area_id)}的薪酬"


def area_name(work: UnitOfWork, area_id: int) -> str:
    """What an area is called, newest name; its code where it has none."""
    query = (
        select(AreaStand.name)
        .where(AreaStand.area_id == area_id)
        .order_by(AreaStand.valid_from.desc(), AreaStand.id.desc())
        .limit(1)
    )
    return work.session.scalar(query) or work.session.get_one(Area, area_id).code


def filled(text: str, sentence: str) -> str:
    """The text without blanks around it; UserError with the sentence where nothing is left."""
    plain = text.strip()
    if not plain:
        raise UserError(sentence)
    return plain


def names_of(work: UnitOfWork, ids: list[int], most: int = 3) -> str:
    """The names of some people for a sentence: 赵一、钱二、孙三 等 5 人."""
    query = select(Person.name).where(Person.id.in_(ids[:most])).order_by(Person.id)
    told = "、".join(work.session.scalars(query))
    return told if len(ids) <= most else f"{told} 等 {len(ids)} 人"
