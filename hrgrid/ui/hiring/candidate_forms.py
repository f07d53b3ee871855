"""报名: one candidate after another by hand, changed, withdrawn; read by the import's columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.batch_card import PositionRow
from hrgrid.hiring.queries.candidate_card import CandidateCard
from hrgrid.hiring.rules.scheme import EDUCATIONS
from hrgrid.hiring.service.candidates import (
    CandidateChange,
    CandidateForm,
    Entered,
    add_candidate,
    change_candidate,
)
from hrgrid.hiring.service.typed import refusal_of
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.forms import Choice, Field, TextField, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import beside, day_of, named, today_field
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import PersonCard, person_card
from hrgrid.workforce.queries.known import find_person

_FIND = "写好按回车，姓名和学历按花名册填上。"
_YES_NO: tuple[tuple[object, str], ...] = (("", "未填"), ("是", "是"), ("否", "否"))
_PARTIES = ("", "群众", "共青团员", "中共党员", "中共预备党员", "民主党派")


class CandidateFields(QWidget):
    """Fields by column key; each says below itself what is wrong as soon as it is left."""

    def __init__(self, positions: Sequence[PositionRow]) -> None:
        super().__init__()
        self._positions = {row.id: row for row in positions}
        self.position = Choice(
            "报考岗位", [(row.id, f"{row.code} {row.title}") for row in positions]
        )
        self.wish = Choice("意向网格")
        self.applied_on = today_field("报名日期")
        self.controls: dict[str, TextField | Choice] = {
            "name": TextField("姓名"),
            "id_number": TextField("身份证号", hint="18 位"),
            "phone": TextField("手机号"),
            "education": Choice("学历", [("", "未填"), *((one, one) for one in EDUCATIONS)]),
            "party": Choice("政治面貌", [(one, one or "未填") for one in _PARTIES]),
            "social_worker": Choice("社会工作者证", _YES_NO),
            "veteran": Choice("退役军人", _YES_NO),
            "registered_here": Choice("本地户籍", _YES_NO),
            "residence_months": TextField("本地居住时间", hint="18 个月，或 1年6个月"),
            "volunteer_months": TextField("网格志愿服务时间", hint="没有就空着"),
            "note": TextField("备注"),
        }
        self._fields: dict[str, Field] = {}
        self._lay_out()
        self.position.currentIndexChanged.connect(lambda _: self._fill_wishes())
        self._fill_wishes()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(named(self.position), 0, 0, 1, 2)
        grid.addWidget(named(self.wish), 0, 2)
        for at, (key, control) in enumerate(self.controls.items()):
            field = Field(control.accessibleName(), control)
            self._fields[key] = field
            grid.addWidget(field, 1 + at // 3, at % 3)
            if isinstance(control, TextField):
                control.editingFinished.connect(lambda key=key: self.look_at(key))
        at = len(self.controls)
        grid.addWidget(named(self.applied_on), 1 + at // 3, at % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)

    def _fill_wishes(self) -> None:
        row = self._positions.get(self.position.currentData())
        grids = (
            [] if row is None else [(grid.area_id, grid.name) for grid in row.grids if grid.open]
        )
        self.wish.fill([(None, "没有"), *grids])

    def text(self, key: str) -> str:
        """What stands in a field."""
        control = self.controls[key]
        if isinstance(control, Choice):
            return str(control.currentData() or "")
        return control.text().strip()

    def texts(self) -> dict[str, str]:
        """All of them by key."""
        return {key: self.text(key) for key in self.controls}

    def look_at(self, key: str) -> bool:
        """Say what is wrong with a field; whether it will do."""
        text = self.text(key)
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        told = refusal_of(key, text, today) if text else ""
        self._fields[key].complain(told)
        return not told

    def all_good(self) -> bool:
        """Look at every field; the first that is wrong gets the focus."""
        wrong = [key for key in self.controls if not self.look_at(key)]
        if not self.text("name"):
            self._fields["name"].complain("没有写姓名。请写上姓名。")
            wrong.insert(0, "name")
        if wrong:
            self.controls[wrong[0]].setFocus()
        return not wrong

    def clear_person(self) -> None:
        """Ready for the next: position and day stay."""
        for key, control in self.controls.items():
            if isinstance(control, Choice):
                control.setCurrentIndex(0)
            else:
                control.clear()
            self._fields[key].complain("")
        self.wish.setCurrentIndex(0)
        self.controls["name"].setFocus()

    def put(self, texts: Mapping[str, str]) -> None:
        """Show what is known of somebody."""
        for key, text in texts.items():
            control = self.controls.get(key)
            if isinstance(control, Choice):
                if control.findData(text) < 0:
                    control.addItem(text, text)
                control.choose(text)
            elif control is not None:
                control.setText(text)


class AddCandidateDialog(HiringForm):
    """One after another: entered, the form is empty again for the next."""

    WIDTH = 640

    def __init__(
        self,
        session: Session,
        batch_id: int,
        positions: Sequence[PositionRow],
        parent: QWidget,
        *,
        internal: bool = False,
    ) -> None:
        super().__init__(session, "登记报名", "登记并接着登记下一个", parent)
        self._batch_id = batch_id
        self.person: PersonCard | None = None
        self.who = TextField("花名册里的人", hint="工号或姓名")
        self._who = Field(self.who.accessibleName(), self.who, hint=_FIND)
        self.entered: list[Entered] = []
        self.fields = CandidateFields(positions)
        self._notes = QVBoxLayout()
        told = "性别和出生日期按身份证号认。身份证号、手机号加密存放，名单里只显示一部分。"
        if internal:
            told = "身份证号、手机号等没有填的，按花名册上的记。"
            self.form.addWidget(self._who)
        self._internal = internal
        self.form.addWidget(self.fields)
        self.form.addLayout(self._notes)
        self.form.addWidget(label(told, "caption", wraps=True))
        self._away.setText("登记完了")
        self.on_act(self._add)
        self.who.editingFinished.connect(self._look)
        self._first.setFocus()

    @property
    def _first(self) -> QWidget:
        return self.who if self._internal else self.fields.controls["name"]

    @property
    def _unread(self) -> bool:
        """Whether somebody was typed who has not been found yet."""
        typed = self.who.text().strip()
        return bool(typed) and (self.person is None or typed != self._told(self.person))

    @staticmethod
    def _told(card: PersonCard) -> str:
        return f"{card.name}（{card.number}）"

    def _look(self) -> None:
        typed = self.who.text().strip()
        if not typed:
            self.person = None
        elif self._unread:
            self.session.tasks.read(
                lambda work: person_card(work, find_person(work, typed)),
                lambda card: self._take(typed, card),
                failed=self.refuse,
            )

    def _take(self, typed: str, card: PersonCard) -> None:
        # Whoever typed on meanwhile means somebody else.
        if self.who.text().strip() != typed:
            return
        self.person = card
        self.who.setText(self._told(card))
        known = {"name": card.name, "education": card.education, "party": card.party}
        self.fields.put({key: text for key, text in known.items() if text})
        self.refuse("")
        self.act.setFocus()

    def _add(self) -> None:
        if self._unread:
            # Enter in the field of the person finds him; the next one enters the application.
            self.refuse("")
            self._look()
            return
        if not self.fields.all_good():
            self.refuse("")
            return
        day = self.checked(lambda: day_of(self.fields.applied_on))
        if day is None:
            return
        fields, batch_id = self.fields, self._batch_id
        form = CandidateForm(
            int(fields.position.currentData()), fields.texts(), fields.wish.currentData(), day
        )
        if self.person is not None:
            form = replace(form, person_id=self.person.id)
        self.session.tasks.write(
            lambda work: add_candidate(work, batch_id, form),
            topic=TOPIC,
            done=self._added,
            failed=self.refuse,
            title="正在登记报名",
        )

    def _added(self, came: Entered) -> None:
        name = self.fields.text("name")
        self.entered.append(came)
        clear(self._notes)
        told = f"已登记{name}，报名号 {came.number}，这次共登记 {len(self.entered)} 人。"
        kind = Kind.WARN if came.hints else Kind.OK
        hints = "".join(f"{one.rstrip('。')}。" for one in came.hints)
        self._notes.addWidget(Banner(Message(f"{told}{hints}", kind)))
        self.fields.clear_person()
        self.person = None
        self.who.clear()
        self._first.setFocus()
        self.refuse("")
        self.fit_soon()


def texts_of(card: CandidateCard) -> dict[str, str]:
    """What is on file of somebody, as it is typed; the numbers stay masked."""
    flags = {True: "是", False: "否", None: ""}
    months = {"residence_months": card.residence_months, "volunteer_months": card.volunteer_months}
    return {
        "name": card.name,
        "education": card.education,
        "party": card.party,
        "social_worker": flags[card.social_worker],
        "veteran": flags[card.veteran],
        "registered_here": flags[card.registered_here],
        "note": card.note,
    } | {key: "" if value is None else str(value) for key, value in months.items()}


class ChangeCandidateDialog(HiringForm):
    """What was typed of somebody, before his check is closed."""

    WIDTH = 640

    def __init__(
        self,
        session: Session,
        candidate: CandidateCard,
        positions: Sequence[PositionRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, f"改{candidate.name}的报名资料", "改资料", parent)
        self._candidate = candidate
        self.fields = CandidateFields(positions)
        self.fields.position.choose(candidate.position_id)
        self.fields.wish.choose(candidate.wish_area_id)
        self.fields.applied_on.put(candidate.applied_on)
        self._before = texts_of(candidate)
        self.fields.put(self._before)
        for key in ("id_number", "phone"):
            control = self.fields.controls[key]
            if isinstance(control, TextField):
                control.setPlaceholderText("不改就空着")
        self.reason = TextField("事由", hint="可不填")
        told = "改了条件看的内容，对应的核查和加分要重新看一遍。"
        self.form.addWidget(self.fields)
        self.form.addLayout(beside(named(self.reason)))
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._change)
        self.fields.controls["name"].setFocus()

    def _change(self) -> None:
        if not self.fields.all_good():
            self.refuse("")
            return
        before = self._candidate
        texts = {
            key: text
            for key, text in self.fields.texts().items()
            if text != self._before.get(key, "")
        }
        day = self.checked(lambda: day_of(self.fields.applied_on))
        if day is None:
            return
        change = CandidateChange(
            before.id,
            before.version,
            texts,
            int(self.fields.position.currentData()),
            self.fields.wish.currentData(),
            day if day != before.applied_on else None,
        )
        self.send(
            lambda work: change_candidate(work, change), self._said, reason=self.reason.text()
        )

    def _said(self, again: list[str]) -> str:
        more = f"要重新核查：{'、'.join(again)}。" if again else ""
        return f"{self._candidate.name}的报名资料已改。{more}"
