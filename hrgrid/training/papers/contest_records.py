"""抽签记录 and 申诉处理单 of a competition: a page each, to be signed and filed."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.errors import UserError
from hrgrid.documents.papers.record import Drawn
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import Contest, read_contest
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.competition_standings import lots_of, protests_of
from hrgrid.training.rules.competing import LotMethod
from hrgrid.training.rules.competition_rows import LotRow, ProtestRow

_LOT_SIGNS = (
    "主持人签名：________________　　　　记录人签名：________________",
    "见证人签名：________________　　　　________________　　日期：______________",
)
_PROTEST_SIGNS = (
    "申诉人签名：________________　　　　受理人签名：________________",
    "主评委签名：________________　　　　日期：________________",
)


def lot_records(work: UnitOfWork, asked: Asked) -> Drawn:
    """抽签记录: who was equal, how it was drawn, what came of it, before whom."""
    contest = read_contest(work, asked.subject_id)
    lots = lots_of(work, contest.id)
    if not lots:
        raise UserError(f"比武“{contest.title}”没有抽签，没有记录可输出")
    sheets = [_lot(contest, at, one) for at, one in enumerate(lots, start=1)]
    return Drawn(contest.about, record_leaves(f"{contest.title}抽签记录", sheets), len(sheets))


def _lot(contest: Contest, at: int, one: LotRow) -> RecordSheet:
    drawn = list(zip(one.numbers, one.names, strict=True))
    tied = "、".join(f"{number:02d} 号{name}" for number, name in sorted(drawn))
    result = "\n".join(
        f"{place}. {number:02d} 号{name}" for place, (number, name) in enumerate(drawn, start=1)
    )
    facts = [
        Fact("比武", contest.title),
        Fact("排名", one.ranking_title),
        Fact("同分的参赛者", tied),
        Fact("抽签方式", one.method.label),
    ]
    if one.method is LotMethod.SEED:
        facts += [
            Fact("随机种子", one.seed),
            Fact("抽签前的成绩校验码", one.input_hash),
        ]
    facts += [
        Fact("结果（先后次序）", result),
        Fact("见证人", one.witnesses),
        Fact("登记", f"{when_words(one.made_at)}　{one.made_by}"),
    ]
    return RecordSheet(
        "比武抽签记录", f"编号：{contest.number}-{at:02d}", contest.office, tuple(facts), _LOT_SIGNS
    )


def protest_records(work: UnitOfWork, asked: Asked) -> Drawn:
    """申诉处理单: what was protested, and what came of it; blank where nothing has yet."""
    contest = read_contest(work, asked.subject_id)
    wanted = asked.options.protest_id
    found = [one for one in protests_of(work, contest.id) if wanted in (None, one.id)]
    if not found and not asked.options.blank:
        raise UserError(f"比武“{contest.title}”没有申诉，没有处理单可输出。要空白的请选“空白”")
    sheets = [_protest(contest, one) for one in found] or [_blank_protest(contest)]
    leaves = record_leaves(f"{contest.title}申诉处理单", sheets)
    return Drawn(contest.about, leaves, len(found))


def _protest(contest: Contest, one: ProtestRow) -> RecordSheet:
    late = "（逾期）" if one.late else ""
    decided = (
        f"{when_words(one.decided_at)}　{one.decided_by}" if one.decided_at else one.decided_by
    )
    facts = (
        Fact("比武", contest.title),
        Fact("项目", one.event_title or "总成绩"),
        Fact("参赛者", one.competitor),
        Fact("申诉人", one.filed_by),
        Fact("提出时间", f"{when_words(one.filed_at)}{late}"),
        Fact("申诉内容", one.content, 4),
        Fact("处理结果", one.state.label),
        Fact("核查情况和结论", one.finding, 6),
        Fact("作出结论", decided),
    )
    return _sheet(contest, f"第 {one.number} 件", facts)


def _blank_protest(contest: Contest) -> RecordSheet:
    labels = (("项目", 1), ("参赛者", 1), ("申诉人", 1), ("提出时间", 1), ("申诉内容", 7))
    after = (("是否受理", 1), ("核查情况和结论", 9), ("作出结论", 1))
    facts = [Fact("比武", contest.title), *(Fact(label, "", lines) for label, lines in labels)]
    facts += [Fact(label, "", lines) for label, lines in after]
    return _sheet(contest, "第 ____ 件", tuple(facts))


def _sheet(contest: Contest, which: str, facts: tuple[Fact, ...]) -> RecordSheet:
    left = f"编号：{contest.number}　{which}"
    return RecordSheet("比武成绩申诉处理单", left, contest.office, facts, _PROTEST_SIGNS)


def when_words(at: dt.datetime | None) -> str:
    """As people write a time of a day."""
    if at is None:
        return ""
    here = at.astimezone()
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
