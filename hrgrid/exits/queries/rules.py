"""Which rules of exits are in force, which version a case went by, and every version there was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.rights import Right
from hrgrid.exits.rules.exit_rules import TOPIC, ExitRules
from hrgrid.exits.rules.rule_lines import changes
from hrgrid.storage.rulebook import RuleSetRow, rules_in_force, versions_of
from hrgrid.storage.work import UnitOfWork

DAWN = dt.date(1949, 10, 1)
"""What ships was always there."""
_LOOKING = (Right.VIEW_EXITS, Right.RUN_EXITS, Right.KEEP_RULES)


@dataclass(frozen=True)
class ExitRulesInForce:
    """A version with its numbers; `locked_for` "" is one on which nothing rests yet."""

    number: int
    sha256: str
    valid_from: dt.date
    rules: ExitRules
    locked_for: str


@dataclass(frozen=True)
class ExitRulesVersion:
    """A version as the list shows it; `changes` against the one before, in sentences."""

    number: int
    valid_from: dt.date
    rules: ExitRules
    document_no: str
    reason: str
    made_by: str
    locked_for: str
    in_force: bool
    changes: tuple[str, ...]


def exit_rules(work: UnitOfWork, on: dt.date) -> ExitRulesInForce:
    """The rules of a day; before the office has any, those that ship. Asks no right."""
    found = rules_in_force(work, TOPIC, on)
    return _shipped() if found is None else _row(found)


def exit_rules_version(work: UnitOfWork, number: int) -> ExitRules:
    """The rules in the version that a case or a look went by. Asks no right."""
    kept = {row.number: row for row in versions_of(work, TOPIC)}
    if number in kept:
        return ExitRules.read(kept[number].parameters)
    if not kept and number == 1:
        return ExitRules()
    raise UserError(f"没有第 {number} 版“预警和退出”规则。请刷新后再选")


def exit_rule_versions(work: UnitOfWork) -> list[ExitRulesVersion]:
    """Every version, the newest first; the shipped one alone before it was needed."""
    if not any(work.actor.may_somewhere(right) for right in _LOOKING):
        work.require_somewhere(Right.VIEW_EXITS)
    kept = versions_of(work, TOPIC)
    if not kept:
        return [ExitRulesVersion(1, DAWN, ExitRules(), "", "", "", "", in_force=True, changes=())]
    read = [ExitRules.read(row.parameters) for row in kept]
    number = exit_rules(work, work.today).number
    return [
        ExitRulesVersion(
            row.number,
            row.valid_from,
            rules,
            row.document_no,
            row.reason,
            row.made_by,
            row.locked_for,
            row.number == number,
            changes(read[at + 1], rules) if at + 1 < len(read) else (),
        )
        for at, (row, rules) in enumerate(zip(kept, read, strict=True))
    ]


def _shipped() -> ExitRulesInForce:
    rules = ExitRules()
    return ExitRulesInForce(1, canonical_hash(rules.parameters()), DAWN, rules, "")


def _row(found: RuleSetRow) -> ExitRulesInForce:
    return ExitRulesInForce(
        found.number,
        found.sha256,
        found.valid_from,
        ExitRules.read(found.parameters),
        found.locked_for,
    )
