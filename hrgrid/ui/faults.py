"""Faults that nobody caught, on any thread, brought to the screen's thread."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import SignalInstance


def hook_faults(crashed: SignalInstance) -> None:
    """Emit `crashed` with every uncaught exception, a slot's or a thread's."""

    def of_main(_: type[BaseException], fault: BaseException, __: TracebackType | None) -> None:
        crashed.emit(fault)

    def of_thread(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            crashed.emit(given.exc_value)

    sys.excepthook = of_main
    threading.excepthook = of_thread
