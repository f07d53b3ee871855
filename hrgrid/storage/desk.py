"""One signed-in person at one open database: what pages and commands work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hrgrid.core.errors import Refused
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor
from hrgrid.storage.anchors import anchor
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import Keyring
from hrgrid.storage.work import Circumstances, UnitOfWork, new_operation_id

T = TypeVar("T")


class Desk:
    """Runs use cases as `actor`; safe to call from several threads.

    `renew` says who the actor is by now: before each write it is asked, so that whoever was
    stopped or lost a right meanwhile writes nothing more. It raises Refused.

    `day` is the day that whoever sits here looks at, None for today: everything that is read
    goes by it (`work.day`), nothing that is written does.
    """

    def __init__(
        self,
        database: Database,
        actor: Actor,
        keyring: Keyring,
        renew: Callable[[UnitOfWork], Actor] | None = None,
    ) -> None:
        self.database = database
        self.actor = actor
        self.keyring = keyring
        self._renew = renew
        self.day: dt.date | None = None

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        *,
        reason: str = "",
        operation_id: str | None = None,
        progress: Progress | None = None,
    ) -> T:
        """`job` in one unit of work; a refusal for want of a right is put on record."""
        circumstances = self._circumstances(reason, operation_id, progress)
        try:
            return self.database.run(self._renewed(job), circumstances)
        except Refused as refusal:
            self._record_refusal(refusal)
            raise

    def read(self, job: Callable[[UnitOfWork], T], progress: Progress | None = None) -> T:
        """`job` on one snapshot of the data."""
        try:
            circumstances = replace(self._circumstances("", None, progress), day=self.day)
            with self.database.reading(circumstances) as work:
                return job(work)
        except Refused as refusal:
            self._record_refusal(refusal)
            raise

    def rehearse(
        self, job: Callable[[UnitOfWork], T], progress: Progress | None = None, reason: str = ""
    ) -> T:
        """`job` as it would really run, under the write lock, and rolled back: a dry run."""
        circumstances = self._circumstances(reason, None, progress)
        return self.database.rehearse(self._renewed(job), circumstances)

    def _renewed(self, job: Callable[[UnitOfWork], T]) -> Callable[[UnitOfWork], T]:
        renew = self._renew
        if renew is None:
            return job

        def renewed(work: UnitOfWork) -> T:
            work.circumstances = replace(work.circumstances, actor=renew(work))
            return job(work)

        return renewed

    def close(self) -> None:
        """Anchor the journal's head outside the data and let go of the database."""
        try:
            if not self.database.read_only:
                anchor(self.database)
        finally:
            self.database.close()

    def _circumstances(
        self, reason: str, operation_id: str | None, progress: Progress | None
    ) -> Circumstances:
        return Circumstances(
            actor=self.actor,
            keyring=self.keyring,
            reason=reason,
            operation_id=operation_id or new_operation_id(),
            progress=progress or Progress(),
        )

    def _record_refusal(self, refusal: Refused) -> None:
        if self.database.read_only:
            return
        with self.database.writing(self._circumstances("", None, None)) as work:
            work.record("refused", self.actor.name, refusal.sentence)
