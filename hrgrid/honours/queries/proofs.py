"""What a proof of the selection in force is made of, everybody under a code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, SelectionRun
from hrgrid.honours.queries.campaigns import CampaignRow, campaign
from hrgrid.honours.queries.categories import eligible_by_category
from hrgrid.honours.queries.inputs import frozen_inputs, stored_lines
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.queries.sharings import sharings
from hrgrid.honours.rules.documents import CODE_VERSION, input_hash
from hrgrid.honours.rules.proof import agree, coded, inputs_document, result_document
from hrgrid.honours.rules.selection import select_all
from hrgrid.storage.work import UnitOfWork

_CONTEXT = "honours.proof"


@dataclass(frozen=True)
class ProofMaterial:
    """The documents of a package; `head` says which computation they prove."""

    campaign: CampaignRow
    head: dict[str, Any]
    inputs: dict[str, Any]
    result: dict[str, Any]
    people: int


def proof_material(work: UnitOfWork, campaign_id: int) -> ProofMaterial:
    """The documents of the run in force.

    Raises UserError where there is none, and where it no longer follows from what it read.
    """
    decides = work.actor.may(Right.DECIDE_HONOURS)
    work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
    row = campaign(work, campaign_id)
    if row.applied is None:
        raise UserError(f"{row.year} 年度“{row.title}”还没有采用的名单。请先计算并采用一次")
    run = work.session.get_one(SelectionRun, row.applied.id)
    frozen = frozen_inputs(work, work.session.get_one(Campaign, row.id), run)
    code = cache(lambda number: proof_code(work, row.id, number))
    inputs = coded(frozen.inputs, code)
    lines = select_all(inputs).lines
    same = input_hash(frozen.inputs, row.year, frozen.facts) == run.input_hash
    if not same or not agree(stored_lines(work, run.id), code, lines):
        raise UserError(
            f"第 {run.number} 次计算重算后与存下的不同，数据可能已被改动，不能出验证包。"
            "请用“恢复备份”打开最近一次完好的备份"
        )
    shared = sharings(work, row.id)
    districts = [one.counts for one in weighed_districts(work, row.id)]
    eligible = eligible_by_category(work, row.id, inputs.scheme.categories)
    return ProofMaterial(
        row,
        {
            "campaign": row.title,
            "year": row.year,
            "kind": row.kind.label,
            "state": row.state.label,
            "run": run.number,
            "algorithm": CODE_VERSION,
            "input_sha256": run.input_hash,
            "output_sha256": run.output_hash,
        },
        inputs_document(inputs, districts, shared, eligible),
        result_document(lines, shared),
        len(inputs.entrants),
    )


def proof_code(work: UnitOfWork, campaign_id: int, number: str) -> str:
    """Under what code a person stands in the package of a campaign; only this office can tell."""
    return work.keyring.mac(_CONTEXT, f"{campaign_id}/{number}").hex()[:12].upper()
