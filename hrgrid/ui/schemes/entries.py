"""记事: what was noted of people in a month, praise, faults and vetoes, each with its evidence."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.entries import entries
from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.rules.fact_rows import EntryForm, EntryRow, IndicatorRow
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.entries import note_entry, void_entry
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import (
    MatterForm,
    ReasonForm,
    beside,
    day_of,
    filled,
    named,
    today_field,
)
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.matters.words import day
from hrgrid.ui.notices import Notices
from hrgrid.ui.schemes.months import month_choice
from hrgrid.ui.schemes.words import TOPIC, read_points
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries.searching import HitRow, search

_REST_MS = 200
_COLUMNS: tuple[Column[EntryRow], ...] = (
    Column("日期", lambda row: day(row.happened_on), 88),
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("单位", lambda row: row.street, 96, quiet=True, drops=True),
    Column("指标", lambda row: row.label, 116),
    Column("数量", lambda row: f"{mark_text(row.amount_milli)} {row.unit}", 72, right=True),
    Column("说明", lambda row: row.note, 150, grows=True),
    Column("文号", lambda row: row.document_no, 150, quiet=True, drops=True),
    Column("附件", lambda row: "有" if row.evidence_sha256 else "", 52),
    Column("", lambda row: "已撤销" if row.void_reason else "", 72,
           chip=lambda row: "mute" if row.void_reason else ""),
)  # fmt: skip


class EntriesDialog(Dialog):
    """One month, narrowed by words and by indicator; what was voided is shown where asked for."""

    def __init__(self, session: Session, month: int | None, parent: QWidget) -> None:
        super().__init__("考核记事", parent)
        self.session = session
        self._rows: list[EntryRow] = []
        self._runs = session.may(Right.RUN_ASSESSMENT) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(1040), room.width() - 60))
        self.month = month_choice(session, month)
        self.search = TextField("找人", hint="姓名、工号、单位")
        self.search.setClearButtonEnabled(True)
        self.indicator = Choice("指标", [("", "全部指标")])
        self.void = Tick("也看已撤销的")
        self.notices = Notices()
        self.model: RowsModel[EntryRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "考核记事")
        self.table.setMinimumHeight(min(theme.length(340), max(100, room.height() - 300)))
        self.none = label(
            "这个月还没有记事。表扬、扣分、一票否决的情形，随时记在这里，计分时自动算进去。",
            "body2",
            wraps=True,
        )
        self.count = label("", "label")
        self.take_back = Button("撤销记事…", does=self._void)
        self.away = Button("关闭", does=self.accept)
        self.add = PrimaryButton("记一条…", glyph="plus", does=self._add)
        self._lay_out()
        self.month.currentIndexChanged.connect(lambda _: self.read())
        self.void.toggled.connect(lambda _: self.read())
        self.search.textChanged.connect(lambda _: self._narrow())
        self.indicator.currentIndexChanged.connect(lambda _: self._narrow())
        self.table.chosen.connect(self._look)
        session.tasks.changed.connect(self._heard)
        self.read()
        self.table.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.month)
        head.addWidget(self.search, 1)
        head.addWidget(self.indicator)
        head.addWidget(self.void)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.take_back)
        foot.addWidget(self.count)
        foot.addStretch()
        for button in (self.away, self.add):
            foot.addWidget(button)
        for button in (self.take_back, self.away, self.add):
            button.setAutoDefault(False)
        self.body.addLayout(head)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        self.body.addLayout(foot)
        self.add.setVisible(self._runs)
        self.take_back.hide()
        self.none.hide()

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the month."""
        month, void = int(self.month.currentData()), self.void.isChecked()

        def job(work: UnitOfWork) -> list[EntryRow]:
            return entries(work, month, void=void)

        self.session.tasks.read(
            job, self._take, failed=lambda said: self.notices.say(Message(said, Kind.BAD))
        )

    def _take(self, rows: list[EntryRow]) -> None:
        self._rows = rows
        labels = {row.indicator: row.label for row in rows}
        self.indicator.fill([("", "全部指标"), *labels.items()])
        self._narrow()

    def _narrow(self) -> None:
        wanted, code = self.search.text().strip(), self.indicator.currentData()
        rows = [
            row
            for row in self._rows
            if (not code or row.indicator == code)
            and (not wanted or wanted in f"{row.name}{row.number}{row.street}")
        ]
        self.model.show_rows(rows)
        self.table.setVisible(bool(self._rows))
        self.none.setVisible(not self._rows)
        self.count.setText(f"共 {len(rows):,} 条" if rows else "")

    def _look(self, row: EntryRow | None) -> None:
        live = row is not None and not row.void_reason and not row.settled
        self.take_back.setVisible(self._runs and live)

    def _add(self) -> None:
        def show(rows: list[IndicatorRow]) -> None:
            EntryDialog(self.session, rows, self).exec()

        self.session.tasks.read(indicators, show)

    def _void(self) -> None:
        row = self.table.current
        if isinstance(row, EntryRow):
            VoidDialog(self.session, row, self).exec()


