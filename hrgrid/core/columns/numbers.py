"""Readers of numbers: whole ones, amounts, and those that stand for persons."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from hrgrid.core.columns.cleaning import blank_mark, cleaned, refusal, without_apostrophe
from hrgrid.core.columns.declaring import (
    NOTHING,
    Cell,
    GlancingReader,
    Reader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    UsualReader,
    quoted,
)
from hrgrid.core.errors import UserError
from hrgrid.core.identity import ResidentId, resident_id, telephone, usual_resident_id
from hrgrid.core.money import parse_money
from hrgrid.core.periods import add_months, months_between

_WHOLE = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?")
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def whole_number_reader(lowest: int = 0, highest: int = 10**9) -> Reader:
    """A whole number from `lowest` to `highest`, as int; thousands may be parted by commas."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text:
            return NOTHING
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if not _WHOLE.fullmatch(plain):
            return blank_mark(text) or refusal(
                "not_a_number", f"{quoted(text)}不是整数，请只填数字，不带单位"
            )
        number = int(plain.replace(",", "").partition(".")[0])
        if not lowest <= number <= highest:
            return refusal("out_of_range", f"{number} 超出 {lowest} 至 {highest}，请核对")
        return Reading(number)

    return read


def money_reader() -> Reader:
    """An amount in fen, as int: yuan as people write it, thousands parted, 万 and ￥ understood."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text:
            return NOTHING
        try:
            return Reading(parse_money(text))
        except UserError as refused:
            return blank_mark(text) or refusal("not_money", str(refused))

    return read


_CLEANED = "前后的空格、撇号或看不见的字符已清理。"


def resident_id_reader(youngest: int = 0) -> Reader:
    """An identity number as core.identity.ResidentId; what was a number is refused, never guessed.

    Blanks, apostrophes and invisible signs are cleaned away and reported. Somebody younger than
    `youngest` full years is a warning.
    """

    def read(cell: Cell, context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text:
            return NOTHING
        if cell.is_number:
            return refusal(
                "digits_lost",
                "身份证号在表格里被存成了数字，末几位已经丢失，请把该列设为文本后按证件重新填写",
            )
        try:
            found = resident_id(text, context.today)
        except UserError as error:
            return blank_mark(text) or refusal("id_number_wrong", error.sentence)
        if found.number == cell.text and not (found.warnings or youngest):
            return Reading(found)
        doubts = list(found.warnings)
        if youngest:
            doubts += _too_young(found, youngest, context.today)
        remarks = [Remark("id_number_doubtful", Severity.WARNING, f"{doubt}。") for doubt in doubts]
        if found.number != cell.text:
            remarks.append(Remark("cleaned", Severity.INFO, f"身份证号{_CLEANED}"))
        return Reading(found, tuple(remarks))

    def glance(text: str, context: ReadingContext) -> ResidentId | None:
        return usual_resident_id(text, context.today)

    return read if youngest else GlancingReader(read, glance)


def _too_young(found: ResidentId, youngest: int, today: dt.date) -> Iterator[str]:
    if found.birth > add_months(today, -12 * youngest):
        years = months_between(found.birth, today).years
        yield f"身份证号所示只有{years}周岁，不满{youngest}周岁，请核对"


def telephone_reader(*, landline: bool = False) -> Reader:
    """A mobile number as 11 digits, with `landline` also 0515-88881234-801."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = without_apostrophe(cell.text)
        if not text:
            return NOTHING
        try:
            number = telephone(text, landline=landline)
        except UserError as error:
            return blank_mark(text) or refusal("telephone_wrong", error.sentence)
        dirt = cleaned(text) != cell.text
        return Reading(
            number, (Remark("cleaned", Severity.INFO, f"电话号码{_CLEANED}"),) if dirt else ()
        )

    return UsualReader(read, _PLAIN_MOBILE.fullmatch)
