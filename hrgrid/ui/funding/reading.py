"""What the page of funding shows, in one reading each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.funding.rules.budget_rows import ActCard, ActRow, BudgetCard, BudgetRow
from hrgrid.funding.rules.execution_rows import Bridge, ExecutionRow
from hrgrid.funding.rules.words import ActState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Overview:
    """A year at a glance."""

    year: int
    years: Sequence[int]
    tree: Sequence[BudgetRow]
    bridge: Bridge
    execution: Sequence[ExecutionRow]
    waiting: Sequence[ActRow]
    warn_bp: tuple[int, ...]


@dataclass(frozen=True)
class Budgets:
    """The units of a year and their papers."""

    year: int
    tree: Sequence[BudgetRow]
    acts: Sequence[ActRow]

    @property
    def waiting(self) -> list[ActRow]:
        """The papers that nobody approved yet."""
        return [one for one in self.acts if one.state is ActState.DRAFT]


@dataclass(frozen=True)
class Unit:
    """A unit that may get money, with its budget where it has one."""

    area_id: int
    name: str
    path: str
    budget: BudgetRow | None


def read_overview(year: int) -> Callable[[UnitOfWork], Overview]:
    """Budget, bridge and execution of a year."""

    def read(work: UnitOfWork) -> Overview:
        from hrgrid.funding.queries.acts import acts
        from hrgrid.funding.queries.budgets import budget_tree, years
        from hrgrid.funding.queries.execution import bridge, execution
        from hrgrid.funding.queries.rules import funding_rules

        return Overview(
            year,
            years(work),
            budget_tree(work, year),
            bridge(work, year),
            [one for one in execution(work, year) if one.item_id is None],
            [one for one in acts(work, year) if one.state is ActState.DRAFT],
            funding_rules(work, work.today).rules.warn_bp,
        )

    return read


def read_budgets(year: int) -> Callable[[UnitOfWork], Budgets]:
    """The units of a year and their papers."""

    def read(work: UnitOfWork) -> Budgets:
        from hrgrid.funding.queries.acts import acts
        from hrgrid.funding.queries.budgets import budget_tree

        return Budgets(year, budget_tree(work, year), acts(work, year))

    return read


def read_card(budget_id: int) -> Callable[[UnitOfWork], BudgetCard]:
    """One unit's money."""

    def read(work: UnitOfWork) -> BudgetCard:
        from hrgrid.funding.queries.budgets import budget_card

        return budget_card(work, budget_id)

    return read


def read_act(act_id: int) -> Callable[[UnitOfWork], ActCard]:
    """One paper."""

    def read(work: UnitOfWork) -> ActCard:
        from hrgrid.funding.queries.acts import act_card

        return act_card(work, act_id)

    return read


def read_units(year: int) -> Callable[[UnitOfWork], list[Unit]]:
    """Cities, districts, streets and communities in which the person runs funding."""

    def read(work: UnitOfWork) -> list[Unit]:
        from hrgrid.core.rights import Right
        from hrgrid.funding.queries.budgets import budget_tree
        from hrgrid.workforce.queries.areas import tree_index
        from hrgrid.workforce.rules import Level

        known = {row.area_id: row for row in budget_tree(work, year)}
        return [
            Unit(row.id, row.name, row.path, known.get(row.id))
            for row in tree_index(work, work.today).by_code.values()
            if row.level.depth < Level.GRID.depth and work.actor.may(Right.RUN_FUNDING, row.path)
        ]

    return read
