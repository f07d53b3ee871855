"""Operators, and their roles on parts of the area tree."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.rules import Role
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, refused_when
from hrgrid.storage.violations import says


class Operator(RowHashed, Versioned, Base):
    """A person who works with the program; no shared logins, never deleted."""

    __tablename__ = "operator"
    __label__ = "操作员"
    __table_args__ = (
        CheckConstraint("login <> ''", name="login_given"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(80))
    active: Mapped[bool]
    temporary_secret: Mapped[bool]
    made_at: Mapped[dt.datetime]


guard(Operator, Trigger("operator_keeps_delete", "operator", "DELETE"))
says("uq_operator_login", "这个登录名已经有人用了。请换一个登录名")
says("operator_keeps_delete", "操作员不能删除，只能停用：以前的留痕还要用到。请改为停用")


class OperatorRole(RowHashed, Base):
    """A role on everything below `area_path`; "" is the whole office."""

    __tablename__ = "operator_role"
    __label__ = "操作员角色"

    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(code_of(Role, "role"), primary_key=True)
    area_path: Mapped[str] = mapped_column(String(200), primary_key=True)


_APART = (
    "(SELECT value FROM policy WHERE policy = 'apart') = 1 AND (NEW.role = 'owner' OR EXISTS ("
    "SELECT 1 FROM operator_role AS other WHERE other.operator_id = NEW.operator_id "
    "AND other.role <> NEW.role "
    "AND (other.role IN ('system_admin', 'security_admin', 'auditor') "
    "OR NEW.role IN ('system_admin', 'security_admin', 'auditor'))))"
)
guard(OperatorRole, *refused_when("operator_role", "apart", _APART))
for _event in ("insert", "update"):
    says(
        f"operator_role_apart_{_event}",
        "本机构实行三员分立：系统管理员、安全管理员、审计员由三人分任，也不兼其他职责。"
        "请给另一名操作员",
    )
