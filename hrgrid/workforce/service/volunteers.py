"""Volunteers: their kinds, and how many of each a grid has.

They are counted and may be honoured; nothing here pays anybody or ends a contract (rules.md 1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import exists, func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Post, PostRole, VolunteerCount, VolunteerKind
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.facts import VolunteerKindRow, volunteer_kinds
from hrgrid.workforce.rules.eight import MOST_VOLUNTEERS, SHIPPED_VOLUNTEERS
from hrgrid.workforce.service.dated import Dating, Done
from hrgrid.workforce.service.roles import RoleForm, add_role, ship_roles

_HONOURED = {"paid": False, "fills_grid": False, "front_line": True, "may_be_honoured": True}


def ship_volunteer_kinds(work: UnitOfWork) -> None:
    """Write the shipped kinds, and their roles, where the office has none yet."""
    if work.session.scalar(select(func.count()).select_from(VolunteerKind)):
        return
    ship_roles(work)
    last = work.session.scalar(select(func.max(PostRole.sort))) or 0
    for sort, spec in enumerate(SHIPPED_VOLUNTEERS):
        role = work.session.get(PostRole, spec.code)
        if role is None:
            work.session.add(
                PostRole(
                    code=spec.code,
                    label=_free(work, spec.label),
                    sort=last + 1 + sort,
                    **_HONOURED,
                )
            )
            work.session.flush()
        work.session.add(VolunteerKind(role=spec.code, sort=sort))
    work.session.flush()


def _free(work: UnitOfWork, label: str) -> str:
    """The label, or one beside a role of the office's own that is called so."""
    same = select(exists().where(PostRole.label == label))
    return f"{label}（志愿）" if work.session.scalar(same) else label


def add_volunteer_kind(work: UnitOfWork, label: str) -> VolunteerKindRow:
    """A kind of the office's own: a role of the dictionary that is not paid, or one that is there.

    Raises UserError for a name that is a kind already, or a role that is paid.
    """
    work.require(Right.EDIT_WORKFORCE)
    ship_volunteer_kinds(work)
    plain = " ".join(label.split())
    known = work.session.scalar(select(PostRole).where(PostRole.label == plain))
    if known is None:
        row = add_role(work, RoleForm(plain, **_HONOURED))
        code = row.code
    else:
        code = known.code
        if work.session.get(VolunteerKind, code) is not None:
            raise UserError(f"已经有志愿者类别“{plain}”。请直接用它，或换个名称")
        if known.paid or known.fills_grid:
            raise UserError(f"岗位“{plain}”领取报酬或占一格一员，不是志愿者。请换个名称")
    last = work.session.scalar(select(func.max(VolunteerKind.sort))) or 0
    work.session.add(VolunteerKind(role=code, sort=last + 1))
    work.session.flush()
    work.record("add_volunteer_kind", plain)
    return VolunteerKindRow(code, plain)


def remove_volunteer_kind(work: UnitOfWork, role: str) -> None:
    """Count a kind no more; raises UserError where somebody was counted or stands in it."""
    work.require(Right.EDIT_WORKFORCE)
    ship_volunteer_kinds(work)
    kind = work.session.get(VolunteerKind, role)
    if kind is None:
        raise UserError("没有这个志愿者类别，可能刚被删去。请刷新后再看")
    label = work.session.get_one(PostRole, role).label
    counted = exists().where(VolunteerCount.role == role)
    held = exists().where(Post.role == role)
    if work.session.scalar(select(counted)) or work.session.scalar(select(held)):
        raise UserError(f"“{label}”已经登记过人数或人员，不能删去。不再使用的可以改名注明")
    work.session.delete(kind)
    work.session.flush()
    work.record("remove_volunteer_kind", label)


def count_volunteers(work: UnitOfWork, area_id: int, heads: Mapping[str, int], on: dt.date) -> Done:
    """How many of each kind (by role) an area had on the day they were counted.

    The same day again corrects it. Raises UserError for a day to come or a kind that is not there.
    """
    query = select(AreaStand).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    stand = work.session.scalar(query)
    if stand is None:
        raise UserError(f"{on} 没有这个区域，可能还没有设立或已经停用。请核对统计日期")
    work.require(Right.EDIT_WORKFORCE, stand.path)
    if on > work.today:
        raise UserError(f"统计日期 {on} 还没有到。请写统计的那天")
    ship_volunteer_kinds(work)
    dating, labels = Dating(work), {kind.role: kind.label for kind in volunteer_kinds(work)}
    before: dict[str, int] = {}
    for role, count in heads.items():
        if role not in labels:
            raise UserError("没有这个志愿者类别，可能刚被删去。请刷新后再填")
        if not 0 <= count <= MOST_VOLUNTEERS:
            raise UserError(f"{labels[role]}的人数 {count} 不对。请核对")
        row = work.session.scalar(
            select(VolunteerCount).where(
                VolunteerCount.area_id == area_id,
                VolunteerCount.role == role,
                VolunteerCount.counted_on == on,
            )
        )
        if row is not None:
            before[labels[role]] = row.heads
            dating.change(row, {"heads": count})
        else:
            values = {"area_id": area_id, "role": role, "heads": count, "counted_on": on}
            dating.add(VolunteerCount, values)
    if dating.steps:
        told = {labels[role]: count for role, count in heads.items()} | {"on": on.isoformat()}
        work.record("count_volunteers", stand.name, before=before or None, after=told)
    return Done(stand.name, stand.path, tuple(dating.steps))
