"""How places and ranks came about, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import MethodRow, MethodTable, campaign, derivation, method_table
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
    return [*plans, SheetPlan("各方法对照", _BESIDE, beside)]


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
