"""Waiting for a state of the screen: without a pause too long, and without turning on the spot.

A look each few milliseconds wastes their half at each of ten thousand waits; a look without a
pause takes the processor from the thread that is waited for.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QTimer

from tests.patience import MILLISECONDS

# States that no event tells of (a file that a thread writes) are looked at this often; ms.
_LOOK_MS = 10
_ALL = QEventLoop.ProcessEventsFlag.AllEvents
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def go_on(ms: int = _LOOK_MS) -> None:
    """Let the screen go on until something happened, or for `ms`."""
    wake = QTimer(singleShot=True, interval=ms)
    wake.start()
    QCoreApplication.processEvents(_ALL | _WAIT)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(condition: Callable[[], object]) -> None:
    """Let the screen and what runs beside it go on until something is so."""
    patience = QDeadlineTimer(MILLISECONDS)
    while not condition():
        assert not patience.hasExpired()
        go_on()
