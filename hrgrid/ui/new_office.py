"""Setting up an office: its name and setting, then its first operators."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from hrgrid.accounts.rules import FIRST_ROLES, Role
from hrgrid.accounts.service import FirstOperator, OfficeForm
from hrgrid.core.paths import user_folder
from hrgrid.core.policies import Setting
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.forms import Field, TextField, clear, label
from hrgrid.ui.office.policies import SettingChoice
from hrgrid.ui.page import Turning
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper

DATA_FILES = "网格员数据 (*.hrg)"
_STEPS = ("机构", "操作员", "恢复码")


def stepper(at: int) -> Stepper:
    """The three steps of a first start, at step `at`."""
    made = Stepper(_STEPS)
    made.go(at)
    return made


class NewOffice(QWidget):
    """Steps 1 and 2: the office and its first operators."""

    back_wanted = Signal()
    ready = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.office = TextField("机构名称", hint="例如：某某区委政法委")
        self.unit = TextField("辖区", hint="例如：某某区")
        self.setting = SettingChoice(Setting.SINGLE)
        self._place = user_folder() / "数据.hrg"
        self._shown_place = Elided(f"数据文件：{self._place}")
        self._stack = Turning()
        self._people = QVBoxLayout()
        self._people.setSpacing(12)
        self.rows: list[PersonFields] = []
        self._steps = stepper(0)
        self._office_field = Field("机构名称", self.office)
        self.forward = PrimaryButton("下一步：操作员", does=self._to_people)
        self.make = PrimaryButton("建立机构", does=self._finish)
        self._lay_out()
        self.office.returnPressed.connect(self._to_people)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._steps)
        column.addWidget(self._stack)
        self._stack.addWidget(self._first())
        self._stack.addWidget(self._second())

    def _first(self) -> QWidget:
        page, column = _page()
        names = QGridLayout()
        names.setSpacing(12)
        names.setColumnStretch(0, 3)
        names.setColumnStretch(1, 2)
        names.addWidget(self._office_field, 0, 0, Qt.AlignmentFlag.AlignTop)
        names.addWidget(Field("辖区", self.unit), 0, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(names)
        column.addWidget(label("办公模式（以后可以换）", "label"))
        column.addWidget(self.setting)
        place = QHBoxLayout()
        place.addWidget(self._shown_place, 1)
        place.addWidget(LinkButton("换位置", does=self._choose_place))
        column.addLayout(place)
        column.addStretch()
        column.addLayout(_foot(Button("返回", does=self.back_wanted.emit), self.forward))
        return page

    def _second(self) -> QWidget:
        page, column = _page()
        column.addLayout(self._people)
        column.addStretch()
        column.addLayout(_foot(Button("上一步", does=lambda: self._turn(0)), self.make))
        return page

    def _turn(self, step: int) -> None:
        self._steps.go(step)
        self._stack.setCurrentIndex(step)

    def _to_people(self) -> None:
        if not self.office.text().strip():
            self._office_field.complain("还没有填机构名称。")
            self.office.setFocus()
            return
        self._office_field.complain("")
        self._ask_people(self.setting.value)
        self._turn(1)
        self.rows[0].name.setFocus()

    def _ask_people(self, setting: Setting) -> None:
        clear(self._people)
        told = {
            Setting.SINGLE: "一个人办理全部事务。姓名写进操作留痕和文书。",
            Setting.DOUBLE: "先登记经办人，他兼管设置；审批人和其他人进去后再登记。",
            Setting.SEPARATE: "三员由三人分任，各管一摊；办业务的人进去后再登记。",
        }[setting]
        self._people.addWidget(label(told, "body2", wraps=True))
        self.rows = [PersonFields(roles) for roles in FIRST_ROLES[setting]]
        for row in self.rows:
            self._people.addWidget(row)
        if setting is not Setting.SINGLE:
            later = "首次登录的临时密码由程序给出，下一步和恢复码一起打印。"
            self._people.addWidget(label(later, "caption", wraps=True))

    def _finish(self) -> None:
        whole = [row.complete() for row in self.rows]
        if not all(whole):
            self.rows[whole.index(False)].name.setFocus()
            return
        people = tuple(row.person() for row in self.rows)
        form = OfficeForm(
            self.office.text().strip(), self.unit.text().strip(), self.setting.value, people
        )
        self.ready.emit(form, self._place)

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "数据文件放在哪里", str(self._place), DATA_FILES
        )
        if chosen:
            self.put_place(Path(chosen))

    def put_place(self, place: Path) -> None:
        """Make the data file there."""
        self._place = place if place.suffix == ".hrg" else place.with_name(place.name + ".hrg")
        self._shown_place.show_text(f"数据文件：{self._place}")


class PersonFields(QFrame):
    """Name, login and post of one first operator."""

    def __init__(self, roles: tuple[Role, ...]) -> None:
        super().__init__()
        self.setProperty("role", "well")
        self.name = TextField("姓名")
        self.login = TextField("登录名", hint="不填就用姓名")
        self.post = TextField("职务", hint="例如：科长")
        self._name_field = Field("姓名", self.name)
        words = "、".join(role.label for role in roles)
        told = roles[0].explanation if len(roles) == 1 else "兼管设置、操作员和留痕"
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(words, "strong"))
        head.addWidget(label(told, "caption"), 1)
        grid.addLayout(head, 0, 0, 1, 3)
        fields = (self._name_field, Field("登录名", self.login), Field("职务", self.post))
        for at, field in enumerate(fields):
            grid.addWidget(field, 1, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, 1)

    def complete(self) -> bool:
        """Whether the name is there; says so beside the field where not."""
        named = bool(self.name.text().strip())
        self._name_field.complain("" if named else "还没有填姓名。")
        return named

    def person(self) -> FirstOperator:
        """What was typed."""
        name = self.name.text().strip()
        return FirstOperator(self.login.text().strip() or name, name, self.post.text().strip())


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return page, column


def _foot(away: QWidget, on: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(away)
    row.addStretch()
    row.addWidget(on)
    return row
