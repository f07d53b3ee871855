"""What happens to areas, put down with its day, its paper and what of each went where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.storage.bulk import reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaChange, AreaChangeItem
from hrgrid.workforce.rules import WHOLE_BP, ChangeKind


@dataclass(frozen=True)
class Share:
    """What of an area went where, in basis points; None for what came new or went nowhere."""

    from_id: int | None
    to_id: int | None
    share_bp: int = WHOLE_BP


def note_change(
    work: UnitOfWork, kind: ChangeKind, on: dt.date, document: str, shares: Sequence[Share]
) -> int:
    """Put a change down with the reason of this work; the shares of every source make a whole.

    Returns its id.
    """
    change_id = reserve_ids(work, AreaChange, 1)[0]
    work.session.add_all(
        AreaChangeItem(
            change_id=change_id,
            from_area_id=share.from_id,
            to_area_id=share.to_id,
            share_bp=share.share_bp,
        )
        for share in shares
    )
    work.session.flush()
    change = AreaChange(
        id=change_id,
        kind=kind,
        effective_on=on,
        document_no=document,
        reason=work.reason[:200],
        operation_id=work.circumstances.operation_id,
    )
    work.session.add(change)
    work.session.flush()
    return change_id
