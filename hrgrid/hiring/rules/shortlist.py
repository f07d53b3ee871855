"""Who is asked to the interview: so many for each place, everybody tied at the last place in.

Marks are thousandths of a point. Source: rules.md 2 (interview list) and 0 (tie at a line).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Contender, admit_all, cut_off, ranks
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.words import Outcome

UNWRITTEN = "不组织笔试，直接面试"


@dataclass(frozen=True)
class Sitter:
    """A qualified candidate by his number; `exam_milli` is None where there is no mark."""

    key: str
    name: str
    position: str
    exam_milli: int | None
    extra_milli: int = 0


@dataclass(frozen=True)
class ListedLine:
    """What the list says of one candidate; `score_milli` is what was compared.

    `cut_milli` is the lowest score that is in, None where nobody is.
    """

    key: str
    position: str
    score_milli: int | None
    rank: int | None
    tied: bool
    outcome: Outcome
    cut_milli: int | None
    why: str


def opens_exam(candidates: int, places: int, scheme: Scheme) -> tuple[bool, str]:
    """Whether there is a written exam, and the sentence that says why. Raises UserError at 0."""
    if places < 1:
        raise UserError("这个批次没有要招的网格，不能进入笔试面试。请先添加网格")
    enough = candidates >= scheme.exam_from * places
    compared = f"资格合格 {candidates} 人，招录 {places} 人"
    if enough:
        return True, f"{compared}，达到 {scheme.exam_from}∶1，组织笔试"
    return False, f"{compared}，不到 {scheme.exam_from}∶1，不组织笔试，直接面试"


def written_score(exam_milli: int, extra_milli: int, scheme: Scheme) -> int:
    """The written score that the list compares: with the extra points where they belong to it."""
    if scheme.extra_in_total:
        return exam_milli
    return exam_milli + capped(extra_milli, scheme)


def capped(extra_milli: int, scheme: Scheme) -> int:
    """Extra points, at most as many as the scheme grants."""
    return min(extra_milli, scheme.extra_cap_milli)


def shortlist(
    sitters: Iterable[Sitter], places: Mapping[str, int], scheme: Scheme, *, written: bool
) -> list[ListedLine]:
    """The list by position and rank; without a written exam everybody is on it.

    Who has no mark or stays below the pass mark (of the paper itself, without extra points) is
    out however many places there are; equals at the last place are all in.
    """
    by_position: dict[str, list[Sitter]] = {code: [] for code in sorted(places)}
    for sitter in sitters:
        by_position[sitter.position].append(sitter)
    lines: list[ListedLine] = []
    for code, group in by_position.items():
        if written:
            lines += _by_mark(code, group, scheme.interview_ratio * places[code], scheme)
        else:
            lines += [
                ListedLine(
                    one.key,
                    code,
                    None,
                    None,
                    tied=False,
                    outcome=Outcome.IN,
                    cut_milli=None,
                    why=UNWRITTEN,
                )
                for one in sorted(group, key=lambda each: each.key)
            ]
    return lines


def _by_mark(code: str, group: list[Sitter], wanted: int, scheme: Scheme) -> list[ListedLine]:
    scores = {
        one.key: written_score(one.exam_milli, one.extra_milli, scheme)
        for one in group
        if one.exam_milli is not None
    }
    passed = {
        one.key
        for one in group
        if one.exam_milli is not None and one.exam_milli >= scheme.exam_pass_milli
    }
    contenders = [Contender(key, scores[key]) for key in sorted(passed)]
    cut = admit_all(cut_off(contenders, wanted))
    inside = {contender.key for contender in cut.inside}
    line = min((scores[key] for key in inside), default=None)
    keys = [one.key for one in group]
    places = dict(zip(keys, ranks([scores.get(key) for key in keys]), strict=True))
    shared = [place for place in places.values() if place is not None]
    lines = []
    for one in group:
        place = places[one.key]
        outcome = _outcome(one.key, scores, passed, inside)
        lines.append(
            ListedLine(
                one.key,
                code,
                scores.get(one.key),
                place,
                place is not None and shared.count(place) > 1,
                outcome,
                line,
                _why(outcome, one, _Cut(scores.get(one.key), line, wanted, len(inside)), scheme),
            )
        )
    return sorted(lines, key=lambda each: (each.rank is None, each.rank or 0, each.key))


def _outcome(
    key: str, scores: Mapping[str, int], passed: Iterable[str], inside: Iterable[str]
) -> Outcome:
    if key not in scores:
        return Outcome.NO_RESULT
    if key not in passed:
        return Outcome.BELOW
    return Outcome.IN if key in inside else Outcome.OUT


@dataclass(frozen=True)
class _Cut:
    """One's own score, the lowest that is in, how many were wanted and how many came in."""

    own: int | None
    line: int | None
    wanted: int
    admitted: int


def _why(outcome: Outcome, one: Sitter, cut: _Cut, scheme: Scheme) -> str:
    if outcome is Outcome.NO_RESULT:
        return "没有笔试成绩"
    if outcome is Outcome.BELOW:
        own, needed = mark_text(one.exam_milli or 0), mark_text(scheme.exam_pass_milli)
        return f"笔试 {own} 分，合格线 {needed} 分"
    own, lowest = mark_text(cut.own or 0), mark_text(cut.line or 0)
    if outcome is Outcome.OUT:
        return f"{own} 分，入围最低 {lowest} 分，按 {scheme.interview_ratio}∶1 取 {cut.wanted} 人"
    if cut.admitted > cut.wanted and cut.own == cut.line:
        return f"{own} 分，末位并列全部入围，共 {cut.admitted} 人"
    return f"{own} 分，入围最低 {lowest} 分"
