"""Competitions: opened, changed while they are prepared, started, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.accounts.rules import check_area_path
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant
from hrgrid.training.queries.competition_inputs import events_in_order
from hrgrid.training.rules.competing import (
    FIXED,
    PREPARING,
    CompetitionState,
    EntrantState,
    Level,
    Side,
)
from hrgrid.training.rules.competition import (
    USUAL_EVENTS,
    CompetitionRule,
    EventForm,
    EventWeights,
    competition_rule_of,
    competition_rule_text,
    usual_rule,
    weight_problems,
)
from hrgrid.training.service.competition_steps import (
    competition_of,
    go_competition,
    named,
    note_step,
)
from hrgrid.training.service.events import place_event

_S = CompetitionState
_LEVELS = tuple(Level)


@dataclass(frozen=True)
class CompetitionForm:
    """What a competition is told by; an empty number takes the next one of the year.

    The first `advancing` go on to `next_id`; protests may be filed for `protest_minutes`.
    """

    title: str
    level: Level
    area_path: str
    organiser: str
    place: str
    first_day: dt.date
    last_day: dt.date
    number: str = ""
    next_id: int | None = None
    advancing: int = 0
    protest_minutes: int = 30
    note: str = ""


def open_competition(
    work: UnitOfWork,
    form: CompetitionForm,
    rule: CompetitionRule | None = None,
    events: Sequence[EventForm] = USUAL_EVENTS,
) -> int:
    """A new competition with its events, each with its panel; the id."""
    work.require(Right.RUN_TRAINING, form.area_path)
    _check(work, form, None)
    told = rule if rule is not None else usual_rule([event.code for event in events])
    competition = Competition(
        number=form.number.strip() or _next_number(work, form.first_day.year),
        title=form.title.strip(),
        level=form.level,
        area_path=check_area_path(form.area_path),
        organiser=form.organiser.strip(),
        place=form.place.strip(),
        first_day=form.first_day,
        last_day=form.last_day,
        next_id=form.next_id,
        advancing=form.advancing,
        rule=competition_rule_text(told),
        protest_minutes=form.protest_minutes,
        state=_S.DRAFT,
        prizes_set=False,
        posted_at=None,
        proposer_id=None,
        locked_at=None,
        approval_words="",
        document_no="",
        published_on=None,
        cancel_reason="",
        note=form.note.strip(),
    )
    work.session.add(competition)
    work.session.flush()
    note_step(work, competition)
    work.record("open_competition", named(competition), after={"level": form.level.value})
    for event in events:
        place_event(work, competition, event)
    return competition.id


def change_competition(
    work: UnitOfWork, competition_id: int, form: CompetitionForm, seen_version: int | None = None
) -> None:
    """What it is told by, as long as its result is not fixed; its area and level while prepared."""
    competition = competition_of(work, competition_id, *PREPARING, _S.RUNNING, _S.SCORING_CLOSED)
    if seen_version is not None and competition.version != seen_version:
        raise UserError(f"{named(competition)}刚被别人改过，这次改动没有存。请刷新后再改")
    _check(work, form, competition)
    moved = (form.area_path, form.level) != (competition.area_path, competition.level)
    if moved and events_in_order(work, competition_id):
        raise UserError("已有项目的比武不能换区域和层级。请另建一场比武")
    before = {"title": competition.title, "place": competition.place}
    competition.title, competition.organiser = form.title.strip(), form.organiser.strip()
    competition.number = form.number.strip() or competition.number
    competition.place, competition.note = form.place.strip(), form.note.strip()
    competition.area_path, competition.level = form.area_path, form.level
    competition.first_day, competition.last_day = form.first_day, form.last_day
    competition.next_id, competition.advancing = form.next_id, form.advancing
    competition.protest_minutes = form.protest_minutes
    work.session.flush()
    work.record(
        "change_competition",
        named(competition),
        before=before,
        after={"title": competition.title, "place": competition.place},
    )


def change_competition_rule(
    work: UnitOfWork, competition_id: int, rule: CompetitionRule
) -> tuple[str, ...]:
    """Another rule, before the competition runs; what its weights still lack."""
    competition = competition_of(work, competition_id, *PREPARING)
    before, competition.rule = competition.rule, competition_rule_text(rule)
    work.session.flush()
    work.record(
        "change_competition_rule", named(competition), before=before, after=competition.rule
    )
    return tuple(weight_problems(weights_of(work, competition_id), rule))


def open_entry(work: UnitOfWork, competition_id: int) -> None:
    """Take entries from now on."""
    competition = competition_of(work, competition_id, _S.DRAFT)
    go_competition(work, competition, _S.ENTRY_OPEN)


def back_to_draft(work: UnitOfWork, competition_id: int) -> None:
    """Take no entries for now, with a reason; those that there are stay."""
    work.require_reason()
    go_competition(work, competition_of(work, competition_id, _S.ENTRY_OPEN), _S.DRAFT)


def start_competition(work: UnitOfWork, competition_id: int) -> None:
    """Begin: the rule and the events are fixed from now on.

    Raises UserError with what is wrong with the weights, and where nobody is entered.
    """
    competition = competition_of(work, competition_id, _S.ENTRY_OPEN)
    if problems := starting_problems(work, competition):
        raise UserError(f"还不能开始比赛：{'；'.join(problems)}")
    go_competition(work, competition, _S.RUNNING)


def starting_problems(work: UnitOfWork, competition: Competition) -> list[str]:
    """What keeps a competition from starting; [] where nothing does."""
    weights = weights_of(work, competition.id)
    found = weight_problems(weights, competition_rule_of(competition.rule))
    entered = dict(
        work.session.execute(
            select(CompetitionEntrant.side, func.count())
            .where(
                CompetitionEntrant.competition_id == competition.id,
                CompetitionEntrant.state == EntrantState.ENTERED,
            )
            .group_by(CompetitionEntrant.side)
        )
        .tuples()
        .all()
    )
    if not entered:
        return [*found, "还没有参赛者。请先报名"]
    if any(each.side is Side.TEAM for each in weights) and not entered.get(Side.TEAM):
        found.append("有团队项目，还没有代表队。请先建代表队")
    if any(each.side is Side.PERSON for each in weights) and not entered.get(Side.PERSON):
        found.append("有个人项目，还没有选手。请先给选手报名")
    return found


def cancel_competition(work: UnitOfWork, competition_id: int) -> None:
    """It is not held after all, with a reason; what was entered stays on record."""
    reason = work.require_reason()
    competition = competition_of(work, competition_id)
    if competition.state in FIXED:
        raise UserError(f"{named(competition)}成绩已定，不能取消。要改成绩请走复核")
    competition.cancel_reason = reason.strip()
    go_competition(work, competition, _S.CANCELLED)


def weights_of(work: UnitOfWork, competition_id: int) -> list[EventWeights]:
    """The events as the checks of the rule take them."""
    return [
        EventWeights(
            each.code,
            each.title,
            each.kind,
            each.side,
            each.order,
            each.person_bp,
            each.team_bp,
            each.time_limit,
        )
        for each in events_in_order(work, competition_id)
    ]


def _check(work: UnitOfWork, form: CompetitionForm, ours: Competition | None) -> None:
    if not form.title.strip():
        raise UserError("比武没有名称。请填上名称")
    if form.last_day < form.first_day:
        raise UserError(
            f"比赛日期 {form.first_day:%Y-%m-%d} 到 {form.last_day:%Y-%m-%d} 首尾颠倒。请改正"
        )
    if form.advancing < 0 or form.protest_minutes < 0:
        raise UserError("晋级人数和申诉时间不能是负数。请填零或正整数")
    if form.next_id is None:
        if form.advancing:
            raise UserError(f"写了前 {form.advancing} 名晋级，没有选晋级到哪场比武。请选上一级比武")
        return
    upper = work.session.get(Competition, form.next_id)
    if upper is None or (ours is not None and upper.id == ours.id):
        raise UserError("所选的上一级比武不在了。请刷新后再选")
    if _LEVELS.index(upper.level) <= _LEVELS.index(form.level):
        raise UserError(
            f"“{upper.title}”是{upper.level.label}，不比{form.level.label}高一级。请另选上一级比武"
        )


def _next_number(work: UnitOfWork, year: int) -> str:
    prefix = f"{year}-"
    numbers = work.session.scalars(
        select(Competition.number).where(Competition.number.startswith(prefix, autoescape=True))
    )
    tails = (number.removeprefix(prefix) for number in numbers)
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{prefix}{last + 1:02d}"
