"""What may stand where everybody reads it: no number of a person, no home address."""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.core.errors import UserError
from hrgrid.core.identity.finding import mask_all

_ADDRESS_MARKS = ("号楼", "单元", "号室", "户籍地", "住址")


def refuse_numbers(where: str, texts: Iterable[str]) -> None:
    """Raise UserError where a text for the public holds an ID number, a mobile or an address.

    A list for publicity shows name, sex, unit and post only (promise 14). The sentence says
    where it stands and repeats none of it.
    """
    for text in texts:
        if mask_all(text) != text:
            raise UserError(f"{where}里有证件号或手机号。公示不能出现这些，请去掉再办")
        if any(mark in text for mark in _ADDRESS_MARKS):
            raise UserError(f"{where}里像是写了住址。公示不能出现住址，请去掉再办")
