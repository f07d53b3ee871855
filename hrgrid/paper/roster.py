"""Rosters of honour as they are published: an annex a list, five names a line, as PDF.

Names come in the order in which they are printed. Two characters are drawn as wide as three,
by their places and not by blanks, so that they are found and copied as names. rosterbook.py
makes the same lists as a workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.names import drawn_name
from hrgrid.core.numerals import official_day, ordinal
from hrgrid.core.progress import Progress
from hrgrid.paper import official
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import Namesakes, Note, tell
from hrgrid.paper.official import EM, Line, Sheet, Text, paged, write_sheets

INDENT = 2 * EM
SLOTS, SLOT = 5, 5 * EM
_SHORT, _DOUBLE = 4, 9
_WHOLE = official.CHARACTERS - 2
_NAME, _LONGEST_FIELD = 3, 6


@dataclass(frozen=True)
class Person:
    """Somebody on a roster; a list of names prints the name only."""

    name: str
    sex: str = ""
    unit: str = ""
    post: str = ""


@dataclass(frozen=True)
class Section:
    """The people of a district in their order; without a title no heading is printed."""

    title: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Roster:
    """One list; `detailed` prints a person a line, with sex, unit and post.

    `measure` counts those on it: 名 of people, 个 of units.
    """

    annex: str
    title: str
    sections: tuple[Section, ...]
    detailed: bool = False
    measure: str = "名"

    @property
    def count(self) -> int:
        """How many people are on it."""
        return sum(len(section.people) for section in self.sections)

    @property
    def count_line(self) -> str:
        """As it stands below the title."""
        return f"（{self.count}{self.measure}）"

    def headings(self) -> Iterator[tuple[str, Section]]:
        """Each section with its heading, （一）张家港市（10名）, or nothing."""
        for number, section in enumerate(self.sections, start=1):
            heading = f"{ordinal(number)}{section.title}（{len(section.people)}{self.measure}）"
            yield heading if section.title else "", section


@dataclass(frozen=True)
class Trace:
    """The journal's head when the paper was made, its entry and the day."""

    head: str
    entry: int
    day: dt.date

    @property
    def text(self) -> str:
        """The line in the footer."""
        day = official_day(self.day)
        return f"留痕校验 {self.head[:16]} · 第{self.entry}条 · {day}"


@dataclass(frozen=True)
class Slot:
    """A name in its line: the first of five places, and how many it takes."""

    place: int
    places: int
    person: Person


def slot_lines(people: Sequence[Person]) -> list[list[Slot]]:
    """Five names a line; one of five to nine characters takes two places, a longer one a line."""
    lines: list[list[Slot]] = []
    free = 0
    for person in people:
        places = _places(person.name)
        if places > free:
            lines.append([])
            free = SLOTS
        lines[-1].append(Slot(SLOTS - free, places, person))
        free -= places
    return lines


def _places(name: str) -> int:
    wide = len(drawn_name(name).replace("\u3000", ""))
    if wide <= _SHORT and "·" not in name:
        return 1
    return 2 if wide <= _DOUBLE else SLOTS


