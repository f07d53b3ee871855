"""Rounds of stars as a list, what a new one would be, and the stars that hold on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.assessment.model import AssessmentPeriod, StarAward, StarLine, StarRound, StarRun
from hrgrid.assessment.queries.periods import area_words, scheme_titles
from hrgrid.assessment.queries.running import results_of_periods
from hrgrid.assessment.queries.scope import require_look_somewhere, within
from hrgrid.assessment.queries.star_rules import star_rules_in_force
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.queries.star_sources import span_of_round
from hrgrid.assessment.queries.using import span_of_period
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_rows import (
    AwardRow,
    RoundForm,
    RoundProposal,
    RoundRow,
    StarGround,
)
from hrgrid.assessment.rules.star_words import HIGHEST, RoundState, StarSubject
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, RunState
from hrgrid.core.periods import add_months
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids

_BLOCK = 500
_A, _R = StarAward, StarRound


def rounds(work: UnitOfWork, subject: StarSubject | None = None) -> list[RoundRow]:
    """Every round that the actor may see, the newest days first."""
    require_look_somewhere(work)
    query = select(_R).where(within(work, _R.area_path))
    if subject is not None:
        query = query.where(_R.subject == subject)
    found = rows_of_rounds(work, list(work.session.scalars(query)))
    return sorted(found, key=lambda row: (row.span.last_day, row.valid_from, row.id), reverse=True)


def round_row(work: UnitOfWork, round_id: int) -> RoundRow:
    """One round as the list shows it."""
    return rows_of_rounds(work, [seen_round(work, round_id)])[0]


def rows_of_rounds(work: UnitOfWork, found: Sequence[StarRound]) -> list[RoundRow]:
    """Rounds with their counts; a constant number of statements."""
    counts = _counts(work, [one.id for one in found])
    titles = scheme_titles(work) if found else {}
    areas = area_words(work, {one.area_path for one in found})
    return [_row(one, counts.get(one.id), titles, areas[one.area_path]) for one in found]


def _row(one: StarRound, counted: _Counted | None, titles: dict[str, str], area: str) -> RoundRow:
    run = counted if counted is not None and counted.revision == one.revision else None
    levels = run.levels if run is not None else (0,) * (HIGHEST + 1)
    return RoundRow(
        one.id,
        one.subject,
        one.title,
        span_of_round(one),
        one.scheme,
        titles.get(one.scheme, one.scheme),
        one.area_path,
        area,
        one.state,
        one.revision,
        one.valid_from,
        one.valid_to,
        run.number if run is not None else None,
        sum(levels),
        run.left_out if run is not None else 0,
        levels,
        run.at_line if run is not None else 0,
        one.confirmed_on,
        one.version,
    )


class _Counted:
    def __init__(self, number: int, revision: int) -> None:
        self.number, self.revision = number, revision
        self.levels: tuple[int, ...] = (0,) * (HIGHEST + 1)
        self.left_out = self.at_line = 0


def _counts(work: UnitOfWork, ids: Sequence[int]) -> dict[int, _Counted]:
    line, run = StarLine, StarRun
    out = line.left_out.is_not(None)
    query = (
        select(run.round_id, run.number, run.revision, line.level, out, line.at_line, func.count())
        .join(line, line.run_id == run.id)
        .where(run.round_id.in_(ids), run.state == RunState.APPLIED)
        .group_by(run.round_id, run.number, run.revision, line.level, out, line.at_line)
    )
    found: dict[int, _Counted] = {}
    for round_id, number, revision, level, left_out, at_line, count in work.session.execute(query):
        one = found.setdefault(round_id, _Counted(number, revision))
        if left_out:
            one.left_out += count
            continue
        one.levels = tuple(n + count * (at == level) for at, n in enumerate(one.levels))
        one.at_line += count if at_line else 0
    return found


# --- a new one ----------------------------------------------------------------------------------


def round_proposal(work: UnitOfWork, subject: StarSubject | None = None) -> RoundProposal | None:
    """What a new round would be: as the last one (沿用上期); None before any result is confirmed.

    Its stars begin where those of the last round run out, so that nobody is without for some days.
    Raises Refused where the actor runs no assessment.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    wanted = subject or StarSubject.PERSON
    grounds = _grounds(work, wanted)
    free = [one for one in grounds if one.round_id is None]
    if not grounds:
        return None
    last = _last_round(work, wanted)
    same = free
    if last is not None:
        same = [
            one
            for one in free
            if (one.scheme, one.span.kind, one.area_path)
            == (last.scheme, last.kind, last.area_path)
            and one.span.first_day > span_of_round(last).first_day
        ]
    chosen = (same or free or grounds)[0]
    months = star_rules_in_force(work, wanted, chosen.span.last_day).rules.valid_months
    since = _begins(work, chosen, last)
    if last is None:
        why = "第一次评星级，取最近一期确认的考核结果"
    elif same:
        why = f"沿用“{last.title}”的方案和范围，有效期接着上次"
    else:
        why = f"“{last.title}”以后还没有新确认的同类结果，取最近一期"
    title = f"{chosen.span.title}{wanted.label}星级评定"
    form = RoundForm(
        wanted,
        chosen.scheme,
        chosen.span,
        chosen.area_path,
        title,
        since,
        add_months(since, months),
    )
    return RoundProposal(form, why, tuple(grounds), months)


