"""Competitions for tests: entered, judged and closed through the use cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hrgrid.accounts.service import PaperApproval, Subject, record_paper_approval
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import NoMark
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_inputs import competitor_of_key
from hrgrid.training.queries.competition_standings import live_standings
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.rules.competing import Level, Side
from hrgrid.training.rules.competition import USUAL_EVENTS, CompetitionRule, EventForm
from hrgrid.training.rules.competition_rows import RankingRow
from hrgrid.training.service import closing, competitions, entrants
from hrgrid.training.service.competitions import start_competition
from hrgrid.training.service.events import close_event, seat_everywhere

DAY = dt.date(2026, 11, 20)
NAMES = (
    "胡丽华",
    "邓明辉",
    "马文斌",
    "曹敏",
    "张晨",
    "宋雪芳",
    "吴佳怡",
    "陈嘉宁",
    "何永康",
    "韩晓燕",
)
JUDGES = tuple(f"评委{at}" for at in "甲乙丙丁戊己庚")


def opened(
    desk: Desk,
    people: int = 4,
    *,
    events: Sequence[EventForm] = USUAL_EVENTS,
    rule: CompetitionRule | None = None,
    judges: int = 5,
    **given: object,
) -> int:
    """A competition that takes entries: `people` entered, judges seated."""
    form = replace(
        competitions.CompetitionForm(
            "网格员技能比武", Level.CITY, "", "市委政法委", "礼堂", DAY, DAY, protest_minutes=0
        ),
        **given,  # type: ignore[arg-type]
    )
    competition_id = desk.write(
        lambda work: competitions.open_competition(work, form, rule, events)
    )
    desk.write(lambda work: competitions.open_entry(work, competition_id))
    if people:
        forms = [entrants.EntryForm(name_of(at), unit_of(at)) for at in range(people)]
        desk.write(lambda work: entrants.add_entries(work, competition_id, forms))
    seats = [SeatForm(JUDGES[at], "评审组", chief=at == 0) for at in range(judges)]
    desk.write(lambda work: seat_everywhere(work, competition_id, seats))
    return competition_id


def name_of(at: int) -> str:
    return NAMES[at % len(NAMES)] + ("" if at < len(NAMES) else f"{at}")


def unit_of(at: int) -> str:
    return ("东街道", "西街道", "南街道")[at % 3]


def running(desk: Desk, people: int = 4, **given: object) -> int:
    """The same, begun."""
    competition_id = opened(desk, people, **given)  # type: ignore[arg-type]
    desk.write(lambda work: start_competition(work, competition_id))
    return competition_id


def event(desk: Desk, competition_id: int, code: str) -> int:
    """The id of an event."""
    return next(
        each.id
        for each in desk.read(lambda work: events_of(work, competition_id))
        if each.code == code
    )


def panel(desk: Desk, competition_id: int, code: str) -> int:
    """The id of an event's panel."""
    return next(
        each.panel_id
        for each in desk.read(lambda work: events_of(work, competition_id))
        if each.code == code
    )


def competitor(desk: Desk, competition_id: int, number: int) -> int:
    """The id of the entry with a number."""
    return next(
        each.id
        for each in desk.read(lambda work: competitors_of(work, competition_id))
        if each.number == number
    )


def mark(
    desk: Desk,
    competition_id: int,
    code: str,
    rows: Mapping[int, Sequence[float | NoMark]],
    pass_no: int = 1,
) -> None:
    """Marks (points) by number of the entry, in the order of judges; one mark is for all."""
    panel_id = panel(desk, competition_id, code)
    ids = {
        each.id: each.number
        for each in desk.read(lambda work: competitors_of(work, competition_id))
    }

    def key(work: UnitOfWork) -> None:
        view = panel_view(work, panel_id)
        values = {}
        for entrant in view.competing:
            given = rows.get(ids[competitor_of_key(entrant.key)])
            if given is None:
                continue
            wanted = view.wanted(entrant)
            marks = list(given) * len(wanted) if len(given) == 1 else list(given)
            for column, value in zip(wanted, marks, strict=True):
                cell = (entrant.id, column.seat_no, view.items[0].id)
                values[cell] = value if isinstance(value, NoMark) else round(value * 1000)
        key_marks(work, panel_id, values, pass_no=pass_no)

    desk.write(key)


def second(
    desk: Desk, competition_id: int, code: str, rows: Mapping[int, Sequence[float | NoMark]]
) -> None:
    """The second typing of the same, by another person."""
    mark(desk, competition_id, code, rows, 2)


def marked(desk: Desk, scores: Mapping[int, Sequence[float]], **given: object) -> int:
    """A competition of the usual three events with one mark each by everybody, all closed."""
    competition_id = running(desk, len(scores), **given)
    for at, code in enumerate(("theory", "practical", "show")):
        mark(desk, competition_id, code, {n: [own[at]] for n, own in scores.items()})
        event_id = event(desk, competition_id, code)
        desk.write(lambda work, own=event_id: close_event(work, own))
    return competition_id


def closed(desk: Desk, scores: Mapping[int, Sequence[float]], **given: object) -> int:
    """Ranked as well."""
    competition_id = marked(desk, scores, **given)
    desk.write(lambda work: closing.close_scoring(work, competition_id))
    return competition_id


def posted(desk: Desk, scores: Mapping[int, Sequence[float]], **given: object) -> int:
    """Posted as well."""
    competition_id = closed(desk, scores, **given)
    desk.write(lambda work: closing.post_results(work, competition_id))
    return competition_id


def approved(desk: Desk, subject: Subject) -> None:
    """Approved on paper."""
    paper = PaperApproval("赵主任", "评审组组长", DAY, "评审〔2026〕1 号")
    day = desk.read(lambda work: work.today)
    desk.write(lambda work: record_paper_approval(work, subject, replace(paper, decided_on=day)))


def fixed(desk: Desk, scores: Mapping[int, Sequence[float]], **given: object) -> int:
    """Locked as well."""
    competition_id = posted(desk, scores, **given)
    approved(desk, desk.read(lambda work: closing.result_subject(work, competition_id)))
    desk.write(lambda work: closing.lock_results(work, competition_id))
    return competition_id


def published(desk: Desk, scores: Mapping[int, Sequence[float]], **given: object) -> int:
    """Published as well."""
    competition_id = fixed(desk, scores, **given)
    day = desk.read(lambda work: work.today)
    desk.write(lambda work: closing.publish_results(work, competition_id, "政法〔2026〕8 号", day))
    return competition_id


def ranks(desk: Desk, competition_id: int, ranking: str = "person") -> dict[int, int | None]:
    """Ranks by number, live."""
    return {line.number: line.rank for line in lines(desk, competition_id, ranking)}


def lines(desk: Desk, competition_id: int, ranking: str = "person") -> Sequence[RankingRow]:
    """The live lines of one ranking."""
    return desk.read(lambda work: live_standings(work, competition_id)).of(ranking)


TEAM_EVENT = EventForm("drill", "团队演练", USUAL_EVENTS[1].kind, Side.TEAM, team_bp=4_000)
