"""Who may be drawn to inspect: from people on file, or by name and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.assessment.model import Inspector
from hrgrid.assessment.queries.inspector_lists import Stationed, own_unit_of, stationed
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspection_steps import named, open_seal, plan_of
from hrgrid.core.errors import UserError
from hrgrid.core.names import normalise_name
from hrgrid.storage.work import UnitOfWork

_LONGEST_UNIT = 120


@dataclass(frozen=True)
class InspectorForm:
    """An inspector: a person on file, or a name with a unit.

    `unit_id` is any area of his; he inspects nobody in its street. Nobody of outside has one.
    """

    name: str
    unit: str
    unit_id: int | None = None
    person_id: int | None = None


def add_inspectors(work: UnitOfWork, plan_id: int, forms: Sequence[InspectorForm]) -> int:
    """Put people on the list of a plan, which opens its seal; how many were new to it."""
    plan = plan_of(work, plan_id, InspectionState.DRAFT)
    ids = [form.person_id for form in forms if form.person_id is not None]
    posts = stationed(work, ids) if ids else {}
    held = select(Inspector.name, Inspector.unit, Inspector.person_id).where(
        Inspector.plan_id == plan_id
    )
    rows = work.session.execute(held).all()
    names = {(row.name, row.unit) for row in rows}
    people = {row.person_id for row in rows}
    added = []
    for form in forms:
        one = _inspector(work, plan_id, form, posts)
        new = one.person_id is None or one.person_id not in people
        if new and (one.name, one.unit) not in names:
            names.add((one.name, one.unit))
            people.add(one.person_id)
            added.append(one)
    if added:
        open_seal(work, plan)
        work.session.add_all(added)
        work.session.flush()
        work.record("add_inspectors", named(plan), after={"inspectors": _told(added)})
    return len(added)


def remove_inspectors(
    work: UnitOfWork, plan_id: int, inspector_ids: Sequence[int]
) -> tuple[InspectorForm, ...]:
    """Take people off the list; adding what is returned puts them back (at its end)."""
    plan = plan_of(work, plan_id, InspectionState.DRAFT)
    query = select(Inspector).where(
        Inspector.plan_id == plan_id, Inspector.id.in_(list(inspector_ids))
    )
    gone = list(work.session.scalars(query.order_by(Inspector.id)))
    if not gone:
        raise UserError("选的检查人员已经不在名单里。请刷新后再选")
    forms = tuple(InspectorForm(one.name, one.unit, one.unit_id, one.person_id) for one in gone)
    told = _told(gone)
    open_seal(work, plan)
    for one in gone:
        work.session.delete(one)
    work.session.flush()
    work.record("remove_inspectors", named(plan), before={"inspectors": told})
    return forms


def _inspector(
    work: UnitOfWork, plan_id: int, form: InspectorForm, posts: dict[int, Stationed]
) -> Inspector:
    name, unit, unit_id = form.name, form.unit, form.unit_id
    if form.person_id is not None:
        found = posts.get(form.person_id)
        if found is None:
            raise UserError(f"没有第 {form.person_id} 号人员。请刷新后再选")
        # What is on file decides where he recuses himself, whatever was typed beside it.
        name, unit, unit_id = found.name, unit.strip() or found.unit, found.unit_id or unit_id
    name, unit = normalise_name(name), " ".join(unit.split())[:_LONGEST_UNIT]
    if not unit:
        raise UserError(f"检查人员{name}没有写单位，不知道要回避哪里。请填写单位")
    own = None if unit_id is None else own_unit_of(work, unit_id)
    return Inspector(
        plan_id=plan_id, person_id=form.person_id, name=name, unit=unit, unit_id=own, team_no=None
    )


def _told(people: Sequence[Inspector]) -> list[str]:
    return [f"{one.name}（{one.unit}）" for one in people]
