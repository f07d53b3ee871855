"""立案: whom, what made somebody look, who judged it first, by which regulation; path told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.queries.cases import who_may_leave
from hrgrid.exits.rules.case_forms import OpenForm
from hrgrid.exits.rules.case_rows import PostChoice
from hrgrid.exits.rules.grounds import SHORT
from hrgrid.exits.rules.words import Trigger
from hrgrid.exits.service.cases import open_case
from hrgrid.exits.service.looks import opening_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import TOPIC, told_field, written
from hrgrid.ui.exits.forms.placing import PlaceFields
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session

_REST_MS = 200
_JUDGED = (Trigger.SCORE, Trigger.BOTTOM, Trigger.GRADE)
_TOLD = "立案只是核实的开始。分数和排名是线索，不是退出的依据；退出要另有法定依据，一步步办。"


@dataclass(frozen=True)
class Opening:
    """What is known before: `text` is looked for, `flag_id` is what a look at the results named."""

    text: str = ""
    person_id: int | None = None
    cause: Trigger | None = None
    trigger_words: str = ""
    first_assessor: str = ""
    flag_id: int | None = None


def _told(choice: PostChoice) -> str:
    post = f"{choice.place} {choice.role}".strip()
    if choice.post_id is None:
        post = f"没有在任的岗位，原在{post}" if post else "没有在任的岗位"
    parts = (choice.staff_number, post)
    return f"{choice.name}（{'，'.join(filter(None, parts))}）"


def _path_told(choice: PostChoice | None) -> str:
    """What awaits somebody, or why nothing can be opened of him."""
    if choice is None:
        return ""
    if choice.open_case:
        return f"已有一件没有办结的退出事项（{choice.open_case}），不能再立案。请打开那一件。"
    if choice.engagement is None:
        alone = choice.post_id is None
        some = "要先登记聘用关系" if alone else "兼职的可以立案，其他的请先登记聘用关系"
        return f"聘用方式没有登记，{some}。"
    if choice.engagement in SHORT:
        return f"{choice.engagement.label}：两步一文，拟退出后批准即可，不走预警和补训。"
    steps = "以不能胜任退出的，要先预警、约谈、补训或调岗，由另一人再考核仍不合格"
    if choice.probation_to is not None:
        return f"{choice.engagement.label}（试用期到 {choice.probation_to:%Y-%m-%d}）：{steps}。"
    return f"{choice.engagement.label}：{steps}。"


class OpenCaseDialog(MatterForm):
    """Somebody on file is found by a few letters; `result_value` is the new case."""

    TOPIC = TOPIC
    WIDTH = 540

    def __init__(self, session: Session, parent: QWidget, given: Opening | None = None) -> None:
        super().__init__(session, "立案核实", "立案", parent)
        self._given = given or Opening()
        self._asked = 0
        self._offered: list[PostChoice] = []
        self._flagged: OpenForm | None = None
        self.search = TextField("找人", hint="姓名、拼音首字母或工号")
        self.who = Choice("人员", [(None, "先找人")])
        self.cause = Choice("线索", [(one, one.label) for one in Trigger])
        self.words = TextBox("具体情况", "什么时候、什么事、分数多少，例如：2 月考核 58.5 分", 2)
        self.first = TextField("原来的考核人", hint="例如：街道考核组张三")
        self.on = today_field("立案日期")
        self.place = PlaceFields(session, self._refit)
        self._finding, self._who = named(self.search), told_field(self.who)
        self._first = told_field(self.first, "再考核要由另一人来做，所以先记下原来是谁考核的。")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.form.addWidget(label(_TOLD, "body2", wraps=True))
        self.form.addWidget(self._finding)
        self.form.addWidget(self._who)
        self.form.addLayout(beside(named(self.cause), named(self.on), shares=(3, 2)))
        self.form.addWidget(named(self.words))
        self.form.addWidget(self._first)
        self.form.addWidget(self.place)
        self.on.changed.connect(self._tell)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.who.currentIndexChanged.connect(lambda _: self._tell())
        self.cause.currentIndexChanged.connect(lambda _: self._fold())
        self._rest.timeout.connect(self._look)
        self.on_act(self._open)
        self._fill_in()
        self._fold()

    def _fill_in(self) -> None:
        """What is known already."""
        given = self._given
        self.words.setPlainText(given.trigger_words)
        self.first.setText(given.first_assessor)
        if given.cause is not None:
            self.cause.choose(given.cause)
        if given.text:
            self.search.setText(given.text)
            self._rest.stop()
            self._look()
        if given.flag_id is not None:
            read = partial(_flagged, given.flag_id)
            self.session.tasks.read(read, self._take_flag, failed=self.refuse)
        if given.person_id is not None:
            self._finding.hide()
            (self.first if given.trigger_words else self.words).setFocus()
        else:
            self.search.setFocus()

    # --- finding ------------------------------------------------------------------------------

    def _look(self) -> None:
        self._asked += 1
        text = self.search.text().strip()
        if text:
            read = partial(_found, self._asked, text)
            self.session.tasks.read(read, self._take, failed=self.refuse)

    def _take(self, came: tuple[int, list[PostChoice]]) -> None:
        asked, rows = came
        if asked != self._asked:
            return
        person = self._given.person_id
        self._offered = [one for one in rows if person is None or one.person_id == person]
        entries: list[tuple[object, str]] = [
            (at, _told(one)) for at, one in enumerate(self._offered)
        ]
        self.who.fill(entries or [(None, "没有找到在册的人")])
        self._prefer()
        self._tell()

    def _take_flag(self, form: OpenForm) -> None:
        """What the list itself says: who put the results forward, and of which post."""
        self._flagged = form
        if not self.first.text():
            self.first.setText(form.first_assessor)
        self._prefer()
        self._tell()

    def _prefer(self) -> None:
        if self._flagged is not None:
            posts = [one.post_id for one in self._offered]
            if self._flagged.post_id in posts:
                self.who.setCurrentIndex(posts.index(self._flagged.post_id))

    @property
    def chosen(self) -> PostChoice | None:
        """The post chosen."""
        at = self.who.currentData()
        return self._offered[at] if isinstance(at, int) else None

    def _tell(self) -> None:
        self._who.show_hint(_path_told(self.chosen))
        self.place.about(self.chosen, self.on.value)
        self._refit()

    def _fold(self) -> None:
        self._first.setVisible(self.cause.currentData() in _JUDGED)
        self._refit()

    def _refit(self) -> None:
        self.fit()
        self.fit_soon()

    # --- doing it -----------------------------------------------------------------------------

    def _read(self) -> OpenForm:
        choice = self.chosen
        if choice is None:
            raise UserError("没有选人。请输入姓名，再从列出的人里选")
        cause: Trigger = self.cause.currentData()
        first = filled(self.first, "街道考核组张三") if cause in _JUDGED else ""
        known = self._flagged
        same = known is not None and first == known.first_assessor
        return OpenForm(
            choice.person_id,
            cause,
            written(self.words, "2 月考核 58.5 分，巡查缺 6 次"),
            day_of(self.on),
            choice.post_id,
            self.place.area_id,
            first,
            known.first_assessor_id if known is not None and same else None,
            self.place.regulation_id,
            self._given.flag_id,
        )

    def _open(self) -> None:
        form, choice = self.checked(self._read), self.chosen
        if form is not None and choice is not None:
            self.send(lambda work: open_case(work, form), f"已对{choice.name}立案核实。")


def _flagged(flag_id: int, work: UnitOfWork) -> OpenForm:
    return opening_of(work, flag_id)


def _found(asked: int, text: str, work: UnitOfWork) -> tuple[int, list[PostChoice]]:
    return asked, who_may_leave(work, text)
