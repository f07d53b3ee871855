"""Every version of the rules of funding, with what it changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.rights import Right
from hrgrid.funding.queries.rules import funding_rules, rules_of
from hrgrid.funding.rules.funding_rules import TOPIC, FundingRules
from hrgrid.funding.rules.rule_lines import changes
from hrgrid.storage.rulebook import versions_of
from hrgrid.storage.work import UnitOfWork

_LOOKING = (Right.RUN_FUNDING, Right.APPROVE, Right.KEEP_RULES)


@dataclass(frozen=True)
class RulesVersion:
    """A version as the dialog shows it; `changes` against the one before, in sentences."""

    number: int
    valid_from: dt.date | None
    rules: FundingRules
    document_no: str
    reason: str
    made_by: str
    in_force: bool
    changes: tuple[str, ...]

    @property
    def told(self) -> str:
        """第 2 版，2026-07-01 起（现行）, or that it ships."""
        if self.valid_from is None:
            return "程序自带（现行）"
        since = "从一开始" if self.number == 1 else f"{self.valid_from:%Y-%m-%d} 起"
        return f"第 {self.number} 版，{since}{'（现行）' if self.in_force else ''}"


def rule_versions(work: UnitOfWork) -> list[RulesVersion]:
    """The newest first; before the office has any, those that ship."""
    if not any(work.actor.may_somewhere(right) for right in _LOOKING):
        work.require_somewhere(Right.RUN_FUNDING)
    found = sorted(versions_of(work, TOPIC), key=lambda row: row.number)
    if not found:
        return [RulesVersion(1, None, FundingRules(), "", "", "", in_force=True, changes=())]
    now = funding_rules(work, work.today).number
    made: list[RulesVersion] = []
    for row in found:
        rules = rules_of(row.parameters)
        changed = changes(made[-1].rules, rules) if made else ()
        made.append(
            RulesVersion(
                row.number, row.valid_from, rules, row.document_no, row.reason, row.made_by,
                in_force=row.number == now, changes=changed,
            )
        )  # fmt: skip
    return made[::-1]
