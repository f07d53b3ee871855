"""Sign-in: who and the password; the recovery code where only that helps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.accounts import service
from hrgrid.accounts.queries import OperatorChoice, SignInRow
from hrgrid.core.progress import Progress
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.forms import Choice, Field, SecretField, TextField, clear, label
from hrgrid.ui.page import Turning
from hrgrid.ui.passwords import NewSecret
from hrgrid.ui.tasks import Runner


class SignIn(QWidget):
    """Two forms: the password, and the recovery code."""

    came = Signal(object)
    other_data_wanted = Signal()
    WIDTH = 440

    def __init__(
        self, runner: Runner, database: Database, choices: SignInRow, login: str = ""
    ) -> None:
        super().__init__()
        self._runner, self._database, self._choices = runner, database, choices
        self._told = QVBoxLayout()
        self._stack = Turning()
        self.who = Choice("姓名", [(one.login, _words(one)) for one in choices.operators])
        self.who.choose(login)
        self.secret = SecretField("密码")
        self.enter = PrimaryButton("登录", does=self._enter)
        self.forgotten = LinkButton("忘记密码或换了电脑：用恢复码", does=self.show_recovery)
        self.code = TextField("恢复码", hint="打印纸上的 8 组字符")
        self.new = NewSecret()
        self.recover = PrimaryButton("用恢复码打开", does=self._recover)
        self._secret_field = Field("密码", self.secret)
        self._lay_out()
        self._show_needs()
        self.who.currentIndexChanged.connect(self._show_needs)
        self.secret.returnPressed.connect(self._enter)
        self.code.returnPressed.connect(self._recover)

    @property
    def chosen(self) -> OperatorChoice:
        """Who is chosen."""
        return self._choices.operators[self.who.currentIndex()]

    def main_control(self) -> QWidget:
        """The password, or the button where none is asked for."""
        return self.secret if self.chosen.needs_secret else self.enter

    def show_recovery(self) -> None:
        """Ask for the recovery code."""
        self._stack.setCurrentIndex(1)
        self.code.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(self._choices.office_name, "section", wraps=True))
        column.addWidget(Field("姓名", self.who))
        column.addLayout(self._told)
        column.addWidget(self._stack)
        self._stack.addWidget(self._by_password())
        self._stack.addWidget(self._by_code())

    def _by_password(self) -> QWidget:
        form, column = _column()
        column.addWidget(self._secret_field)
        column.addWidget(self.enter)
        links = QHBoxLayout()
        links.addWidget(self.forgotten)
        links.addStretch()
        links.addWidget(LinkButton("打开另一份数据", does=self.other_data_wanted.emit))
        column.addLayout(links)
        column.addStretch()
        return form

    def _by_code(self) -> QWidget:
        form, column = _column()
        column.addWidget(Field("恢复码", self.code, hint="横线可以不输，大小写不分"))
        column.addWidget(self.new)
        deeds = QHBoxLayout()
        deeds.addWidget(Button("回到登录", does=self._back))
        deeds.addStretch()
        deeds.addWidget(self.recover)
        column.addLayout(deeds)
        column.addStretch()
        return form

    def _show_needs(self) -> None:
        needs = self.chosen.needs_secret
        self._secret_field.setVisible(needs)
        self.new.setVisible(needs)
        self.enter.setText("登录" if needs else "打开")

    def _back(self) -> None:
        self._tell("")
        self._stack.setCurrentIndex(0)
        self.main_control().setFocus()

    def _enter(self) -> None:
        login, needs = self.chosen.login, self.chosen.needs_secret
        secret = self.secret.text() if needs else None
        if needs and not secret:
            self._tell("还没有输密码。")
            self.secret.setFocus()
            return
        self._busy(busy=True)
        self._runner.aside(
            lambda _: self._sit_down(login, secret),
            self._arrive,
            failed=self._refuse,
            title="正在登录",
        )

    def _sit_down(self, login: str, secret: str | None) -> Desk | service.NeedsRecoveryCode:
        # On a reading thread. Where only the code helps, that is an answer, not a failure.
        try:
            return service.sign_in(self._database, login, secret)
        except service.NeedsRecoveryCode as needs:
            return needs

    def _arrive(self, came: Desk | service.NeedsRecoveryCode) -> None:
        self._busy(busy=False)
        if isinstance(came, service.NeedsRecoveryCode):
            self._tell(came.sentence, Kind.INFO)
            self.show_recovery()
        else:
            self.came.emit(came)

    def _recover(self) -> None:
        new = self.new.value() if self.chosen.needs_secret else None
        if self.chosen.needs_secret and new is None:
            return
        login, code = self.chosen.login, self.code.text()
        self._busy(busy=True)

        def call(_: Progress) -> Desk:
            return service.recover(self._database, login, code, new)

        self._runner.aside(call, self._arrive, failed=self._refuse, title="正在用恢复码打开")

    def _refuse(self, sentence: str) -> None:
        self._busy(busy=False)
        self._tell(sentence)
        if self._stack.currentIndex() == 0:
            self.secret.selectAll()
            self.main_control().setFocus()
        else:
            self.code.setFocus()

    def _busy(self, *, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.recover.setEnabled(not busy)

    def _tell(self, sentence: str, kind: Kind = Kind.BAD) -> None:
        clear(self._told)
        if sentence:
            self._told.addWidget(Banner(Message(sentence, kind)))


def _words(one: OperatorChoice) -> str:
    same = one.name == one.role
    return one.name if same else f"{one.name}（{one.role}）"


def _column() -> tuple[QWidget, QVBoxLayout]:
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return form, column
