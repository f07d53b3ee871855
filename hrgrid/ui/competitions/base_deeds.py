"""What is lawful for a competition now, and how its deeds are done and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import FIXED, PREPARING, CompetitionState
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.competitions.forms import CompetitionReason
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.matters.second_screen import SecondScreen
from hrgrid.ui.session import Session

T = TypeVar("T")
_S = CompetitionState
_POSTED = (_S.CHECKED, *FIXED)


@dataclass(frozen=True)
class Asked:
    """A deed that asks for nothing but its reason: how its form is called and what it says."""

    title: str
    act: str
    told: str
    example: str
    said: str
    takes_away: bool = False


class BaseDeeds(QObject):
    """The competition on show and what may be done with it."""

    told = Signal(object)
    busy_changed = Signal()
    # The places were computed: they are to be seen.
    ranked = Signal()
    # A screen of marks or points that lay over the board is gone.
    uncovered = Signal()
    # What blocks is to be put right; a paper is to be written.
    mend_wanted = Signal(object)
    paper_wanted = Signal(str)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.read: Read | None = None
        self.hall: SecondScreen | None = None
        self.busy = False
        # A screen of marks or points lies over the board: what it writes is read when it goes.
        self.covered = False

    def uncover(self) -> None:
        """The screen over the board is gone: read what it wrote, and go on at the board."""
        self.covered = False
        self.session.tasks.changed.emit(TOPIC)
        self.uncovered.emit()

    # --- what is lawful -----------------------------------------------------------------------

    @property
    def key(self) -> int:
        """Which competition."""
        return self.read.id if self.read else 0

    @property
    def state(self) -> CompetitionState:
        """That of the competition on show."""
        return self.read.board.card.row.state if self.read else _S.DRAFT

    @property
    def window(self) -> QWidget:
        """What dialogs stand over."""
        return self._over.window()

    @property
    def runs(self) -> bool:
        """Whether the person may run it, today."""
        return self.session.may(Right.RUN_TRAINING) and self.session.day is None

    @property
    def over(self) -> bool:
        """Nothing is done any more."""
        return self.state in {_S.ARCHIVED, _S.CANCELLED}

    @property
    def preparing(self) -> bool:
        """The rule and the events may be changed."""
        return self.state in PREPARING

    @property
    def takes_entrants(self) -> bool:
        """Whether somebody may still be entered."""
        return self.state in {*PREPARING, _S.RUNNING}

    @property
    def awarded(self) -> bool:
        """Whether prizes were given."""
        return self.state in {_S.AWARDED, _S.ARCHIVED}

    @property
    def gives(self) -> bool:
        """Whether a prize that is given and not won may be given."""
        return self.awarded and bool(self.read and any(not p.ranking for p in self.read.prizes))

    @property
    def issues(self) -> bool:
        """Whether certificates of prizes may be issued, in the archive too."""
        return self.awarded and self.runs and self.session.may(Right.PRINT_PAPERS)

    @property
    def takes_protests(self) -> bool:
        """Whether there is a posted result to protest against."""
        return self.state in {_S.CHECKED, _S.LOCKED, _S.PUBLISHED}

    @property
    def rescores(self) -> bool:
        """Whether a mark is changed by a re-score alone."""
        return self.state in FIXED

    @property
    def hall_ready(self) -> bool:
        """Whether there is something that the hall may see."""
        return self.state in _POSTED or bool(self.live_events)

    @property
    def live_events(self) -> list[EventRow]:
        """Running events with points already: they are public as they come."""
        events = self.read.board.events if self.read else ()
        return [one for one in events if runs_by_points(one) and one.points]

    # --- how it is done -----------------------------------------------------------------------

    def with_reason(self, asked: Asked, job: Callable[[UnitOfWork], object]) -> None:
        """Ask why, then do it."""
        box = CompetitionReason(
            self.session,
            asked.title,
            asked.act,
            self.window,
            told=asked.told,
            example=asked.example,
            takes_away=asked.takes_away,
        )

        def go() -> None:
            reason = box.reason_given()
            if reason is None:
                return
            self.session.tasks.write(
                job, topic=TOPIC, done=lambda _: box.accept(), failed=box.refuse, reason=reason
            )

        box.on_act(go)
        if box.exec():
            self.told.emit(Message(asked.said, Kind.OK))

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        reason: str = "",
        then: tuple[Action, ...] = (),
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun."""
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            if sentence := said(result):
                self.told.emit(Message(sentence, Kind.OK, then))

        self.session.tasks.write(
            job, topic=TOPIC, done=came, failed=self.refused, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def refused(self, sentence: str) -> None:
        """Say why it was not done."""
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
