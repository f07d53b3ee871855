"""Which numbers a person means: "317-340, 402, 950-", with the code of a series where needed.

A serial may be written with the zeros it is printed with, a span with the code of its series
before it ("NS0317-0340"). Whatever cannot be meant is refused with what to write instead.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError

_EXAMPLE = "317-340, 402, 950-"
_PARTS = re.compile(r"[,;、\s]+")
_DASHES = re.compile(r"\s*(?:[-‐‑‒–—―−~到至])\s*")
_SPAN = re.compile(r"([A-Z]{0,10})([0-9]{0,9})(?:(-)([A-Z]{0,10})([0-9]{0,9}))?")


@dataclass(frozen=True)
class Span:
    """Serials as they were typed: to the end of the series where `last` is None."""

    text: str
    code: str
    first: int
    last: int | None


@dataclass(frozen=True, order=True)
class Picked:
    """Serials of one series, both ends included."""

    code: str
    first: int
    last: int


def parse_spans(text: str) -> tuple[Span, ...]:
    """What was typed, in its order; nothing for an empty text. Raises UserError."""
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = _DASHES.sub("-", folded)
    return tuple(_span(part) for part in _PARTS.split(folded) if part)


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None or not (found[2] or found[5]) or (found[4] or found[1]) != found[1]:
        raise UserError(f"“{part}”不是编号范围。请写成 {_EXAMPLE} 这样")
    first = int(found[2] or 1)
    last = int(found[5]) if found[5] else None if found[3] else first
    if first < 1 or last == 0:
        raise UserError(f"“{part}”里有 0。编号从 1 开始，请改")
    if last is not None and last < first:
        raise UserError(f"“{part}”写反了。请写成 {found[1]}{last}-{first}")
    return Span(part, found[1], first, last)


def pick(spans: Sequence[Span], lasts: Mapping[str, int], code: str = "") -> tuple[Picked, ...]:
    """The serials that spans mean, each once, in the order of the series.

    `lasts` holds the last serial of each series in their order; with `code` a span without one
    means that series. Raises UserError where a span means none, or more than one.
    """
    order = {one: at for at, one in enumerate(lasts)}
    found = sorted(
        (_picked(span, lasts, code) for span in spans),
        key=lambda one: (order[one.code], one.first),
    )
    merged: list[Picked] = []
    for one in found:
        before = merged[-1] if merged else None
        if before is not None and before.code == one.code and one.first <= before.last + 1:
            merged[-1] = Picked(one.code, before.first, max(before.last, one.last))
        else:
            merged.append(one)
    return tuple(merged)


def _picked(span: Span, lasts: Mapping[str, int], code: str) -> Picked:
    series = _series(span, lasts, code)
    last = lasts[series]
    if span.last is not None and span.last > last:
        raise UserError(
            f"“{span.text}”超出范围：{series} 的编号到 {last} 为止。打到最后一张请写 {span.first}-"
        )
    return Picked(series, span.first, last if span.last is None else span.last)


def _series(span: Span, lasts: Mapping[str, int], code: str) -> str:
    wanted = span.code or code
    if wanted and wanted not in lasts:
        raise UserError(f"这里没有 {wanted} 开头的编号，只有 {'、'.join(lasts)}。请改编号范围")
    holding = [one for one in ([wanted] if wanted else lasts) if span.first <= lasts[one]]
    if not holding:
        ends = "，".join(f"{one} 到 {lasts[one]}" for one in ([wanted] if wanted else lasts))
        raise UserError(f"“{span.text}”超出范围：{ends}。请改编号范围")
    if len(holding) > 1:
        raise UserError(
            f"“{span.text}”在 {'、'.join(holding)} 里都有。"
            f"请先选称号，或写成 {holding[0]}{span.text}"
        )
    return holding[0]


def spans_text(picked: Sequence[Picked], several: bool) -> str:
    """For a button: "317 – 340", with the code where there are several series."""
    if not picked:
        return ""
    one = picked[0]
    code = one.code if several else ""
    told = f"{code}{one.first}" if one.first == one.last else f"{code}{one.first} – {one.last}"
    return f"{told} 等" if len(picked) > 1 else told


_SHORT = re.compile(r"([A-Z]*)([0-9]+)(?:（补([0-9]+)）)?")


def meant(text: str, numbers: Sequence[str]) -> tuple[str, ...]:
    """Which of these printed numbers a typed range means, in their order.

    Raises UserError where a part of it means none of them.
    """
    spans = parse_spans(text)
    serials = {number: _serial(number) for number in numbers}
    found: set[str] = set()
    for span in spans:
        hits = {
            number
            for number, (code, serial) in serials.items()
            if span.code in {"", code}
            and span.first <= serial
            and (span.last is None or serial <= span.last)
        }
        if not hits:
            raise UserError(f"这一批里没有“{span.text}”。请核对编号，只写这一批里的")
        found |= hits
    return tuple(number for number in numbers if number in found)


def in_order(numbers: Sequence[str]) -> bool:
    """Whether printed numbers go up, one series after the other."""
    keys = [_serial(number) for number in numbers]
    runs = [code for code, _ in itertools.groupby(code for code, _ in keys)]
    return len(set(runs)) == len(runs) and all(
        one[1] <= other[1] for one, other in itertools.pairwise(keys) if one[0] == other[0]
    )


def _serial(number: str) -> tuple[str, int]:
    found = _SHORT.fullmatch(number.rpartition("〕")[2])
    return (found[1], int(found[2])) if found else ("", 0)


def gaps(serials: Sequence[int], taken: int) -> list[tuple[int, int]]:
    """Which serials from 1 to `taken` are not among these, as first and last of each gap."""
    found: list[tuple[int, int]] = []
    expected = 1
    for serial in [*sorted(set(serials)), taken + 1]:
        if serial > expected:
            found.append((expected, min(serial, taken + 1) - 1))
        expected = max(expected, serial + 1)
    return found
