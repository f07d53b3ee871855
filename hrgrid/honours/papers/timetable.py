"""日程安排 on paper: each stage with its working days, its planned day and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Lists, write_lists_of
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries.timetable import Timetable, timetable
from hrgrid.honours.rules.timetable import Expected
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, day, middle, number, text
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

_COLUMNS = (
    number("序号", 6, 14),
    text("步骤", 16, 34),
    number("工作日", 8, 18),
    day("开始", 13, 28),
    day("计划完成", 13, 28),
    day("实际或预计完成", 16, 34),
    middle("情况", 24, 48),
)


@dataclass(frozen=True)
class TimetableAsked:
    """The sheet that is wanted: of which campaign, as which file, where."""

    campaign_id: int
    path: Path
    form: Form
    progress: Progress
    action: str = "write_timetable"
    code: str = "timetable"


def write_timetable(
    desk: Desk, campaign_id: int, path: Path, form: Form, progress: Progress | None = None
) -> Written:
    """The plan in force and how it stands today. Raises UserError before there is one."""
    asked = TimetableAsked(campaign_id, path, form, progress or Progress())
    return write_lists_of(desk, asked, _read)


def _read(work: UnitOfWork, asked: TimetableAsked) -> Lists:
    work.require(Right.PRINT_PAPERS)
    found = timetable(work, asked.campaign_id)
    if found.version is None:
        raise UserError("这次评选还没有安排日程。请先在“日程安排”里填好并保存，再输出")
    version = found.version
    made = f"制表：{work.actor.name}　{work.today:%Y-%m-%d}"
    why = (f"第 {version.number} 版日程，改动的事由：{version.reason}",) if version.reason else ()
    listed = Listed(
        f"{campaign_name(found.campaign)}日程安排",
        "日程安排",
        _COLUMNS,
        tuple(_rows(found)),
        office(work).name,
        f"第 {version.number} 版　　{made}",
        notes=("工作日按本机构的节假日表计算，首日计入；带“定”的日期是人工定的。", *why),
        people=0,
        airy=24,
        traced=True,
    )
    return Lists(About("", campaign_name(found.campaign)), [listed])


def _rows(found: Timetable) -> Iterator[Row]:
    for at, one in enumerate(found.stages, start=1):
        yield Row(
            (
                at,
                one.stage.label,
                one.planned.days,
                one.planned.begins_on,
                one.planned.ends_on,
                one.ends_on,
                standing_words(one, found),
            )
        )


def standing_words(one: Expected, found: Timetable) -> str:
    """How a stage stands, in words: 按期完成, 晚 3 个工作日完成, 已逾期, 预计晚 2 个工作日."""
    by_hand = "（定）" if one.planned.set_by_hand else ""
    if one.done_on is not None:
        told = "按期完成" if one.late <= 0 else f"晚 {one.late} 个工作日完成"
    elif one.overdue(found.today):
        told = f"已逾期，预计晚 {one.late} 个工作日"
    elif one.late > 0:
        told = f"预计晚 {one.late} 个工作日"
    else:
        told = "未到期"
    return f"{told}{by_hand}"
