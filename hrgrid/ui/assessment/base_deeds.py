"""What is lawful for a period now, and how its deeds are done and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.period_rows import PeriodBoard, PeriodRow
from hrgrid.assessment.rules.words import SETTLED, PeriodState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.reading import Read
from hrgrid.ui.assessment.undoing import Step, offer
from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.session import Session

T = TypeVar("T")
_S = PeriodState


class BaseDeeds(QObject):
    """The period on show and what may be done with it."""

    told = Signal(object)
    busy_changed = Signal()
    # What blocks is to be put right; a part, another period, another level is wanted.
    mend_wanted = Signal(object)
    part_wanted = Signal(int)
    other_wanted = Signal(int)
    level_wanted = Signal(str)
    paper_wanted = Signal(str, object)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.read: Read | None = None
        self.busy = False

    # --- what is lawful -----------------------------------------------------------------------

    @property
    def board(self) -> PeriodBoard | None:
        """The board on show."""
        return self.read.board if self.read else None

    @property
    def row(self) -> PeriodRow | None:
        """The period on show."""
        return self.read.board.card.row if self.read else None

    @property
    def key(self) -> int:
        """Which period."""
        return self.read.id if self.read else 0

    @property
    def state(self) -> PeriodState:
        """That of the period on show."""
        return self.row.state if self.row else _S.OPEN

    @property
    def window(self) -> QWidget:
        """What dialogs stand over."""
        return self._over.window()

    @property
    def runs(self) -> bool:
        """Whether the person may run it, today."""
        return self.session.may(Right.RUN_ASSESSMENT) and self.session.day is None

    @property
    def open_now(self) -> bool:
        """Whether anything of it may still change."""
        return self.runs and self.read is not None and self.state not in SETTLED

    @property
    def takes_figures(self) -> bool:
        """Whether what is delivered now still counts without going back."""
        return self.open_now and self.state in {_S.OPEN, _S.COLLECTING, _S.SCORING}

    @property
    def scores(self) -> bool:
        """Whether people may decide beside the reckoning: totals, lines, who is left out."""
        return self.open_now and self.state is _S.SCORING

    @property
    def rejects(self) -> bool:
        """Whether the person may say no to a change of a total, today."""
        session = self.session
        return session.may(Right.APPROVE) and session.day is None and self.state is _S.SCORING

    @property
    def approves(self) -> bool:
        """The same for yes: it may be recorded from paper by whoever runs the period."""
        return self.scores or self.rejects

    @property
    def shows(self) -> bool:
        """Whether results are being shown to their people."""
        return self.open_now and self.state in {_S.SHOWN, _S.APPEALS}

    # --- how it is done -----------------------------------------------------------------------

    def with_reason(
        self,
        asked: tuple[str, str, str, str],
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        *,
        title: str = "正在保存",
        takes_away: bool = False,
    ) -> None:
        """Ask why (title, act, what it does, an example), then do it."""
        name, act, told, example = asked
        box = AssessmentReason(
            self.session, name, act, self.window, told=told, example=example, takes_away=takes_away
        )

        def go() -> None:
            reason = box.reason_given()
            if reason is not None:
                box.accept()
                self.write(job, said, title, reason=reason)

        box.on_act(go)
        box.exec()

    def step(self, step: Step, said: str, text: str) -> None:
        """Do a step that 撤销 can take back, where it is called `text`."""

        def told(inverse: Step) -> str:
            offer(self.session, text, inverse)
            return said

        self.write(step, told)

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        reason: str = "",
        then: Callable[[T], tuple[Action, ...]] | None = None,
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun."""
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            if sentence := said(result):
                actions = then(result) if then is not None else ()
                self.told.emit(Message(sentence, Kind.OK, actions))

        self.session.tasks.write(
            job, topic=TOPIC, done=came, failed=self.refused, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def refused(self, sentence: str) -> None:
        """Say why it was not done; after a cancel nothing was changed."""
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
