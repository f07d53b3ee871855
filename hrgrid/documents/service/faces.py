"""Templates kept in editions, and the face that an issue of certificates gets from one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import CertificateFace, CertificateFaced, CertificateTemplate
from hrgrid.documents.queries.faces import newest_template, purpose_of, standard_template
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.paper.certificate import Face, Template


def keep_template(work: UnitOfWork, purpose: str, template: Template, before: int) -> int:
    """Another edition of the template of a kind of certificates; returns which it is.

    What was issued keeps the edition it was issued with. `before` is the edition that was
    looked at (0 for none): UserError where somebody else kept one since, where nothing differs,
    or where the template cannot stand on the paper.
    """
    work.require(Right.PRINT_PAPERS)
    template.check()
    last = newest_template(work, purpose)
    edition = last.edition if last else 0
    if edition != before:
        raise UserError("证书模板刚有别人改过。请重新打开后再改")
    content = template.write()
    if last is not None and type(template).read(last.content) == template:
        raise UserError("和现在的模板一样，没有要保存的")
    work.session.add(
        CertificateTemplate(
            purpose=purpose,
            edition=edition + 1,
            name=template.name,
            content=content,
            sha256=_digest(content),
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    told = {"edition": edition + 1, "sha256": _digest(content)}
    work.record("keep_certificate_template", template.name, after=told)
    return edition + 1


def template_in_use(work: UnitOfWork, purpose: str) -> tuple[Template, int | None]:
    """The template that a kind of certificates is issued with, and its row where it was changed."""
    from hrgrid.paper.certificate import Template

    last = newest_template(work, purpose)
    if last is None:
        return standard_template(purpose), None
    return Template.read(last.content), last.id


def face_of_issue(
    work: UnitOfWork,
    batch: str,
    day: dt.date,
    kept: Sequence[str] = (),
    *,
    template: Template | None = None,
) -> Face:
    """What certificates that are issued now have in common; of another template where given."""
    chosen = template or template_in_use(work, purpose_of(batch))[0]
    office = work.session.get_one(Office, 1)
    words = (office.unit, *kept) if office.unit else tuple(kept)
    return chosen.face(office.name, day, words)


def note_face(
    work: UnitOfWork, batch: str, day: dt.date, kept: Sequence[str], ids: Iterable[int]
) -> None:
    """Freeze the face of what was just issued."""
    content = face_of_issue(work, batch, day, kept).write()
    found = work.session.scalar(
        select(CertificateFace).where(CertificateFace.sha256 == _digest(content))
    )
    if found is None:
        found = CertificateFace(
            template_id=template_in_use(work, purpose_of(batch))[1],
            content=content,
            sha256=_digest(content),
            made_at=work.now,
            made_by=work.actor.name,
        )
        work.session.add(found)
        work.session.flush()
    insert_rows(
        work, CertificateFaced, [{"certificate_id": one, "face_id": found.id} for one in ids]
    )


def keep_face_of(work: UnitOfWork, certificate_id: int, other_id: int) -> None:
    """A further copy looks as the certificate it is a copy of; one without a face stays so."""
    face_id = work.session.scalar(
        select(CertificateFaced.face_id).where(CertificateFaced.certificate_id == other_id)
    )
    if face_id is not None:
        work.session.add(CertificateFaced(certificate_id=certificate_id, face_id=face_id))
        work.session.flush()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
