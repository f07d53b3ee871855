"""Photos of people as offices send them: a folder, a zip, or files named by the person.

No picture is decoded but in a child process with limits, as with workbooks; what comes back is a
small JPEG of its own making, without place, camera or any other word in it.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.paper.intake import Row, Sheet, Table
from hrgrid.paper.pictures.sources import SUFFIXES, Source

HEADING = "文件名"
IDENTITY = (413, 626)
"""Two inches at 300 dots an inch, as identity photos are printed at most."""
EVIDENCE = (1600, 1600)
"""What a picture of a place is kept in: one reads a notice on the wall, and a page prints it."""
_MOST_PICTURES = 50_000
# The largest that is read takes about a second on an old machine.
_SECONDS = 20

# As in paper.intake: multiprocessing would run the caller's own main module again.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from hrgrid.paper.pictures import child; child.main(sys.argv[2], *map(int, sys.argv[3:]))"
)


@dataclass(frozen=True)
class Picture:
    """One photo; `jpeg` is None where it cannot be used, then `fault` says why.

    `width` and `height` are those of the original as one sees it, in pixels.
    """

    jpeg: bytes | None
    width: int = 0
    height: int = 0
    fault: str = ""


def list_pictures(path: Path) -> Table:
    """The names of the pictures of a folder, a zip or one file, as a table of one column.

    Raises UserError where there is none.
    """
    with closing(Source(path)) as source:
        names = source.names()
        if not names:
            raise UserError(f"“{path.name}”里没有照片。照片须是 .jpg 或 .png，文件名写姓名或工号")
        if len(names) > _MOST_PICTURES:
            raise UserError(f"“{path.name}”里有 {len(names):,} 张照片，超过 5 万张。请分几次导入")
        rows = [Row(1, (HEADING,), "t")]
        rows += [Row(number, (name,), "t") for number, name in enumerate(names, start=2)]
        return Table(path, (Sheet("", tuple(rows)),), (), source.fingerprint())


class _Silent(Exception):
    """The child has died, or was stopped at the limit."""


class PictureReader:
    """Decodes the pictures of one source in a child process, one after the other."""

    def __init__(self, source: Path, frame: tuple[int, int] = IDENTITY) -> None:
        self._source = source
        self._frame = frame
        self._child: subprocess.Popen[str] | None = None

    def read(self, name: str) -> Picture:
        """One picture by its name; where the child dies of it, the next gets a new one."""
        try:
            word, *what = self._ask(name)
        except _Silent:
            self.close()
            return Picture(None, fault="读不出来，可能已损坏或太大")
        if word != "photo":
            return Picture(None, fault=str(what[0]))
        width, height, encoded = what
        return Picture(base64.b64decode(encoded), int(width), int(height))

    def _ask(self, name: str) -> list[Any]:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise ValueError("the child has no pipes")
        timer = threading.Timer(_SECONDS, child.kill)
        timer.daemon = True
        timer.start()
        try:
            child.stdin.write(json.dumps(name) + "\n")
            child.stdin.flush()
            return list(json.loads(child.stdout.readline()))
        except (OSError, ValueError) as fault:
            raise _Silent from fault
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[str]:
        if self._child is None:
            words = [json.dumps(sys.path), str(self._source.absolute()), *map(str, self._frame)]
            self._child = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._child

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def made_anew(name: str, content: bytes, frame: tuple[int, int]) -> bytes:
    """One picture as a JPEG of our own making. Raises UserError saying why it cannot be used."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(f"“{name}”不是照片。照片须是 .jpg 或 .png")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"photo{suffix}"
        file.write_bytes(content)
        with closing(PictureReader(file, frame)) as reader:
            found = reader.read(file.name)
    if found.jpeg is None:
        raise UserError(f"照片“{name}”{found.fault}")
    return found.jpeg


__all__ = [
    "EVIDENCE",
    "HEADING",
    "IDENTITY",
    "SUFFIXES",
    "Picture",
    "PictureReader",
    "list_pictures",
    "made_anew",
]
