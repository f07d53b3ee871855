"""The total of written exam and interview, ranked on the published number within a position.

Exact fractions of thousandths, one rounding (half up) where the total is published. Equals are
compared by the scheme's chain, each step told with both numbers; what stays equal across the
line waits for a lot that people draw. Source: rules.md 2 (total, tie at total).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import quoted
from hrgrid.core.tabulation import MARK_PLACES, fixed_text, mark_text, round_half_up
from hrgrid.hiring.rules.scheme import WHOLE, Scheme, TieStep
from hrgrid.hiring.rules.shortlist import capped
from hrgrid.hiring.rules.words import Outcome

VOLUNTEER_MONTHS = 12
"""From how many months on somebody counts as a volunteer of the grids."""


@dataclass(frozen=True)
class Entrant:
    """Somebody on the interview list; `interview_milli` is the mark as the panel published it."""

    key: str
    name: str
    position: str
    exam_milli: int | None
    extra_milli: int
    interview_milli: int | None
    volunteer_months: int | None = None
    veteran: bool = False
    party: bool = False


@dataclass(frozen=True)
class Lot:
    """A draw among equals: `tied` as a set, `result` in the order drawn."""

    position: str
    tied: frozenset[str]
    result: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """One step against the next: who is the other, and what both had, in words."""

    other: str
    step: str
    own: str
    others: str


@dataclass(frozen=True)
class TotalLine:
    """One candidate's total; `shown_milli` is the published one, on which he is ranked.

    `order` counts from 1 without gaps (by rank, then by lot); None without a rank. `tied`:
    others have the same rank and no lot was drawn.
    """

    key: str
    position: str
    total: Fraction | None
    shown_milli: int | None
    rank: int | None
    tied: bool
    outcome: Outcome
    parts: str
    why: str
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True)
class OpenTie:
    """Equals whom the line parts, `places` left for them; keys in order of code."""

    position: str
    tied: tuple[str, ...]
    places: int


class LotNeeded(UserError):
    """Somebody has to draw lots; `ties` say among whom by number, `names` who they are."""

    def __init__(self, ties: Sequence[OpenTie], names: Mapping[str, str]) -> None:
        self.ties, self.names = tuple(ties), dict(names)
        first = ties[0]
        more = f"（另有 {len(ties) - 1} 处并列）" if len(ties) > 1 else ""
        super().__init__(
            f"岗位“{first.position}”的{quoted([_called(key, names) for key in first.tied])}"
            f"各项比较后仍并列，只剩 {first.places} 个名额{more}。请当众抽签，登记结果后再办"
        )


def exact_total(one: Entrant, scheme: Scheme, *, written: bool) -> Fraction | None:
    """The exact total in thousandths; None where a part is missing.

    Without a written exam the interview is the total. Extra points (with their cap) weigh like
    the paper they are added to, or count in full where the scheme adds them to the total.
    """
    if one.interview_milli is None or (written and one.exam_milli is None):
        return None
    added = capped(one.extra_milli, scheme)
    whole = added if scheme.extra_in_total else 0
    if not written:
        return Fraction(one.interview_milli + whole)
    paper = (one.exam_milli or 0) + (0 if scheme.extra_in_total else added)
    weighed = paper * scheme.exam_bp + one.interview_milli * scheme.interview_bp
    return Fraction(weighed, WHOLE) + whole


def published(total: Fraction, scheme: Scheme) -> int:
    """The total as published, in thousandths: half up at the scheme's decimals."""
    places = scheme.decimals
    rounded = round_half_up(total / 10**MARK_PLACES, places)
    unit: int = 10 ** (MARK_PLACES - places)
    return rounded * unit


def rank_totals(
    entrants: Iterable[Entrant],
    places: Mapping[str, int],
    scheme: Scheme,
    *,
    written: bool,
    lots: Iterable[Lot] = (),
) -> tuple[list[TotalLine], tuple[OpenTie, ...]]:
    """Every line by position and rank, and the ties that the line of places parts.

    Below the pass mark of the interview nobody is in or a reserve, however many places are left.
    """
    drawn = tuple(lots)
    groups: dict[str, list[Entrant]] = {code: [] for code in sorted(places)}
    for one in entrants:
        groups[one.position].append(one)
    lines: list[TotalLine] = []
    ties: list[OpenTie] = []
    for code, group in groups.items():
        ranked = _Position(code, group, places[code], drawn, scheme, written=written)
        lines += ranked.lines()
        ties += ranked.ties()
    return lines, tuple(ties)


