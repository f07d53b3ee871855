"""Canonical JSON and its SHA-256: the same value gives the same bytes on both engines.

Only business keys go in (never row ids), no float ever; a Fraction is written as "n/d",
a date as ISO text, an enum as its code, bytes as hexadecimal.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

# So many rows of a long list are written at a time.
_BLOCK = 1_000


def canonical_bytes(value: object) -> bytes:
    """UTF-8 JSON with keys sorted by code point and no blanks; raises TypeError on a float."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def canonical_hash(value: object) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def hash_of_parts(parts: Mapping[str, object]) -> str:
    """The canonical hash of a mapping; a part that is an iterator is a list of what it gives.

    Such a list never stands in memory as a whole.
    """
    digest = hashlib.sha256(b"{")
    for at, key in enumerate(sorted(parts)):
        digest.update(b"," * bool(at) + canonical_bytes(key) + b":")
        part = parts[key]
        pieces = _array(part) if isinstance(part, Iterator) else [canonical_bytes(part)]
        for piece in pieces:
            digest.update(piece)
    digest.update(b"}")
    return digest.hexdigest()


def hash_of_rows(rows: Iterable[object]) -> str:
    """The canonical hash of a list whose rows are made as they are wanted."""
    digest = hashlib.sha256()
    for piece in _array(iter(rows)):
        digest.update(piece)
    return digest.hexdigest()


def _array(items: Iterator[object]) -> Iterator[bytes]:
    """A list in canonical form, some rows at a time."""
    yield b"["
    first = True
    while block := list(itertools.islice(items, _BLOCK)):
        yield b"," * (not first) + canonical_bytes(block)[1:-1]
        first = False
    yield b"]"


def _plain(value: object) -> Any:  # noqa: C901, PLR0911 - one line a type
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        return _plain(value.value)
    if isinstance(value, str | int):
        return value
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise TypeError("a time without its zone has no canonical form")
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, bytes):
        return value.hex()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(item) for item in value), key=canonical_bytes)
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key: object) -> str:
    plain = _plain(key)
    if not isinstance(plain, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return plain
