"""操作留痕: who did what, when and why; written once, chained, and signed with the office's key.

Each entry carries the hash of the one before it. `hash` is SHA-256 over the entry's fields and
can be checked by anybody; `mac` is HMAC-SHA256 over that hash with the key from the key file,
which a person holding the data file alone does not have. A chain cannot show that its tail was
cut off: the newest hash is therefore anchored outside (backups, rosters, this account's folder)
and compared by `verify`.

Append-only triggers stop the program, the chain shows what somebody with the file did.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, String, Text, func, insert, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.identity import mask_all
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor
from hrgrid.storage.base import Base, guard
from hrgrid.storage.triggers import append_only

START = "0" * 64
# Clocks of machines that share a server differ a little; more than this is a wrong clock.
CLOCK_TOLERANCE = dt.timedelta(minutes=5)
_APPEND_LOCK = 7_041_776
_RESIDENT_DIGITS = 18


class JournalEntry(Base):
    """One entry; `seq` counts without gaps, `at` is ISO text in UTC (it is hashed as it stands)."""

    __tablename__ = "journal_entry"
    __label__ = "操作留痕"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27), index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(80), index=True)
    actor_role: Mapped[str] = mapped_column(String(80))
    actor_unit: Mapped[str] = mapped_column(String(80))
    station: Mapped[str] = mapped_column(String(80))
    setting: Mapped[str] = mapped_column(String(10))
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    operation_id: Mapped[str] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    mac: Mapped[str] = mapped_column(String(64))


guard(JournalEntry, *append_only("journal_entry"))

_TABLE = JournalEntry.__table__
_HASHED = [column for column in _TABLE.columns if column.name not in {"hash", "mac"}]


@dataclass(frozen=True)
class Record:
    """What a use case puts on record; before and after are JSON values without personal numbers."""

    action: str
    subject: str
    reason: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Signature:
    """Under which key, by whom, from where and in which unit of work entries are written."""

    key: bytes = field(repr=False)
    actor: Actor | None
    station: str
    setting: str
    operation_id: str


def append(session: Session, records: list[Record], at: dt.datetime, signature: Signature) -> None:
    """Chain `records` to the journal's head inside the running transaction.

    Raises UserError when the clock stands before the last entry: a journal whose times run
    backwards proves nothing.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPEND_LOCK})
    seq, head, last = _tail(session)
    moment = _moment(at, last)
    rows = []
    for record in records:
        seq += 1
        row = _row(seq, moment, record, signature, head)
        head = row["hash"]
        rows.append(row)
    session.connection().execute(insert(JournalEntry), rows)


def _tail(session: Session) -> tuple[int, str, str]:
    found = (
        session.connection()
        .execute(
            select(_TABLE.c.seq, _TABLE.c.hash, _TABLE.c.at).order_by(_TABLE.c.seq.desc()).limit(1)
        )
        .first()
    )
    return (found.seq, found.hash, found.at) if found else (0, START, "")


def _moment(at: dt.datetime, last: str) -> str:
    moment = stamp(at)
    if last and moment < last:
        behind = dt.datetime.fromisoformat(last) - at
        if behind > CLOCK_TOLERANCE:
            shown = dt.datetime.fromisoformat(last).astimezone().strftime("%Y-%m-%d %H:%M")
            raise UserError(
                f"电脑时间比最后一条操作留痕（{shown}）还早，这一步没有存。请先校准电脑时间，再重做"
            )
        return last
    return moment


