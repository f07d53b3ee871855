"""The rule of stars written: shipped as the first version, changed as dated ones."""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.queries.star_rules import star_rules_in_force
from hrgrid.assessment.rules.star_rules import (
    NAMES,
    StarRules,
    StarRulesRow,
    problems,
    shipped,
    topic_of,
)
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import add_version, versions_of
from hrgrid.storage.work import UnitOfWork

_DAWN = dt.date(1949, 10, 1)
"""A rule that nobody dated was always there."""


def star_rules_in_use(work: UnitOfWork, subject: StarSubject, on: dt.date) -> StarRulesRow:
    """The version of a day, shipped where the office has none of its own."""
    if not versions_of(work, topic_of(subject)):
        first = shipped(subject).parameters()
        add_version(work, topic_of(subject), NAMES[subject], first, valid_from=_DAWN)
    return star_rules_in_force(work, subject, on)


def save_star_rules(
    work: UnitOfWork,
    subject: StarSubject,
    rules: StarRules,
    valid_from: dt.date,
    *,
    document_no: str = "",
    version: int | None = None,
) -> int:
    """A new version from a day on, with a reason; returns its number.

    `version` is the newest one that was seen. Raises UserError for what does not add up, for one
    that repeats the version in force, and where somebody saved another one meanwhile.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    if told := problems(rules):
        raise UserError(told[0].sentence)
    star_rules_in_use(work, subject, valid_from)
    newest = versions_of(work, topic_of(subject))[0]
    if version is not None and newest.number > max(version, 1):
        raise UserError(
            f"星级办法已由{newest.made_by}存了第 {newest.number} 版，这次没有存。请对照新的一版再改"
        )
    added = add_version(
        work,
        topic_of(subject),
        NAMES[subject],
        rules.parameters(),
        valid_from=valid_from,
        document_no=document_no.strip(),
    )
    return added.number
