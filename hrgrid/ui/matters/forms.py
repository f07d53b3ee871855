"""What the forms have in common: one deed, its reason, and fields for days and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, Tick, label
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

T = TypeVar("T")


class MatterForm(FormDialog):
    """A form with one deed; refused, it stays with the sentence and what was typed.

    `result_value` is what the deed gave back, None before it was done. Whatever shows `TOPIC` is
    read anew when it is done; subclasses name theirs.
    """

    TOPIC: str

    def __init__(
        self,
        session: Session,
        title: str,
        act: str,
        parent: QWidget,
        *,
        takes_away: bool = False,
    ) -> None:
        super().__init__(title, act, parent, takes_away=takes_away)
        self.session = session
        self.result_value: object = None

    def send(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str] | str = "",
        *,
        reason: str = "",
        title: str = "正在保存",
    ) -> None:
        """Do it; the form closes when it is done, and the page says what was done."""

        def done(came: T) -> None:
            self.result_value = came
            self.accept()
            sentence = said if isinstance(said, str) else said(came)
            if sentence:
                self.session.say(sentence)

        self.session.tasks.write(
            job, topic=self.TOPIC, done=done, failed=self.refuse, title=title, reason=reason.strip()
        )

    def checked(self, read: Callable[[], T]) -> T | None:
        """What the fields say, or None after the sentence of what is wrong was shown."""
        try:
            return read()
        except UserError as error:
            self.refuse(error.sentence)
            return None


class ReasonForm(MatterForm):
    """A deed that asks for nothing but its reason."""

    def __init__(
        self,
        session: Session,
        title: str,
        act: str,
        parent: QWidget,
        *,
        told: str,
        example: str = "",
        takes_away: bool = False,
        optional: bool = False,
    ) -> None:
        super().__init__(session, title, act, parent, takes_away=takes_away)
        self.reason = TextField("事由", hint=example and f"例如：{example}")
        self._optional = optional
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self.reason.setFocus()

    def reason_given(self) -> str | None:
        """The reason; None after the sentence that it is missing."""
        if self._optional:
            return self.reason.text().strip()
        return self.checked(lambda: filled(self.reason))


def beside(*fields: QWidget, shares: tuple[int, ...] = ()) -> QHBoxLayout:
    """Fields in one row, as wide as their `shares` say; alike where none are given."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for at, field in enumerate(fields):
        row.addWidget(field, shares[at] if shares else 1)
    return row


def two_columns(*fields: QWidget) -> QGridLayout:
    """Fields side by side, two in a row."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for at, field in enumerate(fields):
        grid.addWidget(field, at // 2, at % 2)
    for at in (0, 1):
        grid.setColumnStretch(at, 1)
    return grid


class Ticks(QGridLayout):
    """A few boxes side by side, each with its value."""

    def __init__(
        self, entries: Sequence[tuple[str, str]], ticked: Sequence[str], across: int = 4
    ) -> None:
        super().__init__()
        self.boxes: dict[str, Tick] = {}
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(2)
        for at, (code, text) in enumerate(entries):
            box = Tick(text)
            box.setAccessibleName(text)
            box.setChecked(code in ticked)
            self.boxes[code] = box
            self.addWidget(box, at // across, at % across, Qt.AlignmentFlag.AlignLeft)

    @property
    def values(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())


class NumberField(TextField):
    """A whole number; `value` says which one is missing or wrong."""

    def __init__(self, name: str, *, value: int | None = None, hint: str = "") -> None:
        super().__init__(name, hint=hint, text="" if value is None else str(value))

    @property
    def value(self) -> int:
        """What was typed. Raises UserError where it is no whole number."""
        text = plain_digits(self.text())
        if not text.isdecimal():
            shown = f"“{self.text().strip()}”" if self.text().strip() else "没有填"
            raise UserError(f"{self.accessibleName()}{shown}，要填整数，例如 2。请改正")
        return int(text)

    @property
    def value_or_none(self) -> int | None:
        """The same; None where the field is empty."""
        return self.value if self.text().strip() else None


def day_of(field: DateField) -> dt.date:
    """The day given. Raises UserError where there is none or it cannot be read."""
    if field.value is None:
        what = field.accessibleName()
        raise UserError(f"没有写{what}，或{what}读不出来。请写成 2026-11-25")
    return field.value


def day_or_none(field: DateField) -> dt.date | None:
    """The day given, None for an empty field. Raises UserError where it cannot be read."""
    return day_of(field) if field.text().strip() else None


def filled(field: TextField, example: str = "") -> str:
    """The text given. Raises UserError where the field is empty."""
    text = field.text().strip()
    if not text:
        ending = f"，例如：{example}" if example else ""
        raise UserError(f"没有写{field.accessibleName()}。请补上{ending}")
    return text


def today_field(name: str, day: dt.date | None = None) -> DateField:
    """A field for a day that begins with today's."""
    field = DateField(name)
    field.put(day or dt.date.today())  # noqa: DTZ011 - the desk's day
    return field


def named(control: QWidget, hint: str = "") -> Field:
    """A control with its own accessible name above it."""
    return Field(control.accessibleName(), control, hint=hint)
