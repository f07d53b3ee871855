"""The pages of certificates.

What all pages of a face share (frame, title, citation, signature) is drawn once and repeated as
a form; a page adds its name, number and code. So memory grows with the text of a page only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.certificate.face import Face
from hrgrid.paper.certificate.stage import HANDWRITTEN, Stage
from hrgrid.paper.fonts import Fonts, Missing, Role, refuse


class Pages:
    """The pages of one batch, each with the face that it was issued with."""

    def __init__(self, design: Design, fonts: Fonts) -> None:
        self.design = design
        self.fonts = fonts
        self._stages: dict[Face, Stage] = {}

    def stage(self, row: CertificateRow | None = None) -> Stage:
        """Where a certificate stands; without one, what the design itself says."""
        face = row.face if row is not None and row.face is not None else self.design.face
        if face not in self._stages:
            self._stages[face] = Stage(self.design, face, self.fonts, str(len(self._stages)))
        return self._stages[face]

    def missing(self, rows: Sequence[CertificateRow]) -> list[Missing]:
        """Every character that no face draws, with whose it is."""
        found: list[Missing] = []
        for stage in self._used(rows):
            shared = [("证书", text) for text in (*stage.face.signers, stage.face.day)]
            found += self.fonts.missing_glyphs([("证书标题", stage.title)], Role.TITLE)
            found += self.fonts.missing_glyphs(shared, Role.FANGSONG)
        owners = [f"{row.number} {row.name}".strip() for row in rows]
        numbers = [(each, f"编号：{row.number}") for each, row in zip(owners, rows, strict=True)]
        found += self.fonts.missing_glyphs(numbers, Role.SONG)
        texts = [(each, row.full_text) for each, row in zip(owners, rows, strict=True)]
        return found + self.fonts.missing_glyphs(texts, Role.KAITI)

    def check(self, rows: Sequence[CertificateRow]) -> None:
        """Raise UserError on what cannot be drawn, before anything is written."""
        refuse(self.missing(rows))
        for stage in self._used(rows):
            stage.check_signers()
        for row in rows:
            stage = self.stage(row)
            stage.body(row)
            stage.name_size(row)

    def _used(self, rows: Iterable[CertificateRow]) -> list[Stage]:
        return list(dict.fromkeys(self.stage(row) for row in rows))

    def write(self, path: Path, rows: Sequence[CertificateRow], progress: Progress) -> None:
        """Draw one volume."""
        from hrgrid.paper.drawing import drawing

        stages = self._used(rows)
        texts: dict[Role, set[str]] = defaultdict(set)
        texts[Role.KAITI] = {row.full_text for row in rows} | {HANDWRITTEN}
        texts[Role.SONG] = {f"编号：{row.number}" for row in rows}
        for stage in stages:
            texts[Role.FANGSONG] |= {*stage.face.signers, stage.face.day}
            texts[Role.TITLE] |= {stage.title}
        # A document is called by its title, also where its cover has it.
        called = stages[0].face.title
        with drawing(path, self.design.layout.page, texts, self.fonts, called) as page:
            for stage in stages:
                page.form(stage.ground, partial(stage.draw_ground, page))
            repeated = Counter((row.face, row.body, row.closing) for row in rows)
            for row in rows:
                stage = self.stage(row)
                page.place(self.design.layout.begin, self.design.shift, self.design.scale)
                page.repeat(stage.ground)
                several = repeated[row.face, row.body, row.closing] > 1
                stage.draw_row(page, row, repeated=several)
                page.end_page()
                progress.step()

    def write_cover(self, path: Path, face: Face | None = None) -> None:
        """Draw what a bought cover of this design has on it: frame and title, where they belong."""
        from hrgrid.paper.drawing import drawing

        stage = Stage(self.design, face or self.design.face, self.fonts, "")
        # A document needs a face, also where the cover has no word on it.
        texts = {Role.TITLE: {stage.title or "证"}}
        with drawing(path, self.design.layout.page, texts, self.fonts, "证书底纸") as page:
            page.place(self.design.layout.begin, (0, 0), 1000)
            stage.draw_cover(page)
            page.end_page()
