"""A page that lists what a room holds, and says what the room is for while it holds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.documents.queries import IssuedRow, count_certificates, newest_certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_SHOWN = 1_000


@dataclass(frozen=True)
class Records:
    """What a list shows: a sentence on how much there is, and the rows."""

    told: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class RecordsSpec:
    """A list: its name, columns, how it is read, and the empty state of its room."""

    name: str
    columns: tuple[Column[Any], ...]
    read: Callable[[UnitOfWork], Records]
    glyph: str
    title: str
    explanation: str


class RecordsPage(Page):
    """The empty state or the list, as there is something."""

    TOPICS = frozenset({"honours", "documents"})

    def __init__(self, session: Session, spec: RecordsSpec) -> None:
        super().__init__(session)
        self._spec = spec
        self.told = label("", "strong")
        self.model = RowsModel(spec.columns, self)
        self.table = Table(self.model, spec.name)
        self.empty = EmptyState(spec.glyph, spec.title, spec.explanation)
        self._list = QWidget(self)
        listed = QVBoxLayout(self._list)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        listed.addWidget(self.told)
        listed.addWidget(_framed(self.table), 1)
        self._room = _framed(self.empty)
        self.column.addWidget(self._list, 1)
        self.column.addWidget(self._room, 1)
        self._list.hide()

    def main_control(self) -> QWidget:
        """The list, or the page itself while there is none."""
        return self if self._list.isHidden() else self.table

    def refresh(self) -> None:
        """Read the list."""
        self.session.tasks.read(self._spec.read, self._show)

    def _show(self, found: Records) -> None:
        going, coming = (self._room, self._list) if found.rows else (self._list, self._room)
        going.hide()
        coming.show()
        self.told.setText(found.told)
        self.model.show_rows(found.rows)


def _framed(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(inside)
    return frame


# --- 证书与报表 ------------------------------------------------------------------------------

_CHIPS = {CertificateState.ISSUED: "ok", CertificateState.REVOKED: "bad"}


def _read_certificates(work: UnitOfWork) -> Records:
    work.require_somewhere(Right.PRINT_PAPERS)
    count, rows = count_certificates(work), newest_certificates(work, _SHOWN)
    shown = f"，列出最近 {len(rows):,} 张" if count > len(rows) else ""
    return Records(f"共 {count:,} 张证书{shown}", rows)


def _certificate_chip(row: IssuedRow) -> str:
    return _CHIPS.get(row.state, "mute")


DOCUMENTS = RecordsSpec(
    "已发的证书",
    (
        Column("编号", lambda row: row.shown, 210),
        Column("姓名", lambda row: row.name, 104, strong=True),
        Column("称号", lambda row: row.honour, 132),
        Column("单位", lambda row: row.unit, 220, grows=True),
        Column("决定文号", lambda row: row.document_no, 168, quiet=True, drops=True),
        Column("日期", lambda row: f"{row.day:%Y-%m-%d}", 104, drops=True),
        Column("状态", lambda row: row.state.label, 88, chip=_certificate_chip),
    ),
    _read_certificates,
    "certificate",
    "还没有可以打印的证书和报表",
    "这里生成和打印证书、花名册、通知和报表，证书编号连续、打印次数有登记。\n"
    "先要有定下来的名单或成绩。",
)
