"""What a template is looked at with: a batch's own certificates, or an example where none are."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QImage

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.documents.papers.issued import printed_row
from hrgrid.documents.queries import Wanted, batches, certificates
from hrgrid.documents.queries.faces import TemplateRow, purpose_of, template_editions
from hrgrid.documents.rules import CertificateState
from hrgrid.documents.service import template_in_use
from hrgrid.honours.queries import campaign
from hrgrid.honours.rules.certificates import campaign_of_batch
from hrgrid.paper.certificate import (
    CITATIONS,
    CertificateRow,
    Design,
    Note,
    Place,
    Template,
    places,
    preflight,
    remarkable,
    seal_space,
    write_certificates,
    write_cover,
)
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.documents.batches import PaperForm
from hrgrid.ui.documents.rendering import FADED, laid, picture_of

# So many are checked while somebody drags; the whole batch is when certificates are issued.
_MOST_LOOKED_AT = 2_000
_LONG_NAME, _RARE_NAME = "阿卜杜热西提·买买提江", "朱𬬿䶮"


class Purpose(Labelled):
    """A kind of certificates, as batches are called by it."""

    CAMPAIGN = "campaign", "十百千荣誉证书"
    COMPETITION = "competition", "技能比武获奖证书"
    CLASS = "training_class", "培训结业证书"
    STARS = "star_round", "星级证书"


@dataclass(frozen=True)
class Basis:
    """The certificates that are looked at, and what an issue would add to a template.

    `longest` and `rarest` are places in `rows`; `told` says where the rows come from.
    """

    purpose: Purpose
    rows: tuple[CertificateRow, ...]
    longest: int
    rarest: int
    told: str
    office: str
    city: str
    day: dt.date
    year: int
    in_use: Template
    editions: tuple[TemplateRow, ...]

    @property
    def edition(self) -> int:
        """The number of the edition in use; 0 for the one that ships."""
        return self.editions[0].edition if self.editions else 0

    def faced(self, template: Template) -> list[CertificateRow]:
        """The rows as they would be issued with a template."""
        kept = (self.city,) if self.city else ()
        face = template.face(self.office, self.day, kept)
        return [
            replace(
                row,
                face=face,
                closing=face.closing,
                body=self._body(template, row),
            )
            for row in self.rows
        ]

    def _body(self, template: Template, row: CertificateRow) -> str:
        if row.honour not in dict(template.citations):
            return row.body
        text = template.citation(row.honour, "")
        try:
            return text.format(year=self.year, city=self.city)
        except (KeyError, ValueError, IndexError):
            # Half typed: what it says is refused when it is saved.
            return text


def read_basis(work: UnitOfWork, purpose: Purpose, batch: str) -> Basis:
    """What a template of this kind is looked at with: the batch on show, or the newest one."""
    office = work.session.get_one(Office, 1)
    found = [row.batch for row in batches(work) if purpose_of(row.batch) == purpose.value]
    chosen = batch if batch in found else next(iter(found), "")
    issued = [
        row
        for row in (certificates(work, Wanted(chosen)) if chosen else [])
        if row.state is CertificateState.ISSUED
    ]
    day = issued[0].day if issued else work.today
    year = _year(work, chosen) or day.year
    if issued:
        rows = _looked_at([printed_row(row) for row in issued])
        told = f"用已签发的 {len(issued):,} 张证书预览"
    else:
        rows = _examples(purpose, year, office.unit)
        told = "还没有签发过这种证书，用示例预览"
    best = remarkable(rows)
    return Basis(
        purpose,
        rows,
        best.longest,
        best.rarest,
        told,
        office.name,
        office.unit,
        day,
        year,
        template_in_use(work, purpose.value)[0],
        tuple(template_editions(work, purpose.value)),
    )


def _looked_at(rows: Sequence[CertificateRow]) -> tuple[CertificateRow, ...]:
    """The first ones of a large batch, with the longest and the rarest of all."""
    best = remarkable(rows)
    beyond = {at for at in (best.longest, best.rarest) if at >= _MOST_LOOKED_AT}
    return (*rows[:_MOST_LOOKED_AT], *(rows[at] for at in sorted(beyond)))


def _year(work: UnitOfWork, batch: str) -> int | None:
    campaign_id = campaign_of_batch(batch)
    return None if campaign_id is None else campaign(work, campaign_id).year


def _examples(purpose: Purpose, year: int, city: str) -> tuple[CertificateRow, ...]:
    """A long name and a rare one, with whatever this kind says."""
    said = {
        Purpose.COMPETITION: ("一等奖", f"在{year}年网格员岗位技能比武中荣获个人一等奖。"),
        Purpose.CLASS: ("结业", f"参加{year}年网格员轮训，学完规定课程，考核合格，准予结业。"),
        Purpose.STARS: ("五星网格员", f"在{year}年度网格员星级评定中被评为“五星网格员”。"),
    }
    honour = "能手网格员"
    usual = (honour, CITATIONS[honour].format(year=year, city=city))
    told = said.get(purpose, usual)
    names = (_LONG_NAME, _RARE_NAME, "王芳")
    return tuple(
        CertificateRow(f"示例〔{year}〕{at:04d}", name, *told, unit="平江街道")
        for at, name in enumerate(names, start=1)
    )


@dataclass(frozen=True)
class Sight:
    """What is to be drawn: a template with the row at `at`, on a form, in dots per inch."""

    template: Template
    form: PaperForm
    at: int
    dpi: int


@dataclass(frozen=True)
class Seen:
    """The sheet as it is printed, where its parts stand, and what was found in all rows.

    Without an image the text does not fit, which `notes` say.
    """

    sight: Sight
    image: QImage | None
    places: tuple[Place, ...]
    seal: tuple[int, int, int]
    notes: tuple[Note, ...]


def look(basis: Basis, sight: Sight) -> Seen:
    """Draw a certificate as it would be issued, and look at all the others."""
    rows = basis.faced(sight.template)
    row = rows[sight.at]
    face = row.face
    if face is None:
        raise ValueError("a row without a face is not looked at")
    shared = Design(face.signers, face.day, title=face.title, kept=face.kept)
    design = sight.form.design(shared)
    notes = tuple(preflight(rows, design))
    seal = seal_space(design, row)
    try:
        image = _picture(sight, shared, design, row)
        return Seen(sight, image, places(design, row), seal, notes)
    except UserError:
        return Seen(sight, None, (), seal, notes)


def _picture(sight: Sight, shared: Design, design: Design, row: CertificateRow) -> QImage:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "证书.pdf"
        write_certificates(path, [row], design)
        printed = picture_of(path, sight.dpi)
        cover = sight.form.cover(shared)
        if cover is None:
            return laid([(printed, 1.0)])
        write_cover(path, cover, face=row.face)
        return laid([(picture_of(path, sight.dpi), FADED), (printed, 1.0)])


def told_of(notes: Sequence[Note]) -> tuple[str, bool]:
    """One sentence about what was found, and whether something stops the printing."""
    stopping = [note for note in notes if note.concern.stops]
    if stopping:
        first = stopping[0]
        more = f"等 {len(stopping)} 处" if len(stopping) > 1 else ""
        return f"{first.concern.label}：{first.what.rstrip('。')}{more}。{first.way}。", True
    smaller = [note for note in notes if note.concern.label == "缩小印"]
    if smaller:
        names = len({note.at for note in smaller})
        return f"都放得下，其中 {names:,} 张有文字缩小：{smaller[0].what}。", False
    return "每一张都放得下，没有缺字。", False
