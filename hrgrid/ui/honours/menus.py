"""更多: what belongs to the campaign beside its next step; only what is lawful is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.rules.words import FROZEN, RUNNABLE, CampaignState
from hrgrid.ui.honours import words

if TYPE_CHECKING:
    from hrgrid.ui.honours.page import HonoursPage


def fill_more(page: HonoursPage, menu: QMenu) -> None:
    """The entries for the campaign on show."""
    menu.clear()
    if page.board is not None and page.middle.narrow:
        _add_folded(page, menu, page.board)
    if page.board is not None:
        _add_deeds(page, menu, page.board)
    menu.addSeparator()
    _add(menu, "光荣册（历年荣誉）…", page.show_roll)
    if page.session.may(Right.RUN_HONOURS):
        menu.addSeparator()
        _add(menu, "新建年度评选…\tCtrl+N", page.open_campaign)
        if page.session.may(Right.IMPORT):
            _add(menu, "导入以往荣誉", lambda: page.session.go("imports", "earlier-honours"))


def _add_folded(page: HonoursPage, menu: QMenu, found: Board) -> None:
    """What stands beside 更多 where there is room."""
    _add(menu, "名额方案…", page.show_scheme)
    if found.campaign.applied is not None and page.session.may(Right.PRINT_PAPERS):
        page.exporting.fill(menu.addMenu("导出名单"))
    _others(page, menu.addMenu("换一次评选"))
    menu.addSeparator()


def _add_deeds(page: HonoursPage, menu: QMenu, found: Board) -> None:
    state, session, deeds = found.campaign.state, page.session, page.deeds
    _add(menu, "日程安排…", page.eligible.timetable)
    _add(menu, "集体荣誉…", page.eligible.collectives)
    if found.campaign.newest is not None:
        _add(menu, "核对这次计算", deeds.check)
    _add_eligibility(page, menu, found)
    page.nominating.fill(menu)
    if found.publicity is not None and session.may(Right.RUN_HONOURS, Right.DECIDE_HONOURS):
        _add(menu, "公示与异议…", deeds.register)
    page.reviewing.fill(menu)
    if not session.may(Right.RUN_HONOURS):
        return
    if session.may(Right.IMPORT) and state is CampaignState.NOMINATING:
        _add(menu, "导入推荐表", lambda: session.go("imports", "nominations"))
    if state is CampaignState.QUOTAS_SET:
        _add(menu, "退回拟定方案…", deeds.reopen)
    if state in RUNNABLE and found.campaign.applied is not None:
        _add(menu, "重新计算排名…", deeds.rerank)
    if state in RUNNABLE and found.decisions:
        _add(menu, "签发已决定的证书…", deeds.issue)
    if state is CampaignState.ISSUED:
        _add(menu, "归档这次评选", deeds.put_away)


def _add_eligibility(page: HonoursPage, menu: QMenu, found: Board) -> None:
    """What decides who may be chosen, and what another rule would change."""
    eligible = page.eligible
    menu.addSeparator()
    _add(menu, "评选条件…", eligible.conditions)
    if page.session.may(Right.RUN_HONOURS) and found.campaign.state in (
        CampaignState.NOMINATING,
        *RUNNABLE,
    ):
        _add(menu, "试算：改了会怎样…", eligible.try_out)
    if page.session.may(Right.RUN_HONOURS, Right.DECIDE_HONOURS):
        if found.campaign.state in (*RUNNABLE, *FROZEN):
            _add(menu, "公平性对比…", eligible.fairness)
        _add(menu, "一票否决情形…", eligible.findings)
        _add(menu, "条件破例…", eligible.exemptions)
        _add(menu, "征求意见…", eligible.opinions)
    menu.addSeparator()


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())


def _others(page: HonoursPage, menu: QMenu) -> None:
    for row in page.campaigns:
        action = menu.addAction(words.titled(row))
        action.triggered.connect(lambda *_, key=row.id: page.choose(key))
