"""The demonstration's competitions: selections below, a final with everything that may happen.

Marks are made up; a judge is struck, two are equal, one withdraws, one stays away, one protests.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.progress import Progress
from hrgrid.demo.training import YEAR, Trained
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus
from hrgrid.panels.service import SeatForm, add_seat, adjust, key_marks, strike_seat
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_prizes import prizes_of
from hrgrid.training.queries.competition_standings import stored_standings
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
from hrgrid.training.rules.prizes import TieAnswer
from hrgrid.training.service.advancing import advance
from hrgrid.training.service.awarding import PrizeForm, award_prizes, give_prize, set_prizes
from hrgrid.training.service.closing import (
    close_scoring,
    lock_results,
    post_results,
    publish_results,
    result_subject,
)
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
from hrgrid.training.service.judging import close_event, propose_recusals, seat_everywhere
from hrgrid.training.service.lots import LotForm, record_competition_lot
from hrgrid.training.service.ordering import draw_order
from hrgrid.training.service.protests import (
    ProtestForm,
    accept_protest,
    decide_protest,
    file_protest,
)
from hrgrid.training.service.running import give_points, undo_point
from hrgrid.training.service.teams import add_team, join_team
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.rules import Level as AreaLevel

SELECTIONS = 3
ENTRIES, ADVANCING = 8, 4
"""How many enter each selection, and how many of them go on."""
_HELD, _FINAL = dt.date(YEAR, 10, 14), dt.date(YEAR, 11, 6)
_LATER = "补录现场纸质记录"
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

T = TypeVar("T")


@dataclass(frozen=True)
class _Contest:
    """One competition, for whoever does its deeds one after the other."""

    desk: Desk
    id: int

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the competition in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=_LATER)

    def one(self, deed: Callable[..., T], *given: object, reason: str = _LATER) -> T:
        """One deed on what it names itself."""
        return self.desk.write(lambda work: deed(work, *given), reason=reason)

    def events(self) -> dict[str, EventRow]:
        """By code."""
        return {row.code: row for row in self.desk.read(lambda work: events_of(work, self.id))}

    def ids(self, side: Side = Side.PERSON) -> list[int]:
        """The entries of a side by their numbers."""
        return [row.id for row in self.desk.read(lambda work: competitors_of(work, self.id, side))]

    def view(self, code: str) -> PanelView:
        """The panel of an event."""
        panel = self.events()[code].panel_id
        return self.desk.read(lambda work: panel_view(work, panel))


def compete(desk: Desk, trained: Trained, progress: Progress) -> list[int]:
    """Hold the selections and the final; the ids, the final last."""
    places = desk.read(lambda work: _places(work, trained.area))
    progress.begin("举办技能比武", len(places) + 1)
    chance = random.Random("competition")  # noqa: S311 - made-up marks, repeatable on purpose
    final = _Contest(desk, desk.write(lambda work: _open(work, trained.area, None)))
    selections = []
    for place in places:
        one = _Contest(desk, desk.write(lambda work, at=place: _open(work, at, final.id)))  # type: ignore[misc]
        _select(one, place, chance)
        selections.append(one)
        progress.step()
    final.do(open_entry)
    for one in selections:
        one.do(advance)
    _hold_final(final, places, chance)
    progress.step()
    return [*(one.id for one in selections), final.id]


def _places(work: UnitOfWork, area: AreaRow) -> list[AreaRow]:
    """Where is selected: streets, or communities where there is one street."""
    below = areas_on(work, _HELD, AreaLevel.COMMUNITY)
    for level in (AreaLevel.STREET, AreaLevel.COMMUNITY):
        found = [one for one in below if one.level is level and one.path.startswith(area.path)]
        if len(found) >= SELECTIONS:
            break
    return found[:SELECTIONS]


def _open(work: UnitOfWork, area: AreaRow, above: int | None) -> int:
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
        next_id=above,
        advancing=0 if final else ADVANCING,
        protest_minutes=0,
    )
    rule = usual_rule([event.code for event in events])
    return open_competition(work, form, rule, events)


# --- a selection ----------------------------------------------------------------------------------


def _select(one: _Contest, place: AreaRow, chance: random.Random) -> None:
    """The first of a street: two events, no prizes."""
    one.do(open_entry)
    wish = RotationWish(YEAR, (place.id,))
    workers = one.desk.read(lambda work: due_people(work, wish, only_open=False))[:ENTRIES]
    one.do(add_entries, _entries(one, [row.person_id for row in workers]))
    _seat(one, _JUDGES[:5])
    one.do(start_competition)
    for code in ("theory", "practical"):
        _mark(one, code, chance)
    _finish(one)
    _fix(one, f"示政法比武〔{YEAR}〕{one.id}号", _HELD)


def _entries(one: _Contest, person_ids: Sequence[int]) -> list[EntryForm]:
    found = one.desk.read(lambda work: people_for_entry(work, one.id, person_ids))
    return [
        EntryForm(row.name, row.unit, row.person_ids[0], row.area_id)
        for row in found
        if not row.problem
    ]


def _seat(one: _Contest, judges: Sequence[SeatForm]) -> None:
    one.do(seat_everywhere, judges)
    for event in one.events().values():
        if event.kind is EventKind.WRITTEN:
            one.one(add_seat, event.panel_id, SeatForm("阅卷组", "", chief=True))
        one.one(draw_order, event.id, f"{YEAR}{event.id:04d}")


# --- the final ------------------------------------------------------------------------------------


def _hold_final(final: _Contest, places: Sequence[AreaRow], chance: random.Random) -> None:
    """Teams of those who came from one place, a guest, and everything that may happen."""
    people = final.desk.read(lambda work: competitors_of(work, final.id, Side.PERSON))
    teams = [final.do(add_team, f"{place.name}代表队", place.name, place.id) for place in places]
    for at, row in enumerate(people):
        final.one(join_team, row.id, teams[at // ADVANCING], MemberRole.REGULAR)
    final.do(add_entries, [EntryForm("邻区观摩选手", "邻区委政法委", guest=True)])
    _seat(final, _JUDGES)
    final.do(propose_recusals)
    final.do(start_competition)
    final.one(withdraw_entry, people[-1].id, reason="因病退赛")
    show = final.events()["show"]
    final.one(
        set_event_status, show.id, people[-2].id, EntrantStatus.ABSENT, reason="现场展示未到场"
    )
    final.one(strike_seat, final.view("show").seats[-1].id, reason="中途有公务离场")
    for code in ("theory", "practical", "show"):
        _mark(final, code, chance, equal=(people[0].id, people[1].id))
    slow = next(
        each for each in final.view("practical").competing if each.key == f"entrant:{people[2].id}"
    )
    final.one(adjust, slow.id, AdjustmentKind.DEDUCTION, "超时", 500, reason="超时 20 秒")
    _fire(final, teams)
    _finish(final)
    final.do(set_prizes, _PRIZES)
    _fix(final, f"示政法〔{YEAR}〕47号", _FINAL + dt.timedelta(days=5), protests=people[3].id)
    prizes = final.desk.read(lambda work: prizes_of(work, final.id))
    final.do(award_prizes, {row.id: TieAnswer.ALL for row in prizes if row.ranking})
    (given,) = (row.id for row in prizes if not row.ranking)
    final.one(give_prize, given, places[0].id, reason="参赛人数最多，组织有力")


def _fire(final: _Contest, teams: Sequence[int]) -> None:
    """Three rounds of quick-fire questions; one answer came too early and is undone."""
    event = final.events()["quick"].id
    for round_no in (1, 2, 3):
        for at, team in enumerate(teams):
            milli = (10_000, -5_000, 20_000)[(at + round_no) % 3] + 2_000 * at
            final.one(give_points, event, team, milli, round_no)
    early = final.one(give_points, event, teams[0], 10_000, 3)
    final.one(undo_point, early, reason="主持人未说“开始”即抢答，犯规")


# --- shared ---------------------------------------------------------------------------------------


def _mark(
    one: _Contest, code: str, chance: random.Random, equal: tuple[int, int] | None = None
) -> None:
    """Every judge's mark for everybody; two of `equal` get the same from everyone."""
    view = one.view(code)
    twin, other = (f"entrant:{each}" for each in equal or (0, 0))
    cells: dict[tuple[int, int, int], int] = {}
    own: dict[str, dict[tuple[int, int], int]] = {}
    for entrant in view.competing:
        level = chance.randrange(760, 940)
        own[entrant.key] = {
            (column.seat_no, item.id): 100 * (level + chance.randrange(-25, 26))
            for column in view.wanted(entrant)
            for item in view.items
        }
    if {twin, other} <= own.keys():
        # They lead, so that the line of a prize parts them.
        own[twin] = {cell: 95_000 + 100 * (cell[0] % 5) for cell in own[twin]}
        own[other] = dict(own[twin])
    for entrant in view.competing:
        for (seat_no, item_id), mark in own[entrant.key].items():
            cells[entrant.id, seat_no, item_id] = mark
    one.one(key_marks, view.id, cells)


