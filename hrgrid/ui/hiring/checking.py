"""资格审查: one candidate after another by keyboard, each condition with the value seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.candidate_card import CandidateCard, CheckRow, candidate_card
from hrgrid.hiring.queries.candidates import (
    CandidateFilter,
    CandidateOrder,
    CandidateRow,
    candidates,
)
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.hiring.service.checking import (
    ByData,
    CheckForm,
    check_by_data,
    check_candidate,
    uncheck_candidate,
)
from hrgrid.hiring.service.concluding import qualify, qualify_all
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.hiring.check_forms import FindingDialog, ManyDialog, RejectDialog
from hrgrid.ui.hiring.words import MARKS_TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table

T = TypeVar("T")
MOST = 5_000
NOTHING_FOUND = "未发现"

PEOPLE: tuple[Column[CandidateRow], ...] = (
    Column("报名号", lambda row: row.number, 62),
    Column("姓名", lambda row: row.name, 74, strong=True, grows=True),
    Column("已看", lambda row: f"{row.checked}", 44, right=True),
    Column("不合格", lambda row: f"{row.failed}" if row.failed else "", 56, right=True),
)


def seen_told(row: CheckRow) -> str:
    """What was seen, with who wrote it where it was not the data."""
    return row.seen_value or ""


def verdict(row: CheckRow) -> str:
    """In a word."""
    return {True: "合格", False: "不合格", None: "待核查"}[row.passed]


def verdict_chip(row: CheckRow) -> str:
    """The kind of its chip."""
    return {True: "ok", False: "bad", None: "mute"}[row.passed]


CHECKS: tuple[Column[CheckRow], ...] = (
    Column("条件", lambda row: f"不得：{row.text}" if row.bars else row.text, 190, grows=True),
    Column("资料显示", lambda row: row.proposed, 90, quiet=True),
    Column("看到的", seen_told, 100, grows=True, drops=True),
    Column("结论", verdict, 84, chip=verdict_chip),
)


class _Conditions(Table):
    """Letters judge the condition under the cursor; the dialog says what they do."""

    def __init__(self, model: RowsModel[CheckRow], keys: dict[int, Callable[[], object]]) -> None:
        super().__init__(model, "条件")
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P and F judge, A passes the rest, Page keys go to another candidate."""
        does = self._keys.get(event.key())
        if does is not None and not event.modifiers():
            does()
            return
        super().keyPressEvent(event)