def stamp(at: dt.datetime) -> str:
    """An instant as entries say it: they sort as text."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _row(
    seq: int, moment: str, record: Record, signature: Signature, prev_hash: str
) -> dict[str, Any]:
    actor = signature.actor
    row: dict[str, Any] = {
        "seq": seq,
        "at": moment,
        "actor_id": actor.operator_id if actor else None,
        "actor_name": actor.name if actor else "",
        "actor_role": actor.role if actor else "",
        "actor_unit": actor.unit if actor else "",
        "station": signature.station,
        "setting": signature.setting,
        "action": record.action,
        "subject": mask_all(_storable(record.subject))[:200],
        "reason": mask_all(_storable(record.reason)),
        "before": _json(record.before),
        "after": _json(record.after),
        "operation_id": signature.operation_id,
        "prev_hash": prev_hash,
    }
    row["hash"] = _hash([row[column.name] for column in _HASHED])
    row["mac"] = _mac(signature.key, row["hash"])
    return row


def _json(value: Any) -> str:
    if value is None:
        return ""
    masked = _masked(json.loads(canonical_bytes(_storable(value))))
    return canonical_bytes(masked).decode("utf-8")


def _storable(value: Any) -> Any:
    # A file name in another encoding or a cell's NUL must not undo the deed that names it.
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_all(value)
    if isinstance(value, dict):
        return {mask_all(key): _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    # An amount of eleven digits looks like a mobile number and stays; none has eighteen.
    if isinstance(value, int) and len(text := str(value)) == _RESIDENT_DIGITS:
        return value if (masked := mask_all(text)) == text else masked
    return value


def _hash(values: list[Any]) -> str:
    # A damaged file may hold bytes in place of a text: they are hashed too, as something else.
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _mac(key: bytes, entry_hash: str) -> str:
    return hmac.digest(key, entry_hash.encode("ascii"), "sha256").hex()


# --- reading --------------------------------------------------------------------------------


@dataclass(frozen=True)
class JournalRow:
    """One entry as a page shows it; `at` in UTC."""

    seq: int
    at: dt.datetime
    actor_name: str
    actor_role: str
    actor_unit: str
    station: str
    setting: str
    action: str
    subject: str
    reason: str
    before: str
    after: str
    hash: str
    operation_id: str = ""


@dataclass(frozen=True)
class JournalFilter:
    """Which entries to list; empty fields do not narrow. Dates are local, both inclusive."""

    actor: str = ""
    action: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def entries(
    session: Session, wanted: JournalFilter, before: int | None = None, limit: int = 100
) -> list[JournalRow]:
    """At most `limit` entries, newest first, older than entry `before` (paging by key)."""
    query: Select[Any] = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalEntry.seq < before)
    if wanted.actor:
        query = query.where(JournalEntry.actor_name == wanted.actor)
    if wanted.action:
        query = query.where(JournalEntry.action == wanted.action)
    if wanted.since is not None:
        query = query.where(JournalEntry.at >= stamp(_local_start(wanted.since)))
    if wanted.until is not None:
        day_after = _local_start(wanted.until + dt.timedelta(days=1))
        query = query.where(JournalEntry.at < stamp(day_after))
    return [_shown(entry) for entry in session.scalars(query)]


def entries_about(
    session: Session, subjects: Sequence[str], operations: Sequence[str], limit: int
) -> list[JournalRow]:
    """At most `limit` entries with one of these subjects or of one of these operations."""
    about = or_(JournalEntry.subject.in_(subjects), JournalEntry.operation_id.in_(operations))
    query = select(JournalEntry).where(about).order_by(JournalEntry.seq.desc()).limit(limit)
    return [_shown(entry) for entry in session.scalars(query)]


def entry_at(session: Session, seq: int) -> JournalRow | None:
    """One entry by its place."""
    found = session.scalar(select(JournalEntry).where(JournalEntry.seq == seq))
    return _shown(found) if found else None


def _local_start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()).astimezone()


def _shown(entry: JournalEntry) -> JournalRow:
    names = [name for name in JournalRow.__dataclass_fields__ if name != "at"]
    return JournalRow(
        at=dt.datetime.fromisoformat(entry.at), **{name: getattr(entry, name) for name in names}
    )


def actors(session: Session) -> list[str]:
    """The names that occur, for a filter."""
    return list(session.scalars(select(JournalEntry.actor_name).distinct().order_by("actor_name")))


def actions(session: Session) -> list[str]:
    """The actions that occur, for a filter."""
    return list(session.scalars(select(JournalEntry.action).distinct().order_by("action")))


@dataclass(frozen=True)
class Head:
    """The newest entry: what is printed on papers and anchored outside."""

    seq: int
    hash: str


def head(session: Session) -> Head:
    """The newest entry's number and hash; number 0 for an empty journal."""
    seq, newest, _ = _tail(session)
    return Head(seq, newest)


def last_entry_of(session: Session, operation_id: str) -> Head:
    """The last entry that one unit of work wrote: a paper can carry the entry that tells of it."""
    query = (
        select(_TABLE.c.seq, _TABLE.c.hash)
        .where(_TABLE.c.operation_id == operation_id)
        .order_by(_TABLE.c.seq.desc())
        .limit(1)
    )
    found = session.connection().execute(query).one()
    return Head(found.seq, found.hash)


