"""Lists of a batch: their writing, and the record of every paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hrgrid.core.rights import Right
from hrgrid.documents.papers.written import Written
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.options import Asked
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import (
    Column,
    Listed,
    Row,
    mark,
    middle,
    named,
    number,
    numbered,
    points,
    shown,
    text,
    write_lists,
)
from hrgrid.paper.roster import Trace
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.journal import last_entry_of
from hrgrid.storage.work import UnitOfWork, new_operation_id

__all__ = [
    "Column",
    "Listed",
    "Row",
    "mark",
    "middle",
    "named",
    "number",
    "numbered",
    "on_record",
    "points",
    "shown",
    "text",
    "write_listed",
]

WRITTEN_FULL = "write_full_hiring_paper"


def write_listed(
    desk: Desk, asked: Asked, read: Callable[[UnitOfWork, Asked], tuple[Batch, Sequence[Listed]]]
) -> Written:
    """Write the first list as pages, or all of them as sheets, and put it on record."""
    progress = asked.progress
    batch, lists = desk.read(lambda work: read(work, asked), progress)
    count = lists[0].counted
    progress.begin(f"生成{lists[0].name}", len(lists[0].rows))
    with paper_file(asked.path) as part:
        # As pages the first alone: the others tell the same in another order.
        told = lists if asked.form is Form.XLSX else lists[:1]
        pages = write_lists(part, told, asked.form, progress=progress)
        trace = on_record(desk, batch, asked, count)
        if lists[0].traced:
            # Once more with the entry that tells of it: the first time showed that it can be made.
            pages = write_lists(part, told, asked.form, trace)
    return Written(asked.path, pages, count)


# --- on record --------------------------------------------------------------------------------


def on_record(
    desk: Desk,
    batch: Batch,
    asked: Asked,
    count: int,
    *,
    full_reason: str = "",
    told: dict[str, Any] | None = None,
) -> Trace:
    """Put a paper of a batch on record, before it gets its name; the trace names that entry.

    With `full_reason` it holds numbers in full. The journal tells how many, never who: it cannot
    be erased, and candidates must be.
    """
    operation_id = new_operation_id()
    after = {"paper": asked.code, "form": asked.form.value, "count": count} | (told or {})

    def write(work: UnitOfWork) -> None:
        work.require(Right.PRINT_PAPERS, batch.area_path)
        subject = f"{batch.number} {batch.title}"
        if full_reason:
            work.require(Right.SHOW_SENSITIVE, batch.area_path)
            work.record(WRITTEN_FULL, subject, reason=full_reason, after=after)
        else:
            work.record(asked.action, subject, after=after)

    def trace(work: UnitOfWork) -> Trace:
        entry = last_entry_of(work.session, operation_id)
        return Trace(entry.hash, entry.seq, work.today)

    desk.write(write, operation_id=operation_id)
    return desk.read(trace)
