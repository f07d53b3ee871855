"""征求意见函 with its list: what another office is asked of the nominees, to fill in and return."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, campaign
from hrgrid.honours.queries.opinions import AskedRow, RequestRow, asked_of, request
from hrgrid.paper.decision import Document, write_decision
from hrgrid.paper.forms import Form
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_COLUMNS = (
    ListColumn("序号", 3, centred=True),
    ListColumn("姓名", 5, centred=True),
    ListColumn("单位", 10),
    ListColumn("职务", 6),
    ListColumn("有无意见", 5, centred=True),
    ListColumn("意见和依据", 9),
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
        )

    letter = desk.read(read)
    subject = f"{campaign_name(letter.campaign)}：{letter.row.name}"
    with paper_file(path) as part:
        trace = on_record(desk, "write_opinion_form", subject, {"people": len(letter.people)})
        if form is Form.XLSX:
            write_workbook(part, [_sheet(letter)])
            return len(letter.people)
        write_decision(
            part,
            _document(letter),
            (),
            trace,
            progress=progress,
            further=lambda fonts: public_sheets(_list(letter), fonts),
        )
    return len(letter.people)


def _document(letter: _Letter) -> Document:
    row, found = letter.row, letter.campaign
    asked = (
        f"{found.year}年度“{found.title}”拟推荐{len(letter.people)}人（名单附后）。现征求你单位意见，"
        f"请就其遵纪守法、廉洁自律和有无不宜{found.kind.label}的情形逐人填写，"
        f"于{official_day(row.due_on)}前盖章反馈；有意见的请附依据，密封送达。"
    )
    return Document(
        organ="",
        number="",
        title=("征求意见函",),
        addressee=row.name,
        paragraphs=(asked,),
        signers=(letter.office,),
        day=row.sent_on,
        annexes=("征求意见表",),
        reference=row.letter_no,
    )


def _list(letter: _Letter) -> PublicList:
    rows = tuple(
        (str(at), one.name, one.unit, one.post, "", "")
        for at, one in enumerate(letter.people, start=1)
    )
    told = f"答复单位（盖章）：{letter.row.name}　　日期：　　年　　月　　日"
    return PublicList("附件", "征求意见表", _COLUMNS, rows, told)


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
