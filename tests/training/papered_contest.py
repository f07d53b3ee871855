"""A district's competition with everything on its papers: ties and a lot, a struck judge, one
who keeps out, somebody away, a guest, deductions, a protest, prizes, a correction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from hrgrid.accounts.service import approve
from hrgrid.core.errors import UserError
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rule import Item
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, Ground
from hrgrid.panels.service import SeatForm, add_seat, adjust, key_marks, recuse, strike_seat
from hrgrid.storage.desk import Desk
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_prizes import prizes_of
from hrgrid.training.queries.competition_standings import live_standings, stored_standings
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.queries.rescores import rescore_preview
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    TEAM_RANKING,
    ChangeKind,
    EventKind,
    Level,
    MemberRole,
    Side,
)
from hrgrid.training.rules.competition import EventForm
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.training.rules.prizes import TieAnswer
from hrgrid.training.service.applying import apply_rescore
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
from hrgrid.training.service.entrants import EntryForm, add_entries, set_event_status
from hrgrid.training.service.events import add_event
from hrgrid.training.service.judging import close_event, propose_recusals, seat_everywhere
from hrgrid.training.service.lots import LotForm, record_competition_lot
from hrgrid.training.service.ordering import draw_order
from hrgrid.training.service.protests import (
    ProtestForm,
    accept_protest,
    decide_protest,
    file_protest,
)
from hrgrid.training.service.rescoring import (
    ApplyForm,
    AwardAnswer,
    ChangeForm,
    add_change,
    open_rescore,
    rescore_subject,
)
from hrgrid.training.service.running import give_points, undo_point
from tests.hiring.build import area, plant
from tests.offices import Clock
from tests.training.papered_class import worker_name

TEAMS = ("东街道", "西街道", "南街道", "北街道", "开发区", "高新区", "新城镇", "老城镇")
STREETS = {"东街道": 2, "西街道": 2, "南街道": 2, "北街道": 2}
JUDGES = 7
DOCUMENT, NOTICE = "示政法〔2026〕22号", "示政法〔2026〕25号"
EVENTS = (
    EventForm("theory", "理论笔试", EventKind.WRITTEN, person_bp=4_000, team_bp=4_000),
    EventForm("practical", "实务操作", EventKind.PRACTICAL, person_bp=4_000, team_bp=4_000),
    EventForm("show", "现场展示", EventKind.ON_STAGE, person_bp=2_000, team_bp=2_000),
    EventForm("quick", "业务抢答", EventKind.QUICK_FIRE, Side.TEAM, team_bp=10_000),
)
ITEMS = (
    Item("norm", "操作规范", 60_000, 100, 6_000),
    Item("effect", "处置效果", 40_000, 100, 4_000),
)


@dataclass
class Contest:
    """A competition as it goes on."""

    desk: Desk
    clock: Clock
    id: int

    def events(self) -> dict[str, EventRow]:
        """By code."""
        return {one.code: one for one in self.desk.read(lambda work: events_of(work, self.id))}

    def numbers(self, side: Side = Side.PERSON) -> dict[int, int]:
        """Ids by place, from 1, in the order of their numbers."""
        found = self.desk.read(lambda work: competitors_of(work, self.id, side))
        return {at: one.id for at, one in enumerate(found, start=1)}

    def view(self, code: str):
        """The panel of an event."""
        panel = self.events()[code].panel_id
        return self.desk.read(lambda work: panel_view(work, panel))

    def do(self, job, *given, reason: str = ""):
        """A use case of the competition."""
        return self.desk.write(lambda work: job(work, self.id, *given), reason=reason)


def entered(desk: Desk, clock: Clock, members: int = 3, teams: tuple[str, ...] = TEAMS) -> Contest:
    """Teams of three with a substitute in the first, a guest, judges, draw numbers."""
    desk.write(lambda work: plant(work, STREETS))
    path = area(desk, "示例区").path
    today = desk.read(lambda work: work.today)
    form = CompetitionForm(
        "示例区2026年网格员业务技能比武",
        Level.DISTRICT,
        path,
        "示例区委政法委",
        "区委党校报告厅",
        today,
        today,
    )
    ours = desk.write(lambda work: open_competition(work, form, None, ()))
    for one in EVENTS:
        dated = replace(one, held_on=today, held_at="上午 9:00", place="区委党校报告厅")
        items = ITEMS if one.code == "practical" else None
        desk.write(lambda work, one=dated, items=items: add_event(work, ours, one, None, items))
    contest = Contest(desk, clock, ours)
    contest.do(open_entry)
    entries = [
        EntryForm(
            worker_name(at),
            f"{team}综合网格",
            team=team,
            role=MemberRole.REGULAR,
        )
        for at, team in enumerate(team for team in teams for _ in range(members))
    ]
    entries.append(
        EntryForm("欧阳建华", "东街道综合网格", team=teams[0], role=MemberRole.SUBSTITUTE)
    )
    entries.append(EntryForm("阿布都拉·买买提", "友邻区综合网格", guest=True))
    contest.do(add_entries, entries)
    seats = tuple(
        SeatForm(f"评委{'甲乙丙丁戊己庚辛壬'[at]}", f"评委单位{at + 1}", chief=not at)
        for at in range(JUDGES)
    )
    contest.do(seat_everywhere, seats)
    written = contest.events()["theory"].panel_id
    desk.write(lambda work: add_seat(work, written, SeatForm("阅卷组", "", chief=True)))
    contest.do(propose_recusals)
    for code in ("practical", "show", "quick"):
        event = contest.events()[code].id
        desk.write(lambda work, event=event: draw_order(work, event, "2026年第一颗种子"))
    return contest


def marked(contest: Contest) -> None:
    """Everybody marked but one who stayed away; two are equal, a judge was struck."""
    desk = contest.desk
    contest.do(start_competition)
    numbers = contest.numbers()
    events = contest.events()
    last = max(numbers) - 2
    for code in ("theory", "practical", "show"):
        event = events[code].id
        desk.write(
            lambda work, event=event: set_event_status(
                work, event, numbers[last], EntrantStatus.ABSENT
            ),
            reason="未到场",
        )
    show = contest.view("show")
    gone = show.seats[5]
    desk.write(lambda work: strike_seat(work, gone.id), reason="中途离场")
    practical = contest.view("practical")
    first = next(one for one in practical.entrants if one.key == f"entrant:{numbers[1]}")
    desk.write(
        lambda work: recuse(work, practical.seats[1].id, first.id, Ground.TRAINER, "带教老师")
    )
    for code in ("theory", "practical", "show"):
        _mark(contest, code)
    desk.write(
        lambda work: adjust(work, first.id, AdjustmentKind.DEDUCTION, "超时", 500),
        reason="超时 20 秒",
    )
    _quick(contest)
    for event in contest.events().values():
        desk.write(lambda work, event=event: close_event(work, event.id))
    contest.do(close_scoring)


def _mark(contest: Contest, code: str) -> None:
    view = contest.view(code)
    numbers = {f"entrant:{own}": number for number, own in contest.numbers().items()}
    marks = {}
    for entrant in view.competing:
        # The third and the fourth get the same everywhere: a lot must part them.
        level = numbers[entrant.key] if numbers[entrant.key] != 4 else 3
        for column in view.wanted(entrant):
            for item in view.items:
                share = 960 - 7 * (level * 5 % 31) - 4 * ((column.seat_no * 3 + level) % 6)
                value = share * item.max_milli // 100_000 * 100
                marks[entrant.id, column.seat_no, item.id] = value
    contest.desk.write(lambda work: key_marks(work, view.id, marks))


def _quick(contest: Contest) -> None:
    event = contest.events()["quick"].id
    teams = contest.numbers(Side.TEAM)
    for round_no in (1, 2, 3):
        for at, team in enumerate(teams.values()):
            milli = (10_000, -5_000, 20_000)[(at + round_no) % 3] + 1_000 * (at % 4)
            contest.desk.write(
                lambda work, team=team, milli=milli, round_no=round_no: give_points(
                    work, event, team, milli, round_no
                )
            )
    first = next(iter(teams.values()))
    point = contest.desk.write(lambda work: give_points(work, event, first, 10_000, 4))
    contest.desk.write(lambda work: undo_point(work, point), reason="抢答犯规")


def ranked(contest: Contest) -> None:
    """The lot drawn, posted, protested, fixed."""
    desk = contest.desk
    for _ in range(6):
        found = desk.read(lambda work: stored_standings(work, contest.id))
        ties = [one for one in found.ties if one.ranking == PERSON_RANKING]
        if not ties:
            break
        lot = LotForm(ties[0].ranking, tuple(reversed(ties[0].numbers)), "张监督、李公证")
        contest.do(record_competition_lot, lot)
    contest.do(post_results)
    numbers = contest.numbers()
    event = contest.events()["practical"].id
    content = "实务操作第二名评委的打分与其他评委相差较大，请求核对原始评分表。"
    form = ProtestForm(numbers[5], "西街道代表队领队", content, event)
    protest = contest.do(file_protest, form)
    desk.write(lambda work: accept_protest(work, protest))
    finding = "经核对原始评分表，录入无误，评分符合评分标准，申诉不成立。"
    desk.write(lambda work: decide_protest(work, protest, finding, "评委甲", upheld=False))
    prizes = [
        PrizeForm(TEAM_RANKING, "一等奖", 1),
        PrizeForm(TEAM_RANKING, "二等奖", 2),
        PrizeForm(TEAM_RANKING, "三等奖", 3),
        PrizeForm(PERSON_RANKING, "一等奖", 2),
        PrizeForm(PERSON_RANKING, "二等奖", 4),
        PrizeForm(PERSON_RANKING, "三等奖", 8),
        PrizeForm("", "优秀组织奖", 2),
    ]
    contest.do(set_prizes, prizes)
    contest.clock.move(dt.timedelta(hours=1))
    subject = desk.read(lambda work: result_subject(work, contest.id))
    desk.write(lambda work: approve(work, subject))
    contest.do(lock_results)


def awarded(contest: Contest) -> None:
    """The bulletin out, prizes given, certificates issued."""
    from hrgrid.training.service.certificates import issue_prizes

    desk = contest.desk
    today = desk.read(lambda work: work.today)
    contest.do(publish_results, DOCUMENT, today)
    prizes = desk.read(lambda work: prizes_of(work, contest.id))
    contest.do(award_prizes, {one.id: TieAnswer.ALL for one in prizes if one.ranking})
    free = next(one for one in prizes if not one.ranking)
    for street in ("东街道", "西街道"):
        own = area(desk, street).id
        desk.write(lambda work, own=own: give_prize(work, free.id, area_id=own), reason="组织有力")
    contest.do(issue_prizes)


def corrected(contest: Contest) -> None:
    """A mark of the practical event was keyed wrong: the third of the team loses to the fourth."""
    desk = contest.desk
    view = contest.view("practical")
    standings = desk.read(lambda work: stored_standings(work, contest.id))
    second = standings.of(PERSON_RANKING)[1]
    event = contest.events()["practical"].id
    rescore = contest.do(open_rescore, "第三席评委的评分表录入有误")
    for column in view.columns:
        form = ChangeForm(
            ChangeKind.MARK,
            event,
            second.competitor_id,
            "按原始评分表改正",
            seat_no=column.seat_no,
            item_code="effect",
            value_milli=20_000,
        )
        try:
            desk.write(lambda work, form=form: add_change(work, rescore, form))
        except UserError:
            # Whoever keeps out has no mark to correct.
            continue
    found = desk.read(lambda work: rescore_preview(work, rescore))
    subject = desk.read(lambda work: rescore_subject(work, rescore))
    desk.write(lambda work: approve(work, subject))
    answers = {
        one.award_id: AwardAnswer(keep=False, reason="更正后名次下降") for one in found.touched
    }
    grants = tuple((one.prize_id, one.competitor_id) for one in found.newly)
    given = ApplyForm(NOTICE, answers, grants)
    desk.write(lambda work: apply_rescore(work, rescore, given))


def live(contest: Contest):
    """The rankings of what is there."""
    return contest.desk.read(lambda work: live_standings(work, contest.id))
