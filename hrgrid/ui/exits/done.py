"""What was done in a case, as cards: from the person and the cause to the settlement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrgrid.exits.rules.case_rows import (
    CaseBoard,
    CaseCard,
    ConsentRow,
    HearingRow,
    OpinionRow,
    RemedyRow,
    SettlementRow,
)
from hrgrid.exits.rules.words import ExitAppealState, RemedyKind
from hrgrid.ui.exits.words import HINT, on, points, yuan
from hrgrid.ui.matters.words import full_day, span

Facts = tuple[tuple[str, str], ...]


def sections(board: CaseBoard) -> Iterator[tuple[str, str, Facts]]:
    """Title, a quiet word beside it, facts; in the order of the path, empty ones left out."""
    card = board.card
    yield "人员和起因", "", _person(card)
    if card.row.ground is not None:
        yield "退出依据", HINT, _ground(card)
    for at, talk in enumerate(board.talks, start=1):
        title = "约谈" if len(board.talks) == 1 else f"第 {at} 次约谈"
        yield (
            title,
            on(talk.held_on),
            (
                ("地点", talk.place),
                ("参加人", talk.present),
                ("谈话内容", talk.content),
                ("本人陈述", talk.statement),
                ("签字", f"本人拒签，见证人 {talk.witness}" if talk.refused else "本人签字"),
            ),
        )
    for remedy in board.remedies:
        yield remedy.kind.label, span(remedy.first_day, remedy.last_day), _remedy(remedy)
    for seen in board.reassessments:
        outcome = "合格" if seen.passed else "仍不合格"
        yield (
            "再考核",
            on(seen.held_on),
            (
                (
                    "结果",
                    f"{points(seen.score_milli)}，合格线 {points(seen.pass_milli)}，{outcome}",
                ),
                ("考核人", seen.assessor),
                ("考核办法", seen.scheme_words),
                ("说明", seen.note),
            ),
        )
    yield from _asked(board)
    yield from _decided(board)


def _person(card: CaseCard) -> Facts:
    row = card.row
    signed = f"，{full_day(card.regulation_signed_on)} 签收" if card.regulation_signed_on else ""
    unsigned = "，本人没有签收记录" if card.regulation and not signed else ""
    return (
        ("姓名", f"{row.name}（工号 {row.staff_number}）"),
        ("岗位", f"{row.place} {card.role}".strip()),
        ("用工方式", f"{row.engagement.label}　{card.employer}".strip("　")),
        ("起因", row.cause.label),
        ("说明", row.trigger_words),
        ("适用办法", f"{card.regulation}{signed}{unsigned}"),
        ("原考核人", card.first_assessor),
        ("经办人", row.handler),
        ("结束原因", card.end_reason),
        ("观察期", f"到 {full_day(row.watch_until)}" if row.watch_until else ""),
    )


def _ground(card: CaseCard) -> Facts:
    ground = card.row.ground
    label = ground.label if ground else ""
    item = f"　{card.fault_item.label}" if card.fault_item else ""
    return (
        ("依据", f"{label}{item}"),
        ("提示", ground.explanation if ground else ""),
        ("事实", card.ground_words),
        ("提出人", card.proposer),
        ("经济补偿", card.severance_words),
    )


def _remedy(row: RemedyRow) -> Facts:
    hours = f"{row.minutes // 45} 学时" if row.minutes and row.kind is RemedyKind.TRAINING else ""
    return (
        ("内容", row.content),
        ("时间", f"{row.days} 天"),
        ("学时", hours),
        ("帮带人", row.mentor),
        ("结果", f"{row.result}（{on(row.done_on)}）" if row.done_on else "还没有登记结果"),
    )


def _asked(board: CaseBoard) -> Iterator[tuple[str, str, Facts]]:
    answered = [row for row in board.protections if row.blocks is not None]
    if answered:
        blocking = [row.item.label for row in answered if row.blocks]
        told = "、".join(blocking) if blocking else "都没有"
        scans = sum(row.has_scan for row in answered)
        yield (
            "保护情形",
            f"已核 {len(answered)} / {len(board.protections)} 项",
            (
                ("受保护的情形", told),
                ("封存的材料", f"{scans} 份，只有经办人能打开" if scans else ""),
                ("核对人", answered[-1].answered_by),
            ),
        )
    for hearing in board.hearings:
        yield "告知和陈述申辩", on(hearing.told_on), _hearing(hearing)
    for opinion in board.opinions:
        yield f"{opinion.kind.label}意见", on(opinion.asked_on), _opinion(opinion)


def _hearing(row: HearingRow) -> Facts:
    how = {"heard": "本人已申辩", "waived": "本人放弃申辩", "lapsed": "逾期没有申辩"}
    return (
        ("申辩期限", f"到 {full_day(row.until)}"),
        ("结果", how.get(row.how, "等待本人申辩")),
        ("本人陈述", row.statement),
        ("核实情况", row.finding),
    )


def _opinion(row: OpinionRow) -> Facts:
    return (
        ("征求对象", row.asked),
        ("答复", row.opinion.label if row.opinion else "等待答复"),
        ("意见", row.text),
        ("对异议的处理", row.answered_with),
        ("文号", row.document_no),
    )


def _decided(board: CaseBoard) -> Iterator[tuple[str, str, Facts]]:
    standing = [row for row in board.consents if not row.void_reason]
    if standing:
        yield "各级意见", "", tuple((row.level.label, _consent(row)) for row in standing)
    if board.approvals:
        given = (
            ("审批人", f"{row.words} {on(row.on)}　{row.document_no}".strip())
            for row in board.approvals
        )
        beside = f"{len(board.approvals)} / {board.approvals_needed} 人"
        yield "批准", beside, (*given, ("文号", board.card.document_no))
    card = board.card
    if card.notice_on is not None:
        yield (
            "送达通知",
            on(card.notice_on),
            (
                ("最后在岗日", full_day(card.row.effective_on)),
                ("提前通知", f"{card.notice_days} 日" if card.notice_days else ""),
                ("代通知金", yuan(card.in_lieu_fen)),
            ),
        )
    for appeal in board.appeals:
        answer = "" if appeal.state is ExitAppealState.FILED else appeal.finding
        yield (
            f"第 {appeal.number} 号申诉",
            on(appeal.filed_on),
            (
                ("内容", appeal.content),
                ("处理", f"{appeal.state.label}　{answer}".strip("　")),
                ("处理人", appeal.decided_by),
            ),
        )
    if board.settlements:
        done = sum(row.settled for row in board.settlements)
        yield "离岗结算", f"{done} / {len(board.settlements)} 项", _settled(board.settlements)


def _consent(row: ConsentRow) -> str:
    told = f"{'同意' if row.agrees else '不同意'}　{row.post}{row.name} {on(row.decided_on)}"
    return f"{told}：{row.text}" if row.text else told


def _settled(rows: Sequence[SettlementRow]) -> Facts:
    def told(row: SettlementRow) -> str:
        if row.waived:
            return f"不办：{row.waived}"
        if row.done_on:
            return f"{yuan(row.amount_fen)} {on(row.done_on)}已办".strip()
        by = f"，{on(row.due_on)}前" if row.due_on else ""
        return f"{yuan(row.amount_fen)} 没有办{by}".strip()

    return tuple((row.label, told(row)) for row in rows)
