"""The forms that the demonstration's units hand in for the selection: who is named, with marks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from hrgrid.core.paths import safe_name
from hrgrid.demo.furnishing import write_book
from hrgrid.demo.places import Row
from hrgrid.honours.queries import QuotaRow
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import Tier

YEAR = 2024
REVIEWED_BY_PANEL = Tier.PIONEER
HEADINGS = (
    "评定年",
    "推荐单位",
    "称号",
    "推荐次序",
    "姓名",
    "身份证号",
    "网格编码",
    "单位",
    "职务",
    "业绩分",
    "评审分",
)
_NOMINATED = ("网格员", "网格长")
_TENTH = 10_000


def nominees(
    unit_heading: str, scheme: Scheme, people: Sequence[Row], quotas: Sequence[QuotaRow]
) -> dict[str, list[Row]]:
    """The lines of every unit's form: a fifth more names than it has places, one of them tied.

    The highest tier has no review marks: a panel gives them.
    """
    chance = random.Random("honours")  # noqa: S311 - made-up marks, repeatable on purpose
    by_unit: dict[str, list[Row]] = {}
    for row in people:
        if row["岗位"] in _NOMINATED:
            by_unit.setdefault(row[unit_heading], []).append(row)
    forms: dict[str, list[Row]] = {}
    for at, quota in enumerate(quotas):
        pool = by_unit[quota.name]
        chance.shuffle(pool)
        rows: list[Row] = []
        for tier in scheme.tiers:
            places = quota.places.get(tier, 0)
            wanted = -(-places * scheme.nominate_bp // _TENTH)
            named = [pool.pop() for _ in range(max(wanted, places + 1) if places else 0)]
            marks = _marks(chance, len(named), tied_at=places if _is_tied(at, tier) else None)
            rows += [
                _row(quota.name, tier, rank, row, own)
                for rank, (row, own) in enumerate(zip(named, marks, strict=True), start=1)
            ]
        forms[quota.name] = rows
    return forms


def write_forms(folder: Path, forms: Mapping[str, Sequence[Row]]) -> list[Path]:
    """A workbook a unit."""
    paths = []
    for unit, rows in forms.items():
        paths.append(folder / safe_name(f"推荐表 {unit}.xlsx"))
        write_book(paths[-1], "推荐表", HEADINGS, rows)
    return paths


def _is_tied(at: int, tier: Tier) -> bool:
    # Two ties are made on purpose, so that the demonstration shows how people close them.
    return (at, tier) in {(0, Tier.SKILLED), (1, Tier.EXCELLENT)}


def _marks(chance: random.Random, count: int, tied_at: int | None) -> list[tuple[int, int]]:
    """Merit and review in hundredths, the best first; the last one in and the first out alike."""
    marks = [(chance.randrange(8_200, 9_900), chance.randrange(8_400, 9_850)) for _ in range(count)]
    marks.sort(key=lambda own: 4 * own[0] + 5 * own[1], reverse=True)
    if tied_at:
        marks[tied_at] = marks[tied_at - 1]
    return marks


def _row(unit: str, tier: Tier, rank: int, person: Row, marks: tuple[int, int]) -> Row:
    merit, review = (f"{mark // 100}.{mark % 100:02d}" for mark in marks)
    return {
        "评定年": str(YEAR),
        "推荐单位": unit,
        "称号": tier.label,
        "推荐次序": str(rank),
        "姓名": person["姓名"],
        "身份证号": person["身份证号"],
        "网格编码": person["网格编码"],
        "单位": f"{person['街道']}{person['社区']}",
        "职务": f"{person['专兼职']}{person['岗位']}",
        "业绩分": merit,
        "评审分": "" if tier is REVIEWED_BY_PANEL else review,
    }
