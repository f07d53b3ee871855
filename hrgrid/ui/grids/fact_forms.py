"""Forms for what a grid has: kind and households, 八定, and who fills a vacant role.

A form says whether something happened on a day (变更) or was typed wrong (更正); what was done
is offered to be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextBox, TextField, label
from hrgrid.ui.grids.parts import Effect, EffectFields
from hrgrid.ui.grids.rows import KINDS
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import roles
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.dossier import GridCard, RoleRow
from hrgrid.workforce.queries.facts import TermRow, terms_on
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import Employment, Level, typed_households
from hrgrid.workforce.rules.eight import GENERAL_TERMS, HINTS, WRITTEN, EightKind
from hrgrid.workforce.service.dated import Done, take_back
from hrgrid.workforce.service.facts import (
    GridFacts,
    change_grid,
    change_terms,
    correct_grid,
    correct_terms,
)
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import begin_post

_OWN = "自己写的，清空就沿用上级的"
WAYS = ((False, "变更：从生效日期起"), (True, "更正：以前写错了"))


class FactDialog(FormDialog):
    """A form that changes or corrects; its deed gives back what takes it back."""

    WIDTH = 600

    def __init__(
        self, session: Session, title: str, act: str, parent: QWidget, on: dt.date | None = None
    ) -> None:
        super().__init__(title, act, parent)
        self._session = session
        self.way = Choice("办理方式", WAYS)
        self.effect = EffectFields(hint="更正要写明")
        if on is not None:
            self.effect.on.put(on)
        self.on_act(self._do)

    def close_form(self) -> None:
        """Put way and day below the fields."""
        self.form.addWidget(Field("办理方式", self.way))
        self.form.addWidget(self.effect)

    @property
    def corrects(self) -> bool:
        """Whether it was typed wrong."""
        return bool(self.way.currentData())

    def job(self, effect: Effect) -> Callable[[UnitOfWork], Done]:
        """The deed; raises UserError for what is missing."""
        raise NotImplementedError

    def _do(self) -> None:
        try:
            effect = self.effect.typed()
            job = self.job(effect)
        except UserError as error:
            self.refuse(error.sentence)
            return
        self._session.tasks.write(
            job, topic="workforce", done=self._done, failed=self.refuse, reason=effect.reason
        )

    def _done(self, done: Done) -> None:
        self.accept()
        tell_done(self._session, done)


def tell_done(session: Session, done: Done) -> None:
    """Say that it is done, and offer to take it back."""
    if not done.steps:
        session.say(f"“{done.subject}”没有改动。", Kind.INFO)
        return

    def undo() -> None:
        session.tasks.write(
            lambda work: take_back(work, done),
            topic="workforce",
            done=lambda _: session.say(f"“{done.subject}”的改动已撤回。"),
            failed=lambda sentence: session.say(sentence, Kind.BAD),
            reason="撤回刚才的改动",
        )

    session.say(f"“{done.subject}”的档案已改好。", Kind.OK, ("撤回", undo))


class GridFactsDialog(FactDialog):
    """Kind and households."""

    def __init__(
        self, session: Session, card: GridCard, parent: QWidget, on: dt.date | None = None
    ) -> None:
        super().__init__(session, f"“{card.row.name}”的类型和户数", "保存类型和户数", parent, on)
        self._area_id = card.row.id
        self.kind = Choice("网格类型", KINDS)
        self.kind.choose(card.row.kind)
        households = "" if card.row.households is None else str(card.row.households)
        self.households = TextField("户数", text=households, hint="没有统计就空着")
        grid = _two_columns()
        grid.addWidget(Field("网格类型", self.kind), 0, 0)
        grid.addWidget(Field("户数", self.households), 0, 1)
        self.form.addLayout(grid)
        told = "变更以后，以前各天仍按原来的类型和户数统计；换类型要写事由，一格一员只算综合网格。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.close_form()
        self.households.selectAll()
        self.households.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], Done]:
        """Another kind or number."""
        facts = GridFacts(self.kind.currentData(), typed_households(self.households.text()))
        area_id = self._area_id
        if self.corrects:
            return lambda work: correct_grid(work, area_id, facts, effect.on)
        return lambda work: change_grid(work, area_id, facts, effect.on, effect.document)


class TermsDialog(FactDialog):
    """八定 of a grid, or what an area says for all its grids."""

    WIDTH = 680

    def __init__(
        self,
        session: Session,
        area: AreaRow | GridCard,
        parent: QWidget,
        on: dt.date | None = None,
    ) -> None:
        is_grid = isinstance(area, GridCard)
        row = area.row if isinstance(area, GridCard) else area
        title = f"“{row.name}”的八定" if is_grid else f"“{row.name}”各网格统一的八定"
        super().__init__(session, title, "保存八定", parent, on)
        self._area_id = row.id
        self._kinds = WRITTEN if is_grid else GENERAL_TERMS
        self.boxes = {kind: TextBox(kind.label, HINTS[kind]) for kind in self._kinds}
        self._fields = {kind: Field(_caption(kind), box) for kind, box in self.boxes.items()}
        self._own: dict[EightKind, str] = {}
        told = (
            "空着的沿用上级写的，不用每个网格都填。定人、定岗由任职得出。"
            if is_grid
            else "下面的网格都沿用这里写的，网格自己另写的除外。定格、定人、定岗由程序得出。"
        )
        self.form.addWidget(label(told, "caption", wraps=True))
        grid = _two_columns()
        for at, kind in enumerate(self._kinds):
            grid.addWidget(self._fields[kind], at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(grid)
        self.close_form()
        self.boxes[self._kinds[0]].setFocus()
        self.act.setEnabled(False)
        area_id = self._area_id
        self._session.tasks.read(
            lambda work: terms_on(work, area_id, on or work.today).get(area_id, {}), self._show
        )

    def _show(self, terms: Mapping[EightKind, TermRow]) -> None:
        for kind, term in terms.items():
            if kind not in self.boxes:
                continue
            if term.depth == 0:
                self._own[kind] = term.text
                self.boxes[kind].setPlainText(term.text)
                self._fields[kind].show_hint(_OWN if kind.is_inherited else "")
            else:
                self.boxes[kind].setPlaceholderText(term.text)
                self._fields[kind].show_hint(f"现在沿用{term.area}的")
        self.act.setEnabled(True)
        self.fit_soon()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], Done]:
        """What differs from what stood there."""
        area_id = self._area_id
        texts = {
            kind: box.toPlainText().strip()
            for kind, box in self.boxes.items()
            if box.toPlainText().strip() != self._own.get(kind, "")
        }
        if not texts:
            raise UserError("八定没有改动。请改了再保存，或关上不保存")
        if self.corrects:
            return lambda work: correct_terms(work, area_id, texts, effect.on)
        return lambda work: change_terms(work, area_id, texts, effect.on, effect.document)


def _caption(kind: EightKind) -> str:
    return "定格（管辖范围）" if kind is EightKind.GRID else kind.label


def _two_columns() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


class AssignDialog(FormDialog):
    """Somebody on file takes a role at the grid."""

    WIDTH = 560

    def __init__(
        self,
        session: Session,
        card: GridCard,
        role: RoleRow,
        parent: QWidget,
        on: dt.date | None = None,
    ) -> None:
        title = f"安排“{card.row.name}”的{role.label}"
        super().__init__(title, f"安排{role.label}", parent)
        self._session, self._card, self._role = session, card, role
        self.person = TextField("人员", hint="工号或姓名")
        self.employment = Choice("专兼职", [(one, one.label) for one in Employment])
        wants_full = role.code == "grid_worker" and card.row.cover is not None
        self.employment.choose(Employment.FULL if wants_full else Employment.PART)
        self.since = DateField("从哪天起")
        self.since.put(on or dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("任职文件文号", hint="可不填")
        grid = _two_columns()
        fields = (
            ("人员", self.person),
            ("专兼职", self.employment),
            ("从哪天起", self.since),
            ("任职文件文号", self.document),
        )
        for at, (text, control) in enumerate(fields):
            grid.addWidget(Field(text, control), at // 2, at % 2)
        self.form.addLayout(grid)
        told = "一人可以兼几个岗位。名册里还没有的人，请先到“网格队伍”新增。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._begin)
        self.person.setFocus()

    def _begin(self) -> None:
        since = self.since.value
        if since is None:
            self.refuse("没有写起始日期，或日期读不出来。请写成 2026-07-01")
            return
        typed, card, code = self.person.text(), self._card, self._role.code
        employment, document = self.employment.currentData(), self.document.text().strip()
        place = AreaRow(
            card.row.id,
            card.row.parent_id,
            card.row.code,
            card.row.name,
            Level.GRID,
            "",
            card.row.kind,
            card.row.households,
        )

        def job(work: UnitOfWork) -> int:
            person_id = find_person(work, typed)
            role = next(one for one in roles(work) if one.code == code)
            return begin_post(work, person_id, PostForm(place, role, employment, since, document))

        self._session.tasks.write(job, topic="workforce", done=self._done, failed=self.refuse)

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"“{self._card.row.name}”的{self._role.label}已安排。")
