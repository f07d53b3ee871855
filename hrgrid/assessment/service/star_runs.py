"""Stars computed: everybody of a round anew, kept as one run.

A run keeps with its lines all that it was reckoned from. A decision at a share's line is settled
on that, so that nobody else's figures move with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.model import StarLine, StarRound, StarRun
from hrgrid.assessment.queries.star_deciding import choices_of
from hrgrid.assessment.queries.star_kept import Read, kept_of
from hrgrid.assessment.queries.star_reading import read_round
from hrgrid.assessment.queries.star_rules import star_rules_version
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.rules.star_rows import StarSummary
from hrgrid.assessment.rules.star_rules import StarRules, topic_of
from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.assessment.rules.stars import Reckoned, reckon_stars
from hrgrid.assessment.rules.words import RunState
from hrgrid.assessment.service.star_steps import named, round_of
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.exchange.service.pausing import collector_paused
from hrgrid.storage.bulk import BLOCK, Columns, insert_blocks
from hrgrid.storage.rulebook import lock_rules
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.storage.work import UnitOfWork

RUN_KIND = "star_run"
_LAST = 10**9


def compute_stars(work: UnitOfWork, round_id: int) -> StarSummary:
    """Compute the stars of a round anew; the run before becomes void and stays readable.

    Whoever computes proposes the result, so that another one approves it where the office asks.
    Raises UserError where a result is not confirmed, or nobody is there.
    """
    found = round_of(work, round_id, RoundState.DRAFT)
    rules = star_rules_version(work, found.subject, found.rule_number).rules
    lock_rules(work, topic_of(found.subject), found.rule_number, found.title[:80])
    # Many small rows, none of them in a circle.
    with collector_paused():
        read = read_round(work, found, rules)
        if not read.people:
            raise UserError(f"{named(found)}没有可评的{found.subject.label}。请核对评定的范围")
        return _keep(work, found, rules, read, work.reason)


def settle_stars_anew(work: UnitOfWork, found: StarRound, reason: str) -> StarSummary:
    """A new run on the figures of the one that counts, with the choices as decided now.

    Raises UserError before the first computation.
    """
    run = star_run_of(work, found)
    if run is None:
        raise UserError(f"{named(found)}的这一版还没有计算。请先计算")
    if run.rule_sha256 != found.rule_sha256:
        raise UserError(f"{named(found)}计算以后换了办法版本。请先重新计算")
    rules = star_rules_version(work, found.subject, found.rule_number).rules
    with collector_paused():
        return _keep(work, found, rules, kept_of(work, found, run), reason)


def _keep(
    work: UnitOfWork, found: StarRound, rules: StarRules, read: Read, reason: str
) -> StarSummary:
    choices = choices_of(work, found)
    work.progress.begin("评定星级", len(read.people))
    reckoned = reckon_stars(rules, read.units.values(), read.people, choices, found.subject)
    before = star_run_of(work, found)
    levels = None if before is None else _levels(work, found.subject, before.id)
    for one in work.session.scalars(
        select(StarRun).where(StarRun.round_id == found.id, StarRun.state == RunState.APPLIED)
    ):
        one.state = RunState.VOID
    found.proposer_id = work.actor.operator_id
    work.session.flush()
    last = select(func.max(StarRun.number)).where(StarRun.round_id == found.id)
    run = StarRun(
        round_id=found.id,
        number=1 + (work.session.scalar(last) or 0),
        revision=found.revision,
        rule_sha256=found.rule_sha256,
        input_hash=_input_hash(found, read, choices),
        output_hash=_output_hash(read, reckoned),
        inputs=canonical_bytes(dict(read.marks)).decode(),
        shares=canonical_bytes([one.plain(read.numbers) for one in reckoned.steps]).decode(),
        state=RunState.APPLIED,
        reason=reason,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    _write(work, found.subject, run.id, read, reckoned)
    periods = read.marks["results"]
    register_uses(
        work,
        RUN_KIND,
        str(run.id),
        [Fact("assessment_period", str(period), revision) for period, revision, *_ in periods],
    )
    summary = _summary(run, read, reckoned, levels)
    work.record(
        "compute_stars",
        f"{named(found)}第 {run.number} 次计算",
        reason or None,
        after={
            "people": summary.people,
            "starred": summary.starred,
            "input": run.input_hash,
            "output": run.output_hash,
        },
    )
    return summary


def _levels(work: UnitOfWork, subject: StarSubject, run_id: int) -> dict[int, int]:
    column = own_key(StarLine, subject)
    query = select(column, StarLine.level).where(StarLine.run_id == run_id)
    return dict(work.session.execute(query).tuples().all())


def _write(
    work: UnitOfWork, subject: StarSubject, run_id: int, read: Read, reckoned: Reckoned
) -> None:
    """The lines by unit and rank, as lists and papers have them."""
    stars, numbers = reckoned.stars, read.numbers
    unit_order = {unit_id: at for at, unit_id in enumerate(read.units)}
    places = [
        (unit_order[unit_id], one.rank or _LAST, numbers[one.key])
        for unit_id, one in zip(read.unit_ids, stars, strict=True)
    ]
    order = sorted(range(len(stars)), key=places.__getitem__)
    lined = [stars[at] for at in order]
    people = [read.people[at] for at in order]
    held = {kinds: ",".join(one.value for one in kinds) for kinds in {one.held for one in lined}}
    keys, nobody = [one.key for one in lined], [None] * len(lined)
    person = subject is StarSubject.PERSON
    columns: Columns = {
        "run_id": [run_id] * len(lined),
        "seq": range(1, len(lined) + 1),
        "person_id": keys if person else nobody,
        "grid_id": nobody if person else keys,
        "area_id": [read.areas[at] for at in order],
        "unit_id": [read.unit_ids[at] for at in order],
        "total_milli": [one.total_milli for one in people],
        "rank": [one.rank for one in lined],
        "tied": [one.tied for one in lined],
        "line_level": [one.line_level for one in lined],
        "share_level": [one.share_level for one in lined],
        "level": [one.level for one in lined],
        "before_level": [one.before_level for one in people],
        "at_line": [one.at_line for one in lined],
        "held": [held[one.held] for one in lined],
        "left_out": [one.left_out for one in lined],
        "facts": [read.facts[at] for at in order],
    }
    work.progress.begin("保存星级", len(lined))
    blocks = (
        (StarLine, {name: column[at : at + BLOCK] for name, column in columns.items()})
        for at in range(0, len(lined), BLOCK)
    )
    insert_blocks(work, {StarLine: len(lined)}, blocks)


def _summary(
    run: StarRun, read: Read, reckoned: Reckoned, before: Mapping[int, int] | None
) -> StarSummary:
    stars = reckoned.stars
    inside = [one for one in stars if one.left_out is None]
    counts = Counter(one.level for one in inside)
    changed = None
    if before is not None:
        changed = sum(before.get(one.key) != one.level for one in stars)
    stale = tuple(read.numbers[key] for key in reckoned.stale if key in read.numbers)
    return StarSummary(
        run.id,
        run.number,
        len(inside),
        len(inside) - counts[0],
        sum(one.at_line for one in inside),
        len(stars) - len(inside),
        changed,
        stale,
    )


def _input_hash(found: StarRound, read: Read, choices: Mapping[int, int]) -> str:
    """By business keys: the same office in another database gives the same."""
    numbers = read.numbers
    told = [
        (
            numbers[one.key],
            one.unit,
            one.total_milli,
            one.before_level,
            one.rated,
            one.vetoed,
            one.bad_months,
            one.served_months,
            one.theme_ceiling,
        )
        for one in read.people
    ]
    return canonical_hash(
        {
            "rules": found.rule_sha256,
            "people": _digest(told),
            "choices": {numbers[key]: level for key, level in choices.items() if key in numbers},
        }
    )


def _output_hash(read: Read, reckoned: Reckoned) -> str:
    numbers = read.numbers
    told = [
        (numbers[one.key], one.line_level, one.share_level, one.level, one.rank, one.at_line)
        for one in reckoned.stars
    ]
    return canonical_hash({"stars": _digest(told)})


def _digest(rows: Sequence[tuple[Any, ...]]) -> str:
    """Of rows by their business keys, which come first and are all different."""
    return hashlib.sha256("\n".join(map(str, sorted(rows, key=itemgetter(0)))).encode()).hexdigest()
