"""The notices of a subject and the register of objections to them, for pages to embed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.publicity.queries import (
    EntryRow,
    NoticeRow,
    ObjectionRow,
    entries_of,
    notice_by_subject,
    objections_of_notice,
    time_doubts,
)
from hrgrid.publicity.rules import NoticeState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.cards import Chip, EmptyState
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.page import Scroll
from hrgrid.ui.publicity.case import CaseStrip
from hrgrid.ui.publicity.deeds import NoticeDeeds
from hrgrid.ui.publicity.words import (
    TOPIC,
    days_told,
    due_told,
    notice_state,
    objection_chip,
    objection_state,
)
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class Shown:
    """One notice with what belongs to it."""

    notice: NoticeRow
    entries: tuple[EntryRow, ...]
    objections: tuple[ObjectionRow, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    rounds: tuple[NoticeRow, ...]
    shown: Shown | None
    today: dt.date


def objection_columns(today: Callable[[], dt.date]) -> list[Column[ObjectionRow]]:
    """The register; who objected stands there as 已登记，不显示."""
    return [
        Column("编号", lambda row: str(row.number), 48, right=True),
        Column("被反映人", lambda row: row.name, 96, strong=True),
        Column("方式", lambda row: row.how.label, 108, drops=True),
        Column("反映人", lambda row: row.objector, 124, quiet=True, drops=True),
        Column("收到日期", lambda row: f"{row.filed_on:%Y-%m-%d}", 100, drops=True),
        Column("办理情况", objection_state, 124, chip=objection_chip),
        Column("核查人", lambda row: row.investigator, 84),
        Column("答复", lambda row: due_told(row, today()), 176, grows=True),
    ]


class NoticeRegister(QWidget):
    """The newest notice, or the round that is chosen, with its objections and what to do next.

    A page that has a primary button of its own embeds it without (`leads`). `substitutes` gives
    the sentences on who stepped in, for the report. It reads when it is told to (`refresh`) and
    whenever a notice changed; `changed` says so to the page.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        subject: str,
        *,
        substitutes: Callable[[], Sequence[str]] = lambda: (),
        leads: bool = True,
    ) -> None:
        super().__init__()
        self._session, self._subject, self._leads = session, subject, leads
        self._today = dt.date.today()  # noqa: DTZ011 - until the desk's day is read
        self._wanted: int | None = None
        self.shown: Shown | None = None
        self.empty = EmptyState(
            "clipboard-text", "还没有公示", "名单公示后，异议在这里登记和办理。"
        )
        self.rounds = Choice("第几次公示")
        self.title = label("", "card", wraps=True)
        self._state = QHBoxLayout()
        self.days = label("", "body2", wraps=True)
        self.where = label("", "caption", wraps=True)
        self._notes = QVBoxLayout()
        self.deeds = NoticeDeeds(session, substitutes, leads=leads)
        self.model: RowsModel[ObjectionRow] = RowsModel(objection_columns(lambda: self._today))
        self.table = Table(self.model, "异议登记")
        self.none = label("没有收到异议。", "caption")
        self.case = CaseStrip(session)
        self._lay_out()
        self.rounds.currentIndexChanged.connect(self._choose)
        self.table.chosen.connect(self._show_case)
        self.table.opened.connect(lambda _: self.case.do_next())
        session.tasks.changed.connect(self._renew)
        self.empty.hide()
        self._body.hide()

    def _lay_out(self) -> None:
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addLayout(self._state)
        head.addWidget(self.rounds)
        body.addLayout(head)
        for part in (self.days, self.where):
            body.addWidget(part)
        body.addLayout(self._notes)
        body.addWidget(self.deeds)
        body.addWidget(self.none)
        body.addWidget(self.table, 1)
        body.addWidget(self.case)
        self.table.setMinimumHeight(theme.length(132))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self._body)

    # --- reading

    def show_subject(self, subject: str) -> None:
        """Show the notices of another subject."""
        if subject != self._subject:
            self._subject, self._wanted = subject, None
            self.refresh()

    def refresh(self) -> None:
        """Read again."""
        subject, wanted = self._subject, self._wanted

        def job(work: UnitOfWork) -> _Found:
            rounds = tuple(notice_by_subject(work, subject))
            chosen = next((row for row in rounds if row.id == wanted), None)
            notice = chosen or (rounds[0] if rounds else None)
            if notice is None:
                return _Found((), None, work.today)
            is_open = notice.state is NoticeState.OPEN
            shown = Shown(
                notice,
                tuple(entries_of(work, notice.id)),
                tuple(objections_of_notice(work, notice.id)),
                time_doubts(work, notice.id) if is_open and notice.is_over(work.today) else (),
            )
            return _Found(rounds, shown, work.today)

        self._session.tasks.read(job, self._take)

    def _renew(self, topic: str) -> None:
        if topic == TOPIC:
            self.refresh()

    def _take(self, found: _Found) -> None:
        self._today, self.shown = found.today, found.shown
        self.empty.setVisible(found.shown is None)
        self._body.setVisible(found.shown is not None)
        if found.shown is not None:
            self._show(found.shown, found.rounds)
        self.changed.emit()

    # --- showing

    def _show(self, shown: Shown, rounds: Sequence[NoticeRow]) -> None:
        notice = shown.notice
        self.rounds.fill([(row.id, f"第 {row.round} 次公示") for row in rounds])
        self.rounds.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.rounds.choose(notice.id)
        self.rounds.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.rounds.setVisible(len(rounds) > 1)
        self.title.setText(notice.title)
        clear(self._state)
        text, kind = notice_state(notice, self._today)
        self._state.addWidget(Chip(text, kind))
        self.days.setText(f"{days_told(notice, self._today)}。")
        self.where.setText(_where(notice))
        clear(self._notes)
        for message in _notes(shown):
            self._notes.addWidget(Banner(message))
        self.deeds.show_notice(notice, shown.entries, shown.doubts, self._today)
        self.none.setVisible(not shown.objections)
        self.table.setVisible(bool(shown.objections))
        kept = self.table.current
        self.model.show_rows(shown.objections)
        self._keep(kept)
        self._show_case(self.table.current)

    def _keep(self, kept: ObjectionRow | None) -> None:
        for at, row in enumerate(self.model.rows):
            if kept is not None and row.id == kept.id:
                self.table.selectRow(at)

    def _show_case(self, row: ObjectionRow | None) -> None:
        self.case.leads = self._leads and self.deeds.close_it.isHidden()
        self.case.show_objection(row, self.shown.notice if self.shown else None, self._today)

    def _choose(self, _at: int) -> None:
        self._wanted = self.rounds.currentData()
        self.refresh()


