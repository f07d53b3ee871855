"""Resident identity numbers: GB 11643-1999, 18 digits, check digit MOD 11-2 (ISO 7064)."""

from __future__ import annotations

import datetime as dt
import operator
import re
from functools import lru_cache
from typing import NamedTuple

from hrgrid.core.errors import UserError
from hrgrid.core.identity.folding import folded
from hrgrid.core.labelled import Labelled

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# The weighted sum of the codes of seventeen signs "0".
_ZEROS = sum(_WEIGHTS) * ord("0")

# First two digits by GB/T 2260; 81–83 stand on residence permits of people from 港澳台.
PROVINCES = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    )
    for code in range(first, last + 1)
)
# County code of made-up persons: no real county has it.
MADE_UP_COUNTY = "999999"

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_SPOILT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+|[0-9]+\.0+")


class Sex(Labelled):
    """As the identity card has it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class ResidentId(NamedTuple):
    """A checked number of 18 digits and what it says; warnings are sentences, not refusals."""

    number: str
    birth: dt.date
    sex: Sex
    warnings: tuple[str, ...] = ()

    @property
    def county(self) -> str:
        """The six digits of the county that first issued it."""
        return self.number[:6]

    def differences(self, birth: dt.date | None = None, sex: Sex | None = None) -> tuple[str, ...]:
        """A sentence for each typed value that the number contradicts."""
        sentences = []
        if birth is not None and birth != self.birth:
            sentences.append(
                f"填写的出生日期{birth.isoformat()}与身份证号所示的{self.birth.isoformat()}不一致，请核对"
            )
        if sex is not None and sex is not self.sex:
            sentences.append(
                f"填写的性别“{sex.label}”与身份证号所示的“{self.sex.label}”不一致，请核对"
            )
        return tuple(sentences)


def resident_id(text: str, today: dt.date) -> ResidentId:
    """The number that was typed, checked; raises UserError with what is wrong.

    Full-width signs, blanks and a small x are folded. An unknown province is only a warning:
    counties are dissolved and numbers stay.
    """
    number = folded(text)
    if not _SHAPE.fullmatch(number):
        raise _misshapen(number)
    birth = real_date(number[6:14])
    if birth is None:
        raise UserError("身份证号第7至14位不是真实的日期，请按证件逐位核对")
    if birth > today:
        raise UserError("身份证号中的出生日期晚于今天，请按证件逐位核对")
    if check_digit(number) != number[17]:
        # A spreadsheet keeps 15 places of a number and fills up with zeros.
        why = (
            "末三位是000，可能在表格里被存成了数字" if number.endswith("000") else "至少有一位输错"
        )
        raise UserError(f"身份证号末位校验不符，{why}，请按证件逐位核对")
    return ResidentId(number, birth, _sex(number[16]), _region_warnings(number))


def usual_resident_id(text: str, today: dt.date) -> ResidentId | None:
    """What `resident_id` gives for a number that is stored as it stands and leaves no doubt.

    None for every other text. The parts of numbers are known from those before: a roster's
    forty thousand come from few counties and days.
    """
    if len(text) != 18:
        return None
    county, day, order = _county(text[:6]), _birthday(text[6:14]), _order(text[14:17])
    if county is None or day is None or order is None:
        return None
    if _CHECKS[(county + day[0] + order[0]) % 11] != text[17] or day[1] > today:
        return None
    return ResidentId(text, day[1], order[1])


# The weighted sums of the parts of a number, with what the parts say; None where they are doubtful.
@lru_cache(maxsize=4_096)
def _county(digits: str) -> int | None:
    return None if _region_warnings(digits) else _weighted(digits, 0)


@lru_cache(maxsize=16_384)
def _birthday(digits: str) -> tuple[int, dt.date] | None:
    weighted, birth = _weighted(digits, 6), real_date(digits)
    return None if weighted is None or birth is None else (weighted, birth)


@lru_cache(maxsize=1_000)
def _order(digits: str) -> tuple[int, Sex] | None:
    weighted = _weighted(digits, 14)
    return None if weighted is None else (weighted, _sex(digits[-1]))


def _weighted(digits: str, first: int) -> int | None:
    """The part of the weighted sum that digits from a place on add; None where one is no digit."""
    if not (digits.isascii() and digits.isdigit()):
        return None
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS[first:], strict=False))


def _sex(digit: str) -> Sex:
    return Sex.MALE if digit in "13579" else Sex.FEMALE


def check_digit(digits: str) -> str:
    """The eighteenth sign for seventeen digits; what follows them does not count."""
    return _CHECKS[(sum(map(operator.mul, digits.encode("ascii"), _WEIGHTS)) - _ZEROS) % 11]


def mask_resident_id(number: str) -> str:
    """110105********002X: first six and last four; anything shorter than 15 is hidden whole."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


# A roster's people were born on some ten thousand days.
@lru_cache(maxsize=16_384)
def real_date(digits: str) -> dt.date | None:
    """The date of YYYYMMDD, None if there is no such day."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _misshapen(number: str) -> UserError:
    """What is wrong with what is no identity number by its look."""
    if not number:
        return UserError("没有填写身份证号，请补填")
    if _OLD.fullmatch(number):
        return UserError("身份证号是15位的旧号码，早已停用，请按现行身份证填写18位号码")
    if _SPOILT.fullmatch(number):
        return UserError(
            "身份证号在表格里被存成了数字，末几位已经丢失，请把该列设为文本后按证件重新填写"
        )
    if len(number) != 18:
        return UserError(f"身份证号应为18位，现为{len(number)}位，请按证件核对")
    return UserError("身份证号只能是17位数字加一位数字或X，请按证件核对")


def _region_warnings(number: str) -> tuple[str, ...]:
    if number[:2] in PROVINCES or number[:6] == MADE_UP_COUNTY:
        return ()
    return (f"身份证号前两位“{number[:2]}”不是已知的省级代码，请核对",)
