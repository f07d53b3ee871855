"""What certificates of one issue share, as data: their words, and how they look.

A template says what the office chose; a face is the template at the day of an issue, with the
office's name and the day in it. Both are kept as canonical JSON, so that what was issued comes
out the same for as long as the program can read it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.numerals import chinese_date, official_day

CLOSING = "特发此证，以资鼓励。"
# A part may stand this far from where the standard has it, in tenths of a millimetre.
_FAR = 1500
_LONGEST_TITLE, _LONGEST_CLOSING, _LONGEST_SIGNER = 12, 40, 40
_MOST_SIGNERS = 4
_LONGEST_CITATION = 120
GAPS = ("{year}", "{city}")
"""What a citation may leave open: the year that was assessed, and the city."""


class Frame(Labelled):
    """What goes round a certificate on blank paper."""

    GOLD = "gold", "金色花边"
    RED = "red", "红色双线"
    NONE = "none", "不要花边"


class Ink(Labelled):
    """The colour of the title."""

    RED = "red", "红色"
    GOLD = "gold", "金色"
    BLACK = "black", "黑色"


class Part(Labelled):
    """A part of a certificate that can be moved."""

    TITLE = "title", "标题"
    NAME = "name", "称谓"
    BODY = "body", "正文"
    SIGNER = "signer", "署名"
    DAY = "day", "日期"
    NUMBER = "number", "编号"
    CODE = "code", "校验码"


# What sizes may be, in hundredths of a point: the least, the most.
SIZES = {
    "title_size": ("标题", 2400, 7200),
    "name_size": ("称谓", 1800, 3600),
    "body_size": ("正文", 1800, 3000),
    "signer_size": ("署名", 1400, 2800),
    "number_size": ("编号", 800, 1600),
}


@dataclass(frozen=True)
class Look:
    """Sizes in hundredths of a point; `moves` right and down in tenths of a millimetre.

    A part without a move stands where the form has it (documents.md 3).
    """

    frame: Frame = Frame.GOLD
    ink: Ink = Ink.RED
    title_size: int = 4800
    name_size: int = 2600
    body_size: int = 2200
    signer_size: int = 2000
    number_size: int = 1100
    moves: tuple[tuple[Part, int, int], ...] = ()

    def move(self, part: Part) -> tuple[int, int]:
        """How far a part stands from where the form has it."""
        return next(((x, y) for one, x, y in self.moves if one is part), (0, 0))

    def moved(self, part: Part, across: int, down: int) -> Look:
        """The same with a part elsewhere."""
        others = tuple(each for each in self.moves if each[0] is not part)
        here = ((part, across, down),) if (across, down) != (0, 0) else ()
        return replace(self, moves=tuple(sorted(others + here, key=lambda each: each[0].value)))


@dataclass(frozen=True)
class Face:
    """The words and the look of an issue; `signers` from top to bottom, `kept` is never broken."""

    title: str
    closing: str
    signers: tuple[str, ...]
    day: str
    kept: tuple[str, ...] = ()
    look: Look = Look()

    def write(self) -> str:
        """As canonical JSON."""
        return _written(self)

    @classmethod
    def read(cls, text: str) -> Face:
        """What `write` gave. Raises UserError where it is of a later program."""
        return _read_face(text)


@dataclass(frozen=True)
class Template:
    """What an office chose for one kind of certificates; without signers it signs itself."""

    name: str
    title: str = "荣誉证书"
    closing: str = CLOSING
    signers: tuple[str, ...] = ()
    chinese_day: bool = False
    look: Look = Look()
    citations: tuple[tuple[str, str], ...] = ()

    def citation(self, honour: str, shipped: str) -> str:
        """The citation of an honour with its gaps {year} and {city}; `shipped` where none was
        written.
        """
        return dict(self.citations).get(honour, shipped)

    def face(self, office: str, day: dt.date, kept: Sequence[str] = ()) -> Face:
        """The template at the day of an issue."""
        arabic = official_day(day)
        shown = chinese_date(day) if self.chinese_day else arabic
        return Face(
            self.title, self.closing, self.signers or (office,), shown, tuple(kept), self.look
        )

    def write(self) -> str:
        """As canonical JSON."""
        return _written(self)

    @classmethod
    def read(cls, text: str) -> Template:
        """What `write` gave. Raises UserError where it is of a later program."""
        try:
            told = json.loads(text)
            # Templates of before had no citations of their own.
            texts = tuple((honour, text) for honour, text in told.get("citations", ()))
            signers, look = tuple(told["signers"]), _look(told["look"])
            return cls(**(told | {"signers": signers, "look": look, "citations": texts}))
        except (ValueError, KeyError, TypeError) as error:
            raise UserError("读不懂这个证书模板。请用最新版本的程序打开") from error

    def check(self) -> None:
        """Raise UserError where it says too much, nothing, or stands off the paper."""
        if not self.name.strip():
            raise UserError("模板没有名称。请起一个名称，例如“荣誉证书（金边）”")
        _check_text("标题", self.title, _LONGEST_TITLE)
        _check_text("结语", self.closing, _LONGEST_CLOSING)
        if len(self.signers) > _MOST_SIGNERS:
            raise UserError(f"署名有 {len(self.signers)} 行，最多 {_MOST_SIGNERS} 行。请减少")
        for signer in self.signers:
            _check_text("署名", signer, _LONGEST_SIGNER)
        for honour, text in self.citations:
            _check_citation(honour, text)
        for name, (label, least, most) in SIZES.items():
            size = getattr(self.look, name)
            if not least <= size <= most:
                raise UserError(
                    f"{label}的字号要在 {least // 100} 到 {most // 100} 磅之间，"
                    f"现在是 {size / 100:g}。请改"
                )
        for part, across, down in self.look.moves:
            if abs(across) > _FAR or abs(down) > _FAR:
                raise UserError(f"{part.label}移得太远，会出纸。移动不能超过 {_FAR // 10} 毫米")


# Good ones to begin with; the first is documents.md 3 to the letter.
TEMPLATES = (
    Template("金边（标准）"),
    Template(
        "红框，中文日期",
        chinese_day=True,
        look=Look(Frame.RED, Ink.RED, body_size=2300, signer_size=2100).moved(Part.TITLE, 0, 20),
    ),
    Template(
        "素面，黑字",
        look=Look(Frame.NONE, Ink.BLACK, title_size=4200, name_size=2400, body_size=2100),
    ),
)


def _check_text(label: str, text: str, longest: int) -> None:
    if not text.strip():
        raise UserError(f"{label}是空的。请填写")
    if len(text) > longest:
        raise UserError(f"{label}有 {len(text)} 个字，最多 {longest} 个。请缩短")
    if "\n" in text:
        raise UserError(f"{label}只能写一行。请去掉换行")


def _check_citation(honour: str, text: str) -> None:
    _check_text(f"“{honour}”的正文", text, _LONGEST_CITATION)
    plain = text
    for gap in GAPS:
        plain = plain.replace(gap, "")
    if "{" in plain or "}" in plain:
        raise UserError(
            f"“{honour}”的正文里有不认识的空位。只能用 {'、'.join(GAPS)}，它们会换成年度和城市"
        )
    if honour not in text:
        raise UserError(f"“{honour}”的正文里没有写这个称号。请把称号写进正文")


def _written(what: Face | Template) -> str:
    told = asdict(what)
    look = what.look
    told["look"] |= {
        "frame": look.frame.value,
        "ink": look.ink.value,
        "moves": [[part.value, x, y] for part, x, y in look.moves],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _look(told: dict[str, Any]) -> Look:
    known = {each.name for each in fields(Look)}
    if set(told) != known:
        raise ValueError(sorted(set(told) ^ known))
    moves = tuple((Part(part), int(x), int(y)) for part, x, y in told["moves"])
    return Look(**(told | {"frame": Frame(told["frame"]), "ink": Ink(told["ink"]), "moves": moves}))


@lru_cache(maxsize=64)
def _read_face(text: str) -> Face:
    try:
        told = json.loads(text)
        signers, kept = tuple(told["signers"]), tuple(told["kept"])
        return Face(**(told | {"signers": signers, "kept": kept, "look": _look(told["look"])}))
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("读不懂这张证书的版面。请用最新版本的程序打开") from error