class EntryDialog(MatterForm):
    """One thing noted: who, what, when, how much, and what proves it."""

    TOPIC = TOPIC
    WIDTH = 480

    def __init__(self, session: Session, known: list[IndicatorRow], parent: QWidget) -> None:
        super().__init__(session, "记一条", "记下这一条", parent)
        self._asked = 0
        noted = [one for one in known if one.active and not one.based and _by_hand(one)]
        # What only people can say stands first.
        noted.sort(key=lambda one: one.source is not Source.BY_HAND)
        self.who = TextField("是谁", hint="姓名、拼音首字母或工号")
        self.person = Choice("选定的人")
        self.person.setPlaceholderText("先在左边写姓名或工号")
        self.indicator = Choice("指标", [(one.code, one.label) for one in noted])
        self._units = {one.code: one.unit for one in noted}
        self.day = today_field("哪一天")
        self.amount = TextField("数量", text="1")
        self.note = TextField("说明", hint="例如：发现燃气泄漏，及时疏散 12 户")
        self.document = TextField("依据文号", hint="可不填")
        self.scan = ScanField("证明材料")
        self.form.addLayout(beside(named(self.who), named(self.person), shares=(2, 3)))
        self._amount_field = named(self.amount)
        self.form.addWidget(named(self.indicator))
        self.form.addLayout(
            beside(named(self.day, hint="算进这一天所在的月份"), self._amount_field)
        )
        self.form.addWidget(named(self.note))
        self.form.addWidget(named(self.document))
        self.form.addWidget(named(self.scan))
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._find)
        self.who.textEdited.connect(lambda _: self._rest.start())
        self.indicator.currentIndexChanged.connect(lambda _: self._show_unit())
        self._show_unit()
        self.on_act(self._save)
        self.who.setFocus()

    def _show_unit(self) -> None:
        unit = self._units.get(str(self.indicator.currentData()), "")
        self._amount_field.show_hint(f"单位：{unit}" if unit else "")

    def _find(self) -> None:
        text = self.who.text().strip()
        self._asked += 1
        asked = self._asked
        if not text:
            self.person.fill([])
            return

        def job(work: UnitOfWork) -> list[HitRow]:
            return [one for one in search(work, text, work.today) if one.kind == "person"]

        def show(rows: list[HitRow]) -> None:
            if asked == self._asked:
                self.person.fill([(one.id, f"{one.title}　{one.subtitle}") for one in rows])

        self.session.tasks.read(job, show)

    def _save(self) -> None:
        def read() -> EntryForm:
            if self.person.currentData() is None:
                raise UserError("没有选是谁。请写姓名或工号，再从右边选出这个人")
            happened: dt.date = day_of(self.day)
            amount = read_points(self.amount.text(), "数量")
            note = filled(self.note, "及时处置燃气泄漏")
            evidence = None
            if self.scan.path is not None:
                name, content, _ = read_scan(self.scan.path)
                evidence = (name, content)
            return EntryForm(
                int(self.person.currentData()),
                str(self.indicator.currentData()),
                happened,
                amount,
                note,
                self.document.text().strip(),
                evidence,
            )

        form = self.checked(read)
        if form is not None:
            self.send(lambda work: note_entry(work, form), "已记下这一条。")


def _by_hand(row: IndicatorRow) -> bool:
    return row.source in {Source.BY_HAND, Source.IMPORTED}


class VoidDialog(ReasonForm):
    """It counts no more; it stays to be read."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: EntryRow, parent: QWidget) -> None:
        super().__init__(
            session,
            f"撤销{row.name}的“{row.label}”",
            "撤销这条记事",
            parent,
            told="撤销后不再计分，留底备查。写错了的，撤销后重新记一条。",
            example="记错了人",
            takes_away=True,
        )
        entry_id, version = row.id, row.version

        def write() -> None:
            reason = self.reason_given()
            if reason is not None:
                self.send(
                    lambda work: void_entry(work, entry_id, version), "已撤销这条记事。",
                    reason=reason,
                )  # fmt: skip

        self.on_act(write)
