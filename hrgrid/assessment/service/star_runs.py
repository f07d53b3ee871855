"""Stars computed: everybody of a round anew, kept as one run; and what if the rule were another."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select

from hrgrid.assessment.model import StarChoice, StarLine, StarRound, StarRun
from hrgrid.assessment.queries.star_reading import Read, read_people
from hrgrid.assessment.queries.star_rules import star_rules_version
from hrgrid.assessment.rules.star_rows import StarSummary
from hrgrid.assessment.rules.star_rules import topic_of
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.rules.stars import Reckoned, reckon_stars
from hrgrid.assessment.rules.words import RunState
from hrgrid.assessment.service.star_steps import named, round_of
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.rulebook import lock_rules
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.storage.work import UnitOfWork

RUN_KIND = "star_run"


def compute_stars(work: UnitOfWork, round_id: int) -> StarSummary:
    """Compute the stars of a round anew; the run before becomes void and stays readable.

    From the second run of a revision on the work needs a reason. Raises UserError where no
    settled result is there.
    """
    found = round_of(work, round_id, RoundState.DRAFT)
    before = _applied(work, found)
    if before is not None and before.revision == found.revision:
        work.require_reason()
    return keep_run(work, found, work.reason)


def keep_run(work: UnitOfWork, found: StarRound, reason: str) -> StarSummary:
    """One more computation, for a decision at a line as well."""
    read = read_people(work, found)
    if not read.people:
        raise UserError(
            f"{named(found)}要用的考核结果还没有确认，没有人可评。请先确认那一期的考核结果"
        )
    rules = star_rules_version(work, found.subject, found.rule_number)
    lock_rules(work, topic_of(found.subject), found.rule_number, found.title)
    choices = choices_of(work, found.id)
    work.progress.begin("评定星级", len(read.people))
    reckoned = reckon_stars(rules.rules, list(read.units.values()), read.people, choices)
    before = _applied(work, found)
    levels_before = {} if before is None else _levels(work, before.id)
    if before is not None:
        before.state = RunState.VOID
    work.session.flush()
    last = select(func.max(StarRun.number)).where(StarRun.round_id == found.id)
    run = StarRun(
        round_id=found.id,
        number=1 + (work.session.scalar(last) or 0),
        revision=found.revision,
        rule_sha256=found.rule_sha256,
        input_hash=_input_hash(found, read, choices),
        output_hash=_output_hash(read, reckoned),
        inputs=canonical_bytes([list(one) for one in read.sources]).decode(),
        shares=canonical_bytes([one.plain(read.numbers) for one in reckoned.steps]).decode(),
        state=RunState.APPLIED,
        reason=reason,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    _write(work, run.id, read, reckoned)
    register_uses(
        work, RUN_KIND, str(run.id),
        [Fact("assessment_period", str(period), revision) for period, revision, _ in read.sources],
    )  # fmt: skip
    summary = _summary(run, read, reckoned, levels_before if before is not None else None)
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


def choices_of(work: UnitOfWork, round_id: int) -> dict[int, int]:
    """The level decided of each person at a line."""
    query = select(StarChoice.person_id, StarChoice.level).where(
        StarChoice.round_id == round_id,
        StarChoice.void_reason == "",
        StarChoice.person_id.is_not(None),
    )
    return {key: level for key, level in work.session.execute(query) if key is not None}


def _applied(work: UnitOfWork, found: StarRound) -> StarRun | None:
    query = select(StarRun).where(StarRun.round_id == found.id, StarRun.state == RunState.APPLIED)
    return work.session.scalar(query)


def _levels(work: UnitOfWork, run_id: int) -> dict[int, int]:
    query = select(StarLine.person_id, StarLine.level).where(StarLine.run_id == run_id)
    return {key: level for key, level in work.session.execute(query) if key is not None}


def _write(work: UnitOfWork, run_id: int, read: Read, reckoned: Reckoned) -> None:
    order = {unit_id: at for at, unit_id in enumerate(read.units)}
    places = sorted(
        range(len(read.people)),
        key=lambda at: (
            order[read.unit_ids[at]],
            reckoned.stars[at].rank or 10**9,
            read.numbers[read.people[at].key],
        ),
    )
    rows = []
    for seq, at in enumerate(places, start=1):
        one, star = read.people[at], reckoned.stars[at]
        rows.append(
            {
                "run_id": run_id,
                "seq": seq,
                "person_id": one.key,
                "grid_id": None,
                "area_id": read.areas[at],
                "unit_id": read.unit_ids[at],
                "total_milli": one.total_milli,
                "rank": star.rank,
                "tied": star.tied,
                "line_level": star.line_level,
                "share_level": star.share_level,
                "level": star.level,
                "before_level": one.before_level,
                "at_line": star.at_line,
                "held": ",".join(each.value for each in star.held),
                "left_out": star.left_out,
                "facts": json.dumps(
                    {
                        "served_months": one.served_months,
                        "bad_months": one.bad_months,
                        "rated": one.rated,
                        "vetoed": one.vetoed,
                    }
                ),
            }
        )
    work.progress.begin("保存星级", len(rows))
    insert_rows(work, StarLine, rows)


def _summary(
    run: StarRun, read: Read, reckoned: Reckoned, before: Mapping[int, int] | None
) -> StarSummary:
    stars = reckoned.stars
    inside = [one for one in stars if one.left_out is None]
    levels = Counter(one.level for one in inside)
    changed = None
    if before is not None:
        changed = sum(before.get(one.key) != one.level for one in stars)
    stale = tuple(read.numbers[key] for key in reckoned.stale if key in read.numbers)
    return StarSummary(
        run.id,
        run.number,
        len(inside),
        len(inside) - levels[0],
        sum(one.at_line for one in inside),
        len(stars) - len(inside),
        changed,
        stale,
    )


def _input_hash(found: StarRound, read: Read, choices: Mapping[int, int]) -> str:
    told = sorted(
        (
            read.numbers[one.key], one.unit, one.total_milli, one.before_level, one.rated,
            one.vetoed, one.bad_months, one.served_months,
        )
        for one in read.people
    )  # fmt: skip
    return canonical_hash(
        {
            "rules": found.rule_sha256,
            "people": _digest(told),
            "choices": {read.numbers[key]: level for key, level in choices.items()
                        if key in read.numbers},
        }
    )  # fmt: skip


def _output_hash(read: Read, reckoned: Reckoned) -> str:
    told = sorted(
        (read.numbers[one.key], one.level, one.rank, one.at_line) for one in reckoned.stars
    )
    return canonical_hash({"stars": _digest(told)})


def _digest(rows: list[tuple[object, ...]] | list[tuple[str, int, int | None, bool]]) -> str:
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()
