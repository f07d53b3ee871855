"""What becomes of a grid's dated facts when it ends, and what the grids after it begin with.

A new grid is served by the party branch, police grid and station that served the old one, and
keeps what was written for it of 八定; its households are counted anew and volunteers too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Grid, GridBody, GridBodyReach, GridTerm
from hrgrid.workforce.queries.areas import holds_on, lasts_beyond
from hrgrid.workforce.rules.eight import EightKind

DATED: tuple[Any, ...] = (Grid, GridTerm, GridBodyReach)


def end_facts(work: UnitOfWork, stand: AreaStand, on: dt.date) -> None:
    """Let nothing hold of an area that is no more from a day on; raises UserError.

    Refused where something begins on that day or later, and where a body hangs under the area.
    """
    _refuse_bodies(work, stand, on)
    for model in DATED:
        query = select(model).where(model.area_id == stand.area_id, lasts_beyond(model, on))
        for row in list(work.session.scalars(query.order_by(model.valid_from))):
            if row.valid_from >= on:
                raise UserError(
                    f"“{stand.name}”的{model.__label__}在 {row.valid_from} 有改动，"
                    f"不能在 {on} 停用。请核对日期"
                )
            row.valid_to = on
    work.session.flush()


def hand_down_facts(
    work: UnitOfWork, sources: Sequence[int], heirs: Sequence[int], on: dt.date
) -> None:
    """Give heirs from a day on what the sources had on that day, as far as they have none.

    Of several sources the first one's bodies serve the heir; what is written of 八定 goes on only
    where they all say the same. The extent of a grid is its own.
    """
    reaches = _on(work, GridBodyReach, [*sources, *heirs], on)
    terms = _on(work, GridTerm, [*sources, *heirs], on)
    for heir in heirs:
        had = {row.kind for row in reaches if row.area_id == heir}
        for source in sources:
            for row in reaches:
                if row.area_id == source and row.kind not in had:
                    had.add(row.kind)
                    values = {"body_id": row.body_id, "kind": row.kind}
                    _begin(work, GridBodyReach, heir, values, on)
        written = {row.kind for row in terms if row.area_id == heir} | {EightKind.GRID}
        for kind in EightKind:
            said = [row for row in terms if row.kind is kind and row.area_id in sources]
            agree = len(said) == len(sources) and len({row.text for row in said}) == 1
            if agree and kind not in written:
                values = {"kind": kind, "text": said[0].text, "document_no": said[0].document_no}
                _begin(work, GridTerm, heir, values, on)
    work.session.flush()


def _on(work: UnitOfWork, model: Any, area_ids: Sequence[int], on: dt.date) -> list[Any]:
    query = select(model).where(model.area_id.in_(list(area_ids)), holds_on(model, on))
    return list(work.session.scalars(query.order_by(model.id)))


def _begin(work: UnitOfWork, model: Any, area_id: int, values: dict[str, Any], on: dt.date) -> None:
    work.session.add(model(area_id=area_id, valid_from=on, valid_to=None, **values))


def _refuse_bodies(work: UnitOfWork, stand: AreaStand, on: dt.date) -> None:
    query = select(GridBody.kind).where(
        GridBody.area_id == stand.area_id,
        or_(GridBody.valid_to.is_(None), GridBody.valid_to > on),
    )
    kind = work.session.scalar(query.limit(1))
    if kind is not None:
        raise UserError(f"“{stand.name}”下还有{kind.label}，不能停用。请先撤销它，或登记到别处")
