"""A pasted list of who was there, or of marks: read against the members of a class."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.names import match_key
from hrgrid.core.tabulation import parse_mark
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import TrainingSession
from hrgrid.training.queries.posted import CHUNK
from hrgrid.training.queries.sheets import MemberRow, members
from hrgrid.training.rules.exams import FULL_MILLI
from hrgrid.training.rules.presence import CellValue, check_cell, typed_cell
from hrgrid.training.rules.words import EnrolmentState, Presence
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import ID_NUMBER

_ID = re.compile(r"\d{15}|\d{17}[\dXx]")
_BETWEEN = re.compile(r"[、,;\t|]+\s*")
_WORDS = re.compile(r"[\s、,;|]+")


@dataclass(frozen=True)
class PastedRow:
    """One line: whom it means and what it says of him."""

    line: int
    member: MemberRow
    value: CellValue


@dataclass(frozen=True)
class PastedMark:
    """One line: whom it means and his mark in thousandths, None for absent."""

    line: int
    member: MemberRow
    value_milli: int | None


@dataclass(frozen=True)
class PasteProblem:
    """A line that cannot be taken, and the sentence that says why."""

    line: int
    text: str
    sentence: str


@dataclass(frozen=True)
class Pasted:
    """What a pasted list says of a session; `absent` are members whom it does not name."""

    rows: tuple[PastedRow, ...]
    problems: tuple[PasteProblem, ...]
    absent: tuple[MemberRow, ...] = ()


@dataclass(frozen=True)
class PastedMarks:
    """What a pasted list says of a test."""

    rows: tuple[PastedMark, ...]
    problems: tuple[PasteProblem, ...]


def read_pasted(work: UnitOfWork, class_id: int, session_id: int, text: str) -> Pasted:
    """Lines of name, staff number (工号) or ID number, with a word behind; none is 到.

    Names alone may also stand several in a line. Numbers at the head of a line are skipped.
    """
    session = work.session.get(TrainingSession, session_id)
    if session is None or session.class_id != class_id:
        raise UserError("没有这个课次，可能刚被删去。请刷新后再选")
    known = _Known(work, class_id)
    rows: list[PastedRow] = []
    problems: list[PasteProblem] = []
    for line, shown, found, rest in _lines(known, text, problems):
        try:
            value = typed_cell(rest, found.name) if rest else CellValue(Presence.PRESENT)
            if value is not None:
                check_cell(value, session.begins, session.ends, found.name)
                rows.append(PastedRow(line, found, value))
        except UserError as error:
            problems.append(PasteProblem(line, shown, error.sentence))
    named = {one.member.enrolment_id for one in rows}
    absent = tuple(one for one in known.members if one.enrolment_id not in named)
    return Pasted(tuple(rows), _in_order(problems), absent)


def read_pasted_marks(work: UnitOfWork, class_id: int, text: str) -> PastedMarks:
    """Lines of name, staff number or ID number with a mark or 缺考 behind."""
    known = _Known(work, class_id)
    rows: list[PastedMark] = []
    problems: list[PasteProblem] = []
    for line, shown, found, rest in _lines(known, text, problems):
        try:
            rows.append(PastedMark(line, found, _mark(rest, found.name)))
        except UserError as error:
            problems.append(PasteProblem(line, shown, error.sentence))
    return PastedMarks(tuple(rows), _in_order(problems))


def _mark(text: str, name: str) -> int | None:
    if text in {"缺考", "缺", "未考"}:
        return None
    mark = parse_mark(text, name)
    if mark is None:
        raise UserError(f"{name}没有成绩。没考的请写缺考")
    if not 0 <= mark <= FULL_MILLI:
        raise UserError(f"{name}的成绩“{text}”不在 0 到 100 之间。请核对")
    return mark


class _Known:
    """The members of a class by what a list may call them."""

    def __init__(self, work: UnitOfWork, class_id: int) -> None:
        self._work = work
        self.members = [
            one for one in members(work, class_id) if one.state is not EnrolmentState.WAITING
        ]
        ids = [one.person_id for one in self.members]
        by_person = {one.person_id: one for one in self.members}
        self.by_number = {one.number: one for one in self.members}
        self.by_name: dict[str, list[MemberRow]] = {}
        for one in self.members:
            self.by_name.setdefault(match_key(one.name), []).append(one)
        self.by_mac: dict[bytes, MemberRow] = {}
        for start in range(0, len(ids), CHUNK):
            query = select(Person.id, Person.id_mac).where(
                Person.id.in_(ids[start : start + CHUNK]), Person.id_mac.is_not(None)
            )
            for person_id, mac in work.session.execute(query):
                self.by_mac[mac] = by_person[person_id]

    def meant(self, word: str) -> list[MemberRow]:
        """Whom one word may mean; [] for none of the class."""
        if _ID.fullmatch(word):
            found = self.by_mac.get(self._work.keyring.mac(ID_NUMBER, word.upper()))
            return [found] if found is not None else []
        if word in self.by_number:
            return [self.by_number[word]]
        return self.by_name.get(match_key(word), [])


def _lines(
    known: _Known, text: str, problems: list[PasteProblem]
) -> Iterator[tuple[int, str, MemberRow, str]]:
    """Every line: its number, itself with numbers masked, whom it means, what stands behind."""
    taken: dict[int, int] = {}
    for line, raw in enumerate(text.splitlines(), start=1):
        plain = unicodedata.normalize("NFKC", raw).strip()
        if not plain:
            continue
        shown = mask_all(plain)[:40]
        try:
            for found, rest in _of_line(known, plain):
                earlier = taken.setdefault(found.enrolment_id, line)
                if earlier != line:
                    raise UserError(f"{found.name}在第 {earlier} 行已经写过。请删去一行")
                yield line, shown, found, rest
        except UserError as error:
            problems.append(PasteProblem(line, shown, error.sentence))


def _of_line(known: _Known, plain: str) -> list[tuple[MemberRow, str]]:
    pieces = [one for one in _BETWEEN.split(plain) if one]
    alone = [known.meant(one) for one in pieces]
    if len(pieces) > 1 and all(len(one) == 1 for one in alone):
        people = {one[0].enrolment_id: one[0] for one in alone}
        if len(people) == len(pieces):
            return [(one, "") for one in people.values()]
    words = [one for one in _WORDS.split(plain) if one]
    whole = known.meant("".join(words))
    if whole:
        words = ["".join(words)]
    places = [at for at, word in enumerate(words) if known.meant(word)]
    if not places:
        raise UserError(f"“{mask_all(plain)[:20]}”不在这个班的名单里。请核对，或先报名")
    candidates = [set(_ids(known.meant(words[at]))) for at in places]
    both = set.intersection(*candidates)
    if not both:
        raise UserError("这一行的姓名和工号、证件号不是同一个人。请核对是否串行")
    if len(both) > 1:
        numbers = "、".join(sorted(one.number for one in known.meant(words[places[0]])))
        raise UserError(
            f"班里叫“{words[places[0]]}”的有 {len(both)} 人（工号 {numbers}）。请加上工号"
        )
    found = next(one for one in known.members if one.enrolment_id in both)
    return [(found, " ".join(words[places[-1] + 1 :]))]


def _ids(rows: Sequence[MemberRow]) -> list[int]:
    return [one.enrolment_id for one in rows]


def _in_order(problems: list[PasteProblem]) -> tuple[PasteProblem, ...]:
    return tuple(sorted(problems, key=lambda one: one.line))
