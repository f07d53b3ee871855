"""One part of a round's board."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.session import Session
from hrgrid.ui.stars.deeds import StarDeeds
from hrgrid.ui.stars.reading import Read


class StarPart(QWidget):
    """Subclasses lay themselves out and show what was read of them."""

    def __init__(self, session: Session, deeds: StarDeeds) -> None:
        super().__init__()
        self.session, self.deeds = session, deeds
        self.narrow = True

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        raise NotImplementedError

    def main_control(self) -> QWidget | None:
        """Where the focus goes."""
        raise NotImplementedError

    def arrange(self, *, narrow: bool) -> None:
        """Fold what has no room."""
        self.narrow = narrow

    def fit(self) -> None:
        """Widths for another text size."""

    def escape(self) -> bool:
        """Esc: take conditions away; False where there are none."""
        return False


def not_computed(deeds: StarDeeds) -> EmptyState:
    """What stands there before the first computation."""
    told = (
        "星级按已确认的考核结果计算：先看分数线，再看本单位名额，再看否决、不合格月份、"
        "新进人员上限和一次最多升几星。算出来先看分布，审批以后才算数。"
    )
    actions: list[QWidget] = []
    board = deeds.board
    if board is not None and board.next is not None and deeds.open_now:
        act = PrimaryButton(board.next.label, does=deeds.compute)
        act.setEnabled(board.next.enabled)
        actions = [act]
    return EmptyState("clipboard-text", "还没有计算星级", told, actions)
