"""One person: facts with masked numbers, posts and contracts; full numbers only on record."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hrgrid.assessment.queries.star_history import star_levels
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, LinkButton, PrimaryButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.dialogs import Dialog, FormDialog
from hrgrid.ui.forms import Field, TextField, clear, label
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.star_marks import StarMarks
from hrgrid.ui.workforce.deeds import DeedsButton
from hrgrid.ui.workforce.history import add_history
from hrgrid.ui.workforce.photo import Photo
from hrgrid.workforce.queries import PersonCard, person_card
from hrgrid.workforce.queries.cards import ContractRow, HeldRow, photo_of
from hrgrid.workforce.rules import PersonState, PostState
from hrgrid.workforce.service.numbers import NumbersRow, show_numbers

_STATE_CHIPS = {
    PersonState.PRESENT: "ok",
    PersonState.LEFT: "mute",
    PersonState.DECEASED: "mute",
    PersonState.MERGED: "mute",
}


def person_facts(card: PersonCard) -> list[tuple[str, str]]:
    """Facts in reading order, the two numbers left out; empty ones too."""
    facts = [
        ("工号", card.number),
        ("性别", card.sex.label if card.sex else ""),
        ("出生日期", f"{card.birth_date:%Y-%m-%d}" if card.birth_date else ""),
        ("政治面貌", card.party),
        ("学历", card.education),
        ("证件照", "有" if card.photo_sha256 else "缺"),
        ("备注", card.note),
    ]
    return [(name, text) for name, text in facts if text]


def span_words(since: dt.date, until: dt.date | None) -> str:
    """A half-open time as people say it: the last day is in it."""
    if until is None:
        return f"{since:%Y-%m-%d} 起"
    return f"{since:%Y-%m-%d} – {until - dt.timedelta(days=1):%Y-%m-%d}"


class PersonView(Scroll):
    """A person's card, read when it is asked for; `shown` tells that it has come."""

    shown = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(inside=True)
        self._session = session
        self._asked = 0
        self.card: PersonCard | None = None
        self.star = 0
        self.photo: Photo | None = None
        self.setAccessibleName("人员档案")
        self.column.setContentsMargins(0, 0, 6, 0)
        session.tasks.changed.connect(self._renew)
        session.day_changed.connect(self._change_day)

    def _renew(self, topic: str) -> None:
        """What was done for somebody shows on the open card."""
        if topic in {"workforce", "stars"} and self.card is not None and self.isVisible():
            self.read(self.card.id)

    def _change_day(self) -> None:
        self._renew("workforce")

    def read(self, person_id: int) -> None:
        """Show a person; an answer that comes after the next question is let go."""
        self._asked += 1
        asked = self._asked

        def look(work: UnitOfWork) -> tuple[PersonCard, int]:
            card = person_card(work, person_id)
            return card, star_levels(work, work.day, [person_id]).get(person_id, 0)

        def take(found: tuple[PersonCard, int]) -> None:
            if asked == self._asked:
                self.show_card(*found)

        self._session.tasks.read(look, take)

    def show_card(self, card: PersonCard, star: int = 0) -> None:
        """Show this card, with the star that the person has."""
        self.card, self.star = card, star
        clear(self.column)
        self.numbers = NumbersPart(self._session, card)
        self.column.addLayout(self._head(card))
        self.column.addLayout(_grid(person_facts(card)))
        self.file = LinkButton("一人一档", glyph="file-text", does=self._open_file)
        self.file.setToolTip("全部任职、合同、荣誉、证书和留痕，可以打印（在名单里按 Ctrl+Enter）")
        self.column.addWidget(self.file, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_part("任职经历", [_held(row) for row in card.posts], "没有任职记录")
        self._add_part("聘用关系", [_contract(row) for row in card.contracts], "没有聘用记录")
        add_history(self.column, card)
        self.column.addStretch()
        self.verticalScrollBar().setValue(0)
        self.shown.emit(card)

    def _head(self, card: PersonCard) -> QHBoxLayout:
        """State and numbers, the photo at their right."""
        left = QVBoxLayout()
        left.setSpacing(8)
        self.deeds = DeedsButton(self._session, card)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(Chip(card.state.label, _STATE_CHIPS[card.state]))
        if card.away:
            state.addWidget(Chip(card.away, "mute"))
        if self.star:
            state.addWidget(StarMarks(self.star))
        state.addWidget(self.deeds)
        state.addStretch()
        left.addLayout(state)
        left.addWidget(self.numbers)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(left, 1)
        head.setAlignment(left, Qt.AlignmentFlag.AlignTop)
        self.photo = self._photo(card)
        if self.photo is not None:
            head.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _open_file(self) -> None:
        from hrgrid.ui.workforce.file_dialog import FileDialog

        if self.card is not None:
            FileDialog(self._session, self.card.id, self.card.name, self).exec()

    def _photo(self, card: PersonCard) -> Photo | None:
        if card.photo_sha256 is None:
            return None
        photo = Photo(card.name)
        self._session.tasks.read(
            lambda work: photo_of(work, card.id), photo.show_bytes, failed=photo.complain
        )
        return photo

    def _add_part(self, title: str, rows: list[QWidget], none: str) -> None:
        self.column.addWidget(label(title, "strong"))
        for row in rows or [label(none, "caption")]:
            self.column.addWidget(row)


class NumbersPart(QWidget):
    """Both numbers, masked; in full once the right, a reason and the record allow it."""

    def __init__(self, session: Session, card: PersonCard) -> None:
        super().__init__()
        self._session, self._card = session, card
        self._grid = _new_grid()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._grid)
        self.id_number = _value(card.id_masked or "没有登记")
        self.phone = _value(card.phone_masked or "没有登记")
        self.turn = LinkButton("显示号码", glyph="eye", does=self._turn)
        for at, (name, value) in enumerate((("证件号", self.id_number), ("手机号", self.phone))):
            self._grid.addWidget(label(name, "label"), at, 0)
            self._grid.addWidget(value, at, 1)
        self._grid.addWidget(self.turn, 2, 1, Qt.AlignmentFlag.AlignLeft)
        known = bool(card.id_masked or card.phone_masked)
        self.turn.setVisible(known and session.may(Right.SHOW_SENSITIVE))
        self._open = False

    def show_numbers(self, numbers: NumbersRow) -> None:
        """Show them in full until the card is left or they are hidden again."""
        self._open = True
        self.id_number.setText(numbers.id_number or "没有登记")
        self.phone.setText(numbers.phone or "没有登记")
        self.turn.setText("隐藏号码")
        self.turn.set_glyph("eye-slash")

    def _turn(self) -> None:
        if not self._open:
            dialog = NumbersDialog(self._session, self._card, self)
            dialog.came.connect(self.show_numbers)
            dialog.exec()
            return
        self._open = False
        self.id_number.setText(self._card.id_masked or "没有登记")
        self.phone.setText(self._card.phone_masked or "没有登记")
        self.turn.setText("显示号码")
        self.turn.set_glyph("eye")


