"""The table of stars given in the years before, of people and of grids."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from hrgrid.assessment.columns.readers import or_masked
from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.core.columns import (
    Column,
    TableSpec,
    choice_reader,
    code_reader,
    date_reader,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    resident_id_reader,
    text_reader,
)

_LEVELS = range(1, HIGHEST + 1)
_HOLDERS = ("网格员", "网格")
_ALSO = {
    word: level
    for level in _LEVELS
    for digit in ("〇一二三四五"[level],)
    for word in (
        *(str(level), f"{level}星", f"{level}星级", f"{digit}星级"),
        *("★" * level, "☆" * level, f"{digit}级"),
        *(f"{word}{holder}" for word in (f"{digit}星", f"{digit}星级") for holder in _HOLDERS),
    )
}

STARS = TableSpec(
    "stars",
    "以往星级",
    (
        Column(
            "name",
            "姓名",
            name_reader(),
            ("名字", "网格员", "网格员姓名", "人员姓名"),
            example="张三",
            hint="网格员的星级填姓名和身份证号，网格的星级只填网格编码",
            looks_like=looks_like_names,
        ),
        Column(
            "id_number",
            "身份证号",
            or_masked(resident_id_reader()),
            ("身份证", "身份证号码", "公民身份号码", "证件号", "证件号码"),
            width=20,
            looks_like=looks_like_resident_ids,
            secret=True,
        ),
        Column(
            "number",
            "工号",
            code_reader(20),
            ("人员编号", "员工号", "员工编号"),
            hint="没有身份证号的可以填工号",
        ),
        Column(
            "grid_code",
            "网格编码",
            code_reader(40),
            ("网格编号", "网格代码", "网格号"),
            hint="写了姓名的，用来区分同名的人",
            width=16,
        ),
        Column(
            "level",
            "星级",
            choice_reader({star_label(level): level for level in reversed(_LEVELS)}, _ALSO),
            ("评定星级", "所评星级", "星级等次", "星级评定", "星级结果"),
            required=True,
            example="三星",
        ),
        Column(
            "valid_from",
            "生效日期",
            date_reader(),
            ("评定日期", "起始日期", "有效期起", "有效期自", "生效日"),
            required=True,
            example="2025-01-01",
        ),
        Column(
            "last_day",
            "有效期至",
            date_reader(),
            ("失效日期", "截止日期", "到期日期", "有效期止", "到期日"),
            example="2025-12-31",
            hint="最后一天，当天还算；不填的按一年算",
        ),
        Column(
            "document_no",
            "文号",
            text_reader(80),
            ("决定文号", "发文字号", "评定文号", "文件号"),
            required=True,
            example="政法〔2025〕3号",
            width=20,
        ),
    ),
)
"""One row a star; a row without a name means the grid itself."""


def tells_stars(keys: AbstractSet[str]) -> bool:
    """Whether a file with these columns holds stars: people with dates alone are another table."""
    return "level" in keys
