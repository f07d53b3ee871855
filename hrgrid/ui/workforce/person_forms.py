"""Forms about a person: a new one, or a card that was typed wrong (更正)."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.post_forms import PostFields
from hrgrid.ui.workforce.results import ResultsPart
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.enlisting import enlist_person
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.typed import typed_person

_SEXES = [("", "不填"), *((one.label, one.label) for one in Sex)]


class PersonFields(QWidget):
    """Two columns of fields by column key; `texts` is what stands in them."""

    def __init__(self, card: PersonCard | None) -> None:
        super().__init__()
        number_hint = "不改就空着" if card is not None else "18 位"
        phone_hint = "不改就空着" if card is not None else ""
        self.name = TextField("姓名", text=card.name if card else "")
        self.number = TextField("工号", text=card.number if card else "", hint="不填由程序编号")
        self.sex = Choice("性别", _SEXES)
        self.sex.choose(card.sex.label if card and card.sex else "")
        self.id_number = TextField("身份证号", hint=number_hint)
        self.phone = TextField("手机号", hint=phone_hint)
        self.party = TextField("政治面貌", text=card.party if card else "")
        self.education = TextField("学历", text=card.education if card else "")
        self.note = TextField("备注", text=card.note if card else "")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = (
            ("姓名", self.name),
            ("工号", self.number),
            ("身份证号", self.id_number),
            ("手机号", self.phone),
            ("性别", self.sex),
            ("政治面貌", self.party),
            ("学历", self.education),
            ("备注", self.note),
        )
        for at, (text, control) in enumerate(fields):
            grid.addWidget(Field(text, control), at // 2, at % 2)

    def typed(self) -> PersonForm:
        """What stands in the fields; raises UserError naming the field."""
        texts = {
            "name": self.name.text(),
            "number": self.number.text(),
            "sex": str(self.sex.currentData()),
            "id_number": self.id_number.text(),
            "phone": self.phone.text(),
            "party": self.party.text(),
            "education": self.education.text(),
            "note": self.note.text(),
        }
        return typed_person(texts, dt.date.today())  # noqa: DTZ011 - the desk's day


class CorrectDialog(DeedDialog):
    """The card of somebody, to be put right; why goes into the journal."""

    WIDTH = 520

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"更正{card.name}的资料", "更正资料", parent)
        self._session, self._card = session, card
        self.fields = PersonFields(card)
        self.results = ResultsPart(session, card.id)
        self.reason = TextField("更正原因", hint="例如：身份证号录错一位")
        told = "更正表示录入时就错了，以前各天也随之改变。后来改名、换号请用“变更资料”。"
        self.form.addWidget(self.results)
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.fields)
        self.form.addWidget(Field("更正原因", self.reason))
        self.results.shown.connect(self._offer)
        self.on_act(self._correct)
        self._offer()
        self.fields.name.setFocus()

    def _offer(self) -> None:
        """First what used the old values, then the correction."""
        self.act.setEnabled(self.results.agreed)
        self.fit_soon()

    def _correct(self) -> None:
        try:
            form = self.fields.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        card = self._card
        self.send(
            lambda work: correct_person(work, card.id, card.version, form),
            lambda: f"{self._card.name}的资料已更正。",
        )


class NewPersonDialog(FormDialog):
    """Somebody new with a first post."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("新增人员", "新增人员", parent)
        self._session = session
        self.fields, self.post = PersonFields(None), PostFields(session)
        self.form.addWidget(self.fields)
        self.form.addWidget(self.post)
        self.on_act(self._enlist)
        self.fields.name.setFocus()

    def _enlist(self) -> None:
        try:
            form, post = self.fields.typed(), self.post.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return

        def job(work: UnitOfWork) -> None:
            enlist_person(work, form, post.read(work))

        self._session.tasks.write(
            job, topic="workforce", done=lambda _: self._done(form.name), failed=self.refuse
        )

    def _done(self, name: str) -> None:
        self.accept()
        self._session.say(f"已新增{name}。")
