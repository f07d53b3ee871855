"""变更: something happened on a day, and what held before keeps its days. 更正 of a post, too."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.paired import paired
from hrgrid.ui.workforce.post_forms import PostFields, post_choice
from hrgrid.ui.workforce.results import ResultsPart
from hrgrid.workforce.queries import PersonCard, RoleRow, roles
from hrgrid.workforce.queries.bureaus import find_place
from hrgrid.workforce.queries.cards import HeldRow
from hrgrid.workforce.rules import Employment, FormerField, PostState
from hrgrid.workforce.service.changing import ChangeForm, change_person
from hrgrid.workforce.service.correcting import correct_post
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import change_post

_DAY = dt.timedelta(days=1)


class ChangeDialog(FormDialog):
    """Another name, telephone, party or education from a day on."""

    WIDTH = 560

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"变更{card.name}的资料", "变更资料", parent)
        self._session, self._card = session, card
        self.field = Choice("变更什么", [(one, one.label) for one in FormerField])
        self.now = TextField("原来是")
        self.now.setReadOnly(True)
        self.text = TextField("改为")
        self.on = DateField("从哪天起")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("凭据或文号")
        self.reason = TextField("事由", hint="例如：户口簿上改名")
        told = "以前各天仍是原来的，已发的证书不变。录入时打错了请用“更正资料”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(
            paired(
                None,
                ("变更什么", self.field),
                ("从哪天起", self.on),
                ("原来是", self.now),
                ("改为", self.text),
                ("凭据或文号", self.document),
                ("事由", self.reason),
            )
        )
        self.field.currentIndexChanged.connect(self._renew)
        self.on_act(self._change)
        self._renew()
        self.field.setFocus()

    def _renew(self) -> None:
        card, field = self._card, self.field.currentData()
        held = {
            FormerField.NAME: card.name,
            FormerField.PHONE: card.phone_masked,
            FormerField.PARTY: card.party,
            FormerField.EDUCATION: card.education,
        }
        self.now.setText(held[field] or "没有登记")
        named = field is FormerField.NAME
        self.document.setPlaceholderText("例如：户口簿变更记录" if named else "可不填")

    def _change(self) -> None:
        on, card = self.on.value, self._card
        if on is None:
            self.refuse("没有写从哪天起，或日期读不出来。请写成 2026-07-01")
            return
        form = ChangeForm(
            self.field.currentData(), self.text.text(), on, self.document.text().strip()
        )
        self._session.tasks.write(
            lambda work: change_person(work, card.id, card.version, form),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )

    def _done(self, _: object) -> None:
        self.accept()
        what = self.field.currentData().label
        self._session.say(f"{self._card.name}的{what}已变更，从 {self.on.value} 起。")


class ChangePostDialog(FormDialog):
    """Another role at the same place, or part time for full time, from a day on."""

    WIDTH = 560

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"变更{card.name}的岗位或专兼职", "变更岗位", parent)
        self._session, self._card = session, card
        self._rows = [row for row in card.posts if row.state is PostState.ACTIVE]
        self.post = post_choice("哪一项任职", self._rows)
        self.role = Choice("改任")
        self.employment = Choice("专兼职", [(one, one.label) for one in Employment])
        self.on = DateField("从哪天起")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("文号", hint="可不填")
        told = "还在原来的网格或单位。换到别处请用“调动”；登记时选错了请用“更正任职”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪一项任职", self.post))
        self.form.addWidget(
            paired(
                None,
                ("改任", self.role),
                ("专兼职", self.employment),
                ("从哪天起", self.on),
                ("文号", self.document),
            )
        )
        self.post.currentIndexChanged.connect(self._renew)
        self.on_act(self._change)
        session.tasks.read(roles, self._show_roles)
        self._renew()
        self.role.setFocus()

    @property
    def _row(self) -> HeldRow:
        return next(row for row in self._rows if row.id == self.post.currentData())

    def _show_roles(self, rows: list[RoleRow]) -> None:
        self.role.fill([(row.code, row.label) for row in rows])
        self._renew()

    def _renew(self) -> None:
        self.role.choose(self._row.role_code)
        self.employment.choose(self._row.employment)

    def _change(self) -> None:
        on, post_id = self.on.value, self._row.id
        if on is None:
            self.refuse("没有写从哪天起，或日期读不出来。请写成 2026-07-01")
            return
        role, employment = str(self.role.currentData()), self.employment.currentData()
        document = self.document.text().strip()
        self._session.tasks.write(
            lambda work: change_post(
                work, post_id, on, role=role, employment=employment, document=document
            ),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            reason="岗位变更",
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"{self._card.name}的岗位已变更，从 {self.on.value} 起。")


class CorrectPostDialog(DeedDialog):
    """A post that was typed wrong: first what used it, then what is right."""

    WIDTH = 560

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"更正{card.name}登记错的任职", "更正任职", parent)
        self._session, self._card = session, card
        self._rows = [row for row in card.posts if row.state is not PostState.VOIDED]
        self.results = ResultsPart(session, card.id)
        self.post = post_choice("哪一项任职", self._rows)
        self.fields = PostFields(session, since="第一天")
        self.last_day = DateField("最后一天", hint="还在任就空着")
        self.reason = TextField("更正原因", hint="例如：入职日期录错一年")
        told = "更正表示登记时就错了：错的那条作废留底，以前各天的统计也随之改变。"
        self.form.addWidget(self.results)
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪一项任职", self.post))
        self.form.addWidget(self.fields)
        self.form.addWidget(paired(None, ("最后一天", self.last_day), ("更正原因", self.reason)))
        self.post.currentIndexChanged.connect(self._renew)
        self.fields.filled.connect(self._renew)
        self.results.shown.connect(self._offer)
        self.on_act(self._correct)
        self._offer()
        self._renew()
        self.fields.since.setFocus()

    @property
    def _row(self) -> HeldRow:
        return next(row for row in self._rows if row.id == self.post.currentData())

    def _offer(self) -> None:
        self.act.setEnabled(self.results.agreed)
        self.fit_soon()

    def _renew(self) -> None:
        row = self._row
        self.fields.place.setText(row.typed_place)
        self.fields.role.choose(row.role_code)
        self.fields.employment.choose(row.employment)
        self.fields.since.put(row.valid_from)
        self.fields.document.setText(row.document)
        self.last_day.put(row.valid_to - _DAY if row.valid_to is not None else None)

    def _correct(self) -> None:
        try:
            typed = self.fields.typed()
            if self.last_day.value is None and self.last_day.text().strip():
                raise UserError("最后一天读不出来。请写成 2026-07-31，还在任就空着")
        except UserError as error:
            self.refuse(error.sentence)
            return
        row, last = self._row, self.last_day.value
        until = last + _DAY if last is not None else None

        def job(work: UnitOfWork) -> None:
            role = next((one for one in roles(work) if one.code == typed.role), None)
            if role is None:
                raise UserError("岗位字典里没有这个岗位，可能刚被删去。请另选岗位")
            place = find_place(work, typed.place, typed.since)
            form = PostForm(place, role, typed.employment, typed.since, typed.document, until)
            correct_post(work, row.id, row.version, form)

        self.send(job, lambda: f"{self._card.name}的任职已更正，错的那条作废留底。")
