"""拟解除告知、征求工会意见、解除通知、解除证明: letters of a case that ends a post."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.numerals import capital_amount, official_day
from hrgrid.documents.papers.record import Official
from hrgrid.exits.papers.frame import HINT, Frame, blank_number, letter, read_frame
from hrgrid.exits.papers.options import Asked
from hrgrid.exits.queries.rules import exit_rules_version
from hrgrid.exits.rules.words import (
    DECIDED,
    NOTICED,
    ExitPaper,
    ExitPath,
    ExitState,
    OpinionKind,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import Engagement

_ANSWER = (
    "回　　执\t请填写后送还",
    "□ 无异议　□ 有异议：\t",
    "工会（盖章）\t日期：　　　　年　　月　　日",
)


def proposal(work: UnitOfWork, asked: Asked) -> Official:
    """拟解除告知书: on what ground and facts, and until when he may speak."""
    frame = read_frame(work, asked)
    step = frame.step(ExitState.PROPOSED)
    rules = exit_rules_version(work, frame.card.rule_number)
    told = frame.board.hearings[-1] if frame.board.hearings else None
    until = f"（{official_day(told.until)}前）" if told else ""
    paragraphs = (
        f"你{frame.serves}。经核实：{_facts(frame)}",
        f"根据{_law(frame)}，我单位拟{_deed(frame)}。",
        (
            f"你有陈述和申辩的权利，可在收到本告知书之日起{rules.hearing_days}个工作日内{until}向我单位"
            "书面或者当面提出。逾期不提出的，视为放弃。"
        ),
    )
    receipt = frame.receipt(ExitPaper.PROPOSAL)
    number = (receipt.number if receipt else "") or blank_number(frame, "告")
    day = told.told_on if told else step.on
    return letter(frame, "拟解除告知书", paragraphs, number=number, day=day, remarks=(HINT,))


def union(work: UnitOfWork, asked: Asked) -> Official:
    """征求工会意见函: whom it is about, on what, and the slip that the union sends back."""
    frame = read_frame(work, asked)
    frame.step(ExitState.PROPOSED)
    row = next((one for one in frame.board.opinions if one.kind is OpinionKind.UNION), None)
    due = f"请于{official_day(row.due_on)}前函复。" if row and row.due_on else "请函复。"
    paragraphs = (
        f"{frame.name}{frame.serves}。经核实：{_facts(frame)}",
        (
            f"根据{_law(frame)}，我单位拟{_deed(frame).replace('你', '其')}。"
            "已告知本人，并听取陈述和申辩。"
        ),
        f"现按照劳动合同法第四十三条征求意见（仅作提示），{due}",
    )
    number = (row.document_no if row else "") or blank_number(frame, "函")
    asked_of = row.asked if row else "工会"
    day = row.asked_on if row else frame.today
    return letter(
        frame,
        "关于征求解除劳动合同意见的函",
        paragraphs,
        number=number,
        day=day,
        addressee=asked_of,
        slip=_ANSWER,
        remarks=(HINT,),
    )


def notice(work: UnitOfWork, asked: Asked) -> Official:
    """解除劳动合同通知书; to the agency for who is dispatched."""
    frame = read_frame(work, asked)
    _require_decided(frame)
    if frame.card.row.path is ExitPath.SHORT:
        raise UserError(f"{frame.name}没有劳动关系，请输出“{ExitPaper.RELEASE.label}”")
    card = frame.card
    last = card.row.effective_on
    ends = f"你的最后在岗日为{official_day(last)}。" if last else ""
    paragraphs = (
        f"你{frame.serves}。经核实：{_facts(frame)}",
        (
            f"根据{_law(frame)}，{_after(frame)}报批准（{card.document_no}），决定"
            f"{_deed(frame)}。{_notice(frame)}{ends}"
        ),
        (
            "请在最后在岗日前移交工作，交回公物和证件。我单位当日出具解除证明，"
            "十五日内转移档案和社会保险关系。"
        ),
        "你对本决定不服，可以向我单位申诉，也可以依法申请劳动争议仲裁。",
    )
    receipt = frame.receipt(ExitPaper.NOTICE)
    number = (receipt.number if receipt else "") or card.document_no
    day = card.notice_on or frame.step(ExitState.APPROVED).on
    if card.row.engagement is Engagement.DISPATCH:
        return letter(
            frame,
            ExitPaper.RETURNED.label,
            (
                f"贵单位派遣到我单位工作的{frame.name}，{frame.serves}。经核实：{_facts(frame)}",
                (
                    f"根据{_law(frame)}和劳动合同法第六十五条（仅作提示），经报批准（{card.document_no}），"
                    f"自{official_day(last) if last else '____年____月____日'}起将该同志退回贵"
                    "单位。请依法办理有关手续。"
                ),
            ),
            number=number,
            day=day,
            addressee=card.employer or "劳务派遣单位",
            remarks=(HINT,),
        )
    return letter(
        frame, ExitPaper.NOTICE.label, paragraphs, number=number, day=day, remarks=(HINT,)
    )


def _after(frame: Frame) -> str:
    """What was done before the approval, and nothing that was not."""
    done = ["听取本人意见"] if frame.board.hearings else []
    if any(row.kind is OpinionKind.UNION and row.opinion for row in frame.board.opinions):
        done.append("征求工会意见")
    return f"经{'、'.join(done)}并" if done else "经"


def _notice(frame: Frame) -> str:
    card = frame.card
    if card.in_lieu_fen:
        return (
            f"额外支付一个月工资{format_money(card.in_lieu_fen)}元"
            f"（{capital_amount(card.in_lieu_fen)}）代替提前三十日通知。"
        )
    if frame.ground() in NOTICED:
        return "本通知提前三十日送达。"
    return ""


def release(work: UnitOfWork, asked: Asked) -> Official:
    """免去网格职务通知书: the one paper of who has no employment."""
    frame = read_frame(work, asked)
    _require_decided(frame)
    if frame.card.row.path is ExitPath.FULL:
        raise UserError(f"{frame.name}有劳动关系，请输出“{ExitPaper.NOTICE.label}”")
    card = frame.card
    last = card.row.effective_on
    since = f"自{official_day(last)}起，" if last else ""
    paragraphs = (
        f"经研究决定（{card.document_no}），{since}你不再担任{frame.post}。",
        f"原因：{_facts(frame)}请办理工作移交，交回公物和证件。感谢你为网格工作作出的贡献。",
    )
    day = card.notice_on or frame.step(ExitState.APPROVED).on
    return letter(frame, ExitPaper.RELEASE.label, paragraphs, number=card.document_no, day=day)


def proof(work: UnitOfWork, asked: Asked) -> Official:
    """解除证明: given on the last day; what it says is what the next employer may read."""
    frame = read_frame(work, asked)
    step = frame.step(ExitState.EXECUTED)
    card = frame.card
    last = card.row.effective_on or step.on
    since = f"自{official_day(card.engagement_since)}起" if card.engagement_since else ""
    paragraphs = (
        (
            f"兹证明{frame.name}（工号{card.row.staff_number}）{since}在我单位工作，{frame.serves}，"
            f"{card.row.engagement.label}于{official_day(last)}解除（终止）。"
        ),
        f"解除（终止）依据：{frame.ground_words()}。",
        "特此证明。",
    )
    number = blank_number(frame, "证")
    return letter(
        frame, ExitPaper.PROOF.label, paragraphs, number=number, day=last, addressee="有关单位"
    )


def _require_decided(frame: Frame) -> None:
    if frame.card.row.state not in DECIDED:
        raise UserError(f"{frame.card.row.number} 还没有批准，不能出通知。请先办批准")


def _facts(frame: Frame) -> str:
    told = frame.card.ground_words.strip() or "见所附材料"
    return told if told.endswith("。") else f"{told}。"


def _law(frame: Frame) -> str:
    words = frame.ground_words()
    return f"劳动合同法{words}" if words.startswith("第") else f"“{words}”的约定和规定"


def _deed(frame: Frame) -> str:
    return {
        Engagement.CONTRACT: "与你解除（终止）劳动合同",
        Engagement.DISPATCH: "将你退回劳务派遣单位",
    }.get(frame.card.row.engagement, "免去你的网格职务")
