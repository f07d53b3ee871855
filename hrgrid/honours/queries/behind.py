"""Behind an explanation: where facts came from, what was set aside, who decided what."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.honours.model import (
    Campaign,
    CampaignStep,
    HonourExemption,
    HonourFactSource,
    QuotaRun,
    SelectionRun,
    TieDecision,
)
from hrgrid.honours.rules.findings import ExemptionState
from hrgrid.honours.rules.words import CampaignState, RunState, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class DecidedRow:
    """Who did what, when and on what document; `at` as it is shown."""

    what: str
    who: str
    at: str
    document: str = ""


def fact_origins(work: UnitOfWork, run: SelectionRun) -> dict[str, str]:
    """By fact the records it came from, as they were named at the freezing of the run."""
    query = select(HonourFactSource.fact, HonourFactSource.origin).where(
        HonourFactSource.campaign_id == run.campaign_id,
        HonourFactSource.freezing == run.freezing,
    )
    return {row.fact: row.origin for row in work.session.execute(query)}


def set_aside(work: UnitOfWork, campaign_id: int, person_id: int, tier: Tier) -> dict[str, str]:
    """By rule on what approval it was set aside for somebody, also where taken back since."""
    query = (
        select(HonourExemption)
        .where(
            HonourExemption.campaign_id == campaign_id,
            HonourExemption.person_id == person_id,
            HonourExemption.tier == tier,
            HonourExemption.approval_words != "",
        )
        .order_by(HonourExemption.id)
    )
    return {
        row.rule_key: f"{row.document_no}，{row.reason}，{row.approval_words}"
        for row in work.session.scalars(query)
    }


def decided_by(
    work: UnitOfWork, run: SelectionRun, tier: Tier, number: str, person_id: int, *, hides: bool
) -> Iterator[DecidedRow]:
    """Who decided what and when on the way to this outcome; never who objected.

    Where others are hidden so is the reason of a decision on a tie, which may name them.
    """
    quota = work.session.scalar(
        select(QuotaRun).where(
            QuotaRun.campaign_id == run.campaign_id,
            QuotaRun.tier == tier,
            QuotaRun.state == RunState.APPLIED,
        )
    )
    if quota is not None:
        yield DecidedRow(f"分配名额（{quota.method.label}）", quota.made_by, _time(quota.made_at))
    yield from _exempted(work, run.campaign_id, person_id, tier)
    steps = {
        step.state: step
        for step in work.session.scalars(
            select(CampaignStep)
            .where(CampaignStep.campaign_id == run.campaign_id)
            .order_by(CampaignStep.seq)
        )
    }
    yield from _step(steps, CampaignState.REVIEWING, "截止推荐，冻结人员情况")
    yield from _ties(work, run, number, hides=hides)
    yield DecidedRow(f"第 {run.number} 次计算排名", run.made_by, _time(run.made_at))
    yield from _step(steps, CampaignState.COMMITTEE, "会议审定")
    yield from _step(steps, CampaignState.PUBLICISING, "公示")
    found = work.session.get_one(Campaign, run.campaign_id)
    if found.decided_on is not None:
        yield DecidedRow(
            "决定", found.approval_words, f"{found.decided_on:%Y-%m-%d}", found.document_no
        )


def _step(
    steps: Mapping[CampaignState, CampaignStep], state: CampaignState, what: str
) -> Iterator[DecidedRow]:
    step = steps.get(state)
    if step is not None:
        at = f"{step.happened_on:%Y-%m-%d}" if step.happened_on else _time(step.at)
        yield DecidedRow(what, step.made_by, at, step.document_no)


def _exempted(
    work: UnitOfWork, campaign_id: int, person_id: int, tier: Tier
) -> Iterator[DecidedRow]:
    query = (
        select(HonourExemption)
        .where(
            HonourExemption.campaign_id == campaign_id,
            HonourExemption.person_id == person_id,
            HonourExemption.tier == tier,
        )
        .order_by(HonourExemption.id)
    )
    for row in work.session.scalars(query):
        who = row.approval_words or row.made_by
        state = "" if row.state is ExemptionState.APPROVED else f"（{row.state.label}）"
        yield DecidedRow(f"条件破例{state}", who, _time(row.recorded_at), row.document_no)


def _ties(work: UnitOfWork, run: SelectionRun, number: str, *, hides: bool) -> Iterator[DecidedRow]:
    query = (
        select(TieDecision)
        .where(TieDecision.campaign_id == run.campaign_id, TieDecision.number <= run.tie_number)
        .order_by(TieDecision.number)
    )
    for row in work.session.scalars(query):
        if number in json.loads(row.tied):
            what = f"并列{row.way.label}" if hides else f"并列{row.way.label}（{row.reason}）"
            yield DecidedRow(what, row.decided_by, f"{row.happened_on:%Y-%m-%d}")


def _time(at: dt.datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
