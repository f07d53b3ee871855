"""Putting a fault of the program on file without any personal data.

Messages of exceptions quote values (a name, an ID number in a failed insert), so the file holds
the kinds of the exceptions and the lines of code they came through, nothing else.
"""

from __future__ import annotations

import datetime as dt
import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from hrgrid import __version__
from hrgrid.core.paths import user_folder


def write_fault(fault: BaseException) -> Path | None:
    """Write `fault` to a new file in the user's folder; None where even that is impossible."""
    now = dt.datetime.now(dt.UTC)
    try:
        folder = user_folder() / "logs"
        folder.mkdir(exist_ok=True)
        path = folder / f"fault-{now:%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
        path.write_text(f"{now.isoformat()}\n{fault_text(fault)}", encoding="utf-8")
    except OSError:
        return None
    return path


def fault_text(fault: BaseException) -> str:
    """What may be shown, copied and sent: versions, kinds of exceptions, lines of code."""
    import platform

    system = f"hrgrid {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    return system + "".join(_lines(fault))


def _lines(fault: BaseException) -> Iterator[str]:
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "led to\n"
    yield from traceback.format_tb(fault.__traceback__)
    yield f"{type(fault).__module__}.{type(fault).__qualname__}{_number(fault)}\n"


def _number(fault: BaseException) -> str:
    """The system's error number tells a full disk from a locked file, and names nobody."""
    return f" {fault.errno}" if isinstance(fault, OSError) and fault.errno else ""
