"""Entrants: who is marked, in which order, and who does not compete after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from hrgrid.core.errors import UserError
from hrgrid.panels.model import Adjustment, Entrant, Panel, Recusal, Sheet
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.panels.service.opening import run_panel, said
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class EntrantForm:
    """Somebody to be marked; `key` is what the caller calls him ("application:5")."""

    key: str
    name: str
    unit: str = ""
    draw_no: int | None = None
    area_id: int | None = None
    person_id: int | None = None
    guest: bool = False


def add_entrants(work: UnitOfWork, panel_id: int, forms: Sequence[EntrantForm]) -> dict[str, int]:
    """Entrant ids by key; UserError for a key or a draw number that is there already."""
    panel = run_panel(work, panel_id)
    rows = []
    for form in forms:
        if not form.key.strip() or not form.name.strip():
            raise UserError("有一名选手没有姓名。请填上姓名")
        if form.draw_no is not None and form.draw_no < 1:
            raise UserError(f"“{form.name}”的抽签号 {form.draw_no} 不行。请从 1 编起")
        rows.append(
            Entrant(
                panel_id=panel_id,
                key=form.key.strip(),
                draw_no=form.draw_no,
                name=form.name.strip(),
                unit=form.unit.strip(),
                area_id=form.area_id,
                person_id=form.person_id,
                guest=form.guest,
                status=EntrantStatus.ENTERED,
                reason="",
            )
        )
    work.session.add_all(rows)
    work.session.flush()
    work.record("add_entrants", panel.title, after={"count": len(rows)})
    return {row.key: row.id for row in rows}


def draw_numbers(work: UnitOfWork, panel_id: int, numbers: Mapping[int, int | None]) -> None:
    """New draw numbers by entrant id, all at once; UserError where one comes twice."""
    panel = run_panel(work, panel_id)
    entrants = {each.id: each for each in _of_panel(work, panel_id)}
    given = [number for number in numbers.values() if number is not None]
    twice = next((number for number in given if given.count(number) > 1), None)
    if twice is not None:
        raise UserError(f"抽签号 {twice} 有两个人。请改成不同的号")
    if numbers.keys() - entrants.keys():
        raise UserError("有选手不在这场评分里。请刷新后再办")
    # Two who change their numbers would meet half way.
    for entrant_id in numbers:
        entrants[entrant_id].draw_no = None
    work.session.flush()
    for entrant_id, number in numbers.items():
        entrants[entrant_id].draw_no = number
    work.session.flush()
    work.record(
        "draw_numbers",
        panel.title,
        after={entrants[key].name: number for key, number in numbers.items()},
    )


def set_status(
    work: UnitOfWork, entrant_id: int, status: EntrantStatus, reason: str | None = None
) -> None:
    """Absent, withdrawn or disqualified with the reason, or back among those who compete.

    Marks that stand are kept and do not count.
    """
    entrant, panel = _entrant(work, entrant_id)
    if entrant.status is status:
        return
    before = entrant.status
    entrant.reason = "" if status is EntrantStatus.ENTERED else said(work, reason)
    entrant.status = status
    work.session.flush()
    work.record(
        "set_entrant_status",
        f"{panel.title} {entrant.name}",
        reason,
        before=before.value,
        after=status.value,
    )


def change_entrant(
    work: UnitOfWork, entrant_id: int, name: str, unit: str, *, guest: bool = False
) -> None:
    """What an entrant is called and whether he is ranked; nothing where it is so already."""
    entrant, panel = _entrant(work, entrant_id)
    if not name.strip():
        raise UserError("有一名选手没有姓名。请填上姓名")
    before = (entrant.name, entrant.unit, entrant.guest)
    entrant.name, entrant.unit, entrant.guest = name.strip(), unit.strip(), guest
    after = (entrant.name, entrant.unit, entrant.guest)
    if before == after:
        return
    work.session.flush()
    work.record("change_entrant", f"{panel.title} {entrant.name}", before=before, after=after)


def remove_entrant(work: UnitOfWork, entrant_id: int) -> None:
    """Take back somebody who was never marked; UserError where he was."""
    entrant, panel = _entrant(work, entrant_id)
    for table in (Sheet, Adjustment):
        there = select(table.id).where(table.entrant_id == entrant_id).limit(1)
        if work.session.scalar(there) is not None:
            raise UserError(f"“{entrant.name}”已经有分，不能删去。请改为退出或取消资格")
    work.session.execute(delete(Recusal).where(Recusal.entrant_id == entrant_id))
    work.session.delete(entrant)
    work.session.flush()
    work.record("remove_entrant", f"{panel.title} {entrant.name}", before={"key": entrant.key})


def _of_panel(work: UnitOfWork, panel_id: int) -> list[Entrant]:
    return list(work.session.scalars(select(Entrant).where(Entrant.panel_id == panel_id)))


def _entrant(work: UnitOfWork, entrant_id: int) -> tuple[Entrant, Panel]:
    entrant = work.session.get(Entrant, entrant_id)
    if entrant is None:
        raise UserError("这名选手不在了。请刷新后再办")
    panel = run_panel(work, entrant.panel_id)
    work.session.refresh(entrant)
    return entrant, panel
