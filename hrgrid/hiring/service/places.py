"""Places and rows as the services of this room ask for them, each with its sentence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, PostRole
from hrgrid.workforce.queries.areas import AreaRow, area_on, holds_on
from hrgrid.workforce.service.roles import ship_roles


def place_of(work: UnitOfWork, area_id: int, right: Right = Right.RUN_HIRING) -> AreaRow:
    """The area as it stands today, for somebody who hires there."""
    work.require_somewhere(right)
    found = area_on(work, area_id, work.today)
    work.require(right, found.path)
    return found


def name_of_path(work: UnitOfWork, path: str) -> str:
    """What the area with this path is called today; the path itself where it is no more."""
    query = select(AreaStand.name).where(AreaStand.path == path, holds_on(AreaStand, work.today))
    return work.session.scalar(query) or path


def area_of_path(work: UnitOfWork, path: str) -> AreaRow:
    """The area with this path today; UserError where it is no more."""
    query = (
        select(Area.id)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(AreaStand.path == path, holds_on(AreaStand, work.today), holds_on(Area, work.today))
    )
    found = work.session.scalar(query)
    if found is None:
        raise UserError(f"编码路径“{path}”的区域现在不在用。请到网格页核对区域的隶属")
    return area_on(work, found, work.today)


def require_role(work: UnitOfWork, code: str) -> PostRole:
    """A role of the dictionary, which is shipped where the office has none yet."""
    ship_roles(work)
    found = work.session.get(PostRole, code)
    if found is None:
        raise UserError(f"岗位字典里没有“{code}”。请先在岗位字典里增加")
    return found


def require_version(found: Any, version: int | None, what: str) -> None:
    """Raise UserError where somebody changed a row since it was read; None asks nothing."""
    if version is not None and found.version != version:
        raise UserError(f"{what}刚被别人改过，这次改动没有存。请刷新后再改")
