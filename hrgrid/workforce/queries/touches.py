"""Who changed something last, for whoever finds his own change refused."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from hrgrid.storage.journal import JournalEntry
from hrgrid.storage.work import UnitOfWork

# Looking into a card is no change of it.
_LOOKS = ("show_numbers",)
# A sitting is shorter than a day; what is older than that was seen before.
_RECENT = dt.timedelta(days=1)
_ENTRIES = 20_000


def last_touch(work: UnitOfWork, subject: str, *, alone: bool) -> str:
    """李丽华在 10:42: by whom and when the journal tells of `subject` last; else 别人.

    `alone` says that nothing else is called so: somebody else's namesake must not be named.
    """
    if not alone:
        return "别人"
    newest = work.session.scalar(select(func.max(JournalEntry.seq))) or 0
    query = (
        select(JournalEntry.actor_name, JournalEntry.at)
        .where(JournalEntry.seq > newest - _ENTRIES, JournalEntry.subject == subject)
        .where(JournalEntry.action.not_in(_LOOKS))
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    )
    found = work.session.execute(query).first()
    if found is None:
        return "别人"
    at = dt.datetime.fromisoformat(found.at)
    if work.now - at > _RECENT:
        return "别人"
    here = at.astimezone()
    day = "" if here.date() == work.today else f"{here:%m-%d} "
    return f"{found.actor_name}在 {day}{here:%H:%M} "
