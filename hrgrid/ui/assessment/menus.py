"""更多: what belongs to a period beside its next step; only what is lawful is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.period_rows import PeriodBoard
from hrgrid.assessment.rules.result_rows import ResultRow, ResultState
from hrgrid.assessment.rules.words import PeriodKind, PeriodState

if TYPE_CHECKING:
    from hrgrid.ui.assessment.board import PeriodBoardView
    from hrgrid.ui.assessment.deeds import Deeds

_S = PeriodState


def fill_more(view: PeriodBoardView, menu: QMenu) -> None:
    """The entries for the period on show."""
    menu.clear()
    board, deeds = view.shown, view.deeds
    if board is None:
        return
    add(menu, "考核对象…", deeds.show_people)
    if board.card.row.kind is not PeriodKind.MONTH:
        add(menu, "各月考核期…", deeds.show_months)
    menu.addSeparator()
    if deeds.takes_figures:
        add(menu, "按单位收集…", deeds.collect)
        add(menu, "导入数据文件", deeds.import_figures)
        add(menu, "手工填写…", deeds.key_figures)
        add(menu, "补程序已有的数据", deeds.gather)
    _looks(deeds, menu, board)
    menu.addSeparator()
    _steps(deeds, menu, board)


def _looks(deeds: Deeds, menu: QMenu, board: PeriodBoard) -> None:
    if deeds.open_now and board.card.newer_rule is not None and not deeds.shows:
        add(menu, f"改用第 {board.card.newer_rule} 版方案…", deeds.take_scheme)
    menu.addSeparator()
    if deeds.scores and board.counts.run_number is not None:
        add(menu, "重新计算…", deeds.compute)
    if board.counts.run_number is not None or board.card.row.revision > 1:
        add(menu, "各次计算比较…", deeds.show_runs)
    add(menu, "办理过程…", deeds.show_steps)


def _steps(deeds: Deeds, menu: QMenu, board: PeriodBoard) -> None:
    if deeds.open_now:
        add(menu, "改名称和期限…", deeds.change)
    if deeds.scores:
        add(menu, "退回收集数据", deeds.back_to_collecting)
    if deeds.shows and board.may_go_back:
        add(menu, "退回计分…", deeds.back_to_scoring)
    if deeds.runs and board.may_reopen:
        add(menu, "重开，另立一版…", deeds.reopen)


def fill_person(deeds: Deeds, menu: QMenu, row: ResultRow | None) -> None:
    """What can be done about the result of one person."""
    menu.clear()
    if row is None:
        return
    if deeds.scores and row.state is ResultState.SCORED:
        add(menu, "调整得分…", lambda: deeds.propose_change(row))
    if deeds.scores and row.left_out is None:
        add(menu, "这一期不参加考核…", lambda: deeds.leave_out(row))
    if row.blocked and deeds.takes_figures:
        add(menu, "看缺什么数据…", lambda: deeds.show_missing(row.unit_id))
    if deeds.shows and row.total_milli is not None:
        add(menu, "登记申诉…", lambda: deeds.file_appeal(row))
    if not menu.isEmpty():
        menu.addSeparator()
    add(menu, "人员档案", lambda: deeds.session.go("workforce", f"file/{row.person_id}"))


def add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    """An entry."""
    menu.addAction(text).triggered.connect(lambda *_: does())