def _begins(work: UnitOfWork, chosen: StarGround, last: StarRound | None) -> dt.date:
    """Where the last stars run out, if that is about now; else the next first of a month."""
    today = work.today
    about = max(chosen.span.behind, add_months(today, -6)), add_months(today, 3)
    if last is not None and about[0] <= last.valid_to <= about[1]:
        return last.valid_to
    following = add_months(today.replace(day=1), 1)
    return max(chosen.span.behind, today if today.day == 1 else following)


def _last_round(work: UnitOfWork, subject: StarSubject) -> StarRound | None:
    query = (
        select(_R)
        .where(_R.subject == subject, _R.state != RoundState.CANCELLED)
        .where(within(work, _R.area_path))
        .order_by(_R.valid_from.desc(), _R.id.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _grounds(work: UnitOfWork, subject: StarSubject) -> list[StarGround]:
    """Settled periods, longest kinds of the newest days first; several of one kind as one more."""
    period = AssessmentPeriod
    query = select(period).where(period.state.in_(SETTLED), within(work, period.area_path))
    held: dict[tuple[str, Span], list[AssessmentPeriod]] = defaultdict(list)
    for one in work.session.scalars(query.order_by(period.area_path)):
        held[one.scheme, span_of_period(one)].append(one)
    people = results_of_periods(work, [one.id for own in held.values() for one in own])
    rounds_held = {
        (one.scheme, span_of_round(one), one.area_path): one.id
        for one in work.session.scalars(
            select(_R).where(_R.subject == subject, _R.state != RoundState.CANCELLED)
        )
    }
    paths = {path for own in held.values() for path in _paths(own)}
    areas, titles = area_words(work, paths), scheme_titles(work)
    found = []
    for (scheme, span), own in held.items():
        for path in _paths(own):
            if not work.actor.may(Right.RUN_ASSESSMENT, path):
                continue
            count = sum(
                people.get(one.id, (0, 0))[0] for one in own if one.area_path.startswith(path)
            )
            found.append(
                StarGround(
                    scheme,
                    titles.get(scheme, scheme),
                    span,
                    path,
                    areas[path],
                    count,
                    rounds_held.get((scheme, span, path)),
                )
            )
    order = list(PeriodKind)
    return sorted(
        found,
        key=lambda one: (
            -one.span.last_day.toordinal(),
            -order.index(one.span.kind),
            len(one.area_path),
            one.area_path,
        ),
    )


def _paths(own: Sequence[AssessmentPeriod]) -> list[str]:
    """The areas of periods, and the one above them all where there are several."""
    paths = [one.area_path for one in own]
    if len(paths) < 2:
        return paths
    parts = [path.rstrip("/").split("/") for path in paths]
    common: list[str] = []
    for codes in zip(*parts, strict=False):
        if len(set(codes)) > 1:
            break
        common.append(codes[0])
    above = "/".join(common) + "/" if common else ""
    return paths if above in paths or not above else [above, *paths]


# --- stars that count ---------------------------------------------------------------------------


def star_in_force(
    work: UnitOfWork, on: dt.date, person_ids: Collection[int] | None = None
) -> dict[int, AwardRow]:
    """The star of everybody on a day, by person; of some where they are given.

    Asks no right: stars are published, and whoever shows somebody has asked for his own.
    """
    return _in_force(work, _A.person_id, on, person_ids)


def grid_star_in_force(
    work: UnitOfWork, on: dt.date, grid_ids: Collection[int] | None = None
) -> dict[int, AwardRow]:
    """The same of grids."""
    return _in_force(work, _A.grid_id, on, grid_ids)


def awards_of_person(work: UnitOfWork, person_id: int) -> list[AwardRow]:
    """Every star of somebody, the newest first, void ones too; through merges."""
    ids = same_person_ids(work, person_id)
    return _rows(work, _awards().where(_A.person_id.in_(ids)))


def awards_of_grid(work: UnitOfWork, grid_id: int) -> list[AwardRow]:
    """Every star of a grid, the newest first."""
    return _rows(work, _awards().where(_A.grid_id == grid_id))


def _awards() -> Any:
    return (
        select(_A, _R.title)
        .outerjoin(_R, _R.id == _A.round_id)
        .order_by(_A.valid_from.desc(), _A.id.desc())
    )


def _in_force(
    work: UnitOfWork, column: Any, on: dt.date, ids: Collection[int] | None
) -> dict[int, AwardRow]:
    holds = and_(_A.valid_from <= on, _A.valid_to > on, _A.void_reason == "", column.is_not(None))
    query = _awards().where(holds)
    blocks: Iterable[Any] = [query]
    if ids is not None:
        wanted = sorted(set(ids))
        blocks = (
            query.where(column.in_(wanted[at : at + _BLOCK]))
            for at in range(0, len(wanted), _BLOCK)
        )
    found: dict[int, AwardRow] = {}
    for block in blocks:
        for award, title in work.session.execute(block):
            found.setdefault(award.person_id or award.grid_id, award_row(award, title or ""))
    return found


def _rows(work: UnitOfWork, query: Any) -> list[AwardRow]:
    return [award_row(award, title or "") for award, title in work.session.execute(query)]


def award_row(award: StarAward, title: str) -> AwardRow:
    """One star as others show it."""
    return AwardRow(
        award.id,
        award.round_id,
        title,
        award.level,
        award.monthly_fen,
        award.valid_from,
        award.valid_to,
        award.lasts_to,
        award.document_no,
        award.void_reason,
    )
