"""Re-scores: their changes, and what they would do before anything is touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.panels.rules import totals
from hrgrid.panels.rules.rows import PanelView
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionAward,
    CompetitionEntrant,
    CompetitionPrize,
    CompetitionRescore,
    RescoreChange,
)
from hrgrid.training.queries.competition_blocking import ranking_titles
from hrgrid.training.queries.competition_inputs import (
    Inputs,
    applied_run,
    entrants_in_order,
    rank_inputs,
    read_inputs,
)
from hrgrid.training.queries.competition_prizes import plan_of
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.queries.competition_standings import stored_lines
from hrgrid.training.queries.rescored_inputs import after_text, rescored
from hrgrid.training.rules.competing import (
    AwardState,
    CompetitionState,
    RescoreState,
)
from hrgrid.training.rules.competition_rows import (
    ChangeRow,
    MovedLine,
    PrizeHolder,
    RescorePreview,
    RescoreRow,
    TouchedAward,
)
from hrgrid.training.rules.standing_rows import RankedLine

_S = CompetitionState


def open_rescore_of(work: UnitOfWork, competition_id: int) -> CompetitionRescore | None:
    """The re-score that is being put together, if there is one."""
    return work.session.scalars(
        select(CompetitionRescore).where(
            CompetitionRescore.competition_id == competition_id,
            CompetitionRescore.state == RescoreState.OPEN,
        )
    ).one_or_none()


def rescores_of(work: UnitOfWork, competition_id: int) -> list[RescoreRow]:
    """Every re-score, the newest first."""
    seen_competition(work, competition_id)
    query = select(CompetitionRescore).where(CompetitionRescore.competition_id == competition_id)
    return [
        _row(each, len(changes_of(work, each.id)))
        for each in work.session.scalars(query.order_by(CompetitionRescore.number.desc()))
    ]


def changes_of(work: UnitOfWork, rescore_id: int) -> list[RescoreChange]:
    """The changes in the order in which they were written down."""
    query = select(RescoreChange).where(RescoreChange.rescore_id == rescore_id)
    return list(work.session.scalars(query.order_by(RescoreChange.id)))


def rescore_key(rescore_id: int, changes: Sequence[RescoreChange]) -> str:
    """What an approval names: the re-score with exactly these changes."""
    told = [
        (
            each.kind,
            each.event_id,
            each.entrant_id,
            each.seat_no,
            each.item_code,
            each.value_milli,
            each.no_mark,
            each.status,
            each.adjustment_id,
            each.label,
        )
        for each in changes
    ]
    return f"rescore:{rescore_id}:{canonical_hash(told)[:16]}"


def rescore_preview(work: UnitOfWork, rescore_id: int) -> RescorePreview:
    """Places and prizes as they are and as they would be; nothing is written.

    Of a re-score that was applied or cancelled it says only its changes.
    """
    rescore = work.session.get(CompetitionRescore, rescore_id)
    if rescore is None:
        raise UserError("这次复核不在了。请刷新后再选")
    competition = seen_competition(work, rescore.competition_id)
    changes = changes_of(work, rescore_id)
    inputs = read_inputs(work, competition)
    key = rescore_key(rescore_id, changes)
    approval = approval_state(work, Deed.RESULT, key)
    told = RescorePreview(
        _row(rescore, len(changes)),
        tuple(_change(each, inputs) for each in changes),
        (),
        (),
        (),
        (),
        (approval.given, approval.needed),
        competition.state in {_S.AWARDED, _S.ARCHIVED},
        key,
    )
    if rescore.state is not RescoreState.OPEN:
        return told
    changed = rescored(inputs, changes)
    problems = list(_problems(changed, changes))
    if not changes:
        problems.append("还没有写改动。请先登记要改的分")
    after = rank_inputs(changed).lines
    run = applied_run(work, competition.id)
    before = [] if run is None else stored_lines(work, run.id, inputs.numbers)
    return replace(
        told,
        moved=tuple(_moved(work, competition, inputs.entrants, before, after)),
        touched=tuple(_touched(work, competition, before, after)),
        newly=tuple(_newly(work, competition, after)),
        problems=tuple(problems),
    )


def _problems(changed: Inputs, changes: Sequence[RescoreChange]) -> list[str]:
    """Who would be left without a mark that counts."""
    touched = {each.event_id for each in changes}
    found = []
    for given in changed.events:
        if given.event.id not in touched or given.running:
            continue
        for entrant in given.view.competing:
            missing = totals.tally(given.view, entrant).missing
            if missing:
                found.append(
                    f"“{given.event.title}”{entrant.shown}还差 {len(missing)} 个分，请一并登记"
                )
    return found


def _moved(
    work: UnitOfWork,
    competition: Competition,
    entrants: Sequence[CompetitionEntrant],
    before: Sequence[RankedLine],
    after: Sequence[RankedLine],
) -> list[MovedLine]:
    titles = ranking_titles(work, competition)
    by_number = {one.number: one for one in entrants}
    was = {(line.ranking, line.number): line for line in before}
    held = {
        (award.entrant_id, ranking): label for award, ranking, label in _held(work, competition.id)
    }
    new = {
        (each.competitor_id, each.ranking): each.label
        for each in _entitled(work, competition, after)
    }
    found = []
    for line in after:
        old = was.get((line.ranking, line.number))
        one = by_number[line.number]
        shown = "" if old is None else old.published or old.note
        own, gets = held.get((one.id, line.ranking), ""), new.get((one.id, line.ranking), "")
        rank = None if old is None else old.rank
        if (rank, shown) == (line.rank, line.published or line.note) and own in {gets, ""}:
            continue
        found.append(
            MovedLine(
                line.ranking,
                titles.get(line.ranking, line.ranking),
                one.id,
                one.number,
                one.name,
                one.unit,
                rank,
                line.rank,
                shown,
                line.published or line.note,
                own,
                gets,
            )
        )
    return found


def _touched(
    work: UnitOfWork,
    competition: Competition,
    before: Sequence[RankedLine],
    after: Sequence[RankedLine],
) -> list[TouchedAward]:
    entitled = {(each.prize_id, each.competitor_id) for each in _entitled(work, competition, after)}
    entrants = {one.id: one for one in entrants_in_order(work, competition.id)}
    was = {(line.ranking, line.number): line.rank for line in before}
    now = {(line.ranking, line.number): line.rank for line in after}
    found = []
    for award, ranking, label in _held(work, competition.id):
        if award.entrant_id is None or (award.prize_id, award.entrant_id) in entitled:
            continue
        one = entrants[award.entrant_id]
        place = (ranking, one.number)
        found.append(
            TouchedAward(
                award.id, label, one.id, one.name, one.unit, was.get(place), now.get(place)
            )
        )
    return found


def _newly(
    work: UnitOfWork, competition: Competition, after: Sequence[RankedLine]
) -> list[PrizeHolder]:
    if competition.state not in {_S.AWARDED, _S.ARCHIVED}:
        return []
    held = {(award.prize_id, award.entrant_id) for award, _, _ in _held(work, competition.id)}
    return [
        each
        for each in _entitled(work, competition, after)
        if (each.prize_id, each.competitor_id) not in held
    ]


def _entitled(
    work: UnitOfWork, competition: Competition, lines: Sequence[RankedLine]
) -> tuple[PrizeHolder, ...]:
    """Who would hold prizes; of equals across a line all, since nobody decided on them."""
    entrants = entrants_in_order(work, competition.id)
    prizes = select(CompetitionPrize.id).where(CompetitionPrize.competition_id == competition.id)
    everything = set(work.session.scalars(prizes))
    return plan_of(work, competition, lines, entrants, everything).holders


def _held(work: UnitOfWork, competition_id: int) -> list[tuple[CompetitionAward, str, str]]:
    query = (
        select(CompetitionAward, CompetitionPrize.ranking, CompetitionPrize.label)
        .join(CompetitionPrize, CompetitionPrize.id == CompetitionAward.prize_id)
        .where(
            CompetitionAward.competition_id == competition_id,
            CompetitionAward.state == AwardState.HELD,
            CompetitionPrize.ranking != "",
        )
        .order_by(CompetitionPrize.sort, CompetitionAward.id)
    )
    return list(work.session.execute(query).tuples().all())


def _row(rescore: CompetitionRescore, changes: int) -> RescoreRow:
    return RescoreRow(
        rescore.id,
        rescore.competition_id,
        rescore.number,
        rescore.reason,
        rescore.protest_id,
        rescore.state,
        rescore.made_at,
        rescore.made_by,
        rescore.approval_words,
        rescore.notice_no,
        rescore.cancel_reason,
        changes,
    )


def _change(change: RescoreChange, inputs: Inputs) -> ChangeRow:
    event = next(each.event for each in inputs.events if each.event.id == change.event_id)
    one = next(each for each in inputs.entrants if each.id == change.entrant_id)
    return ChangeRow(
        change.id,
        change.rescore_id,
        change.kind,
        change.event_id,
        event.title,
        one.id,
        one.number,
        one.name,
        change.seat_no,
        change.item_code,
        change.before,
        after_text(change),
        change.value_milli,
        change.no_mark,
        change.status,
        change.adjustment_id,
        change.label,
        change.reason,
    )


@dataclass(frozen=True)
class RescoreTargets:
    """What of one event may be changed: the panel as it stands, times by entry id."""

    event_id: int
    title: str
    running: bool
    view: PanelView
    times: dict[int, int]


def rescore_targets(work: UnitOfWork, event_id: int) -> RescoreTargets:
    """The marks of a fixed event, to choose from."""
    from hrgrid.training.model import CompetitionEvent

    event = work.session.get(CompetitionEvent, event_id)
    if event is None:
        raise UserError("这个项目不在了。请刷新后再选")
    competition = seen_competition(work, event.competition_id)
    given = next(
        each for each in read_inputs(work, competition).events if each.event.id == event_id
    )
    return RescoreTargets(event_id, event.title, given.running, given.view, dict(given.times))
