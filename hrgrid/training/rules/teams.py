"""What the members of a team give it (rules.md 3: sum or mean of members' scores)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.training.rules.competition import (
    WHOLE_BP,
    CompetitionRule,
    TeamFrom,
    TeamShort,
)
from hrgrid.training.rules.standing_rows import PartLine


@dataclass(frozen=True)
class TeamPart:
    """The members' points (exact), who of them counted, and why they give nothing."""

    points: Fraction
    counted: tuple[int, ...]
    parts: tuple[PartLine, ...]
    notes: tuple[str, ...]


def team_part(
    rule: CompetitionRule, points: Mapping[int, Fraction | None], names: Mapping[int, str]
) -> TeamPart:
    """The members put together; `points` by number, None where somebody has no whole result."""
    there = {number: own for number, own in points.items() if own is not None}
    # The best first, of equals the lower number: which of them counts changes no sum.
    best = sorted(there, key=lambda number: (-there[number], number))
    needed = rule.team_best or len(points)
    counted = tuple(sorted(best[:needed]))
    parts = tuple(_part(rule, names[number], points[number], counted, number) for number in points)
    notes = []
    if not points:
        notes.append("没有正式队员")
    elif len(there) < needed and (rule.team_short is TeamShort.VOID or not there):
        short = "、".join(names[number] for number in sorted(points) if number not in there)
        notes.append(f"{short}没有成绩")
    whole = sum((there[number] for number in counted), Fraction(0))
    if rule.team_from is TeamFrom.MEAN and counted:
        whole /= len(counted)
    return TeamPart(whole, counted, parts, tuple(notes))


def _part(
    rule: CompetitionRule,
    name: str,
    points: Fraction | None,
    counted: tuple[int, ...],
    number: int,
) -> PartLine:
    if points is None:
        return PartLine(name, "", WHOLE_BP, None, "没有成绩")
    shown = fixed_text(round_half_up(points, rule.decimals), rule.decimals)
    return PartLine(name, shown, WHOLE_BP, points, "" if number in counted else "不计入")
