"""What a process and its children hold together, looked at many times a second."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path

_EVERY = 0.05
_A_MEGABYTE = 1024


class Held(threading.Thread):
    """Watches a process until it ends; only Linux tells what its children hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self._most = 0

    def run(self) -> None:
        """Look until `most` is asked for."""
        while sys.platform == "linux" and not self._ended.wait(_EVERY):
            self._most = max(self._most, _held_by(self._pid))

    def most(self) -> float | None:
        """The most that was seen, in MB; None where the system does not tell."""
        self._ended.set()
        self.join()
        return round(self._most / _A_MEGABYTE, 1) if self._most else None


def _held_by(pid: int) -> int:
    """Kilobytes of a process and of its children; what began later has a higher number."""
    later = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    children = [each for each in later if each > pid and _fact(each, "PPid:") == pid]
    return sum(_fact(each, "VmRSS:") for each in (pid, *children))


def _fact(pid: int, name: str) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0
