"""Looks at confirmed results: what one would name before it is kept, and what was kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.assessment.queries.confirmed import ConfirmedPeriod, confirmed_periods
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitFlag, ExitLook
from hrgrid.exits.queries.look_offers import look_offer
from hrgrid.exits.queries.looking import (
    Looked,
    flag_rows,
    look_of,
    look_path,
    take_look,
    title_of,
)
from hrgrid.exits.queries.rules import exit_rules, exit_rules_version
from hrgrid.exits.queries.scope import require_view, within
from hrgrid.exits.queries.standing import standings_of
from hrgrid.exits.queries.surveying import hash_of, read_periods
from hrgrid.exits.rules.rows import (
    PAPER_WORDS,
    CauseCount,
    FlagRow,
    LookAsk,
    LookBoard,
    LookCounts,
    LookPreview,
    LookRow,
)
from hrgrid.exits.rules.words import FlagState, Trigger
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import names_of_paths

__all__ = ["look_board", "look_offer", "looks", "open_flags", "preview_look", "seen_look"]


def preview_look(work: UnitOfWork, ask: LookAsk) -> LookPreview:
    """What a look would name, nothing stored. Refused without the right to handle exits there."""
    path = look_path(work, ask)
    rules = exit_rules(work, work.today)
    looked = take_look(work, ask, path, rules)
    rows = flag_rows(looked)
    before = look_of(work, ask, path)
    return LookPreview(
        title_of(work, looked.found, path),
        tuple(row for row in rows if row.state is not FlagState.LEFT_OUT),
        tuple(row for row in rows if row.state is FlagState.LEFT_OUT),
        looked.counts,
        rules.number,
        looked.found.results_hash,
        None if before is None else _look_rows(work, [before])[0],
        _warnings(looked, before),
    )


def _warnings(looked: Looked, before: ExitLook | None) -> tuple[str, ...]:
    found = []
    if before is not None:
        found.append("这一期已经筛查过。再存一次，原来的名单作废，要写明事由。")
    counts = looked.counts
    if counts.small_units:
        found.append(f"{counts.small_units} 个单位人数太少，不看排名，只看分数和等次。")
    if counts.in_case:
        found.append(f"{counts.in_case} 人已有退出事项在办，存为不立案。")
    return tuple(found)


def looks(work: UnitOfWork, void: bool = False) -> list[LookRow]:
    """Looks of one's own part, the newest first; those put aside as void too where asked."""
    require_view(work)
    query = select(ExitLook).where(within(work, ExitLook.area_path))
    if not void:
        query = query.where(ExitLook.void_reason == "")
    return _look_rows(work, work.session.scalars(query.order_by(ExitLook.id.desc())).all())


def look_board(work: UnitOfWork, look_id: int) -> LookBoard:
    """One look with its list, as it stands now. Refused outside one's own part."""
    look = seen_look(work, look_id)
    rows = _kept_rows(work, [look])
    stored = json.loads(look.counts)
    causes = tuple(
        CauseCount(Trigger(code), people) for code, people in stored.pop("causes").items()
    )
    return LookBoard(
        _look_rows(work, [look])[0],
        LookCounts(**stored, causes=causes),
        tuple(row for row in rows if row.state is not FlagState.LEFT_OUT),
        tuple(row for row in rows if row.state is FlagState.LEFT_OUT),
        PAPER_WORDS,
    )


def seen_look(work: UnitOfWork, look_id: int) -> ExitLook:
    """A look for who may see it."""
    require_view(work)
    found = work.session.get(ExitLook, look_id, populate_existing=True)
    if found is None:
        raise UserError("没有这次筛查。请刷新列表后再选")
    work.require(Right.VIEW_EXITS, found.area_path)
    return found


def open_flags(work: UnitOfWork) -> list[FlagRow]:
    """Everybody of one's own part who was named and of whom nobody decided yet."""
    require_view(work)
    query = select(ExitLook).where(ExitLook.void_reason == "", within(work, ExitLook.area_path))
    found = work.session.scalars(query.order_by(ExitLook.id.desc())).all()
    return _kept_rows(work, found, FlagState.OPEN)


def _look_rows(work: UnitOfWork, found: Sequence[ExitLook]) -> list[LookRow]:
    ids = [look.id for look in found]
    counts: Counter[tuple[int, FlagState]] = Counter()
    query = (
        select(ExitFlag.look_id, ExitFlag.state, func.count())
        .where(ExitFlag.look_id.in_(ids))
        .group_by(ExitFlag.look_id, ExitFlag.state)
    )
    for look_id, state, count in work.session.execute(query).tuples():
        counts[look_id, state] = count
    names = names_of_paths(work, {look.area_path for look in found}, work.today)
    every = confirmed_periods(work) if found else []
    windows = {
        number: exit_rules_version(work, number).bottom_window
        for number in {look.rule_number for look in found}
    }
    return [
        LookRow(
            look.id,
            look.title,
            look.scheme,
            look.kind,
            look.year,
            look.number,
            names.get(look.area_path, ""),
            look.area_path,
            look.made_at,
            look.made_by,
            look.rule_number,
            counts[look.id, FlagState.OPEN],
            counts[look.id, FlagState.TAKEN_UP],
            counts[look.id, FlagState.PUT_ASIDE],
            counts[look.id, FlagState.LEFT_OUT],
            _is_stale(look, every, windows[look.rule_number]),
            look.void_reason,
            look.version,
        )
        for look in found
    ]


def _is_stale(look: ExitLook, every: Sequence[ConfirmedPeriod], window: int) -> bool:
    """Whether a computation that was read no longer counts, or another came to it."""
    span = Span(PeriodKind(look.kind), look.year, look.number)
    now, back = read_periods(every, look.scheme, span, look.area_path, window)
    return hash_of((*now, *back)) != look.results_hash


def _kept_rows(
    work: UnitOfWork, found: Sequence[ExitLook], state: FlagState | None = None
) -> list[FlagRow]:
    titles = {look.id: look.title for look in found}
    query = select(ExitFlag).where(ExitFlag.look_id.in_(titles)).order_by(ExitFlag.id)
    if state is not None:
        query = query.where(ExitFlag.state == state)
    flags = work.session.scalars(query).all()
    standings = standings_of(work, [flag.person_id for flag in flags])
    chains = chains_of(work, {area for flag in flags for area in (flag.area_id, flag.unit_id)})
    return [
        FlagRow(
            flag.id,
            flag.look_id,
            titles[flag.look_id],
            flag.person_id,
            (standing := standings[flag.person_id]).name,
            standing.number,
            chains[flag.area_id].within(unit := chains[flag.unit_id].own),
            flag.unit_id,
            unit,
            flag.cause,
            flag.total_milli,
            flag.rank,
            flag.people,
            flag.tied,
            tuple(json.loads(flag.facts)["reasons"]),
            flag.words,
            flag.state,
            flag.aside_reason,
            flag.case_id if flag.case_id is not None else standing.case_id,
            standing.case_number,
            standing.watch_until,
            standing.engagement,
            flag.version,
        )
        for flag in flags
    ]
