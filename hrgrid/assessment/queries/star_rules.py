"""The rule of stars in its versions."""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.queries.scope import require_look_somewhere
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.rules.star_rules import StarRules, StarRulesRow, shipped, topic_of
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.storage.rulebook import RuleSetRow, rules_in_force, version_of, versions_of
from hrgrid.storage.work import UnitOfWork


def star_rules_in_force(work: UnitOfWork, subject: StarSubject, on: dt.date) -> StarRulesRow:
    """The version of a day; number 0 and what ships where the office has none."""
    found = rules_in_force(work, topic_of(subject), on)
    if found is None:
        return StarRulesRow(subject, 0, None, shipped(subject))
    return _row(subject, found, found.number)


def star_rules_version(work: UnitOfWork, subject: StarSubject, number: int) -> StarRulesRow:
    """One version. Raises UserError where there is none."""
    return _row(subject, version_of(work, topic_of(subject), number), 0)


def star_rule_of(work: UnitOfWork, round_id: int) -> StarRulesRow:
    """The version that a round goes by."""
    found = seen_round(work, round_id)
    return star_rules_version(work, found.subject, found.rule_number)


def star_rule_versions(work: UnitOfWork, subject: StarSubject) -> list[StarRulesRow]:
    """Every version, the newest first; what ships where the office has none."""
    require_look_somewhere(work)
    now = rules_in_force(work, topic_of(subject), work.today)
    found = versions_of(work, topic_of(subject))
    if not found:
        return [StarRulesRow(subject, 0, None, shipped(subject), in_force=True)]
    return [_row(subject, one, now.number if now else 0) for one in found]


def _row(subject: StarSubject, found: RuleSetRow, in_force: int) -> StarRulesRow:
    return StarRulesRow(
        subject,
        found.number,
        found.valid_from,
        StarRules.read(found.parameters),
        found.sha256,
        found.document_no,
        found.reason,
        found.made_by,
        found.locked_for,
        in_force=found.number == in_force,
    )
