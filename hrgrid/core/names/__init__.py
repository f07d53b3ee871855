"""Names of persons: how they are stored, drawn, ordered and searched.

spelling (stored, matched and drawn forms), doubts (characters that a source lost), surnames
(where the surname ends), strokes (姓氏笔画), pinyin, searching (what is kept beside a
name). A name is never a key, and a stored name
is never converted between traditional and simplified.
"""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.core.labelled import Labelled
from hrgrid.core.names.doubts import PrivateUse, name_warnings, placeholders, private_use
from hrgrid.core.names.pinyin import Pinyin, pinyin_of, pinyin_sort_key, read_pinyin
from hrgrid.core.names.searching import SearchForms, search_forms
from hrgrid.core.names.spelling import drawn_name, match_key, normalise_name
from hrgrid.core.names.strokes import stroke_key, stroke_sort_key
from hrgrid.core.names.surnames import split_surname

__all__ = [
    "NameOrder",
    "Pinyin",
    "PrivateUse",
    "SearchForms",
    "drawn_name",
    "match_key",
    "name_warnings",
    "normalise_name",
    "pinyin_of",
    "pinyin_sort_key",
    "placeholders",
    "private_use",
    "read_pinyin",
    "search_forms",
    "sort_names",
    "split_surname",
    "stroke_key",
    "stroke_sort_key",
]


class NameOrder(Labelled):
    """The two orders of a list of names that need no submitted order and no score."""

    STROKES = "strokes", "按姓氏笔画"
    PINYIN = "pinyin", "按姓氏拼音"


def sort_names(names: Iterable[str], by: NameOrder = NameOrder.STROKES) -> list[str]:
    """The names in order; equal keys keep the order in which they came."""
    return sorted(names, key=stroke_sort_key if by is NameOrder.STROKES else pinyin_sort_key)
