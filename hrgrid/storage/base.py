"""What every table shares: naming, times in UTC, codes of enums, row hashes, triggers.

Integers and text only: SQLite has no decimal and PostgreSQL must give the same answers.
Triggers are built in storage/triggers.py and hung on their table with `guard`, so that
created and migrated databases can be compared with everything they refuse.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import (
    DDL,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    event,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    Mapper,
    declared_attr,
    mapped_column,
)
from sqlalchemy.types import TypeDecorator

from hrgrid.core.errors import UserError
from hrgrid.storage.texts import check_texts
from hrgrid.storage.triggers import AtMostOne, NoOverlap, OneAtATime, Trigger

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Damaged(UserError):
    """The data is not what was written: the file was damaged or changed by another program."""


class DamagedRow(Damaged):
    """A stored row is not what was written."""


_ADVICE = "数据可能已损坏。请停止录入，用“恢复备份”打开最近一次完好的备份"


class _Readable(TypeDecorator[Any]):
    """A type that is read back from text: what is no such text is damage, not our fault."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read as the type does; raise DamagedRow where it cannot."""
        process = super().result_processor(dialect, coltype)
        return process and _reading(process)


def _reading(process: Callable[[Any], Any]) -> Callable[[Any], Any]:
    # One call a value: a tree of fifteen thousand areas has a hundred thousand.
    def read(value: Any) -> Any:
        try:
            return process(value)
        except (LookupError, ValueError, TypeError) as error:
            raise DamagedRow(f"有一处数据读不出来，{_ADVICE}") from error

    return read


class UtcTime(_Readable):
    """An instant; SQLite drops offsets, so it is stored in UTC and read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        """What a row holds; the data dictionary tells it."""
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Refuse a time without a zone: nobody could tell what it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time is stored with its zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give every instant back in UTC."""
        if value is None:
            return None
        read: dt.datetime = value
        return read.replace(tzinfo=dt.UTC) if read.tzinfo is None else read.astimezone(dt.UTC)


class Sealed(TypeDecorator[bytes]):
    """The bytes of an encrypted value (storage/sealed.py); marks the column as personal data."""

    impl = LargeBinary
    cache_ok = True


class Withheld(Sealed):
    """An encrypted value that one use case alone opens: no export shows it, to nobody."""

    cache_ok = True


class Day(_Readable):
    """A date."""

    impl = Date
    cache_ok = True


class Code(_Readable):
    """A code of `kind` with its CHECK; the label stays on the enum."""

    impl = Enum
    cache_ok = True

    def __init__(self, kind: type[enum.Enum], name: str) -> None:
        self.kind = kind
        self.name = name
        super().__init__(
            kind,
            name=name,
            native_enum=False,
            create_constraint=True,
            length=max(len(str(member.value)) for member in kind),
            values_callable=lambda members: [str(member.value) for member in members],
        )

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """The member of a code; NULL stays None."""
        members: dict[Any, enum.Enum | None] = {str(one.value): one for one in self.kind}
        return _reading((members | {None: None}).__getitem__)


def code_of(kind: type[enum.Enum], name: str) -> Code:
    """A column of enum codes."""
    return Code(kind, name)


# A surrogate key; only a column that is INTEGER to the letter numbers itself on SQLite.
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The one declarative base; rows are dataclasses, so that defaults stand before the flush."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: UtcTime,
        dt.date: Day,
        int: BigInteger,
    }


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _check_texts(mapper: Mapper[Any], _connection: Any, row: Any) -> None:
    check_texts(mapper, row)


# What keeps date ranges apart on PostgreSQL (storage/triggers.py NoOverlap).
event.listen(
    Base.metadata,
    "before_create",
    DDL("CREATE EXTENSION IF NOT EXISTS btree_gist").execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]
)


