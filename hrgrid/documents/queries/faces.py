"""Reads of templates and faces."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from hrgrid.documents.model import CertificateTemplate
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.paper.certificate import Template


@dataclass(frozen=True)
class TemplateRow:
    """An edition of a template; `content` is its canonical JSON."""

    id: int
    purpose: str
    edition: int
    name: str
    content: str
    made_at: dt.datetime
    made_by: str


def purpose_of(batch: str) -> str:
    """The kind of certificates of a batch: "campaign" of "campaign:7"."""
    return batch.partition(":")[0]


def standard_template(purpose: str) -> Template:
    """The shipped template of a kind of certificates; what has no face was issued with it."""
    from hrgrid.paper.certificate import TEMPLATES

    standard = TEMPLATES[0]
    if purpose != "training_class":
        return standard
    return replace(standard, title="结业证书", closing="特发此证。")


def newest_template(work: UnitOfWork, purpose: str) -> TemplateRow | None:
    """The edition in use; None where the shipped one is."""
    found = template_editions(work, purpose)
    return found[0] if found else None


def template_editions(work: UnitOfWork, purpose: str) -> list[TemplateRow]:
    """Every edition of a kind of certificates, the newest first."""
    query = (
        select(CertificateTemplate)
        .where(CertificateTemplate.purpose == purpose)
        .order_by(CertificateTemplate.edition.desc())
    )
    return [
        TemplateRow(
            row.id, row.purpose, row.edition, row.name, row.content, row.made_at, row.made_by
        )
        for row in work.session.scalars(query)
    ]
