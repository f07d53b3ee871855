"""换网格: another grid of the same position, while nobody else is to have it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.candidate_card import CandidateCard
from hrgrid.hiring.queries.places import PlaceRow, place_rows
from hrgrid.hiring.service.allotting import move_seat
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session


class MoveDialog(HiringForm):
    """The grids of the position that are still free."""

    def __init__(self, session: Session, card: CandidateCard, parent: QWidget) -> None:
        super().__init__(session, f"给{card.name}换网格", "换到这个网格", parent)
        self._card = card
        self.told = label("正在读取……", "body2", wraps=True)
        self.grid = Choice("换到哪个网格")
        self.reason = TextField("事由", hint="例如：原网格已由他人任职")
        self.form.addWidget(self.told)
        self.form.addWidget(named(self.grid))
        self.form.addWidget(named(self.reason))
        self.act.setEnabled(False)
        self.on_act(self._move)
        batch_id = card.batch_id
        session.tasks.read(lambda work: place_rows(work, batch_id), self._show, failed=self.refuse)

    def _show(self, rows: list[PlaceRow]) -> None:
        mine = next((row for row in rows if row.candidate_id == self._card.id), None)
        where = f"现在拟录用到{mine.grid}。{mine.taken}" if mine else "还没有分配网格。"
        free = [
            row
            for row in rows
            if row.position_id == self._card.position_id
            and row.open
            and row.candidate_id is None
            and not row.taken
        ]
        more = "" if free else "这个岗位没有别的空网格，请先在“岗位和网格”里添加。"
        self.told.setText(f"{where}{more}")
        self.grid.fill([(row.seat_id, row.grid) for row in free])
        self.act.setEnabled(bool(free))
        self.fit_soon()
        self.reason.setFocus()

    def _move(self) -> None:
        reason, candidate_id = self.checked(lambda: filled(self.reason)), self._card.id
        seat_id, grid = int(self.grid.currentData()), self.grid.currentText()
        if reason is not None:
            self.send(
                lambda work: move_seat(work, candidate_id, seat_id),
                f"{self._card.name}已换到{grid}。",
                reason=reason,
            )
