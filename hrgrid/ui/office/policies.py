"""办公模式: how many people stand behind a decision, and the single rules that follow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from hrgrid.accounts import queries, service
from hrgrid.accounts.queries import OfficeRow
from hrgrid.core.policies import Policy, Setting
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, clear, label
from hrgrid.ui.office.part import ScrollingPart
from hrgrid.ui.session import Session

# Policies that are counted; the others are on or off.
_COUNTED = {
    Policy.APPROVERS_OF_AWARDS: [(count, f"{count} 人") for count in (1, 2)],
    Policy.IDLE_LOCK: [(minutes, f"{minutes} 分钟" if minutes else "不锁")
                       for minutes in (0, 5, 10, 15, 30, 60)],
}  # fmt: skip
_SWITCH = [(1, "是"), (0, "否")]


def policy_words(policy: Policy, value: int) -> str:
    """The value of a policy for people."""
    words = dict(_COUNTED.get(policy, _SWITCH))
    return words.get(value, str(value))


class SettingChoice(QWidget):
    """The three settings with what each means."""

    def __init__(self, chosen: Setting) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[Setting, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for setting in Setting:
            button = QRadioButton(setting.label)
            button.setChecked(setting is chosen)
            button.setAccessibleDescription(setting.explanation)
            self._group.addButton(button)
            self.buttons[setting] = button
            told = label(setting.explanation, "caption", wraps=True)
            told.setContentsMargins(28, 0, 0, 6)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(told)

    @property
    def group(self) -> QButtonGroup:
        """For whoever wants to know of a change."""
        return self._group

    @property
    def value(self) -> Setting:
        """The chosen setting."""
        return next(one for one, button in self.buttons.items() if button.isChecked())


class PoliciesPart(ScrollingPart):
    """The setting in force, and its policies one by one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._office: OfficeRow | None = None
        self.switch = LinkButton("更换办公模式", does=self._switch)
        self._setting = Card("办公模式", actions=[self.switch])
        self._told = label("", "body2", wraps=True)
        self._setting.column.addWidget(self._told)
        self._rules = Card("办公规定", "换模式时一起换，也可以单独调整，都要写事由")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._rules.column.addLayout(self._grid)
        self.cards.addWidget(self._setting)
        self.cards.addWidget(self._rules)

    def main_control(self) -> QWidget:
        """The way to another setting."""
        return self.switch

    def refresh(self) -> None:
        """Read the office."""
        self.session.tasks.read(queries.office, self._show)

    def _show(self, office: OfficeRow) -> None:
        self._office = office
        self._setting.title.setText(f"办公模式：{office.setting.label}")
        self._told.setText(office.setting.explanation)
        clear(self._grid)
        for row, policy in enumerate(Policy):
            value = office.policies[policy]
            change = LinkButton("调整", name=f"调整：{policy.label}")
            change.clicked.connect(lambda _=False, p=policy, v=value: self._change(p, v))
            self._grid.addWidget(label(policy.label), row, 0)
            kind = "info" if value else "mute"
            self._grid.addWidget(Chip(policy_words(policy, value), kind), row, 1)
            self._grid.addWidget(change, row, 2)

    def _switch(self) -> None:
        if self._office is not None:
            SwitchDialog(self.session, self._office.setting, self).exec()

    def _change(self, policy: Policy, value: int) -> None:
        PolicyDialog(self.session, policy, value, self).exec()


class SwitchDialog(FormDialog):
    """Another setting; its policies begin anew."""

    def __init__(self, session: Session, chosen: Setting, parent: QWidget) -> None:
        super().__init__("更换办公模式", "更换办公模式", parent)
        self._session = session
        self.choice = SettingChoice(chosen)
        self.reason = TextField("事由", hint="例如：本月起由两人共同办理")
        self.form.addWidget(self.choice)
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._save)
        self.choice.buttons[chosen].setFocus()

    def _save(self) -> None:
        setting = self.choice.value
        self._session.tasks.write(
            lambda work: service.choose_setting(work, setting),
            topic="accounts",
            reason=self.reason.text(),
            done=self._saved,
            failed=self.refuse,
        )

    def _saved(self, _: None) -> None:
        self.accept()
        self._session.say(f"已换成{self.choice.value.label}。")


class PolicyDialog(FormDialog):
    """One policy."""

    def __init__(self, session: Session, policy: Policy, value: int, parent: QWidget) -> None:
        super().__init__(policy.label, "保存调整", parent)
        self._session, self._policy = session, policy
        self.value = Choice(policy.label, _COUNTED.get(policy, _SWITCH))
        self.value.choose(value)
        self.reason = TextField("事由", hint="例如：按市委政法委本年度要求")
        self.form.addWidget(Field("改为", self.value))
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._save)
        self.value.setFocus()

    def _save(self) -> None:
        policy, value = self._policy, int(self.value.currentData())
        self._session.tasks.write(
            lambda work: service.set_policy(work, policy, value),
            topic="accounts",
            reason=self.reason.text(),
            done=self._saved,
            failed=self.refuse,
        )

    def _saved(self, _: None) -> None:
        self.accept()
        self._session.say(f"已调整：{self._policy.label}。")
