"""How a paper of assessment is declared: of what it tells, as which files, from which state on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hrgrid.assessment.papers.options import Asked, Subject
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.rules.words import InspectionState, PeriodState
from hrgrid.documents.papers.record import (
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

State = PeriodState | InspectionState | RoundState
Write = Callable[[Desk, Asked], Written]
BOTH, PDF = (Form.PDF, Form.XLSX), (Form.PDF,)
_PERIODS: tuple[State, ...] = tuple(PeriodState)
_INSPECTIONS: tuple[State, ...] = (
    InspectionState.DRAFT,
    InspectionState.DRAWN,
    InspectionState.CLOSED,
)
_ROUNDS: tuple[State, ...] = (RoundState.DRAFT, RoundState.CONFIRMED)
_ORDER = {
    state: at for states in (_PERIODS, _INSPECTIONS, _ROUNDS) for at, state in enumerate(states)
}


@dataclass(frozen=True)
class AssessmentPaper:
    """One paper; a `public` one is hung out: no numbers of anybody, no points of persons.

    `since` is the state of its subject from which on it can be written, None for always.
    """

    code: str
    label: str
    hint: str
    forms: tuple[Form, ...]
    subject: Subject
    since: State | None
    writer: Write = field(repr=False, compare=False)
    public: bool = False

    def ready(self, state: State | None) -> bool:
        """Whether its subject is that far; one given up has what it came to."""
        if self.since is None or state is None or state not in _ORDER:
            return True
        return _ORDER[state] >= _ORDER[self.since]


def lists(read: Callable[[UnitOfWork, Asked], Lists]) -> Write:
    """A paper of lists: pages one after another, or the sheets of a workbook."""
    return lambda desk, asked: write_lists_of(desk, asked, read)


def drawn(read: Callable[[UnitOfWork, Asked], Drawn]) -> Write:
    """A paper of drawn pages."""
    return lambda desk, asked: write_drawn(desk, asked, read)


def official(read: Callable[[UnitOfWork, Asked], Official]) -> Write:
    """A document in the official layout, or letters."""
    return lambda desk, asked: write_official(desk, asked, read)
