"""录检查结果: one visit at a time by keyboard, and on to the next that has no result.

1, 2, 3 mark a line and go on, 0 marks the rest as fine; Enter saves and goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import VisitCard, VisitRow
from hrgrid.assessment.rules.words import CheckMark, FindingState, VisitResult
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import Field, TextField, Tick, clear, label
from hrgrid.ui.inspections.forms import offer_back
from hrgrid.ui.inspections.marks import Marked, MarkLines
from hrgrid.ui.inspections.photos import PhotoStrip, Picture, add_photos, remove_photo
from hrgrid.ui.inspections.visit_undo import back_to, itself
from hrgrid.ui.inspections.visits_part import result_told
from hrgrid.ui.inspections.words import TOPIC, result_chip
from hrgrid.ui.matters.forms import beside, day_of, day_or_none, named
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.scans import ScanField, open_content, read_scan
from hrgrid.ui.page import Scroll
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

if TYPE_CHECKING:
    from hrgrid.assessment.service.visits import VisitForm

_SIDE, _DAY = 340, 136


class VisitSheet(QDialog):
    """One visit in the room of the whole window; `rows` is the order in which it goes on."""

    def __init__(
        self,
        session: Session,
        rows: Sequence[VisitRow],
        row: VisitRow,
        parent: QWidget,
        *,
        may_type: bool,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.card: VisitCard | None = None
        self._rows = list(rows)
        self._done = {one.id for one in rows if one.result is not None}
        self._id = row.id
        self._may = may_type
        self._asked = 0
        self._day: dt.date | None = None
        self._saving = False
        self.setWindowTitle("录检查结果")
        self.setAccessibleName("录检查结果")
        self.title = Elided("", role="section", px=theme.CARD)
        self._chip = QHBoxLayout()
        self.where = label("", "label", wraps=True)
        self.left = label("", "label")
        self._banner = QVBoxLayout()
        self.marks = MarkLines()
        self.not_held = Tick("没有查成")
        self.why_not = TextField("没有查成的原因", hint="例如：请病假，有假条；到市里开会")
        self.keys = Elided("1 合格　2 有问题　3 未查　0 其余都合格　回车下一项", role="crumb")
        self.day = DateField("检查日期")
        self.due = DateField("整改期限", hint="5 个工作日")
        self._days = beside(named(self.day), named(self.due))
        self.points = label("", "figure")
        self.points_told = label("", "caption", wraps=True)
        self.note = TextField("备注", hint="可不填")
        self.signed = DateField("签字日期", hint="没签可空着")
        self.scan = ScanField("签字的检查记录表", button="选扫描件")
        self.see_scan = Button("看扫描件", glyph="eye", does=self._open_scan)
        self.photos = PhotoStrip(session, "现场照片")
        self.reason = TextField("为什么改", hint="例如：核实当天有假条")
        self.before = Button("上一个", glyph="caret-left", does=lambda: self.step(-1))
        self.after = Button("下一个", glyph="caret-right", does=lambda: self.step(1))
        self.away = Button("关闭", does=self.reject)
        self.save = PrimaryButton("保存", does=self.save_and_go_on)
        for button in (self.before, self.after, self.away, self.save, self.see_scan):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        window = parent.window()
        self.resize(
            min(window.width() - 40, theme.length(1_080)),
            min(window.height() - 40, theme.length(720)),
        )
        self.read()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addLayout(self._chip)
        head.addWidget(self.left)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._make_marks(), 1)
        middle.addWidget(self._make_side())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.before)
        foot.addWidget(self.after)
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.away)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.where)
        column.addLayout(self._banner)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _make_marks(self) -> QWidget:
        scroll = Scroll(inside=True)
        scroll.column.setSpacing(8)
        scroll.column.addWidget(self.marks)
        held = QHBoxLayout()
        held.setSpacing(8)
        held.addWidget(self.not_held)
        held.addWidget(self.why_not, 1)
        scroll.column.addLayout(held)
        scroll.column.addWidget(label("现场照片", "label"))
        scroll.column.addWidget(self.photos)
        scroll.column.addStretch(1)
        self._scroll = scroll
        return scroll

    def _make_side(self) -> QWidget:
        frame, column = panel()
        column.setContentsMargins(14, 10, 6, 10)
        scroll = Scroll(inside=True)
        side = scroll.column
        side.setContentsMargins(0, 0, 8, 0)
        side.setSpacing(8)
        side.addWidget(self.points)
        side.addWidget(self.points_told)
        side.addLayout(self._days)
        side.addWidget(named(self.note))
        self._reason_field = Field("为什么改", self.reason)
        side.addWidget(self._reason_field)
        side.addWidget(named(self.signed))
        side.addWidget(self.scan)
        side.addWidget(self.see_scan, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        column.addWidget(scroll, 1)
        self._side = frame
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is marked has the room; beside it the days stand below each other if need be."""
        super().resizeEvent(event)
        side = min(theme.length(_SIDE), self.width() * 36 // 100)
        self._side.setFixedWidth(side)
        # A day field, its gap and the margins of the card.
        wide = side >= 2 * theme.length(_DAY) + 60
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._days.setDirection(across if wide else down)

    def _connect(self) -> None:
        self.marks.changed.connect(self._count)
        self.marks.ended.connect(self._at_the_end)
        self.marks.stood.connect(self._show_line)
        self.not_held.toggled.connect(lambda on: self._turn_held(not_held=on))
        self.why_not.returnPressed.connect(self.save.setFocus)
        self.note.returnPressed.connect(self.save.setFocus)
        self.reason.returnPressed.connect(self.save.setFocus)
        self.photos.added.connect(self._add_photos)
        self.photos.dropped.connect(self._drop_photo)
        self.photos.refused.connect(self.refuse)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Return", self.save_and_go_on),
            ("Ctrl+Enter", self.save_and_go_on),
            ("PgDown", lambda: self.step(1)),
            ("PgUp", lambda: self.step(-1)),
            ("Ctrl+Z", self._undo),
            ("Alt+W", self._not_held_by_key),
        )
        for pressed, does in keys:
            shortcut = QShortcut(QKeySequence(pressed), self)
            shortcut.activated.connect(does)
        self.not_held.setToolTip("Alt+W")
        self.before.setToolTip("PgUp")
        self.after.setToolTip("PgDown")
        self.save.setToolTip("Ctrl+Enter")

    # --- reading ------------------------------------------------------------------------------

    @property
    def pending(self) -> list[VisitRow]:
        """Those that have no result yet, the one on show among them."""
        return [row for row in self._rows if row.id not in self._done]

    def read(self) -> None:
        """Read the visit on show."""
        self._asked += 1
        asked, visit_id = self._asked, self._id

        def read(work: UnitOfWork) -> VisitCard:
            from hrgrid.assessment.queries.visits import visit_card

            return visit_card(work, visit_id)

        def take(card: VisitCard) -> None:
            if asked == self._asked:
                self._take(card)

        self.session.tasks.read(read, take, failed=self.refuse)

    def _take(self, card: VisitCard) -> None:
        self.card = card
        row = card.row
        self.title.show_text(f"{row.draw_order} 号　{row.name}")
        clear(self._chip)
        self._chip.addWidget(Chip(result_told(row), result_chip(row.result)))
        self.where.setText(
            "，".join(
                filter(None, (row.place, row.street, f"第 {row.team_no} 组 {row.inspectors}"))
            )
        )
        told = {
            one.item: one.content for one in card.findings if one.state is not FindingState.VOID
        }
        self.marks.show_items(
            card.items,
            {code: Marked(mark, told.get(code, "")) for code, mark in row.marks.items()},
        )
        self.day.put(row.visited_on or self._day or self._usual_day(card))
        due = [one.due_on for one in card.findings if one.state is not FindingState.VOID]
        self.due.put(due[0] if due else None)
        held = row.result is not VisitResult.NOT_HELD
        self.note.setText(row.note if held else "")
        self.why_not.setText("" if held else row.note)
        self.not_held.setChecked(not held)
        self._turn_held(not_held=not held)
        self.signed.put(row.signed_on)
        self.scan.put(None)
        self.see_scan.setVisible(row.scan_sha256 is not None)
        self.reason.clear()
        self._reason_field.setVisible(row.result is not None and self._types)
        self.photos.show_photos([one for one in card.photos if one.finding_id is None])
        self._allow()
        self._count()
        self._say_left()
        QTimer.singleShot(0, self, self._begin)

    @property
    def _types(self) -> bool:
        return self._may and self.card is not None and self.card.open

    def _usual_day(self, card: VisitCard) -> dt.date:
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        return min(today, max(card.last_day, card.first_day)) if today > card.last_day else today

    def _allow(self) -> None:
        on = self._types
        parts = (
            self.marks, self.not_held, self.why_not, self.day, self.due, self.note, self.signed,
            self.scan,
        )  # fmt: skip
        for part in parts:
            part.setEnabled(on)
        self.photos.allow(on=on)
        self.save.setVisible(on)

    def _begin(self) -> None:
        if self.not_held.isChecked() or not self._types:
            (self.why_not if self._types else self.after).setFocus()
        else:
            self.marks.begin()

    def _say_left(self) -> None:
        count = len(self.pending)
        self.left.setText(f"还有 {count:,} 个没录" if count else "都已录完")
        others = [row for row in self.pending if row.id != self._id]
        self.save.setText("保存，录下一个" if others else "保存")
        self.save.setAccessibleName(self.save.text())
        at = self._at
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at + 1 < len(self._rows))

    @property
    def _at(self) -> int:
        return next((at for at, row in enumerate(self._rows) if row.id == self._id), 0)

    # --- what is shown while one types --------------------------------------------------------

    def _count(self) -> None:
        if self.not_held.isChecked():
            self.points.setText("未查成")
            self.points_told.setText("写明原因，不扣分，也不算查过。")
            return
        milli, lacking = self.marks.taken_off_milli, len(self.marks.unmarked)
        faults = [one for one in self.marks.found.values() if one.mark is CheckMark.FAULT]
        self.points.setText(f"扣 {mark_text(milli)} 分" if milli else "不扣分")
        told = f"{len(faults)} 个问题，一次检查最多扣 10 分。" if faults else "没有发现问题。"
        if lacking:
            told = f"还有 {lacking} 项没录，没录的按未查。"
        self.points_told.setText(told)
        self.due.setEnabled(bool(faults) and self._types)

    def _turn_held(self, *, not_held: bool) -> None:
        self.marks.setVisible(not not_held)
        self.why_not.setVisible(not_held)
        self._count()
        if not_held and self.not_held.hasFocus():
            self.why_not.setFocus()

    def _not_held_by_key(self) -> None:
        if self._types:
            self.not_held.toggle()
            (self.why_not if self.not_held.isChecked() else self.marks.lines[0]).setFocus()

    def _show_line(self, line: QWidget) -> None:
        """A line that grows is as high as it will be only when it was laid out."""
        QTimer.singleShot(0, line, lambda: self._scroll.ensureWidgetVisible(line, 0, 12))

    def _at_the_end(self) -> None:
        self.save.setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it back."""
        clear(self._banner)
        if sentence:
            self._banner.addWidget(Banner(Message(sentence, Kind.BAD)))

    # --- saving -------------------------------------------------------------------------------

    def _form(self, card: VisitCard) -> VisitForm:
        from hrgrid.assessment.service.visits import VisitForm

        day, signed = day_of(self.day), day_or_none(self.signed)
        form = VisitForm(card.row.id, card.row.version, day, signed_on=signed)
        if card.row.result is not None and not self.reason.text().strip():
            raise UserError("改已经录的结果要写明为什么改。请填写")
        if self.not_held.isChecked():
            note = self.why_not.text().strip()
            if not note:
                raise UserError("没有写为什么没有查成。请填写，例如：请病假")
            return replace(form, note=note, not_held=True, signed_on=None)
        found = self.marks.found
        marks = {code: one.mark or CheckMark.UNSEEN for code, one in found.items()}
        if all(one.mark is None for one in found.values()):
            raise UserError("一项都还没有录。按 1 合格，2 有问题，3 未查")
        contents = {code: one.told for code, one in found.items() if one.told}
        due = day_or_none(self.due) if self.due.isEnabled() else None
        return replace(
            form, marks=marks, contents=contents, note=self.note.text().strip(), due_on=due
        )

    def save_and_go_on(self) -> None:
        """Write what is on show, and go to the next that has no result."""
        card = self.card
        if card is None or not self._types or self._saving:
            return
        try:
            form = self._form(card)
            scan = _scan(self.scan.path)
        except UserError as error:
            self.refuse(error.sentence)
            return
        self.refuse("")
        self._saving = True

        def job(work: UnitOfWork) -> VisitForm | None:
            from hrgrid.assessment.service.visits import record_visit, sign_visit

            before = record_visit(work, form)
            if scan is not None:
                sign_visit(work, form.visit_id, form.signed_on or form.visited_on, scan)
            return before

        def done(before: VisitForm | None) -> None:
            self._saving = False
            self._saved(card.row, form, before)

        def failed(sentence: str) -> None:
            self._saving = False
            self.refuse(sentence)

        self.session.tasks.write(
            job, topic=TOPIC, done=done, failed=failed, reason=self.reason.text().strip()
        )

    def _saved(self, row: VisitRow, form: VisitForm, before: VisitForm | None) -> None:
        self._day = form.visited_on
        self._done.add(row.id)
        text = f"录{row.name}的检查结果"
        offer_back(self.session, text, back_to(form, before), itself)
        at = self._at
        later = [one for one in self._rows[at + 1 :] if one.id not in self._done]
        waiting = later or self.pending
        if waiting:
            self._id = waiting[0].id
            self.read()
        else:
            self.accept()
            self.session.say("名单上的都录完了。")

    def step(self, by: int) -> None:
        """To the one before or after, whatever it has."""
        at = self._at + by
        if 0 <= at < len(self._rows) and not self._saving:
            self._id = self._rows[at].id
            self.refuse("")
            self.read()

    def _undo(self) -> None:
        """What was saved last is taken back, and shown."""
        stack = self.session.undo
        if stack.canUndo() and not self._saving:
            stack.undo()
            task = self.session.tasks

            def again(topic: str) -> None:
                if topic == TOPIC:
                    task.changed.disconnect(again)
                    self.read()

            task.changed.connect(again)

    # --- pictures and scan --------------------------------------------------------------------

    def _add_photos(self, pictures: Sequence[Picture]) -> None:
        self._write(add_photos(self._id, pictures))

    def _drop_photo(self, photo: object) -> None:
        self._write(remove_photo(photo.id))  # type: ignore[attr-defined]

    def _write(self, job: Callable[[UnitOfWork], object]) -> None:
        self.session.tasks.write(
            job, topic=TOPIC, done=lambda _: self._read_photos(), failed=self.refuse
        )

    def _read_photos(self) -> None:
        """Only the pictures anew: what is being typed stays."""
        visit_id = self._id

        def read(work: UnitOfWork) -> VisitCard:
            from hrgrid.assessment.queries.visits import visit_card

            return visit_card(work, visit_id)

        def take(card: VisitCard) -> None:
            if card.row.id == self._id and self.card is not None:
                own = replace(self.card.row, version=card.row.version)
                self.card = replace(self.card, row=own, photos=card.photos)
                self.photos.show_photos([one for one in card.photos if one.finding_id is None])

        self.session.tasks.read(read, take, failed=self.refuse)

    def _open_scan(self) -> None:
        sha256 = self.card.row.scan_sha256 if self.card else None
        if sha256 is None:
            return

        def read(work: UnitOfWork) -> bytes:
            from hrgrid.storage.attachments import content_of

            return content_of(work, sha256)

        def show(content: bytes) -> None:
            kinds = {b"%PDF": "pdf", b"\x89PNG": "png"}
            open_content(f"检查记录表.{kinds.get(content[:4], 'jpg')}", content)

        self.session.tasks.read(read, show, failed=self.refuse)


def _scan(path: Path | None) -> tuple[str, bytes] | None:
    """A chosen file as it is kept. Raises UserError for what is no scan."""
    if path is None:
        return None
    name, content, _ = read_scan(path)
    return name, content
