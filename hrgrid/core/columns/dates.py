"""The reader of dates: what is partial or ambiguous is asked about, never guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from hrgrid.core.columns.cleaning import blank_mark, refusal, without_apostrophe
from hrgrid.core.columns.declaring import (
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
from hrgrid.core.periods import parse_date

# Excel counts days from 1900 as if that had been a leap year; from March 1900 on this holds.
_EPOCH = dt.date(1899, 12, 30)
# 1950 to 2099: other numbers of five digits are no dates that an office has.
_SERIALS = range(18264, 73051)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
# A time of day here or without a zone; another zone might mean another day.
_TIME = re.compile(
    r"([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})[T ]+"
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:\s*\+08:?00)?"
)


def date_reader(*, not_after_today: bool = False) -> Reader:
    """A day as datetime.date; with `not_after_today` a later one is a warning."""

    def read(cell: Cell, context: ReadingContext) -> Reading:
        reading = Reading(cell.date) if cell.date else _of_text(cell)
        if not_after_today and reading.value and reading.value > context.today:
            message = f"{reading.value.isoformat()} 晚于今天，请核对。"
            late = Remark("date_in_future", Severity.WARNING, message)
            return Reading(reading.value, (*reading.remarks, late))
        return reading

    return read


def _of_text(cell: Cell) -> Reading:
    text = without_apostrophe(cell.text)
    if not text:
        return NOTHING
    plain = unicodedata.normalize("NFKC", text)
    serial = _serial_date(plain)
    if cell.is_number and serial:
        message = f"{plain} 是表格内部的日期序号，读作 {serial.isoformat()}，请核对。"
        return Reading(serial, (Remark("serial_date", Severity.WARNING, message),))
    timed = _TIME.fullmatch(plain)
    try:
        day = parse_date(timed[1] if timed else text)
    except UserError as error:
        suggestion = serial.isoformat() if serial else None
        return blank_mark(text) or refusal("date_unclear", error.sentence, suggestion)
    if timed and not re.search(r"[T ]0?0:00(?::00)?$", plain):
        message = f"{quoted(plain)}里的钟点没有用，只取 {day.isoformat()}。"
        return Reading(day, (Remark("time_dropped", Severity.INFO, message),))
    return Reading(day)


def _serial_date(plain: str) -> dt.date | None:
    if not _SERIAL.fullmatch(plain):
        return None
    number = int(plain[:5])
    return _EPOCH + dt.timedelta(days=number) if number in _SERIALS else None
