"""The form of a notice: the last day stands there as soon as the first is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.publicity.queries import DaysRow, counted_days
from hrgrid.publicity.rules import Entry
from hrgrid.publicity.service import NoticeForm, publish_list
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextBox, TextField, clear, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.publicity.papers import save_notice
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session

Submit = Callable[[UnitOfWork, NoticeForm], object]
# More names than these say nothing at a glance.
_SHOWN_NAMES = 8


@dataclass(frozen=True)
class Draft:
    """What the caller knows of a notice beforehand; `form` fills the fields."""

    form: NoticeForm
    entries: Sequence[Entry]


class PublishDialog(FormDialog):
    """Hangs a list out. `submit` does more than publishing where the caller's room asks so."""

    WIDTH = 600

    def __init__(
        self,
        session: Session,
        draft: Draft,
        parent: QWidget,
        submit: Submit | None = None,
        *,
        topic: str = TOPIC,
    ) -> None:
        super().__init__("发布公示", f"发布公示（{len(draft.entries)} 人）", parent)
        self._session, self._draft, self._topic = session, draft, topic
        self._submit = submit or self._publish
        self._asked = 0
        form = draft.form
        self.titled = TextField("标题", text=form.title)
        self.first = DateField("公示首日")
        self.days = TextField("工作日数", text=str(form.workdays))
        self.days.setMaxLength(3)
        self.last = label("", "body2", wraps=True)
        self._warnings = QVBoxLayout()
        self.why = TextField("补录事由", hint="例如：公示已于当日张贴，系统里补登记")
        self._why = Field("补录事由", self.why, hint="首日在今天之前，事由会写在公示上。")
        self.where = TextField(
            "在哪里公示", hint="例如：单位公示栏、政府网站", text=form.where_shown
        )
        self.basis = TextField("公示依据", hint="例如：招录公告、评选办法的文号", text=form.basis)
        self.opening = TextBox("正文开头", "经过哪些程序、拟定谁做什么；不写就用通用写法", lines=3)
        self.opening.setPlainText(form.opening)
        self.office = TextField("受理部门", text=form.accepting_office)
        self.phone = TextField("联系电话", text=form.accepting_phone)
        self.mail = TextField("电子邮箱", text=form.accepting_mail)
        self.address = TextField("通信地址", text=form.accepting_address)
        self.hours = TextField(
            "受理时间", hint="例如：工作日 8:30—17:00", text=form.accepting_hours
        )
        self._fill()
        self._away.setText("不发布")
        # Enter publishes nothing.
        self.act.setDefault(False)
        self.act.setAutoDefault(False)
        self.on_act(self._go)
        self.first.changed.connect(self._count)
        self.days.editingFinished.connect(self._count)
        self.first.put(form.first_day)
        self.titled.setFocus()

    def _fill(self) -> None:
        self.form.addWidget(label(_named(self._draft.entries), "body2", wraps=True))
        self.form.addWidget(Field("标题", self.titled))
        days = QHBoxLayout()
        days.setSpacing(12)
        self.days.setFixedWidth(self.first.width() // 2)
        days.addWidget(Field("公示首日", self.first))
        days.addWidget(Field("工作日数", self.days))
        days.addStretch()
        self.form.addLayout(days)
        self.form.addWidget(self.last)
        self.form.addLayout(self._warnings)
        self.form.addWidget(self._why)
        self.form.addWidget(Field("在哪里公示", self.where))
        self.form.addWidget(Field("公示依据", self.basis))
        self.form.addWidget(Field("正文开头", self.opening))
        for left, right in (
            (Field("受理部门", self.office), Field("受理时间", self.hours)),
            (Field("联系电话", self.phone), Field("电子邮箱", self.mail)),
        ):
            pair = QHBoxLayout()
            pair.setSpacing(12)
            pair.addWidget(left, 1)
            pair.addWidget(right, 1)
            self.form.addLayout(pair)
        hint = "电话、邮箱、地址至少填一种。名单里不能有证件号、手机号和住址。"
        self.form.addWidget(Field("通信地址", self.address, hint=hint))

    # --- the days

    def _count(self) -> None:
        first = self.first.value
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self._why.setVisible(first is not None and first < today)
        self._asked += 1
        days = self._workdays()
        if first is None or days is None:
            self.last.setText("写上首日和工作日数，这里算出止日。")
            clear(self._warnings)
            self.fit_soon()
            return
        asked = self._asked

        def take(found: DaysRow) -> None:
            # Another day may have been typed meanwhile.
            if asked == self._asked:
                self._show(found)

        def refuse(sentence: str) -> None:
            if asked == self._asked:
                self.last.setText(sentence)

        self._session.tasks.read(lambda work: counted_days(work, first, days), take, failed=refuse)

    def _show(self, found: DaysRow) -> None:
        self.last.setText(
            f"公示 {found.first_day:%Y-%m-%d} 至 {found.last_day:%Y-%m-%d}，"
            f"共 {found.workdays} 个工作日，首日计入。节假日表：{found.calendar_version}。"
        )
        clear(self._warnings)
        for warning in found.warnings:
            told = f"{warning}。请先到“设置”的“节假日”里补上这一年的"
            self._warnings.addWidget(Banner(Message(told, Kind.WARN)))
        self.fit_soon()

    def _workdays(self) -> int | None:
        text = self.days.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    # --- doing it

    def _go(self) -> None:
        first, days = self.first.value, self._workdays()
        if first is None:
            self.refuse("没有写公示首日，或日期读不出来。请写成 2026-11-23")
            return
        if days is None:
            self.refuse("工作日数要写成数字，例如 5。请改正再发布")
            return
        form = replace(
            self._draft.form,
            title=self.titled.text(),
            first_day=first,
            workdays=days,
            last_day=None,
            where_shown=self.where.text(),
            basis=self.basis.text(),
            opening=self.opening.toPlainText(),
            accepting_office=self.office.text(),
            accepting_phone=self.phone.text(),
            accepting_mail=self.mail.text(),
            accepting_address=self.address.text(),
            accepting_hours=self.hours.text(),
        )
        submit = self._submit
        self._session.tasks.write(
            lambda work: submit(work, form),
            topic=self._topic,
            done=self._done,
            failed=self.refuse,
            title="正在发布公示",
            reason=self.why.text().strip() if self._why.isVisibleTo(self) else "",
        )

    def _publish(self, work: UnitOfWork, form: NoticeForm) -> object:
        return publish_list(work, form, self._draft.entries)

    def _done(self, came: object) -> None:
        self.accept()
        session, title = self._session, self.titled.text()
        told = f"已发布公示，{len(self._draft.entries)} 人。打印出来张贴请点“生成公示”。"
        if not isinstance(came, int):
            session.say(told)
            return
        saving = Saving(session, self.parentWidget() or self)
        session.say(told, Kind.OK, ("生成公示", lambda: save_notice(session, saving, came, title)))


def _named(entries: Sequence[Entry]) -> str:
    names = "、".join(entry.name for entry in entries[:_SHOWN_NAMES])
    more = f"等 {len(entries)} 人" if len(entries) > _SHOWN_NAMES else f"，共 {len(entries)} 人"
    return f"公示名单：{names}{more}。发布后名单和内容不能改写，有错只能撤回再公示。"
