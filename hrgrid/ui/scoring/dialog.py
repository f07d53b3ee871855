"""The score grid as a window of its own, with the deeds that begin and end the marking."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.words import PanelState, SheetState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.scoring.differing import DifferencesDialog
from hrgrid.ui.scoring.model import NAMED, Headings
from hrgrid.ui.scoring.view import ScoringView
from hrgrid.ui.scoring.writing import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.typing.window import TypingWindow


class ScoringDialog(TypingWindow):
    """A panel over its page; `closed` tells that the marking was ended here.

    With `closes` off the page ends it itself, when `finish_wanted` asks for it.
    """

    closed = Signal(int)
    finish_wanted = Signal()

    def __init__(
        self,
        session: Session,
        panel_id: int,
        parent: QWidget | None = None,
        *,
        closes: bool = True,
        headings: Headings = NAMED,
    ) -> None:
        super().__init__("录入评分", parent)
        self._session, self._panel_id, self._closes = session, panel_id, closes
        self.view = ScoringView(session, panel_id, self, headings)
        self.second = Button("录第二遍核对", glyph="list-checks", does=self._turn_pass)
        self.differing = Button("看不一致的", glyph="warning", does=self._show_differing)
        self.reopen = Button("重新开放", glyph="arrow-u-up-left", does=self._reopen)
        self.leave = Button("收起", glyph="x", does=self.reject)
        self.close_marks = PrimaryButton("截止评分", glyph="check", does=self._close_marks)
        buttons = (self.second, self.differing, self.reopen, self.leave, self.close_marks)
        for button in buttons:
            # Enter ends a mark; it presses nothing.
            button.setAutoDefault(False)
            self.view.deeds.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(self.view, 1)
        self._show_state(None)
        self.view.looked.connect(self._show_state)
        self.view.finish_wanted.connect(self._close_marks)
        self.view.grid.setFocus()

    def _show_state(self, view: PanelView | None) -> None:
        open_now = view is not None and view.state is PanelState.OPEN
        runs = view is not None and view.may_run
        there = view is not None and bool(view.columns and view.entrants)
        self.close_marks.setVisible(open_now and runs and there)
        self.reopen.setVisible(runs and not open_now)
        begun = view is not None and bool(view.sheets)
        self.second.setVisible(open_now and begun)
        self.second.setText(
            "回到第一遍" if view is not None and view.pass_no == 2 else "录第二遍核对"
        )
        different = view is not None and any(
            sheet.state is SheetState.DIFFERENT for sheet in view.sheets
        )
        self.differing.setVisible(open_now and runs and different)

    def _turn_pass(self) -> None:
        view = self.view.model.view
        if view is not None:
            self.view.show_pass(1 if view.pass_no == 2 else 2)
            self.view.grid.setFocus()

    def _show_differing(self) -> None:
        DifferencesDialog(self._session, self._panel_id, self).exec()

    def _close_marks(self) -> None:
        if not self._closes:
            self.finish_wanted.emit()
            return
        view = self.view.model.view
        if view is None or not confirmed(
            self,
            f"截止后不再录分，名次就此定下。{len(view.competing)} 人的评分表同时定稿；"
            "要改先写明事由重新开放，原来的分留底。",
            "截止评分",
            title=f"截止“{view.title}”",
        ):
            return
        panel_id = self._panel_id

        def job(work: UnitOfWork) -> object:
            from hrgrid.panels.service import close_panel

            return close_panel(work, panel_id)

        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda _: self._ended(),
            failed=self.view.says.refuse,
            title="正在截止评分",
        )

    def _ended(self) -> None:
        self._session.say("评分已截止，名次已定。")
        self.closed.emit(self._panel_id)

    def _reopen(self) -> None:
        view = self.view.model.view
        if view is None:
            return
        dialog = ReasonDialog(
            f"重新开放“{view.title}”",
            "重新开放",
            self,
            example="如：评委 3 的一份评分表抄错",
            told="之后改的每个分都带着这个事由另存一版，原来的留底。",
            missing="重新开放要写明事由。",
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        panel_id = self._panel_id

        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import reopen_panel

            reopen_panel(work, panel_id)

        self._session.tasks.write(
            job,
            topic=TOPIC,
            failed=self.view.says.refuse,
            title="正在重新开放",
            reason=dialog.reason.text().strip(),
        )
