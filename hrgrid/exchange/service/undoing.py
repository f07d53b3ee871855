"""Taking a whole import back, for thirty days."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.model import ImportJob
from hrgrid.exchange.queries import UNDO_DAYS, oldest_undoable
from hrgrid.exchange.service.kinds import ImportKind
from hrgrid.storage.work import UnitOfWork


def undo_import(work: UnitOfWork, job_id: int, kinds: Mapping[str, ImportKind]) -> None:
    """Undo all that an import wrote; `kinds` by code.

    Raises UserError where it is too old, was undone, or where rows were changed since.
    """
    work.require(Right.IMPORT)
    job = work.session.get(ImportJob, job_id)
    if job is None:
        raise UserError("没有这次导入的记录，撤销不了。请刷新后再选")
    when = f"{job.at.astimezone():%Y-%m-%d %H:%M}"
    if job.undone_at is not None:
        raise UserError(f"{when} 的导入已由{job.undone_by}撤销过了，没有重复撤销。请刷新后查看")
    kind = kinds.get(job.kind)
    if kind is None or kind.undo is None:
        raise UserError(f"{when} 导入的是不能整批撤销的数据。请逐条更正")
    if not job.undo_data or job.at <= oldest_undoable(work):
        raise UserError(f"{when} 的导入已超过 {UNDO_DAYS} 天，不能整批撤销。请逐条更正")
    kind.undo(work, json.loads(job.undo_data))
    job.undone_at = work.now
    job.undone_by = work.actor.name
    job.undo_data = ""
    work.record("undo_import", f"{kind.spec.label}：{when}", before={"rows": job.row_count})
