"""Telling a column from what stands in it, where its heading says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from hrgrid.core.columns.declaring import heading_key
from hrgrid.core.errors import UserError
from hrgrid.core.periods import parse_date

_ID = re.compile(r"[1-9][0-9]{16}[0-9X]|[1-9][0-9]{14}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NAME = re.compile("[\u4e00-\u9fff\U00020000-\U0003ffff·]{2,4}")
# The hundred most frequent surnames: they cover more than four of five people.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)

_ENOUGH = 3


def looks_like_resident_ids(values: list[str]) -> bool:
    """Whether most of the sample are identity numbers."""
    return _most(values, lambda value: bool(_ID.fullmatch(_plain(value).upper())))


def looks_like_mobiles(values: list[str]) -> bool:
    """Whether most of the sample are mobile numbers."""
    return _most(values, lambda value: bool(_MOBILE.fullmatch(_plain(value).replace("-", ""))))


def looks_like_dates(values: list[str]) -> bool:
    """Whether most of the sample are dates."""
    return _most(values, _is_date)


def looks_like_names(values: list[str]) -> bool:
    """Whether most of the sample are names of different persons."""
    several = len(set(values)) * 2 > len(values)
    return several and _most(values, _is_name)


def looks_like_choices(labels: Iterable[str]) -> Callable[[list[str]], bool]:
    """Whether nearly all of the sample are among `labels`."""
    known = {heading_key(label) for label in labels}
    return lambda values: _most(values, lambda value: heading_key(value) in known)


def _most(values: list[str], fits: Callable[[str], bool]) -> bool:
    """Four of five, and not fewer than three: two cells prove nothing."""
    fitting = sum(map(fits, values))
    return fitting >= _ENOUGH and fitting * 5 >= len(values) * 4


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).strip("'")


def _is_date(value: str) -> bool:
    try:
        parse_date(value)
    except UserError:
        return False
    return True


def _is_name(value: str) -> bool:
    plain = "".join(value.split())
    return bool(_NAME.fullmatch(plain)) and plain[0] in _SURNAMES
