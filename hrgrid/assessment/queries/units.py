"""The scoring units of a period with their codes, names and upper areas, in the office's order."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.rules.shares import Unit
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area
from hrgrid.workforce.queries.chains import Chain

_BLOCK = 500


def scoring_units(work: UnitOfWork, unit_ids: Collection[int]) -> dict[int, Unit]:
    """The units by id, in the order of the tree; `people` is not counted here."""
    wanted = set(unit_ids)
    chains = chains_of(work, wanted)
    codes = _codes(work, wanted)
    found = {
        unit_id: Unit(codes[unit_id][1], chain.own, *_upper(chain), 0)
        for unit_id, chain in chains.items()
    }
    return dict(sorted(found.items(), key=lambda one: (codes[one[0]][0], one[0])))


def _upper(chain: Chain) -> tuple[str, str]:
    """The code path and name of what lies above; nothing for the top."""
    if len(chain.steps) < 2:
        return "", ""
    path, _, name = chain.steps[-2]
    return path, name


def _codes(work: UnitOfWork, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    wanted, found = sorted(ids), dict[int, tuple[int, str]]()
    for begin in range(0, len(wanted), _BLOCK):
        query = select(Area.id, Area.sort, Area.code).where(
            Area.id.in_(wanted[begin : begin + _BLOCK])
        )
        found |= {area: (sort, code) for area, sort, code in work.session.execute(query)}
    return found
