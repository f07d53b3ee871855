"""Forms about an operator: who he is, his roles and where they hold; stopping and coming back."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.accounts import service
from hrgrid.accounts.queries import OperatorRow, RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, Tick, label
from hrgrid.ui.passwords import NewSecret
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.areas import find_area, names_of_paths


class RoleBoxes(QWidget):
    """One box a role, with what it may do."""

    def __init__(self, held: tuple[RoleRow, ...] = ()) -> None:
        super().__init__()
        self._held = held
        self.boxes: dict[Role, Tick] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, role in enumerate(Role):
            box = Tick(role.label)
            box.setChecked(any(row.role is role for row in held))
            box.setAccessibleDescription(role.explanation)
            self.boxes[role] = box
            grid.addWidget(box, at, 0)
            grid.addWidget(label(role.explanation, "caption", wraps=True), at, 1)

    def reader(self) -> Callable[[str | None], tuple[RoleRow, ...]]:
        """What gives the roles ticked now on a path; None leaves each where it was held."""
        ticked = [role for role, box in self.boxes.items() if box.isChecked()]
        held = {role: [row for row in self._held if row.role is role] for role in ticked}

        def on(path: str | None) -> tuple[RoleRow, ...]:
            rows = ((path is None and held[role]) or [RoleRow(role, path or "")] for role in ticked)
            return tuple(itertools.chain.from_iterable(rows))

        return on


class ScopeField(TextField):
    """Which part of the tree the roles hold for; empty is the whole office."""

    def __init__(self, session: Session, row: OperatorRow | None) -> None:
        super().__init__("管辖范围", hint="不填就是整个机构；例如 姑苏区，或 姑苏区/平江街道")
        self._shown = ""
        paths = sorted({held.area_path for held in row.roles} if row else {""})
        if paths != [""]:
            session.tasks.read(lambda work: names_of_paths(work, paths, work.today), self._show)

    def _show(self, names: dict[str, str]) -> None:
        self._shown = "、".join(names.values())
        self.setText(self._shown)

    def reader(self) -> Callable[[UnitOfWork], str | None]:
        """What finds the path in the data; None where nothing was changed."""
        typed = self.text().strip()
        if typed == self._shown:
            return lambda _: None
        return lambda work: find_area(work, typed, work.today).path if typed else ""


class OperatorDialog(FormDialog):
    """A new operator, or the changes to one."""

    def __init__(
        self,
        session: Session,
        row: OperatorRow | None,
        unit: str,
        parent: QWidget,
        *,
        by_password: bool,
    ) -> None:
        title = "登记操作员" if row is None else f"变更{row.name}的资料和角色"
        super().__init__(title, "登记操作员" if row is None else "保存变更", parent)
        self._session, self._row = session, row
        self.name = TextField("姓名", text=row.name if row else "")
        self.login = TextField("登录名", text=row.login if row else "")
        self.post = TextField("职务", text=row.post if row else "")
        self.unit = TextField("单位", text=unit)
        self.roles = RoleBoxes(row.roles if row else ())
        self.scope = ScopeField(session, row)
        self.secret = NewSecret("临时密码") if row is None and by_password else None
        self.login.setReadOnly(row is not None)
        self._lay_out()
        self.on_act(self._save)
        self.name.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        kept = "不填就用姓名；登记后不能改" if self._row is None else ""
        fields = [
            Field("姓名", self.name),
            Field("登录名", self.login, hint=kept),
            Field("职务", self.post),
            Field("单位", self.unit),
        ]
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(grid)
        self.form.addWidget(label("角色", "label"))
        self.form.addWidget(self.roles)
        self.form.addWidget(Field("管辖范围", self.scope))
        if self.secret is not None:
            self.form.addWidget(self.secret)

    def _save(self) -> None:
        secret = self.secret.value() if self.secret is not None else None
        if self.secret is not None and secret is None:
            self.refuse("")
            return
        job = self._adding(secret) if self._row is None else self._changing(self._row)
        self._session.tasks.write(job, topic="accounts", done=self._saved, failed=self.refuse)

    def _adding(self, secret: str | None) -> Callable[[UnitOfWork], None]:
        name, login = self.name.text(), self.login.text().strip() or self.name.text()
        post, unit = self.post.text(), self.unit.text()
        roles, path = self.roles.reader(), self.scope.reader()

        def job(work: UnitOfWork) -> None:
            form = service.OperatorForm(login, name, post, unit, roles(path(work)), secret)
            service.add_operator(work, form)

        return job

    def _changing(self, row: OperatorRow) -> Callable[[UnitOfWork], None]:
        name, post, unit = self.name.text(), self.post.text(), self.unit.text()
        roles, path = self.roles.reader(), self.scope.reader()

        def job(work: UnitOfWork) -> None:
            change = service.OperatorChange(name, post, unit, roles(path(work)), row.version)
            service.change_operator(work, row.id, change)

        return job

    def _saved(self, _: object) -> None:
        self.accept()
        self._session.say(f"已保存{self.name.text().strip()}的资料和角色。")


class StopDialog(FormDialog):
    """Stopping an operator needs a reason."""

    def __init__(self, session: Session, row: OperatorRow, parent: QWidget) -> None:
        super().__init__(f"停用{row.name}", f"停用{row.name}", parent, takes_away=True)
        self._session, self._row = session, row
        told = f"停用后{row.name}不能再登录，以前的操作留痕都保留，需要时可以恢复使用。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.reason = TextField("事由", hint="例如：调离本单位")
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._stop)
        self.reason.setFocus()

    def _stop(self) -> None:
        operator_id = self._row.id
        self._session.tasks.write(
            lambda work: service.deactivate_operator(work, operator_id),
            topic="accounts",
            reason=self.reason.text(),
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: None) -> None:
        self.accept()
        self._session.say(f"已停用{self._row.name}。")


class BringBackDialog(FormDialog):
    """A stopped operator may sign in again."""

    def __init__(
        self, session: Session, row: OperatorRow, parent: QWidget, *, by_password: bool
    ) -> None:
        super().__init__(f"恢复使用：{row.name}", f"让{row.name}恢复使用", parent)
        self._session, self._row = session, row
        self.form.addWidget(label(f"角色不变：{row.role}。", "body2", wraps=True))
        self.secret = NewSecret("临时密码") if by_password else None
        if self.secret is not None:
            self.form.addWidget(self.secret)
        self.on_act(self._bring_back)

    def _bring_back(self) -> None:
        secret = self.secret.value() if self.secret is not None else None
        if self.secret is not None and secret is None:
            self.refuse("")
            return
        operator_id = self._row.id
        self._session.tasks.write(
            lambda work: service.reactivate_operator(work, operator_id, secret),
            topic="accounts",
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: None) -> None:
        self.accept()
        self._session.say(f"{self._row.name}可以重新登录了。")
