"""Pictures of a visit, and of a fault before and after it was put right."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from hrgrid.assessment.model import InspectionPhoto
from hrgrid.assessment.queries.visited import visited_name
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspection_steps import finding_of, named, visit_of
from hrgrid.core.errors import UserError
from hrgrid.paper.pictures import EVIDENCE, made_anew
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork

MOST_PHOTOS = 40
_LONGEST_CAPTION = 80
_S = InspectionState


def add_photo(
    work: UnitOfWork,
    visit_id: int,
    name: str,
    content: bytes,
    *,
    caption: str = "",
    finding_id: int | None = None,
    after: bool = False,
) -> int:
    """A picture of a visit, or of one of its faults; `after` it was put right. Returns its id.

    It is made anew: where and with what it was taken stays behind. Of a fault that goes on after
    the inspection was closed, pictures of what was put right are still taken.
    """
    if after and finding_id is None:
        raise UserError("整改后的照片要加在一个问题下。请先选问题")
    if finding_id is None:
        visit, plan = visit_of(work, visit_id, _S.DRAWN)
    else:
        states = (_S.DRAWN, _S.CLOSED) if after else (_S.DRAWN,)
        finding, visit, plan = finding_of(work, finding_id, *states)
        if finding.visit_id != visit_id:
            raise UserError("照片要加在同一次检查的问题下。请刷新后再加")
    count = select(func.count()).where(InspectionPhoto.visit_id == visit.id)
    if (work.session.scalar(count) or 0) >= MOST_PHOTOS:
        raise UserError(f"{visited_name(work, visit)}已有 {MOST_PHOTOS} 张照片。请先删去几张")
    jpeg = made_anew(name, content, EVIDENCE)
    kept = attach(work, f"{Path(name).stem}.jpg", jpeg, "image/jpeg", on_record=False)
    held = select(InspectionPhoto.id).where(
        InspectionPhoto.visit_id == visit.id, InspectionPhoto.sha256 == kept.sha256
    )
    if work.session.scalar(held) is not None:
        raise UserError(f"照片“{name}”已经在这次检查里。请选别的照片")
    photo = InspectionPhoto(
        visit_id=visit.id,
        finding_id=finding_id,
        sha256=kept.sha256,
        caption=caption.strip()[:_LONGEST_CAPTION],
        after_repair=after,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(photo)
    work.session.flush()
    work.record(
        "add_inspection_photo",
        f"{named(plan)}{visited_name(work, visit)}",
        after={"file": name, "sha256": kept.sha256, "after": after},
    )
    return photo.id


def remove_photo(work: UnitOfWork, photo_id: int) -> None:
    """Take a picture off a visit; its bytes stay with the attachments, as the journal says."""
    photo = work.session.get(InspectionPhoto, photo_id)
    if photo is None:
        raise UserError("这张照片已经不在检查记录里。请刷新后查看")
    visit, plan = visit_of(work, photo.visit_id, _S.DRAWN)
    work.record(
        "remove_inspection_photo",
        f"{named(plan)}{visited_name(work, visit)}",
        before={"sha256": photo.sha256, "caption": photo.caption},
    )
    work.session.delete(photo)
    work.session.flush()