def _finish(one: _Contest) -> None:
    """Close the events and the scoring; equals whom only a lot parts are drawn."""
    for event in one.events().values():
        one.one(close_event, event.id)
    one.do(close_scoring)
    while ties := one.desk.read(lambda work: stored_standings(work, one.id)).ties:
        one.do(
            record_competition_lot,
            LotForm(
                ties[0].ranking, tuple(sorted(ties[0].numbers)), "派驻纪检组 何正、公证处 方平"
            ),
        )


def _fix(one: _Contest, document_no: str, on: dt.date, protests: int | None = None) -> None:
    """Posted, protested against, approved and published."""
    one.do(post_results)
    if protests is not None:
        content = "实务操作第 2 号评委的打分与其他评委相差较大，请求核对原始评分表。"
        form = ProtestForm(protests, "领队 章明", content, one.events()["practical"].id)
        protest = one.do(file_protest, form)
        one.one(accept_protest, protest)
        finding = "经核对原始评分表，录入无误，申诉不成立。"
        one.desk.write(
            lambda work: decide_protest(work, protest, finding, "裁判长 陆安民", upheld=False)
        )
    subject = one.desk.read(lambda work: result_subject(work, one.id))
    approval = PaperApproval("周明", "书记", on, f"比武领导小组纪要〔{YEAR}〕{one.id}号")
    one.one(record_paper_approval, subject, approval)
    one.do(lock_results)
    one.do(publish_results, document_no, on)
