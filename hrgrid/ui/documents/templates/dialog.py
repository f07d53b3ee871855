"""证书模板: words and sizes at the left, the sheet as it will be printed at the right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.documents.queries.faces import purpose_of
from hrgrid.documents.service import keep_template
from hrgrid.paper.certificate import TEMPLATES, Part, Template, differences
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog, confirmed
from hrgrid.ui.documents.batches import FORMS
from hrgrid.ui.documents.printing import TOPIC
from hrgrid.ui.documents.templates.canvas import Canvas
from hrgrid.ui.documents.templates.fields import TemplateFields
from hrgrid.ui.documents.templates.looking import (
    Basis,
    Purpose,
    Seen,
    Sight,
    look,
    read_basis,
    told_of,
)
from hrgrid.ui.forms import Choice, clear
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

_REST_MS = 60
_SETTINGS = 300


class TemplateDialog(Dialog):
    """An edition that was used stays; what is saved here is another one."""

    def __init__(self, session: Session, batch: str, parent: QWidget) -> None:
        super().__init__("证书模板", parent)
        self._session, self._batch = session, batch
        self.basis: Basis | None = None
        self.template = TEMPLATES[0]
        self._seen: Seen | None = None
        self._busy = False
        self._steps = _Steps()
        self.purpose = Choice("哪种证书", [(one, one.label) for one in Purpose])
        self.start = Choice("从哪个模板开始")
        self.form = Choice("纸张", [(form, form.label) for form in FORMS])
        self.sample = Choice("看哪一张")
        self.fields = TemplateFields()
        self.canvas = Canvas()
        self.undo = Button("撤销", glyph="arrow-counter-clockwise", does=self._undo)
        self.redo = Button("重做", glyph="arrow-clockwise", does=self._redo)
        self.told = Elided("", role="")
        self.changed = Elided("", role="")
        self._notes = QVBoxLayout()
        self.keep = PrimaryButton("保存", does=self._keep)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out(parent)
        self._connect()
        self.purpose.choose(_purpose(batch))
        self._read()

    def reject(self) -> None:
        """Nothing that was changed is lost without a word."""
        told = "改过的地方还没有保存，关掉就没有了。"
        if self._is_kept() or confirmed(
            self, told, "不保存，关掉", title="模板还没有保存", takes_away=True
        ):
            super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet is drawn anew when the window rests."""
        super().resizeEvent(event)
        self._rest.start()

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(1240), room.width() - 40))
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for choice in (self.purpose, self.start, self.form, self.sample):
            choice.setMinimumContentsLength(8)
            choice.setToolTip(choice.accessibleName())
            choices.addWidget(choice, 1)
        choices.addWidget(self.undo)
        choices.addWidget(self.redo)
        self.body.addLayout(choices)
        settings = Scroll(inside=True)
        settings.column.setContentsMargins(0, 0, theme.length(14), 0)
        settings.column.addWidget(self.fields)
        settings.setFixedWidth(theme.length(_SETTINGS))
        sheet = QVBoxLayout()
        sheet.setSpacing(6)
        sheet.addWidget(self.canvas, 1)
        sheet.addWidget(self.told)
        self.canvas.setMinimumHeight(max(200, min(theme.length(500), room.height() - 250)))
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(settings)
        both.addLayout(sheet, 1)
        self.body.addLayout(both, 1)
        self.body.addLayout(self._notes)
        foot = QHBoxLayout()
        foot.addWidget(self.changed, 1)
        away = Button("不保存", does=self.reject)
        away.setAutoDefault(False)
        self.keep.setAutoDefault(False)
        foot.addWidget(away)
        foot.addWidget(self.keep)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self._rest.timeout.connect(self._draw)
        self.purpose.currentIndexChanged.connect(lambda _: self._change_purpose())
        self.start.currentIndexChanged.connect(lambda _: self._begin_from())
        # Chosen once more after something was changed.
        self.start.activated.connect(lambda _: self._begin_from())
        self.form.currentIndexChanged.connect(lambda _: self._draw())
        self.sample.currentIndexChanged.connect(lambda _: self._draw())
        self.fields.edited.connect(self._take)
        self.fields.picked.connect(self.canvas.pick)
        self.canvas.picked.connect(self.fields.show_part)
        self.canvas.moved.connect(self._move)
        for keys, does in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    # --- what is looked at ---------------------------------------------------------------------

    def _is_kept(self) -> bool:
        self.fields.flush()
        return self.basis is None or self.template == self.basis.in_use

    def _change_purpose(self) -> None:
        """Another kind of certificates; what was changed for this one is not lost unasked."""
        basis = self.basis
        if basis is None or self.purpose.currentData() is basis.purpose:
            return
        told = f"“{basis.purpose.label}”的模板改过，还没有保存，换一种就没有了。"
        if self._is_kept() or confirmed(
            self, told, "不保存，换一种", title="模板还没有保存", takes_away=True
        ):
            self._read()
        else:
            self.purpose.choose(basis.purpose)

    def _read(self) -> None:
        purpose, batch = self.purpose.currentData(), self._batch
        self._session.tasks.read(lambda work: read_basis(work, purpose, batch), self._show_basis)

    def _show_basis(self, basis: Basis) -> None:
        self.basis = basis
        self._steps.clear()
        self.fields.show_basis(basis)
        self.sample.fill(_samples(basis))
        used = [(basis.in_use, f"正在用的：{basis.in_use.name}")]
        shipped = [(one, f"随附：{one.name}") for one in TEMPLATES]
        older = [
            (Template.read(row.content), f"第 {row.edition} 版：{row.name}")
            for row in basis.editions[1:]
        ]
        self.start.fill([*used, *shipped, *older])
        self.keep.setText(f"保存为第 {basis.edition + 1} 版")
        self.put(basis.in_use)
        self.start.choose(basis.in_use)

    def put(self, template: Template) -> None:
        """Show a template everywhere."""
        self.template = template
        self.fields.show_template(template)
        changes = differences(self.basis.in_use, template) if self.basis else []
        self.changed.show_text(
            f"和正在用的相比改了 {len(changes)} 处：{'；'.join(changes)}" if changes else ""
        )
        self.keep.setEnabled(bool(changes))
        self.undo.setEnabled(bool(self._steps.past))
        self.redo.setEnabled(bool(self._steps.coming))
        self._rest.start()

    def _undo(self) -> None:
        self.fields.flush()
        self.put(self._steps.turn(self.template, back=True))

    def _redo(self) -> None:
        self.put(self._steps.turn(self.template, back=False))

    def _begin_from(self) -> None:
        chosen: Template | None = self.start.currentData()
        if chosen is not None and chosen != self.template:
            self._take(chosen, "换一个模板")

    def _take(self, template: Template, what: str) -> None:
        if template != self.template:
            self._steps.take(what, self.template)
            self.put(template)

    def _move(self, part: Part, across: int, down: int) -> None:
        right, below = self.template.look.move(part)
        moved = self.template.look.moved(part, right + across, below + down)
        self._take(replace(self.template, look=moved), f"{part.label}的位置")

    # --- drawing -------------------------------------------------------------------------------

    def _sight(self) -> Sight | None:
        if self.basis is None or self.sample.currentData() is None:
            return None
        form = self.form.currentData()
        self.canvas.show_paper(form.layout.page)
        return Sight(self.template, form, self.sample.currentData(), self.canvas.dpi())

    def _draw(self) -> None:
        sight, basis = self._sight(), self.basis
        if sight is None or basis is None or self._busy:
            return
        if self._seen is not None and self._seen.sight == sight:
            return
        self._busy = True
        self._session.tasks.aside(
            lambda _: look(basis, sight), self._show_seen, failed=self._fail, title="正在画证书"
        )

    def _show_seen(self, seen: Seen) -> None:
        self._busy = False
        self._seen = seen
        self.canvas.show_seen(seen)
        sentence, stops = told_of(seen.notes)
        told = self.basis.told if self.basis else ""
        self.told.show_text(told if stops else f"{told}。{sentence}")
        clear(self._notes)
        if stops:
            self._notes.addWidget(Banner(Message(sentence, Kind.WARN)))
        # What was changed meanwhile is drawn next.
        self._draw()

    def _fail(self, sentence: str) -> None:
        self._busy = False
        self._refuse(sentence)

    # --- saving --------------------------------------------------------------------------------

    def _keep(self) -> None:
        self.fields.flush()
        if self.basis is None:
            return
        purpose, template, before = self.basis.purpose.value, self.template, self.basis.edition

        def told(edition: int) -> None:
            self.accept()
            self._session.say(f"已保存为第 {edition} 版，以后签发的证书用它；已发的不变。")

        self._session.tasks.write(
            lambda work: keep_template(work, purpose, template, before),
            topic=TOPIC,
            done=told,
            failed=self._refuse,
            title="正在保存模板",
        )

    def _refuse(self, sentence: str) -> None:
        clear(self._notes)
        if sentence:
            self._notes.addWidget(Banner(Message(sentence, Kind.BAD)))


