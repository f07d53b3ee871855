"""The selection: from frozen inputs to one outcome for everybody, pure and exact (rules.md 7).

Tiers are decided from the highest; who is taken in a higher one is out of the lower. In a tier
each district ranks its own nominees for its own places, and where the scheme has categories each
of them for its own; such a part is called a pool. A tie that straddles a district's line
is compared by the scheme's tie-breaks, then by what people decided; without a decision it is
handed back as open, and nothing below that tier is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hrgrid.core.ranking import (
    Contender,
    Cut,
    CutStepKind,
    Number,
    Order,
    RankedRow,
    break_tie,
    cut_off,
    rank_with_breaks,
    settle_by_lot,
)
from hrgrid.honours.rules.eligibility import code_of, first_failed
from hrgrid.honours.rules.rows import (
    Compared,
    Inputs,
    Line,
    Nominee,
    OpenTie,
    Selection,
)
from hrgrid.honours.rules.scheme import WHOLE, Scheme
from hrgrid.honours.rules.scoring import exact_score, published, tie_chain
from hrgrid.honours.rules.words import Basis, Outcome, OutcomeCode, Tier


def select_all(inputs: Inputs) -> Selection:
    """Decide every tier, then say of everybody else why he is not among the chosen."""
    taken: set[str] = set()
    lines: list[Line] = []
    for tier in inputs.scheme.tiers:
        decided, ties = _tier(inputs, tier, taken)
        if ties:
            return Selection(open_ties=tuple(ties))
        lines += decided
        taken |= {line.number for line in decided if line.outcome is Outcome.SELECTED}
    lines += _everybody_else(inputs)
    lines.sort(key=lambda line: (line.tier.order, line.number))
    return Selection(tuple(lines))


class _Pool(NamedTuple):
    """People who are ranked together: those of a district, of one category where there are any."""

    district: str
    category: int


@dataclass
class _Tier:
    """One tier while it is decided."""

    inputs: Inputs
    tier: Tier
    lines: list[Line] = field(default_factory=list)
    ties: list[OpenTie] = field(default_factory=list)

    @property
    def order(self) -> Order:
        unit_rank = self.inputs.scheme.basis is Basis.UNIT_RANK
        return Order.LOW if unit_rank else Order.HIGH

    def line(self, nominee: Nominee, outcome: Outcome, code: OutcomeCode, rule: str = "") -> None:
        self.lines.append(
            Line(nominee.number, self.tier, nominee.district, True, outcome, code, rule)  # noqa: FBT003
        )


def _tier(inputs: Inputs, tier: Tier, taken: set[str]) -> tuple[list[Line], list[OpenTie]]:
    board = _Tier(inputs, tier)
    standing: dict[_Pool, list[Nominee]] = {}
    for nominee in inputs.nominees:
        if nominee.tier is tier and _stands(board, nominee, taken):
            pool = _Pool(nominee.district, inputs.pool_of(nominee.number))
            standing.setdefault(pool, []).append(nominee)
    for pool, nominees in sorted(standing.items()):
        _decide(board, pool, nominees)
    return board.lines, board.ties


def _stands(board: _Tier, nominee: Nominee, taken: set[str]) -> bool:
    """Whether he is ranked at all; if not, his line says why."""
    scheme, facts = board.inputs.scheme, board.inputs.entrants[nominee.number].facts
    if nominee.removal is not None:
        board.line(nominee, Outcome.NOT_SELECTED, OutcomeCode(nominee.removal.value))
    elif nominee.number in taken:
        board.line(nominee, Outcome.NOT_SELECTED, OutcomeCode.ALREADY_IN_HIGHER_TIER)
    elif (rule := first_failed(scheme.rules, board.tier, facts)) is not None:
        board.line(nominee, Outcome.INELIGIBLE, code_of(rule, facts), rule.key)
    elif exact_score(scheme, nominee) is None:
        board.line(nominee, Outcome.NOT_SELECTED, OutcomeCode.NO_SCORE)
    else:
        return True
    return False


def _decide(board: _Tier, pool: _Pool, nominees: Sequence[Nominee]) -> None:
    scheme = board.inputs.scheme
    exact = {nominee.number: exact_score(scheme, nominee) for nominee in nominees}
    shown = {
        number: published(scheme, score) for number, score in exact.items() if score is not None
    }
    contenders = [Contender(number, score) for number, score in shown.items()]
    chain = list(tie_chain(board.inputs, nominees, exact))
    places = board.inputs.places_of(board.tier, *pool)
    cut = break_tie(cut_off(contenders, places, board.order), chain)
    if cut.tied:
        cut = _by_decision(board, pool, cut)
    if not cut.tied:
        ranked = rank_with_breaks(contenders, chain, board.order)
        board.lines += _ranked_lines(board, pool.district, places, cut, ranked)


def _ranked_lines(
    board: _Tier, district: str, places: int, cut: Cut, ranked: Sequence[RankedRow]
) -> Iterator[Line]:
    """A line for everybody who was ranked in a pool of a district, its cut being decided."""
    inside = {contender.key for contender in cut.inside}
    reserve = _reserve(ranked, inside, board.inputs.scheme, places)
    lost = {key for step in cut.steps if step.kind is CutStepKind.LOT for key in step.dropped}
    taken = [int(contender.score or 0) for contender in cut.inside]
    line = _cut_line(taken, board.order)
    for row in ranked:
        number, shown = row.contender.key, int(row.contender.score or 0)
        outcome = _outcome(number, inside, reserve)
        yield Line(
            number,
            board.tier,
            district,
            nominated=True,
            outcome=outcome,
            code=None if outcome is Outcome.SELECTED else _code(number, places, lost),
            shown=shown,
            rank=row.rank,
            cut=line,
            distance=_distance(shown, line, board.order),
            compared=tuple(_compared(cut, number)),
        )


def _by_decision(board: _Tier, pool: _Pool, cut: Cut) -> Cut:
    """The tie as people closed it; where nobody has, it is noted as open."""
    tied = tuple(sorted(contender.key for contender in cut.tied))
    for decision in board.inputs.decisions:
        # Nobody is in two pools, so that who is tied says which one is meant.
        if (decision.tier, decision.district, decision.tied) != (board.tier, pool.district, tied):
            continue
        if len(decision.chosen) == cut.places_left:
            return settle_by_lot(cut, decision.chosen)
    board.ties.append(OpenTie(board.tier, pool.district, tied, cut.places_left, pool.category))
    return cut


def _reserve(
    ranked: Sequence[RankedRow], inside: set[str], scheme: Scheme, places: int
) -> set[str]:
    """The next in rank, as many as the scheme's share of the places; equals at its end are all in.

    Nothing is given by being there, so that no tie has to be closed.
    """
    wanted = -(-places * scheme.reserve_bp // WHOLE)
    outside = [row for row in ranked if row.contender.key not in inside]
    if not wanted or not outside:
        return set()
    last = outside[min(wanted, len(outside)) - 1].rank or 0
    return {row.contender.key for row in outside if (row.rank or 0) <= last}


def _cut_line(inside: Sequence[int], order: Order) -> int | None:
    if not inside:
        return None
    return min(inside) if order is Order.HIGH else max(inside)


def _distance(shown: int, line: int | None, order: Order) -> int | None:
    if line is None:
        return None
    return shown - line if order is Order.HIGH else line - shown


def _outcome(number: str, inside: set[str], reserve: set[str]) -> Outcome:
    if number in inside:
        return Outcome.SELECTED
    return Outcome.RESERVE if number in reserve else Outcome.NOT_SELECTED


def _code(number: str, places: int, lost: set[str]) -> OutcomeCode:
    if not places:
        return OutcomeCode.QUOTA_FULL
    return OutcomeCode.LOST_LOT if number in lost else OutcomeCode.BELOW_CUT


def _compared(cut: Cut, number: str) -> Iterator[Compared]:
    """The steps that a person of the tie went through, each beside one of the other side."""
    for step in cut.steps:
        values = dict(step.values)
        if step.kind is CutStepKind.LOT:
            others = step.dropped if number in step.admitted else step.admitted
            if number in (*step.admitted, *step.dropped):
                yield Compared("", "", others[0], "")
            continue
        if number not in values:
            continue
        sides = {True: step.admitted, False: step.dropped}
        other = next(iter(sides[number not in step.admitted] or step.still_tied), None)
        if other is not None and other != number:
            yield Compared(step.name, _text(values[number]), other, _text(values[other]))


def _text(value: Number | None) -> str:
    return "" if value is None else str(value)


def _everybody_else(inputs: Inputs) -> Iterator[Line]:
    named = {nominee.number for nominee in inputs.nominees}
    scheme, tier = inputs.scheme, inputs.scheme.tiers[-1]
    for number, entrant in inputs.entrants.items():
        if number in named:
            continue
        rule = first_failed(scheme.rules, tier, entrant.facts)
        if rule is None:
            outcome, code = Outcome.NOT_SELECTED, OutcomeCode.NOT_NOMINATED
        else:
            outcome, code = Outcome.INELIGIBLE, code_of(rule, entrant.facts)
        key = rule.key if rule else ""
        yield Line(number, tier, entrant.district, False, outcome, code, key)  # noqa: FBT003
