"""Operators, their roles on parts of the area tree, and approvals."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.rules import Deed, Role
from hrgrid.core.labelled import Labelled
from hrgrid.core.policies import Setting
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, refused_when
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


class How(Labelled):
    """How an approval was given."""

    SIGNED = "signed", "本人登录审批"
    PAPER = "paper", "纸质批件登记"


class Approval(RowHashed, Base):
    """One approval of one deed; once given it stays."""

    __tablename__ = "approval"
    __label__ = "审批"
    __table_args__ = (
        UniqueConstraint("deed", "subject", "step"),
        # Two approvals of one deed come from two people.
        UniqueConstraint("deed", "subject", "approver_name", "approver_post"),
        Index(
            "ux_approval_signed",
            "deed",
            "subject",
            "approver_id",
            unique=True,
        ),
        CheckConstraint("(how = 'signed') = (approver_id IS NOT NULL)", name="signed_by_operator"),
        CheckConstraint("how = 'signed' OR document_no <> ''", name="paper_has_number"),
        CheckConstraint("approver_name <> '' AND approver_post <> ''", name="approver_given"),
        CheckConstraint("step >= 1", name="step_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    deed: Mapped[Deed] = mapped_column(code_of(Deed, "deed"))
    subject: Mapped[str] = mapped_column(String(80))
    step: Mapped[int]
    how: Mapped[How] = mapped_column(code_of(How, "how"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    approver_name: Mapped[str] = mapped_column(String(40))
    approver_post: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    setting: Mapped[Setting] = mapped_column(code_of(Setting, "setting"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    recorded_at: Mapped[dt.datetime]


_OWN_APPROVAL = (
    "(SELECT value FROM policy WHERE policy = 'other_approver') = 1 AND ("
    "(NEW.approver_id IS NOT NULL AND NEW.approver_id = NEW.proposer_id) "
    "OR (NEW.approver_id IS NULL AND NEW.approver_name = "
    "(SELECT name FROM operator WHERE id = NEW.proposer_id)))"
)
guard(
    Approval,
    *append_only("approval"),
    Trigger("approval_other_approver", "approval", "INSERT", _OWN_APPROVAL),
)
says(
    "approval_other_approver",
    "经办人不能审批自己经办的事项。请由另一人登录审批，或登记他的纸质批件",
)
says("uq_approval_deed_subject_step", "这一步审批已经登记过了。请刷新后查看")
for _twice in ("uq_approval_deed_subject_approver_name_approver_post", "ux_approval_signed"):
    says(_twice, "同一个人已经审批过这件事。第二个审批须由另一人作出")
for _deed in ("update", "delete", "truncate"):
    says(f"approval_keeps_{_deed}", "审批登记后不能改也不能删。有变化请另作一次审批")


class SavedFilter(RowHashed, Versioned, Base):
    """Conditions of a list under a name: an operator's own, or shared with the office.

    `conditions` is canonical JSON whose meaning the list knows; no numbers of persons in it.
    """

    __tablename__ = "saved_filter"
    __label__ = "常用筛选"
    __table_args__ = (
        UniqueConstraint("owner_id", "list_name", "label"),
        CheckConstraint("label <> ''", name="label_given"),
        CheckConstraint("conditions <> ''", name="conditions_given"),
        Index("ix_saved_filter_list", "list_name", "shared"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    list_name: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(20))
    conditions: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    made_at: Mapped[dt.datetime]


says(
    "uq_saved_filter_owner_id_list_name_label",
    "你已经有一个叫这个名字的常用筛选。请换个名字",
)
