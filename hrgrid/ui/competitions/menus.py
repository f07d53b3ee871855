"""更多 and 办理: what belongs to a competition, an event, an entrant; only what is lawful."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.core.rights import Right
from hrgrid.panels.rules.words import PanelState
from hrgrid.training.rules.competing import (
    FIXED,
    CompetitionState,
    EntrantState,
    EventKind,
    MemberRole,
    Side,
)
from hrgrid.training.rules.competition_rows import CompetitorRow, EventRow
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.competitions.step_in_form import partners

if TYPE_CHECKING:
    from hrgrid.ui.competitions.board import CompetitionBoardView

_S = CompetitionState


def fill_more(board: CompetitionBoardView, menu: QMenu) -> None:
    """The entries for the competition on show."""
    menu.clear()
    deeds, read = board.deeds, board.read
    if read is None:
        return
    state = deeds.state
    _add(menu, "计分规则…", deeds.change_rule)
    _preparing(board, menu)
    if deeds.runs and state in {_S.SCORING_CLOSED, _S.CHECKED}:
        _add(menu, "退回评分…", deeds.reopen_results)
    menu.addSeparator()
    _add(menu, "外带比武…", deeds.take_away)
    if state in FIXED and read.board.card.row.next_id is not None and deeds.runs:
        _add(menu, "晋级到上一级…", deeds.advance)
    if deeds.issues:
        _add(menu, "签发获奖证书", deeds.issue_certificates)
    if deeds.runs and state in FIXED:
        _add(menu, "封闭集训…", lambda: board.wanted.emit("new_class", read.id))
    menu.addSeparator()
    _add(menu, "办理过程…", deeds.show_steps)
    if deeds.runs and state not in FIXED and not deeds.over:
        _add(menu, "取消这场比武…", deeds.cancel)


def _preparing(board: CompetitionBoardView, menu: QMenu) -> None:
    deeds = board.deeds
    if not deeds.runs or deeds.over:
        return
    if deeds.preparing:
        _add(menu, "增加项目…\tCtrl+N", deeds.add_event)
        _add(menu, "改名称、日期、晋级…", deeds.change_competition)
    if deeds.state is _S.ENTRY_OPEN:
        _add(menu, "退回筹备…", deeds.back_to_draft)
    if deeds.state not in FIXED:
        _add(menu, "奖项和名额…", deeds.set_prizes)


def fill_event(board: CompetitionBoardView, menu: QMenu, event: EventRow) -> None:
    """The entries for one event."""
    menu.clear()
    deeds = board.deeds
    running = deeds.state is _S.RUNNING
    closed = event.panel_state is PanelState.CLOSED
    judged = not runs_by_points(event)
    runs = deeds.runs and not deeds.over
    if judged and event.kind is not EventKind.WRITTEN:
        _add(menu, "评委和回避…", lambda: deeds.show_judges(event))
    if runs and deeds.takes_entrants and not closed:
        _add(menu, "抽出场号…", lambda: deeds.draw(event))
    may_enter = board.session.may(Right.ENTER_MARKS, Right.RUN_TRAINING)
    if may_enter and running and judged:
        _add(menu, "录用时…", lambda: deeds.show_times(event))
    if runs and running and not closed:
        _add(menu, "截止这一项的评分", lambda: deeds.close_event(event))
    if runs and closed and deeds.state in {_S.RUNNING, _S.SCORING_CLOSED, _S.CHECKED}:
        _add(menu, "重新开放…", lambda: deeds.reopen_event(event))
    if judged and event.judges > 1 and event.done:
        menu.addSeparator()
        _add(menu, "评委情况…", lambda: deeds.show_report(event))
    if runs and deeds.preparing:
        menu.addSeparator()
        _add(menu, "改项目和评分规则…", lambda: deeds.change_event(event))
        _add(menu, "去掉这个项目", lambda: deeds.remove_event(event))
    if menu.isEmpty():
        menu.addAction("现在没有可办的事").setEnabled(False)


def fill_entrant(board: CompetitionBoardView, menu: QMenu, row: CompetitorRow | None) -> None:
    """The entries for one entrant."""
    menu.clear()
    deeds = board.deeds
    if row is None or not deeds.runs or deeds.over or deeds.state in FIXED:
        menu.addAction("现在没有可办的事").setEnabled(False)
        return
    _add(menu, "改单位、代表队、类别…", lambda: deeds.change_entrant(row))
    if deeds.takes_entrants and board.read and partners(row, board.read.competitors):
        substitute = row.role is MemberRole.SUBSTITUTE
        _add(menu, "替补上场…" if substitute else "由替补队员替下…", lambda: deeds.step_in(row))
    if row.state is EntrantState.ENTERED:
        _add(menu, "单项缺席、退出…", lambda: deeds.set_event_status(row))
        _add(menu, "退赛…", lambda: deeds.set_state(row, EntrantState.WITHDRAWN))
        _add(menu, "取消资格…", lambda: deeds.set_state(row, EntrantState.DISQUALIFIED))
    else:
        _add(menu, "恢复参赛…", lambda: deeds.set_state(row, EntrantState.ENTERED))
    if deeds.preparing:
        told = "移出这支代表队" if row.side is Side.TEAM else "移出名单"
        _add(menu, told, lambda: deeds.remove_entrant(row))


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
