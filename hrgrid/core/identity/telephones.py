"""Telephone numbers: mobiles everywhere, landlines where a duty number is asked for."""

from __future__ import annotations

import re

from hrgrid.core.errors import UserError
from hrgrid.core.identity.folding import folded

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# 010 and 02x are the three-digit area codes, all others have four.
_LANDLINE = re.compile(
    r"(?:\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?-?)?([2-9][0-9]{6,7})(?:(?:-|转|EXT\.?)([0-9]{1,6}))?"
)
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)")


def telephone(text: str, *, landline: bool = False) -> str:
    """The number to store: 13812341234, or with `landline` also 0515-88881234-801.

    Raises UserError otherwise. Blanks, hyphens and the country code of a mobile are folded.
    """
    number = folded(text)
    if not number:
        raise UserError("没有填写电话号码，请补填")
    mobile = _COUNTRY.sub("", number.replace("-", ""))
    if MOBILE.fullmatch(mobile):
        return mobile
    if not landline:
        raise UserError("手机号应为1开头的11位数字，请核对")
    found = _LANDLINE.fullmatch(number)
    if found is None:
        raise UserError("电话号码应为11位手机号，或带区号的固定电话（如0515-88881234），请核对")
    return "-".join(part for part in found.groups() if part)


def mask_telephone(number: str) -> str:
    """138****1234; of a landline the area code and the last four stay: 0515-****1234."""
    if MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    found = _LANDLINE.fullmatch(number)
    if found is None:
        return "*" * len(number)
    area, local, _ = found.groups()
    hidden = "*" * (len(local) - 4) + local[-4:]
    return f"{area}-{hidden}" if area else hidden
