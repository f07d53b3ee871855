"""Which step of a case comes next, and what stands in its way: pure, by what was done so far.

The database refuses every short cut on its own (model/cases.py); this says beforehand, in
sentences, what it would refuse. What is said of the law are hints and no legal advice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hrgrid.exits.rules.case_rows import CaseBlocker, CaseStep
from hrgrid.exits.rules.words import (
    DIRECT,
    ENDED,
    OF_DISPATCH,
    OF_SHORT,
    PAID,
    PROTECTED,
    TERMED,
    ConsentLevel,
    ExitPath,
    ExitState,
    Ground,
    SettlementKind,
)
from hrgrid.workforce.rules import Engagement

_S = ExitState

STEPS = {
    "warn": "下发预警",
    "talk": "登记约谈",
    "remedy": "安排补训或调岗",
    "remedy_done": "登记补训结果",
    "reassess": "登记再考核",
    "lift": "解除预警",
    "dismiss": "不予办理",
    "propose": "登记拟退出",
    "amend": "修改拟退出",
    "protect": "核对保护情形",
    "tell": "告知本人",
    "hear": "登记陈述申辩",
    "ask_union": "征求工会意见",
    "union": "登记工会意见",
    "ask_legal": "送合法性审查",
    "legal": "登记审查意见",
    "answer_objection": "答复异议",
    "consent": "登记各级意见",
    "void_consent": "作废一级意见",
    "approve": "批准退出",
    "notify": "登记送达通知",
    "appeal": "登记申诉",
    "decide_appeal": "处理申诉",
    "severance": "计算经济补偿",
    "execute": "办理离岗",
    "settle": "办理结算",
    "close": "办结",
    "cancel": "撤销",
    "hand_over": "移交经办",
    "receipt": "登记送达回证",
}
"""The words of each step by its code."""


def lawful_grounds(path: ExitPath, engagement: Engagement) -> tuple[Ground, ...]:
    """The grounds that fit how somebody is engaged."""
    if path is ExitPath.SHORT:
        return OF_SHORT
    if engagement is Engagement.DISPATCH:
        return OF_DISPATCH
    return tuple(ground for ground in Ground if ground is not Ground.ROLE_ENDED)


def blocked_by(ground: Ground | None, protected: bool) -> bool:
    """Whether a protection keeps somebody on this ground."""
    return protected and ground in PROTECTED


def approved_from(path: ExitPath, ground: Ground | None) -> ExitState:
    """The state from which a case may be approved."""
    if path is ExitPath.SHORT or ground in DIRECT:
        return _S.PROPOSED
    return _S.CHECKED if ground in TERMED else _S.LEGAL_REVIEWED


def consents_needed(
    path: ExitPath, ground: Ground | None, levels: Sequence[ConsentLevel]
) -> tuple[ConsentLevel, ...]:
    """Through which hands a case goes: none where there is no employment, or he resigns."""
    return () if path is ExitPath.SHORT or ground is Ground.RESIGN else tuple(levels)


@dataclass(frozen=True)
class CaseFacts:
    """What was done in a case so far.

    `opinion` is "" (not asked), asked, objected or settled, of whoever is asked in this state;
    `remedies_open` are without a result, `remedies_over` of them have run out.
    """

    state: ExitState
    path: ExitPath
    engagement: Engagement
    ground: Ground | None
    today: dt.date
    due_on: dt.date | None = None
    effective_on: dt.date | None = None
    in_lieu: bool = False
    remedies: int = 0
    remedies_open: int = 0
    remedies_over: int = 0
    remedy_until: dt.date | None = None
    last_passed: bool | None = None
    unanswered: int = 0
    protected: bool = False
    told: bool = False
    hearing_until: dt.date | None = None
    opinion: str = ""
    consented: tuple[ConsentLevel, ...] = ()
    refused: tuple[ConsentLevel, ...] = ()
    levels: tuple[ConsentLevel, ...] = ()
    approvals: int = 0
    approvals_needed: int = 1
    appeal_open: bool = False
    reckoned: bool = False
    unsettled: int = 0


@dataclass(frozen=True)
class ActorMay:
    """What the actor may do on the case's area."""

    run: bool
    decide: bool


def steps_of(facts: CaseFacts, may: ActorMay) -> tuple[CaseStep, ...]:
    """Every step that fits the state, the primary one first; () once it has ended."""
    if facts.state in ENDED:
        return ()
    main = _primary(facts)
    blockers = {blocker.where: blocker.sentence for blocker in blockers_of(facts)}
    rows = [_step(main, may, primary=True, why=blockers.get(main, ""))]
    rows += [
        _step(code, may, primary=False, why=blockers.get(code, ""))
        for code in _others(facts)
        if code != main
    ]
    return tuple(rows)


def _step(code: str, may: ActorMay, *, primary: bool, why: str) -> CaseStep:
    if not why and code == "approve" and not (may.decide or may.run):
        why = "没有决定退出的权限。请有权限的人登录审批"
    elif not why and code != "approve" and not may.run:
        why = "没有办理退出的权限。请经办人登录办理"
    return CaseStep(code, STEPS[code], primary, not why, why)


def primary_code(facts: CaseFacts) -> str:
    """The code of the next step; "" once it has ended."""
    return "" if facts.state in ENDED else _primary(facts)


def _primary(facts: CaseFacts) -> str:
    if facts.state in _PLAINLY:
        return _PLAINLY[facts.state]
    if facts.state in _BY_FACTS:
        return _BY_FACTS[facts.state](facts)
    if facts.state is approved_from(facts.path, facts.ground):
        return "consent" if _missing_consents(facts) else "approve"
    if facts.state is _S.PROPOSED:
        return "protect"
    return "hear" if facts.told else "tell"


