"""What a column of an office's table is: its names, how a cell is read, what is said about it.

One declaration serves the import, the empty template, lists, exports and typed cells.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from hrgrid.core.identity import mask_all, mask_resident_id
from hrgrid.core.labelled import Labelled


class Severity(Labelled):
    """An ERROR keeps its row out; a WARNING wants a look; an INFO says what was done."""

    ERROR = "error", "必须改"
    WARNING = "warning", "提醒"
    INFO = "info", "说明"


class Cell(NamedTuple):
    """A cell as the sheet shows it, and whether the workbook held it as a number or a date."""

    text: str
    is_number: bool = False
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a cell; `suggestion` is the value to take instead, "" for none.

    `must_confirm`: until somebody takes the suggestion or keeps the value, the row stays out.
    """

    code: str
    severity: Severity
    message: str
    suggestion: str | None = None
    must_confirm: bool = False


class Reading(NamedTuple):
    """The value of a cell; None when it is blank or cannot be read."""

    value: Any
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a reader may know beside the cell."""

    today: dt.date


Reader = Callable[[Cell, ReadingContext], Reading]
NOTHING = Reading(None)


@dataclass(frozen=True, slots=True)
class UsualReader:
    """A reader that says of most texts at a glance that they are their own value.

    `is_usual` is only asked about cells that the workbook held as text; where it is true, `read`
    would give that very text and have nothing to say. A column of 40,000 is read at once so.
    """

    read: Reader
    is_usual: Callable[[str], object]

    def __call__(self, cell: Cell, context: ReadingContext) -> Reading:
        """Read a cell as any reader does."""
        return self.read(cell, context)


@dataclass(frozen=True, slots=True)
class GlancingReader:
    """A reader that knows the value of most texts at a glance.

    `glance` is only asked about cells that the workbook held as text; what it gives, unless it is
    None, is what `read` would give, with nothing to say about it.
    """

    read: Reader
    glance: Callable[[str, ReadingContext], Any]

    def __call__(self, cell: Cell, context: ReadingContext) -> Reading:
        """Read a cell as any reader does."""
        return self.read(cell, context)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `synonyms` are other headings that mean it; `example`, `hint`, `choices` and `width` (in
    characters) make the template; `looks_like` tells from sample values whether a column without
    a known heading is this one; `secret` values are masked wherever they are told; `numeric`
    cells are typed as numbers, all others as text.
    """

    key: str
    heading: str
    read: Reader
    synonyms: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    width: int = 12
    looks_like: Callable[[list[str]], bool] | None = None
    secret: bool = False
    numeric: bool = False

    @property
    def names(self) -> Iterator[str]:
        """Every heading that means this column."""
        yield self.heading
        yield from self.synonyms


@dataclass(frozen=True)
class TableSpec:
    """The columns of one kind of table; raises ValueError where two answer to one name.

    Of a `sparse` one a file has few of many columns: its rows hold no others.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    sparse: bool = False

    def __post_init__(self) -> None:
        claimed: dict[str, str] = {}
        for column in self.columns:
            for name in column.names:
                other = claimed.setdefault(heading_key(name), column.key)
                if other != column.key:
                    raise ValueError(f"{name} means both {other} and {column.key}")

    def column(self, key: str) -> Column:
        """The column of that key; raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


_NO_LETTERS = re.compile(r"[\s*＊:：_'\"“”·.。,，、/]+")
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")


# A column of a roster holds the same few words forty thousand times.
@lru_cache(maxsize=1_024)
def heading_key(heading: str) -> str:
    """The form in which headings are compared: without blanks, stars, colons, width and case."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", heading)
        if unicodedata.category(sign) not in {"Cf", "Cc"}
    )
    return _NO_LETTERS.sub("", plain).casefold()


def heading_key_without_brackets(heading: str) -> str:
    """The same without what stands in brackets: 身份证号（18位）, 姓名(必填)."""
    return heading_key(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))


# Residents and bodies are no business of a program about grid workers: such columns are not
# read, and the report names them.
_DROPPED = re.compile(
    "户主|居民|住户|租客|租户|重点人员|重点人群|特殊人群|矫正|刑满|涉毒|吸毒|信访人|精神障碍"
    "|指纹|人脸|面部|虹膜|声纹|掌纹|步态|基因|dna|轨迹|定位|经纬度|行踪"
)


def dropped_word(heading: str) -> str | None:
    """The word of a heading for which its column is never read, None where there is none."""
    found = _DROPPED.search(heading_key(heading))
    return found[0] if found else None


def masked(text: str) -> str:
    """A secret value that may be told: 110105********002X, 139****1234, 139*** for a torn one."""
    known = mask_all(text)
    if known != text:
        return known
    plain = "".join(text.split())
    if not any(sign.isdigit() for sign in plain):
        return text
    return mask_resident_id(plain) if len(plain) >= 15 else plain[:3] + "*" * (len(plain) - 3)


def quoted(text: str) -> str:
    """A value in a sentence: “…”, numbers of persons masked, never longer than 20 signs."""
    shown = mask_all(" ".join(text.split()))
    return f"“{shown[:20]}……”" if len(shown) > 20 else f"“{shown}”"
