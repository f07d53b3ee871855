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
    PUBLICISE = "publicise", "发布公示"
    RESUME = "resume", "不用再公示，继续"
    END = "end", "结束公示"
    SETTLE = "settle", "处理异议结果"
    PROPOSE = "propose", "报请决定"
    DECIDE = "decide", "定名单"
    ISSUE = "issue", "签发证书"
    PRINT = "print", "打印证书"


class Remedy(Labelled):
    """Where the way is cleared."""

    IMPORT = "import", "导入推荐表"
    NAMES = "names", "去处理"
    OBJECTIONS = "objections", "办理异议"


RIGHTS: dict[Step, tuple[Right, ...]] = dict.fromkeys(Step, (Right.RUN_HONOURS,)) | {
    Step.DECIDE: (Right.DECIDE_HONOURS, Right.RUN_HONOURS, Right.APPROVE),
    Step.PRINT: (Right.PRINT_PAPERS,),
}
"""Who may do a step: whoever holds one of the rights; the use case asks again."""


@dataclass(frozen=True)
class Standing:
    """How a campaign stands today; names are those of people of the list in force.

    `removed` are off the list, `stale` of those proposed may not be decided any more, `upheld`
    are to be taken off, `waiting` have an open objection. `publicity_ends` is the last day of
    what hangs out, None where nothing does.
    """

    state: CampaignState
    today: dt.date
    shared: bool = False
    nominated: int = 0
    applied: bool = False
    open_ties: int = 0
    removed: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()
    publicity_ends: dt.date | None = None
    to_show: int = 0
    clear: int = 0
    proposed: int = 0
    stale: tuple[str, ...] = ()
    upheld: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


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
    _S.DECIDED: Step.ISSUE,
    _S.ISSUED: Step.PRINT,
    _S.ARCHIVED: Step.PRINT,
}


def next_step(now: Standing) -> Next:
    """What is to be done next, or what first stands in its way."""
    if now.state in RUNNABLE and now.open_ties:
        return Next(Step.TIES)
    if now.state is CampaignState.DECIDING and now.proposed and not now.stale:
        # Who is proposed does not wait for what becomes of the others.
        return Next(Step.DECIDE)
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


def _showing(now: Standing) -> Next:
    return Next(Step.PUBLICISE if now.to_show else Step.RESUME)


def _proposing(now: Standing) -> Next:
    """A list that is over is ended, who is clear is proposed, the others wait."""
    ends = now.publicity_ends
    if ends is not None and ends < now.today:
        return Next(Step.END)
    if now.upheld:
        return Next(Step.SETTLE)
    if now.to_show:
        return Next(Step.PUBLICISE)
    if now.clear:
        return _named_whole(now)
    if ends is not None:
        left = f"公示到 {ends.month} 月 {ends.day} 日才满，满了才能结束公示、报请决定。"
        return Next(Step.END, left, Remedy.OBJECTIONS)
    return _waiting(now)


def _named_whole(now: Standing) -> Next:
    if now.nameless:
        shown = "、".join(f"“{name}”" for name in now.nameless[:4])
        told = f"{shown}的姓名里有缺字，先逐个写明照原样印还是先不印，才能报请决定。"
        return Next(Step.PROPOSE, told, Remedy.NAMES)
    return Next(Step.PROPOSE)


def _waiting(now: Standing) -> Next:
    shown = "、".join(f"“{name}”" for name in now.waiting[:4])
    more = f"等 {len(now.waiting)} 人" if len(now.waiting) > 4 else ""
    told = (
        f"{shown}{more}有异议没有办结，办结后才能报请决定。" if shown else "没有可以报请决定的人。"
    )
    return Next(Step.PROPOSE, told, Remedy.OBJECTIONS)


_ASKED: dict[CampaignState, Callable[[Standing], Next]] = {
    _S.DRAFT: _sharing,
    _S.NOMINATING: _closing,
    _S.COMMITTEE: _showing,
    _S.PUBLICISING: _proposing,
    _S.DECIDING: _proposing,
}
