"""The decision that names the honoured, with its rosters as annexes, as GB/T 9704-2012 has it.

The same page carries other documents of an organ: a head, a title, paragraphs, a signature.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.paper import official
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import Concern, Note, tell
from hrgrid.paper.official import EM, Line, Mark, Sheet, Text, paged, write_sheets
from hrgrid.paper.roster import Roster, Trace, roster_sheets

# The wording of a decision; an office may keep its own.
OPENING = (
    "{year}年，全市{grids}个网格、{people}名网格长、网格员深入网格、贴近基层，主动巡查、了解民意，"
    "化解矛盾，服务群众，涌现出一批先进典型。为表彰先进，进一步激励网格员投身网格化社会治理工作，"
    "根据{basis}，经基层推荐、资格审查、征求意见、评审和公示，市委政法委研究决定，{named}。"
)
CLOSING = (
    "希望受{verb}的同志珍惜荣誉、再接再厉。全市各级网格员要向“先锋网格员”看齐，"
    "向“十百千网格员”学习，{task}。"
)

_INDENT = 2 * EM
_RIGHT = 4 * EM
_SEAL_LINES = 2
_KEPT = 2
# 五号.
_REMARK = 1050
_LEVELS = (
    (re.compile("[一二三四五六七八九十]+、"), Role.HEITI),
    (re.compile("（[一二三四五六七八九十]+）"), Role.KAITI),
)
_ROLES = (Role.FANGSONG, Role.KAITI, Role.HEITI)


@dataclass(frozen=True)
class Document:
    """What an organ says: `title` in the lines that it is to be set in, paragraphs without indent.

    A paragraph that begins with 一、 or （一） is a heading. `imprint` is its last lines, with a
    TAB before what stands at the right; `remarks` follow the signature in small type. `reference`
    stands below the title at the right, where a letter without a red head has its number.
    """

    organ: str
    number: str
    title: tuple[str, ...]
    addressee: str
    paragraphs: tuple[str, ...]
    signers: tuple[str, ...]
    day: dt.date
    annexes: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    reference: str = ""


def named_phrase(roster: Roster, honour: str, verb: str = "命名") -> str:
    """命名翟卫华等10人为“先锋网格员”: the first on the list, and how many there are."""
    return f"{verb}{led(roster)}为“{honour}”"


def write_decision(
    path: Path,
    document: Document,
    rosters: Sequence[Roster] = (),
    trace: Trace | None = None,
    *,
    fonts: Fonts | None = None,
    progress: Progress | None = None,
    further: Callable[[Fonts], Sequence[Sheet]] | None = None,
) -> int:
    """Write the document and its annexes on pages that are numbered through; returns how many.

    `further` makes annexes of another kind.

    Raises UserError where the text names another first person or number than a roster holds.
    """
    fonts = fonts or office_fonts()
    progress = progress or Progress()
    _check(document, rosters, fonts)
    sheets = _sheets(document, fonts)
    if rosters:
        sheets += roster_sheets(rosters, trace, fonts)
    if further is not None:
        sheets += further(fonts)
    sheets = _with_imprint(sheets, document.imprint)
    progress.begin("生成文件", len(sheets))
    return write_sheets(path, sheets, "".join(document.title), fonts, progress)


def write_letters(
    path: Path,
    documents: Sequence[Document],
    title: str,
    *,
    fonts: Fonts | None = None,
    progress: Progress | None = None,
) -> int:
    """Write letters one after another into one file; returns the pages.

    Each begins on a page of its own that has no number, what goes on counts from 2.
    """
    fonts = fonts or office_fonts()
    progress = progress or Progress()
    sheets: list[Sheet] = []
    for document in documents:
        _check(document, (), fonts)
        made = _with_imprint(_sheets(document, fonts), document.imprint)
        sheets += [
            replace(sheet, number=0 if at == 1 else at) for at, sheet in enumerate(made, start=1)
        ]
    progress.begin("生成文件", len(sheets))
    return write_sheets(path, sheets, title, fonts, progress)


def led(roster: Roster) -> str:
    """翟卫华等10人, of units 示例街道等3个; of one alone the name."""
    first = next((person for section in roster.sections for person in section.people), None)
    if first is None:
        raise UserError(f"“{roster.title}”里没有人，请核对后再输出")
    measure = "人" if roster.measure == "名" else roster.measure
    return first.name if roster.count == 1 else f"{first.name}等{roster.count}{measure}"


def _check(document: Document, rosters: Sequence[Roster], fonts: Fonts) -> None:
    if not document.title or not document.paragraphs:
        raise UserError("文件没有标题或正文，请补齐后再输出")
    text = "".join(document.paragraphs)
    for roster in rosters:
        if led(roster) not in text:
            raise UserError(
                f"正文与{roster.annex}“{roster.title}”不一致：正文里没有“{led(roster)}”，"
                "请按名单改正正文后再输出"
            )
    said = [
        document.number,
        document.reference,
        document.addressee,
        *document.paragraphs,
        *document.signers,
    ]
    said += [*document.annexes, *document.imprint, *document.remarks, official_day(document.day)]
    missing = fonts.missing_glyphs([("标题", each) for each in document.title], Role.TITLE)
    missing += fonts.missing_glyphs([("发文机关标志", document.organ)], Role.TITLE)
    for role in _ROLES:
        missing += fonts.missing_glyphs([("正文", each) for each in said if "\t" not in each], role)
    refuse(list(dict.fromkeys(missing)))
    tell(_blank(document))


def _blank(document: Document) -> Iterator[Note]:
    """What the layout of a document has and this one lacks."""
    name = "".join(document.title)
    if document.organ and not document.number.strip():
        way = "先登记发文字号，或印出后手填"
        yield Note(Concern.BLANK, None, "", name, "有红头，没有发文字号", way)
    if not any(one.strip() for one in document.signers):
        yield Note(Concern.BLANK, None, "", name, "没有署名", "在机构设置里填写机构名称")


def _sheets(document: Document, fonts: Fonts) -> list[Sheet]:
    mark = Mark(document.organ, document.number) if document.organ else None
    room = official.LINES - (official.MARK_LINES if mark else 0)
    first, *rest = paged(_lines(document, fonts), room)
    return [Sheet(first, mark=mark), *(Sheet(lines) for lines in rest)]


def _lines(document: Document, fonts: Fonts) -> Iterator[Line]:
    for line in document.title:
        yield Line((Text(None, Role.TITLE, line, official.SECOND),), keep=True)
    if document.reference:
        x = official.CHARACTERS * EM - fonts.width(Role.FANGSONG, document.reference)
        yield Line((Text(max(x, 0), Role.FANGSONG, document.reference),), keep=True)
    else:
        yield Line(keep=True)
    if document.addressee:
        yield from _set(f"{document.addressee}：", Role.FANGSONG, fonts, first=0)
    *before, last = document.paragraphs
    for paragraph in before:
        yield from _paragraph(paragraph, fonts)
    closing = list(_paragraph(last, fonts))
    yield from closing[:-_KEPT]
    # The signature never stands on a page without two lines of the text: one alone looks lost.
    end = [*closing[-_KEPT:], *_annexes(document.annexes, fonts), *_signature(document, fonts)]
    yield from (Line(line.texts, keep=True) for line in end[:-1])
    yield end[-1]


def _paragraph(text: str, fonts: Fonts) -> Iterator[Line]:
    role = next((role for begin, role in _LEVELS if begin.match(text)), Role.FANGSONG)
    for line in _set(text, role, fonts, first=_INDENT):
        yield Line(line.texts, keep=role is not Role.FANGSONG)


def _set(text: str, role: Role, fonts: Fonts, *, first: int, rest: int = 0) -> Iterator[Line]:
    """The text in lines; the first begins at `first`, the others at `rest`."""
    room = official.CHARACTERS * EM
    lines = wrapped(text, lambda part: fonts.width(role, part), room - rest, room - first)
    for number, line in enumerate(lines):
        yield Line((Text(rest if number else first, role, line),))


def _annexes(names: Sequence[str], fonts: Fonts) -> Iterator[Line]:
    """附件：1.… below each other; one alone has no number."""
    begin = _INDENT + fonts.width(Role.FANGSONG, "附件：")
    if names:
        yield Line()
    for number, name in enumerate(names, start=1):
        label = f"{number}." if len(names) > 1 else ""
        hang = begin + fonts.width(Role.FANGSONG, label)
        head, *rest = _set(f"{label}{name}", Role.FANGSONG, fonts, first=begin, rest=hang)
        word = (Text(_INDENT, Role.FANGSONG, "附件："),) if number == 1 else ()
        yield from (Line((*word, *head.texts)), *rest)


def _signature(document: Document, fonts: Fonts) -> Iterator[Line]:
    """The day four characters from the right, the signers in the middle above it."""
    day = official_day(document.day)
    wide = fonts.width(Role.FANGSONG, day)
    begin = official.CHARACTERS * EM - _RIGHT - wide
    yield from [Line()] * _SEAL_LINES
    for signer in document.signers:
        x = begin + (wide - fonts.width(Role.FANGSONG, signer)) // 2
        yield Line((Text(max(x, 0), Role.FANGSONG, signer),))
    yield Line((Text(begin, Role.FANGSONG, day),))
    for remark in document.remarks:
        room = official.CHARACTERS * EM * official.THIRD // _REMARK
        lines = wrapped(f"注：{remark}", lambda part: fonts.width(Role.KAITI, part), room)
        yield from (Line((Text(0, Role.KAITI, line, _REMARK),)) for line in lines)


def _with_imprint(sheets: Sequence[Sheet], imprint: tuple[str, ...]) -> list[Sheet]:
    """The imprint stands on the last page, on a new one where that has no room for it."""
    if not imprint:
        return list(sheets)
    *before, last = sheets
    # The lines of a table are closer than those of the text.
    used = -(-len(last.lines) * last.pitch // Sheet(()).pitch)
    if used + (official.MARK_LINES if last.mark else 0) + len(imprint) < official.LINES:
        return [*before, replace(last, imprint=imprint)]
    return [*sheets, Sheet((), imprint=imprint)]
