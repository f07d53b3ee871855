"""Number series, signing keys and certificates: written once, and never taken out again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.documents.rules import Algorithm, CertificateState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger
from hrgrid.storage.violations import says


class NumberSeries(RowHashed, Versioned, Base):
    """Numbers of one prefix, code and year; `next_serial` only grows."""

    __tablename__ = "number_series"
    __label__ = "证书编号序列"
    __table_args__ = (
        UniqueConstraint("prefix", "code", "year"),
        CheckConstraint("next_serial >= 1", name="next_from_one"),
        CheckConstraint("width BETWEEN 1 AND 9", name="width_known"),
        CheckConstraint("year BETWEEN 1949 AND 2100", name="year_known"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    prefix: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    width: Mapped[int]
    next_serial: Mapped[int]


guard(
    NumberSeries,
    Trigger("number_series_keeps_delete", "number_series", "DELETE"),
    Trigger(
        "number_series_only_grows",
        "number_series",
        "UPDATE",
        "NEW.next_serial < OLD.next_serial OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in ("prefix", "code", "year", "width")),
    ),
)
says("number_series_keeps_delete", "证书编号序列不能删除：用过的编号不再用。请保留它")
says("number_series_only_grows", "证书编号只能往后编，用过的编号不再用。请刷新后再办")


class SigningKey(RowHashed, Versioned, Base):
    """The public half of a key; the private one lies in the key file under the same name."""

    __tablename__ = "signing_key"
    __label__ = "证书签名公钥"
    __table_args__ = (
        CheckConstraint("key_id <> ''", name="named"),
        CheckConstraint("length(public_key) = 32", name="whole"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"),
    )

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    algorithm: Mapped[Algorithm] = mapped_column(code_of(Algorithm, "algorithm"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    SigningKey,
    AtMostOne("ux_signing_key_one_in_use", "signing_key", ("algorithm",), "valid_to IS NULL"),
    Trigger("signing_key_keeps_delete", "signing_key", "DELETE"),
    Trigger(
        "signing_key_stays",
        "signing_key",
        "UPDATE",
        "OLD.valid_to IS NOT NULL OR "
        + " OR ".join(
            f"OLD.{name} <> NEW.{name}"
            for name in ("key_id", "algorithm", "public_key", "valid_from")
        ),
    ),
)
says("ux_signing_key_one_in_use", "刚有别人建立了证书签名的钥匙。请刷新后再办")
says("signing_key_keeps_delete", "证书签名的公钥不能删除：以前的证书还要用它核验。请保留它")
says("signing_key_stays", "证书签名的公钥不能改，只能停用后另建。请刷新后再办")


class Certificate(RowHashed, Versioned, Base):
    """One certificate as it was issued; `source` is what it was given for ("honour:7").

    `code_text` is what its code says, with the signature; a duplicate has a `copy_no` above 0.
    """

    __tablename__ = "certificate"
    __label__ = "证书"
    __table_args__ = (
        UniqueConstraint("number", "copy_no"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(state = 'revoked') = (revoke_reason IS NOT NULL)", name="revoked_why"),
        CheckConstraint("revoke_reason IS NULL OR revoke_reason <> ''", name="reason_given"),
        CheckConstraint("number <> '' AND serial >= 1", name="numbered"),
        CheckConstraint("copy_no >= 0", name="copy_not_negative"),
        CheckConstraint("document_no <> ''", name="has_document"),
        CheckConstraint("person_name <> ''", name="has_name"),
        CheckConstraint("source <> '' AND batch <> ''", name="has_source"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", name="replaces_another"),
        Index("ix_certificate_in_order", "batch", "series_id", "serial", "copy_no"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(80))
    copy_no: Mapped[int]
    batch: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    person_name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(120))
    with_unit: Mapped[bool]
    honour: Mapped[str] = mapped_column(String(80))
    body_text: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    granted_on: Mapped[dt.date]
    code_text: Mapped[str] = mapped_column(Text)
    code_sha256: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16), ForeignKey("signing_key.key_id"))
    state: Mapped[CertificateState] = mapped_column(code_of(CertificateState, "state"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    revoke_reason: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_PRINTED = (
    "series_id",
    "serial",
    "number",
    "copy_no",
    "batch",
    "source",
    "person_name",
    "unit",
    "with_unit",
    "honour",
    "body_text",
    "document_no",
    "granted_on",
    "code_text",
    "code_sha256",
    "key_id",
    "made_at",
    "made_by",
)
guard(
    Certificate,
    AtMostOne(
        "ux_certificate_one_in_force",
        "certificate",
        ("source",),
        "state = 'issued' AND copy_no = 0",
    ),
    Trigger("certificate_keeps_delete", "certificate", "DELETE"),
    Trigger(
        "certificate_issued",
        "certificate",
        "UPDATE",
        "OLD.state <> 'issued' OR OLD.replaces_id IS DISTINCT FROM NEW.replaces_id OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _PRINTED),
    ),
)
says("uq_certificate_number_copy_no", "这个证书编号刚被用过。请刷新后再办")
says("ux_certificate_one_in_force", "这项荣誉已有一份有效的证书。请刷新后查看")
says("certificate_keeps_delete", "发出的证书不能删除。有问题请撤销或换发")
says("certificate_issued", "发出的证书不能改。有问题请撤销或换发")
