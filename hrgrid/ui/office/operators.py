"""操作员: who may sign in, with which roles; registering, changing and stopping them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.accounts import queries
from hrgrid.accounts.queries import OfficeRow, OperatorRow
from hrgrid.core.policies import Policy
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, DangerButton, PrimaryButton
from hrgrid.ui.forms import label
from hrgrid.ui.office.operator_forms import BringBackDialog, OperatorDialog, StopDialog
from hrgrid.ui.office.part import Part
from hrgrid.ui.passwords import ResetSecretDialog
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries.areas import names_of_paths

_WHOLE = "整个机构"


def _state(row: OperatorRow) -> str:
    if not row.active:
        return "已停用"
    return "临时密码" if row.temporary_secret else "在用"


def _state_chip(row: OperatorRow) -> str:
    if not row.active:
        return "mute"
    return "warn" if row.temporary_secret else "ok"


@dataclass(frozen=True)
class Listed:
    """An operator with the names of the areas that his roles hold for."""

    row: OperatorRow
    areas: str


COLUMNS: tuple[Column[Listed], ...] = (
    Column("姓名", lambda one: one.row.name, 100, strong=True),
    Column("登录名", lambda one: one.row.login, 110),
    Column("角色", lambda one: one.row.role, 160, grows=True),
    Column("管辖范围", lambda one: one.areas, 120, drops=True),
    Column("职务", lambda one: one.row.post, 110, quiet=True, drops=True),
    Column("状态", lambda one: _state(one.row), 96, chip=lambda one: _state_chip(one.row)),
)


def _read(work: UnitOfWork) -> tuple[OfficeRow, list[Listed]]:
    rows = queries.operators(work)
    paths = {held.area_path for row in rows for held in row.roles} - {""}
    names = names_of_paths(work, paths, work.today) if paths else {}
    return queries.office(work), [Listed(row, areas_of(row, names)) for row in rows]


def areas_of(row: OperatorRow, names: dict[str, str]) -> str:
    """The areas that an operator's roles hold for, by name where `names` has the path."""
    paths = sorted({held.area_path for held in row.roles})
    return "、".join(names.get(path, path) if path else _WHOLE for path in paths)


class OperatorsPart(Part):
    """The list and what can be done with the operator under the cursor."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._office: OfficeRow | None = None
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "操作员")
        self.count = label("", "crumb")
        self.add = PrimaryButton("登记操作员", glyph="user-plus", does=self._add)
        self.edit = Button("变更资料和角色", glyph="pencil-simple", does=self._edit_current)
        self.reset = Button("重设密码", glyph="key", does=self._reset)
        self.stop = DangerButton("停用", does=self._stop)
        self.back = Button("恢复使用", does=self._bring_back)
        self._lay_out()
        self.table.chosen.connect(self._show_deeds)
        self.table.opened.connect(lambda _: self._edit_current())

    def main_control(self) -> QWidget:
        """The list."""
        return self.table

    def refresh(self) -> None:
        """Read the operators."""
        self.session.tasks.read(_read, self._show)

    def _lay_out(self) -> None:
        self.add_tools(self.count, self.edit, self.reset, self.stop, self.back, self.add)
        self.add_framed(self.table)

    def _show(self, read: tuple[OfficeRow, list[Listed]]) -> None:
        self._office, listed = read
        self.model.show_rows(listed)
        rows = [one.row for one in listed]
        active = sum(row.active for row in rows)
        stopped = f"，停用 {len(rows) - active} 人" if active < len(rows) else ""
        self.count.setText(f"在用 {active} 人{stopped}")

    @property
    def current(self) -> OperatorRow | None:
        """The operator under the cursor."""
        one = self.table.current
        return one.row if one is not None else None

    def _show_deeds(self, one: Listed | None) -> None:
        row = one.row if one is not None else None
        active = row is not None and row.active
        own = row is not None and row.id == self.session.desk.actor.operator_id
        self.edit.setVisible(active)
        self.reset.setVisible(active and not own)
        self.stop.setVisible(active and not own)
        self.back.setVisible(row is not None and not active)

    @property
    def _by_password(self) -> bool:
        return self._office is not None and self._office.policies.get(Policy.SIGN_IN) == 1

    def _add(self) -> None:
        unit = self._office.unit if self._office else ""
        OperatorDialog(self.session, None, unit, self, by_password=self._by_password).exec()

    def _edit_current(self) -> None:
        row = self.current
        if row is not None and row.active:
            OperatorDialog(self.session, row, row.unit, self, by_password=False).exec()

    def _reset(self) -> None:
        if (row := self.current) is not None:
            ResetSecretDialog(self.session, row, self).exec()

    def _stop(self) -> None:
        if (row := self.current) is not None:
            StopDialog(self.session, row, self).exec()

    def _bring_back(self) -> None:
        if (row := self.current) is not None:
            BringBackDialog(self.session, row, self, by_password=self._by_password).exec()
