"""The rules of funding as versions of the rule book: shipped, written anew, locked once used."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hrgrid.core.rights import Right
from hrgrid.funding.queries.rules import RulesInForce, funding_rules
from hrgrid.funding.rules.funding_rules import TITLE, TOPIC, FundingRules
from hrgrid.funding.rules.rule_lines import check, parameters
from hrgrid.storage.rulebook import add_version, lock_rules, versions_of
from hrgrid.storage.work import UnitOfWork

DAWN = dt.date(1990, 1, 1)
"""From when on the shipped rules hold."""


def keep_funding_rules(
    work: UnitOfWork,
    rules: FundingRules,
    valid_from: dt.date,
    document_no: str = "",
    reason: str = "",
) -> int:
    """A new version from a day on, with the reason (else the work's own); returns its number.

    What was computed before keeps its version. Raises UserError for what does not hold, without
    a reason, and for rules that repeat those of that day.
    """
    work.require(Right.KEEP_RULES)
    if reason.strip():
        work.circumstances = replace(work.circumstances, reason=reason.strip())
    work.require_reason()
    check(rules)
    _ship(work)
    row = add_version(
        work,
        TOPIC,
        TITLE,
        parameters(rules),
        valid_from=valid_from,
        document_no=document_no.strip()[:80],
    )
    return row.number


def rules_in_use(work: UnitOfWork, day: dt.date, purpose: str = "") -> RulesInForce:
    """The rules of a day for what rests on them; the shipped ones are written first.

    With a purpose that version is locked: what rests on it can always be told again.
    """
    _ship(work)
    found = funding_rules(work, day)
    if purpose:
        lock_rules(work, TOPIC, found.number, purpose[:80])
    return found


def _ship(work: UnitOfWork) -> None:
    if not versions_of(work, TOPIC):
        add_version(work, TOPIC, TITLE, parameters(FundingRules()), valid_from=DAWN)
