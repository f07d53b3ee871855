"""The notice on paper (documents.md 4), its list as a workbook, and the report when it is over.

Nobody learns from them who objected: neither does whoever writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.decision import Document, write_decision
from hrgrid.paper.fonts import Fonts, office_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets, title_lines
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.publicity.queries import (
    EntryRow,
    NoticeRow,
    ObjectionRow,
    OutcomeRow,
    entries_of,
    notice_by_id,
    objections_of_notice,
    outcome_by_target,
)
from hrgrid.publicity.rules import NoticeState, ObjectionState, Outcome
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

LISTEN = (
    "公示期内，任何单位和个人如有异议，请以电话、信函、电子邮件等方式向{office}反映。"
    "以单位名义反映的，应加盖公章；以个人名义反映的，应署实名并提供联系方式。"
    "反映问题应实事求是，信函以邮戳日期为准。"
)


@dataclass(frozen=True)
class NoticePaper:
    """A file that was written: its pages (sheets of a workbook) and the people on it."""

    path: Path
    pages: int
    rows: int


@dataclass(frozen=True)
class _Told:
    """What the papers of a notice are made of."""

    office: str
    notice: NoticeRow
    entries: tuple[EntryRow, ...]
    objections: tuple[ObjectionRow, ...]
    outcomes: dict[str, OutcomeRow]
    today: dt.date


def write_notice(
    desk: Desk, notice_id: int, path: Path, form: Form, progress: Progress | None = None
) -> NoticePaper:
    """Write the notice as a document with its list, or the list alone as a workbook.

    Raises UserError for personal numbers on the list and naming whom no font can print.
    """
    told = desk.read(lambda work: _told(work, notice_id))
    with paper_file(path) as part:
        _record(desk, told, "write_notice", form)
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


def write_report(
    desk: Desk,
    notice_id: int,
    path: Path,
    substitutes: Sequence[str] = (),
    progress: Progress | None = None,
) -> NoticePaper:
    """Write the report on a notice that is over (公示情况报告) as a document.

    `substitutes` are sentences on who stepped in for whom, which the caller knows. Raises
    UserError while the notice hangs out.
    """
    told = desk.read(lambda work: _told(work, notice_id))
    if told.notice.state is not NoticeState.CLOSED:
        raise UserError(
            f"“{told.notice.title}”现在是“{told.notice.state.label}”，还不能写公示情况报告。"
            "请先结束公示"
        )
    with paper_file(path) as part:
        _record(desk, told, "write_notice_report", Form.PDF)
        fonts = office_fonts()
        annexes = _register(told)
        pages = write_decision(
            part,
            _report(told, fonts, substitutes),
            fonts=fonts,
            progress=progress,
            further=(lambda faces: public_sheets(annexes, faces)) if annexes else None,
        )
    return NoticePaper(path, pages, len(told.entries))


def _told(work: UnitOfWork, notice_id: int) -> _Told:
    work.require(Right.PRINT_PAPERS)
    notice = notice_by_id(work, notice_id)
    return _Told(
        work.session.get_one(Office, 1).name,
        notice,
        tuple(entries_of(work, notice_id)),
        tuple(objections_of_notice(work, notice_id)),
        outcome_by_target(work, notice.subject),
        work.today,
    )


def _record(desk: Desk, told: _Told, action: str, form: Form) -> None:
    after = {
        "people": len(told.entries),
        "form": form.value,
        "roster": told.notice.roster_sha256,
    }
    desk.write(lambda work: work.record(action, told.notice.title, after=after))


# --- the notice -------------------------------------------------------------------------------


def _notice(told: _Told, fonts: Fonts) -> Document:
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
        title=title_lines(notice.title, fonts),
        addressee="",
        paragraphs=(
            (
                f"{_opening(told)}为广泛听取意见，接受社会监督，现予公示。"
                f"公示期为{notice.workdays}个工作日（{_span(notice)}）。"
            ),
            LISTEN.format(office=notice.accepting_office),
            *(f"{name}：{value}" for name, value in ways if value),
        ),
        signers=(told.office,),
        day=notice.first_day,
        annexes=(_list_title(notice),),
        remarks=_remarks(notice),
    )


def _opening(told: _Told) -> str:
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


def _span(notice: NoticeRow) -> str:
    return f"{_day(notice.first_day)}至{_day(notice.last_day)}"


def _remarks(notice: NoticeRow) -> tuple[str, ...]:
    """What the days of a notice need to be believed: it stands on it."""
    return tuple(filter(None, (notice.calendar_note, notice.late_note, notice.time_note)))


def _list_title(notice: NoticeRow) -> str:
    return f"{notice.title.removesuffix('公示')}名单".replace("名单名单", "名单")


def _list(told: _Told) -> PublicList:
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


def _list_sheet(told: _Told) -> SheetPlan:
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
        left=f"公示期：{_span(notice)}（{notice.workdays}个工作日）",
        right=f"共 {len(told.entries)} 人",
        notes=(
            f"名单校验值：{notice.roster_sha256[:16]}",
            *_remarks(notice),
        ),
    )


# --- the report -------------------------------------------------------------------------------


def _report(told: _Told, fonts: Fonts, substitutes: Sequence[str]) -> Document:
    notice = told.notice
    found = told.objections
    paragraphs = [
        "一、公示基本情况",
        (
            f"“{notice.title}”（第{notice.round}次）于{_span(notice)}在{notice.where_shown}公示，"
            f"共{notice.workdays}个工作日，公示{len(told.entries)}人，"
            f"由{notice.accepting_office}受理意见。"
            f"公示名单校验值{notice.roster_sha256[:16]}。"
        ),
        "二、收到异议情况",
        _received(found),
        "三、核查和答复情况",
        *_findings(found),
        "四、公示结果",
        _results(told),
    ]
    if substitutes:
        paragraphs += ["五、递补情况", *substitutes]
    return Document(
        organ="",
        number="",
        title=(*title_lines(notice.title, fonts), "情况报告"),
        addressee="",
        paragraphs=tuple(paragraphs),
        signers=(told.office,),
        day=told.today,
        annexes=("异议办理登记",) if found else (),
        remarks=_remarks(notice),
    )


def _received(found: Sequence[ObjectionRow]) -> str:
    if not found:
        return "公示期间未收到异议。"
    taken = sum(row.state is not ObjectionState.NOT_ACCEPTED for row in found)
    ways = "、".join(
        f"{how.label}{sum(row.how is how for row in found)}件"
        for how in dict.fromkeys(row.how for row in found)
    )
    return (
        f"公示期间收到异议{len(found)}件（{ways}），受理{taken}件，不予受理{len(found) - taken}件。"
    )


def _findings(found: Sequence[ObjectionRow]) -> list[str]:
    told = []
    for row in found:
        head = f"异议{row.number}号（{row.name}）："
        if row.state is ObjectionState.NOT_ACCEPTED:
            told.append(f"{head}不予受理，{row.refusal_reason}。")
        elif row.upheld is None:
            told.append(f"{head}{row.state.label}，尚未作出结论，该同志暂缓。")
        else:
            answered = f"，{_day(row.replied_on)}答复" if row.replied_on else "，尚未答复"
            outcome = "成立" if row.upheld else "不成立"
            decided = f"（{row.decided_by}，{_day(row.decided_on)}）" if row.decided_on else ""
            told.append(f"{head}{outcome}，{row.finding.rstrip('。')}{decided}{answered}。")
    return told or ["没有需要核查的异议。"]


def _results(told: _Told) -> str:
    def those(wanted: Outcome) -> list[str]:
        return [
            entry.name
            for entry in told.entries
            if (row := told.outcomes.get(entry.target)) is not None and row.outcome is wanted
        ]

    clear, waiting, removed = (
        those(each) for each in (Outcome.CLEAR, Outcome.WAITING, Outcome.REMOVED)
    )
    parts = [f"公示无异议或异议不成立{len(clear)}人"]
    if waiting:
        parts.append(f"异议未办结、暂缓办理{len(waiting)}人（{'、'.join(waiting)}）")
    if removed:
        parts.append(f"异议成立、不再列入{len(removed)}人（{'、'.join(removed)}）")
    return "，".join(parts) + "。"


def _register(told: _Told) -> PublicList | None:
    if not told.objections:
        return None
    return PublicList(
        annex="附件",
        title="异议办理登记",
        columns=(
            ListColumn("编号", 13, centred=True),
            ListColumn("收到日期", 30, centred=True),
            ListColumn("反映方式", 26, centred=True),
            ListColumn("被反映人", 30, centred=True),
            ListColumn("办理情况", 26, centred=True),
            ListColumn("答复日期", 30, centred=True),
        ),
        rows=tuple(
            (
                str(row.number),
                row.filed_on.isoformat(),
                row.how.label,
                row.name,
                _state(row),
                row.replied_on.isoformat() if row.replied_on else "",
            )
            for row in told.objections
        ),
        count_line=f"（{len(told.objections)}件）",
        owner=3,
    )


def _state(row: ObjectionRow) -> str:
    if row.upheld is None:
        return row.state.label
    return "成立" if row.upheld else "不成立"


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
