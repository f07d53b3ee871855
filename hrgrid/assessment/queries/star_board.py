"""The board of a round of stars, the whole distribution, and what if the rule were another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.accounts.model import Operator
from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.assessment.model import StarLine, StarRound
from hrgrid.assessment.queries.people import chains_of, names_of
from hrgrid.assessment.queries.star_blocking import (
    approval_blockers,
    reopening_asked,
    round_blockers,
    star_reopening_key,
)
from hrgrid.assessment.queries.star_deciding import choices_of
from hrgrid.assessment.queries.star_kept import Read, kept_of
from hrgrid.assessment.queries.star_rounds import rows_of_rounds
from hrgrid.assessment.queries.star_rules import star_rules_in_force, star_rules_version
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.rules.period_rows import Blocker, NextStep
from hrgrid.assessment.rules.star_rows import (
    Moved,
    RoundBoard,
    RoundCard,
    Spread,
    UnitStars,
    WhatIf,
)
from hrgrid.assessment.rules.star_rules import StarRules, problems
from hrgrid.assessment.rules.star_words import HIGHEST, HeldBack, RoundState, StarSubject
from hrgrid.assessment.rules.stars import Starred, reckon_stars
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

_NONE = (0,) * (HIGHEST + 1)


def round_board(work: UnitOfWork, round_id: int) -> RoundBoard:
    """Everything of one round; nobody is read by name."""
    found = seen_round(work, round_id)
    draft = found.state is RoundState.DRAFT
    blockers = round_blockers(work, found) if draft else []
    if draft and not blockers:
        blockers = approval_blockers(work, found)
    runs = work.actor.may(Right.RUN_ASSESSMENT, found.area_path)
    return RoundBoard(
        _card(work, found),
        tuple(blockers),
        _next(work, found, blockers, runs=runs),
        any(one.kind == "stale" for one in blockers),
        may_reopen=runs and found.state is RoundState.CONFIRMED,
        may_cancel=runs and draft,
        asked_reopening=reopening_asked(found),
    )


def _next(
    work: UnitOfWork, found: StarRound, blockers: Sequence[Blocker], *, runs: bool
) -> NextStep | None:
    """The one lawful step: compute, decide, approve or confirm; reopen where that was asked."""
    if found.state is RoundState.DRAFT:
        return _next_of_draft(blockers, runs=runs)
    if not reopening_asked(found):
        return None
    if approval_state(work, Deed.ASSESSMENT, star_reopening_key(found)).complete:
        return NextStep("reopen", "重新评定", enabled=runs)
    return NextStep("approve", "审批重新评定", enabled=True, why=f"事由：{found.reopen_reason}")


def _next_of_draft(blockers: Sequence[Blocker], *, runs: bool) -> NextStep:
    kinds = {one.kind for one in blockers}
    why = blockers[0].sentence if blockers else ""
    if "periods" in kinds:
        return NextStep("compute", "按方案评定", enabled=False, why=why)
    if kinds & {"compute", "stale"}:
        label = "重新评定" if "stale" in kinds else "按方案评定"
        return NextStep("compute", label, enabled=runs, why=why)
    if "line" in kinds:
        return NextStep("decide", "裁定并列", enabled=runs, why=why)
    if kinds == {"approval"}:
        return NextStep("approve", "审批结果", enabled=True, why=why)
    return NextStep("confirm", "确认评定", enabled=runs and not blockers, why=why)


def _card(work: UnitOfWork, found: StarRound) -> RoundCard:
    now = star_rules_in_force(work, found.subject, work.today)
    newer = found.state is RoundState.DRAFT and now.number and now.sha256 != found.rule_sha256
    proposer = ""
    if found.proposer_id is not None:
        named = select(Operator.name).where(Operator.id == found.proposer_id)
        proposer = work.session.scalar(named) or ""
    return RoundCard(
        rows_of_rounds(work, [found])[0],
        found.rule_number,
        now.number if newer else None,
        proposer,
        found.reopen_reason,
        found.approval_words,
        found.document_no,
        found.cancel_reason,
    )


# --- the distribution ---------------------------------------------------------------------------


@dataclass
class _Counted:
    """One unit while it is counted."""

    levels: Counter[int] = field(default_factory=Counter)
    up: int = 0
    down: int = 0
    held: int = 0
    at_line: int = 0
    left_out: int = 0

    def add(self, one: Starred, before: int) -> None:
        if one.left_out is not None:
            self.left_out += 1
            return
        self.levels[one.level] += 1
        self.up += one.level > before
        self.down += one.level < before
        self.held += HeldBack.SHARE in one.held
        self.at_line += one.at_line

    def row(self, unit_id: int, unit: str) -> UnitStars:
        counts = tuple(self.levels[level] for level in range(HIGHEST + 1))
        return UnitStars(
            unit_id,
            unit,
            sum(counts),
            counts,
            self.up,
            self.down,
            self.held,
            self.at_line,
            self.left_out,
        )


def spread(work: UnitOfWork, round_id: int) -> Spread:
    """How the stars of a round fall, whole and by unit, beside the round before.

    Nothing anywhere before the first computation.
    """
    found = seen_round(work, round_id)
    run = star_run_of(work, found)
    units: dict[int, _Counted] = {}
    if run is not None:
        line = StarLine
        query = select(
            *(line.unit_id, line.level, line.before_level, line.held, line.at_line, line.left_out)
        ).where(line.run_id == run.id)
        for unit_id, level, before, held, at_line, left_out in work.session.execute(query):
            kinds = tuple(HeldBack(code) for code in held.split(",") if code)
            star = Starred(0, level=level, at_line=at_line, held=kinds, left_out=left_out)
            units.setdefault(unit_id, _Counted()).add(star, before)
    rows = _by_unit(work, units)
    title, before_counts = _round_before(work, found)
    return Spread(
        _sum(rows),
        sum(row.people for row in rows),
        sum(row.up for row in rows),
        sum(row.down for row in rows),
        title,
        before_counts,
        sum(before_counts or ()),
        rows,
    )


def _by_unit(work: UnitOfWork, units: Mapping[int, _Counted]) -> tuple[UnitStars, ...]:
    named = scoring_units(work, units)
    return tuple(units[unit_id].row(unit_id, unit.name) for unit_id, unit in named.items())


def _sum(rows: Sequence[UnitStars]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*(row.counts for row in rows), strict=True)) or _NONE


def _round_before(work: UnitOfWork, found: StarRound) -> tuple[str, tuple[int, ...] | None]:
    """The newest confirmed round of the same subject and area before this one, with its stars."""
    query = (
        select(StarRound)
        .where(
            StarRound.subject == found.subject,
            StarRound.area_path == found.area_path,
            StarRound.state == RoundState.CONFIRMED,
            StarRound.valid_from < found.valid_from,
        )
        .order_by(StarRound.valid_from.desc(), StarRound.id.desc())
        .limit(1)
    )
    before = work.session.scalar(query)
    if before is None:
        return "", None
    return before.title, rows_of_rounds(work, [before])[0].counts


# --- what if ------------------------------------------------------------------------------------


def what_if(work: UnitOfWork, round_id: int, rules: StarRules) -> WhatIf:
    """The stars of a computed round under another rule; nothing is stored.

    The same function on the same figures; decisions at lines count where the line still is one.
    Raises UserError for a rule that does not add up, and before the first computation.
    """
    found = seen_round(work, round_id)
    run = star_run_of(work, found)
    if run is None:
        raise UserError(f"“{found.title}”还没有评定，没有可以试算的结果。请先按方案评定")
    if told := problems(rules):
        raise UserError(told[0].sentence)
    read = kept_of(work, found, run)
    choices = choices_of(work, found)
    own = star_rules_version(work, found.subject, found.rule_number).rules
    was = reckon_stars(own, read.units.values(), read.people, choices, found.subject)
    now = reckon_stars(rules, read.units.values(), read.people, choices, found.subject)
    units: dict[int, _Counted] = {}
    changed: list[tuple[int, int]] = []
    for at, (before, after) in enumerate(zip(was.stars, now.stars, strict=True)):
        units.setdefault(read.unit_ids[at], _Counted()).add(after, read.people[at].before_level)
        if before.level != after.level:
            changed.append((at, before.level))
    rows = _by_unit(work, units)
    counts = _sum(rows)
    return WhatIf(
        counts,
        sum(counts),
        sum(row.at_line for row in rows),
        _moved(work, found, read, [(at, level, now.stars[at].level) for at, level in changed]),
        rows,
        sum(rules.monthly_fen(level) * count for level, count in enumerate(counts)),
    )


def _moved(
    work: UnitOfWork, found: StarRound, read: Read, changed: Sequence[tuple[int, int, int]]
) -> tuple[Moved, ...]:
    keys = [read.people[at].key for at, _, _ in changed]
    if found.subject is StarSubject.PERSON:
        names = names_of(work, keys)
    else:
        names = {key: chain.own for key, chain in chains_of(work, keys).items()}
    rows = [
        Moved(
            names.get(read.people[at].key, ""),
            read.units[read.unit_ids[at]].name,
            read.people[at].total_milli,
            was,
            now,
        )
        for at, was, now in changed
    ]
    return tuple(sorted(rows, key=lambda row: (row.unit, -(row.total_milli or 0), row.name)))
