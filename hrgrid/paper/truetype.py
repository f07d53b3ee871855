"""TrueType files read table by table (ISO/IEC 14496-22): what a face draws, and small fonts of it.

A large font is never held whole: a document gets a font of the characters that it uses, which
takes a hundredth of the memory and of the time.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO

_BLANK = {" ", "\u00a0", "\u3000"}
_COPIED = ("OS/2", "cvt ", "fpgm", "prep")
_RESTRICTED, _NO_CUTTING = 0x0002, 0x0300

# Flags of a composite glyph.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Unusable(Exception):
    """The file holds no outlines that a paper can carry: no TrueType, or embedding forbidden."""


class Face:
    """One face of a font file; `index` counts the faces of a collection."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        with path.open("rb") as stream:
            self._places = _directory(stream, index)
        if not {"glyf", "loca", "cmap", "hmtx", "hhea", "head", "maxp"} <= self._places.keys():
            raise Unusable(path.name)
        head, hhea = self._table("head"), self._table("hhea")
        self.em: int = struct.unpack_from(">H", head, 18)[0]
        self._long_places = head[51] == 1
        (self._full_metrics,) = struct.unpack_from(">H", hhea, 34)
        if "OS/2" in self._places:
            (rights,) = struct.unpack_from(">H", self._table("OS/2"), 8)
            if rights & 0xF == _RESTRICTED or rights & _NO_CUTTING:
                raise Unusable(path.name)

    @cached_property
    def name(self) -> str:
        """The PostScript name, in signs that a PDF takes."""
        found = _postscript_name(self._table("name")) or self.path.stem
        return "".join(sign for sign in found if sign.isascii() and (sign.isalnum() or sign == "-"))

    def glyph(self, character: str) -> int:
        """The number of the character's glyph, 0 where the face has none."""
        return self._characters.glyph(ord(character))

    def draws(self, character: str) -> bool:
        """Whether something is seen: a glyph that has an outline, or a blank that has a width."""
        glyph = self.glyph(character)
        if not glyph:
            return False
        begin, end = self._outline(glyph)
        return end > begin or character in _BLANK

    def advance(self, character: str) -> int:
        """The width in thousandths of the font's size."""
        wide, _ = self._metrics(self.glyph(character))
        return (wide * 2000 + self.em) // (2 * self.em)

    def cut(self, characters: Iterable[str]) -> bytes:
        """A font file of these characters only; the same ones give the same bytes."""
        found = ((each, self.glyph(each)) for each in sorted(set(characters)))
        wanted = {each: glyph for each, glyph in found if glyph}
        with self.path.open("rb") as stream:
            glyphs = self._with_parts(stream, [0, *sorted(set(wanted.values()))])
        numbers = {old: new for new, old in enumerate(glyphs)}
        outlines, places = _packed(_renumbered(data, numbers) for data in glyphs.values())
        tag = hashlib.sha256("".join(wanted).encode("utf-8")).hexdigest()[:8]
        tables = {
            "cmap": _cmap({ord(each): numbers[old] for each, old in wanted.items()}),
            "glyf": outlines,
            "head": _with_short(self._table("head"), 50, 1),
            "hhea": _with_short(self._table("hhea"), 34, len(glyphs)),
            "hmtx": b"".join(struct.pack(">Hh", *self._metrics(old)) for old in glyphs),
            "loca": places,
            "maxp": _with_short(self._table("maxp"), 4, len(glyphs)),
            "name": _name_table(f"{self.name}-{tag}"),
            "post": b"\0\3\0\0" + self._table("post")[4:16].ljust(12, b"\0") + bytes(16),
        }
        tables |= {each: self._table(each) for each in _COPIED if each in self._places}
        return _font_file(tables)

    def _table(self, tag: str) -> bytes:
        offset, length = self._places.get(tag, (0, 0))
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    @cached_property
    def _characters(self) -> _Characters:
        return _Characters(self._table("cmap"))

    @cached_property
    def _loca(self) -> bytes:
        return self._table("loca")

    @cached_property
    def _hmtx(self) -> bytes:
        return self._table("hmtx")

    def _outline(self, glyph: int) -> tuple[int, int]:
        """Where the outline begins and ends in the table of outlines."""
        if self._long_places:
            begin, end = struct.unpack_from(">2L", self._loca, glyph * 4)
            return begin, end
        begin, end = struct.unpack_from(">2H", self._loca, glyph * 2)
        return begin * 2, end * 2

    def _metrics(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing in units of the font; the last advances are shared."""
        full = self._full_metrics
        (wide,) = struct.unpack_from(">H", self._hmtx, min(glyph, full - 1) * 4)
        at = glyph * 4 + 2 if glyph < full else full * 4 + (glyph - full) * 2
        (bearing,) = struct.unpack_from(">h", self._hmtx, at)
        return wide, bearing

    def _with_parts(self, stream: BinaryIO, wanted: list[int]) -> dict[int, bytes]:
        """The outlines wanted and those that composite ones are made of, in order of need."""
        start, _ = self._places["glyf"]
        found: dict[int, bytes] = {}
        queue = list(wanted)
        for glyph in queue:
            if glyph in found:
                continue
            begin, end = self._outline(glyph)
            stream.seek(start + begin)
            found[glyph] = stream.read(end - begin)
            queue.extend(part for _, part in _parts(found[glyph]))
        return found


@cache
def open_face(path: Path, index: int = 0) -> Face | None:
    """The face, read once in the life of the program; None where it cannot be used."""
    try:
        return Face(path, index)
    except (OSError, Unusable, struct.error):
        return None


class _Characters:
    """The best Unicode table of a cmap: format 12, else format 4."""

    def __init__(self, cmap: bytes) -> None:
        places = {
            struct.unpack_from(">H", cmap, offset)[0]: offset
            for platform, _, offset in _records(cmap)
            if platform in (0, 3)
        }
        self._firsts, self._groups = array("I"), array("I")
        if 12 in places:
            self._read_groups(cmap, places[12])
        elif 4 in places:
            self._read_segments(cmap, places[4])
        else:
            raise Unusable("cmap")

    def glyph(self, code: int) -> int:
        """The glyph's number, 0 for none."""
        at = bisect_right(self._firsts, code) - 1
        if at < 0:
            return 0
        last, glyph = self._groups[2 * at], self._groups[2 * at + 1]
        return glyph + code - self._firsts[at] if code <= last else 0

    def _read_groups(self, cmap: bytes, at: int) -> None:
        (count,) = struct.unpack_from(">L", cmap, at + 12)
        values = struct.unpack_from(f">{count * 3}L", cmap, at + 16)
        self._firsts = array("I", values[0::3])
        pairs = zip(values[1::3], values[2::3], strict=True)
        self._groups = array("I", (value for pair in pairs for value in pair))

    def _read_segments(self, cmap: bytes, at: int) -> None:
        (double,) = struct.unpack_from(">H", cmap, at + 6)
        count = double // 2
        lasts = struct.unpack_from(f">{count}H", cmap, at + 14)
        rest = struct.unpack_from(f">{count * 3}H", cmap, at + 16 + double)
        firsts, deltas, ranges = rest[:count], rest[count : 2 * count], rest[2 * count :]
        begin = at + 16 + double * 3
        for number in range(count):
            for code in range(firsts[number], lasts[number] + 1):
                glyph = code
                if ranges[number]:
                    place = begin + 2 * number + ranges[number] + 2 * (code - firsts[number])
                    (glyph,) = struct.unpack_from(">H", cmap, place) if place < len(cmap) else (0,)
                glyph = (glyph + deltas[number]) & 0xFFFF if glyph else 0
                if glyph and code != 0xFFFF:
                    self._firsts.append(code)
                    self._groups.extend((code, glyph))


def _directory(stream: BinaryIO, index: int) -> dict[str, tuple[int, int]]:
    """Offset and length of every table."""
    start = 0
    if stream.read(4) == b"ttcf":
        stream.seek(12 + 4 * index)
        (start,) = struct.unpack(">L", stream.read(4))
    stream.seek(start)
    kind, count = struct.unpack(">4sH6x", stream.read(12))
    if kind not in (b"\0\1\0\0", b"true"):
        raise Unusable(kind.hex())
    entries = (struct.unpack(">4s4x2L", stream.read(16)) for _ in range(count))
    return {tag.decode("latin-1"): (offset, length) for tag, offset, length in entries}


def _records(cmap: bytes) -> list[tuple[int, int, int]]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    return [struct.unpack_from(">2HL", cmap, 4 + 8 * number) for number in range(count)]


def _postscript_name(table: bytes) -> str:
    (count, texts) = struct.unpack_from(">2H", table, 2)
    for number in range(count):
        platform, _, _, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        if kind == 6:
            text = table[texts + offset : texts + offset + length]
            return text.decode("utf-16-be" if platform in (0, 3) else "latin-1", "replace")
    return ""


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """For a composite glyph: where each part's number stands, and the number."""
    if len(outline) < 10 or outline[0] < 0x80:
        return []
    found, at, more = [], 10, _MORE
    while more:
        flags, glyph = struct.unpack_from(">2H", outline, at)
        found.append((at + 2, glyph))
        at += 8 if flags & _WORDS else 6
        at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
        more = flags & _MORE
    return found


def _renumbered(outline: bytes, numbers: dict[int, int]) -> bytes:
    for at, glyph in _parts(outline):
        outline = _with_short(outline, at, numbers[glyph])
    return outline


def _with_short(table: bytes, at: int, value: int) -> bytes:
    return table[:at] + struct.pack(">H", value) + table[at + 2 :]


def _packed(outlines: Iterable[bytes]) -> tuple[bytes, bytes]:
    """The table of outlines, each at a multiple of four, and that of their places."""
    parts, places, at = [], [0], 0
    for outline in outlines:
        parts.append(outline + bytes(-len(outline) % 4))
        at += len(parts[-1])
        places.append(at)
    return b"".join(parts), struct.pack(f">{len(places)}L", *places)


def _cmap(glyphs: dict[int, int]) -> bytes:
    """One table of format 12, a group a character."""
    groups = b"".join(struct.pack(">3L", code, code, glyph) for code, glyph in glyphs.items())
    inner = struct.pack(">2H3L", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">4HL", 0, 1, 3, 10, 12) + inner


def _name_table(name: str) -> bytes:
    """The names that a reader asks for; all the same, and no two documents share one."""
    text = name.encode("utf-16-be")
    kinds = (1, 2, 3, 4, 6)
    records = b"".join(struct.pack(">6H", 3, 1, 0x409, kind, len(text), 0) for kind in kinds)
    return struct.pack(">3H", 0, len(kinds), 6 + len(records)) + records + text


def _font_file(tables: dict[str, bytes]) -> bytes:
    """The directory and the tables; sums are left to whoever embeds the font."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">4s4H", b"\0\1\0\0", count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    at, entries, body = 12 + 16 * count, b"", b""
    for tag, content in sorted(tables.items()):
        entries += struct.pack(">4s3L", tag.encode("latin-1"), 0, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return header + entries + body
