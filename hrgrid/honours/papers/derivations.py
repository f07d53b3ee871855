"""How places and ranks came about, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import campaign, derivation
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
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
_FACTS = (SheetColumn("项目", 24), SheetColumn("内容", 70, wrapped=True))


def write_derivations(desk: Desk, campaign_id: int, path: Path, progress: Progress) -> int:
    """How the places of every tier came to the districts, a sheet a tier; returns the steps."""
    told = desk.read(lambda work: _derivations(work, campaign_id))
    progress.begin("导出名额计算过程", len(told))
    with paper_file(path) as part:
        return sum(write_workbook(part, told))


def _derivations(work: UnitOfWork, campaign_id: int) -> list[SheetPlan]:
    found = campaign(work, campaign_id)
    plans = []
    for tier in found.places:
        shared = derivation(work, campaign_id, tier)
        if shared is not None:
            rows = [
                (at, step.kind.label, step.district, step.fraction, step.places)
                for at, step in enumerate(shared.steps, start=1)
            ]
            name = f"{tier.label} {shared.method.label}"
            plans.append(SheetPlan(name, _STEPS, rows))
    if not plans:
        raise UserError(f"{campaign_name(found)}还没有分配名额。请先分配名额，再导出计算过程")
    return plans


def write_evidence(rows: Sequence[tuple[str, str]], path: Path, progress: Progress) -> int:
    """What stands behind one person's outcome, as pairs of a heading and a text."""
    progress.begin("导出依据", len(rows))
    with paper_file(path) as part:
        (count,) = write_workbook(part, [SheetPlan("全部依据", _FACTS, rows)])
    return count
