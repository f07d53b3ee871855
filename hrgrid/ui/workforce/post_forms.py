"""Where, in which role and from when somebody holds a post: to begin one, or to move to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import PersonCard, RoleRow, roles
from hrgrid.workforce.queries.bureaus import find_place
from hrgrid.workforce.queries.cards import HeldRow
from hrgrid.workforce.rules import Employment, PostState
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import begin_post, transfer_person


@dataclass(frozen=True)
class TypedPost:
    """What was typed; `read` finds the place in the data."""

    place: str
    role: str
    employment: Employment
    since: dt.date
    document: str

    def read(self, work: UnitOfWork) -> PostForm:
        """The post; raises UserError where the place or role cannot be told."""
        role = next((row for row in roles(work) if row.code == self.role), None)
        if role is None:
            raise UserError("岗位字典里没有这个岗位，可能刚被删去。请另选岗位")
        place = find_place(work, self.place, self.since)
        return PostForm(place, role, self.employment, self.since, self.document)


class PostFields(QWidget):
    """Place, role, full or part time, first day, document; `filled` when the roles have come."""

    filled = Signal()

    def __init__(self, session: Session, *, since: str = "从哪天起") -> None:
        super().__init__()
        self.place = TextField("网格或单位", hint="网格编码、名称，或单位名称")
        self.role = Choice("岗位")
        self.employment = Choice("专兼职", [(one, one.label) for one in Employment])
        self.since = DateField(since)
        self.since.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("文号", hint="可不填")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(Field("网格或单位", self.place), 0, 0, 1, 2)
        for at, (text, control) in enumerate(
            (
                ("岗位", self.role),
                ("专兼职", self.employment),
                (since, self.since),
                ("任职文件文号", self.document),
            )
        ):
            grid.addWidget(Field(text, control), 1 + at // 2, at % 2)
        session.tasks.read(roles, self._show_roles)

    def _show_roles(self, rows: list[RoleRow]) -> None:
        self.role.fill([(row.code, row.label) for row in rows])
        self.filled.emit()

    def typed(self) -> TypedPost:
        """What stands in the fields; raises UserError for what is missing."""
        if not self.place.text().strip():
            raise UserError("没有写网格或单位。请写网格编码或名称")
        if self.since.value is None:
            raise UserError("没有写起始日期，或日期读不出来。请写成 2026-07-01")
        return TypedPost(
            self.place.text().strip(),
            str(self.role.currentData()),
            self.employment.currentData(),
            self.since.value,
            self.document.text().strip(),
        )


def post_choice(name: str, rows: Sequence[HeldRow]) -> Choice:
    """One of somebody's posts, said as people say it."""
    return Choice(name, [(row.id, f"{row.place.rpartition('/')[2]} {row.role}") for row in rows])


class BeginDialog(FormDialog):
    """One more post."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"给{card.name}增加任职", "增加任职", parent)
        self._session, self._card = session, card
        self.fields = PostFields(session)
        self.form.addWidget(self.fields)
        self.on_act(self._begin)
        self.fields.place.setFocus()

    def _begin(self) -> None:
        try:
            typed = self.fields.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        person_id = self._card.id
        self._session.tasks.write(
            lambda work: begin_post(work, person_id, typed.read(work)),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"已给{self._card.name}增加任职。")


class TransferDialog(FormDialog):
    """Ends one post and begins another the next day, both or neither."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"调动{card.name}", "调动", parent)
        self._session, self._card = session, card
        rows = [row for row in card.posts if row.state is PostState.ACTIVE]
        self.post = post_choice("从哪里调出", rows)
        self.fields = PostFields(session, since="新岗位第一天")
        self.form.addWidget(Field("从哪里调出", self.post))
        self.form.addWidget(self.fields)
        self.on_act(self._transfer)
        self.fields.place.setFocus()

    def _transfer(self) -> None:
        try:
            typed = self.fields.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        post_id = int(self.post.currentData())
        self._session.tasks.write(
            lambda work: transfer_person(work, post_id, typed.read(work)),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            reason="调动",
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"{self._card.name}已调到新的岗位。")
