"""A small district with money: streets with grids and full-time workers, budgets by real papers.

All happens in 2026; today is the clock's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from hrgrid.funding.model import Allotment, Budget, FundItem
from hrgrid.funding.rules.budget_forms import ActForm, ApproveForm, MoveForm
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
from hrgrid.funding.rules.words import Account, ActKind, Heading, PostingKind, Source
from hrgrid.funding.service.acts import approve_act, draft_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.funding.service.items import lay_items
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.hiring.build import area, grid, plant

__all__ = ["area", "grid"]

YEAR = 2026
DISTRICT, EAST, WEST = "示例区", "东街道", "西街道"
SINCE = dt.date(2025, 7, 1)
DAY = dt.date(2026, 1, 5)
WORKERS = {
    EAST: ("赵一", "钱二", "孙三"),
    WEST: ("李四",),
}
"""Full-time workers of the first grids of each street; one grid of the west is vacant."""


def settle(work: UnitOfWork) -> None:
    """District, streets (three grids and two), a worker in all of them but one."""
    plant(work)
    index = tree_index(work, work.today)
    enlisting = Enlisting(work, index)
    for street, names in WORKERS.items():
        above = index.named(street)[0]
        grids = sorted(
            (row for row in index.by_code.values() if row.path.startswith(above.path) and row.kind),
            key=lambda row: row.code,
        )
        for at, (name, row) in enumerate(zip(names, grids, strict=False), start=1):
            enlisting.take(
                PersonForm(name, number=f"{street[0]}{at:03d}"),
                PostForm(row, enlisting.roles["网格员"], Employment.FULL, SINCE),
            )
    enlisting.write()
    lay_items(work)


def area_id(desk: Desk, name: str) -> int:
    """The id of a district or street."""
    return area(desk, name).id


def budget(desk: Desk, name: str, year: int = YEAR) -> int:
    """The budget of a unit, opened where it is not yet there."""
    return desk.write(lambda work: open_budget(work, year, area_id(desk, name)))


def paper(desk: Desk, kind: ActKind, moves: Sequence[MoveForm], **changes: object) -> int:
    """A drafted paper over the whole district."""
    given = {
        "year": YEAR,
        "kind": kind,
        "area_path": area(desk, DISTRICT).path,
        "title": f"2026 年{kind.label}",
        "document_no": "示例财〔2026〕1号",
        "day": DAY,
        "why": "按年度计划",
        "moves": tuple(moves),
    }
    form = ActForm(**(given | changes))  # type: ignore[arg-type]
    return desk.write(lambda work: draft_act(work, form))


def approved(desk: Desk, kind: ActKind, moves: Sequence[MoveForm], **changes: object) -> int:
    """The same, approved by the one person of the office."""
    act_id = paper(desk, kind, moves, **changes)
    desk.write(lambda work: approve_act(work, act_id, ApproveForm()))
    return act_id


def furnish(
    desk: Desk,
    total: int = 30_000_000,
    streets: Mapping[str, int] | None = None,
    pay: int = 9_000_000,
) -> dict[str, int]:
    """The district with `total` fen, streets with what they are given, `pay` set aside there.

    Returns the ids of the budgets by unit.
    """
    given = {EAST: 12_000_000, WEST: 9_000_000} if streets is None else dict(streets)
    ids = {DISTRICT: budget(desk, DISTRICT)}
    approved(desk, ActKind.ISSUE, [MoveForm(ids[DISTRICT], total, payer=Source.DISTRICT)])
    for name in given:
        ids[name] = budget(desk, name)
    moves = [MoveForm(ids[name], fen, other_budget_id=ids[DISTRICT]) for name, fen in given.items()]
    if moves:
        approved(desk, ActKind.GIVE, moves)
        if pay:
            aside = [MoveForm(ids[name], pay, heading=Heading.PAY) for name in given]
            approved(desk, ActKind.ALLOT, aside)
    return ids


def sums(desk: Desk, budget_id: int) -> tuple[int, int, int]:
    """Total, given and allotted of a budget, in fen."""

    def read(work: UnitOfWork) -> tuple[int, int, int]:
        row = work.session.get_one(Budget, budget_id)
        return row.total_fen, row.given_fen, row.allotted_fen

    return desk.read(read)


def spent(desk: Desk, budget_id: int, heading: Heading = Heading.PAY) -> tuple[int, int]:
    """Set aside and spent of a heading, in fen."""

    def read(work: UnitOfWork) -> tuple[int, int]:
        row = work.session.get_one(Allotment, (budget_id, heading))
        return row.fen, row.spent_fen

    return desk.read(read)


def item(desk: Desk, code: str) -> int:
    """The id of an item."""
    return desk.read(
        lambda work: work.session.scalars(select(FundItem.id).where(FundItem.code == code)).one()
    )


def expense(
    desk: Desk, fen: int, *, unit: str = EAST, code: str = "base", **changes: object
) -> PostingForm:
    """A posting that spends `fen` of a unit's money on an item."""
    at = area_id(desk, unit)
    given = {
        "kind": PostingKind.EXPENSE,
        "day": DAY,
        "area_id": at,
        "memo": "支付一笔费用",
        "entries": (
            EntryForm(Account.EXPENSE, at, fen, item_id=item(desk, code)),
            EntryForm(Account.QUOTA, at, -fen),
        ),
        "document_no": "示例付〔2026〕1号",
    }
    return PostingForm(**(given | changes))  # type: ignore[arg-type]
