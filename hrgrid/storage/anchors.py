"""The journal's head, kept in this account's folder, outside the data.

A chain cannot show that its tail was cut off or that an older file was put back; a head that
this machine has seen can. Written at the end of a session and after a backup, not at every
commit: one more file to sync would double the price of a deed.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hrgrid.core.errors import UserError
from hrgrid.core.paths import user_folder
from hrgrid.storage import journal
from hrgrid.storage.files import write_whole
from hrgrid.storage.journal import Head, JournalEntry
from hrgrid.storage.office import Office

if TYPE_CHECKING:
    from hrgrid.storage.database import Database


@dataclass(frozen=True)
class _Seen:
    """A head and the time of its entry, as the journal writes times."""

    seq: int
    hash: str
    at: str


def anchor(database: Database) -> Head:
    """Remember the newest head of this office on this machine.

    A head that was seen in the same place and is no longer in the journal stays remembered:
    going on with an old file must not wipe the trace away. Only a restore that the journal
    tells of explains it.
    """
    with database.reading() as work:
        code = work.session.scalar(select(Office.code))
        newest = journal.head(work.session)
        if not code or not newest.seq:
            return newest
        where, places = database.location.shown, _places(code)
        lost = [seen for seen in places.pop(where, ()) if not _explained(work.session, seen)]
        at = work.session.scalar(select(JournalEntry.at).where(JournalEntry.seq == newest.seq))
    # The place written last stands last.
    places[where] = [*lost, _Seen(newest.seq, newest.hash, at or "")]
    content = json.dumps({place: [asdict(one) for one in seen] for place, seen in places.items()})
    # An account's folder that cannot be written must not cost the deed that was done.
    with suppress(OSError, UserError):
        write_whole(_path(code), content.encode("ascii"))
    return newest


def _explained(session: Session, seen: _Seen) -> bool:
    held = select(JournalEntry.hash).where(JournalEntry.seq == seen.seq)
    if session.scalar(held) == seen.hash:
        return True
    restored = select(func.max(JournalEntry.at)).where(JournalEntry.action == "restore")
    return (session.scalar(restored) or "") >= seen.at


def anchored(office_code: str) -> list[Head]:
    """The heads that this machine knows of an office, where it was last: lost ones, the newest."""
    places = list(_places(office_code).values())
    return [Head(seen.seq, seen.hash) for seen in places[-1]] if places else []


def _places(office_code: str) -> dict[str, list[_Seen]]:
    try:
        read = json.loads(_path(office_code).read_text(encoding="ascii"))
        return {
            str(place): [_Seen(int(one["seq"]), str(one["hash"]), str(one["at"])) for one in seen]
            for place, seen in read.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _path(office_code: str) -> Path:
    return user_folder() / "heads" / f"{office_code}.json"
