"""Figures as people type them: 12, 12.5, 12/13 for a ratio; and a pasted block of them."""

from __future__ import annotations

import unicodedata

from hrgrid.assessment.rules.formulas import Figure
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark

MOST_MILLI = 10**12
"""A thousand million of anything is a typing error."""
_BETWEEN = ("/", "÷", "|")


def typed_figure(text: str, based: bool, who: str) -> Figure | None:
    """What a cell says; None for an empty one. `who` begins the sentence of a UserError.

    A ratio is its count over its whole: 12/13. A percentage is no figure: 3 of 3 and 300 of 300
    would be the same.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return None
    if plain.endswith("%"):
        raise UserError(f"{who}的“{plain}”是百分比，看不出件数。请填成“办结数/总数”，例如 12/13")
    sign = next((each for each in _BETWEEN if each in plain), None)
    if sign is None:
        if based:
            raise UserError(f"{who}的“{plain}”只有件数，没有总数。请填成 12/13")
        return Figure(_number(plain, who))
    if not based:
        raise UserError(f"{who}的“{plain}”是两个数，这一项只填一个数。请核对")
    amount, _, base = plain.partition(sign)
    return checked(Figure(_number(amount, who), _number(base, who)), who)


def _number(text: str, who: str) -> int:
    try:
        found = parse_mark(text, who)
    except UserError as error:
        raise UserError(f"{who}的“{text}”不是数字，请填 12 或 12.5 这样的数") from error
    if found is None:
        raise UserError(f"{who}只填了半个。请填成 12/13")
    if not 0 <= found <= MOST_MILLI:
        raise UserError(f"{who}的“{text}”不在 0 到 10 亿之间。请核对")
    return found


def checked(figure: Figure, who: str) -> Figure:
    """The figure, if it can be one; UserError where more was done than there was to do."""
    base = figure.base_milli
    if base is not None and figure.amount_milli > base:
        raise UserError(
            f"{who}的 {mark_text(figure.amount_milli)} 比总数 {mark_text(base)} 还多。"
            "请核对是不是填反了"
        )
    return figure


def figure_text(amount_milli: int | None, base_milli: int | None = None) -> str:
    """A figure as it is shown and typed: 12, 12/13; empty where there is none."""
    if amount_milli is None:
        return ""
    amount = mark_text(amount_milli)
    return amount if base_milli is None else f"{amount}/{mark_text(base_milli)}"


def block_of(text: str) -> list[list[str]]:
    """The cells of a pasted block, row by row; tabs between cells, as Excel copies them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [line.split("\t") for line in lines]
