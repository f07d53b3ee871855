"""A demonstration office, made through the use cases only; same seed, same content."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.service import FirstKeys, FirstOperator, OfficeForm, set_up_office, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.core.progress import Progress
from hrgrid.demo.afterwards import follow_up
from hrgrid.demo.assessing import assess_workers
from hrgrid.demo.bestowing import write_training_papers
from hrgrid.demo.competing import compete
from hrgrid.demo.exiting import lead_exits, write_exit_papers
from hrgrid.demo.funding import fund_workers, write_funding_papers
from hrgrid.demo.furnishing import Size, furnish
from hrgrid.demo.grading import write_assessment_papers
from hrgrid.demo.hiring import hire_workers
from hrgrid.demo.offering import write_hiring_papers
from hrgrid.demo.printing import FOLDER, PaperRow, honoured, write_papers
from hrgrid.demo.selection import select_honours
from hrgrid.demo.standing import stand_behind
from hrgrid.demo.stars import rate_stars, write_star_papers
from hrgrid.demo.training import train_workers
from hrgrid.storage.database import Database
from hrgrid.storage.files import write_whole

DATA_NAME = "示例机构.hrg"
OPERATOR = "陈敏"
_OPERATOR = FirstOperator(OPERATOR, OPERATOR)


@dataclass(frozen=True)
class DemoRow:
    """What was made; `honours` counts people by tier."""

    data: Path
    grids: int
    workers: int
    honours: dict[str, int]
    seconds: float
    papers: list[PaperRow]


def make_demo(folder: Path, size: Size, progress: Progress | None = None) -> DemoRow:
    """Make the office in `folder`, which must not hold one yet. Raises UserError."""
    progress = progress or Progress()
    began = time.monotonic()
    data = folder / DATA_NAME
    if data.exists():
        raise UserError(
            f"“{folder}”里已经有一个示例机构，没有覆盖。请换个文件夹（--out），或先移走它"
        )
    progress.begin(f"建立示例机构：{size.label}")
    set_up_office(
        data,
        OfficeForm(
            "中共示例市委政法委员会", "示例市", Setting.SINGLE, (FirstOperator(OPERATOR, OPERATOR),)
        ),
        keep=lambda keys: _keep(data, keys),
    )
    desk = sign_in(Database.open(data), OPERATOR)
    try:
        into = folder / FOLDER
        grids, workers = furnish(desk, folder / "导入", size, progress)
        stand_behind(desk, size, progress)
        campaign_id = select_honours(desk, folder / "导入", size, progress)
        batch_id = hire_workers(desk, folder / "导入", size, progress)
        trained = train_workers(desk, size, progress)
        competition_ids = compete(desk, trained, progress)
        assessed = assess_workers(desk, folder / "导入", size, progress)
        stars = rate_stars(desk, assessed, size, progress)
        honours = honoured(desk, campaign_id)
        papers = write_papers(desk, into, campaign_id, progress)
        papers += follow_up(desk, into, campaign_id, progress)
        papers += write_hiring_papers(desk, into, batch_id, progress)
        papers += write_training_papers(desk, into, trained, competition_ids, progress)
        papers += write_assessment_papers(desk, into, assessed, progress)
        papers += write_star_papers(desk, into, stars, progress)
        # The papers above tell of the year before: who leaves in the spring is still on them.
        papers += write_exit_papers(desk, into, lead_exits(desk, progress), progress)
        papers += write_funding_papers(desk, into, fund_workers(desk, progress), progress)
    finally:
        desk.close()
    return DemoRow(
        data=data,
        grids=grids,
        workers=workers,
        honours=honours,
        seconds=round(time.monotonic() - began, 1),
        papers=papers,
    )


def _keep(data: Path, keys: FirstKeys) -> None:
    sheet = data.with_name(f"{data.name}.recovery.txt")
    write_whole(sheet, f"{keys.recovery_code}\n".encode())
