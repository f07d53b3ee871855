"""Official papers of a batch: the document in its lines, its writing and its record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers import Written
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.listed import on_record
from hrgrid.hiring.papers.options import Asked
from hrgrid.paper.decision import Document, write_decision, write_letters
from hrgrid.paper.roster import Roster
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

# Characters of 2号 that a line of 156 mm takes.
_LINE = 20


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


def headline(*phrases: str) -> tuple[str, ...]:
    """The lines of one title: a line where it fits, else broken between its phrases.

    Only a phrase that is longer than a line is parted itself.
    """
    whole = "".join(phrases)
    if len(whole) <= _LINE:
        return (whole,)
    return tuple(line for phrase in phrases for line in _parted(phrase))


def _parted(text: str) -> Sequence[str]:
    if len(text) <= _LINE:
        return [text]
    count = -(-len(text) // _LINE)
    each = -(-len(text) // count)
    # Not within a number, nor before what may not begin a line.
    places = [each * at for at in range(1, count)]
    lines, begin = [], 0
    for place in places:
        at = place
        while at > begin + 1 and (_one(text[at - 1], text[at]) or text[at] in "”）》、，"):
            at -= 1
        lines.append(text[begin:at])
        begin = at
    return [*lines, text[begin:]]


def _one(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
