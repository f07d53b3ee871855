"""A cell of the attendance sheet: what it says, how it is typed, how it is told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.training.rules.timetable import time_words, typed_time
from hrgrid.training.rules.words import CLOCKED, MAY_BE_MADE_UP, Presence


@dataclass(frozen=True)
class CellValue:
    """What the sheet says of one person at one session; times are minutes of the day."""

    presence: Presence
    came: int | None = None
    departed: int | None = None
    makeup_session_id: int | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """As a cell shows it: 到, 迟到 08:50, 早退 16:00, 缺勤（已补）."""
        told = self.presence.label
        if self.came is not None:
            told += f" {time_words(self.came)}"
        if self.departed is not None:
            told += (
                f" {time_words(self.departed)}"
                if self.came is None
                else (f"–{time_words(self.departed)}")
            )
        return f"{told}（已补）" if self.makeup_session_id is not None else told


KEYS: dict[str, Presence] = {
    "1": Presence.PRESENT,
    "2": Presence.LATE,
    "3": Presence.LEFT_EARLY,
    "4": Presence.LEAVE,
    "5": Presence.ABSENT,
    "6": Presence.EXCUSED,
}
"""The one key that fills a cell of the sheet; no letter, so that an input method stays out."""

WORDS: dict[str, Presence] = {
    **{one.label: one for one in Presence},
    **KEYS,
    **dict.fromkeys(
        ("√", "✓", "✔", "出勤", "已到", "到课", "签到", "是", "已签到"), Presence.PRESENT
    ),
    **dict.fromkeys(("请假", "事假", "病假", "公假", "假"), Presence.LEAVE),
    **dict.fromkeys(
        ("×", "✗", "X", "x", "旷课", "缺", "未到", "缺席", "否", "未签到"), Presence.ABSENT
    ),
    **dict.fromkeys(("免", "免训"), Presence.EXCUSED),
    **dict.fromkeys(("迟",), Presence.LATE),
    **dict.fromkeys(("早", "提前离开"), Presence.LEFT_EARLY),
}
_PARTS = re.compile(
    r"([^\d:：.]+|\d)(?:\s*(\d{1,2}[:.点]?\d{2}))?(?:\s*[-–~至到]\s*(\d{1,2}[:.点]?\d{2}))?"
)


def typed_cell(text: str, where: str) -> CellValue | None:
    """What somebody typed into a cell: a word, a key, 迟到 8:50, 早退16:00; None for nothing.

    Raises UserError, which begins with `where`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    presence = WORDS.get(plain)
    if presence is not None:
        return CellValue(presence)
    found = _PARTS.fullmatch(plain)
    presence = WORDS.get(found[1].strip()) if found else None
    if found is None or presence is None or not found[2]:
        raise UserError(
            f"{where}的“{plain[:20]}”读不出来。请写到、迟到、早退、请假、缺勤或免修，"
            "迟到早退可加时间，例如“迟到 8:50”"
        )
    at = typed_time(found[2])
    other = typed_time(found[3]) if found[3] else None
    if presence is Presence.LATE:
        return CellValue(presence, came=at, departed=other)
    if presence is Presence.LEFT_EARLY:
        return CellValue(presence, departed=at) if other is None else CellValue(presence, at, other)
    raise UserError(f"{where}写了“{presence.label}”又写了时间。只有迟到和早退要写时间，请改正")


def check_cell(value: CellValue, begins: int, ends: int, where: str) -> None:
    """Raise UserError for a cell that contradicts itself or the times of its session."""
    timed = value.came is not None or value.departed is not None
    if timed and value.presence not in CLOCKED:
        raise UserError(
            f"{where}写了“{value.presence.label}”又写了时间。请去掉时间，或改成迟到、早退"
        )
    if value.makeup_session_id is not None and value.presence not in MAY_BE_MADE_UP:
        raise UserError(f"{where}写了“{value.presence.label}”，只有请假和缺勤可以补课。请核对")
    for minute, what in ((value.came, "到场"), (value.departed, "离场")):
        if minute is not None and not begins <= minute <= ends:
            raise UserError(
                f"{where}的{what}时间 {time_words(minute)} 不在这一节的 "
                f"{time_words(begins)}–{time_words(ends)} 之内。请核对"
            )
    if value.came is not None and value.departed is not None and value.departed <= value.came:
        raise UserError(
            f"{where}的离场时间 {time_words(value.departed)} 不晚于到场时间 "
            f"{time_words(value.came)}。请核对"
        )
