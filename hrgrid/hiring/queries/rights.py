"""Who may look at a batch: whoever runs hiring, decides it, or keys marks where it is."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringBatch
from hrgrid.storage.work import UnitOfWork

_LOOKING = (Right.RUN_HIRING, Right.DECIDE_HIRING, Right.ENTER_MARKS)


def batch_seen(work: UnitOfWork, batch_id: int) -> HiringBatch:
    """The batch for somebody who may look at it; Refused or UserError otherwise."""
    found = work.session.get(HiringBatch, batch_id)
    if found is None:
        raise UserError(f"没有第 {batch_id} 号招录批次。请刷新列表后再选")
    if not any(work.actor.may(right, found.area_path) for right in _LOOKING):
        work.require(Right.RUN_HIRING, found.area_path)
    return found
