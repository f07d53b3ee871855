"""How lists, pages of boxes and documents of a room are written, and the record of each.

A room reads what stands on its papers; the frame around it is one: read, write beside the
place, record, and only then give the file its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.written import Written
from hrgrid.paper.boxes import Leaves, write_leaves
from hrgrid.paper.decision import Document, write_decision, write_letters
from hrgrid.paper.fonts import Fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, write_lists
from hrgrid.paper.official import Sheet
from hrgrid.paper.roster import Trace
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.journal import last_entry_of
from hrgrid.storage.work import UnitOfWork, new_operation_id


class Asked(Protocol):
    """One paper that is wanted: which one, as which file, where."""

    @property
    def action(self) -> str:
        """What the journal calls the writing of it."""
        ...

    @property
    def code(self) -> str:
        """Which paper of its room."""
        ...

    @property
    def path(self) -> Path:
        """Where it goes."""
        ...

    @property
    def form(self) -> Form:
        """As which kind of file."""
        ...

    @property
    def progress(self) -> Progress:
        """Who hears how far it is."""
        ...


A = TypeVar("A", bound=Asked)


@dataclass(frozen=True)
class About:
    """What a paper tells of, as the journal calls it, and whose right it takes."""

    area_path: str
    called: str


@dataclass(frozen=True)
class Lists:
    """Lists of one subject: pages one after another, or the sheets of a workbook."""

    about: About
    lists: Sequence[Listed]


@dataclass(frozen=True)
class Drawn:
    """Pages of boxes, and how many people stand on them."""

    about: About
    leaves: Leaves
    people: int


@dataclass(frozen=True)
class Official:
    """A document with its annexes, or letters (`several`), and how many people are in it.

    `further` makes the annexes that are tables; the trace stands on the last of them.
    """

    about: About
    documents: tuple[Document, ...]
    people: int
    several: bool = False
    further: Callable[[Fonts], Sequence[Sheet]] | None = None


def write_lists_of(desk: Desk, asked: A, read: Callable[[UnitOfWork, A], Lists]) -> Written:
    """Write the lists and put them on record."""
    progress = asked.progress
    made = desk.read(lambda work: read(work, asked), progress)
    count = max(one.counted for one in made.lists)
    progress.begin(f"生成{made.lists[0].name}", sum(len(one.rows) for one in made.lists))
    with paper_file(asked.path) as part:
        pages = write_lists(part, made.lists, asked.form, progress=progress)
        trace = on_record(desk, made.about, asked, count)
        if any(one.traced for one in made.lists):
            # Once more with the entry that tells of it: the first time showed that it can be made.
            pages = write_lists(part, made.lists, asked.form, trace)
    return Written(asked.path, pages, count)


def write_drawn(desk: Desk, asked: A, read: Callable[[UnitOfWork, A], Drawn]) -> Written:
    """Draw the pages and put them on record."""
    made = desk.read(lambda work: read(work, asked), asked.progress)
    with paper_file(asked.path) as part:
        pages = write_leaves(part, made.leaves, progress=asked.progress)
        on_record(desk, made.about, asked, made.people)
    return Written(asked.path, pages, made.people)


def write_official(desk: Desk, asked: A, read: Callable[[UnitOfWork, A], Official]) -> Written:
    """Write the document or the letters as a PDF and put them on record."""
    made = desk.read(lambda work: read(work, asked), asked.progress)
    first = made.documents[0]
    with paper_file(asked.path) as part:
        if made.several:
            title = "".join(first.title)
            pages = write_letters(part, made.documents, title, progress=asked.progress)
        else:
            pages = write_decision(part, first, progress=asked.progress, further=made.further)
        told = {"document_no": first.number} if first.number else {}
        trace = on_record(desk, made.about, asked, made.people, told=told)
        if made.further is not None:
            # Once more, its tables with the entry that tells of it.
            pages = write_decision(part, first, further=_traced(made.further, trace))
    return Written(asked.path, pages, made.people)


def _traced(
    further: Callable[[Fonts], Sequence[Sheet]], trace: Trace
) -> Callable[[Fonts], Sequence[Sheet]]:
    def make(fonts: Fonts) -> Sequence[Sheet]:
        *before, last = further(fonts)
        return [*before, replace(last, trace=trace.text)]

    return make


def on_record(
    desk: Desk, about: About, asked: Asked, count: int, *, told: dict[str, Any] | None = None
) -> Trace:
    """Put a paper on record, before it gets its name; the trace names that entry.

    The journal tells how many stand on it, never who.
    """
    operation_id = new_operation_id()
    after = {"paper": asked.code, "form": asked.form.value, "count": count} | (told or {})

    def write(work: UnitOfWork) -> None:
        work.require(Right.PRINT_PAPERS, about.area_path)
        work.record(asked.action, about.called, after=after)

    def trace(work: UnitOfWork) -> Trace:
        entry = last_entry_of(work.session, operation_id)
        return Trace(entry.hash, entry.seq, work.today)

    desk.write(write, operation_id=operation_id)
    return desk.read(trace)
