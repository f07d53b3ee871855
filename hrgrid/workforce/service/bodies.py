"""网格党支部, 警格 and 工作站: set up, changed on a day, put right, and which grids they serve."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import add_version
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Area,
    AreaClosure,
    AreaStand,
    Bureau,
    GridBody,
    GridBodyReach,
    GridBodyStand,
    Person,
    Post,
    StationCheck,
)
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.facts import station_items
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import Level, PersonState, PostState
from hrgrid.workforce.rules.eight import POLICE_ROLE, STATION_TOPIC, BodyKind
from hrgrid.workforce.service.dated import Dating, Done

_TELEPHONE = re.compile(r"[\d\-—()（） 转,，、]{3,40}")


@dataclass(frozen=True)
class BodyForm:
    """What is written of a body; `leader` is 工号 or a name, `bureau` the name of an office.

    A police grid has a bureau (派出所), a station a place and a telephone of duty.
    """

    name: str
    leader: str = ""
    bureau: str = ""
    place: str = ""
    telephone: str = ""


def found_body(
    work: UnitOfWork,
    kind: BodyKind,
    area_id: int,
    form: BodyForm,
    *,
    grid_ids: Sequence[int],
    on: dt.date,
    document: str = "",
) -> int:
    """Set one up under an area on a day, serving grids from then on; returns its id.

    Raises UserError for who or what is not known, and where a grid has one of the kind already.
    """
    stand = _stand(work, area_id, on)
    values = _values(work, kind, form, on)
    body = GridBody(kind=kind, area_id=area_id, valid_from=on, valid_to=None)
    work.session.add(body)
    work.session.flush()
    dating = Dating(work)
    span = {"valid_from": on, "valid_to": None}
    dating.add(GridBodyStand, {"body_id": body.id, **values, **span})
    names = _join(work, dating, body, grid_ids, on)
    told = _told(work, kind, values) | {"grids": names, "area": stand.name}
    work.record("found_body", form.name, after=told | {"on": on.isoformat(), "document": document})
    return body.id


def change_body(
    work: UnitOfWork, body_id: int, form: BodyForm, on: dt.date, document: str = ""
) -> Done:
    """Another name, leader, office, place or telephone from a day on."""
    return _write(work, body_id, form, on, document, corrects=False)


def correct_body(work: UnitOfWork, body_id: int, form: BodyForm, on: dt.date) -> Done:
    """What should have been written of it and held on a day; needs a reason."""
    work.require_reason()
    return _write(work, body_id, form, on, "", corrects=True)


def _write(
    work: UnitOfWork, body_id: int, form: BodyForm, on: dt.date, document: str, *, corrects: bool
) -> Done:
    body = _body(work, body_id, on)
    path = _stand(work, body.area_id, on).path
    values = _values(work, body.kind, form, on)
    dating, keys, what = Dating(work), {"body_id": body.id}, f"“{form.name}”"
    before: Mapping[str, Any] | None
    if corrects:
        before = dating.correct(GridBodyStand, keys, values, on, what)
    else:
        before = dating.put(GridBodyStand, keys, values, on, what)
    if dating.steps:
        action = "correct_body" if corrects else "change_body"
        told = _told(work, body.kind, values) | {"on": on.isoformat(), "document": document}
        was = _told(work, body.kind, before) if before is not None else None
        work.record(action, values["name"], before=was, after=told)
    return Done(values["name"], path, tuple(dating.steps))


def serve_grids(work: UnitOfWork, body_id: int, grid_ids: Sequence[int], on: dt.date) -> Done:
    """Let a body serve these grids from a day on, and no others.

    Raises UserError naming the grid that is served by another of the kind.
    """
    body = _body(work, body_id, on)
    path = _stand(work, body.area_id, on).path
    query = select(GridBodyReach).where(
        GridBodyReach.body_id == body_id,
        or_(GridBodyReach.valid_to.is_(None), GridBodyReach.valid_to > on),
    )
    served = {row.area_id for row in work.session.scalars(query)}
    dating = Dating(work)
    leaving = [area_id for area_id in served if area_id not in set(grid_ids)]
    for area_id in leaving:
        stand = _stand(work, area_id, on)
        keys = {"area_id": area_id, "kind": body.kind}
        dating.put(GridBodyReach, keys, None, on, f"“{stand.name}”的{body.kind.label}")
    joining = [area_id for area_id in grid_ids if area_id not in served]
    joined = _join(work, dating, body, joining, on)
    name = _name(work, body_id, on)
    if dating.steps:
        left = _names(work, leaving, on)
        told = {"joined": joined, "left": left, "on": on.isoformat()}
        work.record("serve_grids", name, after=told)
    return Done(name, path, tuple(dating.steps))


def end_body(work: UnitOfWork, body_id: int, on: dt.date) -> None:
    """Let a body be no more from a day on; needs a reason. Raises UserError."""
    body = _body(work, body_id, on)
    _stand(work, body.area_id, on)
    reason = work.require_reason()
    name = _name(work, body_id, on)
    if body.valid_from >= on:
        raise UserError(f"“{name}”从 {body.valid_from} 起才有，不能在 {on} 撤销。请核对日期")
    for model in (GridBodyStand, GridBodyReach):
        rows: Any = select(model).where(
            model.body_id == body_id, or_(model.valid_to.is_(None), model.valid_to > on)
        )
        for row in work.session.scalars(rows):
            if row.valid_from >= on:
                raise UserError(f"“{name}”在 {row.valid_from} 有改动，不能在 {on} 撤销。请核对日期")
            row.valid_to = on
    body.valid_to = on
    work.session.flush()
    work.record("end_body", name, reason, after={"on": on.isoformat()})


def check_station(
    work: UnitOfWork,
    body_id: int,
    found: Mapping[str, bool],
    on: dt.date,
    *,
    by: str,
    note: str = "",
) -> None:
    """Put down what somebody found of 四有 at a station on a day; later lines correct earlier.

    Raises UserError for a day to come, an item that the rule has not, or nobody who looked.
    """
    body = _body(work, body_id, on)
    _stand(work, body.area_id, on)
    name = _name(work, body_id, on)
    if body.kind is not BodyKind.STATION:
        raise UserError(f"“{name}”是{body.kind.label}，四有只查工作站。请选工作站")
    if on > work.today:
        raise UserError(f"核查日期 {on} 还没有到。请写实际去看的那天")
    if not by.strip():
        raise UserError("没有写核查人。请写上是谁去看的")
    unknown = [item for item in found if item not in station_items(work, on)]
    if unknown or not found:
        raise UserError(f"核查项“{'、'.join(unknown)}”不在现行标准里。请刷新后再填")
    work.session.add_all(
        StationCheck(
            body_id=body_id,
            item=item,
            passed=passed,
            checked_on=on,
            checked_by=by.strip()[:40],
            note=note.strip(),
        )
        for item, passed in found.items()
    )
    work.session.flush()
    told = dict(found) | {"by": by.strip(), "on": on.isoformat(), "note": note.strip()}
    work.record("check_station", name, after=told)


def choose_station_items(work: UnitOfWork, items: Sequence[str], on: dt.date) -> None:
    """What stations are looked at for from a day on (四有); needs a reason."""
    work.require(Right.EDIT_WORKFORCE)
    work.require_reason()
    plain = list(dict.fromkeys(" ".join(item.split()) for item in items if item.strip()))
    if not plain:
        raise UserError("核查项一项也没有。请至少写一项，例如 有统一标识")
    long = next((item for item in plain if len(item) > 30), None)
    if long is not None:
        raise UserError(f"核查项“{long}”太长，最多 30 个字。请写短些")
    add_version(work, STATION_TOPIC, "工作站核查项", {"items": plain}, valid_from=on)


# --- parts ----------------------------------------------------------------------------------------


def _stand(work: UnitOfWork, area_id: int, on: dt.date) -> AreaStand:
    query = select(AreaStand).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    stand = work.session.scalar(query)
    if stand is None:
        raise UserError(f"{on} 没有这个区域，可能还没有设立或已经停用。请核对日期")
    work.require(Right.EDIT_WORKFORCE, stand.path)
    return stand


def _body(work: UnitOfWork, body_id: int, on: dt.date) -> GridBody:
    body = work.session.get(GridBody, body_id)
    if body is None or body.valid_from > on or (body.valid_to is not None and body.valid_to <= on):
        raise UserError(f"{on} 没有这个党支部、警格或工作站，可能已经撤销。请核对日期")
    return body


def _name(work: UnitOfWork, body_id: int, on: dt.date) -> str:
    query = select(GridBodyStand.name).where(
        GridBodyStand.body_id == body_id, holds_on(GridBodyStand, on)
    )
    return work.session.scalar(query) or ""


def _names(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> list[str]:
    query = select(AreaStand.name).where(
        AreaStand.area_id.in_(list(area_ids)), holds_on(AreaStand, on)
    )
    return sorted(work.session.scalars(query))


def _join(
    work: UnitOfWork, dating: Dating, body: GridBody, grid_ids: Sequence[int], on: dt.date
) -> list[str]:
    """Let grids be served from a day on; returns their names."""
    wanted = list(dict.fromkeys(grid_ids))
    query = (
        select(Area.id, Area.level, AreaStand.name, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.id.in_(wanted), holds_on(AreaStand, on))
    )
    there = {row.id: row for row in work.session.execute(query)}
    if len(there) < len(wanted):
        raise UserError(f"{on} 有的网格还没有设立或已经停用。请核对日期")
    for row in there.values():
        work.require(Right.EDIT_WORKFORCE, row.path)
        if row.level is not Level.GRID:
            raise UserError(f"“{row.name}”不是网格，不能由{body.kind.label}服务。请选网格")
    other = select(GridBodyReach).where(
        GridBodyReach.area_id.in_(wanted),
        GridBodyReach.kind == body.kind,
        or_(GridBodyReach.valid_to.is_(None), GridBodyReach.valid_to > on),
    )
    taken = work.session.scalar(other.limit(1))
    if taken is not None:
        name = _name(work, taken.body_id, max(on, taken.valid_from))
        raise UserError(
            f"“{there[taken.area_id].name}”已有{body.kind.label}“{name}”。"
            "请先让它退出原来的，再加进来"
        )
    reach: dict[str, Any] = {"body_id": body.id, "kind": body.kind}
    reach |= {"valid_from": on, "valid_to": None}
    dating.add(GridBodyReach, *(reach | {"area_id": area_id} for area_id in wanted))
    return sorted(there[area_id].name for area_id in wanted)


def _values(work: UnitOfWork, kind: BodyKind, form: BodyForm, on: dt.date) -> dict[str, Any]:
    name = " ".join(form.name.split())
    if not name:
        raise UserError(f"没有写{kind.label}的名称。请写上名称")
    if form.bureau.strip() and kind is not BodyKind.POLICE_GRID:
        raise UserError(f"{kind.label}不填派出所。请去掉")
    telephone = form.telephone.strip()
    if telephone and not _TELEPHONE.fullmatch(telephone):
        raise UserError(f"值班电话“{telephone}”读不出来。请写数字，例如 0512-65210000")
    leader_id, leader = _leader(work, kind, form.leader.strip(), on)
    return {
        "name": name[:80],
        "leader_id": leader_id,
        "leader": leader,
        "bureau_id": _bureau(work, form.bureau.strip()),
        "place_words": " ".join(form.place.split())[:120],
        "duty_telephone": telephone,
    }


def _leader(work: UnitOfWork, kind: BodyKind, typed: str, on: dt.date) -> tuple[int | None, str]:
    """A person on file, or where nobody is called so the name itself.

    Who leads a police grid holds the post of its officer; among several of one name that one is
    meant.
    """
    if not typed:
        return None, ""
    if kind is BodyKind.POLICE_GRID:
        return _officer(work, typed, on), ""
    known = select(Person.id).where(
        or_(
            Person.number == typed,
            (Person.match_key == match_key(typed)) & (Person.state == PersonState.PRESENT),
        )
    )
    if work.session.scalar(known.limit(1)) is None:
        return None, typed[:40]
    return find_person(work, typed), ""


def _officer(work: UnitOfWork, typed: str, on: dt.date) -> int:
    query = (
        select(Person.id, Person.number)
        .join(Post, Post.person_id == Person.id)
        .where(Post.role == POLICE_ROLE, Post.state != PostState.VOIDED, holds_on(Post, on))
        .where(or_(Person.number == typed, Person.match_key == match_key(typed)))
        .distinct()
    )
    found = list(work.session.execute(query.order_by(Person.number)))
    if not found:
        raise UserError(f"{on} 没有叫“{typed}”的网格警务员。请先登记他任网格警务员，再选他")
    if len(found) > 1:
        numbers = "、".join(row.number for row in found[:4])
        raise UserError(f"叫“{typed}”的网格警务员有 {len(found)} 人（工号 {numbers}）。请写工号")
    return int(found[0].id)


def _bureau(work: UnitOfWork, typed: str) -> int | None:
    if not typed:
        return None
    found = list(work.session.scalars(select(Bureau.id).where(Bureau.name == typed)))
    if len(found) != 1:
        known = "没有" if not found else f"有 {len(found)} 个"
        raise UserError(f"{known}叫“{typed}”的单位。请先在人员里登记这个派出所，或核对名称")
    return found[0]


def _told(work: UnitOfWork, kind: BodyKind, values: Mapping[str, Any]) -> dict[str, Any]:
    leader = values["leader"]
    if values["leader_id"] is not None:
        leader = work.session.get_one(Person, values["leader_id"]).name
    bureau = values["bureau_id"]
    told = {
        "kind": kind.label,
        "name": values["name"],
        "leader": leader,
        "bureau": work.session.get_one(Bureau, bureau).name if bureau is not None else "",
        "station_place": values["place_words"],
        "duty_telephone": values["duty_telephone"],
    }
    return {key: value for key, value in told.items() if value}


def unserved(work: UnitOfWork, area_id: int, kind: BodyKind, on: dt.date) -> list[int]:
    """The grids below an area that nothing of this kind serves on a day."""
    served = select(GridBodyReach.area_id).where(
        GridBodyReach.kind == kind,
        or_(GridBodyReach.valid_to.is_(None), GridBodyReach.valid_to > on),
    )
    query = (
        select(Area.id)
        .join(AreaClosure, AreaClosure.descendant_id == Area.id)
        .where(AreaClosure.ancestor_id == area_id, holds_on(AreaClosure, on))
        .where(Area.level == Level.GRID, holds_on(Area, on), Area.id.not_in(served))
    )
    return list(work.session.scalars(query.order_by(Area.sort, Area.id)))
