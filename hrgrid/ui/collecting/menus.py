"""更多: what belongs to a round and to the unit under the cursor beside the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrgrid.exchange.rules.words import SheetState

if TYPE_CHECKING:
    from hrgrid.ui.collecting.dialog import CollectingDialog


def fill_more(dialog: CollectingDialog, menu: QMenu) -> None:
    """Only what can be done now."""
    menu.clear()
    row, deeds, current = dialog.unit(), dialog.deeds, dialog.current
    if current is None or dialog.view is None or dialog.session.day is not None:
        return
    if row is not None:
        name = row.unit_name
        if row.returns:
            _add(menu, f"看{name}的差异", lambda: dialog.compare(row.sheet_id))
        _add(menu, f"再存一份{name}的表…", lambda: deeds.save_again([row]))
        _add(menu, f"给{name}重新下发…", lambda: deeds.hand_out_again(row))
        if row.state in {SheetState.OUT, SheetState.RETURNED}:
            _add(menu, f"{name}免报…", lambda: deeds.excuse(row))
        menu.addSeparator()
    late = dialog.late
    if late:
        _add(menu, f"催 {len(late)} 个未报的单位", lambda: deeds.remind(late))
        _add(menu, "存催报单…", lambda: deeds.save_reminders(late))
    _add(menu, "再存一份全部的表…", lambda: deeds.save_again(current.units))
    if dialog.view.not_asked:
        count = len(dialog.view.not_asked)
        _add(menu, f"给另外 {count} 个单位下发…", deeds.hand_out_to)
    menu.addSeparator()
    _add(menu, "办结这一轮…", deeds.close_round)
    _add(menu, "取消这一轮…", deeds.cancel_round)


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