@dataclass
class _Steps:
    """What was, step by step; letters typed one after the other into one field are one step."""

    past: list[tuple[str, Template]] = field(default_factory=list)
    coming: list[tuple[str, Template]] = field(default_factory=list)
    _grows: bool = False

    def clear(self) -> None:
        """Forget all."""
        self.past.clear()
        self.coming.clear()
        self._grows = False

    def take(self, what: str, before: Template) -> None:
        """Something else is on show than `before`."""
        if not (self._grows and self.past and self.past[-1][0] == what):
            self.past.append((what, before))
        self.coming.clear()
        self._grows = True

    def turn(self, now: Template, *, back: bool) -> Template:
        """What to show after going back or forth by a step; the same where there is none."""
        source, target = (self.past, self.coming) if back else (self.coming, self.past)
        if not source:
            return now
        what, template = source.pop()
        target.append((what, now))
        self._grows = False
        return template


def _purpose(batch: str) -> Purpose:
    known = {one.value: one for one in Purpose}
    return known.get(purpose_of(batch), Purpose.CAMPAIGN)


def _samples(basis: Basis) -> list[tuple[object, str]]:
    longest, rarest = basis.rows[basis.longest], basis.rows[basis.rarest]
    offered: list[tuple[object, str]] = [(basis.longest, f"最长的：{longest.addressed[:-1]}")]
    if basis.rarest != basis.longest:
        offered.append((basis.rarest, f"字最少见的：{rarest.name}"))
    if 0 not in {basis.longest, basis.rarest}:
        offered.append((0, f"第一张：{basis.rows[0].name}"))
    return offered
