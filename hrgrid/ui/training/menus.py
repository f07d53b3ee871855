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
        if any(one.state.value == "invited" for one in board.shown.people):
            _add(menu, "已通知的都确认报名", deeds.accept_all)
    menu.addSeparator()
    # What is settled may still be looked at.
    if row.state is not _S.PLANNED:
        _add(menu, "登记签到…\tCtrl+E" if enters and deeds.open_now else "看签到表", deeds.sign_in)
        if row.tested:
            text = "录测试成绩…" if enters and deeds.open_now else "看测试成绩"
            _add(menu, text, deeds.key_tests)
        if enters and deeds.open_now and board.session.may(Right.IMPORT):
            _add(menu, "导入签到表", lambda: board.session.go("imports", "attendance"))
    menu.addSeparator()
    _add(menu, "办理过程…", deeds.show_steps)
    if row.competition_id is not None:
        _add(menu, "看所属比武", deeds.show_competition)
    if not runs:
        return
    if deeds.open_now:
        _add(menu, "改这个班…", deeds.change)
    if row.state is _S.OPEN:
        _add(menu, "退回筹备", deeds.back_to_planning)
    if row.state is _S.ENDED:
        _add(menu, "继续上课…", deeds.resume)
    if row.state is _S.CONFIRMED:
        _add(menu, "退回结果…", deeds.reopen)
    if row.state in {_S.PLANNED, _S.OPEN, _S.RUNNING}:
        _add(menu, "取消这个班…", deeds.cancel)


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
