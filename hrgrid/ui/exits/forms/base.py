"""What the forms of a case have in common: whom it is about, its rules, and a few fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from hrgrid.accounts.queries import calendar
from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money, parse_money
from hrgrid.core.workdays import Calendar
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules import deadlines
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.forms import Field, TextBox, TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside
from hrgrid.ui.matters.scans import read_scan
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

TOPIC = "exits"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """By which numbers the days of a case are offered; `today` is the desk's."""

    rules: ExitRules
    calendar: Calendar
    today: dt.date

    def workdays(self, after: dt.date, days: int) -> dt.date:
        """The last of so many working days after a day, which itself counts not."""
        return deadlines.due(self.calendar, after, days).day


def read_terms(number: int, work: UnitOfWork) -> Terms:
    """The rules of a case in the version that it was opened under."""
    return Terms(rules_of(work, number), calendar(work), work.today)


class ExitForm(MatterForm):
    """One step of a case. What its rules say comes from a reading: `take_terms` fills it in."""

    TOPIC = TOPIC
    WIDTH = 500

    def __init__(
        self,
        session: Session,
        board: CaseBoard,
        title: str,
        act: str,
        parent: QWidget,
        *,
        takes_away: bool = False,
    ) -> None:
        super().__init__(session, title, act, parent, takes_away=takes_away)
        self.board = board
        self.case_id = board.card.row.id
        self.name = board.card.row.name
        self.terms: Terms | None = None
        self.form.addWidget(about_line(board))
        self.on_act(self.go)

    def ask_terms(self) -> None:
        """Read the rules; `take_terms` is called when they have come."""
        read = partial(read_terms, self.board.card.rule_number)
        self.session.tasks.read(read, self._took, failed=self.refuse)

    def _took(self, terms: Terms) -> None:
        self.terms = terms
        self.take_terms(terms)
        self.refit()

    def refit(self) -> None:
        """Take the height of what is shown now, and again when it has been laid out."""
        self.fit()
        self.fit_soon()

    def take_terms(self, _terms: Terms) -> None:
        """Offer what the rules say."""

    def go(self) -> None:
        """What the button does."""
        raise NotImplementedError


def about(board: CaseBoard) -> str:
    """Whom a case is about, in a line."""
    row = board.card.row
    parts = (row.name, row.staff_number, row.place, row.engagement.label, row.number)
    return "　".join(filter(None, parts))


def about_line(board: CaseBoard) -> Elided:
    """The same on the form, in one line however narrow it is."""
    return Elided(about(board), role="crumb", px=theme.LABEL)


def in_row(*fields: QWidget, shares: tuple[int, ...] = ()) -> QHBoxLayout:
    """Fields in one row whose names stand in a line, whatever is told below one of them."""
    row = beside(*fields, shares=shares)
    for field in fields:
        row.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return row


def kept(work: UnitOfWork, path: Path | None) -> str | None:
    """Keep a scan where one was chosen; its hash."""
    return attach(work, *read_scan(path)).sha256 if path else None


def written(box: TextBox, example: str = "") -> str:
    """The text of a box. Raises UserError where it is empty."""
    text = box.toPlainText().strip()
    if not text:
        ending = f"，例如：{example}" if example else ""
        raise UserError(f"没有写{box.accessibleName()}。请补上{ending}")
    return text


class MoneyField(TextField):
    """Yuan as people write them; fen inside."""

    def __init__(self, name: str, *, fen: int | None = None, hint: str = "") -> None:
        super().__init__(name, hint=hint or "例如：4500.00")
        self.put(fen)

    def put(self, fen: int | None) -> None:
        """Show an amount."""
        self.setText("" if fen is None else format_money(fen))

    @property
    def value(self) -> int:
        """Fen. Raises UserError naming the field where it is empty or cannot be read."""
        if not self.text().strip():
            raise UserError(f"没有填{self.accessibleName()}。请填金额，例如 4500.00")
        try:
            return parse_money(self.text())
        except UserError as error:
            raise UserError(f"{self.accessibleName()}：{error.sentence}") from error

    @property
    def value_or_none(self) -> int | None:
        """The same; None where the field is empty."""
        return self.value if self.text().strip() else None

    @property
    def readable(self) -> int | None:
        """What stands there as far as it can be read, for what is told while it is typed."""
        try:
            return self.value_or_none
        except UserError:
            return None


@dataclass(frozen=True)
class Way:
    """One of a few that exclude each other: its words, and a quieter line below them.

    One that is not `enabled` says in its hint why.
    """

    value: object
    text: str
    hint: str = ""
    enabled: bool = True


class Ways(QWidget):
    """Radio buttons one below the other, each with its hint; the arrow keys go through them."""

    def __init__(self, name: str, ways: Sequence[Way], chosen: object = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[object, QRadioButton] = {}
        self.group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for way in ways:
            button = QRadioButton(way.text)
            button.setAccessibleDescription(way.hint)
            button.setChecked(way.value == chosen)
            button.setEnabled(way.enabled)
            self.group.addButton(button)
            self.buttons[way.value] = button
            column.addWidget(button)
            if way.hint:
                hint = label(way.hint, "caption", wraps=True)
                hint.setContentsMargins(theme.length(26), 0, 0, 4)
                column.addWidget(hint)

    @property
    def chosen(self) -> object:
        """The value chosen; None where none is."""
        return next((value for value, one in self.buttons.items() if one.isChecked()), None)

    def choose(self, value: object) -> None:
        """Choose one."""
        self.buttons[value].setChecked(True)

    def on_choice(self, does: Callable[[], object]) -> None:
        """Told whenever another one is chosen."""
        self.group.buttonToggled.connect(lambda _, on: does() if on else None)

    def first(self) -> QRadioButton:
        """Where the focus goes."""
        checked = self.group.checkedButton()
        if isinstance(checked, QRadioButton):
            return checked
        return next(one for one in self.buttons.values() if one.isEnabled())


def told_field(control: QWidget, hint: str = "") -> Field:
    """A control with its own name above it, and a line below that may be told anew."""
    return Field(control.accessibleName(), control, hint=hint)
