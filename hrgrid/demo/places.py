"""Where the demonstration takes place, as rows of an area file: heading -> text.

The city has the real districts, streets and communities of Suzhou and as many grids as were
published for 2018; the district has the figures published for 盐南; the village is made up. The
grids themselves are made up in all three.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from hrgrid.core.paths import resources

Row = dict[str, str]

CITY_GRIDS = 12_249
CITY_WORKERS = 39_946
CITY_VACANT = 219


@dataclass(frozen=True)
class StreetPlan:
    """A street of the district demonstration: general and dedicated grids, workers in post."""

    name: str
    general: int
    dedicated: int
    workers: int


YANNAN = (
    StreetPlan("新都街道", 222, 87, 222),
    StreetPlan("伍佑街道", 16, 40, 16),
    StreetPlan("黄海街道", 66, 40, 66),
    StreetPlan("科城街道", 107, 20, 99),
    StreetPlan("新河街道", 52, 53, 52),
)
"""222, 66, 107 and 52 general grids and 科城's 99 workers are published; 16 is what is left of
463, and the split of the remaining dedicated grids (240 in all) is an assumption."""


def village_rows() -> Iterator[Row]:
    """Sixty general grids of one made-up street."""
    for number in range(60):
        community = f"示例{'一二三四五六'[number // 10]}社区"
        row = _row(
            ("示例区", "示例街道", community),
            f"9999010{number // 10:02d}Z{number % 10 + 1:03d}",
            number % 10 + 1,
            300 + 7 * number % 200,
        )
        yield row | _volunteers(3 + number % 4, 2 + number % 3)


def district_rows() -> Iterator[Row]:
    """盐南: 463 general and 240 dedicated grids in five streets."""
    counted = 0
    for place, street in enumerate(YANNAN, start=1):
        for number in range(street.general + street.dedicated):
            general = number < street.general
            community = f"{street.name[:2]}第{number // 12 + 1}社区"
            kind = "Z" if general else "S"
            code = f"320902{place:03d}{number // 12 + 1:03d}{kind}{number % 12 + 1:03d}"
            names = ("盐南高新区", street.name, community)
            row = _row(names, code, number % 12 + 1, 300 + 11 * number % 200, general=general)
            # 2,318 volunteers of the published squad on 703 grids.
            yield row | _volunteers(4 if counted < 2_318 - 703 * 3 else 3, 2)
            counted += 1


def city_rows() -> Iterator[Row]:
    """Suzhou: ten districts, 118 streets, 2,248 communities, 12,249 general grids."""
    with (resources() / "demo" / "suzhou_areas.csv").open(encoding="utf-8", newline="") as stream:
        communities = list(csv.DictReader(stream))
    each, more = divmod(CITY_GRIDS, len(communities))
    for place, found in enumerate(communities):
        name = found["community"].removesuffix("居委会").removesuffix("村委会")
        # Spread the remainder evenly over the list.
        extra = (place + 1) * more // len(communities) - place * more // len(communities)
        for number in range(1, each + extra + 1):
            names = (found["district"], found["street"], name)
            code = f"{found['code']}Z{number:03d}"
            yield {"市": "苏州市"} | _row(names, code, number, 300 + 13 * (place + number) % 200)


def _volunteers(squad: int, heads: int) -> Row:
    return {"安安小分队": str(squad), "楼栋长": str(heads), "统计日期": "2026-01-31"}


def _row(
    names: tuple[str, str, str], code: str, number: int, households: int, *, general: bool = True
) -> Row:
    district, street, community = names
    return {
        "区县": district,
        "街道": street,
        "社区": community,
        "网格编码": code,
        "网格名称": f"{community}第{number:02d}{'' if general else '专属'}网格",
        "网格类型": "综合网格" if general else "专属网格",
        "户数": str(households),
    }
