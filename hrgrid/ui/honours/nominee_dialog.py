"""The form of one nominee: who, for what, by whom, with which deeds; the same for a change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.honours.queries import Board
from hrgrid.honours.queries.nominating import Nameable, NomineeForm, nameable
from hrgrid.honours.rules.nominating import (
    NAMED_RECOMMENDERS,
    BookletConsent,
    NominatedBy,
    deeds_length,
    deeds_problem,
    people_named,
)
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service.nominating import (
    Inverse,
    NomineeEntry,
    edit_nomination,
    enter_nomination,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextBox, TextField
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.names import all_names

# People are looked for when the typing rests this long; ms.
_REST_MS = 150


@dataclass(frozen=True)
class Ground:
    """What stands in the form before anybody types: the form of a nominee, or a tier and area."""

    tier: Tier
    area_id: int | None
    form: NomineeForm | None = None


class NomineeDialog(FormDialog):
    """Enters a nominee, or changes his form; `inverse` is what takes it back."""

    WIDTH = 640

    def __init__(self, session: Session, board: Board, ground: Ground, parent: QWidget) -> None:
        form = ground.form
        title = f"修改{form.name}的推荐" if form else "录入推荐对象"
        super().__init__(title, "保存" if form else "录入", parent)
        self._session, self._board, self._form = session, board, form
        self.inverse: Inverse | None = None
        self._names: frozenset[str] = frozenset()
        self._asked = 0
        self._make_fields(board, ground)
        self._lay_out()
        self._connect()
        if form is not None:
            self._fill(form)
        session.tasks.read(all_names, self._take_names)
        self._show_way()
        self._count()
        self.on_act(self._save)
        (self.deeds if form else self.typed).setFocus()

    def _make_fields(self, board: Board, ground: Ground) -> None:
        self.typed = TextField("工号或姓名", hint="例如 G000123、张三或 zs")
        self.person = Choice("推荐对象")
        self.tier = Choice("称号", [(one.tier, one.tier.label) for one in board.tiers])
        self.tier.choose(ground.tier)
        units = board.tiers[0].units if board.tiers else ()
        self.area = Choice("推荐单位", [(one.area_id, one.name) for one in units])
        self.area.choose(ground.area_id)
        self.rank = TextField("推荐次序", hint="空着排在最后")
        self.unit = TextField("工作单位", hint="印在名单上的单位，可以不填")
        self.post = TextField("职务", hint="例如：综合执法局中队长")
        self.way = Choice("推荐方式", [(one, one.label) for one in NominatedBy])
        self.recommenders = TextField("推荐人", hint="姓名，用顿号分开")
        self.opinion = TextField("单位意见", hint="例如：经公示无异议，同意推荐")
        self.consent = Choice("照片和事迹印入宣传册", [(one, one.label) for one in BookletConsent])
        self.deeds = TextBox("主要事迹", "写本人的具体做法和成效", 6)

    def _lay_out(self) -> None:
        self._recommenders = Field("推荐人", self.recommenders)
        self._opinion = Field("单位意见", self.opinion)
        self._deeds = Field("主要事迹", self.deeds, hint=" ")
        self._rank = Field("推荐次序", self.rank)
        if self._form is None:
            self._person = Field("推荐对象", self.person, hint="先在左边输入工号、姓名或拼音首字母")
            self._across(Field("工号或姓名", self.typed), self._person)
        self._across(Field("称号", self.tier), Field("推荐单位", self.area), self._rank)
        self._across(Field("工作单位", self.unit), Field("职务", self.post))
        self._across(Field("推荐方式", self.way), Field("照片和事迹印入宣传册", self.consent))
        self.form.addWidget(self._recommenders)
        self.form.addWidget(self._opinion)
        self.form.addWidget(self._deeds)

    def _across(self, *fields: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.length(12))
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(row)

    def _connect(self) -> None:
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look)
        self.typed.textChanged.connect(lambda _: self._rest.start())
        self.way.currentIndexChanged.connect(lambda _: self._show_way())
        self.deeds.textChanged.connect(self._count)
        self.person.currentIndexChanged.connect(lambda _: self._count())

    def _fill(self, form: NomineeForm) -> None:
        self.rank.setText(str(form.unit_rank or ""))
        self.unit.setText(form.unit)
        self.post.setText(form.post)
        self.way.choose(form.nominated_by)
        self.recommenders.setText(form.recommenders)
        self.opinion.setText(form.unit_opinion)
        self.consent.choose(form.consent)
        self.deeds.setPlainText(form.deeds)

    # --- whom -------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._asked += 1
        asked, typed = self._asked, self.typed.text()

        def take(found: list[Nameable]) -> None:
            if asked == self._asked:
                self._offer(found)

        self._session.tasks.read(lambda work: nameable(work, typed), take)

    def _offer(self, found: list[Nameable]) -> None:
        self.person.fill([(one, f"{one.name}（{one.number}）") for one in found])
        told = "" if found else "没有找到在岗的人，请核对工号或姓名"
        if not self.typed.text().strip():
            told = "先在左边输入工号、姓名或拼音首字母"
        elif len(found) > 1:
            told = f"有 {len(found)} 人，请核对后选定"
        self._person.show_hint(told)
        self._count()
        self.fit_soon()

    # --- what is typed ----------------------------------------------------------------------------

    def _show_way(self) -> None:
        way = self.way.currentData()
        self._recommenders.setVisible(way in NAMED_RECOMMENDERS)
        self._opinion.setVisible(way is not NominatedBy.GROUP)
        self.fit_soon()

    def _take_names(self, names: frozenset[str]) -> None:
        self._names = names
        self._count()

    def _count(self) -> None:
        """How long the deeds are, and who else is named in them."""
        scheme, text = self._board.scheme, self.deeds.toPlainText()
        least = f"至少 {scheme.deeds_least:,} 字，" if scheme.deeds_least else ""
        told = f"{deeds_length(text):,} 字（{least}最多 {scheme.deeds_most:,} 字）"
        others = people_named(text, self._names, self._who())
        if others:
            told += f"；写到{'、'.join(others[:4])}，请征得本人同意或略去"
        self._deeds.show_hint(told)
        self._deeds.complain(deeds_problem(text, scheme.deeds_least, scheme.deeds_most))

    def _who(self) -> str:
        if self._form is not None:
            return self._form.name
        chosen = self.person.currentData()
        return chosen.name if isinstance(chosen, Nameable) else ""

    # --- keeping ----------------------------------------------------------------------------------

    def _save(self) -> None:
        rank = self.rank.text().strip()
        if rank and not rank.isdecimal():
            self._rank.complain("请填 1、2、3 这样的整数，或空着")
            self.refuse("")
            self.rank.setFocus()
            return
        self._rank.complain("")
        entry = self._entry(int(rank) if rank else None)
        form, campaign_id = self._form, self._board.campaign.id

        def job(work: UnitOfWork) -> Inverse:
            if form is not None:
                return edit_nomination(work, form.nomination_id, entry)
            return enter_nomination(work, campaign_id, entry)

        self._session.tasks.write(job, topic=TOPIC, done=self._kept, failed=self.refuse)

    def _entry(self, rank: int | None) -> NomineeEntry:
        chosen = self.person.currentData()
        person_id = chosen.person_id if isinstance(chosen, Nameable) else 0
        way = self.way.currentData()
        named = way in NAMED_RECOMMENDERS
        return NomineeEntry(
            self._form.person_id if self._form else person_id,
            self.tier.currentData(),
            self.area.currentData() or 0,
            self.unit.text(),
            self.post.text(),
            self.deeds.toPlainText(),
            rank,
            way,
            self.recommenders.text() if named else "",
            self.opinion.text() if way is not NominatedBy.GROUP else "",
            self.consent.currentData(),
        )

    def _kept(self, inverse: Inverse) -> None:
        self.inverse = inverse
        self.accept()
