"""Themes of grids: shipped when they are first needed, then the office's own; 一月一主题."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, text

from hrgrid.assessment.model import GridTheme, ThemeFocus
from hrgrid.assessment.queries.themes import focus_of
from hrgrid.assessment.rules.months import first_of, last_of, month_words
from hrgrid.assessment.rules.themes import SHIPPED, FocusRow, ThemeChange, ThemeForm
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import row_hash, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on

_COLUMNS = ("code", "label", "kind", "vetoes", "sort", "active")
_LONGEST = 40


def ship_themes(work: UnitOfWork) -> None:
    """Write the shipped themes where the office has none yet; two clients may both try."""
    if work.session.scalar(select(func.count()).select_from(GridTheme)):
        return
    names = (*_COLUMNS, "row_hash", "version")
    statement = text(
        f"INSERT INTO grid_theme ({', '.join(names)}) "  # noqa: S608 - our own names
        f"VALUES (:{', :'.join(names)}) ON CONFLICT DO NOTHING"
    )
    for at, (code, spec) in enumerate(SHIPPED.items(), start=1):
        row: dict[str, Any] = {
            "code": code,
            "label": spec.label,
            "kind": spec.kind.value,
            "vetoes": spec.vetoes,
            "sort": at,
            "active": True,
        }
        row |= {"row_hash": row_hash(table_of(GridTheme), row), "version": 1}
        work.session.connection().execute(statement, row)


def theme_of(work: UnitOfWork, code: str) -> GridTheme:
    """A theme by its code, shipped where the office has none yet. Raises UserError for no such."""
    ship_themes(work)
    found = work.session.scalar(select(GridTheme).where(GridTheme.code == code))
    if found is None:
        raise UserError(f"没有主题“{code}”。请刷新后再选")
    return found


def add_theme(work: UnitOfWork, form: ThemeForm) -> str:
    """A theme of the office's own; returns its code. UserError for a name that is there."""
    work.require(Right.KEEP_RULES)
    ship_themes(work)
    label = _checked(work, form.label, but="")
    last = work.session.execute(select(func.max(GridTheme.id), func.max(GridTheme.sort))).one()
    code = f"own_{1 + (last[0] or 0)}"
    work.session.add(
        GridTheme(
            code=code,
            label=label,
            kind=form.kind,
            vetoes=form.vetoes,
            sort=1 + (last[1] or 0),
            active=True,
        )
    )
    work.session.flush()
    work.record("add_theme", _named(label), after=_told(form))
    return code


def change_theme(work: UnitOfWork, change: ThemeChange) -> ThemeChange:
    """Another name, or whether it caps the star; gives what takes it back."""
    work.require(Right.KEEP_RULES)
    found = theme_of(work, change.code)
    if change.version and found.version != change.version:
        raise UserError(f"{_named(found.label)}刚被别人改过，这次没有存。请刷新后再改")
    label = _checked(work, change.form.label, but=change.code)
    before = ThemeForm(found.label, found.kind, found.vetoes)
    found.label, found.kind, found.vetoes = label, change.form.kind, change.form.vetoes
    work.session.flush()
    work.record("change_theme", _named(label), before=_told(before), after=_told(change.form))
    return ThemeChange(found.code, found.version, before)


def stop_theme(work: UnitOfWork, code: str) -> None:
    """Nobody is asked about it any more; what was marked stays. `resume_theme` takes it back."""
    _switch(work, code, active=False)


def resume_theme(work: UnitOfWork, code: str) -> None:
    """Grids are asked about it again."""
    _switch(work, code, active=True)


def _switch(work: UnitOfWork, code: str, *, active: bool) -> None:
    work.require(Right.KEEP_RULES)
    found = theme_of(work, code)
    if found.active is active:
        done = "在用" if active else "停用"
        raise UserError(f"{_named(found.label)}已经{done}。请刷新后查看")
    if not active:
        others = select(func.count()).where(GridTheme.active, GridTheme.id != found.id)
        if not work.session.scalar(others):
            raise UserError(f"{_named(found.label)}是最后一个在用的主题，不能停用。请先加一个新的")
    found.active = active
    work.session.flush()
    work.record("resume_theme" if active else "stop_theme", _named(found.label))


def set_focus(work: UnitOfWork, month: int, area_id: int, code: str, title: str = "") -> FocusRow:
    """一月一主题: the theme on which an area lays weight in a month; again, another one."""
    name, path = _area(work, month, area_id)
    work.require(Right.RUN_ASSESSMENT, path)
    theme = theme_of(work, code)
    if not theme.active:
        raise UserError(f"{_named(theme.label)}已经停用，不能定为每月主题。请换一个")
    words = title.strip() or theme.label
    found = _focus(work, month, area_id)
    before = {"theme": found.title} if found else None
    if found is None:
        work.session.add(ThemeFocus(month=month, area_id=area_id, theme_id=theme.id, title=words))
    else:
        found.theme_id, found.title = theme.id, words
    work.session.flush()
    work.record("set_focus", f"{name} {month_words(month)}", before=before, after={"theme": words})
    told = focus_of(work, month, path)
    if told is None:
        raise UserError(f"{name}的每月主题没有存上。请再办一次")
    return told


def drop_focus(work: UnitOfWork, month: int, area_id: int) -> None:
    """The area has no theme of its own any more in that month."""
    name, path = _area(work, month, area_id)
    work.require(Right.RUN_ASSESSMENT, path)
    found = _focus(work, month, area_id)
    if found is None:
        raise UserError(f"{name} {month_words(month)}没有自己的主题。请刷新后查看")
    work.session.delete(found)
    work.session.flush()
    work.record("drop_focus", f"{name} {month_words(month)}", before={"theme": found.title})


def _focus(work: UnitOfWork, month: int, area_id: int) -> ThemeFocus | None:
    query = select(ThemeFocus).where(ThemeFocus.month == month, ThemeFocus.area_id == area_id)
    return work.session.scalar(query)


def _area(work: UnitOfWork, month: int, area_id: int) -> tuple[str, str]:
    """Name and path of an area in a month. Raises UserError where there is none."""
    on = min(last_of(month), max(first_of(month), work.today))
    query = select(AreaStand).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    found = work.session.scalars(query).first()
    if found is None:
        raise UserError(f"{month_words(month)}没有第 {area_id} 号区域。请刷新后再选")
    return found.name, found.path


def _checked(work: UnitOfWork, label: str, *, but: str) -> str:
    told = label.strip()
    if not told:
        raise UserError("主题没有名称。请填写名称")
    if len(told) > _LONGEST:
        raise UserError(f"主题名称“{told[:10]}…”有 {len(told)} 个字，最多 {_LONGEST} 个。请写短些")
    same = select(GridTheme.code).where(GridTheme.label == told, GridTheme.code != but)
    if work.session.scalar(same) is not None:
        raise UserError(f"已有名称是“{told}”的主题。请换一个名称")
    return told


def _named(label: str) -> str:
    return f"主题“{label}”"


def _told(form: ThemeForm) -> dict[str, Any]:
    return {"label": form.label.strip(), "kind": form.kind.value, "vetoes": form.vetoes}