def order_drawn(position: str, equals: Iterable[str], lots: Sequence[Lot]) -> list[str] | None:
    """The order of equals by the newest lot drawn among all of them; None where there is none.

    A lot among more people orders the fewer who are left of them.
    """
    asked = frozenset(equals)
    for lot in reversed(lots):
        if lot.position == position and asked <= lot.tied:
            return [key for key in lot.result if key in asked]
    return None


def drawn_ranks(position: str, ranked: Mapping[str, int], lots: Sequence[Lot]) -> dict[str, int]:
    """Ranks of those who are still there, equals told apart where a lot was drawn since."""
    found = dict(ranked)
    for rank in set(ranked.values()):
        equals = [key for key, own in ranked.items() if own == rank]
        if len(equals) > 1 and (order := order_drawn(position, equals, lots)) is not None:
            found |= {key: rank + place for place, key in enumerate(order)}
    return found


class _Position:
    """The ranking of one position."""

    def __init__(
        self,
        code: str,
        group: Sequence[Entrant],
        places: int,
        lots: Sequence[Lot],
        scheme: Scheme,
        *,
        written: bool,
    ) -> None:
        self.code, self.places, self.scheme, self.written = code, places, scheme, written
        self.totals = {one.key: exact_total(one, scheme, written=written) for one in group}
        self.shown = {
            key: published(total, scheme) for key, total in self.totals.items() if total is not None
        }
        self.steps = _chain(scheme, self.totals, written=written)
        whole = [one for one in group if one.key in self.shown]
        self.below = {one.key for one in whole if not _passes(one, scheme)}
        self.without = sorted(
            (one for one in group if one.key not in self.shown), key=lambda one: one.key
        )
        # The classes of equals, the best first; a lot makes one of each of its people.
        ordered = sorted(whole, key=lambda one: (self._worth(one), one.key))
        self.classes: list[list[Entrant]] = []
        for _, equals in groupby(ordered, key=self._worth):
            same = list(equals)
            by_key = {one.key: one for one in same}
            order = order_drawn(code, by_key.keys(), lots) if len(same) > 1 else None
            self.classes += [[by_key[key]] for key in order] if order else [same]

    def _worth(self, one: Entrant) -> tuple[object, ...]:
        # Who is below the pass mark stands behind everybody who is not.
        steps = [-step.value(one) for step in self.steps]
        return (one.key in self.below, -self.shown[one.key], *steps)

    def ties(self) -> list[OpenTie]:
        """The class that the line parts, if there is one."""
        before = 0
        for same in self.classes:
            if same[0].key in self.below:
                break
            if before < self.places < before + len(same):
                keys = tuple(one.key for one in same)
                return [OpenTie(self.code, keys, self.places - before)]
            before += len(same)
        return []

    def lines(self) -> list[TotalLine]:
        found: list[TotalLine] = []
        rank = 1
        compared = self._compared()
        for same in self.classes:
            for one in same:
                outcome = self._outcome(one, rank)
                found.append(
                    TotalLine(
                        one.key,
                        self.code,
                        self.totals[one.key],
                        self.shown[one.key],
                        rank,
                        len(same) > 1,
                        outcome,
                        parts_words(one, self.scheme, written=self.written),
                        self._why(outcome, rank, one),
                        compared.get(one.key, ()),
                    )
                )
            rank += len(same)
        found += [
            TotalLine(
                one.key,
                self.code,
                None,
                None,
                None,
                tied=False,
                outcome=Outcome.NO_RESULT,
                parts=parts_words(one, self.scheme, written=self.written),
                why="没有面试成绩" if one.interview_milli is None else "没有笔试成绩",
            )
            for one in self.without
        ]
        return found

    def _outcome(self, one: Entrant, rank: int) -> Outcome:
        if one.key in self.below:
            return Outcome.BELOW
        return Outcome.IN if rank <= self.places else Outcome.RESERVE

    def _why(self, outcome: Outcome, rank: int, one: Entrant) -> str:
        shown = fixed_total(self.shown[one.key], self.scheme)
        if outcome is Outcome.BELOW:
            own, line = (
                mark_text(one.interview_milli or 0),
                mark_text(self.scheme.interview_pass_milli),
            )
            return f"面试 {own} 分，合格线 {line} 分"
        if outcome is Outcome.IN:
            return f"总成绩 {shown} 分，第 {rank} 名，招录 {self.places} 人"
        return f"总成绩 {shown} 分，第 {rank} 名，招录 {self.places} 人，列为递补"

    def _compared(self) -> dict[str, tuple[Compared, ...]]:
        """Between neighbours of one published number: each step up to the one that told."""
        told: dict[str, list[Compared]] = {}
        for ahead, behind in pairwise([same[0] for same in self.classes]):
            same_number = self.shown[ahead.key] == self.shown[behind.key]
            if not same_number or (ahead.key in self.below) != (behind.key in self.below):
                continue
            for step in self.steps:
                one, other = step.words(ahead), step.words(behind)
                told.setdefault(ahead.key, []).append(Compared(behind.key, step.label, one, other))
                told.setdefault(behind.key, []).append(Compared(ahead.key, step.label, other, one))
                if step.value(ahead) != step.value(behind):
                    break
            else:
                told.setdefault(ahead.key, []).append(Compared(behind.key, "抽签", "在前", "在后"))
                told.setdefault(behind.key, []).append(Compared(ahead.key, "抽签", "在后", "在前"))
        return {key: tuple(steps) for key, steps in told.items()}


