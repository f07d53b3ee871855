"""Ties at a line: closed by named people with a reason, never by the program."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import Campaign, TieDecision
from hrgrid.honours.queries.inputs import frozen_inputs
from hrgrid.honours.rules.rows import Inputs, OpenTie
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import RUNNABLE, Tier, TieWay
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class TieForm:
    """How people closed a tie: whom they took (numbers of persons), who they are, and when."""

    tier: Tier
    district: str
    chosen: tuple[str, ...]
    way: TieWay
    decided_by: str
    happened_on: dt.date


def decide_tie(work: UnitOfWork, campaign_id: int, form: TieForm) -> None:
    """Record whom people took of a tie, with the reason.

    Raises UserError where there is no such tie, or the chosen do not fit it.
    """
    found = campaign_of(work, campaign_id, *RUNNABLE)
    reason = work.require_reason()
    if not form.decided_by.strip():
        raise UserError("并列由谁决定没有写明。请填会议名称，或抽签的主持人和见证人")
    if form.happened_on > work.today:
        raise UserError(f"决定日期 {form.happened_on:%Y-%m-%d} 在今天之后。请核对日期")
    inputs = frozen_inputs(work, found).inputs
    tie = _tie(inputs, form, found)
    chosen = tuple(sorted(set(form.chosen)))
    if len(chosen) != tie.places or not set(chosen) <= set(tie.tied):
        shown = "、".join(shown_person(inputs, number) for number in tie.tied)
        raise UserError(
            f"并列的是{shown}，只剩 {tie.places} 个名额，要从中选出 {tie.places} 人。请核对"
        )
    last = select(func.max(TieDecision.number)).where(TieDecision.campaign_id == found.id)
    work.session.add(
        TieDecision(
            campaign_id=found.id,
            number=1 + (work.session.scalar(last) or 0),
            tier=form.tier,
            district_code=form.district,
            tied=json.dumps(tie.tied),
            chosen=json.dumps(chosen),
            way=form.way,
            decided_by=form.decided_by.strip(),
            happened_on=form.happened_on,
            reason=reason,
            recorded_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record(
        "decide_tie",
        f"{named(found)} {form.tier.label}",
        after={
            "by": form.decided_by.strip(),
            "on": form.happened_on,
            "way": form.way.value,
            "chosen": [shown_person(inputs, number) for number in chosen],
        },
    )


def shown_person(inputs: Inputs, number: str) -> str:
    """A person of the campaign in a sentence: two may share a name."""
    return f"“{inputs.entrants[number].name}”（{number}）"


def _tie(inputs: Inputs, form: TieForm, found: Campaign) -> OpenTie:
    # A tie that was decided may be decided anew: it is open without what was said of it.
    # Of the categories of a district each may have one: whom they took says which is meant.
    others = [d for d in inputs.decisions if (d.tier, d.district) != (form.tier, form.district)]
    ties = select_all(replace(inputs, decisions=others)).open_ties
    here = [one for one in ties if (one.tier, one.district) == (form.tier, form.district)]
    for tie in [one for one in here if set(form.chosen) & set(one.tied)] or here:
        return tie
    raise UserError(
        f"{named(found)}的“{form.tier.label}”在这个单位没有待定的并列。请先计算，看看有没有并列"
    )
