"""更多: what belongs to a class beside its next step; only what is lawful is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.core.rights import Right
from hrgrid.training.rules.words import ClassState

if TYPE_CHECKING:
    from hrgrid.ui.training.board import ClassBoard

_S = ClassState


def fill_more(board: ClassBoard, menu: QMenu) -> None:
    """The entries for the class on show."""
    menu.clear()
    if board.shown is None:
        return
    row, deeds = board.shown.row, board.deeds
    today = board.session.day is None
    runs = board.session.may(Right.RUN_TRAINING) and today
    enters = board.session.may(Right.RUN_TRAINING, Right.ENTER_MARKS) and today
    _add(menu, "课次…", deeds.show_sessions)
    if runs and deeds.open_now:
        _add(menu, "加参训人员…\tCtrl+N", deeds.enrol)
        if row.state in {_S.PLANNED, _S.OPEN}:
            _add(menu, "向单位收报名…", deeds.collect_names)
        if any(one.state.value == "invited" for one in board.shown.people):
            _add(menu, "已通知的都确认报名", deeds.accept_all)
    menu.addSeparator()
    _sheets(board, menu, enters=enters)
    menu.addSeparator()
    _add(menu, "办理过程…", deeds.show_steps)
    if row.competition_id is not None:
        _add(menu, "看所属比武", deeds.show_competition)
    if runs:
        _steps(board, menu, row.state)


def _sheets(board: ClassBoard, menu: QMenu, *, enters: bool) -> None:
    """What is settled may still be looked at."""
    deeds = board.deeds
    if deeds.shown is None or deeds.shown.row.state in {_S.PLANNED, _S.OPEN, _S.CANCELLED}:
        return
    keys = enters and deeds.open_now
    _add(menu, "登记签到…\tCtrl+E" if keys else "看签到表", deeds.sign_in)
    if deeds.shown.row.tested:
        _add(menu, "录测试成绩…" if keys else "看测试成绩", deeds.key_tests)
    if keys and board.session.may(Right.IMPORT):
        _add(menu, "导入签到表", lambda: board.session.go("imports", "attendance"))


def _steps(board: ClassBoard, menu: QMenu, state: ClassState) -> None:
    deeds = board.deeds
    if deeds.open_now:
        _add(menu, "改这个班…", deeds.change)
    if state is _S.OPEN:
        _add(menu, "退回筹备", deeds.back_to_planning)
    if state is _S.ENDED:
        _add(menu, "继续上课…", deeds.resume)
    if state is _S.CONFIRMED:
        _add(menu, "退回结果…", deeds.reopen)
    if state in {_S.PLANNED, _S.OPEN, _S.RUNNING}:
        _add(menu, "取消这个班…", deeds.cancel)


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
