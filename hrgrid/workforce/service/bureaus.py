"""Offices that are no area."""

from __future__ import annotations

from sqlalchemy import exists, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Bureau, Post
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.bureaus import BureauRow


def add_bureau(work: UnitOfWork, area: AreaRow, name: str) -> BureauRow:
    """A new office under `area`; raises UserError for a name that is there already."""
    work.require(Right.EDIT_WORKFORCE, area.path)
    plain = " ".join(name.split())
    if not plain:
        raise UserError("单位没有名称。请写上名称，例如 示例街道联动中心")
    same = select(Bureau.id).where(Bureau.area_id == area.id, Bureau.name == plain)
    if work.session.scalar(same) is not None:
        raise UserError(f"“{area.name}”下已经有单位“{plain}”。请直接选用，或换个名称")
    bureau = Bureau(area_id=area.id, name=plain)
    work.session.add(bureau)
    work.session.flush()
    work.record("add_bureau", plain, after={"area": area.code})
    return BureauRow(bureau.id, area.id, plain)


def remove_unused_bureau(work: UnitOfWork, bureau_id: int) -> bool:
    """Remove an office where nobody ever held a post; False where somebody did."""
    bureau = work.session.get(Bureau, bureau_id)
    if bureau is None or work.session.scalar(select(exists().where(Post.bureau_id == bureau_id))):
        return False
    work.session.delete(bureau)
    work.session.flush()
    return True
