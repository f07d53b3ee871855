"""How far long work has come, and whether somebody cancelled it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from hrgrid.core.errors import Cancelled


@dataclass(frozen=True)
class Stage:
    """What a progress shows: the running step and its count; total 0 means unknown."""

    text: str
    done: int
    total: int


class Progress:
    """Counts steps; written by the working thread, read and cancelled by another."""

    def __init__(self, shown: Callable[[Stage], None] | None = None) -> None:
        self._shown = shown
        self._cancelled = threading.Event()
        self._closed = threading.Event()
        self.stage = Stage("", 0, 0)

    def begin(self, text: str, total: int = 0) -> None:
        """Start a new stage of `total` steps."""
        self._check()
        self._show(Stage(text, 0, total))

    def step(self, count: int = 1) -> None:
        """Count `count` more steps; raises Cancelled if somebody asked for it."""
        self._check()
        stage = self.stage
        self._show(Stage(stage.text, stage.done + count, stage.total))

    def cancel(self) -> bool:
        """Ask the work to stop at its next step; False when it is past the point of return."""
        self._cancelled.set()
        return not self._closed.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for it."""
        return self._cancelled.is_set()

    def close(self) -> None:
        """Pass the point of return: called once before the commit; a last chance to cancel."""
        self._closed.set()
        self._check()

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def _show(self, stage: Stage) -> None:
        self.stage = stage
        if self._shown is not None:
            self._shown(stage)
