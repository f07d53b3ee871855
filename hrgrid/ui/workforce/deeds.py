"""办理: what can be done for one person, offered on the card; each deed is a form of its own."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.post_forms import post_choice
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.queries.cards import HeldRow
from hrgrid.workforce.rules import PersonState, PostState
from hrgrid.workforce.service.posting import end_post, void_post


class DeedsButton(Button):
    """Opens the menu of deeds; not there for who may only look."""

    def __init__(self, session: Session, card: PersonCard) -> None:
        super().__init__("办理", glyph="pencil-simple", name=f"为{card.name}办理")
        self._session, self._card = session, card
        if not session.may(Right.EDIT_WORKFORCE):
            self.hide()
        menu = QMenu(self)
        if card.state is PersonState.PRESENT:
            self._offer_changes(menu)
        self._offer_absences(menu)
        self._offer_corrections(menu)
        self.setMenu(menu)
        session.off_unless_today(self)

    def _offer_changes(self, menu: QMenu) -> None:
        """变更: what happened on a day."""
        self._offer(menu, "变更资料（改名、换号）…", "change_forms.ChangeDialog")
        if self.open_posts:
            self._offer(menu, "变更岗位或专兼职…", "change_forms.ChangePostDialog")
        menu.addSeparator()
        self._offer(menu, "增加任职…", "post_forms.BeginDialog")
        if self.open_posts:
            self._offer(menu, "调动…", "post_forms.TransferDialog")
            self._offer(menu, "结束任职…", "deeds.EndDialog")

    def _offer_absences(self, menu: QMenu) -> None:
        """Away, and back."""
        menu.addSeparator()
        if self._card.open_absence is not None:
            self._offer(menu, "返岗…", "absence_forms.ReturnDialog")
            self._offer(menu, "改计划返岗日期…", "absence_forms.PlanDialog")
        elif self.open_posts:
            self._offer(menu, "请假、借调或离岗…", "absence_forms.AbsenceDialog")

    def _offer_corrections(self, menu: QMenu) -> None:
        """更正: what was typed wrong, or twice."""
        menu.addSeparator()
        self._offer(menu, "更正资料…", "person_forms.CorrectDialog")
        if self.standing_posts:
            self._offer(menu, "更正任职…", "change_forms.CorrectPostDialog")
            self._offer(menu, "作废登记错的任职…", "deeds.VoidDialog")
        if any(not row.void_reason for row in self._card.absences):
            self._offer(menu, "作废登记错的离岗…", "absence_forms.VoidAbsenceDialog")
        menu.addSeparator()
        if self._card.state is not PersonState.MERGED:
            self._offer(menu, "与重复的记录合并…", "merge_forms.MergePeopleDialog")
        if self._card.merged:
            self._offer(menu, "撤销合并…", "merge_forms.UndoMergeDialog")

    @property
    def open_posts(self) -> list[HeldRow]:
        """Posts whose end is not known."""
        return [row for row in self._card.posts if row.state is PostState.ACTIVE]

    @property
    def standing_posts(self) -> list[HeldRow]:
        """Posts that were not voided."""
        return [row for row in self._card.posts if row.state is not PostState.VOIDED]

    def _offer(self, menu: QMenu, text: str, form: str) -> None:
        """An entry that opens a form; its module is loaded when it is wanted."""
        menu.addAction(text).triggered.connect(lambda *_: self._open(form))

    def _open(self, form: str) -> None:
        module, _, kind = form.partition(".")
        made = getattr(import_module(f"hrgrid.ui.workforce.{module}"), kind)
        made(self._session, self._card, self).exec()


class EndDialog(DeedDialog):
    """The last day of a post, and why it ends."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"结束{card.name}的任职", "结束任职", parent)
        self._session, self._card = session, card
        rows = [row for row in card.posts if row.state is PostState.ACTIVE]
        self.post = post_choice("哪一项任职", rows)
        self.last_day = DateField("最后一天")
        self.last_day.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.reason = TextField("原因", hint="例如：合同到期、本人辞职")
        self.form.addWidget(Field("哪一项任职", self.post))
        hint = "从第二天起网格空缺；没有别的任职时，离岗和代管同时结束。"
        self.form.addWidget(Field("最后一天", self.last_day, hint=hint))
        self.form.addWidget(Field("原因", self.reason))
        told = "末位退出须走规定的程序，不在这里办。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._end)
        self.reason.setFocus()

    def _end(self) -> None:
        post_id, last_day = int(self.post.currentData()), self.last_day.value
        if last_day is None:
            self.refuse("没有写最后一天，或日期读不出来。请写成 2026-06-30")
            return
        self.send(
            lambda work: end_post(work, post_id, last_day),
            lambda: f"{self._card.name}的任职已结束。",
        )


class VoidDialog(DeedDialog):
    """A post that never was, and why it stands there."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"作废{card.name}登记错的任职", "作废任职", parent, takes_away=True)
        self._session, self._card = session, card
        rows = [row for row in card.posts if row.state is not PostState.VOIDED]
        self.post = post_choice("哪一项任职", rows)
        self.reason = TextField("原因", hint="例如：登记错了网格")
        told = "作废表示这项任职从来没有过，以前各天的统计也会随之改变。真实的离任请用“结束任职”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪一项任职", self.post))
        self.form.addWidget(Field("原因", self.reason))
        self.on_act(self._void)
        self.reason.setFocus()

    def _void(self) -> None:
        post_id = int(self.post.currentData())
        self.send(
            lambda work: void_post(work, post_id), lambda: f"{self._card.name}的这项任职已作废。"
        )
