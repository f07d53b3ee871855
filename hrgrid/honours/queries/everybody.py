"""Every line of a run with all its rules, for the workbook of the whole selection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, SelectionRun
from hrgrid.honours.queries.behind import fact_origins
from hrgrid.honours.queries.campaigns import CampaignRow, RunRow, campaign
from hrgrid.honours.queries.explanation import score_text
from hrgrid.honours.queries.inputs import frozen_inputs, stored_lines
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import pool_text
from hrgrid.honours.rules.conditions import DISCREET, WITHHELD
from hrgrid.honours.rules.eligibility import Rule, checks, waiver
from hrgrid.honours.rules.rows import Inputs, Line, Nominee
from hrgrid.honours.rules.scheme import WHOLE
from hrgrid.honours.rules.words import Basis
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class WholeRow:
    """One line as it is told; `checks` a text a rule of the run's scheme, "" none."""

    tier: str
    district: str
    number: str
    name: str
    nominated: bool
    outcome: str
    why: str
    rank: int | None
    score: str
    cut: str
    distance: str
    parts: tuple[str, ...]
    ties: int
    checks: tuple[str, ...]


class Whole:
    """A run read once; its rows are made one by one, since they are as many as people."""

    def __init__(self, work: UnitOfWork, campaign_id: int) -> None:
        decides = work.actor.may(Right.DECIDE_HONOURS)
        work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
        self._sees_exits = work.actor.may(Right.VIEW_EXITS)
        self.campaign: CampaignRow = campaign(work, campaign_id)
        newest = self.campaign.newest
        if newest is None:
            raise UserError("这次评选还没有计算过。请先计算名单")
        self.run: RunRow = newest
        found = work.session.get_one(SelectionRun, newest.id)
        self.inputs: Inputs = frozen_inputs(
            work, work.session.get_one(Campaign, campaign_id), found
        ).inputs
        self.rules: tuple[Rule, ...] = self.inputs.scheme.rules
        self.origins: Mapping[str, str] = fact_origins(work, found)
        self._lines = stored_lines(work, newest.id)
        self._districts = {
            one.counts.code: one.counts.name for one in weighed_districts(work, campaign_id)
        }
        self._nominees = {(one.number, one.tier): one for one in self.inputs.nominees}

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def rows(self, *, nominated: bool) -> Iterator[WholeRow]:
        """Those of the nominees, or of everybody else."""
        for line in self._lines:
            if line.nominated is nominated:
                yield self._row(line)

    def _row(self, line: Line) -> WholeRow:
        scheme, person = self.inputs.scheme, self.inputs.entrants[line.number]
        seen = {one.rule.key: one for one in checks(scheme.rules, line.tier, person.facts)}
        told = []
        for rule in self.rules:
            check = seen[rule.key]
            if rule.key in DISCREET and not self._sees_exits:
                told.append("不公开")
                continue
            state = "符合" if check.passed else "不符合"
            if person.facts.get(waiver(rule.key, line.tier)):
                state = "破例"
            told.append(f"{state}：{rule.seen_text(check.seen)}")
        return WholeRow(
            line.tier.label,
            self._districts.get(line.district, "") + self._category(line.number),
            line.number,
            person.name,
            line.nominated,
            line.outcome.label,
            self._why(line),
            line.rank,
            score_text(scheme, line.shown),
            score_text(scheme, line.cut),
            score_text(scheme, line.distance),
            self._parts(self._nominees.get((line.number, line.tier))),
            len(line.compared),
            tuple(told),
        )

    def _category(self, number: str) -> str:
        return pool_text(self.inputs.scheme.categories, self.inputs.pool_of(number))

    def _why(self, line: Line) -> str:
        if not line.rule:
            return line.code.label if line.code else ""
        rule = next((one for one in self.rules if one.key == line.rule), None)
        withheld = rule is None or (rule.key in DISCREET and not self._sees_exits)
        return WITHHELD if withheld or rule is None else rule.shown_for(line.tier)

    def _parts(self, one: Nominee | None) -> tuple[str, ...]:
        scheme = self.inputs.scheme
        if one is None:
            return ("", "", "", "")
        if scheme.basis is not Basis.ITEMS:
            given = _mark(one.total) if scheme.basis is Basis.TOTAL else str(one.unit_rank)
            return ("", "", "", given)
        return (
            _part(scheme.merit_bp, one.merit),
            _part(scheme.review_bp, one.review),
            _part(scheme.public_bp, one.public) if scheme.public_bp else "",
            "",
        )


def _part(share: int, mark: int | None) -> str:
    """A mark with its weight: 92.500 × 40%."""
    whole, rest = divmod(share, WHOLE // 100)
    shown = f"{whole}.{rest:02d}" if rest else str(whole)
    return "" if mark is None else f"{_mark(mark)} × {shown}%"


def _mark(milli: int | None) -> str:
    return "" if milli is None else f"{milli // 1000}.{milli % 1000:03d}"
