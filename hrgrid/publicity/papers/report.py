"""The report on a notice that is over (公示情况报告); it tells how many objected, never who."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.decision import Document, write_decision
from hrgrid.paper.fonts import Fonts, office_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.lines import set_solid
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets, title_lines
from hrgrid.publicity.papers.told import (
    NoticePaper,
    Told,
    day_words,
    put_on_record,
    read_told,
    remarks_of,
    span_words,
)
from hrgrid.publicity.queries import ObjectionRow
from hrgrid.publicity.rules import NoticeState, ObjectionState, Outcome
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file


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
    told = desk.read(lambda work: read_told(work, notice_id))
    if told.notice.state is not NoticeState.CLOSED:
        raise UserError(
            f"“{told.notice.title}”现在是“{told.notice.state.label}”，还不能写公示情况报告。"
            "请先结束公示"
        )
    with paper_file(path) as part:
        put_on_record(desk, told, "write_notice_report", Form.PDF)
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


def _report(told: Told, fonts: Fonts, substitutes: Sequence[str]) -> Document:
    notice = told.notice
    found = told.objections
    paragraphs = [
        "一、公示基本情况",
        (
            f"“{notice.title}”（第{notice.round}次）于{span_words(notice)}在{notice.where_shown}公示，"
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
        title=(*title_lines(set_solid(notice.title), fonts), "情况报告"),
        addressee="",
        paragraphs=tuple(paragraphs),
        signers=(told.office,),
        day=told.today,
        annexes=("异议办理登记",) if found else (),
        remarks=remarks_of(notice),
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
            answered = f"，{day_words(row.replied_on)}答复" if row.replied_on else "，尚未答复"
            outcome = "成立" if row.upheld else "不成立"
            decided = f"（{row.decided_by}，{day_words(row.decided_on)}）" if row.decided_on else ""
            told.append(f"{head}{outcome}，{row.finding.rstrip('。')}{decided}{answered}。")
    return told or ["没有需要核查的异议。"]


def _results(told: Told) -> str:
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


def _register(told: Told) -> PublicList | None:
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
