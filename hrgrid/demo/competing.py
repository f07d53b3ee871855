"""The demonstration's competitions: selections below, a final with everything that may happen.

Marks are made up; a judge is struck, two are equal, one withdraws, one stays away, one protests.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from hrgrid.core.progress import Progress
from hrgrid.demo.contest import Contest, award, finish, fix_results, mark_event, seat_judges
from hrgrid.demo.training import YEAR, Trained, hold_once
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus
from hrgrid.panels.service import SeatForm, adjust, strike_seat
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competitors import competitors_of, people_for_entry
from hrgrid.training.queries.rotation import RotationWish, due_people
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    TEAM_RANKING,
    EventKind,
    Level,
    MemberRole,
    Side,
)
from hrgrid.training.rules.competition import EventForm, usual_rule
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.training.service.advancing import advance
from hrgrid.training.service.awarding import PrizeForm, give_prize, set_prizes
from hrgrid.training.service.classes import ClassForm
from hrgrid.training.service.closing import archive_competition
from hrgrid.training.service.competitions import (
    CompetitionForm,
    open_competition,
    open_entry,
    start_competition,
)
from hrgrid.training.service.entrants import (
    EntryForm,
    add_entries,
    set_event_status,
    withdraw_entry,
)
from hrgrid.training.service.judging import propose_recusals
from hrgrid.training.service.running import give_points, undo_point
from hrgrid.training.service.sessions import SessionForm
from hrgrid.training.service.teams import add_team, join_team
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.rules import Level as AreaLevel

SELECTIONS = 3
ENTRIES, ADVANCING = 8, 4
"""How many enter each selection, and how many of them go on."""
_HELD, _CLOSED, _FINAL = dt.date(YEAR, 10, 14), dt.date(YEAR, 10, 28), dt.date(YEAR, 11, 6)
_NAMES = ("陆安民", "顾文清", "沈立新", "许国平", "吕芳", "戴晓云", "施明远")
_UNITS = (
    *("市委政法委", "市公安局", "市司法局", "市民政局", "市应急管理局"),
    *("市信访局", "市委党校"),
)
_JUDGES = tuple(
    SeatForm(name, unit, chief=not at)
    for at, (name, unit) in enumerate(zip(_NAMES, _UNITS, strict=True))
)
_SELECTING = (
    EventForm("theory", "理论笔试", EventKind.WRITTEN, person_bp=5_000),
    EventForm("practical", "实务操作", EventKind.PRACTICAL, person_bp=5_000),
)
_EVENTS = (
    EventForm("theory", "理论笔试", EventKind.WRITTEN, person_bp=4_000, team_bp=4_000),
    EventForm("practical", "实务操作", EventKind.PRACTICAL, person_bp=4_000, team_bp=4_000),
    EventForm("show", "现场展示", EventKind.ON_STAGE, person_bp=2_000, team_bp=2_000),
    EventForm("quick", "业务抢答", EventKind.QUICK_FIRE, Side.TEAM, team_bp=10_000),
)
_PRIZES = (
    PrizeForm(TEAM_RANKING, "一等奖", 1),
    PrizeForm(TEAM_RANKING, "二等奖", 1),
    PrizeForm(PERSON_RANKING, "一等奖", 1),
    PrizeForm(PERSON_RANKING, "二等奖", 2),
    PrizeForm(PERSON_RANKING, "三等奖", 4),
    PrizeForm("", "优秀组织奖", 1),
)


def compete(desk: Desk, trained: Trained, progress: Progress) -> list[int]:
    """Hold the selections and the final; the ids, the final last."""
    places = desk.read(lambda work: _places(work, trained.area))
    progress.begin("举办技能比武", len(places) + 1)
    chance = random.Random("competition")  # noqa: S311 - made-up marks, repeatable on purpose
    final = _open(desk, trained.area, None)
    selections = []
    for place in places:
        one = _open(desk, place, final)
        _select(one, place, chance)
        selections.append(one)
        progress.step()
    final.do(open_entry)
    for one in selections:
        one.do(advance)
    _train_team(final, trained)
    _hold_final(final, places, chance)
    progress.step()
    return [*(one.id for one in selections), final.id]


def _train_team(final: Contest, trained: Trained) -> None:
    """Those who came through are trained apart before the final."""
    people = final.desk.read(lambda work: competitors_of(work, final.id, Side.PERSON))
    form = ClassForm(
        trained.closed_id,
        f"{YEAR} 年总决赛选手封闭集训",
        trained.area.id,
        _CLOSED,
        _CLOSED,
        len(people),
        organiser=f"{trained.area.name}委政法委",
        trainer="党校教研室",
        document_no=f"示政法办〔{YEAR}〕39号",
        competition_id=final.id,
    )
    days = [
        SessionForm(_CLOSED, begins, ends, "区委党校 201 教室", topic)
        for begins, ends, topic in ((510, 690, "案例拆解与现场处置"), (840, 1020, "模拟比武"))
    ]
    hold_once(final.desk, form, days, [row.person_id for row in people if row.person_id])


def _places(work: UnitOfWork, area: AreaRow) -> list[AreaRow]:
    """Where is selected: streets, or communities where there is one street."""
    below = areas_on(work, _HELD, AreaLevel.COMMUNITY)
    for level in (AreaLevel.STREET, AreaLevel.COMMUNITY):
        found = [one for one in below if one.level is level and one.path.startswith(area.path)]
        if len(found) >= SELECTIONS:
            break
    return found[:SELECTIONS]


def _open(desk: Desk, area: AreaRow, above: Contest | None) -> Contest:
    final = above is None
    events = _EVENTS if final else _SELECTING
    form = CompetitionForm(
        f"{area.name}{YEAR}年网格员业务技能比武{'总决赛' if final else '选拔赛'}",
        Level.DISTRICT if final else Level.TOWN,
        area.path,
        f"{area.name}委政法委" if final else f"{area.name}综治中心",
        "区委党校报告厅" if final else f"{area.name}党群服务中心",
        _FINAL if final else _HELD,
        _FINAL if final else _HELD,
        next_id=above.id if above is not None else None,
        advancing=0 if final else ADVANCING,
        protest_minutes=0,
    )
    rule = usual_rule([event.code for event in events])

    def opened(work: UnitOfWork) -> tuple[int, list[EventRow]]:
        ours = open_competition(work, form, rule, events)
        return ours, events_of(work, ours)

    ours, rows = desk.write(opened)
    return Contest(desk, ours, {row.code: row for row in rows})


# --- a selection ----------------------------------------------------------------------------------


def _select(one: Contest, place: AreaRow, chance: random.Random) -> None:
    """The first of a street: two events, and a prize for whoever goes on."""
    one.do(open_entry)
    wish = RotationWish(YEAR, (place.id,))
    workers = one.desk.read(lambda work: due_people(work, wish, only_open=False))[:ENTRIES]
    one.do(add_entries, _entries(one, [row.person_id for row in workers]))
    seat_judges(one, _JUDGES[:5])
    one.do(start_competition)
    for code in ("theory", "practical"):
        mark_event(one, code, chance)
    finish(one)
    one.do(set_prizes, [PrizeForm(PERSON_RANKING, "优胜奖", ADVANCING)])
    fix_results(one, f"示政法比武〔{YEAR}〕{one.id}号", _HELD)
    award(one)
    one.do(archive_competition)


def _entries(one: Contest, person_ids: Sequence[int]) -> list[EntryForm]:
    found = one.desk.read(lambda work: people_for_entry(work, one.id, person_ids))
    return [
        EntryForm(row.name, row.unit, row.person_ids[0], row.area_id)
        for row in found
        if not row.problem
    ]


# --- the final ------------------------------------------------------------------------------------


def _hold_final(final: Contest, places: Sequence[AreaRow], chance: random.Random) -> None:
    """Teams of those who came from one place, a guest, and everything that may happen."""
    people = final.desk.read(lambda work: competitors_of(work, final.id, Side.PERSON))
    teams = [final.do(add_team, f"{place.name}代表队", place.name, place.id) for place in places]

    def gather(work: UnitOfWork) -> None:
        for at, row in enumerate(people):
            join_team(work, row.id, teams[at // ADVANCING], MemberRole.REGULAR)

    final.one(gather)
    final.do(add_entries, [EntryForm("邻区观摩选手", "邻区委政法委", guest=True)])
    seat_judges(final, _JUDGES)
    final.do(propose_recusals)
    final.do(start_competition)
    final.one(withdraw_entry, people[-1].id, reason="因病退赛")
    show = final.events["show"]
    final.one(
        set_event_status, show.id, people[-2].id, EntrantStatus.ABSENT, reason="现场展示未到场"
    )
    final.one(strike_seat, final.view("show").seats[-1].id, reason="中途有公务离场")
    for code in ("theory", "practical", "show"):
        mark_event(final, code, chance, equal=(people[0].id, people[1].id))
    slow = next(
        each for each in final.view("practical").competing if each.key == f"entrant:{people[2].id}"
    )
    final.one(adjust, slow.id, AdjustmentKind.DEDUCTION, "超时", 500, reason="超时 20 秒")
    _fire(final, teams)
    finish(final)
    final.do(set_prizes, _PRIZES)
    fix_results(
        final, f"示政法〔{YEAR}〕47号", _FINAL + dt.timedelta(days=5), protests=people[3].id
    )
    (given,) = (row.id for row in award(final) if not row.ranking)
    final.one(give_prize, given, places[0].id, reason="参赛人数最多，组织有力")


def _fire(final: Contest, teams: Sequence[int]) -> None:
    """Three rounds of quick-fire questions; one answer came too early and is undone."""
    event = final.events["quick"].id

    def asked(work: UnitOfWork) -> None:
        for round_no in (1, 2, 3):
            for at, team in enumerate(teams):
                milli = (10_000, -5_000, 20_000)[(at + round_no) % 3] + 2_000 * at
                give_points(work, event, team, milli, round_no)

    final.one(asked)
    early = final.one(give_points, event, teams[0], 10_000, 3)
    final.one(undo_point, early, reason="主持人未说“开始”即抢答，犯规")