def write_roster(
    path: Path,
    rosters: Sequence[Roster],
    trace: Trace | None = None,
    fonts: Fonts | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the lists, each on a page of its own and with its annex number; returns the pages.

    Raises UserError where there is nobody, or naming everybody with a character that no font has.
    """
    fonts = fonts or office_fonts()
    progress = progress or Progress()
    sheets = roster_sheets(rosters, trace, fonts)
    progress.begin("生成名单", len(sheets))
    return write_sheets(path, sheets, rosters[0].title, fonts, progress)


def roster_sheets(rosters: Sequence[Roster], trace: Trace | None, fonts: Fonts) -> list[Sheet]:
    """The pages of the lists; the trace stands on the last page of each."""
    check_people(rosters)
    refuse(fonts.missing_glyphs(_owned(rosters), Role.FANGSONG))
    sheets = []
    for roster in rosters:
        tell(_same(roster))
        *before, last = paged(_lines(roster, fonts))
        sheets += [Sheet(lines) for lines in before]
        sheets.append(Sheet(last, trace=trace.text if trace else ""))
    return sheets


def check_people(rosters: Sequence[Roster]) -> None:
    """Raise UserError where a list is empty or a name is missing."""
    if not rosters:
        raise UserError("没有要输出的名单，请先选择")
    for roster in rosters:
        if not roster.count:
            raise UserError(f"“{roster.title}”里没有人，请核对后再输出")
        for section in roster.sections:
            if any(not person.name for person in section.people):
                raise UserError(f"“{roster.title}”{section.title}有人没有姓名，请补齐后再输出")


def _same(roster: Roster) -> Iterator[Note]:
    """Whom the list does not tell apart: a list of names alone knows only the section."""
    known = Namesakes()
    for section in roster.sections:
        for at, person in enumerate(section.people, start=1):
            beside = (person.sex, person.unit, person.post) if roster.detailed else ()
            yield from known.look(at, person.name, (section.title, *beside))


def _owned(rosters: Sequence[Roster]) -> Iterator[tuple[str, str]]:
    for roster in rosters:
        yield roster.title, roster.title
        for heading, section in roster.headings():
            yield roster.title, heading
            for person in section.people:
                text = f"{person.name}{person.sex}{person.unit}{person.post}"
                yield f"{section.title}{person.name}", text


def _lines(roster: Roster, fonts: Fonts) -> list[Line]:
    title = Text(None, Role.TITLE, roster.title, official.SECOND)
    lines = [
        Line((Text(0, Role.HEITI, roster.annex),)),
        Line(),
        Line((title,)),
        Line((Text(None, Role.KAITI, roster.count_line),)),
        Line(),
    ]
    field = _field(roster)
    for heading, section in roster.headings():
        if heading:
            lines.append(Line((Text(INDENT, Role.KAITI, heading),), keep=True))
        if roster.detailed:
            for person in section.people:
                lines += _detailed(person, field, fonts)
        else:
            lines += [line for slots in slot_lines(section.people) for line in _named(slots)]
    return lines


def _named(slots: Sequence[Slot]) -> Iterator[Line]:
    if slots[0].places == SLOTS:
        name = drawn_name(slots[0].person.name)
        for at in range(0, len(name), _WHOLE):
            yield Line((Text(INDENT, Role.FANGSONG, name[at : at + _WHOLE]),))
    else:
        yield Line(tuple(_name(INDENT + slot.place * SLOT, slot.person) for slot in slots))


def _name(x: int, person: Person) -> Text:
    drawn = drawn_name(person.name)
    plain = drawn.replace("\u3000", "")
    return Text(x, Role.FANGSONG, plain, spread=drawn != plain)


def _field(roster: Roster) -> int:
    """The room for a name in a detailed list, in characters."""
    longest = max(len(person.name) for section in roster.sections for person in section.people)
    return max(_NAME, min(longest, _LONGEST_FIELD))


def _detailed(person: Person, field: int, fonts: Fonts) -> list[Line]:
    """Name, sex, unit and post; what goes on stands below the unit."""
    begin = INDENT + (field + 3) * EM
    room = official.CHARACTERS * EM - begin
    place = f"{person.unit}{person.post}"
    kept = (person.post,) if len(person.post) * EM <= room else ()
    parts = wrapped(place, lambda text: fonts.width(Role.FANGSONG, text), room, kept=kept) or [""]
    first = (
        _name(INDENT, person),
        Text(INDENT + (field + 1) * EM, Role.FANGSONG, person.sex),
        Text(begin, Role.FANGSONG, parts[0]),
    )
    # A very long name stands above its line.
    lines = [Line(first)] if len(person.name) <= field else [Line(first[:1]), Line(first[1:])]
    lines += [Line((Text(begin, Role.FANGSONG, part),)) for part in parts[1:]]
    return [Line(line.texts, keep=True) for line in lines[:-1]] + lines[-1:]