@dataclass(frozen=True)
class _Step:
    """One comparison among equals: the higher value is ahead."""

    label: str
    value: Callable[[Entrant], Fraction]
    words: Callable[[Entrant], str]


def _chain(scheme: Scheme, totals: Mapping[str, Fraction | None], *, written: bool) -> list[_Step]:
    """The scheme's steps; without a written exam its mark tells nobody apart."""
    steps = {
        TieStep.VOLUNTEER: _Step(
            TieStep.VOLUNTEER.label,
            lambda one: Fraction((one.volunteer_months or 0) >= VOLUNTEER_MONTHS),
            lambda one: f"{one.volunteer_months or 0} 个月",
        ),
        TieStep.EXAM: _Step(
            TieStep.EXAM.label,
            lambda one: Fraction(one.exam_milli if one.exam_milli is not None else -1),
            lambda one: _mark_words(one.exam_milli),
        ),
        TieStep.INTERVIEW: _Step(
            TieStep.INTERVIEW.label,
            lambda one: Fraction(one.interview_milli or 0),
            lambda one: _mark_words(one.interview_milli),
        ),
        TieStep.UNROUNDED: _Step(
            TieStep.UNROUNDED.label,
            lambda one: totals[one.key] or Fraction(0),
            lambda one: fraction_text(totals[one.key] or Fraction(0)),
        ),
        TieStep.VETERAN: _Step(
            TieStep.VETERAN.label,
            lambda one: Fraction(one.veteran),
            lambda one: "是" if one.veteran else "否",
        ),
        TieStep.PARTY: _Step(
            TieStep.PARTY.label,
            lambda one: Fraction(one.party),
            lambda one: "是" if one.party else "否",
        ),
    }
    return [steps[step] for step in scheme.ties if written or step is not TieStep.EXAM]


def _passes(one: Entrant, scheme: Scheme) -> bool:
    return (one.interview_milli or 0) >= scheme.interview_pass_milli


def parts_words(one: Entrant, scheme: Scheme, *, written: bool) -> str:
    """The arithmetic of a total in words: （82＋2）×40%＋86.5×60%."""
    interview = _mark_words(one.interview_milli)
    added = capped(one.extra_milli, scheme)
    extra = f"＋{mark_text(added)}" if added else ""
    if not written:
        return f"{interview}{extra if scheme.extra_in_total else ''}"
    paper = _mark_words(one.exam_milli)
    if not scheme.extra_in_total:
        paper, extra = (f"（{paper}{extra}）" if extra else paper), ""
    return f"{paper}×{_percent(scheme.exam_bp)}＋{interview}×{_percent(scheme.interview_bp)}{extra}"


def fixed_total(shown_milli: int, scheme: Scheme) -> str:
    """A published total with all its decimals: 85500 is "85.50"."""
    unit: int = 10 ** (MARK_PLACES - scheme.decimals)
    return fixed_text(shown_milli // unit, scheme.decimals)


def fraction_text(total: Fraction) -> str:
    """An exact total in points; what has no end in decimals stays a fraction."""
    points = total / 10**MARK_PLACES
    if (points * 10**9).denominator == 1:
        return fixed_text(int(points * 10**9), 9).rstrip("0").removesuffix(".")
    return f"{points.numerator}/{points.denominator}"


def _percent(basis_points: int) -> str:
    return f"{mark_text(basis_points * 10)}%"


def _mark_words(milli: int | None) -> str:
    return "无" if milli is None else mark_text(milli)


def _called(key: str, names: Mapping[str, str]) -> str:
    return f"{names.get(key, '')}（{key}）" if names.get(key) else key