class NumbersDialog(FormDialog):
    """Asks why; the reason goes into the journal with the name."""

    came = Signal(object)

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"显示{card.name}的证件号和手机号", "记下事由并显示", parent)
        self._session, self._card = session, card
        self._away.setText("先不看")
        hint = "谁在什么时候、为什么看了谁的号码，都写进操作留痕。"
        self.reason = TextField("事由", hint="例如：核对劳动合同")
        self._field = Field("事由", self.reason, hint=hint)
        self.form.addWidget(self._field)
        self.on_act(self._ask)
        self.reason.setFocus()

    def _ask(self) -> None:
        person_id = self._card.id
        self._session.tasks.write(
            lambda work: show_numbers(work, person_id),
            topic="journal",
            done=self._take,
            failed=self.refuse,
            title="正在读取号码",
            reason=self.reason.text().strip(),
        )

    def _take(self, numbers: NumbersRow) -> None:
        self.came.emit(numbers)
        self.accept()


class PersonPanel(Card):
    """The card beside the list; it follows the row under the cursor until it is closed."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName("人员档案")
        self.fit()
        self._name = label("", "section", wraps=True)
        self.view = PersonView(session)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(
            BareButton("x", "收起档案（Esc）", self.closed.emit), 0, Qt.AlignmentFlag.AlignTop
        )
        self.column.addLayout(head)
        self.column.addWidget(self.view, 1)
        self.view.shown.connect(lambda card: self._name.setText(card.name))

    def fit(self) -> None:
        """Width for the text size."""
        self.setFixedWidth(theme.length(320))

    def read(self, person_id: int) -> None:
        """Show a person."""
        self.view.read(person_id)


class PersonDialog(Dialog):
    """The same where the window is too narrow for a panel."""

    def __init__(self, session: Session, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(name or "人员档案", parent)
        self.view = PersonView(session)
        self.view.setMinimumSize(theme.length(400), theme.length(280))
        self.body.addWidget(self.view, 1)
        close = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
        self.view.read(person_id)


def _new_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    # Grids below each other stand in one line: the longest name has four letters.
    widest = QFontMetrics(theme.font(theme.LABEL)).horizontalAdvance("政治面貌")
    grid.setColumnMinimumWidth(0, widest)
    return grid


def _grid(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = _new_grid()
    for at, (name, text) in enumerate(facts):
        grid.addWidget(label(name, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(text), at, 1)
    return grid


def _value(text: str) -> QLabel:
    value = label(text, wraps=True)
    value.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return value


def _held(row: HeldRow) -> QWidget:
    words = f"{row.role} · {row.employment.label}"
    quiet = {PostState.VOIDED: "作废", PostState.ENDED: "", PostState.ACTIVE: ""}[row.state]
    return _entry(row.place, words, span_words(row.valid_from, row.valid_to), (quiet, row.note))


def _contract(row: ContractRow) -> QWidget:
    span = span_words(row.valid_from, row.valid_to)
    return _entry(row.employer or row.kind.label, row.kind.label, span, ("", ""))


def _entry(title: str, words: str, span: str, notes: tuple[str, str]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(2)
    column.addWidget(label(title, wraps=True))
    column.addWidget(label(f"{words}，{span}", "caption", wraps=True))
    note = "：".join(part for part in notes if part)
    if note:
        column.addWidget(label(note, "caption", wraps=True))
    return box
