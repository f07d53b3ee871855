"""How places and ranks came about, as workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.core.tabulation import fixed_text
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import (
    MethodRow,
    MethodTable,
    PartedTable,
    campaign,
    derivation,
    method_table,
    parted_table,
)
from hrgrid.honours.rules.methods import METHODS
from hrgrid.honours.rules.words import QuotaMethod, WeightKind
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_STEPS = (
    SheetColumn("步骤", 8, CellForm.WHOLE),
    SheetColumn("做什么", 16),
    SheetColumn("单位", 20),
    SheetColumn("应得、余数或商", 24),
    SheetColumn("得到名额", 12, CellForm.WHOLE),
)
_COUNTS = tuple(kind.label for kind in WeightKind)
_LAST = ("上年本级名额", "上年本级推荐", "上年本级命名")
_BESIDE = (
    SheetColumn("称号", 16),
    SheetColumn("单位", 20),
    *(SheetColumn(title, 14, CellForm.WHOLE) for title in _COUNTS),
    SheetColumn("现行名额", 12, CellForm.WHOLE),
    *(SheetColumn(one.label, 14) for one in METHODS),
    SheetColumn("与现行不同的方法", 34, wrapped=True),
    *(SheetColumn(title, 12, CellForm.WHOLE) for title in _LAST),
)
_PARTS = (
    SheetColumn("称号", 16),
    SheetColumn("单位", 20),
    SheetColumn("岗位类别", 20),
    SheetColumn("比例", 10),
    SheetColumn("可评人数", 12, CellForm.WHOLE),
    SheetColumn("名额", 10, CellForm.WHOLE),
    SheetColumn("已推荐", 10, CellForm.WHOLE),
)
_FACTS = (SheetColumn("项目", 24), SheetColumn("内容", 70, wrapped=True))


def write_derivations(desk: Desk, campaign_id: int, path: Path, progress: Progress) -> int:
    """How the places of every tier came to the districts, a sheet a tier, and one for the methods.

    Returns how many rows were written.
    """
    told = desk.read(lambda work: _derivations(work, campaign_id))
    progress.begin("导出名额计算过程", len(told))
    with paper_file(path) as part:
        return sum(write_workbook(part, told))


def _derivations(work: UnitOfWork, campaign_id: int) -> list[SheetPlan]:
    found = campaign(work, campaign_id)
    plans, tables = [], []
    for tier in found.places:
        shared = derivation(work, campaign_id, tier)
        if shared is not None:
            rows = [
                (at, step.kind.label, step.district, step.fraction, step.places)
                for at, step in enumerate(shared.steps, start=1)
            ]
            name = f"{tier.label} {shared.method.label}"
            plans.append(SheetPlan(name, _STEPS, rows))
            floor = None if shared.method is QuotaMethod.MANUAL else shared.floor
            tables.append(method_table(work, campaign_id, tier, floor))
    if not plans:
        raise UserError(f"{campaign_name(found)}还没有分配名额。请先分配名额，再导出计算过程")
    beside = [_beside(table, row) for table in tables for row in table.rows]
    plans.append(SheetPlan("各方法对照", _BESIDE, beside))
    parts = [row for tier in found.places for row in _parts(parted_table(work, campaign_id, tier))]
    if parts:
        plans.append(SheetPlan("各岗位类别", _PARTS, parts))
    return plans


def _parts(table: PartedTable) -> Iterator[tuple[Value, ...]]:
    """A row a district and category; none where places are not parted."""
    for row in table.rows:
        for at, one in enumerate(table.categories):
            places = row.places[at] if row.places else None
            share = f"{fixed_text(one.share_bp, 2)}%"
            beside = (row.eligible[at], places, row.nominated[at])
            yield (table.tier.label, row.name, one.label, share, *beside)


def _beside(table: MethodTable, row: MethodRow) -> tuple[Value, ...]:
    """A district by every method; what a draw decides stands as 4～5, no sharing as a dash."""
    counts, last = row.counts, row.last
    given = [row.given.get(method) for method in METHODS]
    return (
        table.tier.label,
        counts.name,
        *(counts.count(kind) for kind in WeightKind),
        row.places,
        *(one.shown if one else "—" for one in given),
        "、".join(method.label for method in METHODS if row.differs(method)),
        *((last.places, last.nominated, last.honoured) if last else (None, None, None)),
    )


def write_evidence(rows: Sequence[tuple[str, str]], path: Path, progress: Progress) -> int:
    """What stands behind one person's outcome, as pairs of a heading and a text."""
    progress.begin("导出依据", len(rows))
    with paper_file(path) as part:
        (count,) = write_workbook(part, [SheetPlan("全部依据", _FACTS, rows)])
    return count
