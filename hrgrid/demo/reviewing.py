"""Who judges the demonstration's nominees: a panel, the public, and the committee that meets.

The panel marks the highest tier, whose forms come without a review; the public's votes are a
workbook; the committee votes on the list and on those who may step in.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import import_files, write_book
from hrgrid.demo.nominating import REVIEWED_BY_PANEL, YEAR
from hrgrid.demo.places import Row
from hrgrid.honours import service
from hrgrid.honours.queries import meeting
from hrgrid.honours.rules.meeting import Tally
from hrgrid.honours.service import MeetingForm, MemberForm, ReviewForm
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

MINUTES = "书记办公会纪要〔2025〕6号"
MET_ON = dt.date(2025, 3, 28)
_VOTE_HEADINGS = ("评定年", "称号", "姓名", "身份证号", "得票", "剔除票", "剔除理由")
_JUDGES = (
    SeatForm("周立新", "示例市委组织部", chief=True),
    SeatForm("吴静", "示例市公安局"),
    SeatForm("郑国强", "示例市司法局"),
    SeatForm("王敏", "示例市民政局"),
    SeatForm("冯建华", "示例市信访局"),
    SeatForm("陈洁", "示例市总工会"),
    SeatForm("褚卫东", "示例市委党校"),
)
_MEMBERS = (
    MemberForm("周明", "书记"),
    MemberForm("李文涛", "副书记"),
    MemberForm("孙丽", "副书记"),
    MemberForm("赵志刚", "综治督导科科长"),
    MemberForm("钱晓东", "基层治理科科长"),
    MemberForm("马红梅", "政治部主任"),
    MemberForm("许国平", "执法监督科科长"),
    MemberForm("何伟", "维稳指导科科长"),
    MemberForm("沈玉兰", "办公室主任"),
)
_STRUCK = "同一设备连续投票，由投票平台剔除"
_FIRST, _STEP, _SUSPECT = 20_000, 100, 320
"""Votes of a unit's first, by how many each next one has fewer, and how many are struck once."""


def judge(desk: Desk, campaign_id: int) -> None:
    """Seven judges mark the nominees of the highest tier, who are judged by a panel alone."""
    form = ReviewForm(REVIEWED_BY_PANEL, (_JUDGES,))
    (panel_id,) = desk.write(lambda work: service.open_review(work, campaign_id, form))
    chance = random.Random("judges")  # noqa: S311 - made-up marks, repeatable on purpose

    def marked(work: UnitOfWork) -> None:
        view = panel_view(work, panel_id)
        cells = {}
        for entrant in view.entrants:
            level = chance.randrange(880, 960)
            for column in view.wanted(entrant):
                for item in view.items:
                    mark = 100 * (level + chance.randrange(-20, 21))
                    cells[entrant.id, column.seat_no, item.id] = mark
        key_marks(work, panel_id, cells)

    desk.write(marked, reason="补录现场评分表")
    desk.write(lambda work: service.close_review(work, panel_id))


def let_the_public_vote(
    desk: Desk, folder: Path, forms: Mapping[str, Sequence[Row]], progress: Progress
) -> None:
    """Import what the voting platform sent: equals on the forms are equals here too."""
    path = folder / "公众投票结果.xlsx"
    write_book(path, "投票", _VOTE_HEADINGS, [row for own in forms.values() for row in _votes(own)])
    import_files(desk, "public-votes", [path], progress)


def _votes(nominees: Sequence[Row]) -> list[Row]:
    """Fewer with each place of the order; of the unit's first some are struck again."""
    rows: list[Row] = []
    votes = 0
    for at, one in enumerate(nominees):
        if not at or not _alike(nominees[at - 1], one):
            votes = _FIRST - _STEP * int(one["推荐次序"])
        struck = at == 0
        rows.append(
            {
                "评定年": str(YEAR),
                "称号": one["称号"],
                "姓名": one["姓名"],
                "身份证号": one["身份证号"],
                "得票": str(votes + _SUSPECT * struck),
                "剔除票": str(_SUSPECT) if struck else "",
                "剔除理由": _STRUCK if struck else "",
            }
        )
    return rows


def _alike(one: Row, other: Row) -> bool:
    keys = ("称号", "业绩分", "评审分")
    return all(one[key] == other[key] for key in keys)


def vote(desk: Desk, campaign_id: int) -> int:
    """Eight of nine members vote; not everybody is for everybody, and all pass. The vote's id."""
    form = MeetingForm(
        "市委政法委书记办公会", MET_ON, _MEMBERS, "第一会议室", _MEMBERS[0].name, "陈敏"
    )
    vote_id = desk.write(lambda work: service.convene(work, campaign_id, form))
    told = desk.read(lambda work: meeting(work, vote_id))
    away = told.members[-1].id
    desk.write(lambda work: service.set_present(work, away, present=False))
    split = {
        one.nomination_id: Tally(6, *votes)
        for one, votes in zip(told.items, ((0, 2), (1, 1)), strict=False)
    }
    desk.write(lambda work: service.put_tallies(work, vote_id, split))
    desk.write(lambda work: service.all_in_favour(work, vote_id))
    desk.write(lambda work: service.close_vote(work, vote_id, MINUTES))
    return vote_id