def _opinion_step(facts: CaseFacts) -> str:
    union = facts.state is _S.HEARD
    if not facts.opinion:
        return "ask_union" if union else "ask_legal"
    if facts.opinion == "objected":
        return "answer_objection"
    return "union" if union else "legal"


_PLAINLY = {
    _S.WARNED: "talk",
    _S.TALKED: "remedy",
    _S.NOTIFIED: "execute",
    _S.APPEALED: "decide_appeal",
}
_BY_FACTS: Mapping[ExitState, Callable[[CaseFacts], str]] = {
    _S.REVIEWING: lambda facts: "warn" if facts.path is ExitPath.FULL else "propose",
    _S.REMEDY: lambda facts: "remedy_done" if facts.remedies_open else "reassess",
    _S.REASSESSED: lambda facts: "lift" if facts.last_passed else "propose",
    _S.HEARD: _opinion_step,
    _S.UNION_ASKED: _opinion_step,
    _S.APPROVED: lambda facts: "execute" if facts.path is ExitPath.SHORT else "notify",
    _S.EXECUTED: lambda facts: "settle" if facts.unsettled else "close",
}
_BESIDE: Mapping[ExitState, tuple[str, ...]] = {
    _S.REVIEWING: ("propose", "dismiss"),
    _S.WARNED: ("lift",),
    _S.TALKED: ("talk", "lift"),
    _S.REMEDY: ("remedy", "talk", "lift"),
    _S.REASSESSED: ("remedy", "talk", "lift", "propose"),
    _S.CHECKED: ("protect",),
    _S.HEARD: ("protect",),
    _S.UNION_ASKED: ("protect",),
    _S.LEGAL_REVIEWED: ("protect",),
    _S.NOTIFIED: ("appeal",),
    _S.EXECUTED: ("settle",),
}


def _others(facts: CaseFacts) -> Iterator[str]:
    state = facts.state
    yield from _BESIDE.get(state, ())
    if state is _S.PROPOSED and not facts.approvals:
        yield "amend"
    if state is approved_from(facts.path, facts.ground) and (facts.consented or facts.refused):
        yield "void_consent"
    if _may_reckon(facts):
        yield "severance"
    if state in _CANCELLED_FROM:
        yield "cancel"
    if state is not _S.REVIEWING:
        yield "receipt"
    yield "hand_over"


MONEY = (SettlementKind.WAGES, SettlementKind.SEVERANCE, SettlementKind.IN_LIEU)
"""Lines of a settlement that are done only with an amount."""

_K = SettlementKind
_HANDED = (_K.ASSETS, _K.ACCOUNT, _K.HANDOVER)


def settlement_kinds(
    path: ExitPath, ground: Ground | None, *, in_lieu: bool
) -> tuple[SettlementKind, ...]:
    """What is settled when somebody leaves, in its order: what was handed, money, papers."""
    if path is ExitPath.SHORT:
        return _HANDED
    money = [_K.WAGES]
    if ground in PAID:
        money.append(_K.SEVERANCE)
    if in_lieu:
        money.append(_K.IN_LIEU)
    return (*_HANDED, *money, _K.PROOF, _K.INSURANCE)


_CANCELLED_FROM = (
    *(_S.PROPOSED, _S.CHECKED, _S.HEARD, _S.UNION_ASKED),
    *(_S.LEGAL_REVIEWED, _S.APPROVED, _S.NOTIFIED),
)
RECKONED_IN = (*_CANCELLED_FROM, _S.APPEALED, _S.EXECUTED)
"""States in which severance may be reckoned."""


def _may_reckon(facts: CaseFacts) -> bool:
    paid = facts.path is ExitPath.FULL and facts.ground in PAID
    return paid and facts.state in RECKONED_IN


def _missing_consents(facts: CaseFacts) -> tuple[ConsentLevel, ...]:
    needed = consents_needed(facts.path, facts.ground, facts.levels)
    return tuple(level for level in needed if level not in facts.consented)


def blockers_of(facts: CaseFacts) -> tuple[CaseBlocker, ...]:
    """What stands in the way; `where` is the code of the step that waits for it."""
    return tuple(_blockers(facts))


def _blockers(facts: CaseFacts) -> Iterator[CaseBlocker]:
    state = facts.state
    if state is _S.REMEDY and facts.remedies_open and not facts.remedies_over:
        until = f"{facts.remedy_until:%Y-%m-%d}" if facts.remedy_until else "满期"
        yield CaseBlocker("remedy_done", f"补训或调岗到 {until} 才满，满期后登记结果")
    if state in _BEFORE_APPROVAL and blocked_by(facts.ground, facts.protected):
        told = "有受保护的情形，不能以这个依据退出。请撤销，或等情形消失后更正答复"
        for where in ("tell", "hear", "approve", "consent"):
            yield CaseBlocker(where, told)
    if state in _BEFORE_APPROVAL and facts.refused:
        levels = "、".join(level.label for level in facts.refused)
        yield CaseBlocker("approve", f"{levels}不同意。请撤销，或说明后作废原意见重新征求")
    if state is _S.NOTIFIED and facts.effective_on and facts.effective_on > facts.today:
        yield CaseBlocker("execute", f"最后在岗日是 {facts.effective_on:%Y-%m-%d}，到那天再办离岗")
    if state is _S.EXECUTED and facts.unsettled:
        told = f"结算清单还有 {facts.unsettled} 项没有办。请办完，或写明不办的原因"
        yield CaseBlocker("close", told)


_BEFORE_APPROVAL = (_S.PROPOSED, _S.CHECKED, _S.HEARD, _S.UNION_ASKED, _S.LEGAL_REVIEWED)
