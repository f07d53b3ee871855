"""Where photos lie: a folder, a zip, or a single file; their names, and their bytes unlooked at."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from hrgrid.core.errors import UserError

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp")
MOST_BYTES = 20 << 20


class TooLarge(Exception):
    """A picture is larger than any photo of a person need be."""


class Source:
    """The pictures of one place; raises UserError where it is no such place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, Path] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._archive: zipfile.ZipFile | None = None
        if path.is_dir():
            self._files = {file.relative_to(path).as_posix(): file for file in _below(path)}
        elif path.suffix.lower() == ".zip":
            self._archive = _opened(path)
            self._entries = dict(_pictures_of(self._archive))
        elif _is_picture(path.name):
            self._files = {path.name: path}
        else:
            raise UserError(f"“{path.name}”不是照片。请选装照片的文件夹、.zip，或 .jpg、.png 文件")

    def names(self) -> list[str]:
        """The names of the pictures with their folders, in order."""
        return sorted(self._files or self._entries)

    def fingerprint(self) -> str:
        """A SHA-256 that is another one when a picture comes, goes or changes."""
        digest = hashlib.sha256()
        for name in self.names():
            digest.update(f"{name}\0{self._mark(name)}\n".encode())
        return digest.hexdigest()

    def _mark(self, name: str) -> str:
        if name in self._entries:
            entry = self._entries[name]
            return f"{entry.file_size} {entry.CRC}"
        try:
            return hashlib.sha256(self._files[name].read_bytes()).hexdigest()
        except OSError:
            raise UserError(
                f"打不开照片“{name}”，可能没有权限或正被占用。请关闭占用它的程序再试"
            ) from None

    def read(self, name: str) -> bytes:
        """The bytes of one picture; raises TooLarge, OSError or zipfile's and zlib's faults."""
        if self._archive is None:
            file = self._files[name]
            if file.stat().st_size > MOST_BYTES:
                raise TooLarge
            return file.read_bytes()
        # The size in the directory may lie.
        with self._archive.open(self._entries[name]) as part:
            content = part.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge
        return content

    def close(self) -> None:
        """Let go of the zip."""
        if self._archive is not None:
            self._archive.close()


FAULTS = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading an entry of a broken or locked zip may raise."""


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FAULTS:
        raise UserError(f"“{path.name}”打不开，可能已损坏或正被占用。请重新压缩一份再试") from None


def _below(path: Path) -> Iterator[Path]:
    return (file for file in path.rglob("*") if _is_picture(file.name) and file.is_file())


def _is_picture(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def _pictures_of(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    for entry in archive.infolist():
        name = _real_name(entry)
        if _is_picture(name.rpartition("/")[2]) and "__MACOSX/" not in name:
            yield name, entry


def _real_name(entry: zipfile.ZipInfo) -> str:
    """Packers on Chinese Windows write names in GBK and do not say so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        held = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return held.decode(encoding)
    return entry.filename
