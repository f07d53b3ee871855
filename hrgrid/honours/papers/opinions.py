"""征求意见函 with its list: what another office is asked of the nominees, to fill in and return."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, campaign
from hrgrid.honours.queries.opinions import AskedRow, RequestRow, asked_of, request
from hrgrid.paper.forms import Form
from hrgrid.paper.listing import Listing, PaperColumn
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_COLUMNS = (
    PaperColumn("序号", 110, right=True),
    PaperColumn("姓名", 200),
    PaperColumn("单位", 560),
    PaperColumn("职务", 260),
    PaperColumn("有无意见", 190),
    PaperColumn("意见和依据", 380),
)
_SHEET = (
    SheetColumn("序号", 6, CellForm.WHOLE),
    SheetColumn("工号", 12),
    SheetColumn("姓名", 10),
    SheetColumn("单位", 28),
    SheetColumn("职务", 14),
    SheetColumn("有无意见", 12, choices=("无异议", "有意见")),
    SheetColumn("意见和依据", 40, wrapped=True),
)


@dataclass(frozen=True)
class _Letter:
    campaign: CampaignRow
    row: RequestRow
    people: list[AskedRow]
    office: str
    by: str
    today: str


def write_opinion_form(
    desk: Desk, request_id: int, path: Path, form: Form, progress: Progress
) -> int:
    """The letter with its list, as pages or as a workbook; returns of how many it asks.

    It names unit and post and no number of a document of anybody's.
    """

    def read(work: UnitOfWork) -> _Letter:
        work.require(Right.RUN_HONOURS)
        row = request(work, request_id)
        return _Letter(
            campaign(work, row.campaign_id),
            row,
            asked_of(work, request_id),
            office(work).name,
            work.actor.name,
            f"{work.today:%Y-%m-%d}",
        )

    letter = desk.read(read)
    progress.begin("生成征求意见表", 1)
    subject = f"{campaign_name(letter.campaign)}：{letter.row.name}"
    with paper_file(path) as part:
        on_record(desk, "write_opinion_form", subject, {"people": len(letter.people)})
        if form is Form.PDF:
            names = [(one.name, one.name) for one in letter.people]
            _pages(letter).write(part, names, progress)
        else:
            write_workbook(part, [_sheet(letter)])
    return len(letter.people)


def _pages(letter: _Letter) -> Listing:
    row = letter.row
    made = Listing("征求意见函", f"{letter.office}　{letter.today} 由{letter.by}打印")
    made.head([f"{row.letter_no}　{row.sent_on:%Y-%m-%d}".strip()])
    made.paragraph(f"{row.name}：")
    made.paragraph(
        f"　　{campaign_name(letter.campaign)}拟推荐下列 {len(letter.people):,} 人。"
        "现征求你单位意见，请就其遵纪守法、廉洁自律和有无不宜"
        f"{letter.campaign.kind.label}的情形逐人填写，于 {row.due_on:%Y-%m-%d} 前盖章反馈；"
        "有意见的请附依据，密封送达。"
    )
    made.y += 30
    rows = [
        (str(at), one.name, one.unit, one.post, "", "")
        for at, one in enumerate(letter.people, start=1)
    ]
    made.table(_COLUMNS, rows)
    made.y += 60
    made.make_room(200)
    made.facts([("答复单位（盖章）", ""), ("日期", "")], across=2)
    return made


def _sheet(letter: _Letter) -> SheetPlan:
    row = letter.row
    rows = [
        (at, one.number, one.name, one.unit, one.post, "", "")
        for at, one in enumerate(letter.people, start=1)
    ]
    return SheetPlan(
        "征求意见表",
        _SHEET,
        rows,
        title="征求意见表",
        left=f"征求单位：{letter.office}",
        right=f"答复单位：{row.name}　请于 {row.due_on:%Y-%m-%d} 前反馈",
        notes=("答复单位（盖章）：　　　　　　　　经办人：　　　　　　　　日期：",),
    )
