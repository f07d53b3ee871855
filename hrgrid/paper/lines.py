"""Chinese text in lines (GB/T 15834: what may not begin or end a line)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_NO_BEGIN = frozenset("，。、；：？！”’）》〕】…—·％%")
_NO_END = frozenset("“‘（《〔【")

# Characters of 2号 that a line of 156 mm takes.
_TITLE_LINE = 20

Width = Callable[[str], int]

# What a screen sets between a figure and Chinese.
_AIR = re.compile(r"(?<=[0-9]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[0-9])")


def set_solid(text: str) -> str:
    """Without the blanks between figures and Chinese: an official paper has none (2026年)."""
    return _AIR.sub("", text)


def wrapped(
    text: str, width: Width, room: int, first_room: int | None = None, kept: Sequence[str] = ()
) -> list[str]:
    """The text in lines of at most `room` by `width`, the first of at most `first_room`.

    A line gives characters to the next one rather than break a number, a word or what is to be
    kept whole, or leave a sign where it may not stand; where that leaves nothing of the line,
    it is broken where it is full.
    """
    ends = _ends(text, kept)
    lines, begin = [], 0
    space = room if first_room is None else first_room
    while begin < len(text):
        full = begin + _fitting(text[begin:], width, space)
        end = next((at for at in range(full, begin, -1) if at in ends), full)
        lines.append(text[begin:end])
        begin, space = end, room
    return lines


def _fitting(text: str, width: Width, room: int) -> int:
    """How many characters fit, one at least."""
    used = 0
    for count, character in enumerate(text):
        used += width(character)
        if used > room:
            return max(count, 1)
    return len(text)


def _ends(text: str, kept: Sequence[str]) -> set[int]:
    """Where a line may end."""
    places = {at for at in range(1, len(text)) if _may_part(text[at - 1], text[at])}
    for word in filter(None, kept):
        for found in re.finditer(re.escape(word), text):
            places -= set(range(found.start() + 1, found.end()))
    return places | {len(text)}


def _may_part(before: str, after: str) -> bool:
    # Nor within a number: 90.02.
    if after == "." or (before == "." and after.isdecimal()):
        return False
    return after not in _NO_BEGIN and before not in _NO_END and not _one_word(before, after)


def _one_word(before: str, after: str) -> bool:
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def headline(*phrases: str) -> tuple[str, ...]:
    """The lines of one title: a line where it fits, else broken between its phrases.

    Only a phrase that is longer than a line is parted itself.
    """
    whole = "".join(phrases)
    if len(whole) <= _TITLE_LINE:
        return (whole,)
    return tuple(line for phrase in phrases for line in _parted(phrase))


def _parted(text: str) -> Sequence[str]:
    if len(text) <= _TITLE_LINE:
        return [text]
    count = -(-len(text) // _TITLE_LINE)
    each = -(-len(text) // count)
    # Not within a number, nor before what may not begin a line.
    places = [each * at for at in range(1, count)]
    lines, begin = [], 0
    for place in places:
        at = place
        while at > begin + 1 and (_one(text[at - 1], text[at]) or text[at] in "”）》、，"):
            at -= 1
        lines.append(text[begin:at])
        begin = at
    return [*lines, text[begin:]]


def _one(before: str, after: str) -> bool:
    if before.isdecimal() and after in "年月日号":
        return True
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
