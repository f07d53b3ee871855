"""Readers of words: free text, choices, names of persons, codes."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from hrgrid.core.columns.cleaning import blank_mark, cleaned, is_stroke, refusal, without_apostrophe
from hrgrid.core.columns.declaring import (
    NOTHING,
    Cell,
    Reader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    UsualReader,
    heading_key,
    quoted,
)
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.names import name_warnings, normalise_name, private_use
from hrgrid.core.names.spelling import LONGEST, SHORTEST

_USUAL_SIGNS = "0-9A-Za-z\u4e00-\u9fff"

Choices = type[Labelled] | Mapping[str, Any] | Sequence[str]


def text_reader(longest: int = 200) -> Reader:
    """Free text of at most `longest` signs; a stroke for "nothing" is nothing."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = cleaned(cell.text)
        if not text or is_stroke(text):
            return NOTHING
        if len(text) > longest:
            return refusal("too_long", f"有{len(text)}个字，最多{longest}个字，请删减")
        return Reading(text)

    # Nothing in it is cleaned away, and it is no stroke.
    inner = f"(?:[{_USUAL_SIGNS} -]{{0,{longest - 2}}}[{_USUAL_SIGNS}])?" if longest > 1 else ""
    return UsualReader(read, re.compile(f"[{_USUAL_SIGNS}]{inner}").fullmatch)


def choice_reader(choices: Choices, synonyms: Mapping[str, Any] | None = None) -> Reader:
    """One of some choices: a Labelled enum, labels, or labels with the values that they mean.

    `synonyms` lead from other words to a value, or to the label of one. Blanks, width and case
    do not count.
    """
    values = _values_of(choices)
    known = {heading_key(label): value for label, value in values.items()}
    for word, goal in (synonyms or {}).items():
        known[heading_key(word)] = values.get(goal, goal) if isinstance(goal, str) else goal
    offered = "、".join(list(values)[:8]) + ("等" if len(values) > 8 else "")

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = cleaned(cell.text)
        if not text:
            return NOTHING
        found = known.get(heading_key(text))
        if found is not None:
            return Reading(found)
        return blank_mark(text) or refusal(
            "not_a_choice",
            f"{quoted(text)}不在可选范围内，请填{offered}",
            _nearest(heading_key(text), list(values)),
        )

    return read


def _values_of(choices: Choices) -> dict[str, Any]:
    if isinstance(choices, type):
        return {member.label: member for member in choices}
    if isinstance(choices, Mapping):
        return dict(choices)
    return {label: label for label in choices}


def _nearest(typed: str, labels: list[str]) -> str | None:
    """The one label that was probably meant, None where two might be."""
    within = [label for label in labels if heading_key(label) in typed]
    longest = [
        label for label in within if not any(label in other for other in within if other != label)
    ]
    if len(longest) == 1:
        return longest[0]
    if len(typed) < 2:
        return None
    around = [label for label in labels if typed in heading_key(label)]
    if len(around) == 1:
        return around[0]
    close = difflib.get_close_matches(typed, labels, n=2, cutoff=0.6)
    return close[0] if len(close) == 1 else None


_USUAL_NAME = re.compile(f"[\u4e00-\u9fff]{{{SHORTEST},{LONGEST}}}")


def name_reader() -> Reader:
    """A person's name as it is stored; doubts about lost characters are warnings."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text:
            return NOTHING
        try:
            name = normalise_name(text)
        except UserError as error:
            return refusal("name_wrong", error.sentence)
        suggestion = _restored(name)
        remarks = (
            Remark("name_doubtful", Severity.WARNING, f"{sentence}。", suggestion)
            for sentence in name_warnings(name)
        )
        return Reading(name, tuple(remarks))

    # Nearly every name: characters that no folding changes and no font lacks.
    return UsualReader(read, _USUAL_NAME.fullmatch)


def _restored(name: str) -> str | None:
    """The name with every private character replaced, where each is known."""
    restored = name
    for found in private_use(name):
        if found.likely is None:
            return None
        restored = restored.replace(found.character, found.likely)
    return restored if restored != name else None


_LOST_DIGITS = 15
_USUAL_CODE = re.compile("[0-9A-Za-z-]+")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def code_reader(longest: int = 40, digits: int | None = None) -> Reader:
    """A code: text, without blanks. `digits` is the declared length of a code of digits.

    A shorter one that the workbook held as a number has lost its zeros: it counts only when
    somebody confirms the padded one. Where no length is declared, who knows the codes has to
    compare (InRow.number_held tells).
    """

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text or is_stroke(text):
            return NOTHING
        code = text if _USUAL_CODE.fullmatch(text) else _folded(text)
        if len(code) > longest:
            return refusal("too_long", f"编码有{len(code)}位，最多{longest}位，请核对")
        return _held_as_number(code, digits) if cell.is_number else Reading(code)

    # It begins with no stroke.
    usual = re.compile(f"[0-9A-Za-z][0-9A-Za-z-]{{0,{longest - 1}}}")
    return UsualReader(read, usual.fullmatch)


def _held_as_number(code: str, digits: int | None) -> Reading:
    if not re.fullmatch("[0-9]+", code):
        return refusal("code_wrong", f"{quoted(code)}不是编码，请按原编码填写")
    if len(code) > _LOST_DIGITS:
        return refusal(
            "digits_lost", "编码在表格里被存成了数字，末几位已经丢失，请把该列设为文本后重新填写"
        )
    if digits is None or len(code) >= digits:
        return Reading(code)
    padded = code.zfill(digits)
    message = (
        f"编码在表格里被存成了数字 {code}，开头的 0 已丢失，应是{digits}位的“{padded}”，请确认。"
    )
    remark = Remark("zeros_lost", Severity.WARNING, message, padded, must_confirm=True)
    return Reading(code, (remark,))