def _where(notice: NoticeRow) -> str:
    ways = (notice.accepting_phone, notice.accepting_mail, notice.accepting_address)
    turn = "，".join(each for each in ways if each)
    return (
        f"公示 {notice.names} 人，在{notice.where_shown}。"
        f"受理：{notice.accepting_office}（{turn}）。名单校验值 {notice.roster_sha256[:16]}"
    )


def _notes(shown: Shown) -> list[Message]:
    notice = shown.notice
    told = [Message(each, Kind.WARN) for each in (notice.calendar_note,) if each]
    told += [Message(each, Kind.INFO) for each in (notice.late_note, notice.time_note) if each]
    if shown.doubts:
        sentence = "；".join(shown.doubts)
        told.append(Message(f"{sentence}，电脑时间不能证明公示已满。结束前须核实。", Kind.WARN))
    return told


class RegisterDialog(Dialog):
    """The same in a box of its own, from wherever a notice is named."""

    def __init__(
        self,
        session: Session,
        subject: str,
        parent: QWidget,
        *,
        substitutes: Callable[[], Sequence[str]] = lambda: (),
    ) -> None:
        super().__init__("公示与异议", parent)
        self.register = NoticeRegister(session, subject, substitutes=substitutes)
        self._scroll = Scroll(inside=True)
        self._scroll.column.addWidget(self.register)
        self.body.addWidget(self._scroll, 1)
        room = parent.window().width() - 64
        self.setMinimumWidth(min(theme.length(860), room))
        self.register.changed.connect(lambda: QTimer.singleShot(0, self, self.fit))
        self.register.refresh()

    def fit(self) -> None:
        """As high as the register needs; where the screen is lower, it scrolls."""
        wanted = max(
            self._scroll.column.totalHeightForWidth(self._scroll.width()),
            self._scroll.column.totalMinimumSize().height(),
        )
        rest = self.body.totalMinimumSize().height() - self._scroll.minimumHeight()
        self._scroll.setMinimumHeight(min(wanted, self.highest() - rest))
        super().fit()
