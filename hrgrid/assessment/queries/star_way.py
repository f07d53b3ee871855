"""Why somebody has this star, in sentences, and what was missing for the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.assessment.model import StarLine
from hrgrid.assessment.queries.star_groups import choice_words
from hrgrid.assessment.queries.star_lines import lines_of
from hrgrid.assessment.queries.star_rules import star_rules_version
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.rules.star_rows import StarLineRow, StarWay
from hrgrid.assessment.rules.star_way_words import line_words, missing_words
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork


def line_way(work: UnitOfWork, round_id: int, seq: int) -> StarWay:
    """One line of the computation in force. Raises UserError where it is not there any more."""
    found = seen_round(work, round_id)
    run = star_run_of(work, found)
    rows = lines_of(work, found, [seq])
    if run is None or not rows:
        raise UserError("这一行已经不在名单里了。请刷新后再选")
    rules = star_rules_version(work, found.subject, found.rule_number).rules
    query = select(StarLine.facts).where(StarLine.run_id == run.id, StarLine.seq == seq)
    facts = json.loads(work.session.scalars(query).one())
    row = rows[0]
    shares = _shares(row, json.loads(run.shares))
    return StarWay(
        row,
        line_words(rules, row, facts, shares, found.subject),
        missing_words(rules, row, facts, shares, found.subject),
        found.title,
        choice_words(work, found, row.subject_id),
    )


star_way = line_way


def _shares(row: StarLineRow, steps: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """The steps of the shares in the pool of somebody's unit, by level."""
    code = row.unit_code
    return {int(step["grade"]): step for step in steps if code in step["units"]}
