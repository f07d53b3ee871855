"""Approvals of deeds, signed in or recorded from paper."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.model import operators  # noqa: F401 - foreign keys
from hrgrid.accounts.rules import Deed
from hrgrid.core.labelled import Labelled
from hrgrid.core.policies import Setting
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


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
