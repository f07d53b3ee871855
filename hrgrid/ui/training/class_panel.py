"""The card beside the people: the sessions of the class, and who stands under the cursor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.tabulation import mark_text
from hrgrid.training.queries.classes import SessionRow
from hrgrid.training.rules.words import EnrolmentState, Presence
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.parts import facts_grid, figure_line, rule
from hrgrid.ui.matters.words import full_day, span
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.training.reading import Board, PersonRow
from hrgrid.ui.training.words import hours, place_chip, session_words


class ClassPanel(Card):
    """Sessions on top, the person below; follows the cursor without asking the database."""

    sessions_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.person: PersonRow | None = None
        self._read: Board | None = None
        self.setAccessibleName("课次和参训人员")
        self.title = label("课次", "section")
        self.edit = LinkButton("排课次…", does=self.sessions_wanted.emit)
        self.name = label("", "section", wraps=True)
        self.deeds = Button("办理…", name="办理这个参训人员的事")
        self.deeds.setMenu(QMenu(self.deeds))
        self._scroll = Scroll(inside=True)
        self._scroll.column.setContentsMargins(0, 0, 6, 0)
        self._scroll.column.setSpacing(8)
        self._sessions = QVBoxLayout()
        self._sessions.setSpacing(4)
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        self._lay_out()
        self.fit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.edit)
        self._person = QWidget()
        line = QHBoxLayout(self._person)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.name, 1)
        line.addWidget(self.deeds)
        inside = self._scroll.column
        inside.addLayout(head)
        inside.addLayout(self._sessions)
        inside.addWidget(rule())
        inside.addWidget(self._person)
        inside.addLayout(self._body)
        inside.addStretch()
        self.column.addWidget(self._scroll, 1)

    def fit(self) -> None:
        """Width for the text size."""
        self.setFixedWidth(theme.length(330))

    def show_class(self, read: Board) -> None:
        """The sessions with how far each is signed."""
        self._read = read
        clear(self._sessions)
        people = read.with_place()
        for one in read.card.sessions:
            self._sessions.addWidget(self._line(one, people))
        if not read.card.sessions:
            row = read.row
            told = f"{span(row.first_day, row.last_day)}，还没有排课次。"
            self._sessions.addWidget(label(told, "body2", wraps=True))
        minutes = sum(one.minutes for one in read.card.sessions)
        whole = f"，共 {hours(minutes, read.sheet.rules)} 学时" if minutes else ""
        self.title.setText(f"课次 {len(read.card.sessions)} 节{whole}")
        self.show_person(self._again())

    def _again(self) -> PersonRow | None:
        if self.person is None or self._read is None:
            return None
        own = self.person.id
        return next((one for one in self._read.people if one.id == own), None)

    @staticmethod
    def _line(one: SessionRow, people: int) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        told = session_words(one.day, one.begins, one.ends)
        row.addWidget(label(told), 1)
        figure = f"{one.said} / {people}" if people else ""
        full = bool(people) and one.said >= people
        row.addWidget(label(figure, "caption" if full or not one.said else "captionWarn"))
        part.setToolTip("\n".join(filter(None, (one.topic, one.place, one.trainer))))
        part.setAccessibleName(f"{told}，已签到登记 {one.said} 人，共 {people} 人")
        return part

    def show_person(self, row: PersonRow | None) -> None:
        """Somebody's part of the sheet."""
        self.person = row
        clear(self._body)
        self.deeds.setVisible(row is not None)
        self._person.setVisible(row is not None)
        read = self._read
        if row is None or read is None:
            return
        member = row.member
        self.name.setText(member.name)
        head = QHBoxLayout()
        head.addWidget(Chip(row.state.label, place_chip(row.state)))
        head.addWidget(label(f"工号 {member.number}" if member.number else "", "crumb"), 1)
        self._body.addLayout(head)
        facts = [
            ("单位", member.place or member.street),
            ("岗位", member.role),
            ("手机号", member.phone_masked),
            ("来源", member.source.label),
            ("原因", member.state_reason),
        ]
        self._body.addLayout(facts_grid(facts, "手机号"))
        if row.state is not EnrolmentState.CANCELLED:
            self._counted(row, read)

    def _counted(self, row: PersonRow, read: Board) -> None:
        rules = read.sheet.rules
        self._body.addWidget(rule())
        told = f"{hours(row.attended, rules)} / {hours(row.whole, rules)} 学时"
        self._body.addWidget(figure_line("出勤", told))
        for (owner, attempt), value in sorted(read.sheet.tests.items()):
            if owner == row.id:
                name = "测试" if attempt == 1 else f"第 {attempt} 次测试"
                day = full_day(value.tested_on)
                self._body.addWidget(figure_line(name, value.words, f"（{day}）"))
        if row.passed is not None:
            credited = f"计 {hours(row.credited, rules)} 学时" if row.passed else "不计学时"
            self._body.addWidget(figure_line("合格" if row.passed else "不合格", credited))
        if row.why:
            pass_line = f"（合格线 {mark_text(rules.pass_milli)} 分）" if read.row.tested else ""
            self._body.addWidget(label(f"{row.why}{pass_line}。", "label", wraps=True))
        for one in read.card.sessions:
            said = read.sheet.cells.get((one.id, row.id))
            if said is not None and said.presence is not Presence.PRESENT:
                when = session_words(one.day, one.begins, one.ends)
                self._body.addWidget(figure_line(when, said.words))
