"""Written marks as people type and paste them: a number, or why there is none; never 0 for both."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.hiring.rules.words import NoMark

_WORDS = {label: kind for kind in NoMark for label in (kind.label, kind.value)} | {
    "缺": NoMark.ABSENT,
    "缺席": NoMark.ABSENT,
    "作弊": NoMark.CHEATING,
    "作废": NoMark.VOID,
}


@dataclass(frozen=True)
class TypedMark:
    """Thousandths, or why there is no mark; exactly one of the two."""

    value_milli: int | None = None
    no_mark: NoMark | None = None


def typed_mark(text: str, full_milli: int, place: str) -> TypedMark | None:
    """What was typed, None for a blank; UserError that begins with `place` where it cannot be."""
    word = text.strip()
    if word in _WORDS:
        return TypedMark(no_mark=_WORDS[word])
    value = parse_mark(word, place)
    if value is None:
        return None
    if not 0 <= value <= full_milli:
        raise UserError(
            f"{place}的“{word}”超出 0 到 {mark_text(full_milli)} 分。请按试卷核对，缺考请填“缺考”"
        )
    return TypedMark(value)


def pasted_lines(text: str) -> list[tuple[str, str]]:
    """Lines of a block as (number, mark): two columns parted by a tab or blanks; blank lines go.

    Raises UserError naming the first line that has not two columns.
    """
    found = []
    for place, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 2:
            raise UserError(
                f"粘贴的第 {place} 行“{line.strip()[:20]}”不是两列。请按“准考证号、成绩”两列粘贴"
            )
        found.append((parts[0], parts[1]))
    if not found:
        raise UserError("没有粘贴任何成绩。请从表格里复制“准考证号、成绩”两列")
    return found
