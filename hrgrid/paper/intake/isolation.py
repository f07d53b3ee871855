"""Opening a workbook in child processes, so that a hostile or broken one hurts only those.

The readers abort, hang or eat memory on some files: a child may take 1 GB and 20 s for each
50 MB. calamine reads first; where its child dies or gives up, openpyxl tries in another one.
Beside it a second child counts what the package unpacks to and searches it for what the readers
leave out: its refusal stops the reader and is what the user hears, whatever the reader said.
The children's words come as lines of JSON: whatever has happened to them, they are only data.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

from hrgrid.core.errors import UserError
from hrgrid.paper.intake.cells import PARTED_BY, Row
from hrgrid.paper.intake.kinds import Kind

SECONDS = 20
_BYTES_A_LIMIT = 50 << 20

# Not multiprocessing: it would run the caller's own main module again in the child.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from hrgrid.paper.intake import child; getattr(child, sys.argv[2])(*sys.argv[3:])"
)

_READERS = {
    Kind.XLSX: ("calamine", "openpyxl"),
    Kind.XLS: ("calamine",),
    Kind.ODS: ("calamine",),
    Kind.WEB: ("webtable",),
}

_PACKAGES = {Kind.XLSX, Kind.ODS}
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

    def lay(self, merges: Any, hidden_rows: Any, hidden_columns: Any, odd: Any) -> None:
        """What the reader left out: `odd` are cells [column, text, kind] by row."""
        self.merges, self.hidden_rows, self.hidden_columns = merges, hidden_rows, hidden_columns
        if not odd:
            return
        rows = {row.number: row for row in self.rows}
        for number, cells in odd:
            rows[number] = _with_odd(rows.get(number, Row(number, (), "")), cells)
        self.rows = [rows[number] for number in sorted(rows)]

    def take(self, numbers: list[int], packed: list[str | list[str]], kinds: list[str]) -> None:
        """More rows; a roster holds the same few words forty thousand times, each is kept once."""
        keep = self._kept.setdefault
        parted = (one.split(PARTED_BY) if isinstance(one, str) else one for one in packed)
        cells = [tuple(map(keep, texts, texts)) for texts in parted]
        made = zip(numbers, cells, map(keep, kinds, kinds), strict=True)
        # As Row._make, which costs a call of Python a row.
        self.rows.extend(map(partial(tuple.__new__, Row), made))


def _with_odd(row: Row, odd: list[tuple[int, str, str]]) -> Row:
    missing = max(0, max(column for column, _, _ in odd) + 1 - len(row.cells))
    texts, kinds = [*row.cells, *[""] * missing], [*row.kinds, *" " * missing]
    for column, text, kind in odd:
        texts[column], kinds[column] = text, kind
    return Row(row.number, tuple(texts), "".join(kinds))


class _Died(Exception):
    """The child ended without a word, or said that the reader failed."""


class _TooSlow(Exception):
    """The child was stopped at the limit."""


def read_workbook(
    path: Path, kind: Kind, size: int, meanwhile: Callable[[], object] | None = None
) -> tuple[list[RawSheet], list[str]]:
    """Rows of the visible sheets and the names of the hidden ones; `size` in bytes.

    `meanwhile` is called when the children are at work. Raises UserError naming the file.
    """
    seconds = SECONDS * max(1, -(-size // _BYTES_A_LIMIT))
    with _Check(path, seconds, wanted=kind in _PACKAGES) as checking:
        for reader in _READERS[kind]:
            try:
                with _Child("read", path, reader, seconds=seconds) as child:
                    checking.stop_when_refused(child)
                    if meanwhile is not None:
                        meanwhile()
                    sheets, hidden = _collect(child)
            except (_Died, _TooSlow) as end:
                checking.layouts()
                if isinstance(end, _TooSlow):
                    raise _too_slow(path, seconds) from None
                continue
            layouts = checking.layouts()
            for sheet in sheets:
                if sheet.name in layouts:
                    sheet.lay(*layouts[sheet.name])
            return sheets, hidden
    raise _broken(path)


def _too_slow(path: Path, seconds: int) -> UserError:
    return UserError(
        f"“{path.name}”{seconds} 秒还没读完，可能有上百万个空行或合并单元格，"
        "请把要用的行列复制到新的工作簿再试。"
    )


def _broken(path: Path) -> UserError:
    return UserError(f"“{path.name}”已损坏或内容异常，读不出来，请在 WPS 或 Excel 里另存一份再试。")


def _collect(child: _Child) -> tuple[list[RawSheet], list[str]]:
    sheets: list[RawSheet] = []
    hidden: list[str] = []
    for word, what in child.words():
        match word:
            case "sheet":
                sheets.append(RawSheet(*what))
            case "rows":
                sheets[-1].take(*what)
            case "hidden":
                hidden.append(what)
    return sheets, hidden


def _flags(job: str) -> int:
    """Under Windows no console comes up, and the checks go behind the reader."""
    later = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if job == "check" else 0
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0) | later)


class _Child:
    """A child at work until the end of its context, or until it is stopped."""

    def __init__(self, job: str, path: Path, *given: str, seconds: int) -> None:
        words = [json.dumps(sys.path), job, str(path.absolute()), *given, str(seconds)]
        self._late = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A message is some hundred thousand bytes long.
            bufsize=_BUFFER_BYTES,
            creationflags=_flags(job),
        )
        self._timer = threading.Timer(seconds, self._stop_late)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self.stop()
        with self._process:
            """Waited for, and its pipe closed."""

    def stop(self) -> None:
        """End it; what it says ends there."""
        self._process.kill()

    def _stop_late(self) -> None:
        self._late = True
        self.stop()

    def words(self) -> Iterator[tuple[str, Any]]:
        """What it says, until it says that it is done.

        Raises UserError for what it refuses, _TooSlow or _Died where it comes to no end.
        """
        if self._process.stdout is None:
            raise ValueError("the child has no pipe")
        for line in self._process.stdout:
            try:
                word, what = json.loads(line)
            except ValueError:  # cut in the middle
                break
            if word == "done":
                return
            if word == "refused":
                raise UserError(what)
            if word == "failed":
                break
            yield word, what
        raise _TooSlow if self._late else _Died


class _Check:
    """The checks of a package beside its reader; of what is no package nothing is checked."""

    def __init__(self, path: Path, seconds: int, *, wanted: bool) -> None:
        self._path, self._seconds = path, seconds
        self._child = _Child("check", path, seconds=seconds) if wanted else None
        self._thread = ThreadPoolExecutor(1, "check")
        self._found = self._thread.submit(self._look)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.stop()
        self._thread.shutdown()

    def _look(self) -> dict[str, list[Any]]:
        if self._child is None:
            return {}
        with self._child as child:
            return {what[0]: what[1:] for _, what in child.words()}

    def stop_when_refused(self, reader: _Child) -> None:
        """A reader has no business with a package that may not be read."""

        def stop(found: Future[dict[str, list[Any]]]) -> None:
            if found.exception() is not None:
                reader.stop()

        self._found.add_done_callback(stop)

    def layouts(self) -> dict[str, list[Any]]:
        """By the names of the sheets; waits for the checks, and raises UserError by them."""
        try:
            return self._found.result()
        except _TooSlow:
            raise _too_slow(self._path, self._seconds) from None
        except _Died:
            raise _broken(self._path) from None
