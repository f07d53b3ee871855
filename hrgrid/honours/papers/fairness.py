"""公平性对比 on paper: a list an aspect, with counts and shares; what is hidden stays hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Lists, write_lists_of
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries.fairness import Fairness, fairness
from hrgrid.honours.rules.fairness import LEAST, Category, Picture
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Column, Listed, Row, text
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

HIDDEN = "隐去"
HINT = (
    f"1 至 {LEAST - 1} 人的格隐去；为了不能倒推，必要时另有一格或整列一起隐去。"
    "全部称号合在一起比较，不按称号分开。"
)


@dataclass(frozen=True)
class FairnessAsked:
    """The sheet that is wanted: of which campaign, as which file, where."""

    campaign_id: int
    path: Path
    form: Form
    progress: Progress
    action: str = "write_fairness"
    code: str = "fairness"


def write_fairness(
    desk: Desk, campaign_id: int, path: Path, form: Form, progress: Progress | None = None
) -> Written:
    """The pictures of a campaign, an aspect a list. Raises UserError before the freeze."""
    asked = FairnessAsked(campaign_id, path, form, progress or Progress())
    return write_lists_of(desk, asked, _read)


def _read(work: UnitOfWork, asked: FairnessAsked) -> Lists:
    work.require(Right.PRINT_PAPERS)
    found = fairness(work, asked.campaign_id)
    made = f"制表：{work.actor.name}　{work.today:%Y-%m-%d}"
    name = office(work).name
    lists = [_listed(found, one, name, made) for one in found.pictures]
    return Lists(About("", campaign_name(found.campaign)), lists)


def _listed(found: Fairness, picture: Picture, name: str, made: str) -> Listed:
    columns = [text(picture.aspect.label, 20, 60)]
    for group in picture.groups:
        columns.append(_counted(f"{group.label}（人）"))
        columns.append(Column(f"占{group.label}", 12, 30, CellForm.SHARE, Side.RIGHT))
    return Listed(
        f"{campaign_name(found.campaign)}公平性对比（{picture.aspect.label}）",
        picture.aspect.label,
        tuple(columns),
        tuple(_rows(picture)),
        name,
        f"截至 {found.campaign.cutoff_date:%Y-%m-%d}　　{made}",
        notes=(HINT,),
        people=picture.totals[0] or 0,
        airy=16,
        traced=True,
    )


def _counted(heading: str) -> Column:
    return Column(heading, 12, 30, CellForm.WHOLE, Side.RIGHT)


def _rows(picture: Picture) -> Iterator[Row]:
    for one in picture.rows:
        yield Row((one.name, *_figures(picture, one)))
    totals: list[Value] = ["合计"]
    for total in picture.totals:
        totals += [HIDDEN if total is None else total, Decimal(1) if total else None]
    yield Row(tuple(totals), strong=True)


def _figures(picture: Picture, row: Category) -> Iterator[Value]:
    for at, count in enumerate(row.counts):
        share = picture.share_bp(row, at)
        yield HIDDEN if count is None else count
        yield HIDDEN if count is None else None if share is None else Decimal(share).scaleb(-4)
