"""Frozen rows back from plain JSON, strictly: what does not fit is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import enum
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Row = TypeVar("Row")


class Misfit(Exception):
    """A value is not what its field holds; the text says where."""


def decode(kind: type[Row], plain: object) -> Row:
    """`plain` as `kind` (a dataclass of texts, integers, dates, enums, tuples and mappings).

    The counterpart of core.hashing's plain form. Raises Misfit for a field that is missing,
    unknown or of another kind.
    """
    return cast("Row", _one(kind, plain, kind.__name__))


def _one(kind: Any, plain: object, where: str) -> Any:  # noqa: C901, PLR0911, PLR0912 - one a kind
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _union(kind, plain, where)
    if origin is tuple:
        return _tuple(kind, plain, where)
    if origin is dict:
        of = get_args(kind)[1]
        held = _of(dict, plain, where)
        return {_of(str, key, where): _one(of, held[key], f"{where}.{key}") for key in held}
    if is_dataclass(kind):
        return _row(kind, plain, where)
    if kind is bool or kind is str:
        return _of(kind, plain, where)
    if kind is int:
        if isinstance(plain, bool):
            raise Misfit(where)
        return _of(int, plain, where)
    if kind is type(None):
        return _of(type(None), plain, where)
    try:
        if kind is dt.datetime:
            when = dt.datetime.fromisoformat(_of(str, plain, where))
            if when.tzinfo is None:
                raise Misfit(where)
            return when
        if kind is dt.date:
            return dt.date.fromisoformat(_of(str, plain, where))
        if issubclass(kind, enum.Enum):
            return kind(_of(str, plain, where))
    except ValueError as error:
        raise Misfit(where) from error
    raise TypeError(f"{where}: {kind} has no plain form")


def _union(kind: Any, plain: object, where: str) -> Any:
    for choice in get_args(kind):
        try:
            return _one(choice, plain, where)
        except Misfit:
            continue
    raise Misfit(where)


def _tuple(kind: Any, plain: object, where: str) -> Any:
    held = _of(list, plain, where)
    of = get_args(kind)
    if len(of) == 2 and of[1] is Ellipsis:
        return tuple(_one(of[0], each, f"{where}[{at}]") for at, each in enumerate(held))
    if len(of) != len(held):
        raise Misfit(where)
    return tuple(_one(o, each, where) for o, each in zip(of, held, strict=True))


def _row(kind: Any, plain: object, where: str) -> Any:
    held: Mapping[str, object] = _of(dict, plain, where)
    wanted = {field.name for field in fields(kind)}
    if held.keys() != wanted:
        odd = sorted(map(str, wanted ^ held.keys()))
        raise Misfit(f"{where}: {odd[0]}")
    hints = _hints(kind)
    return kind(**{name: _one(hints[name], held[name], f"{where}.{name}") for name in wanted})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _of(kind: Any, plain: object, where: str) -> Any:
    if not isinstance(plain, kind):
        raise Misfit(where)
    return plain
