"""Competitions for the page: one at every stage on the way, told through the use cases only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.rules.competing import EventKind, Level, MemberRole, Side
from hrgrid.training.rules.competition import USUAL_EVENTS, EventForm
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.creating import Newcomer, create
from hrgrid.ui.competitions.pasting import PastedEntrant
from tests.offices import Clock
from tests.panels.build import UNITS, name_of

QUICK = EventForm("quick", "现场抢答", EventKind.QUICK_FIRE, Side.TEAM, team_bp=10_000)
ONE = EventForm("show", "现场处置", EventKind.ON_STAGE, person_bp=10_000, team_bp=10_000)
JUDGES = ("王兰", "李强", "周敏", "陈志远", "徐雪芳", "马永康", "周立军")


def entrants(count: int, *, teams: bool = False) -> tuple[PastedEntrant, ...]:
    """So many entrants, no two alike; four to a team where there are teams."""
    made = []
    for at in range(count):
        unit = UNITS[at // 4 % 9] if teams else UNITS[at % 9]
        team = f"{unit}代表队" if teams else ""
        made.append(
            PastedEntrant(at + 1, f"{name_of(at)}{'一二三四五六七八九十'[at % 10]}", unit, team)
        )
    return tuple(made)


def competition(
    desk: Desk,
    title: str,
    events: tuple[EventForm, ...] = (ONE,),
    *,
    people: int = 12,
    teams: bool = False,
    level: Level = Level.TOWN,
) -> int:
    """A competition whose entries are open."""
    today = desk.read(lambda work: work.today)
    newcomer = Newcomer(
        title, level, "苏州市委政法委", "市民中心", today, today, events,
        entrants(people, teams=teams), JUDGES,
    )  # fmt: skip
    made: int = desk.write(lambda work: create(work, newcomer))
    return made


def spare(desk: Desk, key: int) -> None:
    """The last of every team is a substitute."""

    def deed(work: UnitOfWork) -> None:
        rows = [one for one in competitors_of(work, key) if one.team_id is not None]
        for row in {one.team_id: one for one in rows}.values():
            services.change_entrant(
                work, row, name=row.name, unit=row.unit, guest=False, team_id=row.team_id,
                role=MemberRole.SUBSTITUTE,
            )  # fmt: skip

    desk.write(deed)


def start(desk: Desk, key: int) -> None:
    """From now on marks come in."""
    desk.write(lambda work: services.start(work, key))


def mark(desk: Desk, key: int, *, rows: int | None = None, tie: bool = False) -> None:
    """Marks for the first rows of every judged event, in tenths; the first two alike if asked."""

    def deed(work: UnitOfWork) -> None:
        for event in events_of(work, key):
            view = panel_view(work, event.panel_id)
            values: dict[Any, Any] = {}
            for at, entrant in enumerate(view.competing[:rows]):
                like = 0 if tie and at == 1 else at
                for column in view.columns:
                    value = 85_000 + (like * 37 + column.seat_no * 53) % 130 * 100
                    values |= {(entrant.id, column.seat_no, item.id): value for item in view.items}
            if values:
                panels.key_marks(work, event.panel_id, values)

    desk.write(deed)


def give(desk: Desk, key: int) -> None:
    """Points in the running event: two rounds, one of them taken back."""

    def deed(work: UnitOfWork) -> None:
        event = next(one for one in events_of(work, key) if one.kind is EventKind.QUICK_FIRE)
        teams = [one for one in competitors_of(work, key) if one.side is Side.TEAM]
        for at in range(14):
            milli = -10_000 if at % 5 == 4 else (10_000, 20_000)[at % 2]
            who = teams[at * 3 % len(teams)].id
            services.give_points(work, event.id, who, milli, 1 + at // 8)

    desk.write(deed)


def close(desk: Desk, key: int) -> None:
    """Every event, then the places."""

    def deed(work: UnitOfWork) -> None:
        for event in events_of(work, key):
            services.close_last_event(work, key, event.id)

    desk.write(deed)


def lock(desk: Desk, clock: Clock, key: int) -> None:
    """Posted, the time for protests over, approved, fixed."""
    desk.write(lambda work: services.post(work, key))
    clock.move(dt.timedelta(minutes=31))

    def deed(work: UnitOfWork) -> None:
        paper = PaperApproval("周立军", "主任", work.today, "苏政法〔2026〕11号")
        record_paper_approval(work, services.result_subject(work, key), paper)
        services.lock(work, key)

    desk.write(deed)


def publish(desk: Desk, key: int) -> None:
    """The bulletin, and the numbers of prizes."""
    prizes = [
        ("person", "一等奖", 1), ("person", "二等奖", 2), ("person", "三等奖", 3),
        ("", "优秀组织奖", 2),
    ]  # fmt: skip

    def deed(work: UnitOfWork) -> None:
        services.publish(work, key, "苏政法〔2026〕21号", work.today)
        services.put_prizes(work, key, prizes)

    desk.write(deed)


def at_every_stage(desk: Desk, clock: Clock) -> dict[str, int]:
    """Ids by what is on the way in them."""
    found: dict[str, int] = {}
    found["awarded"] = competition(desk, "2026 年姑苏区网格员技能比武", level=Level.DISTRICT)
    found["published"] = competition(desk, "2026 年虎丘区网格员技能比武", level=Level.DISTRICT)
    found["locked"] = competition(desk, "2026 年吴中区网格员技能比武", level=Level.DISTRICT)
    for key in ("awarded", "published", "locked"):
        start(desk, found[key])
        mark(desk, found[key], tie=key == "published")
        close(desk, found[key])
        lock(desk, clock, found[key])
    for key in ("awarded", "published"):
        publish(desk, found[key])
    desk.write(lambda work: services.award(work, found["awarded"], (), ()))
    rescore_id = desk.write(
        lambda work: services.open_rescore(work, found["locked"], "评委 3 的评分表抄错", None),
        reason="评委 3 的评分表抄错",
    )
    desk.write(lambda work: _changes(work, found["locked"], rescore_id))
    found["checked"] = competition(desk, "2026 年相城区网格员技能比武", level=Level.DISTRICT)
    start(desk, found["checked"])
    mark(desk, found["checked"], tie=True)
    close(desk, found["checked"])
    desk.write(lambda work: services.post(work, found["checked"]))
    desk.write(lambda work: _protest(work, found["checked"]))
    found["teams"] = competition(
        desk, "2026 年苏州市网格员技能大赛", (*USUAL_EVENTS, QUICK), people=24, teams=True,
        level=Level.CITY,
    )  # fmt: skip
    spare(desk, found["teams"])
    start(desk, found["teams"])
    mark(desk, found["teams"], rows=9)
    give(desk, found["teams"])
    found["running"] = competition(desk, "2026 年网格员技能比武", people=60)
    start(desk, found["running"])
    mark(desk, found["running"], rows=13)
    found["entry"] = competition(desk, "2026 年新入职网格员比武", USUAL_EVENTS, people=8)
    return found


def _changes(work: UnitOfWork, key: int, rescore_id: int) -> None:
    from hrgrid.training.rules.competing import ChangeKind

    [event] = events_of(work, key)
    for at, milli in ((1, 99_000), (4, 85_000)):
        who = competitors_of(work, key)[at].id
        services.add_change(
            work,
            rescore_id,
            services.ChangeGiven(
                ChangeKind.MARK,
                event.id,
                who,
                "与原始评分表核对",
                seat_no=3,
                milli=milli,
                item_code="total",
            ),
        )


def _protest(work: UnitOfWork, key: int) -> None:
    who = competitors_of(work, key)[2].id
    given = services.ProtestGiven(who, None, "领队王兰", "评委 3 的分抄错，原始评分表是 88.5")
    services.file_protest(work, key, given)
