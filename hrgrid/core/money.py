"""Money in fen, always int: read as people type it, written as papers show it, split exactly."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.tabulation import round_half_up

_UNITS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_TYPED = re.compile(
    r"(?:人民币|RMB|CNY|¥)?\s*(?P<minus>-)?\s*(?:¥)?\s*"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(?:\.(?P<places>[0-9]{1,18}))?"
    r"\s*(?P<unit>百万|千万|百|千|万|亿)?\s*(?:元|圆|块)?整?",
    re.IGNORECASE,
)
# More than a province spends; also far inside a signed 64-bit column.
LARGEST = 10**15


class Place(enum.IntEnum):
    """Where a sum is rounded, in fen."""

    FEN = 1
    JIAO = 10
    YUAN = 100


def parse_money(text: str, *, negative: bool = False) -> int:
    """Fen of what was typed: 1,234.50, １２３４．５元, ¥30000, 3万.

    Raises UserError on parts of a fen, on anything that is no plain amount, and below zero
    unless `negative` allows it.
    """
    typed = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if not typed:
        raise UserError("没有填写金额，请补填")
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise UserError(f"金额“{_shown(typed)}”看不懂，请写成 1234.50 或 3万 的样式")
    fen = _fen(found, typed)
    if found["minus"]:
        if not negative:
            raise UserError(f"金额“{_shown(typed)}”是负数，这里只能填写零或正数")
        fen = -fen
    return fen


def format_money(fen: int) -> str:
    """Yuan with thousands separators and two places: -1,234.50."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def split(total: int, parts: int) -> tuple[int, ...]:
    """Equal parts; the last takes the whole remainder (rules.md 5: the last month of twelve).

    A reversal splits as its booking did. Raises ValueError without a part.
    """
    if parts < 1:
        raise ValueError(f"cannot split into {parts} parts")
    if total < 0:
        return tuple(-part for part in split(-total, parts))
    share = total // parts
    return (share,) * (parts - 1) + (total - share * (parts - 1),)


def split_by_weights(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Parts in proportion, each within a fen of its exact share, the sum exact.

    Largest remainder; between equal remainders the later part is served first, as in `split`.
    Raises ValueError on a negative weight or when all are zero.
    """
    whole = sum(weights)
    if whole == 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, and one must be above zero")
    if total < 0:
        return tuple(-part for part in split_by_weights(-total, weights))
    shares = [divmod(total * weight, whole) for weight in weights]
    parts = [share for share, _ in shares]
    by_rest = sorted(range(len(parts)), key=lambda at: (shares[at][1], at), reverse=True)
    for at in by_rest[: total - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def proportion(fen: int, numerator: int, denominator: int, place: Place = Place.FEN) -> int:
    """fen × numerator ÷ denominator, rounded half up once, at `place`; in fen."""
    return round_half_up(Fraction(fen * numerator, denominator * place), 0) * place


def _fen(found: re.Match[str], typed: str) -> int:
    places = found["places"] or ""
    unit = _UNITS[found["unit"] or ""]
    if len(places) > 2 and unit == 1:
        # 12.500 is refused too: it may be twelve thousand five hundred.
        raise UserError(f"金额“{_shown(typed)}”有{len(places)}位小数，最多到分，请改为两位小数")
    units = int(found["whole"].replace(",", "") + places) * unit * 100
    scale: int = 10 ** len(places)
    fen, rest = divmod(units, scale)
    if rest:
        raise UserError(f"金额“{_shown(typed)}”换算后不足一分的部分无法记账，请改到分")
    if fen > LARGEST:
        raise UserError(f"金额“{_shown(typed)}”大得不合理，请核对单位是不是元")
    return fen


def _shown(typed: str) -> str:
    """What to quote: a number from the wrong column stays masked."""
    return mask_all(typed)[:20]
