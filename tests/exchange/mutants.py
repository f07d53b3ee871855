"""Files that are nearly right: torn, flipped, blown up, with parts that lie."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from tests.exchange.samples import WORKBOOKS

SOURCES = sorted(p for p in WORKBOOKS.iterdir() if p.suffix in {".xlsx", ".csv", ".xls"})

_NUMBERS = [b"0", b"-1", b"99999999999", b"1048577", b"4294967296", b"1e308", b"NaN", b""]
_PLACES = [b"XFD1048576", b"A0", b"ZZZZ1", b"A99999999", b"1A", b"A1:A1048576", b"B2:A1"]
_PIECES = [
    b"<c>",
    b"</row>",
    b"<mergeCell ref='A1:XFD1048576'/>",
    b'<row r="2" hidden="1"/>',
    b"<f>1/0</f>",
    b"&#0;",
    b"\xff\xfe",
    b"<![CDATA[",
    b'<c r="A1" t="s"><v>999999</v></c>',
    b"<td colspan=9999999>",
    b'"',
    b"\x00",
]


def mutant(chance: random.Random, path: Path) -> Path:
    """One spoilt copy, at `path` with the ending of its source."""
    source = chance.choice(SOURCES)
    content = source.read_bytes()
    if source.suffix == ".xlsx" and chance.random() < 0.7:
        spoilt = _in_a_part(chance, content)
    else:
        spoilt = _spoilt(chance, content)
    target = path.with_suffix(source.suffix)
    target.write_bytes(spoilt)
    return target


def _in_a_part(chance: random.Random, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    name = chance.choice([n for n in parts if n.startswith("xl/") and not n.endswith("theme1.xml")])
    parts[name] = _spoilt(chance, parts[name])
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    if chance.random() < 0.1:
        parts[chance.choice(["xl/workbook.xml ", "content.xml", "../x.xml", "xl/a/b"])] = b"<x/>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part, inside in parts.items():
            new.writestr(part, inside)
    return out.getvalue()


def _spoilt(chance: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randrange(len(spoilt) or 1)
        match chance.randrange(6):
            case 0:
                spoilt[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del spoilt[at : at + chance.choice([1, 3, 50, 1000])]
            case 2:
                spoilt[at:at] = chance.choice(_PIECES)
            case 3:
                end = at + chance.choice([5, 100, 2000])
                spoilt[at:at] = spoilt[at:end] * chance.choice([1, 3, 30])
            case 4:
                _replace_number(chance, spoilt, at)
            case 5:
                _replace_place(chance, spoilt, at)
    return bytes(spoilt)


def _replace_number(chance: random.Random, spoilt: bytearray, at: int) -> None:
    while at < len(spoilt) and not chr(spoilt[at]).isdigit():
        at += 1
    end = at
    while end < len(spoilt) and chr(spoilt[end]).isdigit():
        end += 1
    spoilt[at:end] = chance.choice(_NUMBERS)


def _replace_place(chance: random.Random, spoilt: bytearray, at: int) -> None:
    found = spoilt.find(b'r="', at)
    end = spoilt.find(b'"', found + 3)
    if found >= 0 and end >= 0:
        spoilt[found + 3 : end] = chance.choice(_PLACES)
