"""The unit of work: one transaction with its actor, time, reason and journal entries.

A use case gets a `UnitOfWork`, never commits and never reads the clock. Leaving the block by
any exception, a cancel included, rolls everything back: rows and entries stand together or
not at all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from hrgrid.core.errors import AlreadyDone, Refused, UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor, Right
from hrgrid.storage import journal
from hrgrid.storage.base import Base
from hrgrid.storage.journal import Record
from hrgrid.storage.location import Location
from hrgrid.storage.office import Office, Operation, PolicyRow
from hrgrid.storage.sealed import Keyring
from hrgrid.storage.violations import sentence_of

T = TypeVar("T")


def new_operation_id() -> str:
    """An id that a client makes before its first try and keeps for every retry."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Circumstances:
    """What a unit of work is begun with, apart from the database itself."""

    actor: Actor | None = None
    keyring: Keyring | None = field(default=None, repr=False)
    station: str = ""
    reason: str = ""
    operation_id: str = field(default_factory=new_operation_id)
    progress: Progress = field(default_factory=Progress)
    # The day that is looked at where it is not today's; only reading looks at another day.
    day: dt.date | None = None


class UnitOfWork:
    """One transaction on behalf of one actor; see Database.writing and Database.reading."""

    def __init__(
        self,
        session: Session,
        location: Location,
        now: dt.datetime,
        circumstances: Circumstances,
        *,
        writes: bool,
    ) -> None:
        self._session = session
        self.location = location
        self.now = now
        self.circumstances = circumstances
        self.writes = writes
        self._records: list[Record] = []
        self._undoing: list[Callable[[], None]] = []
        self._following: list[Callable[[], None]] = []
        self._awaited: Callable[[], None] | None = None

    @property
    def session(self) -> Session:
        """The session; what another thread still does with it is waited for, and raised here."""
        if self._awaited is not None:
            self._awaited()
        return self._session

    def lend_session(self, wait: Callable[[], None] | None) -> None:
        """Let another thread use the session until `wait` is over; None takes it back.

        Two threads at once would be one too many: whoever asks for the session waits.
        """
        self._awaited = wait

    @property
    def today(self) -> dt.date:
        """The office's date."""
        return self.now.astimezone().date()

    @property
    def day(self) -> dt.date:
        """The day whose state is read: today, unless another one is looked at.

        Lists, counts, cards, exports and papers go by it. Rights, deadlines and what is written
        go by `today`; a writing unit of work looks at no other day.
        """
        return self.circumstances.day or self.today

    @property
    def actor(self) -> Actor:
        """Who acts; only notes of the program itself have nobody."""
        if self.circumstances.actor is None:
            raise Refused("还没有登录，这一步不能办。请先登录")
        return self.circumstances.actor

    @property
    def reason(self) -> str:
        """Why, as the user gave it."""
        return self.circumstances.reason

    @property
    def progress(self) -> Progress:
        """How far this work has come; `step` raises Cancelled."""
        return self.circumstances.progress

    @property
    def keyring(self) -> Keyring:
        """The opened keys, for sealed columns."""
        if self.circumstances.keyring is None:
            raise Refused("还没有登录，加密的数据打不开。请先登录")
        return self.circumstances.keyring

    @property
    def setting(self) -> Setting:
        """The office's setting in force now."""
        return self.session.get_one(Office, 1).setting

    def policy(self, policy: Policy) -> int:
        """The value of one policy."""
        return self.session.get_one(PolicyRow, policy).value

    def require(self, right: Right, area_path: str = "") -> None:
        """Raise Refused unless the actor holds `right` on `area_path`; the refusal is recorded."""
        if not self.actor.may(right, area_path):
            raise self._refused(right, "" if not area_path else "在这个区域")

    def require_somewhere(self, right: Right) -> None:
        """Raise Refused where the actor holds `right` nowhere; each row is then asked about."""
        if not self.actor.may_somewhere(right):
            raise self._refused(right, "")

    def _refused(self, right: Right, where: str) -> Refused:
        return Refused(
            f"{self.actor.name}（{self.actor.role}）{where}没有“{right.label}”的权限。"
            "请换有权限的人登录，或请管理操作员的同事授权"
        )

    def require_reason(self) -> str:
        """The reason; UserError where the deed needs one and none was given."""
        if not self.reason.strip():
            raise UserError("这一步须写明事由。请填上事由再办")
        return self.reason

    def record(
        self,
        action: str,
        subject: str,
        reason: str | None = None,
        before: Any = None,
        after: Any = None,
    ) -> None:
        """Put the deed on record; it is chained into the journal at the commit."""
        if not self.writes:
            raise RuntimeError("a reading unit of work records nothing")
        given = self.reason if reason is None else reason
        self._records.append(Record(action, subject, given, before, after))

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Register what undoes a deed outside the database (a file written)."""
        self._undoing.append(undo)

    def on_commit(self, do: Callable[[], None]) -> None:
        """Register what may only be done outside the database once the rows stand (a file erased).

        It must not fail: the commit cannot be taken back.
        """
        self._following.append(do)

    def begin(self) -> None:
        """Note the operation, first of all: a second client with its id waits here, and is told.

        Raises AlreadyDone where it was committed before.
        """
        actor = self.circumstances.actor
        noted = insert(Operation).values(
            id=self.circumstances.operation_id,
            at=self.now,
            operator_id=actor.operator_id if actor else None,
        )
        try:
            self.session.connection().execute(noted)
        except IntegrityError as error:
            raise AlreadyDone("这一步上次已经办成，没有重复办理。请刷新后查看结果") from error

    def finish(self) -> None:
        """Flush and chain the entries; the caller commits."""
        self.session.flush()
        if self._records:
            self._append()
        self.progress.close()

    def _append(self) -> None:
        key = self.keyring.journal_key
        if key is None:
            raise UserError(
                "找不到钥匙文件（数据文件旁的 .keys），操作留痕写不了，这一步没有存。"
                "请从备份中把它拷回数据文件旁边"
            )
        setting = self.session.connection().execute(select(Office.setting)).scalar()
        signature = journal.Signature(
            key,
            self.circumstances.actor,
            self.circumstances.station,
            setting.value if setting else "",
            self.circumstances.operation_id,
        )
        journal.append(self.session, self._records, self.now, signature)

    def do_outside(self) -> None:
        """Run what was registered with `on_commit`, in its order."""
        for do in self._following:
            do()

    def undo_outside(self) -> None:
        """Run what was registered with `on_rollback`, the last first."""
        while self._undoing:
            self._undoing.pop()()


def told(error: Exception) -> UserError | None:
    """A refused write as a sentence; None where it is a fault of the program."""
    if isinstance(error, StaleDataError):
        return UserError("这条记录刚被别人改过，这次改动没有存。请刷新后再改")
    if isinstance(error, IntegrityError):
        sentence = sentence_of(error, Base.metadata)
        return UserError(sentence) if sentence else None
    return None
