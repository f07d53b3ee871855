"""The rules of exits as versions of the rule book: shipped, written anew, locked once used."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.queries.rules import DAWN, ExitRulesInForce, exit_rules
from hrgrid.exits.rules.exit_rules import TITLE, TOPIC, ExitRules, check
from hrgrid.storage.rulebook import add_version, lock_rules, versions_of
from hrgrid.storage.work import UnitOfWork


def rules_in_use(work: UnitOfWork, on: dt.date, purpose: str = "") -> ExitRulesInForce:
    """The rules of a day for what goes by them from now on; the shipped ones are written first.

    With a purpose that version is locked: what rests on it can always be told again.
    """
    _ship(work)
    found = exit_rules(work, on)
    if purpose:
        lock_rules(work, TOPIC, found.number, purpose[:80])
    return found


def save_exit_rules(
    work: UnitOfWork, rules: ExitRules, valid_from: dt.date, document_no: str = ""
) -> int:
    """A new version from a day on, with a reason; returns its number.

    Cases and looks go on by the version under which they began. Raises UserError for what does
    not hold, and for rules that repeat those of that day.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    check(rules)
    _ship(work)
    if exit_rules(work, valid_from).rules == rules:
        raise UserError("和这一天施行的规则完全相同，没有另存。请核对改了哪里")
    row = add_version(
        work,
        TOPIC,
        TITLE,
        rules.parameters(),
        valid_from=valid_from,
        document_no=document_no.strip(),
    )
    return row.number


def _ship(work: UnitOfWork) -> None:
    if not versions_of(work, TOPIC):
        add_version(work, TOPIC, TITLE, ExitRules().parameters(), valid_from=DAWN)
