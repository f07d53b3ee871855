"""A running competition to take away, and a laptop that opened what was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.accounts import queries
from hrgrid.accounts.service import sign_in
from hrgrid.core.ranking import Order
from hrgrid.core.rights import Right
from hrgrid.panels import service as marking
from hrgrid.panels.queries import panel_by_subject, panel_view
from hrgrid.panels.queries.carrying import carried_panel
from hrgrid.panels.rules.carried import CarriedPanel
from hrgrid.panels.rules.rows import MarkValue
from hrgrid.panels.rules.rule import PLAIN, Item
from hrgrid.panels.rules.values import value_text
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    EventPoint,
)
from hrgrid.training.queries import taking as reading
from hrgrid.training.rules.competing import CompetitionState, EntrantState, EventKind, Level, Side
from hrgrid.training.rules.competition import competition_rule_text, usual_rule
from hrgrid.training.rules.taken import competitor_key
from hrgrid.training.service import taking, unpacking

NAMES = ("胡丽华", "邓明辉", "马文斌", "曹敏", "张晨", "宋雪芳", "吴佳怡", "陈嘉宁")
ITEMS = (
    Item("content", "答题内容", 100_000, 100, 6_000),
    Item("manner", "仪表举止", 100_000, 100, 4_000),
)
WHY = "到赛场录分"


@dataclass(frozen=True)
class Contest:
    """A competition at one place: `event` is the judged one, `quick` the one with points."""

    id: int
    event: int
    quick: int
    entrants: tuple[int, ...]
    keyers: tuple[int, ...] = field(default=())


def compete(work: UnitOfWork, entrants: int = 4, judges: int = 3) -> Contest:
    """A competition that runs: one event on stage, one quick-fire."""
    row = Competition(
        number="2026-01",
        title="2026 年网格员技能比武",
        level=Level.DISTRICT,
        area_path="",
        organiser="示例区委政法委",
        place="区文化馆",
        first_day=dt.date(2026, 5, 11),
        last_day=dt.date(2026, 5, 12),
        next_id=None,
        advancing=0,
        rule=competition_rule_text(usual_rule()),
        protest_minutes=30,
        state=CompetitionState.ENTRY_OPEN,
        prizes_set=False,
        posted_at=None,
        proposer_id=None,
        locked_at=None,
        approval_words="",
        document_no="",
        published_on=None,
        cancel_reason="",
        note="",
    )
    work.session.add(row)
    work.session.flush()
    ids = [_entrant(work, row.id, number) for number in range(1, entrants + 1)]
    event = _event(work, row.id, "stage", "现场展示", EventKind.ON_STAGE)
    quick = _event(work, row.id, "quick", "抢答", EventKind.QUICK_FIRE)
    for each, items in ((event, ITEMS), (quick, ITEMS[:1])):
        _panel(work, each, ids, items if each is event else (), judges if each is event else 0)
    row.state = CompetitionState.RUNNING
    work.session.flush()
    return Contest(row.id, event.id, quick.id, tuple(ids), (work.actor.operator_id,))


def _entrant(work: UnitOfWork, competition_id: int, number: int) -> int:
    row = CompetitionEntrant(
        competition_id=competition_id,
        number=number,
        side=Side.PERSON,
        person_id=None,
        team_id=None,
        member_role=None,
        name=NAMES[(number - 1) % len(NAMES)],
        unit="示例街道",
        area_id=None,
        guest=False,
        from_id=None,
        state=EntrantState.ENTERED,
        state_reason="",
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def _event(
    work: UnitOfWork, competition_id: int, code: str, title: str, kind: EventKind
) -> CompetitionEvent:
    row = CompetitionEvent(
        competition_id=competition_id,
        code=code,
        title=title,
        kind=kind,
        side=Side.PERSON,
        order=Order.HIGH,
        sort=1 + list(EventKind).index(kind),
        person_bp=5_000,
        team_bp=5_000,
        time_limit=300,
        held_on=None,
        held_at="",
        place="",
        draw_seed="",
        draw_sha256="",
    )
    work.session.add(row)
    work.session.flush()
    return row


def _panel(
    work: UnitOfWork, event: CompetitionEvent, ids: list[int], items: tuple[Item, ...], judges: int
) -> None:
    form = marking.PanelForm(
        reading.event_subject(event), event.title, Right.RUN_TRAINING, rule=PLAIN
    )
    if items:
        form = marking.PanelForm(
            form.subject, form.title, Right.RUN_TRAINING, rule=PLAIN, items=items
        )
    panel_id = marking.open_panel(work, form)
    for number in range(1, judges + 1):
        marking.add_seat(
            work, panel_id, marking.SeatForm(f"评委{number}", "区委政法委", chief=number == 1)
        )
    names = {each: NAMES[at % len(NAMES)] for at, each in enumerate(ids)}
    forms = [
        marking.EntrantForm(competitor_key(each), names[each], "示例街道", draw_no=at)
        for at, each in enumerate(ids, start=1)
    ]
    marking.add_entrants(work, panel_id, forms)


# --- a place where it is scored -----------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """The office or a laptop, with somebody sitting at it."""

    desk: Desk
    contest: Contest

    def panel(self, code: str = "stage") -> int:
        """The panel of an event."""
        subject = f"competition:{self.contest.id}:{code}"
        found = self.desk.read(lambda work: panel_by_subject(work, subject))
        assert found is not None
        return found.id

    def key(
        self,
        marks: Mapping[tuple[int, int, str], MarkValue | None],
        pass_no: int = 1,
        desk: Desk | None = None,
    ) -> None:
        """Marks by draw number, seat number and code of the item."""
        panel_id = self.panel()

        def job(work: UnitOfWork) -> None:
            view = panel_view(work, panel_id, pass_no)
            entrants = {each.draw_no: each.id for each in view.entrants}
            items = {each.code: each.id for each in view.items}
            values = {
                (entrants[draw], seat, items[code]): value
                for (draw, seat, code), value in marks.items()
            }
            marking.key_marks(work, panel_id, values, pass_no=pass_no)

        (desk or self.desk).write(job, reason="录分")

    def marks(self, pass_no: int = 1) -> dict[tuple[int, int, str], str]:
        """What stands, by draw number, seat number and code of the item."""
        view = self.desk.read(lambda work: panel_view(work, self.panel(), pass_no))
        draws = {each.id: each.draw_no for each in view.entrants}
        codes = {each.id: each.code for each in view.items}
        return {
            (draws[entrant], seat, codes[item]): value_text(value)
            for (entrant, seat, item), value in view.marks.items()
        }

    def carried(self, code: str = "stage") -> CarriedPanel:
        """The whole panel of an event."""
        panel_id = self.panel(code)
        return self.desk.read(lambda work: carried_panel(work, panel_id))

    def seat(self, seat_no: int) -> int:
        """The id of who sits there."""
        view = self.desk.read(lambda work: panel_view(work, self.panel()))
        return next(s.id for s in view.seats if s.seat_no == seat_no and s.state.value == "active")

    def entrant(self, draw: int) -> int:
        """The id in the panel of who drew a number."""
        view = self.desk.read(lambda work: panel_view(work, self.panel()))
        return next(each.id for each in view.entrants if each.draw_no == draw)

    def point(self, entrant: int, milli: int, seq: int, at: dt.datetime) -> None:
        """Points in the quick-fire."""
        row = EventPoint(
            event_id=self.contest.quick,
            entrant_id=self.contest.entrants[entrant - 1],
            seq=seq,
            round=1,
            milli=milli,
            label="",
            undone_reason="",
            keyed_by=self.desk.actor.name,
            keyed_at=at,
        )
        self.desk.write(lambda work: work.session.add(row))

    def package(self) -> int:
        """The newest package of the competition."""
        rows = self.desk.read(lambda work: reading.packages_of(work, self.contest.id))
        return rows[0].id

    def send_back(self, path: Path) -> int:
        """On the laptop: the file that goes back."""
        package_id = self.package()
        return self.desk.write(lambda work: taking.send_back(work, package_id, path))

    def bring_back(self, path: Path, choices=None):
        """At the office: merge it."""
        return self.desk.write(
            lambda work: taking.bring_back(work, path, choices), reason="赛后收回"
        )

    def preview(self, path: Path, choices=None):
        """At the office: what it would bring."""
        return self.desk.read(lambda work: taking.preview(work, path, choices))


def take(office: Place, path: Path, events: tuple[int, ...] = ()) -> Path:
    """Take everything (or these events) away."""
    contest = office.contest
    office.desk.write(
        lambda work: taking.take_away(work, contest.id, events, contest.keyers, path), reason=WHY
    )
    return path


@contextmanager
def opened(path: Path, contest: Contest, place: Path) -> Iterator[Place]:
    """A laptop that opened the package, its first person at it."""
    keys = unpacking.open_package(place, path)
    with Database.open(keys.location) as database:
        with database.reading() as work:
            login = queries.operators(work)[0].login
        secret = dict(keys.passwords).get(login)
        yield Place(sign_in(database, login, secret), contest)
