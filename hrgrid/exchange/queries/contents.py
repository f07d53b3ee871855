"""What stands in a workbook that went out or came back, as it is kept: JSON, secrets sealed.

A telephone number of a person is sealed in the card, and so it is here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrgrid.core.hashing import canonical_bytes
from hrgrid.exchange.rules.collecting import CameRow, CameSheet, CollectSpec, Fault, HeldRow
from hrgrid.storage.sealed import Keyring

_CONTEXT = "collection.cell"


@dataclass(frozen=True)
class Sent:
    """A workbook as it went out: the keys of its columns, of them those that are asked."""

    columns: tuple[str, ...]
    asked: tuple[str, ...]
    rows: tuple[HeldRow, ...]


def hold_sent(keyring: Keyring, spec: CollectSpec, rows: Sequence[HeldRow]) -> str:
    """A workbook that goes out, as text."""
    secret = _secret(spec)
    return _text(
        {
            "columns": [one.key for one in spec.columns],
            "asked": list(spec.asked),
            "rows": [
                {"mark": row.mark, "cells": _sealed(keyring, secret, row.cells)} for row in rows
            ],
        }
    )


def open_sent(keyring: Keyring, spec: CollectSpec, content: str) -> Sent:
    """The workbook that went out."""
    given, secret = json.loads(content), _secret(spec)
    rows = tuple(
        HeldRow(row["mark"], _opened(keyring, secret, row["cells"])) for row in given["rows"]
    )
    return Sent(tuple(given["columns"]), tuple(given["asked"]), rows)


def hold_came(keyring: Keyring, spec: CollectSpec, came: CameSheet) -> str:
    """A workbook that came back, as text."""
    secret = _secret(spec)
    return _text(
        {
            "sheet": came.sheet,
            "missing": list(came.missing),
            "rows": [
                {
                    "number": row.number,
                    "mark": row.mark,
                    "cells": _sealed(keyring, secret, row.cells),
                    "faults": {
                        key: {
                            "value": _seal(keyring, fault.value) if key in secret else fault.value,
                            "reason": fault.reason,
                            "suggestion": (
                                _seal(keyring, fault.suggestion)
                                if key in secret
                                else fault.suggestion
                            ),
                        }
                        for key, fault in row.faults.items()
                    },
                }
                for row in came.rows
            ],
        }
    )


def open_came(keyring: Keyring, spec: CollectSpec, content: str) -> CameSheet:
    """The workbook that came back."""
    given, secret = json.loads(content), _secret(spec)
    return CameSheet(
        given["sheet"],
        tuple(
            CameRow(
                row["number"],
                row["mark"],
                _opened(keyring, secret, row["cells"]),
                {
                    key: _fault(keyring, fault, key in secret)
                    for key, fault in row["faults"].items()
                },
            )
            for row in given["rows"]
        ),
        tuple(given["missing"]),
    )


def _fault(keyring: Keyring, given: Mapping[str, str], secret: bool) -> Fault:
    if not secret:
        return Fault(given["value"], given["reason"], given["suggestion"])
    return Fault(
        _open(keyring, given["value"]), given["reason"], _open(keyring, given["suggestion"])
    )


def _secret(spec: CollectSpec) -> frozenset[str]:
    return frozenset(one.key for one in spec.columns if one.column.secret)


def _seal(keyring: Keyring, text: str) -> str:
    return keyring.seal(_CONTEXT, text).hex() if text else ""


def _open(keyring: Keyring, text: str) -> str:
    return keyring.open(_CONTEXT, bytes.fromhex(text)) if text else ""


def _sealed(keyring: Keyring, secret: frozenset[str], cells: Mapping[str, str]) -> dict[str, str]:
    return {
        key: _seal(keyring, text) if key in secret else text for key, text in cells.items() if text
    }


def _opened(keyring: Keyring, secret: frozenset[str], cells: Mapping[str, str]) -> dict[str, str]:
    return {key: _open(keyring, text) if key in secret else text for key, text in cells.items()}


def _text(value: Any) -> str:
    return canonical_bytes(value).decode("utf-8")
