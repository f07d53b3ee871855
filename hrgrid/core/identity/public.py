"""What may stand where everybody reads it: no number of a person, no home address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hrgrid.core.errors import UserError
from hrgrid.core.identity.finding import mask_all

# A dwelling is told by its room; grids are named after buildings (3号楼网格) and say none.
_DWELLING = re.compile(r"(?:号|楼|幢|栋|单元|组)\s*\d{1,4}\s*室|住址|户籍地|户口所在|家住")


def refuse_numbers(where: str, texts: Iterable[str]) -> None:
    """Raise UserError where a text for the public holds an ID number, a mobile or an address.

    A list for publicity shows name, sex, unit and post only (promise 14). The sentence says
    where it stands and repeats none of it.
    """
    for text in texts:
        if mask_all(text) != text:
            raise UserError(f"{where}里有证件号或手机号。公示不能出现这些，请去掉再办")
        if _DWELLING.search(text):
            raise UserError(f"{where}里像是写了住址。公示不能出现住址，请去掉再办")
