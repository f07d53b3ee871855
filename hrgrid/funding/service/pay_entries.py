"""What is put on or taken off by hand, and what a month before was short of or too much."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.model import PayEntry, PayLine, PayPeriod
from hrgrid.funding.queries.pay_people import Place, place_of
from hrgrid.funding.queries.pay_sources import sources_of, workdays_of
from hrgrid.funding.queries.rules import funding_rules
from hrgrid.funding.rules.pay import MonthRules, last_of, month_words, reckon
from hrgrid.funding.rules.pay_facts import Reckoned
from hrgrid.funding.rules.pay_forms import PayEntryForm
from hrgrid.funding.rules.pay_rows import SettleSummary
from hrgrid.funding.rules.pay_words import left_sentence
from hrgrid.funding.rules.words import BY_HAND, COMPUTED_IN, PayItem, PayKind, PayState
from hrgrid.funding.service.pay_steps import filled, named, period_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_ADDED = (PayItem.BONUS, PayItem.EMPLOYER_SHARE)
_SETTLED = (PayState.PAID, PayState.LOCKED)
_MOST = 200


def add_entry(work: UnitOfWork, form: PayEntryForm) -> int:
    """Put something on or take it off in somebody's month; its id.

    Raises UserError for no amount, an item that is computed, a month already checked or paid, and
    for who had no post in the month, with his name and the day on which he left.
    """
    work.require_somewhere(Right.RUN_FUNDING)
    reason = filled(form.reason, "手工增减要写明原因。请填上")
    if form.item not in BY_HAND:
        raise UserError(f"“{form.item.label}”由系统计算，不能手工登记。请选别的项目")
    if form.fen <= 0:
        raise UserError(
            f"金额 {format_money(form.fen)} 元要大于 0。要扣减请选“{PayItem.DEDUCTION.label}”，"
            "金额照样填正数"
        )
    place = place_of(work, form.person_id, form.month)
    work.require(Right.RUN_FUNDING, place.path)
    _check_in_post(place, form.month, reason)
    _check_open(work, place, form.month)
    row = PayEntry(
        person_id=place.person_id,
        month=form.month,
        pay_item=form.item,
        fen=form.fen if form.item in _ADDED else -form.fen,
        reason=reason[:_MOST],
        document_no=form.document_no.strip(),
        withdrawn_why="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    work.record("add_pay_entry", place.number, after=_told(row))
    return row.id


def withdraw_entry(work: UnitOfWork, entry_id: int, why: str) -> None:
    """Take an entry back before its month was checked, with the reason."""
    work.require_somewhere(Right.RUN_FUNDING)
    row = work.session.get(PayEntry, entry_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UserError("没有这笔手工增减。请刷新后再选")
    place = place_of(work, row.person_id, row.month)
    work.require(Right.RUN_FUNDING, place.path)
    if row.withdrawn_why:
        raise UserError(f"{place.name}的这笔“{row.reason}”已经撤回过。请刷新后查看")
    _check_open(work, place, row.month)
    row.withdrawn_why = filled(why, "撤回要写明原因。请填上")[:_MOST]
    work.session.flush()
    work.record("withdraw_pay_entry", place.number, row.withdrawn_why, before=_told(row))


def _told(row: PayEntry) -> dict[str, object]:
    return {"pay_month": row.month, "pay_item": row.pay_item.value, "pay_fen": row.fen}


def _check_in_post(place: Place, month: int, reason: str) -> None:
    """Nobody is paid after leaving."""
    if place.in_post:
        return
    what = f"{month_words(month)}的“{reason}”"
    if place.left_on is None:
        raise UserError(f"{place.name}在{month_words(month)}没有任职，{what}不能登记。请核对月份")
    raise UserError(left_sentence(place.name, place.left_on, what))


def _check_open(work: UnitOfWork, place: Place, month: int) -> None:
    query = select(PayPeriod).where(PayPeriod.month == month)
    for period in work.session.scalars(query):
        inside = place.path.startswith(period.area_path)
        if inside and period.state not in COMPUTED_IN:
            raise UserError(
                f"{named(work, period)}已经“{period.state.label}”，不能再登记或撤回{place.name}的"
                "手工增减。请登记到之后的月份，或先退回"
            )


def settle_difference(work: UnitOfWork, period_id: int, for_month: int) -> SettleSummary:
    """Reckon a paid month again, and put what it was short of or too much into an open month.

    Each item that differs is taken back whole (冲回) and paid anew (补发). What somebody cannot
    give back without falling below the minimum wage of the open month (where none is kept, below
    zero) is left out and told. Asked again, only what has changed since is settled.
    """
    period = period_of(work, period_id, *COMPUTED_IN)
    old = _settled_month(work, period, for_month)
    paid = _paid(work, old.id, for_month)
    now = _reckoned(work, old, for_month)
    rows: list[dict[str, object]] = []
    left: list[str] = []
    room = _room(work, period)
    people: set[int] = set()
    for person in sorted(set(paid) | set(now)):
        own = _lines(period, old, for_month, (person, paid.get(person, {}), now.get(person, {})))
        net = sum(
            int(str(row["fen"])) for row in own if row["pay_item"] is not PayItem.EMPLOYER_SHARE
        )
        if not own:
            continue
        if net < 0 and room.get(person, 0) + net < 0:
            left.append(_short(work, person, net, room.get(person, 0)))
            continue
        rows += own
        people.add(person)
    if rows:
        work.session.execute(insert(PayLine), rows)
        period.state = PayState.OPEN
        work.session.flush()
    back = sum(int(str(row["fen"])) for row in rows if row["kind"] is PayKind.BACK)
    reversed_ = sum(int(str(row["fen"])) for row in rows if row["kind"] is PayKind.REVERSAL)
    told = {"pay_for_month": for_month, "pay_people": len(people), "pay_back_fen": back}
    work.record("settle_pay", named(work, period), after=told | {"pay_reversed_fen": reversed_})
    return SettleSummary(len(people), back, reversed_, tuple(left))


def _settled_month(work: UnitOfWork, period: PayPeriod, for_month: int) -> PayPeriod:
    if for_month >= period.month:
        raise UserError(
            f"只能补之前的月份：{month_words(for_month)}不早于{month_words(period.month)}。请改选"
        )
    query = select(PayPeriod).where(
        PayPeriod.month == for_month, PayPeriod.area_id == period.area_id
    )
    old = work.session.scalar(query)
    if old is None or old.state not in _SETTLED:
        how = "还没有建" if old is None else f"现在是“{old.state.label}”"
        raise UserError(
            f"{month_words(for_month)}的薪酬{how}，没有可补发或冲回的。没发放的请直接重新计算"
        )
    return old


Items = dict[PayItem, int]


def _paid(work: UnitOfWork, old_id: int, for_month: int) -> dict[int, Items]:
    """What everybody of the old month has had for it by now, in whatever month."""
    people = select(PayLine.person_id).where(PayLine.period_id == old_id).distinct()
    query = (
        select(PayLine.person_id, PayLine.pay_item, func.sum(PayLine.fen))
        .where(PayLine.for_month == for_month, PayLine.person_id.in_(people))
        .group_by(PayLine.person_id, PayLine.pay_item)
    )
    found: dict[int, Items] = {}
    for person, item, fen in work.session.execute(query).tuples():
        if fen:
            found.setdefault(person, {})[item] = int(fen)
    return found


def _reckoned(work: UnitOfWork, old: PayPeriod, for_month: int) -> dict[int, Items]:
    rules = funding_rules(work, last_of(for_month)).rules
    month = MonthRules(rules, for_month, workdays_of(work, for_month))
    people = sources_of(work, for_month, old.area_path, None).people
    return {one.person_id: dict(reckon(one, month).lines) for one in people}


def _room(work: UnitOfWork, period: PayPeriod) -> dict[int, int]:
    """What of everybody's open month, as it stands before the settling, may be taken back.

    What is left of the wage before the own share is not below the minimum wage (rules.md 5).
    """
    rules = funding_rules(work, last_of(period.month)).rules
    month = MonthRules(rules, period.month, workdays_of(work, period.month))
    people = sources_of(work, period.month, period.area_path, period.id).people
    return {one.person_id: _above_floor(reckon(one, month)) for one in people}


def _above_floor(one: Reckoned) -> int:
    own = -sum(fen for item, fen in one.lines if item is PayItem.OWN_SHARE)
    floor: int = one.facts.get("floor", (0,))[-1]
    return max(0, one.net - max(0, floor - own))


def _lines(
    period: PayPeriod, old: PayPeriod, for_month: int, one: tuple[int, Items, Items]
) -> list[dict[str, object]]:
    """A reversal and a new line for each item that differs."""
    person, paid, now = one
    found: list[dict[str, object]] = []
    for item in PayItem:
        had, due = paid.get(item, 0), now.get(item, 0)
        if had == due:
            continue
        line = {
            "person_id": person,
            "month": period.month,
            "for_month": for_month,
            "pay_item": item,
            "period_id": period.id,
        }
        if had:
            found.append(
                line | {"kind": PayKind.REVERSAL, "reverses_month": old.month, "fen": -had}
            )
        if due:
            found.append(line | {"kind": PayKind.BACK, "reverses_month": None, "fen": due})
    return found


def _short(work: UnitOfWork, person_id: int, net: int, room: int) -> str:
    name = work.session.get_one(Person, person_id).name
    return (
        f"{name}应冲回 {format_money(-net)} 元，本月不低于最低工资只有 {format_money(room)} 元"
        "可冲，没有列入。请与本人商定后分月登记扣减"
    )
