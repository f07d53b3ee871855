"""Whatever papers come in whatever order: sums agree with papers, units and the ledger."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import Allotment, Budget, BudgetAct, BudgetMove, LedgerSum
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import Account, ActKind, ActState, Heading, Source
from tests.funding.office import DISTRICT, EAST, WEST, approved, budget

PAPERS = 40


def drawn(chance: random.Random, ids: dict[str, int]) -> tuple[ActKind, list[MoveForm]]:
    """Some paper that fits its kind, with money that may or may not be there."""
    top, streets = ids[DISTRICT], [ids[EAST], ids[WEST]]
    kind = chance.choice(list(ActKind))
    fen = chance.randint(1, 3_000)
    payer = chance.choice(list(Source))
    if kind in (ActKind.ISSUE, ActKind.CARRY):
        return kind, [MoveForm(top, fen, payer=payer)]
    if kind is ActKind.RETURN:
        return kind, [MoveForm(top, -fen, payer=payer)]
    sign = chance.choice((1, 1, -1))
    if kind is ActKind.AMEND:
        return kind, [MoveForm(chance.choice([top, *streets]), sign * fen, payer=payer)]
    if kind is ActKind.GIVE:
        return kind, [MoveForm(each, sign * fen, other_budget_id=top) for each in streets]
    if kind is ActKind.TRANSFER:
        chance.shuffle(streets)
        return kind, [MoveForm(streets[0], fen, other_budget_id=streets[1])]
    heading = chance.choice(list(Heading))
    return kind, [MoveForm(chance.choice([top, *streets]), sign * fen, heading=heading)]


def agree(work) -> None:
    """Every sum beside the papers is what the papers and the ledger say."""
    rows = {row.id: row for row in work.session.scalars(select(Budget))}
    moved: dict[int, int] = dict.fromkeys(rows, 0)
    given: dict[int, int] = dict.fromkeys(rows, 0)
    held: dict[tuple[int, Heading], int] = {}
    query = (
        select(BudgetMove, BudgetAct.kind)
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .where(BudgetAct.state == ActState.APPROVED)
    )
    for move, kind in work.session.execute(query):
        if move.heading is not None:
            key = (move.budget_id, move.heading)
            held[key] = held.get(key, 0) + move.fen
            continue
        moved[move.budget_id] += move.fen
        if kind is ActKind.GIVE:
            given[move.other_budget_id] += move.fen
        elif move.other_budget_id is not None:
            moved[move.other_budget_id] -= move.fen
    assert moved == {at: row.total_fen for at, row in rows.items()}
    assert given == {at: row.given_fen for at, row in rows.items()}
    kept = {
        (row.budget_id, row.heading): row.fen for row in work.session.scalars(select(Allotment))
    }
    assert {key: fen for key, fen in held.items() if fen} == {k: f for k, f in kept.items() if f}
    sums = (
        select(LedgerSum.area_id, func.sum(LedgerSum.fen))
        .where(LedgerSum.account == Account.QUOTA)
        .group_by(LedgerSum.area_id)
    )
    quota = {area: int(fen) for area, fen in work.session.execute(sums)}
    for row in rows.values():
        assert 0 <= row.given_fen + row.allotted_fen <= row.total_fen
        assert row.allotted_fen == sum(fen for (at, _), fen in held.items() if at == row.id)
        assert quota.get(row.area_id, 0) == row.total_fen - row.given_fen
    assert (work.session.scalar(select(func.sum(LedgerSum.fen))) or 0) == 0


@pytest.mark.parametrize("seed", range(4))
def test_sums_agree_with_papers_whatever_comes(office, seed):
    chance = random.Random(seed)
    ids = {name: budget(office, name) for name in (DISTRICT, EAST, WEST)}
    refused = 0
    for at in range(PAPERS):
        kind, moves = drawn(chance, ids)
        try:
            approved(office, kind, moves, title=f"第 {at + 1} 份")
        except UserError:
            refused += 1
        office.read(agree)
    # Both happened: what was refused left nothing behind.
    assert 0 < refused < PAPERS
