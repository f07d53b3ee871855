"""送达回证: when and how a paper reached somebody, with the witness where he refused to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import Delivery
from hrgrid.exits.rules.words import Delivered
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import kept
from hrgrid.ui.forms import Choice, TextField, Tick
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField

_HOW = [(one, one.label) for one in Delivered]


class DeliveryFields(QWidget):
    """Number of the paper, day and manner of delivery; `changed` when the day is another.

    Without a `paper` no number is asked.
    """

    changed = Signal()

    def __init__(self, paper: str = "", *, number: str = "", needs_number: bool = True) -> None:
        super().__init__()
        self._needs_number = needs_number and bool(paper)
        self.number = TextField(f"{paper}文号", hint=f"例如：{number}" if number else "可不填")
        self.on = today_field("送达日期")
        self.how = Choice("送达方式", _HOW)
        self.witness = TextField("见证人", hint="例如：社区工作者李四")
        self.scan = ScanField("送达回证扫描件", button="附送达回证")
        self._witness = named(self.witness)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if paper:
            column.addLayout(beside(named(self.number), named(self.on), shares=(3, 2)))
            column.addLayout(beside(named(self.how), self._witness))
        else:
            # Where the number stands elsewhere on the form.
            row = (named(self.how), self._witness, named(self.on))
            column.addLayout(beside(*row, shares=(3, 3, 2)))
        column.addWidget(self.scan)
        self.how.currentIndexChanged.connect(lambda _: self._fold())
        self.on.changed.connect(self.changed)
        self._fold()

    @property
    def day(self) -> dt.date | None:
        """The day of delivery as far as it can be read."""
        return self.on.value

    def _fold(self) -> None:
        """Only a refusal has its witness; the place stays, so that nothing jumps."""
        refused = self.how.currentData() is Delivered.REFUSED
        self.witness.setEnabled(refused)
        self._witness.complain("")

    def value(self) -> Delivery:
        """What was given, without the scan. Raises UserError naming what is missing."""
        how = self.how.currentData()
        number = filled(self.number) if self._needs_number else self.number.text().strip()
        witness = self.witness.text().strip() if how is Delivered.REFUSED else ""
        if how is Delivered.REFUSED and not witness:
            raise UserError("拒签的要有见证人。请填上见证人")
        return Delivery(day_of(self.on), how, number, witness)

    def scanned(self, work: UnitOfWork, given: Delivery) -> Delivery:
        """The same with the scan kept."""
        return replace(given, scan_sha256=kept(work, self.scan.path))


class GivenFields(QWidget):
    """Whether a paper was delivered already: the receipt is asked for only where it was.

    `unfolded` lets the form take its height.
    """

    def __init__(self, words: str, unfolded: Callable[[], object]) -> None:
        super().__init__()
        self.tick = Tick(words)
        self.fields = DeliveryFields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tick)
        column.addWidget(self.fields)
        self.fields.hide()
        self._unfolded = unfolded
        self.tick.toggled.connect(self._fold)

    def _fold(self, on: bool) -> None:
        self.fields.setVisible(on)
        self._unfolded()

    def value(self, number: str) -> Delivery | None:
        """The receipt of the paper of that number; None where it follows later.

        Raises UserError naming what is missing.
        """
        return replace(self.fields.value(), number=number) if self.tick.isChecked() else None

    @property
    def path(self) -> Path | None:
        """The scan of the receipt, where one was chosen."""
        return self.fields.scan.path if self.tick.isChecked() else None


def receipted(work: UnitOfWork, given: Delivery | None, scan: Path | None) -> Delivery | None:
    """A receipt with its scan kept; None stays None."""
    return None if given is None else replace(given, scan_sha256=kept(work, scan))
