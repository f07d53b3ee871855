"""How the collecting about one subject stands: the open round, or what a new one would ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.collecting import rounds_of
from hrgrid.exchange.rules.collect_rows import RoundRow
from hrgrid.exchange.rules.collecting import Unit
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class CollectView:
    """`current` is the open round; else `units` may be asked for `asked` (headings).

    `refused` says why nothing can be asked now, "" where it can. `not_asked` are units that the
    current round leaves out.
    """

    title: str
    units: tuple[Unit, ...]
    due_on: dt.date
    asked: tuple[str, ...]
    refused: str
    current: RoundRow | None
    earlier: tuple[RoundRow, ...]
    today: dt.date

    @property
    def not_asked(self) -> tuple[Unit, ...]:
        """Units that have no workbook in the current round."""
        held = {one.unit_path for one in self.current.units} if self.current else set()
        return tuple(one for one in self.units if one.path not in held)


_WEEK = dt.timedelta(days=7)


def collect_view(work: UnitOfWork, collecting: Collecting, subject: str) -> CollectView:
    """Read it; raises Refused without the right of the kind anywhere."""
    work.require_somewhere(collecting.right)
    rounds = rounds_of(work, collecting.kind, subject)
    current = next((one for one in rounds if one.open), None)
    earlier = tuple(one for one in rounds if not one.open)
    title = current.title if current else collecting.kind.label
    due_on = work.today + _WEEK
    units: tuple[Unit, ...] = ()
    asked: tuple[str, ...] = ()
    refused = ""
    try:
        matter = collecting.matter(work, subject)
        title, units, due_on = matter.title, matter.units, matter.due_on or due_on
        spec = collecting.spec(work, subject, current.asked if current else None)
        asked = tuple(one.column.heading for one in spec.columns if one.asked)
        if not asked:
            refused = "要向单位收的都已经有了，不用下发。"
    except UserError as error:
        refused = error.sentence
    return CollectView(title, units, due_on, asked, refused, current, earlier, work.today)
