"""Official papers of a batch: the document in its lines, its writing and its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers.written import Written
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.listed import on_record
from hrgrid.hiring.papers.options import Asked
from hrgrid.paper.decision import Document, write_decision, write_letters
from hrgrid.paper.lines import headline
from hrgrid.paper.roster import Roster
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

__all__ = ["Official", "headline", "write_official"]


@dataclass(frozen=True)
class Official:
    """One document with its annexes, or letters (`several`), and how many people are in it."""

    batch: Batch
    documents: tuple[Document, ...]
    people: int
    rosters: tuple[Roster, ...] = ()
    several: bool = False


def write_official(
    desk: Desk, asked: Asked, read: Callable[[UnitOfWork, Asked], Official]
) -> Written:
    """Write the document or the letters as a PDF and put them on record."""
    made = desk.read(lambda work: read(work, asked), asked.progress)
    with paper_file(asked.path) as part:
        pages = _write(part, made, asked.progress)
        told = {"document_no": made.documents[0].number} if made.documents[0].number else {}
        trace = on_record(desk, made.batch, asked, made.people, told=told)
        if made.rosters:
            # Once more, its lists with the entry that tells of it.
            pages = write_decision(part, made.documents[0], made.rosters, trace)
    return Written(asked.path, pages, made.people)


def _write(part: Path, made: Official, progress: Progress) -> int:
    if made.several:
        title = "".join(made.documents[0].title)
        return write_letters(part, made.documents, title, progress=progress)
    return write_decision(part, made.documents[0], made.rosters, progress=progress)
