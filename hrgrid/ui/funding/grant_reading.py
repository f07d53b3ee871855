"""What the level of grants shows, in one reading each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.funding.rules.budget_rows import ActRow
from hrgrid.funding.rules.grant_rows import (
    GrantDifference,
    GrantLineRow,
    GrantRunRow,
    GrantUnitRow,
)
from hrgrid.storage.work import UnitOfWork

BLOCK = 500


@dataclass(frozen=True)
class Grants:
    """The computations of a year, the newest first, and the papers that adopted them."""

    year: int
    runs: Sequence[GrantRunRow]
    acts: Sequence[ActRow]

    def before(self, row: GrantRunRow) -> GrantRunRow | None:
        """The computation of the same area before one."""
        earlier = [
            one for one in self.runs if one.area_id == row.area_id and one.number < row.number
        ]
        return max(earlier, key=lambda one: one.number, default=None)

    def newest(self, row: GrantRunRow | None) -> GrantRunRow | None:
        """The newest of the same area."""
        if row is None:
            return None
        return max(
            (one for one in self.runs if one.area_id == row.area_id),
            key=lambda one: one.number,
            default=None,
        )


@dataclass(frozen=True)
class RunRead:
    """One computation: its units, and what differs from the one before."""

    row: GrantRunRow
    before: GrantRunRow | None
    units: Sequence[GrantUnitRow]
    differences: Sequence[GrantDifference]


def read_grants(year: int) -> Callable[[UnitOfWork], Grants]:
    """The computations of a year."""

    def read(work: UnitOfWork) -> Grants:
        from hrgrid.funding.queries.acts import acts
        from hrgrid.funding.queries.grants import grant_runs

        runs = grant_runs(work, year)
        adopted = {one.act_id for one in runs}
        return Grants(year, runs, [one for one in acts(work, year) if one.id in adopted])

    return read


def read_run(row: GrantRunRow, before: GrantRunRow | None) -> Callable[[UnitOfWork], RunRead]:
    """One computation."""

    def read(work: UnitOfWork) -> RunRead:
        from hrgrid.funding.queries.grants import grant_differences, grant_units

        found = grant_differences(work, row.id, before.id) if before else []
        return RunRead(row, before, grant_units(work, row.id), found)

    return read


def read_lines(
    run_id: int, unit: int, after: int = 0
) -> Callable[[UnitOfWork], list[GrantLineRow]]:
    """The next grids of a unit."""

    def read(work: UnitOfWork) -> list[GrantLineRow]:
        from hrgrid.funding.queries.grants import grant_lines

        return grant_lines(work, run_id, unit, after, BLOCK)

    return read
