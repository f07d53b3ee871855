"""What would go wrong, or should be looked at, before certificates are issued or printed.

Nothing is drawn here: the same faces and the same measures that draw the page are asked. What
`stops` must be put right first, since it would print a box, run off the paper or say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.certificate.pages import Pages
from hrgrid.paper.fonts import Fonts, Role, office_fonts
from hrgrid.paper.notes import Concern, Note, lost_words


def preflight(
    rows: Sequence[CertificateRow], design: Design, fonts: Fonts | None = None
) -> list[Note]:
    """What was found, what stops first, then in the order of the rows."""
    desk = _Desk(rows, design, fonts or office_fonts())
    found = [*desk.shared(), *desk.each()]
    return sorted(found, key=lambda note: (not note.concern.stops, note.at or 0))


class _Desk:
    """Looks at rows on one form."""

    def __init__(self, rows: Sequence[CertificateRow], design: Design, fonts: Fonts) -> None:
        self._rows, self._pages, self._fonts = rows, Pages(design, fonts), fonts
        self._names = Counter((row.honour, match_key(row.name)) for row in rows if row.name)
        self._wanted = fonts.chain(Role.KAITI)[0]

    def shared(self) -> Iterator[Note]:
        """What all certificates of a face share."""
        for stage in dict.fromkeys(self._pages.stage(row) for row in self._rows):
            face = stage.face
            parts = [(Role.TITLE, "标题", stage.title), (Role.FANGSONG, "日期", face.day)]
            parts += [(Role.FANGSONG, "署名", signer) for signer in face.signers]
            for role, what, text in parts:
                for lost in self._fonts.missing_glyphs([(what, text)], role):
                    yield Note(Concern.GLYPH, None, "", what, *lost_words(lost))
            if not "".join(face.signers).strip() or not face.day:
                told = "没有署名或日期，印出来缺内容"
                yield Note(Concern.MISSING, None, "", "署名和日期", told, "在模板里填署名")
            try:
                stage.check_signers()
            except UserError as error:
                way = "在模板里改短署名，或分两行"
                yield Note(Concern.OVERFLOW, None, "", "署名", error.sentence, way)

    def each(self) -> Iterator[Note]:
        """What each certificate has of its own."""
        for at, row in enumerate(self._rows):
            for concern, what, way in self._of(row):
                yield Note(concern, at, row.number, row.name, what, way)

    def _of(self, row: CertificateRow) -> Iterator[tuple[Concern, str, str]]:
        for lost in self._fonts.missing_glyphs([("", row.full_text)], Role.KAITI):
            yield Concern.GLYPH, *lost_words(lost)
        for lost in self._fonts.missing_glyphs([("", row.number)], Role.SONG):
            yield Concern.GLYPH, *lost_words(lost)
        if not row.body.strip() or not row.honour.strip():
            yield Concern.MISSING, "没有正文或称号", "回到名单补上称号，再签发"
        yield from self._fitting(row)
        yield from self._named(row)

    def _fitting(self, row: CertificateRow) -> Iterator[tuple[Concern, str, str]]:
        stage, look = self._pages.stage(row), self._pages.stage(row).face.look
        try:
            body, wanted = stage.body(row), stage.size(look.body_size)
            if body.size < wanted:
                told = f"正文从 {wanted / 100:g} 磅缩到 {body.size / 100:g} 磅"
                yield Concern.SMALLER, told, "能印；嫌小可删减文字"
        except UserError as error:
            yield Concern.OVERFLOW, error.sentence, "删减正文，或换大一点的纸"
        try:
            size, wanted = stage.name_size(row), stage.size(look.name_size)
            if size < wanted:
                told = f"称谓从 {wanted / 100:g} 磅缩到 {size / 100:g} 磅"
                yield Concern.SMALLER, told, "能印；嫌小可不印单位"
        except UserError as error:
            yield Concern.OVERFLOW, error.sentence, "改短单位名称，或不印单位"

    def _named(self, row: CertificateRow) -> Iterator[tuple[Concern, str, str]]:
        several = self._names[row.honour, match_key(row.name)] > 1 if row.name else False
        if several and not row.with_unit:
            way = "称谓前印单位" if row.unit else "补上单位，才分得清是谁"
            yield Concern.NAMESAKE, "同一称号里有同名的人，证书上没有单位", way
        other = [each for each in dict.fromkeys(row.name) if self._elsewhere(each)]
        if other:
            told = "、".join(f"“{each}”（U+{ord(each):04X}）" for each in other)
            yield Concern.OTHER_FACE, f"{told}楷体没有，用随附的字体印", "不用处理，可看预览"

    def _elsewhere(self, character: str) -> bool:
        face = self._fonts.face(Role.KAITI, character)
        return face is not None and face is not self._wanted
