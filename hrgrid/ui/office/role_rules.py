"""任职规则: who may hold which role, and who does not keep to it today."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, DangerButton, PrimaryButton
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.dialogs import Dialog, FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.workforce.paired import paired, place_of
from hrgrid.workforce.queries import RoleRow, roles
from hrgrid.workforce.queries.role_rules import (
    BreachRow,
    RoleRuleRow,
    role_breaches,
    role_rules,
)
from hrgrid.workforce.rules import Engagement, RoleRuleKind
from hrgrid.workforce.service.roles import add_role_rule, remove_role_rule

RULES: tuple[Column[RoleRuleRow], ...] = (
    Column("规则", lambda row: row.sentence, 320, strong=True, grows=True),
    Column("种类", lambda row: row.kind.label, 150, drops=True),
)
BREACHES: tuple[Column[BreachRow], ...] = (
    Column("网格", lambda row: row.place, 150, strong=True),
    Column("人员", lambda row: "、".join(row.people), 120),
    Column("不符合", lambda row: row.rule, 300, grows=True),
)


class RoleRulesDialog(Dialog):
    """The rules above, today's breaches below."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("任职规则", parent)
        self._session = session
        self.rules = RowsModel(RULES, self)
        self.table = Table(self.rules, "任职规则")
        self.breaches = RowsModel(BREACHES, self)
        self.found = Table(self.breaches, "现有任职与规则不符的")
        self.count = label("正在查找与规则不符的任职…", "label")
        self.add = PrimaryButton("增加规则…", does=self._add)
        self.remove = DangerButton("删去规则…", does=self._remove)
        self._lay_out(parent.window())
        self.table.chosen.connect(lambda row: self.remove.setEnabled(row is not None))
        session.tasks.changed.connect(self._renew)
        self.remove.setEnabled(False)
        self.table.setFocus()
        self._read()

    def _lay_out(self, window: QWidget) -> None:
        told = "增加任职、调动和导入都按这些规则检查。规则定下以前的任职不受影响，列在下面。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.setMinimumWidth(min(theme.length(760), window.width() - 60))
        room = window.height() - 300
        self.table.setMinimumHeight(min(theme.length(170), room // 2))
        self.found.setMinimumHeight(min(theme.length(170), room // 2))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.count)
        self.body.addWidget(self.found, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        close = Button("关闭", does=self.reject)
        for button in (close, self.remove):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addWidget(self.add)
        self.body.addLayout(foot)

    def _renew(self, topic: str) -> None:
        if topic == "workforce" and self.isVisible():
            self._read()

    def _read(self) -> None:
        def read(work: UnitOfWork) -> tuple[list[RoleRuleRow], list[BreachRow]]:
            return role_rules(work), role_breaches(work, work.today)

        self._session.tasks.read(read, self._show)

    def _show(self, found: tuple[list[RoleRuleRow], list[BreachRow]]) -> None:
        rules, breaches = found
        self.rules.show_rows(rules)
        self.breaches.show_rows(breaches)
        told = f"今天有 {len(breaches):,} 处任职与规则不符，请逐个核对"
        self.count.setText(told if breaches else "今天的任职都符合规则。")
        self.found.setVisible(bool(breaches))
        self.remove.setEnabled(self.table.current is not None)

    def _add(self) -> None:
        RoleRuleDialog(self._session, self).exec()

    def _remove(self) -> None:
        if (row := self.table.current) is not None:
            RemoveRuleDialog(self._session, row, self).exec()


class RoleRuleDialog(FormDialog):
    """One more rule: of what kind, for which role, and with what."""

    WIDTH = 520

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("增加任职规则", "增加规则", parent)
        self._session = session
        self.kind = Choice("规则", [(one, one.label) for one in RoleRuleKind])
        self.role = Choice("岗位")
        self.other = Choice("不能兼任的岗位")
        self.engagement = Choice("聘用方式", [(one, one.label) for one in Engagement])
        self.form.addWidget(Field("规则", self.kind))
        self.form.addWidget(
            paired(
                None,
                ("岗位", self.role),
                ("不能兼任的岗位", self.other),
                ("|聘用方式", self.engagement),
            )
        )
        told = "同一岗位可以定几种聘用方式，符合其中一种即可；没有登记聘用关系的不判断。"
        self._told = label(told, "caption", wraps=True)
        self.form.addWidget(self._told)
        self.kind.currentIndexChanged.connect(self._renew)
        self.on_act(self._save)
        session.tasks.read(roles, self._show_roles)
        self._renew()
        self.kind.setFocus()

    def _show_roles(self, rows: list[RoleRow]) -> None:
        entries: list[tuple[object, str]] = [(row.code, row.label) for row in rows]
        self.role.fill(entries)
        self.other.fill(entries[1:] + entries[:1])
        self.other.setCurrentIndex(0)

    def _renew(self) -> None:
        kind = self.kind.currentData()
        place_of(self.other).setVisible(kind is RoleRuleKind.EXCLUSIVE)
        engaged = kind is RoleRuleKind.ENGAGEMENT
        place_of(self.engagement).setVisible(engaged)
        self._told.setVisible(engaged)
        self.fit_soon()

    def _save(self) -> None:
        kind, role = self.kind.currentData(), self.role.currentData()
        other = str(self.other.currentData() or "") if kind is RoleRuleKind.EXCLUSIVE else ""
        engagement = self.engagement.currentData()

        def job(work: UnitOfWork) -> RoleRuleRow:
            if role is None:
                raise UserError("没有选岗位。请选一个")
            return add_role_rule(work, kind, str(role), other, engagement)

        self._session.tasks.write(job, topic="workforce", done=self._done, failed=self.refuse)

    def _done(self, row: RoleRuleRow) -> None:
        self.accept()
        self._session.say(f"已增加规则：{row.sentence}。")


class RemoveRuleDialog(DeedDialog):
    """Let go of a rule, and why."""

    def __init__(self, session: Session, row: RoleRuleRow, parent: QWidget) -> None:
        super().__init__("删去任职规则", "删去规则", parent, takes_away=True)
        self._session, self._row = session, row
        self.reason = TextField("原因", hint="例如：本区一格设正副网格长")
        self.form.addWidget(label(f"{row.sentence}。删去后不再检查。", "body2", wraps=True))
        self.form.addWidget(Field("原因", self.reason))
        self.on_act(self._remove)
        self.reason.setFocus()

    def _remove(self) -> None:
        rule_id = self._row.id
        self.send(lambda work: remove_role_rule(work, rule_id), lambda: "任职规则已删去。")
