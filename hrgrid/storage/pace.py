"""Whether the clock runs as time does: against the machine's steady clock, and the journal.

Somebody may set the clock on to end a publicity early (promise 10). The steady clock, which
nobody sets, shows such a jump while the program is open: it goes on record with the next write.
Over a restart only the journal can tell: a stretch of days on which nothing was written.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrgrid.storage.journal import CLOCK_TOLERANCE, JournalEntry, stamp

if TYPE_CHECKING:
    from hrgrid.storage.work import UnitOfWork

Steady = Callable[[], float]
JUMPED = "clock_jumped"
"""The journal's word for a jump; its `after` holds the two times."""


def steady_seconds() -> float:
    """Seconds that nobody can set, the machine's sleep counted."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    # Where there is no such clock (Windows), the monotonic one goes on in sleep.
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Pace:
    """Compares `clock` with a steady one since the last write; without one it sees nothing."""

    def __init__(self, clock: Callable[[], dt.datetime], steady: Steady | None) -> None:
        self._steady = steady
        self._since = (clock(), steady()) if steady else None

    def jump(self, now: dt.datetime) -> dt.timedelta:
        """By how much the clock went ahead of the time that passed; zero within the tolerance."""
        if self._steady is None or self._since is None:
            return dt.timedelta()
        began, seconds = self._since
        ahead = (now - began) - dt.timedelta(seconds=self._steady() - seconds)
        return ahead if abs(ahead) > CLOCK_TOLERANCE else dt.timedelta()

    def note_jump(self, work: UnitOfWork) -> None:
        """Put a jump on record with whatever is written now."""
        ahead = self.jump(work.now)
        keyring = work.circumstances.keyring
        if ahead and keyring is not None and keyring.journal_key is not None:
            due = work.now - ahead
            work.record(JUMPED, "电脑时间", "", before={"due": due}, after={"now": work.now})

    def settle(self, work: UnitOfWork) -> None:
        """What was written is on record: compare from here on."""
        keyring = work.circumstances.keyring
        told = keyring is not None and keyring.journal_key is not None
        if self._steady is not None and (told or not self.jump(work.now)):
            self._since = (work.now, self._steady())


@dataclass(frozen=True)
class Witness:
    """What the journal says of a time: moments (about one an hour, in order) and jumps."""

    moments: tuple[dt.datetime, ...]
    jumps: tuple[dt.datetime, ...]


def witness_since(session: Session, since: dt.datetime) -> Witness:
    """The journal's entries from `since` on, thinned to the first of each hour."""
    at = JournalEntry.at
    hourly = (
        select(func.min(at))
        .where(at >= stamp(since))
        .group_by(func.substr(at, 1, 13))
        .order_by(func.min(at))
    )
    jumped = select(at).where(at >= stamp(since), JournalEntry.action == JUMPED).order_by(at)
    return Witness(
        tuple(dt.datetime.fromisoformat(text) for text in session.scalars(hourly)),
        tuple(dt.datetime.fromisoformat(text) for text in session.scalars(jumped)),
    )
