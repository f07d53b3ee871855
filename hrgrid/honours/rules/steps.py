"""The next lawful step of a campaign, and what stands in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.honours.rules.words import RUNNABLE, CampaignState


class Step(Labelled):
    """What is done next, as a button says it."""

    SHARE = "share", "分配名额"
    FIX = "fix", "定下名额，开始推荐"
    START = "start", "开始推荐"
    CLOSE = "close", "截止推荐，计算排名"
    RANK = "rank", "计算排名"
    TIES = "ties", "处理并列"
    RERANK = "rerank", "重新计算排名"
    COMMITTEE = "committee", "登记会议审定"
    PUBLICISE = "publicise", "登记公示"
    PROPOSE = "propose", "报请决定"
    DECIDE = "decide", "定名单"
    ISSUE = "issue", "签发证书"
    PRINT = "print", "打印证书"


class Remedy(Labelled):
    """Where the way is cleared."""

    IMPORT = "import", "导入推荐表"
    NAMES = "names", "去处理"


RIGHTS: dict[Step, tuple[Right, ...]] = dict.fromkeys(Step, (Right.RUN_HONOURS,)) | {
    Step.DECIDE: (Right.DECIDE_HONOURS, Right.RUN_HONOURS, Right.APPROVE),
    Step.PRINT: (Right.PRINT_PAPERS,),
}
"""Who may do a step: whoever holds one of the rights; the use case asks again."""


@dataclass(frozen=True)
class Standing:
    """How a campaign stands today; `removed` and `nameless` are people of the list in force."""

    state: CampaignState
    today: dt.date
    shared: bool = False
    nominated: int = 0
    applied: bool = False
    open_ties: int = 0
    removed: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()
    publicity_ends: dt.date | None = None


@dataclass(frozen=True)
class Next:
    """The step, and where it cannot be done yet the sentence that says why."""

    step: Step | None
    blocked: str = ""
    remedy: Remedy | None = None


_S = CampaignState
_PLAIN = {
    _S.QUOTAS_SET: Step.START,
    _S.REVIEWING: Step.RANK,
    _S.SELECTED: Step.COMMITTEE,
    _S.COMMITTEE: Step.PUBLICISE,
    _S.DECIDING: Step.DECIDE,
    _S.DECIDED: Step.ISSUE,
    _S.ISSUED: Step.PRINT,
    _S.ARCHIVED: Step.PRINT,
}


def next_step(now: Standing) -> Next:
    """What is to be done next, or what first stands in its way."""
    if now.state in RUNNABLE and now.open_ties:
        return Next(Step.TIES)
    if now.state in RUNNABLE and now.removed:
        # Somebody of the list is out: the next of his district steps in before anything else.
        return Next(Step.RERANK)
    asked = _ASKED.get(now.state)
    return asked(now) if asked else Next(_PLAIN[now.state])


def _sharing(now: Standing) -> Next:
    return Next(Step.FIX if now.shared else Step.SHARE)


def _closing(now: Standing) -> Next:
    if now.nominated:
        return Next(Step.CLOSE)
    told = "还没有一个推荐对象。把各单位交回的推荐表一起拖到这里，或点“导入推荐表”。"
    return Next(Step.CLOSE, told, Remedy.IMPORT)


def _proposing(now: Standing) -> Next:
    ends = now.publicity_ends
    if ends is not None and now.today <= ends:
        left = f"公示到 {ends.month} 月 {ends.day} 日才满，满了才能报请决定。"
        return Next(Step.PROPOSE, left)
    if now.nameless:
        shown = "、".join(f"“{name}”" for name in now.nameless[:4])
        told = f"{shown}的姓名里有缺字，先逐个写明照原样印还是先不印，才能报请决定。"
        return Next(Step.PROPOSE, told, Remedy.NAMES)
    return Next(Step.PROPOSE)


_ASKED: dict[CampaignState, Callable[[Standing], Next]] = {
    _S.DRAFT: _sharing,
    _S.NOMINATING: _closing,
    _S.PUBLICISING: _proposing,
}
