"""How budgets, their papers and the bridge of a year are read."""

from __future__ import annotations

from itertools import pairwise

from hrgrid.funding.queries.acts import act_card, acts
from hrgrid.funding.queries.budgets import budget_card, years
from hrgrid.funding.queries.execution import bridge, execution
from hrgrid.funding.rules.bridge_steps import bridge_steps, share_words
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import ActKind, ActState, Heading, Source
from hrgrid.storage.desk import Desk
from tests.funding.budgeted import (
    WHOLE,
    approved,
    budgets,
    drafted,
    issued,
    opened,
    year_of,
)


def test_a_draft_moves_nothing_and_an_approved_paper_does(office: Desk) -> None:
    top = opened(office, "示例区")["示例区"]
    act = drafted(office, ActKind.ISSUE, MoveForm(top, WHOLE, payer=Source.DISTRICT))
    assert budgets(office)["示例区"].total_fen == 0
    assert [row.state for row in office.read(lambda work: acts(work, work.today.year))] == [
        ActState.DRAFT
    ]
    assert approved(office, act).complete
    assert budgets(office)["示例区"].total_fen == WHOLE
    card = office.read(lambda work: act_card(work, act))
    told = (card.row.state, card.row.fen, card.row.document_no, card.moves[0].area)
    assert told == (ActState.APPROVED, WHOLE, "姑政法〔2026〕3 号", "示例区")


def test_the_bridge_leaves_what_the_seed_says(office: Desk) -> None:
    issued(office)
    read = office.read(lambda work: bridge(work, work.today.year))
    assert read.total_fen == WHOLE
    assert read.granted_fen == 1_845_000_000
    assert read.after_grants_fen == 355_000_000
    assert dict(read.sources) == {Source.CITY: 200_000_000, Source.DISTRICT: 2_000_000_000}
    steps = bridge_steps(read)
    rests = [step.fen for step in steps if step.name in {"薪酬以外可用", "未安排", "结余"}]
    assert rests == [355_000_000, 255_000_000, WHOLE]
    # What goes out begins where the step before ended.
    for before, step in pairwise(steps):
        if step.name in {"薪酬保障", "培训竞赛", "装备公示"}:
            assert step.start == before.end, step.name


def test_a_tree_says_what_each_unit_has(office: Desk) -> None:
    issued(office)
    rows = budgets(office)
    assert [(name, row.depth) for name, row in rows.items()] == [
        ("示例区", 0), ("东街道", 1), ("西街道", 1),
    ]  # fmt: skip
    assert rows["示例区"].given_fen == 1_900_000_000
    assert rows["示例区"].free_fen == 200_000_000
    assert rows["东街道"].free_fen == 5_000_000
    assert office.read(years) == [year_of(office)]
    told = office.read(lambda work: execution(work, work.today.year))
    assert [(row.area, row.heading) for row in told] == [
        ("示例区", Heading.TRAINING),
        ("示例区", Heading.EQUIPMENT),
        ("东街道", Heading.PAY),
        ("西街道", Heading.PAY),
    ]


def test_moving_between_streets_keeps_the_whole(office: Desk) -> None:
    _, east, west = issued(office).values()
    moved = MoveForm(east, 50_000_000, other_budget_id=west)
    approved(office, drafted(office, ActKind.TRANSFER, moved))
    rows = budgets(office)
    assert (rows["东街道"].total_fen, rows["西街道"].total_fen) == (1_250_000_000, 650_000_000)
    assert rows["示例区"].given_fen == 1_900_000_000
    card = office.read(lambda work: budget_card(work, west))
    assert [(one.kind, one.fen, one.other) for one in card.moves[:2]] == [
        (ActKind.TRANSFER, -50_000_000, "东街道"),
        (ActKind.ALLOT, 650_000_000, ""),
    ]


def test_a_share_is_whole_only_when_nothing_is_left() -> None:
    assert share_words(0, 0) == "0.0%"
    assert share_words(1_845_000_000, WHOLE) == "83.8%"
    assert share_words(WHOLE - 1, WHOLE) == "99.9%"
    assert share_words(WHOLE, WHOLE) == "100.0%"
