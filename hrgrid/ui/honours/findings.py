"""一票否决情形: the list, one recorded from its document, one withdrawn, what is sealed opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries.opinions import FindingRow, findings
from hrgrid.honours.rules.findings import FindingForm, FindingKind
from hrgrid.honours.service import Opened, open_finding, record_finding, withdraw_finding
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Message
from hrgrid.ui.forms import Choice, TextBox, TextField
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import (
    MatterForm,
    ReasonForm,
    beside,
    day_of,
    day_or_none,
    filled,
    named,
    today_field,
)
from hrgrid.ui.matters.scans import ScanField, open_content, read_scan
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column
from hrgrid.workforce.queries.known import find_person


def _state(row: FindingRow) -> str:
    if row.withdrawn_on is not None:
        return "已撤回"
    return "有影响" if row.in_force else "已过期"


_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("工号", lambda row: row.number, 90, drops=True),
    Column("情形", lambda row: row.kind.label, 190, grows=True),
    Column("发生日期", lambda row: f"{row.happened_on:%Y-%m-%d}", 96, drops=True),
    Column("影响到", lambda row: f"{row.until:%Y-%m-%d}" if row.until else "一直", 96),
    Column("依据", lambda row: row.document_no, 150),
    Column("登记人", lambda row: row.made_by, 80, drops=True),
    Column(
        "状态",
        _state,
        80,
        chip=lambda row: "bad" if row.in_force else "mute",
    ),
)


class FindingsDialog(RowsDialog[FindingRow]):
    """Everybody on the veto list."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        told = (
            "有一条在影响期内，就不能参加任何一级评选，不能破例。具体情形和材料加密存放，"
            "只有登记人和决定表彰的人能看，看了留痕；名单和公示里不出现。"
        )
        super().__init__(session, "一票否决情形", told, _COLUMNS, parent)
        runs = session.may(Right.RUN_HONOURS)
        self.add = self.button("登记一条…", self._add, main=True)
        self.add.setVisible(runs)
        self.look = self.button("看具体情形和材料", self._look)
        self.withdraw = self.button("撤回…", self._withdraw)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[FindingRow]:
        """Everything, the newest first."""
        return findings(work)

    def offer(self, row: FindingRow | None) -> None:
        """What is sealed, and taking back one that counts."""
        self.look.setEnabled(row is not None and row.has_sealed)
        self.withdraw.setEnabled(row is not None and row.withdrawn_on is None)

    def _add(self) -> None:
        self.do(RecordFindingForm(self.session, self))

    def _withdraw(self) -> None:
        if self.current is not None:
            self.do(WithdrawFindingForm(self.session, self.current, self))

    def _look(self) -> None:
        row = self.current
        if row is None:
            return

        def take(found: Opened) -> None:
            self.tell(Message(found.detail or "没有写具体情形，见材料。"))
            if found.scan is not None:
                open_content(found.scan_name, found.scan)

        self.session.tasks.write(
            lambda work: open_finding(work, row.id),
            topic="journal",
            done=take,
            failed=self.refuse,
        )


class RecordFindingForm(MatterForm):
    """One finding; `person` is whom the page has chosen, with his id and name."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(
        self, session: Session, parent: QWidget, person: tuple[int, str] | None = None
    ) -> None:
        super().__init__(session, "登记一票否决情形", "登记", parent)
        self._person = person
        self.who = TextField("工号或姓名", text=person[1] if person else "")
        self.who.setReadOnly(person is not None)
        self.kind = Choice("情形", [(one, one.label) for one in FindingKind])
        self.on = today_field("发生日期")
        self.until = DateField("影响到（一直有影响的空着）")
        self.document = TextField("依据的文书", hint="例如：处分决定〔2025〕3号")
        self.detail = TextBox("具体情形", "写清是什么事、哪一级处理的")
        self.scan = ScanField("依据材料")
        self.form.addWidget(named(self.who))
        self.form.addWidget(named(self.kind))
        self.form.addLayout(beside(named(self.on), named(self.until)))
        self.form.addWidget(named(self.document))
        hint = "加密存放，可不写。不要写举报人和涉及他人的内容。"
        self.form.addWidget(named(self.detail, hint=hint))
        self.form.addWidget(self.scan)
        self.on_act(self._record)
        (self.document if person else self.who).setFocus()

    def _read(self) -> tuple[str, FindingForm, tuple[str, bytes] | None]:
        path = self.scan.path
        scan = read_scan(path)[:2] if path else None
        until: dt.date | None = day_or_none(self.until)
        form = FindingForm(
            self._person[0] if self._person else 0,
            self.kind.currentData(),
            day_of(self.on),
            filled(self.document, "处分决定〔2025〕3号"),
            until,
            self.detail.toPlainText(),
        )
        return filled(self.who), form, scan

    def _record(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        who, form, scan = read
        person = self._person

        def job(work: UnitOfWork) -> int:
            person_id = person[0] if person else find_person(work, who)
            return record_finding(work, FindingForm(**{**vars(form), "person_id": person_id}), scan)

        self.send(job, "已登记。冻结过的评选要重新计算排名后才生效。")


class WithdrawFindingForm(ReasonForm):
    """One counts no more."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: FindingRow, parent: QWidget) -> None:
        told = f"撤回后“{row.kind.label}”不再影响{row.name}的评选，这一条留底。"
        super().__init__(
            session,
            f"撤回{row.name}的一票否决情形",
            "撤回这一条",
            parent,
            told=told,
            example="处分决定已撤销",
            takes_away=True,
        )
        self._id = row.id
        self.on_act(self._withdraw)

    def _withdraw(self) -> None:
        reason = self.reason_given()
        if reason is None:
            return
        finding_id = self._id
        self.send(lambda work: withdraw_finding(work, finding_id), "已撤回这一条。", reason=reason)
