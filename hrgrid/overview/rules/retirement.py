"""When somebody reaches the age of retirement, by dated tables of the law.

Reminders only: the authority that approves a retirement looks at the file of the person, at
early retirement and at what he chose. Sources: 国发〔1978〕104号, and the decision of the standing
committee of 2024-09-13 on raising the ages step by step from 2025-01-01.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.periods import add_months

TOPIC = "law.retirement"
"""The topic of the rule sets that hold the office's own versions."""


class PostKind(Labelled):
    """Whose age it is: that of women depends on the kind of post."""

    MEN = "men", "男职工"
    WOMEN_MANAGING = "women_managing", "女职工（管理和技术岗位）"
    WOMEN = "women", "女职工（其他岗位）"


@dataclass(frozen=True)
class AgeRow:
    """The age of one kind: `base` months, and from the birth month `since` on one month more
    for each `step` months of birth, at most `most` more; without `since` nothing is added.
    """

    kind: PostKind
    base: int
    since: tuple[int, int] | None = None
    step: int = 1
    most: int = 0

    def months(self, birth: dt.date) -> int:
        """The age in months of somebody born on this day."""
        if self.since is None:
            return self.base
        later = 12 * (birth.year - self.since[0]) + birth.month - self.since[1]
        return self.base + (min(self.most, later // self.step + 1) if later >= 0 else 0)

    def day(self, birth: dt.date) -> dt.date:
        """The day on which that age is reached."""
        return add_months(birth, self.months(birth))

    def births(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The first and last birthday between which lie all that reach the age in this time.

        Whole months, so that some at both ends do not: ask `day` of each.
        """
        early = add_months(first.replace(day=1), -self.base - self.most)
        late = add_months(last.replace(day=1), 1 - self.base) - dt.timedelta(days=1)
        while self.day(add_months(early, 1)) < first:
            early = add_months(early, 1)
        while self.day(late.replace(day=1)) > last:
            late = late.replace(day=1) - dt.timedelta(days=1)
        return early, late


@dataclass(frozen=True)
class AgeTable:
    """The ages of all kinds from a day on, where they stand, and which roles count as managing."""

    name: str
    source: str
    valid_from: dt.date
    rows: tuple[AgeRow, ...]
    managing: frozenset[str] = frozenset()

    def row(self, kind: PostKind) -> AgeRow:
        """The row of a kind."""
        return next(row for row in self.rows if row.kind is kind)

    def kind_of(self, *, woman: bool, role: str) -> PostKind:
        """The kind of somebody with this role."""
        if not woman:
            return PostKind.MEN
        return PostKind.WOMEN_MANAGING if role in self.managing else PostKind.WOMEN

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps it."""
        return {
            "source": self.source,
            "managing": sorted(self.managing),
            "rows": [
                {
                    "kind": row.kind.value,
                    "base": row.base,
                    "since": list(row.since) if row.since else None,
                    "step": row.step,
                    "most": row.most,
                }
                for row in self.rows
            ],
        }


def read_table(name: str, valid_from: dt.date, parameters: Mapping[str, Any]) -> AgeTable:
    """The table that a rule set keeps; raises UserError for one that is none."""
    try:
        rows = tuple(
            AgeRow(
                PostKind(row["kind"]),
                int(row["base"]),
                (int(row["since"][0]), int(row["since"][1])) if row["since"] else None,
                int(row["step"]),
                int(row["most"]),
            )
            for row in parameters["rows"]
        )
        table = AgeTable(
            name, parameters["source"], valid_from, rows, frozenset(parameters["managing"])
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UserError(f"退休年龄表“{name}”读不出来。请核对这一版规则") from error
    _check(table)
    return table


def _check(table: AgeTable) -> None:
    kinds = [row.kind for row in table.rows]
    if sorted(kind.value for kind in kinds) != sorted(kind.value for kind in PostKind):
        raise UserError(f"退休年龄表“{table.name}”应恰有三行：男职工、女职工两类岗位各一行。请补全")
    for row in table.rows:
        if row.since is not None and not (1 <= row.since[1] <= 12 and 1900 <= row.since[0] <= 2100):
            raise UserError(f"退休年龄表“{table.name}”的{row.kind.label}起算的出生年月不对。请核对")
        if not (row.base > 0 and row.step > 0 and row.most >= 0):
            raise UserError(f"退休年龄表“{table.name}”的{row.kind.label}一行数目不对。请核对")


MANAGING = frozenset({"local_leader", "linked_cadre", "platform_keeper"})
"""Roles that count as managing posts until the office says otherwise."""

SHIPPED = (
    AgeTable(
        "法定退休年龄",
        "国发〔1978〕104号",
        dt.date(1978, 6, 2),
        (
            AgeRow(PostKind.MEN, 60 * 12),
            AgeRow(PostKind.WOMEN_MANAGING, 55 * 12),
            AgeRow(PostKind.WOMEN, 50 * 12),
        ),
        MANAGING,
    ),
    AgeTable(
        "渐进式延迟法定退休年龄",
        "全国人民代表大会常务委员会2024年9月13日决定",
        dt.date(2025, 1, 1),
        (
            AgeRow(PostKind.MEN, 60 * 12, (1965, 1), 4, 36),
            AgeRow(PostKind.WOMEN_MANAGING, 55 * 12, (1970, 1), 4, 36),
            AgeRow(PostKind.WOMEN, 50 * 12, (1975, 1), 2, 60),
        ),
        MANAGING,
    ),
)


def table_on(tables: Sequence[AgeTable], on: dt.date) -> AgeTable:
    """The table in force on a day; before the first of them the first."""
    held = [table for table in tables if table.valid_from <= on]
    return max(held, key=lambda table: table.valid_from) if held else tables[0]


def age_words(months: int) -> str:
    """An age as people say it."""
    years, rest = divmod(months, 12)
    return f"{years} 周岁零 {rest} 个月" if rest else f"{years} 周岁"


_AGE = re.compile(r"(\d{1,3})(?:周?岁)?(?:零?(\d{1,2})个?月)?")


def parse_age(text: str, whose: str) -> int:
    """Months of an age as people write it: 60, 60 周岁, 54 周岁零 11 个月. Raises UserError."""
    found = _AGE.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None or int(found.group(2) or 0) > 11:
        raise UserError(f"{whose}的年龄“{text.strip()}”看不懂，请填“60”或“54 周岁零 11 个月”")
    return 12 * int(found.group(1)) + int(found.group(2) or 0)


_BIRTH_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")


def parse_birth_month(text: str, whose: str) -> tuple[int, int]:
    """Year and month as people write them: 1965-01, 1965 年 1 月. Raises UserError."""
    found = _BIRTH_MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None or not 1 <= int(found.group(2)) <= 12:
        raise UserError(f"{whose}起算的出生年月“{text.strip()}”看不懂，请填成 1965-01 这样")
    return int(found.group(1)), int(found.group(2))
