"""What follows from a campaign's state: why the next step cannot run, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hrgrid.honours.rules.steps import RIGHTS, Next
from hrgrid.honours.rules.words import FROZEN
from hrgrid.ui.banners import Action, Kind, Message

if TYPE_CHECKING:
    from hrgrid.ui.honours.page import HonoursPage


def standing_messages(
    page: HonoursPage, following: Next, changed: Sequence[str]
) -> tuple[list[Message], bool]:
    """Sentences for above the cards, the most pressing first, and whether the step can run."""
    messages, able = [], True
    step = following.step
    if step is not None and not page.session.may(*RIGHTS[step]):
        right = RIGHTS[step][0].label
        told = f"下一步是“{step.label}”，要有“{right}”权限的人来办。"
        messages.append(Message(told))
        able = False
    elif following.blocked:
        actions: tuple[Action, ...] = ()
        if (remedy := following.remedy) is not None:
            actions = (Action(remedy.label, lambda: page.clear_the_way(remedy)),)
        messages.append(Message(following.blocked, Kind.INFO, actions))
        able = False
    messages += _parts(page)
    messages += _removed(page)
    messages += _changed(page, changed)
    messages += _legal(page)
    return messages, able


def _parts(page: HonoursPage) -> list[Message]:
    """Of a list that is decided in parts, how many are decided and how many are left."""
    board = page.board
    if board is None or not board.decisions or board.campaign.state in FROZEN:
        return []
    decided = sum(one.people for one in board.decisions)
    left = len(board.public.open)
    return [Message(f"已分批决定 {decided:,} 人，还有 {left:,} 人没有决定。")]


def _removed(page: HonoursPage) -> list[Message]:
    board = page.board
    if board is None or not board.standing.removed or board.campaign.state in FROZEN:
        return []
    names = "、".join(board.standing.removed[:4])
    return [Message(f"{names}已登记退出，还在名单里。重新计算后由下一名递补。", Kind.WARN)]


def _changed(page: HonoursPage, changed: Sequence[str]) -> list[Message]:
    if not changed:
        return []
    shown = f"（{'、'.join(changed[:3])}{'等' if len(changed) > 3 else ''}）"
    told = f"冻结以后有 {len(changed):,} 人的情况变了{shown}，名单还是按冻结时的情况算的。"
    actions: tuple[Action, ...] = ()
    if page.board is not None and page.board.campaign.applied is not None:
        actions = (Action("去处理", page.deeds.rerank),)
    return [Message(told, Kind.WARN, actions)]


def _legal(page: HonoursPage) -> list[Message]:
    board = page.board
    if board is None or board.campaign.state in FROZEN:
        return []
    return [Message(told, Kind.WARN) for told in board.campaign.warnings]
