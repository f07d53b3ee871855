"""岗位字典: the roles that people hold, with what follows from each; the office's own to edit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.buttons import Button, DangerButton, PrimaryButton
from hrgrid.ui.dialogs import FormDialog, confirmed
from hrgrid.ui.forms import Field, TextField, Tick, label
from hrgrid.ui.office.part import Part
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import RoleRow, roles
from hrgrid.workforce.service.roles import RoleForm, add_role, change_role, remove_role

_FLAGS: tuple[tuple[str, str, str], ...] = (
    ("fills_grid", "计入一格一员", "专职任这个岗位，就算这个网格有了网格员"),
    ("paid", "领报酬", "经费里发报酬的岗位"),
    ("front_line", "在一线", "评选时算作一线名额"),
    ("may_be_honoured", "可参加评选", "可以推荐为十百千网格员"),
)


def _says(flag: str) -> Callable[[RoleRow], str]:
    return lambda row: "是" if getattr(row, flag) else "—"


COLUMNS: tuple[Column[RoleRow], ...] = (
    Column("岗位", lambda row: row.label, 160, strong=True, grows=True),
    *(Column(title, _says(flag), 112) for flag, title, _ in _FLAGS),
)


class RolesPart(Part):
    """The dictionary, and what can be done with the role under the cursor."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "岗位字典")
        self.count = label("", "crumb")
        self.add = PrimaryButton("增加岗位", glyph="plus", does=self._add)
        self.edit = Button("修改岗位", glyph="pencil-simple", does=self._edit_current)
        self.remove = DangerButton("删去", does=self._remove)
        self.rules = Button("任职规则…", glyph="list-checks", does=self._open_rules)
        self._lay_out()
        self.table.opened.connect(self._edit)
        self.table.chosen.connect(self._show_deeds)

    def main_control(self) -> QWidget:
        """The list."""
        return self.table

    def refresh(self) -> None:
        """Read the dictionary."""
        self.session.tasks.read(roles, self._show)

    def _lay_out(self) -> None:
        self.add_tools(self.count, self.rules, self.edit, self.remove, self.add)
        self.add_framed(self.table)
        for tool in (self.rules, self.edit, self.remove, self.add):
            tool.setVisible(self.session.may(Right.EDIT_WORKFORCE))

    def _show(self, rows: list[RoleRow]) -> None:
        self.model.show_rows(rows)
        self.count.setText(f"{len(rows)} 个岗位")

    def _show_deeds(self, row: RoleRow | None) -> None:
        for deed in (self.edit, self.remove):
            deed.setEnabled(row is not None)

    def _open_rules(self) -> None:
        from hrgrid.ui.office.role_rules import RoleRulesDialog

        RoleRulesDialog(self.session, self).exec()

    def _add(self) -> None:
        RoleDialog(self.session, None, self).exec()

    def _edit_current(self) -> None:
        if (row := self.table.current) is not None:
            self._edit(row)

    def _edit(self, row: RoleRow) -> None:
        if self.session.may(Right.EDIT_WORKFORCE):
            RoleDialog(self.session, row, self).exec()

    def _remove(self) -> None:
        row = self.table.current
        if row is None or not confirmed(
            self,
            "没有人任过的岗位才能删去，删去后导入时不再认得它。",
            f"删去“{row.label}”",
            title=f"删去岗位“{row.label}”",
            takes_away=True,
        ):
            return
        self.session.tasks.write(
            lambda work: remove_role(work, row.code),
            topic="workforce",
            done=lambda _: self.session.say(f"已删去岗位“{row.label}”。"),
        )


class RoleDialog(FormDialog):
    """Name and flags of a role; None for a new one."""

    def __init__(self, session: Session, role: RoleRow | None, parent: QWidget) -> None:
        title = f"修改岗位“{role.label}”" if role else "增加岗位"
        super().__init__(title, "保存岗位" if role else "增加岗位", parent)
        self._session, self._role = session, role
        shown = role or RoleRow("", "", False, False, False, True)  # noqa: FBT003 - a row
        self.name = TextField("岗位名称", hint="例如：楼栋长", text=shown.label)
        self.form.addWidget(Field("岗位名称", self.name))
        self.flags: dict[str, Tick] = {}
        for flag, text, hint in _FLAGS:
            tick = Tick(text)
            tick.setChecked(getattr(shown, flag))
            tick.setAccessibleDescription(hint)
            self.flags[flag] = tick
            told = QVBoxLayout()
            told.setSpacing(2)
            told.addWidget(tick)
            told.addWidget(label(hint, "caption", wraps=True))
            self.form.addLayout(told)
        self.on_act(self._save)
        self.name.setFocus()

    def _save(self) -> None:
        form = RoleForm(
            self.name.text(), **{flag: tick.isChecked() for flag, tick in self.flags.items()}
        )
        code = self._role.code if self._role else None
        self._session.tasks.write(
            lambda work: add_role(work, form) if code is None else change_role(work, code, form),
            topic="workforce",
            done=lambda _: self._saved(form),
            failed=self.refuse,
        )

    def _saved(self, form: RoleForm) -> None:
        self.accept()
        self._session.say(f"岗位“{form.label.strip()}”已保存。")
