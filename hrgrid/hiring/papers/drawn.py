"""Papers of a batch that are drawn as pages of boxes: their writing and their record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers import Written
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.listed import on_record
from hrgrid.paper.boxes import Leaves, write_leaves
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Drawn:
    """The pages, and how many people stand on them; a reason where numbers stand in full."""

    batch: Batch
    leaves: Leaves
    people: int
    full_reason: str = ""


def write_drawn(
    desk: Desk,
    code: str,
    path: Path,
    read: Callable[[UnitOfWork], Drawn],
    progress: Progress,
) -> Written:
    """Draw the pages and put them on record.

    They are drawn while the reading lasts: photos are fetched one by one.
    """
    with paper_file(path) as part:

        def draw(work: UnitOfWork) -> tuple[Drawn, int]:
            made = read(work)
            return made, write_leaves(part, made.leaves, progress=progress)

        made, pages = desk.read(draw, progress)
        on_record(desk, made.batch, code, Form.PDF, made.people, full_reason=made.full_reason)
    return Written(path, pages, made.people)
