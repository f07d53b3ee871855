"""A batch of certificates as PDF, in volumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.certificate.face import Face
from hrgrid.paper.certificate.pages import Pages
from hrgrid.paper.fonts import Fonts, office_fonts

MOST_PAGES = 5_000


@dataclass(frozen=True)
class Volume:
    """One file of a batch and the certificates in it."""

    path: Path
    pages: int
    first: str
    last: str


def write_certificates(
    path: Path,
    rows: Sequence[CertificateRow],
    design: Design,
    progress: Progress | None = None,
    fonts: Fonts | None = None,
) -> list[Volume]:
    """Write a page a row; above 5,000 pages in volumes, whose files end in -1, -2 …

    Raises UserError naming every person with a character that no font has, and on a text that
    does not fit. Whatever stops it leaves no file behind.
    """
    fonts = fonts or office_fonts()
    progress = progress or Progress()
    pages = Pages(design, fonts)
    pages.check(rows)
    progress.begin("生成证书", len(rows))
    volumes, made = [], []
    try:
        for target, part in _parts(path, rows):
            if not target.exists():
                made.append(target)
            pages.write(target, part, progress)
            volumes.append(Volume(target, len(part), part[0].number, part[-1].number))
    except BaseException:
        for target in made:
            target.unlink(missing_ok=True)
        raise
    return volumes


def write_cover(
    path: Path, design: Design, fonts: Fonts | None = None, face: Face | None = None
) -> None:
    """Write a page with what a bought cover of this face has on it, for the screen."""
    Pages(design, fonts or office_fonts()).write_cover(path, face)


def _parts(
    path: Path, rows: Sequence[CertificateRow]
) -> Iterator[tuple[Path, Sequence[CertificateRow]]]:
    if not rows:
        raise UserError("没有要打印的证书，请先选择")
    for number, begin in enumerate(range(0, len(rows), MOST_PAGES), start=1):
        several = len(rows) > MOST_PAGES
        name = f"{path.stem}-{number}{path.suffix}" if several else path.name
        yield path.with_name(name), rows[begin : begin + MOST_PAGES]
