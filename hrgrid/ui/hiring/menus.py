"""更多: what belongs to a batch beside its next step; only what is lawful is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.core.rights import Right
from hrgrid.hiring.rules.words import ENDED, BatchState
from hrgrid.ui.hiring.batch_forms import (
    ApplyToDialog,
    CancelBatchDialog,
    ChangeBatchDialog,
    OpenEarlyDialog,
)

if TYPE_CHECKING:
    from hrgrid.ui.hiring.board import BatchBoard

_S = BatchState


def fill_more(board: BatchBoard, menu: QMenu) -> None:
    """The entries for the batch on show."""
    menu.clear()
    if board.shown is None:
        return
    state = board.shown.row.state
    runs = board.session.may(Right.RUN_HIRING) and board.session.day is None
    _add(menu, "岗位和网格…", board.show_positions)
    _add(menu, "招录方案…", board.deeds.show_scheme)
    if runs:
        _applications(board, menu, state)
        _examining(board, menu, state)
        _vetting(board, menu, state)
    if state in {_S.PUBLICISING, _S.DECIDING, _S.CLOSED, _S.VETTING}:
        _add(menu, "公示和异议…", board.deeds.show_publicity)
    if state in {_S.EXAMINING, _S.VETTING, _S.PUBLICISING, _S.DECIDING, _S.CLOSED}:
        _add(menu, "面试名单和总成绩…", board.deeds.show_scores)
    if state is _S.CLOSED:
        _add(menu, "储备人员…", board.deeds.show_reserves)
    menu.addSeparator()
    _add(menu, "办理过程…", board.deeds.show_steps)
    if state in ENDED and runs:
        _add(menu, "清除到期资料…", board.deeds.purge)
    if runs and state not in ENDED:
        _add(menu, "改名称…", lambda: _form(board, ChangeBatchDialog))
        _add(menu, "取消这个批次…", lambda: _form(board, CancelBatchDialog))


def _applications(board: BatchBoard, menu: QMenu, state: BatchState) -> None:
    if state is _S.PUBLISHED:
        _add(menu, "提前开始报名…", lambda: _form(board, OpenEarlyDialog))
    if state in {_S.PUBLISHED, _S.APPLYING}:
        _add(menu, "改报名截止日…", board.deeds.change_apply_to)
    if state is _S.APPLYING:
        menu.addSeparator()
        _add(menu, "登记报名…\tCtrl+N", board.deeds.add_candidate)
        if board.session.may(Right.IMPORT):
            _add(menu, "导入报名表", lambda: board.session.go("imports", "candidates"))
        _add(menu, "逐个审查…", board.deeds.check)
        _add(menu, "全部合格的一次通过", board.deeds.qualify_all)
        _add(menu, "按资料核准加分", board.deeds.grant_points)


def _examining(board: BatchBoard, menu: QMenu, state: BatchState) -> None:
    shown = board.shown
    if state is not _S.EXAMINING or shown is None:
        return
    menu.addSeparator()
    if shown.row.written:
        _add(menu, "排笔试考场…", board.deeds.plan_exam)
        _add(menu, "录入、核定笔试成绩…", board.deeds.key_marks)
    if shown.count("interview") or shown.count("ranked"):
        _add(menu, "重新出面试名单…", board.deeds.list_again)
        _add(menu, "面试考场…", board.deeds.show_rooms)
    if shown.count("ranked"):
        _add(menu, "重新排总成绩…", board.deeds.rank_again)


def _vetting(board: BatchBoard, menu: QMenu, state: BatchState) -> None:
    if state is _S.VETTING:
        menu.addSeparator()
        _add(menu, "登记合格结果…", board.deeds.record_passes)


def _form(board: BatchBoard, form: Callable[..., object]) -> None:
    if board.shown is not None:
        box = form(board.session, board.shown.row, board.window())
        box.exec()  # type: ignore[attr-defined]


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())


__all__ = ["ApplyToDialog", "fill_more"]
