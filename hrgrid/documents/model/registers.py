"""Registers beside the printing: lists of what is no longer in force, seals used, hand-overs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.documents.model import certificates  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class RevocationList(RowHashed, Base):
    """A signed sheet of keys and of what is no longer in force, as it was handed out."""

    __tablename__ = "revocation_list"
    __label__ = "公钥和撤销清单"
    __table_args__ = (CheckConstraint("content <> ''", name="told"),)

    edition: Mapped[int] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16), ForeignKey("signing_key.key_id"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    RevocationList,
    *append_only("revocation_list"),
    Trigger(
        "revocation_list_in_turn",
        "revocation_list",
        "INSERT",
        "NEW.edition <> 1 + COALESCE((SELECT MAX(before.edition) FROM revocation_list before), 0)",
    ),
)
says("pk_revocation_list", "撤销清单刚有别人导出过。请再导出一次")
says("revocation_list_in_turn", "撤销清单刚有别人导出过。请再导出一次")
says("revocation_list_keeps_update", "发出去的撤销清单不能改。请导出新的一版")
says("revocation_list_keeps_delete", "发出去的撤销清单不能删除。请导出新的一版")


class SealUse(RowHashed, Base):
    """A use of the office's seal: on what paper, how many copies, who approved it."""

    __tablename__ = "seal_use"
    __label__ = "用印登记"
    __table_args__ = (
        CheckConstraint("paper <> ''", name="has_paper"),
        CheckConstraint("copy_count >= 1", name="copies_counted"),
        CheckConstraint("approver_name <> ''", name="has_approver"),
        CheckConstraint("document_no <> ''", name="has_document"),
        Index("ix_seal_use_used_on", "used_on"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch: Mapped[str] = mapped_column(String(40))
    paper: Mapped[str] = mapped_column(String(200))
    copy_count: Mapped[int]
    document_no: Mapped[str] = mapped_column(String(80))
    approver_name: Mapped[str] = mapped_column(String(80))
    used_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(SealUse, *append_only("seal_use"))
says("seal_use_keeps_update", "用印登记不能改。登错了请再登一条，在备注里说明")
says("seal_use_keeps_delete", "用印登记不能删除。登错了请再登一条，在备注里说明")


class CertificateHandover(RowHashed, Base):
    """A certificate that somebody took, for the person or the unit."""

    __tablename__ = "certificate_handover"
    __label__ = "证书领取登记"
    __table_args__ = (CheckConstraint("receiver <> ''", name="has_receiver"),)

    certificate_id: Mapped[int] = mapped_column(
        ROW_ID, ForeignKey("certificate.id"), primary_key=True
    )
    receiver: Mapped[str] = mapped_column(String(80))
    handed_on: Mapped[dt.date]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    CertificateHandover,
    *append_only("certificate_handover"),
    Trigger(
        "certificate_handover_printed",
        "certificate_handover",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM certificate WHERE certificate.id = NEW.certificate_id "
        "AND certificate.state = 'issued') OR NOT EXISTS (SELECT 1 FROM print_sheet "
        "WHERE print_sheet.certificate_id = NEW.certificate_id AND print_sheet.state = "
        "'confirmed')",
    ),
)
says("pk_certificate_handover", "这张证书已经登记领取。请刷新后查看")
says("certificate_handover_printed", "只有有效的、打好确认过的证书才能登记领取。请先打印并确认")
says("certificate_handover_keeps_update", "证书领取登记不能改。请核对后联系领取人")
says("certificate_handover_keeps_delete", "证书领取登记不能删除。请核对后联系领取人")
