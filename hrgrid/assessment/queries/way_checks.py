"""Whether a kept result is what its figures come to when they are reckoned again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hrgrid.assessment.model import AssessmentLine
from hrgrid.assessment.rules.grades import grade_of
from hrgrid.assessment.rules.result_rows import ResultRow
from hrgrid.assessment.rules.scheme import Scheme, Score
from hrgrid.assessment.rules.way_words import two_decimals


@dataclass(frozen=True)
class RankedUnit:
    """A scoring unit, with how many of those ranked there have each total."""

    code: str
    ranked: dict[int, int]


def disagreements(
    scheme: Scheme, line: AssessmentLine, row: ResultRow, again: Score, unit: RankedUnit
) -> Iterator[str]:
    """What comes out otherwise than it is kept, in sentences."""
    if again.total_milli != line.reckoned_milli:
        yield f"重新计算得 {_points(again.total_milli)}，保存的是 {_points(line.reckoned_milli)}"
    for item, one, kept in zip(scheme.items, again.items, row.points, strict=True):
        if one.points.milli != kept:
            yield f"“{item.label}”重新计算得 {_points(one.points.milli)}，保存的是 {_points(kept)}"
    if again.vetoed != line.vetoed or ",".join(again.blocked_by) != line.blocked:
        yield "一票否决或缺数据的项目与保存的不一致"
    if line.total_milli is None:
        return
    grade = grade_of(line.total_milli, scheme.grades)
    if (scheme.grades[-1].code if line.vetoed else grade.code) != line.score_grade:
        yield f"按得分应为“{grade.label}”，与保存的等次不一致"
    place = 1 + sum(n for total, n in unit.ranked.items() if total > line.total_milli)
    if line.rank is not None and line.rank != place:
        yield f"按得分应为第 {place} 名，保存的是第 {line.rank} 名"


def _points(milli: int | None) -> str:
    return "没有得分" if milli is None else f"{two_decimals(milli)} 分"
