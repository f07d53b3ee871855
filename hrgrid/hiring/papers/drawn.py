"""Papers of a batch that are drawn as pages of boxes: their writing and their record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hrgrid.documents.papers.written import Written
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.listed import on_record
from hrgrid.hiring.papers.options import Asked
from hrgrid.paper.boxes import Leaves, write_leaves
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


def write_drawn(desk: Desk, asked: Asked, read: Callable[[UnitOfWork, Asked], Drawn]) -> Written:
    """Draw the pages and put them on record.

    They are drawn while the reading lasts: photos are fetched one by one.
    """
    with paper_file(asked.path) as part:

        def draw(work: UnitOfWork) -> tuple[Drawn, int]:
            made = read(work, asked)
            return made, write_leaves(part, made.leaves, progress=asked.progress)

        made, pages = desk.read(draw, asked.progress)
        on_record(desk, made.batch, asked, made.people, full_reason=made.full_reason)
    return Written(asked.path, pages, made.people)
