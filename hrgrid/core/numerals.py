"""Chinese numerals on papers: amounts in capitals, ordinals, years and dates with 〇."""

from __future__ import annotations

import datetime as dt

_PLAIN = "零一二三四五六七八九"
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_BY_PLACE = "〇一二三四五六七八九"

# What people type for one digit of a year; 零, ○ and the letter stand in for 〇.
_READ_DIGIT = {sign: place for place, sign in enumerate(_BY_PLACE)} | {"零": 0, "○": 0, "O": 0}
_TENS = {"十": 10, "廿": 20, "卅": 30}


def chinese_number(number: int) -> str:
    """As it is read: 二十, 一百零三, 一千一百一十, 十万零一十."""
    if number < 0:
        return f"负{chinese_number(-number)}"
    text = _in_words(number, _PLAIN, "十百千")
    return text.removeprefix("一") if text.startswith("一十") else text


def ordinal(number: int) -> str:
    """（一） … （九十九） and beyond; raises ValueError below one."""
    if number < 1:
        raise ValueError(f"an ordinal begins with one, not {number}")
    return f"（{chinese_number(number)}）"


def chinese_digits(digits: str) -> str:
    """Digit by digit with 〇, anything else as it is: 2018年度 -> 二〇一八年度."""
    return "".join(_BY_PLACE[int(sign)] if sign in "0123456789" else sign for sign in digits)


def chinese_year(year: int) -> str:
    """二〇二六年."""
    return f"{chinese_digits(f'{year:04d}')}年"


def chinese_date(day: dt.date) -> str:
    """二〇二六年十一月二十一日."""
    return f"{chinese_year(day.year)}{chinese_number(day.month)}月{chinese_number(day.day)}日"


def official_day(day: dt.date) -> str:
    """2026年1月5日, as documents write a day (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_or_blank(day: dt.date | None) -> str:
    """The same, or places to be filled in by hand for a day that is not fixed."""
    return official_day(day) if day else "　　年　　月　　日"


def capital_amount(fen: int) -> str:
    """人民币大写 of an amount in fen, without the words 人民币.

    After the 正确填写票据和结算凭证的基本规定 of 支付结算办法: 整 follows 元 and 角, never 分;
    one 零 for each run of zeros between digits, and for 角 when only 分 follow. Where the rule
    leaves 零 free (万 or 元 is zero but 千 or 角 is not) none is written. A reversal begins
    with 负.
    """
    if fen < 0:
        return f"负{capital_amount(-fen)}"
    yuan, rest = divmod(fen, 100)
    whole = f"{_in_words(yuan, _CAPITAL, '拾佰仟')}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    jiao, last = divmod(rest, 10)
    tenths = f"{_CAPITAL[jiao]}角" if jiao else "零" * bool(yuan)
    return whole + tenths + (f"{_CAPITAL[last]}分" if last else "整")


def read_small_number(text: str) -> int | None:
    """The number below a hundred that was written 十一, 二十一, 廿一 or 〇; None if it is none."""
    if text in _READ_DIGIT:
        return _READ_DIGIT[text]
    head, ten, tail = _at_ten(text)
    if not ten or (tail and _READ_DIGIT.get(tail, 0) == 0):
        return None
    if head and (ten != "十" or _READ_DIGIT.get(head, 0) == 0):
        return None
    times = _READ_DIGIT[head] if head else 1
    return _TENS[ten] * times + (_READ_DIGIT[tail] if tail else 0)


def read_digits(text: str) -> str | None:
    """二〇二六 -> "2026", digit by digit; None if a sign is no digit."""
    places = [_READ_DIGIT.get(sign) for sign in text]
    if not text or None in places:
        return None
    return "".join(str(place) for place in places)


def _at_ten(text: str) -> tuple[str, str, str]:
    for ten in _TENS:
        head, found, tail = text.partition(ten)
        if found:
            return head, found, tail
    return text, "", ""


def _in_words(number: int, digits: str, units: str) -> str:
    """Groups of four places: 亿 holds whatever is above it (一万二千亿)."""
    if number == 0:
        return digits[0]
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = digits[0] if low and low < size // 10 else ""
            return f"{_in_words(high, digits, units)}{name}{gap}{_tail(low, digits, units)}"
    return _tail(number, digits, units)


def _tail(number: int, digits: str, units: str) -> str:
    """The lower part of a number, nothing for zero."""
    if number >= 10**4:
        return _in_words(number, digits, units)
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            unit = units[place - 1] if place else ""
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = digit == 0
    return text
