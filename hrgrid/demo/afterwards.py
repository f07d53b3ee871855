"""What became of the demonstration's honours after the decision, and the papers that tell of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.demo.printing import PaperRow
from hrgrid.honours import service
from hrgrid.honours.papers import Form
from hrgrid.honours.papers.meeting import write_minutes
from hrgrid.honours.papers.roll import write_roll
from hrgrid.honours.queries import grants
from hrgrid.honours.queries.meetings import newest_vote
from hrgrid.honours.rules.roll import RollFilter
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import HonourCorrectionForm
from hrgrid.storage.desk import Desk

FOLDER = "评选"
CORRECTED_BY, REVOKED_BY = "示政法〔2025〕18号", "示政法〔2025〕33号"
_CORRECTED_ON = dt.date(2025, 5, 12)


def follow_up(desk: Desk, folder: Path, campaign_id: int, progress: Progress) -> list[PaperRow]:
    """Put one honour right, take one back; then write the minutes and the roll."""
    given = [
        row for row in desk.read(lambda work: grants(work, campaign_id)) if row.tier is Tier.SKILLED
    ]
    first, last = given[0], given[-1]
    form = HonourCorrectionForm(
        first.name, f"{first.unit}居民委员会", first.post, CORRECTED_BY, _CORRECTED_ON
    )
    desk.write(
        lambda work: service.correct_honour(work, first.id, form), reason="印发时单位名称写得不全"
    )
    desk.write(
        lambda work: service.revoke(work, last.id, REVOKED_BY), reason="查实申报的业绩材料不实"
    )
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)
    vote = desk.read(lambda work: newest_vote(work, campaign_id))
    if vote is None:
        raise RuntimeError("the demonstration's committee did not vote")
    minutes = write_minutes(desk, vote.id, into / "会议纪要.pdf", progress=progress)
    roll = write_roll(desk, RollFilter(), into / "光荣册.pdf", Form.PDF, progress)
    return [
        PaperRow(
            minutes.path, "minutes", minutes.pages, minutes.rows, "会议纪要和附件：每个人的票数"
        ),
        PaperRow(
            roll.path, "roll", roll.pages, roll.rows, "光荣册：各年度的荣誉，更正和撤销都看得到"
        ),
    ]