class Versioned(MappedAsDataclass, kw_only=True):
    """A row that two people may edit at once: the second one is told."""

    version: Mapped[int] = mapped_column(init=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let SQLAlchemy count the versions."""
        return {"version_id_col": cls.__table__.c["version"]}  # type: ignore[attr-defined]


class RowHashed(MappedAsDataclass, kw_only=True):
    """A row whose hash is checked whenever it is read.

    SQLite's own check misses about half of all single-bit changes; this one sees them at the
    first reading. The surrogate key and the counter of versions stay out: both are set later
    than the hash, and a wrong one breaks a reference or an update.
    """

    row_hash: Mapped[int] = mapped_column(BigInteger, init=False)


_UNHASHED = {"id", "version", "row_hash"}
_AS_IT_IS = {int, str, bytes, bool, type(None)}


@cache
def hashed_columns(table: Table) -> tuple[str, ...]:
    """The columns that a row's hash covers, in their order."""
    names = (column.name for column in table.columns if "row_hash" in table.columns)
    return tuple(sorted(name for name in names if name not in _UNHASHED))


def row_hash(table: Table, values: Mapping[str, Any]) -> int:
    """64 bits over the columns of `table` in `values` (a bulk insert calls this itself).

    What is NULL stays out, so that a column added later changes no row that has none.
    """
    return hash_of(table, [values[name] for name in hashed_columns(table)])


def hash_of(table: Table, values: Iterable[Any]) -> int:
    """The same over the values of `hashed_columns` in their order."""
    plain = [value if value.__class__ in _AS_IT_IS else stored(value) for value in values]
    form = _form(hashed_columns(table), tuple([value is None for value in plain]))
    content = form % tuple([value for value in plain if value is not None])
    digest = hashlib.blake2b(content.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@cache
def _form(names: tuple[str, ...], missing: tuple[bool, ...]) -> str:
    """What `repr` writes of pairs of names and values, in a third of its time."""
    told = [name for name, is_missing in zip(names, missing, strict=True) if not is_missing]
    return f"[{', '.join(f'({name!r}, %r)' for name in told)}]"


def stored(value: Any) -> Any:
    """A value in the one form that both engines give back: codes and ISO texts."""
    if isinstance(value, enum.Enum):
        # Its property costs a call, in every row of an import three times.
        return value._value_
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


@cache
def _hashed_attributes(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The attributes that hold the hashed columns, in their order."""
    table = _mapped(mapper)
    columns = (table.c[name] for name in hashed_columns(table))
    return tuple(mapper.get_property_by_column(column).key for column in columns)


def _mapped(mapper: Mapper[Any]) -> Table:
    table = mapper.local_table
    assert isinstance(table, Table)  # noqa: S101 - every mapped class here has one table
    return table


@event.listens_for(RowHashed, "before_insert", propagate=True)
@event.listens_for(RowHashed, "before_update", propagate=True)
def _seal_row(mapper: Mapper[Any], _connection: Any, row: Any) -> None:
    values = [getattr(row, key) for key in _hashed_attributes(mapper)]
    row.row_hash = hash_of(_mapped(mapper), values)


@event.listens_for(RowHashed, "load", propagate=True)
@event.listens_for(RowHashed, "refresh", propagate=True)
def _check_row(row: Any, context: Any, *_: Any) -> None:  # noqa: ARG001
    # This runs for every row of every list: the values are taken where they lie.
    mapper, held = row.__mapper__, row.__dict__
    try:
        values = [held[key] for key in _hashed_attributes(mapper)]
        kept = held["row_hash"]
    except KeyError:
        # Only a part of the row was loaded.
        return
    if kept != hash_of(_mapped(mapper), values):
        raise _damaged(mapper.local_table.description, mapper.primary_key_from_instance(row)[0])


def _damaged(table: str, key: Any) -> DamagedRow:
    return DamagedRow(f"数据表 {table} 第 {key} 行与写入时不一致，{_ADVICE}")


def table_of(model: type[Base]) -> Table:
    """The one table of a model, for statements that make no objects."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - every model has one table
    return table


@cache
def _places(table: Table) -> dict[str, int]:
    return {column.name: place for place, column in enumerate(table.columns)}


def check_rows(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Raise DamagedRow unless each row is what was written, as loading it as an object would.

    A row begins with every column of `table` in its order, as `select(table, …)` gives it.
    """
    places = _places(table)
    kept, hashed = places["row_hash"], [places[name] for name in hashed_columns(table)]
    for row in rows:
        if row[kept] != hash_of(table, [row[place] for place in hashed]):
            raise _damaged(table.description, row[places[next(iter(table.primary_key)).name]])


Guard = Trigger | AtMostOne | NoOverlap | OneAtATime


def guard(table: Any, *guards: Guard) -> None:
    """Hang guards on a mapped class's table: creating the table creates them too."""
    # An index is known by its columns where SQLite reports a violation.
    table.__table__.info.setdefault("guards", []).extend(guards)
    for trigger in guards:
        for dialect in ("sqlite", "postgresql"):
            for statement in trigger.statements(dialect):
                # DDL() would read % as a placeholder.
                ddl: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
                ddl = ddl.execute_if(dialect=dialect)
                event.listen(table.__table__, "after_create", ddl)
