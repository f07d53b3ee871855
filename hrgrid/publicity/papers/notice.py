"""The notice on paper (documents.md 4), and its list as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.progress import Progress
from hrgrid.paper.decision import Document, write_decision
from hrgrid.paper.fonts import Fonts, office_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.lines import set_solid
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets, title_lines
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.publicity.papers.told import (
    NoticePaper,
    Told,
    put_on_record,
    read_told,
    remarks_of,
    span_words,
)
from hrgrid.publicity.queries import EntryRow, NoticeRow
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file

LISTEN = (
    "公示期内，任何单位和个人如有异议，请以电话、信函、电子邮件等方式向{office}反映。"
    "以单位名义反映的，应加盖公章；以个人名义反映的，应署实名并提供联系方式。"
    "反映问题应实事求是，信函以邮戳日期为准。"
)


def write_notice(
    desk: Desk, notice_id: int, path: Path, form: Form, progress: Progress | None = None
) -> NoticePaper:
    """Write the notice as a document with its list, or the list alone as a workbook.

    Raises UserError for personal numbers on the list and naming whom no font can print.
    """
    told = desk.read(lambda work: read_told(work, notice_id))
    with paper_file(path) as part:
        put_on_record(desk, told, "write_notice", form)
        if form is Form.XLSX:
            write_workbook(part, [_list_sheet(told)])
            return NoticePaper(path, 1, len(told.entries))
        fonts = office_fonts()
        pages = write_decision(
            part,
            _notice(told, fonts),
            fonts=fonts,
            progress=progress,
            further=lambda faces: public_sheets(_list(told), faces),
        )
    return NoticePaper(path, pages, len(told.entries))


def _notice(told: Told, fonts: Fonts) -> Document:
    notice = told.notice
    ways = (
        ("受理部门", notice.accepting_office),
        ("受理时间", notice.accepting_hours),
        ("联系电话", notice.accepting_phone),
        ("电子邮箱", notice.accepting_mail),
        ("通信地址", notice.accepting_address),
    )
    return Document(
        organ="",
        number="",
        title=title_lines(set_solid(notice.title), fonts),
        addressee="",
        paragraphs=(
            (
                f"{_opening(told)}为广泛听取意见，接受社会监督，现予公示。"
                f"公示期为{notice.workdays}个工作日（{span_words(notice)}）。"
            ),
            LISTEN.format(office=notice.accepting_office),
            *(f"{name}：{value}" for name, value in ways if value),
        ),
        signers=(told.office,),
        day=notice.first_day,
        annexes=(_list_title(notice),),
        remarks=remarks_of(notice),
    )


def _opening(told: Told) -> str:
    notice = told.notice
    if notice.opening:
        text = notice.opening
    else:
        basis = f"根据{notice.basis}，" if notice.basis else ""
        text = f"{basis}经研究，拟定{_led(told.entries)}（名单附后）"
    refuse_numbers("公示正文", (text,))
    return text if text.endswith("。") else f"{text}。"


def _led(entries: Sequence[EntryRow]) -> str:
    first = entries[0].name
    return first if len(entries) == 1 else f"{first}等{len(entries)}人"


def _list_title(notice: NoticeRow) -> str:
    title = set_solid(notice.title).removesuffix("公示")
    return f"{title}名单".replace("名单名单", "名单")


def _list(told: Told) -> PublicList:
    heading = told.notice.remark_heading
    has_remarks = any(entry.remark for entry in told.entries)
    columns = [
        ListColumn("序号", 13, centred=True),
        ListColumn("姓名", 27, centred=True),
        ListColumn("性别", 13, centred=True),
        ListColumn("单位及职务", 56),
    ]
    if has_remarks:
        columns.append(ListColumn(heading, 47))
    return PublicList(
        annex="附件",
        title=_list_title(told.notice),
        columns=tuple(columns),
        rows=tuple(_cells(entry, has_remarks=has_remarks) for entry in told.entries),
        count_line=f"（{len(told.entries)}名）",
    )


def _cells(entry: EntryRow, *, has_remarks: bool) -> tuple[str, ...]:
    cells = (str(entry.place), entry.name, entry.sex, entry.unit_post)
    return (*cells, entry.remark) if has_remarks else cells


def _list_sheet(told: Told) -> SheetPlan:
    notice = told.notice
    for entry in told.entries:
        texts = (entry.name, entry.unit_post, entry.remark)
        refuse_numbers(f"名单第 {entry.place} 行“{entry.name}”", texts)
    return SheetPlan(
        "公示名单",
        (
            SheetColumn("序号", 6, CellForm.WHOLE, centred=True),
            SheetColumn("姓名", 12),
            SheetColumn("性别", 6, centred=True),
            SheetColumn("单位及职务", 36),
            SheetColumn(notice.remark_heading, 30),
        ),
        [
            (entry.place, entry.name, entry.sex, entry.unit_post, entry.remark)
            for entry in told.entries
        ],
        title=_list_title(notice),
        left=f"公示期：{span_words(notice)}（{notice.workdays}个工作日）",
        right=f"共 {len(told.entries)} 人",
        notes=(
            f"名单校验值：{notice.roster_sha256[:16]}",
            *remarks_of(notice),
        ),
    )
