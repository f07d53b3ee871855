"""The committee's vote on paper: the tally sheet before and after, and the minutes (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, Meeting, campaign, meeting
from hrgrid.honours.queries.meeting_rows import VotedItem
from hrgrid.honours.rules.meeting import VoteState
from hrgrid.honours.rules.words import Tier
from hrgrid.paper import decision
from hrgrid.paper.decision import Document
from hrgrid.paper.fonts import office_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.lines import headline, set_solid
from hrgrid.paper.official import write_sheets
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_SHEET = (
    SheetColumn("序号", 6, CellForm.WHOLE),
    SheetColumn("称号", 12),
    SheetColumn("推荐单位", 14),
    SheetColumn("姓名", 10),
    SheetColumn("工号", 12),
    SheetColumn("单位", 26, wrapped=True),
    SheetColumn("应投票", 8, CellForm.WHOLE),
    SheetColumn("赞成", 8, CellForm.WHOLE),
    SheetColumn("反对", 8, CellForm.WHOLE),
    SheetColumn("弃权", 8, CellForm.WHOLE),
    SheetColumn("回避", 8, CellForm.WHOLE),
    SheetColumn("结果", 10),
)
_LIST = (
    ListColumn("序号", 3, centred=True),
    ListColumn("姓名", 5, centred=True),
    ListColumn("称号", 6, centred=True),
    ListColumn("推荐单位", 7, centred=True),
    ListColumn("应投", 3, centred=True),
    ListColumn("赞成", 3, centred=True),
    ListColumn("反对", 3, centred=True),
    ListColumn("弃权", 3, centred=True),
    ListColumn("结果", 4, centred=True),
)
_FAILED_SHOWN = 20


def write_tally_sheet(
    desk: Desk, vote_id: int, path: Path, form: Form, *, progress: Progress | None = None
) -> Written:
    """The list that was voted on, to be filled in or with its votes; returns its rows."""
    found, told, _ = desk.read(lambda work: _read(work, vote_id))
    with paper_file(path) as part:
        after = {"people": len(told.items), "form": form.value}
        on_record(desk, "write_tally_sheet", f"{campaign_name(found)} {told.title}", after)
        if form is Form.PDF:
            given = _list(told, "", f"{told.title}表决计票单")
            sheets = public_sheets(given, office_fonts())
            pages = write_sheets(part, sheets, given.title, office_fonts(), progress or Progress())
            return Written(path, pages, len(told.items))
        write_workbook(part, [_plan(told)])
    return Written(path, 1, len(told.items))


def write_minutes(
    desk: Desk, vote_id: int, path: Path, *, progress: Progress | None = None
) -> Written:
    """The minutes of a vote that was counted, with all votes as an annex.

    Raises UserError before the votes are counted.
    """
    found, told, office = desk.read(lambda work: _read(work, vote_id))
    if told.state is not VoteState.CLOSED:
        raise UserError(f"“{told.title}”{told.state.label}，还不能出会议纪要。请先截止计票")
    document = _minutes(found, told, office)
    annex = _list(told, "附件", document.annexes[0])
    with paper_file(path) as part:
        after = {"people": len(told.items), "document_no": told.document_no}
        trace = on_record(desk, "write_minutes", f"{campaign_name(found)} {told.title}", after)
        pages = decision.write_decision(
            part,
            document,
            (),
            trace,
            progress=progress,
            further=lambda fonts: public_sheets(annex, fonts),
        )
    return Written(path, pages, len(told.items))


def _read(work: UnitOfWork, vote_id: int) -> tuple[CampaignRow, Meeting, str]:
    work.require(Right.PRINT_PAPERS)
    told = meeting(work, vote_id)
    return campaign(work, told.campaign_id), told, work.session.get_one(Office, 1).name


def _minutes(found: CampaignRow, told: Meeting, office: str) -> Document:
    return Document(
        organ=f"{told.title}纪要",
        number=told.document_no,
        title=headline(f"关于审定{found.year}年度“{found.title}”", "名单的会议纪要"),
        addressee="",
        paragraphs=tuple(map(set_solid, _paragraphs(found, told))),
        signers=(office,),
        day=told.held_on,
        annexes=(f"{found.year}年度“{found.title}”名单表决结果",),
    )


def _paragraphs(found: CampaignRow, told: Meeting) -> Iterator[str]:
    day = official_day(told.held_on)
    where = f"，在{told.place}召开" if told.place else "，召开"
    chair = f"{told.chair}主持会议。" if told.chair else ""
    yield (
        f"{day}{where}会议，审定{found.year}年度“{found.title}”名单。{chair}"
        f"应到 {told.entitled} 人，实到 {told.present} 人，符合规定人数"
        f"（{told.rule.quorum_num}/{told.rule.quorum_den}）。现将有关事项纪要如下："
    )
    yield "一、表决办法"
    yield f"{told.way.label}表决。{told.rule.words}，本次须有 {_needed(told)} 票以上赞成。"
    yield "二、回避情况"
    yield _recused(told)
    yield "三、表决结果"
    for tier in Tier:
        rows = [item for item in told.items if item.tier is tier]
        if rows:
            yield _result(tier, rows)
    failed = [item for item in told.items if not item.passed]
    if failed:
        names = "、".join(f"{item.name}（{item.district}）" for item in failed[:_FAILED_SHOWN])
        more = f"等 {len(failed)} 人" if len(failed) > _FAILED_SHOWN else ""
        yield f"未通过的{names}{more}不列入名单，由本单位候补人选按次序递补。"
    yield f"出席：{'、'.join(one.name for one in told.members if one.present)}。"
    absent = [one.name for one in told.members if not one.present]
    if absent:
        yield f"请假：{'、'.join(absent)}。"
    if told.recorder:
        yield f"记录：{told.recorder}。"


def _needed(told: Meeting) -> int:
    return told.rule.needed(told.entitled, told.present)


def _recused(told: Meeting) -> str:
    names = {member.id: member.name for member in told.members}
    pairs: dict[str, int] = {}
    for one in told.recusals:
        pairs[names[one.member_id]] = pairs.get(names[one.member_id], 0) + 1
    if not pairs:
        return "没有需要回避的情形。"
    shown = "、".join(f"{name}对 {count} 名人选" for name, count in pairs.items())
    return f"{shown}回避，没有参加对这些人选的表决。"


def _result(tier: Tier, rows: Sequence[VotedItem]) -> str:
    passed = [item for item in rows if item.passed]
    whole = sum(1 for item in passed if item.tally and item.tally.in_favour == item.wanted)
    all_in = f"，其中 {whole} 人全票" if whole else ""
    return f"“{tier.label}”表决 {len(rows)} 人，通过 {len(passed)} 人{all_in}。"


def _list(told: Meeting, annex: str, title: str) -> PublicList:
    return PublicList(
        annex,
        title,
        _LIST,
        tuple(
            (
                str(at),
                item.name,
                item.tier.label.removesuffix("网格员"),
                item.district,
                str(item.wanted),
                *_votes(item),
                _outcome(item),
            )
            for at, item in enumerate(told.items, start=1)
        ),
        f"应到{told.entitled}人，到会{told.present}人，{told.rule.words}",
    )


def _plan(told: Meeting) -> SheetPlan:
    rows = [
        (
            at,
            item.tier.label,
            item.district,
            item.name,
            item.number,
            item.unit,
            item.wanted,
            *(
                (item.tally.in_favour, item.tally.against, item.tally.abstained)
                if item.tally
                else ("", "", "")
            ),
            item.recused or "",
            _outcome(item),
        )
        for at, item in enumerate(told.items, start=1)
    ]
    return SheetPlan(
        "计票单",
        _SHEET,
        rows,
        title=f"{told.title}表决计票单",
        left=f"{told.held_on:%Y-%m-%d}　应到 {told.entitled} 人，到会 {told.present} 人",
        right=told.rule.words,
        notes=(
            "赞成、反对、弃权三项之和要等于应投票数。",
            "计票人：　　　　　　监票人：　　　　　　",
        ),
    )


def _votes(item: VotedItem) -> tuple[str, str, str]:
    if item.tally is None:
        return "", "", ""
    return str(item.tally.in_favour), str(item.tally.against), str(item.tally.abstained)


def _outcome(item: VotedItem) -> str:
    if item.passed is None:
        return ""
    return "通过" if item.passed else "未通过"
