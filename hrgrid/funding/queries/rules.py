"""Which rules of funding are in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from hrgrid.core.hashing import canonical_hash
from hrgrid.funding.rules.funding_rules import TOPIC, FundingRules, MinimumWage
from hrgrid.funding.rules.words import Carry, Proration
from hrgrid.storage.rulebook import rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import GridKind


@dataclass(frozen=True)
class RulesInForce:
    """A version with its numbers."""

    number: int
    sha256: str
    rules: FundingRules


def funding_rules(work: UnitOfWork, day: dt.date) -> RulesInForce:
    """The rules of a day; before the office has any, those that ship. Asks no right."""
    found = rules_in_force(work, TOPIC, day)
    if found is None:
        rules = FundingRules()
        return RulesInForce(1, canonical_hash(rules), rules)
    return RulesInForce(found.number, found.sha256, rules_of(found.parameters))


def rules_of(parameters: Mapping[str, Any]) -> FundingRules:
    """The rules from what was kept of them."""
    given = {one.name: parameters[one.name] for one in fields(FundingRules)}
    given["per_grid"] = {GridKind(kind): fen for kind, fen in given["per_grid"].items()}
    given["proration"], given["carry"] = Proration(given["proration"]), Carry(given["carry"])
    given["warn_bp"] = tuple(given["warn_bp"])
    given["minimum_wages"] = tuple(
        MinimumWage(**row | {"since": dt.date.fromisoformat(row["since"])})
        for row in given["minimum_wages"]
    )
    return FundingRules(**given)
