"""Font files read table by table: the same glyphs and widths that reportlab finds."""

from __future__ import annotations

import io
import struct

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from hrgrid.core.paths import resources
from hrgrid.paper.truetype import Face, Unusable, open_face

FONTS = sorted((resources() / "fonts").glob("*.ttf"))
SAMPLE = "翟卫华“先锋”，。A1·—㛃䶮𬱖𠅤\U00030000\U00031350〔〕"


@pytest.fixture(params=FONTS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_glyphs_and_widths_are_those_of_another_reader(path):
    face, other = Face(path), TTFont("x", str(path), shapable=False)
    for character in SAMPLE:
        known = other.face.charToGlyph.get(ord(character), 0)
        assert face.glyph(character) == known, character
        if known:
            wide = other.face.charWidths[ord(character)]
            assert abs(face.advance(character) - wide) < 1, character


def test_a_small_font_draws_the_same_outlines(path):
    face = Face(path)
    drawn = "".join(character for character in SAMPLE if face.draws(character))
    small = TTFont("x", io.BytesIO(face.cut(drawn)), shapable=False).face
    whole = TTFont("y", str(path), shapable=False).face
    assert {chr(code) for code in small.charToGlyph} - {"\xa0"} == set(drawn)
    for character in drawn:
        code = ord(character)
        assert small.charWidths[code] == whole.charWidths[code]
        assert outline(small, code)[:10] == outline(whole, code)[:10]
        assert len(outline(small, code)) - len(outline(whole, code)) in range(4)


def outline(face, code):
    glyph = face.charToGlyph[code]
    begin, end = face.glyphPos[glyph : glyph + 2]
    start = face.get_table_pos("glyf")[0]
    return face._ttf_data[start + begin : start + end]


def test_the_same_characters_give_the_same_font_and_others_another_name(path):
    face = Face(path)
    drawn = [character for character in SAMPLE if face.draws(character)]
    one, two = face.cut(drawn), face.cut([*reversed(drawn), *drawn])
    assert one == two
    names = {TTFont("x", io.BytesIO(font)).face.name for font in (one, face.cut(drawn[:1]))}
    assert len(names) == 2


def test_a_character_that_the_face_lacks_is_not_cut():
    face = Face(resources() / "fonts" / "BabelStone.GH.ttf")
    small = TTFont("x", io.BytesIO(face.cut("翟\U00030000"))).face
    assert set(small.charToGlyph) == {0x30000}


def test_a_glyph_without_an_outline_draws_nothing(tmp_path):
    """A character that is there and empty would print as nothing: it counts as missing."""
    face = Face(resources() / "fonts" / "LXGWWenKai-Regular.ttf")
    content = bytearray(face.cut("翟卫 "))
    places = table(content, "loca")
    glyph = Face(saved(tmp_path, content)).glyph("翟")
    start = struct.unpack_from(">L", content, places + 4 * glyph)[0]
    struct.pack_into(">L", content, places + 4 * (glyph + 1), start)
    empty = Face(saved(tmp_path, content))
    assert empty.glyph("翟") == glyph
    assert not empty.draws("翟")
    assert empty.draws(" ")


def table(content, tag):
    (count,) = struct.unpack_from(">H", content, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4s3L", content, 12 + 16 * number)
        if name == tag.encode():
            return offset
    raise LookupError(tag)


def saved(folder, content):
    path = folder / f"{hash(bytes(content))}.ttf"
    path.write_bytes(bytes(content))
    return path


def test_a_face_of_a_collection_is_read(tmp_path):
    faces = [Face(resources() / "fonts" / "LXGWWenKai-Regular.ttf").cut(c) for c in "翟卫"]
    head = struct.pack(">4s2L2L", b"ttcf", 0x10000, 2, 20, 20 + len(faces[0]))
    moved = [shifted(faces[0], 20), shifted(faces[1], 20 + len(faces[0]))]
    path = saved(tmp_path, head + b"".join(moved))
    assert [Face(path, index).draws("翟") for index in (0, 1)] == [True, False]
    assert Face(path, 1).draws("卫")


def shifted(content, by):
    changed = bytearray(content)
    (count,) = struct.unpack_from(">H", content, 4)
    for number in range(count):
        at = 12 + 16 * number + 8
        struct.pack_into(">L", changed, at, struct.unpack_from(">L", content, at)[0] + by)
    return bytes(changed)


def test_a_font_that_may_not_be_embedded_is_refused(tmp_path):
    content = bytearray(Face(resources() / "fonts" / "LXGWWenKai-Regular.ttf").cut("翟"))
    struct.pack_into(">H", content, table(content, "OS/2") + 8, 0x0002)
    with pytest.raises(Unusable):
        Face(saved(tmp_path, content))


@pytest.mark.parametrize("content", [b"", b"OTTO" + bytes(40), b"\0\1\0\0\0\2", bytes(300)])
def test_what_is_no_truetype_is_passed_over(tmp_path, content):
    assert open_face(saved(tmp_path, content)) is None


def test_a_file_that_is_not_there_is_passed_over(tmp_path):
    assert open_face(tmp_path / "none.ttf") is None