class CheckingDialog(Dialog):
    """Whoever waits at the left, his conditions at the right; each finding is stored at once."""

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        super().__init__("资格审查", parent)
        self.session, self._batch_id = session, batch_id
        self._asked = 0
        self._busy = False
        self.card: CandidateCard | None = None
        self.people: RowsModel[CandidateRow] = RowsModel(PEOPLE, self)
        self.list = Table(self.people, "待审查的报名人")
        self.model: RowsModel[CheckRow] = RowsModel(CHECKS, self)
        key = Qt.Key
        self.table = _Conditions(
            self.model,
            {
                key.Key_P: self.pass_one,
                key.Key_F: self.fail_one,
                key.Key_E: self.write_one,
                key.Key_A: self.pass_rest,
                key.Key_R: self.send_back,
                key.Key_N: self.go_next,
                key.Key_PageDown: self.go_next,
                key.Key_B: self.go_before,
                key.Key_PageUp: self.go_before,
                key.Key_Delete: self.take_back,
                key.Key_Return: self.pass_rest,
                key.Key_Enter: self.pass_rest,
            },
        )
        self.name = label("", "section")
        self.facts = Elided("", role="crumb", px=theme.LABEL)
        self._notice = QVBoxLayout()
        self.by_data = Button("按资料审查全部", does=self.check_by_data)
        self.by_data.setToolTip("年龄、学历这些资料能答的条件，全部待审查的人一次记下看到的值")
        self.many = Button("整批登记…", does=self._many)
        self.many.setToolTip("同一份核查函答复全部的人，例如公安、纪检的核查结果")
        self.whole = Button("合格的一次通过", does=self.qualify_all)
        self.good = Button("合格 P", does=self.pass_one, name="这一项合格")
        self.bad = Button("不合格 F…", does=self.fail_one, name="这一项不合格")
        self.write = Button("写明情况 E…", does=self.write_one, name="写明这一项看到的情况")
        self.back = Button("退回 R…", does=self.send_back, name="退回报名")
        self.act = PrimaryButton("其余合格，通过 A", does=self.pass_rest, name="其余合格，通过")
        self.away = Button("关闭", does=self.accept)
        self._body = QWidget()
        self.empty = EmptyState("users-three", "都审查完了", "没有待审查的报名人。", [])
        self._lay_out(parent)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _: self.table.setFocus())
        self._read()
        self.table.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(900), room.width() - 40))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.facts, 1)
        for button in (self.by_data, self.many, self.whole):
            head.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.table, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(6)
        for button in (self.good, self.bad, self.write, self.back):
            deeds.addWidget(button)
        deeds.addStretch()
        right.addLayout(deeds)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.addWidget(self.list, 0, 0)
        grid.addLayout(right, 0, 1)
        self.list.setFixedWidth(theme.length(256))
        high = min(theme.length(460), max(190, room.height() - 220))
        self.table.setMinimumHeight(high - theme.length(40))
        self.body.addLayout(head)
        self.body.addLayout(self._notice)
        self.body.addWidget(self._body, 1)
        self.body.addWidget(self.empty, 1)
        self.empty.hide()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        told = "N 下一个，B 上一个，Delete 撤回这一项"
        foot.addWidget(label(told, "caption"), 1)
        foot.addWidget(self.away)
        foot.addWidget(self.act)
        self.body.addLayout(foot)
        for button in (
            *(self.by_data, self.many, self.whole, self.good, self.bad),
            *(self.write, self.back, self.act, self.away),
        ):
            button.setAutoDefault(False)

    # --- reading ------------------------------------------------------------------------------

    def _read(self) -> None:
        wanted = CandidateFilter(self._batch_id, (CandidateState.SUBMITTED,))
        self.session.tasks.read(
            lambda work: candidates(work, wanted, CandidateOrder.NUMBER, None, MOST), self._show
        )

    def _show(self, rows: list[CandidateRow]) -> None:
        current = self.list.current
        at = self.list.currentIndex().row()
        ids = [row.id for row in rows]
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.people.show_rows(rows)
        if rows:
            known = current is not None and current.id in ids
            self.list.selectRow(ids.index(current.id) if known else min(max(at, 0), len(ids) - 1))
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.setWindowTitle(f"资格审查，还有 {len(rows):,} 人")
        self._body.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        for button in (self.act, self.by_data, self.many, self.whole):
            button.setEnabled(bool(rows))
        if rows:
            self._choose(self.list.current)
        else:
            self.card = None
            self.name.setText("")
            self.facts.show_text("")
            self.away.setFocus()

    def _choose(self, row: CandidateRow | None) -> None:
        if row is None:
            return
        self._asked += 1
        asked, candidate_id = self._asked, row.id

        def take(card: CandidateCard) -> None:
            if asked == self._asked:
                self._take(card)

        self.session.tasks.read(
            lambda work: candidate_card(work, candidate_id), take, failed=self._tell
        )

    def _take(self, card: CandidateCard) -> None:
        same = self.card is not None and self.card.id == card.id
        at = self.table.currentIndex().row() if same else -1
        self.card = card
        self.model.show_rows(card.checks)
        rows = list(card.checks)
        if at < 0 or (at < len(rows) and rows[at].passed is not None):
            # On to what nobody has looked at yet, behind the cursor first.
            order = [*range(at + 1, len(rows)), *range(at + 1)]
            at = next((one for one in order if rows[one].passed is None), max(at, 0))
        self.table.selectRow(max(0, min(at, len(rows) - 1)))
        self.name.setText(card.name)
        told = (
            f"报名号 {card.number}",
            card.position,
            card.sex.label if card.sex else "",
            card.education,
            card.party,
            card.id_masked,
        )
        self.facts.show_text("，".join(filter(None, told)))
        failed = any(row.passed is False for row in rows)
        self.act.setEnabled(not failed)
        self.act.setToolTip("有不合格的条件，请退回并写明原因" if failed else "")
        self._busy = False

    # --- deeds --------------------------------------------------------------------------------

    def _write(
        self, job: Callable[[UnitOfWork], T], done: Callable[[T], object], title: str = "正在保存"
    ) -> None:
        if self._busy:
            return
        self._busy = True
        clear(self._notice)

        def came(result: T) -> None:
            self._busy = False
            done(result)

        self.session.tasks.write(
            job, topic=MARKS_TOPIC, done=came, failed=self._refused, title=title
        )

    def _refused(self, sentence: str) -> None:
        self._busy = False
        self._tell(sentence)

    def _tell(self, sentence: str, kind: Kind = Kind.BAD) -> None:
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, kind)))

    @property
    def _row(self) -> CheckRow | None:
        row: CheckRow | None = self.table.current
        return row

    def pass_one(self) -> None:
        """The condition under the cursor is met, by what the data shows."""
        card, row = self.card, self._row
        if card is None or row is None:
            return
        form = passing(row)
        if form is None:
            self.write_one()
            return
        self._write(lambda work: check_candidate(work, card.id, form), lambda _: self._again())

    def fail_one(self) -> None:
        """It is not met: what was seen is asked."""
        self._ask(passed=False)

    def write_one(self) -> None:
        """What was seen in words of one's own, with a note and a scan."""
        self._ask(passed=True)

    def _ask(self, *, passed: bool) -> None:
        card, row = self.card, self._row
        if card is None or row is None:
            return
        if FindingDialog(self.session, card, row, passed=passed, parent=self).exec():
            self._again()

    def take_back(self) -> None:
        """Nobody looked at it after all."""
        card, row = self.card, self._row
        if card is None or row is None or row.passed is None:
            return
        key = row.rule_key
        self._write(lambda work: uncheck_candidate(work, card.id, key), lambda _: self._again())

    def pass_rest(self) -> None:
        """Everything nobody has looked at is met; the candidate is qualified."""
        card = self.card
        if card is None or self._busy:
            return
        if any(row.passed is False for row in card.checks):
            self.send_back()
            return
        forms = {row.rule_key: passing(row) for row in card.checks if row.passed is None}
        lacking = [row for row in card.checks if row.passed is None and passing(row) is None]
        if lacking:
            at = [row.rule_key for row in card.checks].index(lacking[0].rule_key)
            self.table.selectRow(at)
            shown = "、".join(f"“{row.text}”" for row in lacking[:2])
            self._tell(f"{shown}资料里没有，请按 E 写明看到的情况。")
            return

        def job(work: UnitOfWork) -> None:
            for form in forms.values():
                if form is not None:
                    check_candidate(work, card.id, form)
            qualify(work, card.id)

        self._write(job, lambda _: self._passed(card.name))

    def _passed(self, name: str) -> None:
        self._tell(f"{name}资格合格。", Kind.OK)
        self._read()
        self.table.setFocus()

    def send_back(self) -> None:
        """The application may not stand."""
        card = self.card
        if card is not None and RejectDialog(self.session, card, self).exec():
            self._read()
            self.table.setFocus()

    def go_next(self) -> None:
        """The next candidate."""
        self._step(1)

    def go_before(self) -> None:
        """The one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        at = self.list.currentIndex().row() + by
        if 0 <= at < self.people.rowCount():
            self.list.selectRow(at)

    def check_by_data(self) -> None:
        """What the data answers, for everybody at once."""
        batch_id = self._batch_id
        self._write(lambda work: check_by_data(work, batch_id), self._swept, "正在按资料审查")

    def _swept(self, came: ByData) -> None:
        failed = f"，其中 {came.failed:,} 项不合格" if came.failed else ""
        asked = f"。还要核查：{'、'.join(came.asked[:4])}" if came.asked else ""
        more = "等" if len(came.asked) > 4 else ""
        self._tell(
            f"{came.candidates:,} 人按资料记下 {came.checks:,} 项{failed}{asked}{more}。", Kind.OK
        )
        self._read()

    def _many(self) -> None:
        card = self.card
        if card is not None:
            ids = [row.id for row in self.people.rows]
            if ManyDialog(self.session, self._batch_id, card.checks, ids, self).exec():
                self._read()

    def qualify_all(self) -> None:
        """Everybody whose conditions are all met."""
        batch_id = self._batch_id
        self._write(
            lambda work: qualify_all(work, batch_id),
            self._qualified,
            "正在通过审查",
        )

    def _qualified(self, count: int) -> None:
        told = f"{count:,} 人全部条件合格，已通过。" if count else "还没有人全部条件都合格。"
        self._tell(told, Kind.OK if count else Kind.INFO)
        self._read()

    def _again(self) -> None:
        self._choose(self.list.current)
        self.table.setFocus()


def passing(row: CheckRow) -> CheckForm | None:
    """What P records: what the data shows, 未发现 for a bar; None where somebody has to say."""
    if row.proposed and row.proposed_passed:
        return CheckForm(row.rule_key, row.proposed, passed=True, note=row.source.label)
    if row.bars and not row.proposed:
        return CheckForm(row.rule_key, NOTHING_FOUND, passed=True)
    return None
