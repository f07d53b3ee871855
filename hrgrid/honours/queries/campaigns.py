"""Campaigns, the scheme of one, its runs and the steps that it took."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import Campaign, CampaignStep, CampaignTier, SelectionRun
from hrgrid.honours.rules.scheme import TOPIC, Scheme, scheme_of
from hrgrid.honours.rules.words import CampaignState, Kind, RunState, Tier, legal_warnings
from hrgrid.storage.rulebook import versions_of
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class RunRow:
    """One computation of a campaign; `id` is what commands print."""

    id: int
    number: int
    state: RunState
    input_hash: str
    output_hash: str
    reason: str
    void_reason: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with its places by tier and its runs, the oldest first."""

    id: int
    year: int
    title: str
    kind: Kind
    basis_no: str
    cutoff_date: dt.date
    state: CampaignState
    places: dict[Tier, int]
    runs: tuple[RunRow, ...]
    document_no: str
    decided_on: dt.date | None
    approval_words: str

    @property
    def applied(self) -> RunRow | None:
        """The run that counts."""
        return next((run for run in self.runs if run.state is RunState.APPLIED), None)

    @property
    def warnings(self) -> list[str]:
        """What stands in the way of its lawfulness."""
        return legal_warnings(self.kind, self.basis_no, sum(self.places.values()))

    @property
    def newest(self) -> RunRow | None:
        """The run to show: the applied one, else the last preview."""
        return self.applied or (self.runs[-1] if self.runs else None)


@dataclass(frozen=True)
class StepRow:
    """One arrow that a campaign went."""

    state: CampaignState
    at: dt.datetime
    made_by: str
    reason: str
    document_no: str
    happened_on: dt.date | None


def campaigns(work: UnitOfWork) -> list[CampaignRow]:
    """Every campaign, the newest year first."""
    places: dict[int, dict[Tier, int]] = {}
    for tier in work.session.scalars(select(CampaignTier)):
        places.setdefault(tier.campaign_id, {})[tier.tier] = tier.places
    runs: dict[int, list[RunRow]] = {}
    for run in work.session.scalars(select(SelectionRun).order_by(SelectionRun.number)):
        runs.setdefault(run.campaign_id, []).append(_run(run))
    query = select(Campaign).order_by(Campaign.year.desc(), Campaign.id.desc())
    return [
        CampaignRow(
            found.id,
            found.year,
            found.title,
            found.kind,
            found.basis_no,
            found.cutoff_date,
            found.state,
            {tier: places[found.id][tier] for tier in Tier if tier in places[found.id]},
            tuple(runs.get(found.id, ())),
            found.document_no,
            found.decided_on,
            found.approval_words,
        )
        for found in work.session.scalars(query)
    ]


def campaign(work: UnitOfWork, campaign_id: int) -> CampaignRow:
    """One campaign; UserError where there is none."""
    for row in campaigns(work):
        if row.id == campaign_id:
            return row
    raise no_campaign(campaign_id)


def no_campaign(campaign_id: int) -> UserError:
    """What to say of a number that no campaign has."""
    return UserError(f"没有编号为 {campaign_id} 的评选。请用 honours list 查看现有的评选")


def scheme_in(work: UnitOfWork, rule_number: int) -> Scheme:
    """The scheme of one version of the rule set."""
    for version in versions_of(work, TOPIC):
        if version.number == rule_number:
            return scheme_of(version.parameters)
    raise UserError(f"评选方案第 {rule_number} 版不在了，数据可能已损坏。请用备份恢复")


def steps_of(work: UnitOfWork, campaign_id: int) -> list[StepRow]:
    """The way that a campaign went, the first step first."""
    query = (
        select(CampaignStep)
        .where(CampaignStep.campaign_id == campaign_id)
        .order_by(CampaignStep.seq)
    )
    return [
        StepRow(row.state, row.at, row.made_by, row.reason, row.document_no, row.happened_on)
        for row in work.session.scalars(query)
    ]


def _run(run: SelectionRun) -> RunRow:
    return RunRow(
        run.id,
        run.number,
        run.state,
        run.input_hash,
        run.output_hash,
        run.reason,
        run.void_reason,
        run.made_at,
        run.made_by,
    )
