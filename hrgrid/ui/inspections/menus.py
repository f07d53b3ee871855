"""更多 and 办理: what belongs to an inspection, a visit, faults; only what is lawful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.inspection_rows import FindingRow, VisitRow
from hrgrid.assessment.rules.words import FindingState, InspectionState
from hrgrid.core.rights import Right

if TYPE_CHECKING:
    from hrgrid.ui.inspections.board import InspectionBoardView


def fill_more(board: InspectionBoardView, menu: QMenu) -> None:
    """The entries for the inspection on show."""
    menu.clear()
    deeds, read = board.deeds, board.read
    if read is None:
        return
    if deeds.drafting:
        _add(menu, "改检查方案…", deeds.change_plan)
        _add(menu, "加检查人员…\tCtrl+N", deeds.add_inspectors)
        if read.board.seal is not None:
            _add(menu, "重新开放名册…", deeds.unseal)
    if read.board.seal is not None:
        _add(menu, "导出名册，供复验…", board.export_pool)
    if deeds.state in {InspectionState.DRAWN, InspectionState.CLOSED} and deeds.runs:
        menu.addSeparator()
        _add(menu, "登记通报文号…", deeds.publish)
        row = read.board.row
        if deeds.open and row.held == row.drawn and row.open + row.rectified:
            _add(menu, "带着问题办结…", deeds.close_plan)
    if deeds.drafting or deeds.open:
        menu.addSeparator()
        _add(menu, "取消这次检查…", deeds.cancel)
    if menu.isEmpty():
        _nothing(menu)


def fill_visit(board: InspectionBoardView, menu: QMenu, row: VisitRow | None) -> None:
    """The entries for one visit."""
    menu.clear()
    deeds = board.deeds
    if row is None:
        _nothing(menu)
        return
    act = "录检查结果…" if row.result is None and deeds.open else "看检查记录…"
    _add(menu, act, lambda: deeds.open_visit(row, board.visits.order))
    if deeds.open and row.result is not None:
        _add(menu, "清除结果…", lambda: deeds.clear_visit(row))
    if board.writing.allowed:
        _add(menu, "打印检查记录表…", lambda: board.print_sheet(row))
    person_id = row.person_id
    if person_id is not None and board.session.may(Right.VIEW_WORKFORCE):
        menu.addSeparator()
        _add(menu, "看人员档案", lambda: board.session.go("workforce", f"person/{person_id}"))


def fill_findings(board: InspectionBoardView, menu: QMenu, rows: Sequence[FindingRow]) -> None:
    """The entries for the selected faults."""
    menu.clear()
    deeds = board.deeds
    open_ones = [row for row in rows if row.state is FindingState.OPEN]
    fixed = [row for row in rows if row.state is FindingState.RECTIFIED]
    if deeds.settles and open_ones:
        _add(menu, f"登记整改（{len(open_ones)} 个）…", lambda: deeds.rectify(open_ones))
    if deeds.settles and fixed:
        _add(menu, f"复查销号（{len(fixed)} 个）…", lambda: deeds.close_findings(fixed))
        _add(menu, f"退回重新整改（{len(fixed)} 个）…", lambda: deeds.send_back(fixed))
    if len(rows) == 1:
        [row] = rows
        _add(menu, "看问题和照片…", lambda: deeds.open_finding(row))
        if deeds.open and row.state is FindingState.OPEN:
            _add(menu, "改内容、期限…", lambda: deeds.change_finding(row))
        if deeds.open and row.state is not FindingState.VOID:
            _add(menu, "记错作废…", lambda: deeds.void_finding(row))
    if rows and board.writing.allowed:
        menu.addSeparator()
        _add(menu, "打印整改通知书…", lambda: board.print_notices(rows))
    if menu.isEmpty():
        _nothing(menu)


def _nothing(menu: QMenu) -> None:
    menu.addAction("现在没有可办的事").setEnabled(False)


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
