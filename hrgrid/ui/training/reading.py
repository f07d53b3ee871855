"""What the board of a class shows, read at once: the class, its sheet, its people, its results."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.certified import passed_without
from hrgrid.training.queries.class_card import ClassCard, class_card
from hrgrid.training.queries.classes import ClassRow
from hrgrid.training.queries.results import ResultRow, results
from hrgrid.training.queries.sheets import MemberRow, Sheet, members, sheet
from hrgrid.training.rules.exams import best_mark
from hrgrid.training.rules.words import SETTLED, EnrolmentState


@dataclass(frozen=True)
class PersonRow:
    """Somebody of the class with what the sheet says of him; minutes, mark in thousandths.

    `passed` is None while nothing is counted yet; `unknown` are sessions without an entry.
    """

    member: MemberRow
    attended: int
    whole: int
    credited: int
    unknown: int
    exam_milli: int | None
    exam_words: str
    passed: bool | None
    why: str

    @property
    def id(self) -> int:
        """Of the enrolment."""
        return self.member.enrolment_id

    @property
    def state(self) -> EnrolmentState:
        """Whether he has a place."""
        return self.member.state


@dataclass(frozen=True)
class Board:
    """One class with all about it."""

    card: ClassCard
    sheet: Sheet
    people: tuple[PersonRow, ...]
    cancelled: int
    # Who passed and has no certificate in force.
    uncertified: int = 0

    @property
    def row(self) -> ClassRow:
        """The class."""
        return self.card.row

    def with_place(self) -> int:
        """How many have a place."""
        return len(self.sheet.members)


def read_board(work: UnitOfWork, class_id: int) -> Board:
    """The board in a few statements, however many people there are."""
    card = class_card(work, class_id)
    read = sheet(work, class_id)
    settled: dict[int, ResultRow] = {}
    if card.row.state in SETTLED:
        settled = {row.enrolment_id: row for row in results(work, class_id)}
    everybody = members(work, class_id, cancelled=True)
    people = tuple(_person(one, read, settled) for one in everybody)
    gone = sum(one.state is EnrolmentState.CANCELLED for one in everybody)
    lacking = passed_without(work, class_id) if card.row.state in SETTLED else 0
    return Board(card, read, people, gone, lacking)


def _person(member: MemberRow, read: Sheet, settled: dict[int, ResultRow]) -> PersonRow:
    own = {
        attempt: value
        for (owner, attempt), value in read.tests.items()
        if owner == member.enrolment_id
    }
    best = best_mark(own)
    words = own[max(own)].words if own and best is None else ""
    result = settled.get(member.enrolment_id)
    if result is not None:
        return PersonRow(
            member, result.attended, result.whole, result.credited, 0,
            result.exam_milli, words, result.passed, result.why,
        )  # fmt: skip
    credit = read.credits.get(member.enrolment_id)
    if credit is None or member.state is EnrolmentState.CANCELLED:
        return PersonRow(member, 0, 0, 0, 0, best, words, None, member.state_reason)
    unknown = len(credit.unknown)
    passed = None if unknown else credit.passed
    why = "" if unknown == len(read.sessions) else credit.why
    return PersonRow(
        member, credit.attended, credit.of, credit.credited, unknown, best, words, passed, why
    )
