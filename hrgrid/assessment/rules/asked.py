"""Columns in which units fill in figures: a number each, a ratio in two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.typed import MOST_MILLI
from hrgrid.core.columns import NOTHING, Cell, Column, Reading, ReadingContext, Remark, Severity
from hrgrid.core.columns.cleaning import blank_mark, without_apostrophe
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.exchange.rules.collecting import AskedColumn

BASE = ".base"
"""What the key of a ratio's second column ends with."""


def read_amount(cell: Cell, _context: ReadingContext) -> Reading:
    """Thousandths of a number that is not negative; 无 and / are nothing, never nought."""
    text = without_apostrophe(cell.text)
    if not text:
        return NOTHING
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    if plain.endswith("%"):
        return _refusal(f"“{plain}”是百分比，看不出件数。请在两列里分别填完成数和应做数")
    if cell.date is not None:
        return _refusal(f"“{plain}”成了日期。请把单元格改成数字再填")
    try:
        found = parse_mark(plain, "")
    except UserError:
        return blank_mark(text) or _refusal(f"“{plain[:20]}”不是数字，请只填数字，不带单位")
    if not 0 <= (found or 0) <= MOST_MILLI:
        return _refusal(f"“{plain[:20]}”不在 0 到 10 亿之间，请核对")
    return Reading(found)


def _refusal(sentence: str) -> Reading:
    return Reading(None, (Remark("not_a_figure", Severity.ERROR, f"{sentence}。"),))


def amount_words(value: Any) -> str:
    """Thousandths as they are typed."""
    return "" if value is None else mark_text(value)


def figure_columns(row: IndicatorRow) -> tuple[AskedColumn, ...]:
    """The columns of an indicator: one, or what was done and what there was to do."""
    unit = f"（{row.unit}）" if row.unit else ""
    if not row.based:
        return (_column(row.code, f"{row.label}{unit}", "没有发生的填 0；不清楚的留空"),)
    return (
        _column(row.code, f"{row.label}完成数{unit}", "完成了多少，没有完成的填 0"),
        _column(f"{row.code}{BASE}", f"{row.label}应做数{unit}", "一共应做多少；没有任务的填 0"),
    )


def _column(key: str, heading: str, hint: str) -> AskedColumn:
    column = Column(key, heading, read_amount, hint=hint, width=10, numeric=True)
    return AskedColumn(column, asked=True, told=amount_words, checked="number")


def codes_of(keys: Mapping[str, Any] | tuple[str, ...]) -> list[str]:
    """The indicators that some columns belong to, each once, in order."""
    return list(dict.fromkeys(key.removesuffix(BASE) for key in keys))
