"""Templates of certificates in their editions, and the words that each certificate was issued in.

An edition is written once: what was printed from it must be printable again. A face is what all
certificates of one issue share (title, closing, signers, day, look); which face a certificate has
is noted with its issue and stays, whatever the office is called later.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.documents.model import certificates  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class CertificateTemplate(RowHashed, Base):
    """One edition of the template of a kind of certificates; the latest one is in use."""

    __tablename__ = "certificate_template"
    __label__ = "证书模板"
    __table_args__ = (
        UniqueConstraint("purpose", "edition"),
        CheckConstraint("name <> '' AND purpose <> '' AND content <> ''", name="told"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    purpose: Mapped[str] = mapped_column(String(40))
    edition: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    CertificateTemplate,
    *append_only("certificate_template"),
    Trigger(
        "certificate_template_in_turn",
        "certificate_template",
        "INSERT",
        "NEW.edition <> 1 + COALESCE((SELECT MAX(before.edition) FROM certificate_template before "
        "WHERE before.purpose = NEW.purpose), 0)",
    ),
)
says(
    "certificate_template_keeps_update",
    "证书模板的旧版本不能改：发出的证书要照它重印。请另存新版本",
)
says(
    "certificate_template_keeps_delete", "证书模板的旧版本不能删除：发出的证书要照它重印。请保留它"
)
says("uq_certificate_template_purpose_edition", "证书模板刚有别人改过。请重新打开后再改")
says("certificate_template_in_turn", "证书模板刚有别人改过。请重新打开后再改")


class CertificateFace(RowHashed, Base):
    """What the certificates of one issue share, as canonical JSON (paper/certificate/face.py)."""

    __tablename__ = "certificate_face"
    __label__ = "证书版面"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("content <> ''", name="told"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_template.id"))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(CertificateFace, *append_only("certificate_face"))
says("certificate_face_keeps_update", "发出的证书的版面不能改。有问题请撤销或换发")
says("certificate_face_keeps_delete", "发出的证书的版面不能删除。请保留它")


class CertificateFaced(RowHashed, Base):
    """Which face a certificate was issued with."""

    __tablename__ = "certificate_faced"
    __label__ = "证书所用版面"
    __table_args__ = (Index("ix_certificate_faced_face_id", "face_id"),)

    certificate_id: Mapped[int] = mapped_column(
        ROW_ID, ForeignKey("certificate.id"), primary_key=True
    )
    face_id: Mapped[int] = mapped_column(ForeignKey("certificate_face.id"))


guard(CertificateFaced, *append_only("certificate_faced"))
says("certificate_faced_keeps_update", "发出的证书的版面不能换。有问题请撤销或换发")
says("certificate_faced_keeps_delete", "发出的证书的版面不能删除。请保留它")
