"""约谈记录, 退出审批表, 经济补偿计算单: records that are signed by hand."""

from __future__ import annotations

import json

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.numerals import capital_amount, official_day
from hrgrid.documents.papers.record import Drawn
from hrgrid.exits.model import ExitCase
from hrgrid.exits.papers.frame import Frame, read_frame, record
from hrgrid.exits.papers.options import Asked
from hrgrid.exits.papers.warning_letters import points
from hrgrid.exits.rules.case_rows import ConsentRow, TalkRow
from hrgrid.exits.rules.words import ConsentLevel, ExitState
from hrgrid.paper.records import Fact
from hrgrid.storage.work import UnitOfWork

_TALK_SIGNS = (
    "谈话人签名：________________　　　　记录人签名：________________",
    "本人签名：________________　　□ 拒签，见证人：________________",
    "日期：________________",
)
_MONEY_SIGNS = (
    "计算人：________________　　复核人：________________　　负责人：________________",
    "本人确认：________________　　日期：________________",
)


def talk(work: UnitOfWork, asked: Asked) -> Drawn:
    """约谈记录: a page for each talk, a blank one before the first."""
    frame = read_frame(work, asked)
    frame.step(ExitState.WARNED)
    talks = frame.board.talks
    sheets = tuple((f"　第 {at} 次", _talk(frame, row)) for at, row in enumerate(talks, start=1))
    return record(frame, "约谈记录", sheets or (("", _blank_talk(frame)),), _TALK_SIGNS)


def _talk(frame: Frame, row: TalkRow) -> tuple[Fact, ...]:
    signed = f"本人拒签，见证人 {row.witness}" if row.refused else "本人签字"
    return (
        Fact("谈话对象", f"{frame.name}　　{frame.post}"),
        Fact("时间和地点", f"{official_day(row.held_on)}　{row.place}"),
        Fact("参加人", row.present),
        Fact("约谈事由", frame.card.row.trigger_words, 2),
        Fact("谈话内容", row.content, 8),
        Fact("本人陈述", row.statement, 6),
        Fact("签字情况", signed),
    )


def _blank_talk(frame: Frame) -> tuple[Fact, ...]:
    return (
        Fact("谈话对象", f"{frame.name}　　{frame.post}"),
        Fact("时间和地点"),
        Fact("参加人"),
        Fact("约谈事由", frame.card.row.trigger_words, 2),
        Fact("谈话内容", "", 10),
        Fact("本人陈述", "", 8),
    )


def approval(work: UnitOfWork, asked: Asked) -> Drawn:
    """退出审批表: what was done, what each level says, who decided."""
    frame = read_frame(work, asked)
    frame.step(ExitState.PROPOSED)
    card = frame.card
    consents = {row.level: row for row in frame.board.consents if not row.void_reason}
    facts = (
        Fact("姓名", f"{frame.name}（工号 {card.row.staff_number}）"),
        Fact("岗位", frame.post),
        Fact("用工方式", card.row.engagement.label),
        Fact("解除依据", frame.ground_words()),
        Fact("事实", card.ground_words, 3),
        Fact("办理过程", "\n".join(_course(frame)), 4),
        *(Fact(level.label, _consent(consents.get(level)), 3) for level in ConsentLevel),
        Fact("批准", _approved(frame), 3),
    )
    return record(frame, "退出审批表", (("", facts),), ("（各栏签字、盖章，注明日期）",))


def _course(frame: Frame) -> list[str]:
    board, told = frame.board, []
    if board.talks:
        told.append(f"{official_day(board.talks[0].held_on)}约谈")
    told += [
        f"{row.kind.label}：{official_day(row.first_day)}至{official_day(row.last_day)}"
        for row in board.remedies
    ]
    if board.reassessments:
        last = board.reassessments[-1]
        told.append(f"{official_day(last.held_on)}再考核 {points(last.score_milli)} 分")
    if board.protections:
        blocked = any(row.blocks for row in board.protections)
        told.append("保护情形：有" if blocked else "保护情形：逐项核对，没有")
    told += [f"{official_day(row.told_on)}告知本人" for row in board.hearings]
    told += [f"{row.kind.label}意见：{row.opinion.label}" for row in board.opinions if row.opinion]
    return told


def _consent(row: ConsentRow | None) -> str:
    if row is None:
        return ""
    agrees = "同意" if row.agrees else "不同意"
    text = f"：{row.text}" if row.text else ""
    return f"{agrees}{text}\n{row.post}{row.name}　{official_day(row.decided_on)}"


def _approved(frame: Frame) -> str:
    given = [f"{row.words}　{official_day(row.on)}" for row in frame.board.approvals]
    told = frame.card.approval_words
    number = f"文号：{frame.card.document_no}" if frame.card.document_no else ""
    return "\n".join(filter(None, (*given, told, number)))


def severance(work: UnitOfWork, asked: Asked) -> Drawn:
    """经济补偿计算单: how the sum came about, line by line, and in words."""
    frame = read_frame(work, asked)
    kept = work.session.get_one(ExitCase, asked.subject_id).severance
    if not kept:
        raise UserError(f"{frame.card.row.number} 还没有计算经济补偿。请先计算")
    reckoned = json.loads(kept)
    fen = int(reckoned["fen"])
    facts = (
        Fact("姓名", f"{frame.name}（工号 {frame.card.row.staff_number}）"),
        Fact("岗位", frame.post),
        Fact("解除依据", frame.ground_words()),
        Fact("工作年限", f"{reckoned['since']} 至 {reckoned['until']}"),
        Fact("计算过程", "\n".join(reckoned["lines"]), 8),
        Fact("经济补偿", f"{format_money(fen)} 元"),
        Fact("大写", f"人民币{capital_amount(fen)}"),
        Fact("代通知金", _in_lieu(frame)),
        Fact("说明", "计算办法参照劳动合同法第四十七条，仅作提示，以现行规定为准。"),
    )
    return record(frame, "经济补偿计算单", (("", facts),), _MONEY_SIGNS)


def _in_lieu(frame: Frame) -> str:
    fen = frame.card.in_lieu_fen
    return f"{format_money(fen)} 元（{capital_amount(fen)}）" if fen else "没有"
