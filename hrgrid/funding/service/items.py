"""Items of spending: the list that ships (rules.md 5), and what an office makes of it."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import FundItem
from hrgrid.funding.rules.budget_forms import ItemForm
from hrgrid.funding.rules.items import SHIPPED
from hrgrid.storage.work import UnitOfWork


def lay_items(work: UnitOfWork) -> None:
    """Lay the shipped items in where the office has none yet; afterwards nothing happens."""
    if work.session.scalar(select(func.count()).select_from(FundItem)):
        return
    work.session.add_all(
        FundItem(
            code=form.code,
            label=form.label,
            heading=form.heading,
            awards=form.awards,
            active=True,
            sort=at,
        )
        for at, form in enumerate(SHIPPED, start=1)
    )
    work.session.flush()


def add_item(work: UnitOfWork, form: ItemForm) -> int:
    """One more item; returns its id."""
    work.require(Right.RUN_FUNDING)
    lay_items(work)
    code, label = _checked(form)
    last = work.session.scalar(select(func.max(FundItem.sort))) or 0
    row = FundItem(
        code=code,
        label=label,
        heading=form.heading,
        awards=form.awards,
        active=True,
        sort=last + 1,
    )
    work.session.add(row)
    work.session.flush()
    work.record("add_fund_item", label, after={"heading": form.heading.value})
    return row.id


def change_item(work: UnitOfWork, item_id: int, version: int, form: ItemForm) -> None:
    """Call an item otherwise, or say that it is honour money; code and heading stay."""
    work.require(Right.RUN_FUNDING)
    found = _item(work, item_id, version)
    code, label = _checked(form)
    if code != found.code or form.heading is not found.heading:
        raise UserError(
            f"经费科目“{found.label}”的代码和归属不能改，记过的账靠它归类。请停用后另建一个"
        )
    before = {"label": found.label, "awards": found.awards}
    found.label, found.awards = label, form.awards
    work.session.flush()
    work.record(
        "change_fund_item", label, before=before, after={"label": label, "awards": form.awards}
    )


def retire_item(work: UnitOfWork, item_id: int, version: int, *, active: bool = False) -> None:
    """Stop using an item, or (`active`) use it again; what was booked on it stays."""
    work.require(Right.RUN_FUNDING)
    found = _item(work, item_id, version)
    found.active = active
    work.session.flush()
    work.record("retire_fund_item", found.label, after={"active": active})


def item_coded(work: UnitOfWork, code: str) -> FundItem:
    """The item of a code, laying the shipped ones in first. Raises UserError for none."""
    lay_items(work)
    found = work.session.scalar(select(FundItem).where(FundItem.code == code))
    if found is None:
        raise UserError(f"没有代码为“{code}”的经费科目。请先在科目里加上")
    return found


def _item(work: UnitOfWork, item_id: int, version: int) -> FundItem:
    found = work.session.get(FundItem, item_id, populate_existing=True)
    if found is None:
        raise UserError("没有这个经费科目。请刷新后再选")
    if found.version != version:
        raise UserError(f"经费科目“{found.label}”刚被别人改过，这次没有存。请刷新后再改")
    return found


def _checked(form: ItemForm) -> tuple[str, str]:
    code, label = form.code.strip(), form.label.strip()
    if not code or not label:
        raise UserError("经费科目要有代码和名称。请填上")
    return code[:30], label[:40]
