"""What the papers of a competition are made of, read once: its events and its entrants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About
from hrgrid.panels.queries import panel_view, panels_like
from hrgrid.panels.rules.rows import EntrantRow, PanelView
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.lines import set_solid
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant, CompetitionEvent
from hrgrid.training.rules.competing import (
    RUNNING_POINTS,
    CompetitionState,
    EntrantState,
    EventKind,
    Level,
    MemberRole,
    Side,
)

GAVE_UP = "弃权"
"""What is written for whoever did not come or withdrew: a word, never 0 (documents.md 5)."""


@dataclass(frozen=True)
class Event:
    """An event; weights are basis points, `time_limit` is seconds."""

    id: int
    code: str
    title: str
    kind: EventKind
    side: Side
    person_bp: int
    team_bp: int
    time_limit: int | None
    held_on: dt.date | None
    held_at: str
    place: str
    panel_id: int | None

    @property
    def judged(self) -> bool:
        """Whether judges mark it on sheets; in the others points run."""
        return self.kind not in RUNNING_POINTS

    @property
    def when(self) -> str:
        """Day, hour and place, as far as they are known."""
        day = day_or_blank(self.held_on) if self.held_on else ""
        return "　".join(filter(None, (self.title, day, self.held_at, self.place)))


@dataclass(frozen=True)
class Entrant:
    """A person or a team that entered; `number` is what sheets say instead of the name."""

    id: int
    number: int
    side: Side
    name: str
    unit: str
    area_id: int | None
    person_id: int | None
    guest: bool
    team_id: int | None
    role: MemberRole | None
    from_id: int | None
    state: EntrantState
    reason: str

    @property
    def remark(self) -> str:
        """What is said beside the name: a guest, or why he no longer competes."""
        said = ["表演赛" if self.guest else ""]
        if self.state is EntrantState.WITHDRAWN:
            said.append(GAVE_UP)
        elif self.state is not EntrantState.ENTERED:
            said.append(self.state.label)
        return "，".join(filter(None, said))


@dataclass(frozen=True)
class Contest:
    """A competition with all that is said of it on every paper; `office` issues."""

    id: int
    number: str
    title: str
    level: Level
    area_path: str
    organiser: str
    place: str
    first_day: dt.date
    last_day: dt.date
    state: CompetitionState
    rule: str = field(repr=False)
    posted_at: dt.datetime | None
    protest_minutes: int
    approval_words: str
    document_no: str
    published_on: dt.date | None
    office: str
    unit: str
    today: dt.date
    events: tuple[Event, ...]
    entrants: Mapping[int, Entrant] = field(repr=False)

    @property
    def about(self) -> About:
        """How the journal calls it."""
        return About(self.area_path, f"{self.number} {self.title}")

    @property
    def left(self) -> str:
        """Below the title of its tables at the left."""
        return f"主办单位：{self.organiser or self.office}　　编号：{self.number}"

    @property
    def made(self) -> str:
        """The day on which the paper was made."""
        return f"制表日期：{day_or_blank(self.today)}"

    @property
    def days(self) -> str:
        """When it was held, as a document says it."""
        if self.first_day == self.last_day:
            return day_or_blank(self.first_day)
        return f"{day_or_blank(self.first_day)}至{_end_words(self.first_day, self.last_day)}"

    def of_side(self, side: Side) -> list[Entrant]:
        """The people or the teams, by number."""
        return sorted(
            (one for one in self.entrants.values() if one.side is side),
            key=lambda one: one.number,
        )

    def team_of(self, one: Entrant) -> str:
        """The team or, for whoever competes alone, the unit."""
        team = self.entrants.get(one.team_id or 0)
        return team.name if team else one.unit

    def event(self, code: str) -> Event:
        """The event of a code. Raises UserError for one that does not exist."""
        found = next((one for one in self.events if one.code == code), None)
        if found is None:
            known = "、".join(f"{one.code}（{one.title}）" for one in self.events)
            raise UserError(f"比武“{self.title}”没有项目“{code}”。现有的是：{known}")
        return found

    def chosen(self, code: str, *, judged: bool | None = None) -> list[Event]:
        """The events asked for: one by its code or all of a kind. UserError where there is none."""
        events = [self.event(code)] if code else list(self.events)
        found = [one for one in events if judged is None or one.judged is judged]
        if not found:
            what = (
                "由评委打分的项目" if judged else "抢答或风险题项目" if judged is False else "项目"
            )
            raise UserError(f"比武“{self.title}”没有{what}，没有可输出的内容。请核对项目")
        return found

    def entrant_of(self, row: EntrantRow) -> Entrant | None:
        """Who an entrant of a panel is."""
        kind, _, own = row.key.partition(":")
        return self.entrants.get(int(own)) if kind == "entrant" and own.isdecimal() else None


def _end_words(first: dt.date, last: dt.date) -> str:
    """The end of a stretch without what its begin has said."""
    if first.year != last.year:
        return day_or_blank(last)
    return f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"


def read_contest(work: UnitOfWork, competition_id: int) -> Contest:
    """The competition, for somebody who may run it and print its papers.

    Raises Refused without the rights, UserError where there is no such competition.
    """
    found = work.session.get(Competition, competition_id)
    if found is None:
        raise UserError(f"没有第 {competition_id} 号比武。请刷新列表后再选")
    work.require(Right.PRINT_PAPERS, found.area_path)
    work.require(Right.RUN_TRAINING, found.area_path)
    office = work.session.get_one(Office, 1)
    return Contest(
        found.id,
        found.number,
        set_solid(found.title),
        found.level,
        found.area_path,
        found.organiser,
        found.place,
        found.first_day,
        found.last_day,
        found.state,
        found.rule,
        found.posted_at,
        found.protest_minutes,
        found.approval_words,
        found.document_no,
        found.published_on,
        office.name,
        office.unit,
        work.today,
        _events(work, found.id),
        _entrants(work, found.id),
    )


def _events(work: UnitOfWork, competition_id: int) -> tuple[Event, ...]:
    panels = {
        panel.subject: panel.id for panel in panels_like(work, f"competition:{competition_id}:")
    }
    query = (
        select(CompetitionEvent)
        .where(CompetitionEvent.competition_id == competition_id)
        .order_by(CompetitionEvent.sort, CompetitionEvent.id)
    )
    return tuple(
        Event(
            row.id,
            row.code,
            set_solid(row.title),
            row.kind,
            row.side,
            row.person_bp,
            row.team_bp,
            row.time_limit,
            row.held_on,
            row.held_at,
            row.place,
            panels.get(f"competition:{competition_id}:{row.code}"),
        )
        for row in work.session.scalars(query)
    )


def _entrants(work: UnitOfWork, competition_id: int) -> dict[int, Entrant]:
    query = (
        select(CompetitionEntrant)
        .where(CompetitionEntrant.competition_id == competition_id)
        .order_by(CompetitionEntrant.number)
    )
    return {
        row.id: Entrant(
            row.id,
            row.number,
            row.side,
            row.name,
            row.unit,
            row.area_id,
            row.person_id,
            row.guest,
            row.team_id,
            row.member_role,
            row.from_id,
            row.state,
            row.state_reason,
        )
        for row in work.session.scalars(query)
    }


def view_of(work: UnitOfWork, contest: Contest, event: Event) -> PanelView:
    """The panel of an event. Raises UserError where it has none yet."""
    if event.panel_id is None:
        raise UserError(
            f"项目“{event.title}”还没有开始安排评分。请先在比武“{contest.title}”里安排选手和评委"
        )
    return panel_view(work, event.panel_id)


def status_words(status: EntrantStatus) -> str:
    """What stands for the result of somebody who has none: a word, never 0."""
    if status is EntrantStatus.ENTERED:
        return ""
    if status in {EntrantStatus.ABSENT, EntrantStatus.WITHDRAWN}:
        return GAVE_UP
    return status.label


def drawn_order(rows: Iterable[EntrantRow], contest: Contest) -> list[EntrantRow]:
    """By the number drawn, who has none after them by his own number."""

    def key(row: EntrantRow) -> tuple[int, int]:
        one = contest.entrant_of(row)
        own = one.number if one else 10**6
        return (row.draw_no if row.draw_no is not None else 10**6, own)

    return sorted(rows, key=key)
