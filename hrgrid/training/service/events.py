"""Events of a competition, each with its panel and its rule of marking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_by_subject, panel_view
from hrgrid.panels.rules.rule import PLAIN, USUAL, WHOLE, Item, PanelRule
from hrgrid.panels.rules.words import SeatState
from hrgrid.panels.service import PanelForm, SeatForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEvent
from hrgrid.training.queries.competition_inputs import panel_subject
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    PREPARING,
    RUNNING_POINTS,
    TEAM_RANKING,
    EventKind,
    Side,
)
from hrgrid.training.rules.competition import EventForm
from hrgrid.training.service.competition_places import fill_event
from hrgrid.training.service.competition_steps import OPEN_STATES, competition_of, event_of, named
from hrgrid.training.service.judging import (
    close_event,
    propose_recusals,
    reopen_event,
    seat_everywhere,
)
from hrgrid.training.service.ordering import draw_order, set_order

READER = "阅卷"
"""Who sits in the one seat of a written event until judges are named."""


def add_event(
    work: UnitOfWork,
    competition_id: int,
    form: EventForm,
    rule: PanelRule | None = None,
    items: Sequence[Item] | None = None,
) -> int:
    """Another event with its panel and everybody who is entered; the id.

    Without a rule a written event takes the mean of one reader, a judged one the usual rule.
    """
    competition = competition_of(work, competition_id, *PREPARING)
    return place_event(work, competition, form, rule, items)


def place_event(
    work: UnitOfWork,
    competition: Competition,
    form: EventForm,
    rule: PanelRule | None = None,
    items: Sequence[Item] | None = None,
) -> int:
    """The same in a competition that is held already."""
    _check(form)
    last = select(func.max(CompetitionEvent.sort)).where(
        CompetitionEvent.competition_id == competition.id
    )
    event = CompetitionEvent(
        competition_id=competition.id,
        code=form.code.strip(),
        title=form.title.strip(),
        kind=form.kind,
        side=form.side,
        order=form.order,
        sort=1 + (work.session.scalar(last) or 0),
        person_bp=form.person_bp,
        team_bp=form.team_bp,
        time_limit=form.time_limit,
        held_on=form.held_on,
        held_at=form.held_at.strip(),
        place=form.place.strip(),
        draw_seed="",
        draw_sha256="",
    )
    work.session.add(event)
    work.session.flush()
    panel_id = _panel(work, competition, form, rule, tuple(items or (WHOLE,)))
    if form.kind is EventKind.WRITTEN and not panel_view(work, panel_id).columns:
        panels.add_seat(work, panel_id, SeatForm(READER))
    fill_event(work, competition, event, panel_id)
    work.record("add_event", f"{named(competition)} {event.title}", after=_told(event))
    return event.id


def change_event(work: UnitOfWork, event_id: int, form: EventForm) -> None:
    """What an event is told by; its kind, side and code stay. Once it runs: title, day, place."""
    competition, event, _ = event_of(work, event_id, *OPEN_STATES)
    _check(form)
    fixed = (form.code.strip(), form.kind, form.side)
    if fixed != (event.code, event.kind, event.side):
        raise UserError(f"“{event.title}”的代码、种类和个人团队不能改。请删去后重新添加")
    before = _told(event)
    event.title, event.held_on = form.title.strip(), form.held_on
    event.held_at, event.place = form.held_at.strip(), form.place.strip()
    event.person_bp, event.team_bp = form.person_bp, form.team_bp
    event.order, event.time_limit = form.order, form.time_limit
    work.session.flush()
    work.record(
        "change_event",
        f"{named(competition)} {event.title}",
        before=before,
        after=_told(event),
    )


def change_event_rule(
    work: UnitOfWork, event_id: int, rule: PanelRule, items: Sequence[Item] | None = None
) -> None:
    """How the marks of an event become a result; UserError once the competition runs."""
    _, event, panel = event_of(work, event_id, *PREPARING)
    if rule.order is not event.order:
        raise UserError(f"“{event.title}”是{event.order.label}，评分规则的方向不同。请改成一样")
    panels.change_rule(work, panel.id, rule, items)


def remove_event(work: UnitOfWork, event_id: int) -> None:
    """Take an event back that nobody was marked in; its panel is left empty."""
    competition, event, panel = event_of(work, event_id, *PREPARING)
    view = panel_view(work, panel.id)
    if view.sheets or view.adjustments:
        raise UserError(f"“{event.title}”已经有分，不能删去。请把权重改为 0")
    for entrant in view.entrants:
        panels.remove_entrant(work, entrant.id)
    for seat in view.seats:
        if seat.state is SeatState.ACTIVE:
            panels.remove_seat(work, seat.id)
    work.session.execute(delete(CompetitionEvent).where(CompetitionEvent.id == event.id))
    work.session.flush()
    work.record("remove_event", f"{named(competition)} {event.title}", before=_told(event))


def _panel(
    work: UnitOfWork,
    competition: Competition,
    form: EventForm,
    rule: PanelRule | None,
    items: tuple[Item, ...],
) -> int:
    plain = form.kind is EventKind.WRITTEN or form.kind in RUNNING_POINTS
    chosen = rule if rule is not None else (PLAIN if plain else USUAL)
    chosen = replace(chosen, order=form.order)
    subject = panel_subject(competition.id, form.code.strip())
    left = panel_by_subject(work, subject)
    if left is not None:
        # An event with this code was there and was taken back: its panel is empty.
        panels.change_rule(work, left.id, chosen, items)
        return left.id
    title = f"{competition.title} {form.title.strip()}"
    return panels.open_panel(
        work,
        PanelForm(
            subject, title, Right.RUN_TRAINING, competition.area_path, rule=chosen, items=items
        ),
    )


def _check(form: EventForm) -> None:
    code = form.code.strip()
    if not code or not form.title.strip():
        raise UserError("有一个项目没有代码或名称。请填上")
    if code in {PERSON_RANKING, TEAM_RANKING} or ":" in code:
        raise UserError(f"项目代码“{code}”不能用。请换一个代码")
    for whose, bp in (("个人", form.person_bp), ("团体", form.team_bp)):
        if not 0 <= bp <= 10_000:
            raise UserError(f"“{form.title}”占{whose}总分的权重要在 0 到 100% 之间。请改正")
    if form.side is Side.TEAM and form.person_bp:
        raise UserError(f"“{form.title}”是团队项目，不计入个人总分。请把个人权重改为 0")
    if form.kind is EventKind.TEAM and form.side is not Side.TEAM:
        raise UserError(f"“{form.title}”是团队项目，参加的是代表队。请把“个人/团队”改为团队")
    if form.time_limit is not None and form.time_limit <= 0:
        raise UserError(f"“{form.title}”的限时要大于 0 秒。不限时请留空")


def _told(event: CompetitionEvent) -> dict[str, object]:
    return {
        "code": event.code,
        "title": event.title,
        "person_bp": event.person_bp,
        "team_bp": event.team_bp,
        "time_limit": event.time_limit,
    }


__all__ = [
    "READER",
    "add_event",
    "change_event",
    "change_event_rule",
    "close_event",
    "draw_order",
    "place_event",
    "propose_recusals",
    "remove_event",
    "reopen_event",
    "seat_everywhere",
    "set_order",
]
