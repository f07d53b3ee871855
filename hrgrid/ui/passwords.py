"""Passwords typed twice, and the dialogs that change and reset them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.accounts import service
from hrgrid.accounts.queries import OperatorRow
from hrgrid.accounts.rules import SHORTEST_SECRET
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, SecretField, label
from hrgrid.ui.session import Session


class NewSecret(QWidget):
    """A new password and the same once more."""

    def __init__(self, name: str = "新密码") -> None:
        super().__init__()
        hint = f"至少 {SHORTEST_SECRET} 位，不要用姓名和生日"
        self._first = Field(name, SecretField(name), hint=hint)
        self._again = Field("再输一遍", SecretField(f"再输一遍{name}"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._first)
        column.addWidget(self._again)

    @property
    def first(self) -> SecretField:
        """The field that takes the focus."""
        return _secret(self._first)

    @property
    def again(self) -> SecretField:
        """The field for the repetition."""
        return _secret(self._again)

    def value(self) -> str | None:
        """The password; None, with the reason beside the field, where the two differ."""
        first, again = self.first.text(), self.again.text()
        self._first.complain("" if first else "还没有填密码。")
        self._again.complain("" if first == again else "两遍不一样，请重输。")
        return first if first and first == again else None


def _secret(field: Field) -> SecretField:
    control = field.control
    assert isinstance(control, SecretField)  # noqa: S101 - made so above
    return control


class ChangeSecretDialog(FormDialog):
    """One's own password; a temporary one must be changed before anything else."""

    def __init__(
        self, session: Session, parent: QWidget | None, *, has_secret: bool, temporary: bool = False
    ) -> None:
        super().__init__("换成自己的密码" if temporary else "修改密码", "修改密码", parent)
        self._session = session
        if temporary:
            told = "现在用的是临时密码，发密码的人也知道。换成只有自己知道的，才能往下办。"
            self.form.addWidget(label(told, "body2", wraps=True))
            self._away.setText("先不登录")
        self.old = SecretField("原密码")
        self.new = NewSecret()
        if has_secret:
            self.form.addWidget(Field("临时密码" if temporary else "原密码", self.old))
        self.form.addWidget(self.new)
        self.on_act(self._change)
        (self.old if has_secret else self.new.first).setFocus()

    def _change(self) -> None:
        new, old = self.new.value(), self.old.text() or None
        if new is None:
            self.refuse("")
            return
        self._session.tasks.write(
            lambda work: service.change_secret(work, old, new),
            topic="accounts",
            done=self._changed,
            failed=self.refuse,
            title="正在修改密码",
        )

    def _changed(self, _: None) -> None:
        self.accept()
        self._session.say("密码已修改，下次登录用新密码。")


class ResetSecretDialog(FormDialog):
    """A temporary password for somebody who forgot his, or who comes back."""

    def __init__(self, session: Session, operator: OperatorRow, parent: QWidget) -> None:
        super().__init__(f"给{operator.name}设临时密码", "设置临时密码", parent)
        self._session, self._operator = session, operator
        told = f"{operator.name}用它登录后，要换成只有自己知道的密码。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.new = NewSecret("临时密码")
        self.form.addWidget(self.new)
        self.on_act(self._reset)
        self.new.first.setFocus()

    def _reset(self) -> None:
        new, operator_id = self.new.value(), self._operator.id
        if new is None:
            self.refuse("")
            return
        self._session.tasks.write(
            lambda work: service.reset_secret(work, operator_id, new),
            topic="accounts",
            done=self._done,
            failed=self.refuse,
            title="正在设置临时密码",
        )

    def _done(self, _: None) -> None:
        self.accept()
        self._session.say(f"已给{self._operator.name}设临时密码，请当面告诉本人。")
