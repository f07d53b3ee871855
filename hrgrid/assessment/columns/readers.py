"""Cells of exported tables as figures: counts, both numbers of a ratio, percentages, months."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import month_of, month_words, months_in
from hrgrid.assessment.rules.typed import MOST_MILLI, typed_figure
from hrgrid.core.columns import (
    NOTHING,
    Cell,
    Reader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    quoted,
)
from hrgrid.core.errors import UserError

_AMOUNT = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?:个|件|次|处|户|人|篇|分|条|起|天)?"
)
_PERCENT = re.compile(r"(\d+)(?:\.(\d+))?%?")
_NOTHING = frozenset(("", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "null"))
_MASKED = re.compile(r"[0-9]{3,8}\*{3,}[0-9Xx]{2,4}")
_PLAIN_COUNT = re.compile(r"\d{1,9}")


class Ratio(NamedTuple):
    """A percentage as it was written: the share, and half of its last digit."""

    share: Fraction
    half_step: Fraction


class Masked(NamedTuple):
    """A number that the other platform shows with stars; it tells namesakes apart."""

    text: str


def _plain(cell: Cell) -> str:
    return "".join(unicodedata.normalize("NFKC", cell.text).split()).strip("'`")


def _refused(code: str, message: str) -> Reading:
    return Reading(None, (Remark(code, Severity.ERROR, message),))


def amount_reader() -> Reader:
    """A count as thousandths: 12, 1,234, 12.5, 12件; strokes and 无 are no figure, never 0."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        if cell.date is None and _PLAIN_COUNT.fullmatch(cell.text) and cell.text.isascii():
            return Reading(int(cell.text) * 1_000)
        return careful(cell)

    def careful(cell: Cell) -> Reading:
        text = _plain(cell)
        if text.casefold() in _NOTHING:
            return NOTHING
        if cell.date is not None:
            return _refused(
                "figure_became_date",
                f"{quoted(cell.text)}被表格改成了日期，原来像是 3/5 这样的两个数。"
                "请把这一列设为文本重填。",
            )
        found = _AMOUNT.fullmatch(text)
        if found is None:
            return _refused("figure_wrong", f"{quoted(cell.text)}不是数字，请只填 12 这样的数。")
        decimals = (found[3] or "").rstrip("0")
        milli = int(found[2].replace(",", "")) * 1_000 + int(decimals[:3].ljust(3, "0"))
        faults = {
            "超过 3 位小数": len(decimals) > 3,
            "小于 0": milli > 0 and found[1] == "-",
            "大得不合理": milli > MOST_MILLI,
        }
        fault = next((fault for fault, there in faults.items() if there), None)
        if fault is not None:
            return _refused("figure_wrong", f"{quoted(cell.text)}{fault}，请核对。")
        return Reading(milli)

    return read


def pair_reader() -> Reader:
    """A count, or both numbers of a ratio in one cell as a Figure: 12/13."""
    amount = amount_reader()

    def read(cell: Cell, context: ReadingContext) -> Reading:
        text = _plain(cell)
        if "/" in text and text not in _NOTHING and cell.date is None:
            try:
                return Reading(typed_figure(text, based=True, who="这一格"))
            except UserError as error:
                return _refused("figure_wrong", error.sentence)
        if text.endswith("%"):
            return _refused(
                "ratio_alone",
                f"{quoted(cell.text)}是百分比，看不出件数：3 件办 3 件和 300 件办 300 件不一样。"
                "请用数量和总数两列。",
            )
        return amount(cell, context)

    return read


def ratio_reader() -> Reader:
    """A percentage: 95.5%, 95.5, or 0.955 where the workbook holds a number up to 1."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = _plain(cell)
        if text.casefold() in _NOTHING:
            return NOTHING
        found = _PERCENT.fullmatch(text)
        if found is None:
            return _refused("ratio_wrong", f"{quoted(cell.text)}不是百分比，请填 95.5% 这样的数。")
        decimals = (found[2] or "")[:12]
        value = Fraction(int(found[1] + decimals), 10 ** len(decimals))
        places = len(decimals)
        if text.endswith("%") or value > 1:
            value, places = value / 100, places + 2
        if value > 1:
            return _refused("ratio_wrong", f"{quoted(cell.text)}超过 100%，请核对。")
        return Reading(Ratio(value, Fraction(1, 2 * 10**places)))

    return read


def month_reader() -> Reader:
    """A month as a number: 2026-10, 2026年10月, 202610, or any day of it."""

    def read(cell: Cell, context: ReadingContext) -> Reading:
        if cell.date is not None:
            found = {month_of(cell.date)}
        else:
            text = _plain(cell)
            if not text:
                return NOTHING
            found = months_in(text)
        if len(found) != 1:
            message = f"{quoted(cell.text)}看不出是哪一年哪个月，请写成 2026-10。"
            return _refused("month_unclear", message)
        month = found.pop()
        if month > month_of(context.today):
            message = f"{month_words(month)}还没有到，请核对月份。"
            return _refused("month_ahead", message)
        return Reading(month)

    return read


def or_masked(read: Reader) -> Reader:
    """The reader of a number of a person, which may come with stars."""

    def either(cell: Cell, context: ReadingContext) -> Reading:
        text = _plain(cell)
        if "*" in text and _MASKED.fullmatch(text):
            return Reading(Masked(text.upper()))
        return read(cell, context)

    return either


# --- cells together --------------------------------------------------------------------------


def figure_of(amount: int | Figure | None, base: int | None, ratio: Ratio | None) -> Figure | None:
    """What the cells of an indicator with a base say together; None where they say nothing.

    Raises UserError, with the sentence, for cells that contradict each other and for a count
    without its whole.
    """
    if isinstance(amount, Figure):
        if base is not None and base != amount.base_milli:
            raise UserError("两处写的总数不同。请核对")
        return amount
    if amount is None and base is None:
        return None
    if base is None:
        raise UserError("只有数量，没有总数。请补上总数一列")
    if amount is None:
        if ratio is None:
            return Figure(0, 0) if base == 0 else _no_amount()
        amount = _counted(base, ratio)
    if amount > base:
        raise UserError("比总数还多。请核对是不是填反了")
    return Figure(amount, base)


def _no_amount() -> Figure:
    raise UserError("只有总数，没有数量。请补上数量")


def _counted(base: int, ratio: Ratio) -> int:
    """The whole number that a percentage of a whole stands for; UserError where there is none."""
    if base % 1_000:
        return int(ratio.share * base + Fraction(1, 2))
    whole = base // 1_000
    count = int(ratio.share * whole + Fraction(1, 2))
    if whole and abs(Fraction(count, whole) - ratio.share) > ratio.half_step:
        raise UserError(f"比率和总数 {whole} 对不上，算不出整数。请核对")
    return count * 1_000
