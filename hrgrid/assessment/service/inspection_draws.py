"""Lists sealed, and drawn from: what is drawn from stands before the seed is known."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.assessment.model import InspectionPlan, InspectionPool, InspectionVisit
from hrgrid.assessment.queries.pools import (
    inspectors_of,
    kept_lists,
    lists_now,
    number_of,
    seal_row,
    sizes_of,
)
from hrgrid.assessment.rules.drawing import (
    ALGORITHM,
    Drawing,
    draw_all,
    hashes_of,
    lists_text,
    refuse_impossible,
)
from hrgrid.assessment.rules.inspection_rows import SealRow
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspection_steps import named, open_seal, plan_of
from hrgrid.core.errors import UserError
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

_S = InspectionState
_LONGEST_SEED, _LONGEST_WITNESSES = 80, 200


@dataclass(frozen=True)
class DrawForm:
    """The seed, said by witnesses after they saw `sha256`, or the clock's at the draw itself."""

    sha256: str
    seed: str = ""
    from_clock: bool = False
    witnesses: str = ""


def seal_pool(work: UnitOfWork, plan_id: int) -> SealRow:
    """Fix who may be drawn and who inspects; the hash is shown before anybody says a seed.

    Raises UserError where no seed could give a draw: too few people, offices or inspectors, or
    a street to which no team may go. Sealing again counts, and the record says how often.
    """
    plan = plan_of(work, plan_id, _S.DRAFT)
    lists = lists_now(work, plan, work.today)
    sizes = sizes_of(plan, lists)
    refuse_impossible(lists, sizes)
    hashes = hashes_of(lists, sizes)
    open_seal(work, plan)
    work.session.add(InspectionPool(plan_id=plan.id, lists=lists_text(lists)))
    plan.pool_hash, plan.sealed_at = hashes.whole, work.now
    plan.seals += 1
    plan.on_duty = len(lists.first) + len(lists.others)
    work.session.flush()
    work.record(
        "seal_inspection",
        named(plan),
        after={
            "pool": hashes.whole,
            "on_duty": plan.on_duty,
            "not_seen": len(lists.first),
            "offices": len(lists.offices),
            "inspectors": len(lists.inspectors),
            "times": plan.seals,
        },
    )
    return seal_row(plan, lists, hashes)


def unseal_pool(work: UnitOfWork, plan_id: int) -> None:
    """Open the lists again, to change a plan or its inspectors."""
    plan = plan_of(work, plan_id, _S.DRAFT)
    if not plan.pool_hash:
        raise UserError(f"{named(plan)}的名册没有封存，不用重开")
    before = {"pool": plan.pool_hash}
    open_seal(work, plan)
    work.session.flush()
    work.record("unseal_inspection", named(plan), before=before)


def draw_plan(work: UnitOfWork, plan_id: int, form: DrawForm) -> int:
    """Draw people, offices and teams from the sealed lists; how many were drawn.

    Raises UserError where the hash is not the one that stands (the lists were sealed again),
    nobody witnessed it or there is no seed.
    """
    plan = plan_of(work, plan_id, _S.DRAFT)
    if not plan.pool_hash:
        raise UserError(f"{named(plan)}的名册还没有封存。请先封存名册，再当场定种子")
    if form.sha256 != plan.pool_hash:
        raise UserError(
            f"{named(plan)}的名册刚重新封存过，校验码已经不同。请核对新的校验码，再定种子"
        )
    seed, witnesses = _seed(work, form), " ".join(form.witnesses.split())
    if not witnesses:
        raise UserError("没有写见证人。请填写在场见证的人，例如 纪检组李明、街道代表王芳")
    if len(witnesses) > _LONGEST_WITNESSES:
        raise UserError(f"见证人写了 {len(witnesses)} 个字，最多 {_LONGEST_WITNESSES} 个。请写短些")
    lists = kept_lists(work, plan)
    sizes = sizes_of(plan, lists)
    if hashes_of(lists, sizes).whole != plan.pool_hash:
        raise UserError(f"{named(plan)}的名册与封存时的校验码不符，不能抽取。请重新封存名册")
    drawing = draw_all(lists, sizes, seed)
    _seat(work, plan, drawing)
    _send(work, plan, drawing)
    plan.seed, plan.algorithm, plan.witnesses = seed, ALGORITHM, witnesses
    plan.team_count = sizes.teams
    plan.drawn_at, plan.drawn_by, plan.state = work.now, work.actor.name, _S.DRAWN
    work.session.flush()
    work.record(
        "draw_inspection",
        named(plan),
        after={
            "pool": plan.pool_hash,
            "seed": seed,
            "algorithm": ALGORITHM,
            "witnesses": witnesses,
            "drawn": len(drawing.visits),
        },
    )
    return len(drawing.visits)


def _seed(work: UnitOfWork, form: DrawForm) -> str:
    if form.from_clock:
        return f"{work.now.astimezone():%Y-%m-%d %H:%M:%S.%f}"
    seed = form.seed.strip()
    if not seed:
        raise UserError("没有填写随机种子。请由见证人当场说一段文字或数字，或改用抽取时刻")
    if len(seed) > _LONGEST_SEED:
        raise UserError(f"随机种子有 {len(seed)} 个字，最多 {_LONGEST_SEED} 个。请写短些")
    return seed


def _seat(work: UnitOfWork, plan: InspectionPlan, drawing: Drawing) -> None:
    """The teams; before the visits, which are refused for a team of the own street."""
    places = {one.number: at for at, team in enumerate(drawing.teams, start=1) for one in team}
    for at, one in enumerate(inspectors_of(work, plan.id), start=1):
        one.team_no = places.get(number_of(at))
    work.session.flush()


def _send(work: UnitOfWork, plan: InspectionPlan, drawing: Drawing) -> None:
    ids = reserve_ids(work, InspectionVisit, len(drawing.visits))
    rows = [
        {
            "id": row_id,
            "plan_id": plan.id,
            "person_id": one.who.person_id,
            "bureau_id": one.who.bureau_id,
            "area_id": one.who.area_id,
            "unit_id": one.who.unit_id,
            "pool_key": one.who.key,
            "draw_order": one.order,
            "team_no": one.team,
            "visited_on": None,
            "result": None,
            "deducted_milli": 0,
            "checks": "{}",
            "note": "",
            "signed_on": None,
            "scan_sha256": None,
        }
        for row_id, one in zip(ids, drawing.visits, strict=True)
    ]
    insert_rows(work, InspectionVisit, rows)
