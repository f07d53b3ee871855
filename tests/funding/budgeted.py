"""A district with two streets and its budget of a year, in papers that were approved."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.queries import ApprovalState
from hrgrid.funding.queries.budgets import budget_tree
from hrgrid.funding.rules.budget_forms import ActForm, ApproveForm, MoveForm
from hrgrid.funding.rules.budget_rows import BudgetRow
from hrgrid.funding.rules.words import ActKind, Heading, Source
from hrgrid.funding.service.acts import approve_act, draft_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from tests.hiring.build import plant

WHOLE = 2_200_000_000
"""22,000,000 yuan, as in 路桥 (rules.md 5)."""
APPROVED = ApproveForm("姑政法〔2026〕3 号", "王建国", "书记")


def year_of(desk: Desk) -> int:
    """The year of the desk's day."""
    return desk.read(lambda work: work.today.year)


def settle(work: UnitOfWork) -> None:
    """示例区 with 东街道 (six grids) and 西街道 (one)."""
    plant(work, {"东街道": 6, "西街道": 1})


def budgets(desk: Desk) -> dict[str, BudgetRow]:
    """The budgets of the year by the names of their units."""
    return {row.area: row for row in desk.read(lambda work: budget_tree(work, work.today.year))}


def opened(desk: Desk, *names: str) -> dict[str, int]:
    """Budgets of these units, from the top, with nothing in them."""

    def write(work: UnitOfWork) -> dict[str, int]:
        index = tree_index(work, work.today)
        return {name: open_budget(work, work.today.year, index.named(name)[0].id) for name in names}

    return desk.write(write)


def drafted(desk: Desk, kind: ActKind, *moves: MoveForm) -> int:
    """A paper of the district that waits for approval."""
    year = year_of(desk)
    day = dt.date(year, 1, 1)
    form = ActForm(year, kind, "", f"{year} 年{kind.label}", "", day, "", moves)
    return desk.write(lambda work: draft_act(work, form))


def approved(desk: Desk, act_id: int) -> ApprovalState:
    """Approved on paper."""
    return desk.write(lambda work: approve_act(work, act_id, APPROVED))


def issued(desk: Desk) -> dict[str, int]:
    """22,000,000 for the district: 12 million to one street, and 18,450,000 for pay in all."""
    ids = opened(desk, "示例区", "东街道", "西街道")
    top, east, west = ids.values()
    for kind, moves in (
        (
            ActKind.ISSUE,
            (
                MoveForm(top, 2_000_000_000, payer=Source.DISTRICT),
                MoveForm(top, 200_000_000, payer=Source.CITY),
            ),
        ),
        (
            ActKind.GIVE,
            (
                MoveForm(east, 1_200_000_000, other_budget_id=top),
                MoveForm(west, 700_000_000, other_budget_id=top),
            ),
        ),
        (
            ActKind.ALLOT,
            (
                MoveForm(east, 1_195_000_000, heading=Heading.PAY),
                MoveForm(west, 650_000_000, heading=Heading.PAY),
                MoveForm(top, 60_000_000, heading=Heading.TRAINING),
                MoveForm(top, 40_000_000, heading=Heading.EQUIPMENT),
            ),
        ),
    ):
        approved(desk, drafted(desk, kind, *moves))
    return ids