# --- verifying --------------------------------------------------------------------------------


@dataclass(frozen=True)
class JournalReport:
    """The outcome: entries read, the head found, and one sentence a finding."""

    entries: int
    head: str
    findings: tuple[str, ...]
    signed: bool

    @property
    def ok(self) -> bool:
        """Nothing was found."""
        return not self.findings


# Naming each of a million entries behind one cut would bury the one that matters.
_MOST_FINDINGS = 50


def _are_texts(*values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


class _Verifier:
    def __init__(self, key: bytes | None, known: list[Head]) -> None:
        self.key = key
        self.known: dict[int, list[str]] = {}
        for anchor in known:
            self.known.setdefault(anchor.seq, []).append(anchor.hash)
        self.known.pop(0, None)
        self.seq = 0
        self.head = START
        self.at = ""
        self.count = 0
        self.findings: list[str] = []

    def take(self, row: Row[Any]) -> None:
        values = list(row)
        seq, at, prev_hash, entry_hash, mac = values[0], values[1], values[-3], *values[-2:]
        self.count += 1
        if not isinstance(seq, int) or not _are_texts(at, prev_hash, entry_hash, mac):
            self.find(f"第 {self.seq} 条之后的一条读不出来，数据可能已损坏")
            self.seq = seq if isinstance(seq, int) else self.seq
            return
        if seq != self.seq + 1:
            self.find(f"第 {self.seq} 条之后缺 {seq - self.seq - 1} 条（下一条是第 {seq} 条）")
        elif prev_hash != self.head:
            self.find(f"第 {seq} 条接不上第 {self.seq} 条：中间有增删、调换或改动")
        if _hash(values[:-2]) != entry_hash:
            self.find(f"第 {seq} 条的内容被改动过")
        elif self.key is not None and not hmac.compare_digest(_mac(self.key, entry_hash), mac):
            self.find(f"第 {seq} 条不是本程序用本机构的钥匙写的（签名不符）")
        if at < self.at:
            self.find(f"第 {seq} 条的时间早于前一条")
        if any(expected != entry_hash for expected in self.known.pop(seq, ())):
            self.find(f"第 {seq} 条与在别处留存的首部哈希不同：这一条之前的留痕被替换过")
        self.seq, self.head, self.at = seq, entry_hash, at

    def find(self, sentence: str) -> None:
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(sentence)

    def finish(self) -> None:
        for seq in sorted(self.known):
            self.find(
                f"在别处留存的首部是第 {seq} 条，现在只到第 {self.seq} 条："
                "末尾被截断，或放回了旧文件"
            )


def verify(
    session: Session,
    key: bytes | None,
    progress: Progress,
    known: list[Head] | None = None,
    head_hash: str | None = None,
) -> JournalReport:
    """Read the whole journal and name what does not fit.

    `key` None checks chain and order only. `known` are heads anchored outside with their
    number; `head_hash` is one somebody holds on paper: it must occur.
    """
    verifier = _Verifier(key, known or [])
    total = session.scalar(select(func.count()).select_from(_TABLE)) or 0
    progress.begin("核验操作留痕", total)
    seen = head_hash is None or head_hash == START
    for block in _blocks(session):
        for row in block:
            verifier.take(row)
            seen = seen or row.hash == head_hash
        progress.step(len(block))
    verifier.finish()
    if not seen:
        verifier.find(
            f"留痕里没有哈希为 {head_hash} 的一条：末尾被截断、放回了旧文件，或哈希抄错了"
        )
    return JournalReport(verifier.count, verifier.head, tuple(verifier.findings), key is not None)


def _blocks(session: Session, size: int = 5_000) -> Iterator[list[Row[Any]]]:
    # By key, block after block: neither driver then holds a million rows.
    last = -(2**62)
    columns = [*_HASHED, _TABLE.c.hash, _TABLE.c.mac]
    while True:
        query = select(*columns).where(_TABLE.c.seq > last).order_by(_TABLE.c.seq).limit(size)
        block = list(session.execute(query))
        if not block:
            return
        yield block
        last = block[-1].seq
