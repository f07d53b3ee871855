"""What may be done with a round of stars, and how it is done and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.star_rows import RoundBoard, RoundRow, StarGroup, StarSummary
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.service.star_rounds import cancel_round, take_newer_rule
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarReason
from hrgrid.ui.stars.reading import DECISIONS, SPREAD, Read
from hrgrid.ui.stars.words import TOPIC, unit_of

T = TypeVar("T")


class StarDeeds(QObject):
    """The round on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()
    part_wanted = Signal(int)
    # A level whose lines are wanted in the list.
    lines_wanted = Signal(object)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.read: Read | None = None
        self.busy = False

    # --- what is lawful -----------------------------------------------------------------------

    @property
    def board(self) -> RoundBoard | None:
        """The board on show."""
        return self.read.board if self.read else None

    @property
    def row(self) -> RoundRow | None:
        """The round on show."""
        return self.read.board.card.row if self.read else None

    @property
    def key(self) -> int:
        """Which round."""
        return self.read.id if self.read else 0

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
        return self.runs and self.row is not None and self.row.state is RoundState.DRAFT

    # --- steps --------------------------------------------------------------------------------

    def do(self, code: str) -> None:
        """Do the step with this code."""
        doing: dict[str, Callable[[], object]] = {
            "compute": self.compute,
            "decide": lambda: self.part_wanted.emit(DECISIONS),
            "approve": self.confirm,
            "confirm": self.confirm,
            "reopen": self.reopen,
        }
        if self.read is not None and self.session.is_today():
            doing[code]()

    def compute(self) -> None:
        """Everybody's star anew, from the results as they are confirmed now."""
        row, key = self.row, self.key
        if row is None or not self.open_now:
            return
        title = f"正在评定“{row.title}”"
        self.write(lambda work: compute_stars(work, key), self._computed, title, then=self._then)

    def _computed(self, came: StarSummary) -> str:
        unit = unit_of(self.row.subject) if self.row else "人"
        told = [
            f"第 {came.number} 次计算：{came.people:,} {unit}参加，{came.starred:,} {unit}有星级"
        ]
        if came.left_out:
            told.append(f"{came.left_out:,} {unit}不参加")
        if came.at_line:
            told.append(f"{came.at_line:,} {unit}在名额线上并列")
        if came.changed is not None:
            told.append(
                f"与上次比 {came.changed:,} {unit}有变化" if came.changed else "与上次完全一致"
            )
        return f"{'，'.join(told)}。"

    def _then(self, came: StarSummary) -> tuple[Action, ...]:
        if came.at_line:
            return (Action("去裁定", lambda: self.part_wanted.emit(DECISIONS)),)
        return (Action("看分布", lambda: self.part_wanted.emit(SPREAD)),)

    def decide(self, group: StarGroup) -> None:
        """Who of those equal at a line has the better star."""
        from hrgrid.ui.stars.line_form import StarLineDialog

        if self.open_now and self.session.is_today():
            StarLineDialog(self.session, self.key, group, self.window).exec()

    def confirm(self) -> None:
        """Approval and confirmation."""
        from hrgrid.ui.stars.confirming import ConfirmStars

        if self.board is not None and self.session.is_today():
            ConfirmStars(self.session, self.board, self.window).exec()

    def reopen(self) -> None:
        """A new revision, with its reason and approval."""
        from hrgrid.ui.stars.confirming import reopen_stars

        if self.board is not None and self.session.is_today():
            reopen_stars(self.session, self.board, self.window)

    def cancel(self) -> None:
        """The round is given up; what was computed stays to be read."""
        row, key = self.row, self.key
        if row is None or not self.open_now:
            return
        told = f"“{row.title}”不再评定，算过的留底可查。这一期不能另建一次评定。"
        self.with_reason(
            ("取消星级评定", "取消评定", told, "考核结果要重开，等年度一并评定"),
            lambda work: cancel_round(work, key),
            lambda _: "已取消这次星级评定。",
            takes_away=True,
        )

    def take_rule(self) -> None:
        """By the version of the rule that is in force now."""
        key, board = self.key, self.board
        newer = board.card.newer_rule if board else None
        if newer is not None and confirmed(
            self.window,
            f"星级办法有了第 {newer} 版。改用以后，已算的星级要重新计算。",
            f"改用第 {newer} 版办法",
            title="改用新的星级办法",
        ):
            self.write(
                lambda work: take_newer_rule(work, key),
                lambda _: f"已改用第 {newer} 版星级办法。",
            )

    def issue(self) -> None:
        """Certificates of the stars that were given."""
        from hrgrid.ui.stars.certificates import IssueDialog

        if self.board is not None and self.session.is_today():
            IssueDialog(self.session, self.board, self.window).exec()

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
        box = StarReason(
            self.session, name, act, self.window, told=told, example=example, takes_away=takes_away
        )

        def go() -> None:
            reason = box.reason_given()
            if reason is not None:
                box.accept()
                self.write(job, said, title, reason=reason)

        box.on_act(go)
        box.exec()

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
            actions = then(result) if then is not None else ()
            self.told.emit(Message(said(result), Kind.OK, actions))

        self.session.tasks.write(
            job, topic=TOPIC, done=came, failed=self._refused, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _refused(self, sentence: str) -> None:
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
