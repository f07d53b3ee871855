"""The selection computed, kept with its hashes, put into force, and computed again to compare."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, HonourGrant, RunMark, SelectionLine, SelectionRun
from hrgrid.honours.queries.explanation import Explanation, explanation
from hrgrid.honours.queries.inputs import Frozen, frozen_inputs, stored_lines
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import pool_text
from hrgrid.honours.rules.documents import CODE_VERSION, input_hash, output_hash
from hrgrid.honours.rules.rows import Inputs, Line, OpenTie, Selection
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.warnings import warnings
from hrgrid.honours.rules.words import (
    RUNNABLE,
    CampaignState,
    GrantState,
    Outcome,
    RunState,
    Tier,
)
from hrgrid.honours.service.campaigns import campaign_of, go, named
from hrgrid.honours.service.ties import shown_person
from hrgrid.storage.bulk import insert_made
from hrgrid.storage.work import UnitOfWork

_NAMED = 4


class TiesOpen(UserError):
    """Ties at a line wait for people; nothing was computed to the end."""

    def __init__(self, inputs: Inputs, ties: tuple[OpenTie, ...], names: Mapping[str, str]) -> None:
        self.ties = ties
        first = ties[0]
        people = "、".join(shown_person(inputs, number) for number in first.tied)
        more = f"（另有 {len(ties) - 1} 处并列）" if len(ties) > 1 else ""
        pool = pool_text(inputs.scheme.categories, first.pool)
        super().__init__(
            f"“{first.tier.label}”在{names[first.district]}{pool}有 {len(first.tied)} 人并列，"
            f"只剩 {first.places} 个名额：{people}{more}。请由会议决定或抽签，登记后再计算"
        )


@dataclass(frozen=True)
class RunSummary:
    """A run that was stored; `warnings` are sentences that the list may stand with."""

    run_id: int
    number: int
    input_hash: str
    output_hash: str
    selected: dict[Tier, int]
    warnings: tuple[str, ...]


def run_selection(work: UnitOfWork, campaign_id: int) -> RunSummary:
    """Compute over the frozen inputs and keep the result as a preview; a later one has a reason.

    Raises TiesOpen where a tie straddles a line.
    """
    found = campaign_of(work, campaign_id, *RUNNABLE)
    frozen = frozen_inputs(work, found)
    result = select_all(frozen.inputs)
    names = {one.counts.code: one.counts.name for one in weighed_districts(work, found.id)}
    if result.open_ties:
        raise TiesOpen(frozen.inputs, result.open_ties, names)
    run = _new_run(work, found, frozen, result)
    _store(work, run.id, frozen, result)
    summary = RunSummary(
        run.id,
        run.number,
        run.input_hash,
        run.output_hash,
        _selected(frozen.inputs, result),
        tuple(warnings(frozen.inputs, result.lines, names)),
    )
    work.record(
        "run_selection",
        f"{named(found)} 第 {run.number} 次",
        after={
            "input": run.input_hash,
            "output": run.output_hash,
            "selected": {tier.value: count for tier, count in summary.selected.items()},
        },
    )
    return summary


def rank_nominees(work: UnitOfWork, campaign_id: int) -> RunSummary:
    """Compute the first list and put it into force in one go.

    Raises UserError where a list is in force, which only a run that people compared replaces;
    TiesOpen where a tie straddles a line.
    """
    found = campaign_of(work, campaign_id, CampaignState.REVIEWING)
    summary = run_selection(work, found.id)
    apply_run(work, summary.run_id)
    return summary


def apply_run(work: UnitOfWork, run_id: int) -> None:
    """Put a run into force; one that was in force before is void, for which a reason is needed.

    A list that had gone further goes before the committee and the public again.
    """
    run = _run(work, run_id)
    found = campaign_of(work, run.campaign_id, *RUNNABLE)
    if run.state is not RunState.PREVIEW:
        raise UserError(f"第 {run.number} 次计算已是“{run.state.label}”。请选一次试算的结果")
    _keep_decided(work, found, run)
    before = work.session.scalar(
        select(SelectionRun).where(
            SelectionRun.campaign_id == found.id, SelectionRun.state == RunState.APPLIED
        )
    )
    if before is not None:
        before.void_reason = work.require_reason()
        before.state = RunState.VOID
        work.session.flush()
    run.state = RunState.APPLIED
    work.session.flush()
    work.record(
        "apply_run", f"{named(found)} 第 {run.number} 次", after={"output": run.output_hash}
    )
    drop_proposed(work, found.id)
    if found.state is not CampaignState.SELECTED:
        go(work, found, CampaignState.SELECTED)


def _keep_decided(work: UnitOfWork, found: Campaign, run: SelectionRun) -> None:
    """Raise UserError where a run would move somebody about whom it was decided."""
    held = (
        select(HonourGrant.printed_name, HonourGrant.tier)
        .outerjoin(
            SelectionLine,
            (SelectionLine.run_id == run.id)
            & (SelectionLine.person_id == HonourGrant.person_id)
            & (SelectionLine.tier == HonourGrant.tier)
            & (SelectionLine.outcome == Outcome.SELECTED),
        )
        .where(
            HonourGrant.campaign_id == found.id,
            HonourGrant.state == GrantState.DECIDED,
            SelectionLine.person_id.is_(None),
        )
        .order_by(HonourGrant.tier, HonourGrant.roster_place)
    )
    moved = [f"“{name}”（{tier.label}）" for name, tier in work.session.execute(held).tuples()]
    if moved:
        more = f"等 {len(moved)} 人" if len(moved) > _NAMED else ""
        raise UserError(
            f"{'、'.join(moved[:_NAMED])}{more}已经决定，这次计算会改动他们，不能采用。"
            "递补到更高一级的请先登记他退出那一级，别的改动请改回原样，再计算"
        )


def drop_proposed(work: UnitOfWork, campaign_id: int) -> None:
    """The honours that an earlier list proposed are gone with it."""
    work.session.execute(
        delete(HonourGrant).where(
            HonourGrant.campaign_id == campaign_id, HonourGrant.state == GrantState.PROPOSED
        )
    )


def rerun(work: UnitOfWork, run_id: int) -> bool:
    """Compute a run again from what it read: whether both hashes and the stored lines agree.

    Reads only, and nothing that is sealed.
    """
    run = _run(work, run_id)
    found = work.session.get_one(Campaign, run.campaign_id)
    frozen = frozen_inputs(work, found, run)
    again = output_hash(select_all(frozen.inputs).lines)
    stored = output_hash(stored_lines(work, run.id))
    return (
        input_hash(frozen.inputs, found.year, frozen.facts) == run.input_hash
        and again == run.output_hash
        and stored == run.output_hash
    )


def explain(
    work: UnitOfWork, campaign_id: int, person: str, tier: Tier | None = None
) -> Explanation:
    """Why somebody was chosen or not, put on record as looked at; `tier` as in `explanation`."""
    # Who decides may ask as well as who runs it.
    decides = work.actor.may(Right.DECIDE_HONOURS)
    right = Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS
    found = campaign_of(work, campaign_id, right=right)
    told = explanation(work, campaign_id, person, tier)
    work.record("explain_honours", f"{named(found)}：{told.name}（{told.number}）")
    return told


def _run(work: UnitOfWork, run_id: int) -> SelectionRun:
    found = work.session.get(SelectionRun, run_id)
    if found is None:
        raise UserError(f"没有编号为 {run_id} 的计算。请用 honours list 查看现有的计算")
    return found


def _new_run(work: UnitOfWork, found: Campaign, frozen: Frozen, result: Selection) -> SelectionRun:
    last = select(func.max(SelectionRun.number)).where(SelectionRun.campaign_id == found.id)
    number = 1 + (work.session.scalar(last) or 0)
    if number > 1:
        work.require_reason()
    run = SelectionRun(
        campaign_id=found.id,
        number=number,
        freezing=found.freezing,
        rule_number=found.rule_number,
        tie_number=frozen.tie_number,
        removals=frozen.removals,
        code_version=CODE_VERSION,
        input_hash=input_hash(frozen.inputs, found.year, frozen.facts),
        output_hash=output_hash(result.lines),
        state=RunState.PREVIEW,
        reason=work.reason,
        void_reason="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    if frozen.mark_number:
        work.session.add(RunMark(run_id=run.id, mark_number=frozen.mark_number))
        work.session.flush()
    return run


def _store(work: UnitOfWork, run_id: int, frozen: Frozen, result: Selection) -> None:
    work.progress.begin("写入评选结果", len(result.lines))
    rows = (_row(run_id, frozen, line) for line in result.lines)
    insert_made(work, SelectionLine, len(result.lines), rows)


def _row(run_id: int, frozen: Frozen, line: Line) -> dict[str, Any]:
    steps = [[one.by, one.own, one.other_number, one.other] for one in line.compared]
    named_by = frozen.nomination_ids.get((line.number, line.tier)) if line.nominated else None
    return {
        "run_id": run_id,
        "person_id": frozen.person_ids[line.number],
        "tier": line.tier,
        "nomination_id": named_by,
        "outcome": line.outcome,
        "outcome_code": line.code,
        "rule_key": line.rule,
        "shown_milli": line.shown,
        "place": line.rank,
        "cut_milli": line.cut,
        "distance_milli": line.distance,
        "compared": json.dumps(steps, ensure_ascii=False) if steps else "",
    }


def _selected(inputs: Inputs, result: Selection) -> dict[Tier, int]:
    counts = Counter(line.tier for line in result.lines if line.outcome is Outcome.SELECTED)
    return {tier: counts[tier] for tier in inputs.scheme.tiers}
