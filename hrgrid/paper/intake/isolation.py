"""Opening a workbook in a child process, so that a hostile or broken one hurts only that.

The readers abort, hang or eat memory on some files: the child may take 1 GB and 20 s for each
50 MB. calamine reads first; where its child dies or gives up, openpyxl tries in a second one.
The child's words come as lines of JSON: whatever has happened to it, they are only data.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.paper.intake.cells import PARTED_BY, Row
from hrgrid.paper.intake.kinds import Kind

SECONDS = 20
_BYTES_A_LIMIT = 50 << 20

# Not multiprocessing: it would run the caller's own main module again in the child.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from hrgrid.paper.intake import child; child.main(*sys.argv[2:])"
)

_READERS = {
    Kind.XLSX: ("calamine", "openpyxl"),
    Kind.XLS: ("calamine",),
    Kind.ODS: ("calamine",),
    Kind.WEB: ("webtable",),
}

_BUFFER_BYTES = 1 << 20


@dataclass
class RawSheet:
    """A visible sheet as the child told it: merges as (top, left, bottom, right)."""

    name: str
    merges: list[list[int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    rows: list[Row] = field(default_factory=list)
    _kept: dict[str, str] = field(default_factory=dict, repr=False)

    def take(self, numbers: list[int], packed: list[str | list[str]], kinds: list[str]) -> None:
        """More rows; a roster holds the same few words forty thousand times, each is kept once."""
        keep = self._kept.setdefault
        for number, texts, letters in zip(numbers, packed, kinds, strict=True):
            cells = texts.split(PARTED_BY) if isinstance(texts, str) else texts
            self.rows.append(Row(number, tuple(map(keep, cells, cells)), keep(letters, letters)))


class _Died(Exception):
    """The child ended without a word, or said that the reader failed."""


class _TooSlow(Exception):
    """The child was stopped at the limit."""


def read_workbook(path: Path, kind: Kind, size: int) -> tuple[list[RawSheet], list[str]]:
    """Rows of the visible sheets and the names of the hidden ones; `size` in bytes.

    Raises UserError naming the file.
    """
    seconds = SECONDS * max(1, -(-size // _BYTES_A_LIMIT))
    for reader in _READERS[kind]:
        try:
            with contextlib.closing(_said_by_child(path, kind, reader, seconds)) as said:
                return _collect(said)
        except _Died:
            continue
        except _TooSlow:
            raise UserError(
                f"“{path.name}”{seconds} 秒还没读完，可能有上百万个空行或合并单元格，"
                "请把要用的行列复制到新的工作簿再试。"
            ) from None
    raise UserError(f"“{path.name}”已损坏或内容异常，读不出来，请在 WPS 或 Excel 里另存一份再试。")


def _collect(said: Iterable[tuple[str, Any]]) -> tuple[list[RawSheet], list[str]]:
    sheets: list[RawSheet] = []
    hidden: list[str] = []
    for word, what in said:
        match word:
            case "sheet":
                sheets.append(RawSheet(*what))
            case "rows":
                sheets[-1].take(*what)
            case "hidden":
                hidden.append(what)
            case "refused":
                raise UserError(what)
            case "done":
                return sheets, hidden
    raise _Died


def _said_by_child(
    path: Path, kind: Kind, reader: str, seconds: int
) -> Generator[tuple[str, Any], None, None]:
    """What the child says; it is gone when this is closed, however that comes."""
    words = [json.dumps(sys.path), str(path.absolute()), kind.value, reader, str(seconds)]
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A message is some hundred thousand bytes long.
        bufsize=_BUFFER_BYTES,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        late = threading.Event()
        timer = threading.Timer(seconds, _stop, (process, late))
        timer.daemon = True
        timer.start()
        try:
            yield from _messages(process)
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        raise _TooSlow


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _messages(process: subprocess.Popen[bytes]) -> Iterator[tuple[str, Any]]:
    if process.stdout is None:
        raise ValueError("the child has no pipe")
    for line in process.stdout:
        try:
            word, what = json.loads(line)
        except ValueError:  # cut in the middle
            return
        yield word, what
