"""Asking units: a round is opened, workbooks go out, some again; units are excused and reminded.

The rows of a workbook are kept as they went out. Whoever writes the files does so afterwards,
from what is kept (papers), as often as it is wanted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exchange.model import Collection, CollectionSheet
from hrgrid.exchange.queries.collect_kinds import Collecting, Matter
from hrgrid.exchange.queries.contents import hold_sent
from hrgrid.exchange.rules.collecting import CollectSpec, HeldRow, Unit
from hrgrid.exchange.rules.words import CollectionState, SheetState
from hrgrid.exchange.service.asking import Asking, open_one, open_sheets
from hrgrid.storage.work import UnitOfWork

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG = 16


@dataclass(frozen=True)
class HandedOut:
    """A round and its new workbooks; `nothing` are units of which everything is known already.

    `empty` are units without a row.
    """

    round_id: int
    sheet_ids: tuple[int, ...]
    nothing: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def open_round(
    work: UnitOfWork,
    collecting: Collecting,
    subject: str,
    due_on: dt.date,
    units: Sequence[str] | None = None,
) -> HandedOut:
    """Open a round and make the first workbook of each unit (by path; None is all).

    What is known already is not asked: a unit of which nothing is left to ask gets none. Raises
    UserError where nothing is left at all, where a round is still open, or the day is past.
    """
    matter = _matter(work, collecting, subject)
    if due_on < work.today:
        raise UserError(f"报回日期 {due_on} 已经过去。请选今天或以后的日期")
    chosen = _chosen(matter, units)
    spec = collecting.spec(work, subject, None)
    if not spec.asked:
        raise UserError(f"“{matter.title}”要向单位收的都已经有了，不用下发")
    found = Collection(
        kind=collecting.kind,
        subject=subject,
        title=matter.title,
        area_path=matter.area_path,
        columns=json.dumps(
            {"known": [one.key for one in spec.columns if not one.asked], "asked": spec.asked}
        ),
        due_on=due_on,
        state=CollectionState.OPEN,
        made_at=work.now,
        made_by=work.actor.name,
        ended_at=None,
        ended_by="",
        end_reason="",
    )
    work.session.add(found)
    work.session.flush()
    asking = Asking(work, collecting, found)
    done = _hand_out(asking, chosen)
    if not done.sheet_ids:
        raise UserError(f"“{matter.title}”要向这些单位收的都已经有了，不用下发")
    work.record(
        "open_collection",
        matter.title,
        after={
            "asked_units": len(done.sheet_ids),
            "due_on": due_on.isoformat(),
            "asked_columns": [spec.column(key).column.heading for key in spec.asked],
        },
    )
    return done


def hand_out_to(
    work: UnitOfWork, collecting: Collecting, round_id: int, units: Sequence[str]
) -> HandedOut:
    """First workbooks for units that the round did not ask before."""
    asking = open_one(work, collecting, round_id)
    found = asking.row
    matter = _matter(work, collecting, found.subject)
    asked = set(
        work.session.scalars(
            select(CollectionSheet.unit_path).where(CollectionSheet.collection_id == found.id)
        )
    )
    chosen = _chosen(matter, units)
    twice = [one.name for one in chosen if one.path in asked]
    if twice:
        raise UserError(f"{twice[0]}已经下发过。要换一份请用“重新下发”")
    done = _hand_out(asking, chosen)
    if not done.sheet_ids:
        raise UserError("要向这些单位收的都已经有了，没有下发")
    work.record("hand_out_collection", found.title, after={"asked_units": len(done.sheet_ids)})
    return done


def hand_out_again(work: UnitOfWork, collecting: Collecting, sheet_ids: Sequence[int]) -> HandedOut:
    """A new edition each, with what is known by now; the old one no longer counts.

    Also brings back who was excused. Needs a reason.
    """
    reason = work.require_reason()
    asking, sheets = open_sheets(work, collecting, sheet_ids)
    units = [Unit(one.unit_path, one.unit_name) for one in sheets]
    for one in sheets:
        one.state = SheetState.REPLACED
    work.session.flush()
    editions = {one.unit_path: one.edition + 1 for one in sheets}
    done = _hand_out(asking, units, editions)
    left = [*done.nothing, *done.empty]
    if left:
        raise UserError(f"{left[0]}已没有要填的，不用重新下发。请登记免报，或直接办结")
    names = "、".join(one.unit_name for one in sheets)
    work.record("hand_out_again", f"{asking.row.title}（{names[:100]}）", reason)
    return done


def excuse(work: UnitOfWork, collecting: Collecting, sheet_ids: Sequence[int]) -> None:
    """Units need not return theirs; the reason stands beside them."""
    reason = work.require_reason().strip()[:200]
    asking, sheets = open_sheets(work, collecting, sheet_ids)
    for one in sheets:
        if one.state in {SheetState.MERGED, SheetState.EXCUSED}:
            raise UserError(f"{one.unit_name}的表{one.state.label}，不用登记免报。请刷新后再看")
    for one in sheets:
        one.state, one.note = SheetState.EXCUSED, reason
    work.session.flush()
    names = "、".join(one.unit_name for one in sheets)
    work.record("excuse_unit", f"{asking.row.title}（{names[:100]}）", reason)


def remind(work: UnitOfWork, collecting: Collecting, sheet_ids: Sequence[int]) -> int:
    """Note that units were reminded today; how many. Raises UserError where none is waited for."""
    asking, sheets = open_sheets(work, collecting, sheet_ids)
    waited = [one for one in sheets if one.state is SheetState.OUT]
    if not waited:
        raise UserError("选的单位都已经报回或免报，没有要催的。请刷新后再看")
    for one in waited:
        one.reminded_on = work.today
    work.session.flush()
    work.record("remind_units", asking.row.title, after={"asked_units": len(waited)})
    return len(waited)


def close_round(work: UnitOfWork, collecting: Collecting, round_id: int) -> None:
    """No more workbooks are taken. With units still out, or unmerged, it needs a reason."""
    asking = open_one(work, collecting, round_id)
    found = asking.row
    query = select(CollectionSheet.unit_name, CollectionSheet.state).where(
        CollectionSheet.collection_id == found.id,
        CollectionSheet.state.in_([SheetState.OUT, SheetState.RETURNED]),
    )
    left = list(work.session.execute(query))
    if left and not work.reason.strip():
        name, state = left[0]
        raise UserError(f"还有 {len(left)} 个单位没有办完（{name}{state.label}）。不等了请写明事由")
    _end(work, found, CollectionState.CLOSED, work.reason.strip())
    work.record("close_collection", found.title, after={"units_left": len(left)})


def cancel_round(work: UnitOfWork, collecting: Collecting, round_id: int) -> None:
    """The round was not meant: with a reason; what was merged stays merged."""
    reason = work.require_reason().strip()
    asking = open_one(work, collecting, round_id)
    found = asking.row
    _end(work, found, CollectionState.CANCELLED, reason)
    work.record("cancel_collection", found.title, reason)


def _end(work: UnitOfWork, found: Collection, state: CollectionState, why: str) -> None:
    found.state, found.end_reason = state, why
    found.ended_at, found.ended_by = work.now, work.actor.name
    work.session.flush()


# --- making workbooks ---------------------------------------------------------------------------


def _matter(work: UnitOfWork, collecting: Collecting, subject: str) -> Matter:
    matter = collecting.matter(work, subject)
    work.require(collecting.right, matter.area_path)
    return matter


def _chosen(matter: Matter, units: Sequence[str] | None) -> list[Unit]:
    if units is None:
        chosen = list(matter.units)
    else:
        wanted = set(units)
        chosen = [one for one in matter.units if one.path in wanted]
        if len(chosen) != len(wanted):
            raise UserError(f"选的单位里有的不归“{matter.title}”。请刷新后再选")
    if not chosen:
        raise UserError(f"“{matter.title}”没有可以下发的单位。请先建立下级区域")
    return chosen


def _hand_out(
    asking: Asking, units: Sequence[Unit], editions: Mapping[str, int] | None = None
) -> HandedOut:
    work = asking.work
    work.progress.begin("准备各单位的表", len(units))
    held = asking.collecting.rows(work, asking.row.subject, asking.spec, units)
    sheets: list[CollectionSheet] = []
    nothing: list[str] = []
    empty: list[str] = []
    for unit in units:
        rows = held.get(unit.path, [])
        ours = _still_asked(asking.spec, rows)
        if not rows or not ours.asked:
            (nothing if rows else empty).append(unit.name)
        else:
            sheet = _sheet(asking, ours, unit, rows)
            sheet.edition = (editions or {}).get(unit.path, 1)
            sheets.append(sheet)
        work.progress.step()
    work.session.add_all(sheets)
    work.session.flush()
    ids = tuple(one.id for one in sheets)
    return HandedOut(asking.row.id, ids, tuple(nothing), tuple(empty))


def _still_asked(spec: CollectSpec, rows: Sequence[HeldRow]) -> CollectSpec:
    """Without the columns of which every cell is known."""
    known = [
        one.key
        for one in spec.columns
        if one.asked and not one.answer and all(row.cells.get(one.key) for row in rows)
    ]
    return spec.without(*known)


def _new_number() -> str:
    """A number that nobody guesses; it begins with a letter."""
    rest = "".join(secrets.choice(_LETTERS) for _ in range(_LONG - 1))
    return f"{secrets.choice(_LETTERS[10:])}{rest}"


def _sheet(
    asking: Asking, spec: CollectSpec, unit: Unit, rows: Sequence[HeldRow]
) -> CollectionSheet:
    keys = {one.key for one in spec.columns}
    kept = [
        HeldRow(row.mark, {key: text for key, text in row.cells.items() if key in keys})
        for row in rows
    ]
    work = asking.work
    content = hold_sent(work.keyring, spec, kept)
    return CollectionSheet(
        collection_id=asking.row.id,
        unit_path=unit.path,
        unit_name=unit.name,
        edition=1,
        uid=_new_number(),
        state=SheetState.OUT,
        row_count=len(kept),
        content=content,
        content_sha256=hashlib.sha256(content.encode("utf-8")).hexdigest(),
        note="",
        made_at=work.now,
        made_by=work.actor.name,
        reminded_on=None,
    )
