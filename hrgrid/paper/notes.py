"""What was found of a paper while it was made: each thing with whose it is and what to do.

Whoever makes a paper tells what it sees on the way (`tell`); whoever wants to know listens while
it is made (`noticing`). Nobody listens to a workbook or a run without a screen, and nothing is
kept there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.names import match_key
from hrgrid.paper.fonts import Missing

_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))
_EXTENSION_I = (0x2EBF0, 0x2EE5D)
# Smaller than this (六号) is hard to read on paper; hundredths of a point.
LEGIBLE = 750
# A list of more is read by nobody; the first ones tell what is wrong with all.
_MOST = 2_000


class Concern(Labelled):
    """What kind of thing was found."""

    GLYPH = "glyph", "缺字"
    OVERFLOW = "overflow", "放不下"
    MISSING = "missing", "缺内容"
    UNAPPROVED = "unapproved", "未经批准"
    NAMESAKE = "namesake", "同名"
    CUT = "cut", "截短"
    BLANK = "blank", "空着"
    OTHER_FACE = "other_face", "换字体印"
    SMALLER = "smaller", "缩小印"

    @property
    def stops(self) -> bool:
        """Whether nothing can be issued or printed before it is put right."""
        return self in _STOPPING


_STOPPING = {Concern.GLYPH, Concern.OVERFLOW, Concern.MISSING, Concern.UNAPPROVED}


@dataclass(frozen=True)
class Note:
    """One thing found: at which row (None: all of them), what it is and what to do."""

    concern: Concern
    at: int | None
    number: str
    name: str
    what: str
    way: str


class Unfit(UserError):
    """Texts for which their places are too small even in the least type; each as a note."""

    def __init__(self, sentence: str, notes: Sequence[Note]) -> None:
        super().__init__(sentence)
        self.notes = tuple(notes)


_LISTENING: ContextVar[dict[Note, None] | None] = ContextVar("listening", default=None)


@contextmanager
def noticing() -> Iterator[dict[Note, None]]:
    """Hear what is found of the papers that this thread makes meanwhile, each thing once."""
    found: dict[Note, None] = {}
    before = _LISTENING.set(found)
    try:
        yield found
    finally:
        _LISTENING.reset(before)


def tell(notes: Iterable[Note]) -> None:
    """Tell whoever listens."""
    found = _LISTENING.get()
    if found is None:
        return
    for note in notes:
        if len(found) >= _MOST:
            return
        found.setdefault(note)


def lost_words(lost: Missing) -> tuple[str, str]:
    """What to say of a character that no face draws, and what to do about it."""
    code = ord(lost.character)
    told = f"没有字体能印“{lost.character}”（{lost.code_point}）"
    if any(first <= code <= last for first, last in _PRIVATE):
        return told, "这是旧系统的造字：照身份证把它改成规范字"
    if _EXTENSION_I[0] <= code <= _EXTENSION_I[1]:
        return told, "扩展 I 区的字，随附的字体都没有：先不印，或装有这个字的字体后再印"
    return told, "照身份证核对这个字；没有错就装有这个字的字体，或先不印"


def lost_notes(missing: Iterable[Missing]) -> list[Note]:
    """Characters that no face draws, each as something found."""
    return [
        Note(Concern.GLYPH, at, "", one.owner.strip("“”"), *lost_words(one))
        for at, one in enumerate(missing)
    ]


class Namesakes:
    """Finds those of one list who have the same name and nothing else that tells them apart."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}

    def look(self, at: int, name: str, beside: tuple[str, ...]) -> Iterator[Note]:
        """The next row: its place from 1, who it is, what stands beside the name."""
        if not name:
            return
        # A list of forty thousand is remembered by numbers.
        first = self._first.setdefault(hash((match_key(name), beside)), at)
        if first != at:
            told = f"和第 {first} 行同名，别的栏也一样，分不清是谁"
            way = "核对是不是重复了；是两个人就用带单位或工号的名单"
            yield Note(Concern.NAMESAKE, at, "", name, told, way)


class RowsLooker:
    """Looks at rows of people: whose cells are empty, who cannot be told apart.

    `name` is the place of the column of names, None where there is none; `units` of what no
    row of a person should lack, `telling` of what tells two of one name apart.
    """

    def __init__(self, name: int | None, units: Sequence[int], telling: Sequence[int]) -> None:
        self._name, self._units, self._telling = name, units, telling
        self._namesakes = Namesakes()

    def look(self, at: int, cells: Sequence[str]) -> Iterator[Note]:
        """What is found of a row, the first being 1."""
        if self._name is None or len(cells) == 1 or not any(cells[one] for one in self._telling):
            # Lines for what is written by hand are meant to be empty.
            return
        name = cells[self._name]
        if not name.strip():
            yield Note(Concern.BLANK, at, "", f"第 {at} 行", "没有姓名", "回到名单补上姓名")
            return
        if any(not cells[one].strip() for one in self._units):
            yield Note(Concern.BLANK, at, "", name, "没有单位", "在人员档案里补上单位")
        yield from self._namesakes.look(at, name, tuple(cells[one] for one in self._telling))


def unfit(at: int, name: str, what: str) -> Note:
    """A text that its place cannot hold; `what` says which."""
    return Note(Concern.OVERFLOW, at, "", name, f"{what}缩到最小也放不下", "把它改短再印")


def smaller(name: str, wanted: int, size: int, at: int | None = None) -> Note:
    """Type that had to shrink below what is read easily; sizes in hundredths of a point."""
    told = f"字号从 {wanted / 100:g} 磅缩到 {size / 100:g} 磅"
    return Note(Concern.SMALLER, at, "", name, told, "能印；嫌小可删减文字")
