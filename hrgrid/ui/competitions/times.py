"""用时: typed one after the other, Enter goes down; overtime becomes points off by itself."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competition_rows import EventRow, TimeRow
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_CLOCK = re.compile(r"(?:(\d{1,3})[:：分])?(\d{1,5})(?:\.(\d))?秒?")

COLUMNS: tuple[Column[TimeRow], ...] = (
    Column("出场号", lambda row: "" if row.draw_no is None else str(row.draw_no), 70, right=True),
    Column("选手", lambda row: f"{row.number} 号 {row.name}", 160, grows=True, strong=True),
    Column("用时", lambda row: clock_of(row.tenths), 110, right=True),
    Column("超时扣分", lambda row: mark_text(row.deducted) if row.deducted else "", 90, right=True),
)


def clock_of(tenths: int | None) -> str:
    """3:07.5; nothing where there is none."""
    if tenths is None:
        return ""
    minutes, rest = divmod(tenths, 600)
    seconds, tenth = divmod(rest, 10)
    return f"{minutes}:{seconds:02d}" + (f".{tenth}" if tenth else "")


def tenths_in(text: str) -> int | None:
    """Tenths of a second of 187, 187.5, 3:07 or 3:07.5; None for an empty field.

    Raises UserError for what is no time.
    """
    plain = plain_digits(text)
    if not plain:
        return None
    found = _CLOCK.fullmatch(plain)
    if found is None or (found[1] and int(found[2]) > 59):
        raise UserError(f"用时“{text.strip()}”读不出来。请写 3:07.5 或 187.5 秒")
    return (int(found[1] or 0) * 60 + int(found[2])) * 10 + int(found[3] or 0)


class TimesDialog(Dialog):
    """The entrants in the order they come, and a field for the one under the cursor."""

    def __init__(self, session: Session, event: EventRow, parent: QWidget) -> None:
        super().__init__(f"{event.title}：用时", parent)
        self.session, self._event = session, event
        self._asked = 0
        self._next: int | None = None
        self.model: RowsModel[TimeRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "用时")
        self.field = TextField("用时", hint="3:07.5 或 187.5")
        self.who = label("", "label")
        self.keep = Button("记下", does=self._keep)
        self.away = PrimaryButton("关闭", does=self.accept)
        self._notice = QVBoxLayout()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(560), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(320), max(110, room.height() - 260)))
        limit = f"限时 {event.time_limit} 秒，超时自动扣分。" if event.time_limit else ""
        told = f"{limit}输完按 Enter 记下并到下一个；留空再按 Enter 取消已记的用时。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.body.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.who, 1)
        line.addWidget(self.field, 1)
        line.addWidget(self.keep)
        self.body.addLayout(line)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.away)
        for button in (self.keep, self.away):
            button.setAutoDefault(False)
        self.body.addLayout(foot)
        self.field.returnPressed.connect(self._keep)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.field.setFocus())
        self._read()
        self.field.setFocus()

    def _read(self) -> None:
        self._asked += 1
        asked, event_id = self._asked, self._event.id

        def job(work: UnitOfWork) -> list[TimeRow]:
            from hrgrid.training.queries.competition_events import times_of

            return list(times_of(work, event_id))

        def take(rows: list[TimeRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self.session.tasks.read(job, take, failed=self._refuse)

    def _show(self, rows: list[TimeRow]) -> None:
        at = self._next
        current = self.table.current
        self.model.show_rows(rows)
        ids = [row.competitor_id for row in rows]
        if at is not None and at < len(rows):
            self.table.selectRow(at)
        elif current is not None and current.competitor_id in ids:
            self.table.selectRow(ids.index(current.competitor_id))
        self._next = None

    def _choose(self, row: TimeRow | None) -> None:
        self.who.setText("" if row is None else f"{row.number} 号 {row.name}")
        self.field.setText("" if row is None else clock_of(row.tenths))
        self.field.selectAll()

    def _refuse(self, sentence: str) -> None:
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))

    def _keep(self) -> None:
        row = self.table.current
        if row is None:
            return
        try:
            tenths = tenths_in(self.field.text())
        except UserError as error:
            self._refuse(error.sentence)
            return
        self._refuse("")
        at, event_id = self.table.currentIndex().row(), self._event.id

        def done(_: object) -> None:
            self._next = min(at + 1, len(self.model.rows) - 1)
            self._read()

        self.session.tasks.write(
            lambda work: services.key_time(work, event_id, row.competitor_id, tenths),
            topic=TOPIC,
            done=done,
            failed=self._refuse,
        )
