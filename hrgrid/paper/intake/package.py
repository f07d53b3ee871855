"""A workbook is a zip of XML parts: its limits, and where its sheets lie.

Unpacked bytes are counted while inflating, since the sizes in the directory may lie.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from hrgrid.core.errors import UserError
from hrgrid.paper.intake.kinds import MOST_BYTES
from hrgrid.paper.intake.layout import Layout, layout_of, layouts_of_open_document

MOST_ENTRIES = 2000
_CHUNK = 1 << 20
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CONTENT = "content.xml"

# In UTF-8, and in UTF-16 of either byte order.
_DTD = (b"<!DOCTYPE", b"\0".join(b"<!DOCTYPE"[at : at + 1] for at in range(9)))


def checked_layouts(path: Path) -> dict[str, Layout]:
    """Check every part, and tell the layouts by the names of the sheets.

    Raises UserError naming the file where a limit is broken.
    """
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bad_directory(entries, name)
            layouts = _layouts_of_parts(archive, entries, name)
            if _CONTENT in archive.namelist():
                return dict(layouts_of_open_document(archive.read(_CONTENT)))
            named = _sheet_parts(archive)
            return {sheet: layouts[part] for sheet, part in named if part in layouts}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise UserError(f"“{name}”已损坏，打不开，请重新导出或重新复制一份。") from None


def _refuse_bad_directory(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise UserError(
            f"“{name}”里有 {len(entries)} 个部件，超过 {MOST_ENTRIES} 个，"
            "不像正常的表格，请在 WPS 或 Excel 里另存一份。"
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise UserError(f"“{name}”设了打开密码，请去掉密码另存一份再试。")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UserError(f"“{name}”的压缩方式不是办公软件常用的，请在 WPS 或 Excel 里另存一份。")


def _layouts_of_parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str
) -> dict[str, Layout]:
    """Inflate every part once, refused beyond the limits; what sheets look like, by their parts."""
    left = MOST_BYTES
    layouts = {}

    def counted(chunks: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal left
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise UserError(
                    f"“{name}”解开后超过 {MOST_BYTES >> 20} MB，请只留要用的行列，另存一份再试。"
                )
            yield chunk

    for entry in entries:
        chunks = counted(_checked_chunks(archive, entry, name))
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            layouts[entry.filename] = layout_of(chunks)
        else:
            # Looked at, and not kept.
            deque(chunks, 0)
    return layouts


def _checked_chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    tail = b""
    is_xml = entry.filename.endswith((".xml", ".rels"))
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if is_xml and any(mark in chunk or mark in tail + chunk[:20] for mark in _DTD):
                raise UserError(
                    f"“{name}”里有外部定义（DTD），正常的表格没有，为安全起见不读，请另存一份。"
                )
            yield chunk
            tail = chunk[-20:]


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet names with the parts that hold them."""
    if not {_WORKBOOK, _RELATIONS} <= set(archive.namelist()):
        return
    # No DTD is in there: that was refused.
    relations = ElementTree.fromstring(archive.read(_RELATIONS))  # noqa: S314
    workbook = ElementTree.fromstring(archive.read(_WORKBOOK))  # noqa: S314
    targets = {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", relation.get("Target", ""))
        )
        for relation in relations
    }
    for element in workbook.iter():
        if element.tag.endswith("}sheet"):
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            part = targets.get(ids[0] if ids else "", "").lstrip("/")
            yield element.get("name", ""), part
