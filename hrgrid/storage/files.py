"""Files written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hrgrid.core.errors import UserError


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`; whoever looks sees the old file or the new one."""
    with new_file(path) as part:
        part.write_bytes(content)


class Taken(Exception):
    """Somebody else put a file there first."""


@contextmanager
def new_file(path: Path, *, fresh: bool = False) -> Iterator[Path]:
    """A temporary name in the same folder; synced and moved to `path` when all went well.

    With `fresh` nothing is overwritten: raises Taken where somebody was faster.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        sync(part)
        try:
            move_beside(part, path) if fresh else part.replace(path)
        except PermissionError as error:
            raise UserError(
                f"写不进“{path.name}”：文件正被其他程序占用或文件夹只读。关掉后重试，或另存为别的名字"
            ) from error
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def paper_file(path: Path) -> Iterator[Path]:
    """`new_file` for what a person asked to have written; every failure is one sentence."""
    try:
        with new_file(path) as part:
            yield part
    except OSError as error:
        raise UserError(f"写不进“{path}”：文件夹只读、不存在或磁盘已满，请换个位置再存") from error


def move_beside(part: Path, path: Path) -> None:
    """Move `part` to `path`; raises Taken where something is there, however late it came."""
    try:
        if os.name == "nt":
            part.rename(path)
        else:
            # A rename overwrites here, a second name does not.
            path.hardlink_to(part)
            part.unlink()
    except FileExistsError as error:
        raise Taken from error
    except OSError:
        # No second names on a stick.
        if path.exists():
            raise Taken from None
        part.replace(path)


def sync(path: Path) -> None:
    """Ask the disk to keep the file."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep the folder's names; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def free_name(path: Path) -> Path:
    """`path`, or the first of `path-2`, `path-3` … that is not taken."""
    candidate, count = path, 1
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return candidate
