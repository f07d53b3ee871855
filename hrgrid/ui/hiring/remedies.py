"""Where what blocks the next step is put right, as the link of its banner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrgrid.core.rights import Right
from hrgrid.ui.banners import Action

if TYPE_CHECKING:
    from hrgrid.ui.hiring.board import BatchBoard


def remedy(board: BatchBoard) -> tuple[Action, ...]:
    """At most two links for the step that is blocked now."""
    shown, session = board.shown, board.session
    if shown is None or not session.may(Right.RUN_HIRING) or session.day is not None:
        return ()
    deeds = board.deeds
    found = {
        "publish": (Action("去处理", board.show_positions),),
        "open_applications": (Action("提前开始…", deeds.open_applications),),
        "start_examining": (Action("改截止日…", deeds.change_apply_to),),
        "check": (Action("去处理", deeds.check),),
        "publicise": (Action("登记结果…", deeds.record_passes),),
        "close_publicity": (Action("公示和异议…", deeds.show_publicity),),
        "propose": (Action("处理异议…", deeds.show_publicity),),
        "close": (Action("处理异议…", deeds.show_publicity),),
        "decide": (Action("换网格", lambda: board.strip.choose("publicised")),),
        "approve": (Action("换网格", lambda: board.strip.choose("publicised")),),
    }
    return found.get(shown.board.next.code, ())
