"""How the papers of a room are declared: of what each tells, as which files, from which state on.

A room keeps one table of its papers (`Papers`); the screen, the command line and the demonstration
look up the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.documents.papers.record import (
    Asked,
    Drawn,
    Lists,
    Official,
    write_drawn,
    write_lists_of,
    write_official,
)
from hrgrid.documents.papers.written import Written
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

A = TypeVar("A", bound=Asked)

BOTH, PDF = (Form.PDF, Form.XLSX), (Form.PDF,)


@dataclass(frozen=True)
class Paper(Generic[A]):
    """One paper; a `public` one is hung out: no number of anybody stands on it.

    `subject` is what it tells of, in the words of the room. `since` is the state of that from
    which on it can be written, None for always.
    """

    code: str
    label: str
    hint: str
    forms: tuple[Form, ...]
    subject: Labelled
    since: Labelled | None
    writer: Callable[[Desk, A], Written] = field(repr=False, compare=False)
    public: bool = False

    def ready(self, state: Labelled | None) -> bool:
        """Whether its subject is that far; one given up, its last state, has what it came to."""
        if self.since is None or state is None:
            return True
        way = list(type(self.since))
        return way.index(state) >= way.index(self.since)

    @property
    def waits(self) -> str:
        """What a menu says while it is not ready."""
        return f"办到“{self.since.label}”以后才有" if self.since is not None else ""


class Papers(Generic[A]):
    """The papers of a room in the order of its work."""

    def __init__(self, papers: Sequence[Paper[A]]) -> None:
        self._papers = tuple(papers)

    def __iter__(self) -> Iterator[Paper[A]]:
        return iter(self._papers)

    def of(self, subject: Labelled) -> tuple[Paper[A], ...]:
        """Those that tell of one kind of subject."""
        return tuple(paper for paper in self._papers if paper.subject is subject)

    def by_code(self, code: str) -> Paper[A]:
        """The paper of a code. Raises UserError for one that does not exist."""
        found = next((paper for paper in self._papers if paper.code == code), None)
        if found is None:
            known = "、".join(f"{paper.code}（{paper.label}）" for paper in self._papers)
            raise UserError(f"没有文书“{code}”。可用的有：{known}")
        return found

    def write(self, desk: Desk, asked: A) -> Written:
        """Write the paper that is asked for, and put it on record.

        Raises Refused without the right, UserError where the paper does not come as such a file,
        nothing would stand on it, a character has no glyph (naming whose), or it cannot be written.
        """
        paper = self.by_code(asked.code)
        if asked.form not in paper.forms:
            offered = "、".join(one.label for one in paper.forms)
            raise UserError(f"{paper.label}没有 {asked.form.label} 格式，请选 {offered}")
        return paper.writer(desk, asked)


def lists(read: Callable[[UnitOfWork, A], Lists]) -> Callable[[Desk, A], Written]:
    """A paper of lists: pages one after another, or the sheets of a workbook."""
    return lambda desk, asked: write_lists_of(desk, asked, read)


def drawn(read: Callable[[UnitOfWork, A], Drawn]) -> Callable[[Desk, A], Written]:
    """A paper of drawn pages."""
    return lambda desk, asked: write_drawn(desk, asked, read)


def official(read: Callable[[UnitOfWork, A], Official]) -> Callable[[Desk, A], Written]:
    """A document in the official layout, or letters."""
    return lambda desk, asked: write_official(desk, asked, read)


AnyPaper = Paper[Any]
