"""A second reader: figures of a competition anew from its printed tables alone.

With workbooks and the standard library; nothing of the program is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import openpyxl

GUEST = "表演赛"
_HEADINGS = ("抽签号", "名次")


@dataclass(frozen=True)
class Table:
    """A printed table: what stands above each column, the cells by row, the sentences below."""

    title: str
    rows: tuple[dict[str, openpyxl.cell.Cell], ...]
    notes: str

    def words(self, row, heading: str) -> str:
        value = row[heading].value
        return "" if value is None else str(value)


def read_tables(path) -> list[Table]:
    """Every sheet of a workbook."""
    return [_table(sheet) for sheet in openpyxl.load_workbook(path)]


def _table(sheet) -> Table:
    rows = list(sheet.iter_rows())
    at = next(i for i, row in enumerate(rows) if row[0].value in _HEADINGS)
    headings = [cell.value for cell in rows[at]]
    body = []
    for row in rows[at + 1 :]:
        if all(cell.value is None for cell in row):
            break
        body.append(dict(zip(headings, row, strict=True)))
    told = [str(row[0].value) for row in rows[at + 1 + len(body) :] if row[0].value]
    return Table(sheet.title, tuple(body), "\n".join(told))


def exact(text) -> Fraction:
    """A printed figure, to the last digit."""
    return Fraction(Decimal(str(text)))


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up, once, at the end."""
    scale = 10**places
    whole = (Decimal((value * scale).numerator) / Decimal((value * scale).denominator)).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )
    return (whole / scale).quantize(Decimal(1) / scale)


@dataclass(frozen=True)
class Scored:
    """What the marks of one row come to; None where it has none."""

    unit: str
    guest: bool
    score: Fraction | None
    published: Decimal | None
    rank: int | None
    struck_rightly: bool


def read_scores(table: Table) -> dict[str, Scored]:
    """By name: the mean of what is left of the marks, less what was taken off."""
    judges = [heading for heading in table.rows[0] if heading.startswith("评委")]
    cut = re.search(r"去掉 ?(\d+) 个最高分、(\d+) 个最低分", table.notes)
    high, low = (int(one) for one in cut.groups()) if cut else (0, 0)
    found = {}
    for row in table.rows:
        cells = [row[judge] for judge in judges if isinstance(row[judge].value, int | float)]
        marks = sorted(exact(cell.value) for cell in cells)
        kept = marks[low : len(marks) - high]
        off = table.words(row, "加扣分") if "加扣分" in row else ""
        struck = sorted(exact(cell.value) for cell in cells if cell.font.strike)
        score = sum(kept, Fraction(0)) / len(kept) + exact(off or "0") if kept else None
        printed = row["得分"].value
        found[table.words(row, "姓名")] = Scored(
            table.words(row, "代表队或单位"),
            GUEST in table.words(row, "备注"),
            score,
            Decimal(str(printed)) if isinstance(printed, int | float) else None,
            int(rank) if (rank := table.words(row, "名次")) else None,
            struck == (marks[:low] + marks[len(marks) - high :] if marks else []),
        )
    return found


def read_points(table: Table) -> dict[str, tuple[Fraction, Fraction]]:
    """Of each team its rounds summed up, and the printed sum."""
    found = {}
    for row in table.rows:
        rounds = [table.words(row, one) for one in row if re.fullmatch(r"第 \d+ 轮", one)]
        summed = sum((exact(one) for one in rounds if one), Fraction(0))
        found[table.words(row, "姓名")] = (summed, exact(table.words(row, "合计")))
    return found


def read_weights(notes: str) -> dict[str, Fraction]:
    """总分＝理论笔试×40%＋… as shares of events."""
    told = re.search(r"总分＝([^，]*)，", notes).group(1)
    parts = (part.split("×") for part in told.split("＋"))
    return {title: exact(share.removesuffix("%")) / 100 for title, share in parts}


def totals(
    events: dict[str, dict[str, Scored]], weights: dict[str, Fraction]
) -> dict[str, Fraction | None]:
    """By name; None for whoever lacks one of the events."""
    names = next(iter(events.values()))
    found = {}
    for name in names:
        scores = [events[title][name].score for title in weights]
        lacking = any(score is None for score in scores)
        found[name] = (
            None if lacking else sum(w * s for w, s in zip(weights.values(), scores, strict=True))
        )
    return found


def places(scores: dict[str, Fraction]) -> dict[str, int]:
    """Equals share a place, what follows is left out."""
    return {
        name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()
    }
