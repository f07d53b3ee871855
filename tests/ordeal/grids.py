"""A grid that many want: to offer, to hire for, to post somebody to, to put a candidate down."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval, sign_in
from hrgrid.hiring.model import Candidate, HiringPosition, HiringReserve, HiringSeat
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.hiring.service.allotting import allot_seats, move_seat
from hrgrid.hiring.service.announcing import open_applications
from hrgrid.hiring.service.batches import BatchForm, open_batch
from hrgrid.hiring.service.deciding import DecisionForm
from hrgrid.hiring.service.positions import PositionForm, add_position
from hrgrid.hiring.service.publishing import PublicityForm, close_publicity, publicise_reserve
from hrgrid.hiring.service.ranking import make_ranking
from hrgrid.hiring.service.reserves import call_reserve, hire_reserve, reserve_subject
from hrgrid.hiring.service.seats import add_seats
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, PostState
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.posting import begin_post, void_post
from tests.hiring.build import SINCE, announced, area, plant
from tests.hiring.course import Course
from tests.offices import Clock
from tests.ordeal.places import CLERK
from tests.ordeal.prizes import Prize

# How far the preparation goes: applications 20 days, two public lists 14 days each.
DAYS = 48
# Every so many-th client hires, the others post somebody.
_HIRES = 4
_STREET = "东街道"


def _prepared(place: str, grids: int, offered: int, reserve: int, people: int) -> Course:
    """A batch of one street whose people stand before vetting, nobody in post yet."""
    clock = Clock()
    database = Database.open(place, clock=clock)
    desk = sign_in(database, CLERK)
    desk.write(lambda work: plant(work, {_STREET: grids}))
    where = area(desk, _STREET)
    batch_id = desk.write(lambda work: open_batch(work, BatchForm("招录", where.id)).batch_id)
    post = PositionForm(where.id, "专职网格员", reserve=reserve)
    position = desk.write(lambda work: add_position(work, batch_id, post))
    empty = desk.read(lambda work: seats(work, work.today, where.path))
    wanted = [seat.area_id for seat in empty][:offered]
    desk.write(lambda work: add_seats(work, position, wanted))
    announced(desk, batch_id)
    desk.write(lambda work: open_applications(work, batch_id))
    course = Course(desk, clock, batch_id)
    names = course.apply(people)
    course.check()
    course.examine(written=False, reason="只面试")
    course.interview({name: 90_000 - 100 * at for at, name in enumerate(names)})
    course.do(make_ranking)
    course.do(start_vetting)
    return course


# --- a candidate put down for a grid -----------------------------------------------------------


def _seats_for(place: str, rounds: int, clients: int) -> None:
    """As many vetted people as clients, without a grid yet, and a grid a round."""
    grids = max(rounds, clients)
    course = _prepared(place, grids, grids, 0, clients)
    course.vet()
    course.clock.move((DAYS - 20) * dt.timedelta(days=1))
    course.desk.write(lambda work: work.record("set_policy", "race"))
    course.desk.database.close()


def _seat(desk: Desk, number: int, client: int) -> tuple[int, int]:
    def read(work: UnitOfWork) -> tuple[int, int]:
        people = select(Candidate.id).where(Candidate.state == CandidateState.VETTED)
        seat = select(HiringSeat.id).order_by(HiringSeat.id).offset(number).limit(1)
        own = work.session.scalars(people.order_by(Candidate.number)).all()[client]
        return own, work.session.scalars(seat).one()

    return desk.read(read)


def _put_down(desk: Desk, known: tuple[int, int], _number: int, _client: int) -> None:
    candidate, seat = known
    desk.write(lambda work: move_seat(work, candidate, seat), reason="抢网格")


# --- a grid put on offer in a batch ---------------------------------------------------------------


def _offers_for(place: str, rounds: int, clients: int) -> None:
    """A batch being prepared for each client, all of one street, and a vacant grid a round."""
    database = Database.open(place, clock=Clock())
    desk = sign_in(database, CLERK)
    desk.write(lambda work: plant(work, {_STREET: rounds}))
    where = area(desk, _STREET)

    def prepared(work: UnitOfWork) -> None:
        for client in range(clients):
            batch = open_batch(work, BatchForm(f"第 {client} 家招录", where.id))
            add_position(work, batch.batch_id, PositionForm(where.id, "专职网格员"))

    desk.write(prepared)
    database.close()


def _position(desk: Desk, number: int, client: int) -> tuple[int, int]:
    query = select(HiringPosition.id).order_by(HiringPosition.batch_id)
    own = desk.read(lambda work: work.session.scalars(query).all())[client]
    return own, _grids(desk)[number].id


def _offer(desk: Desk, known: tuple[int, int], _number: int, _client: int) -> None:
    position, grid = known
    desk.write(lambda work: add_seats(work, position, [grid]))


# --- hire against posts --------------------------------------------------------------------------


def _grids_for(place: str, rounds: int, clients: int) -> None:
    """A closed batch with a reserve called, vetted and shown for a grid a round; free people."""
    course = _prepared(place, rounds + 1, 1, rounds, rounds + 1)
    desk = course.desk
    course.vet()
    course.do(allot_seats)
    course.hang_out()
    course.take_down()
    course.decide()
    grids = _grids(desk)
    for reserve, grid in zip(_reserves(desk), grids[1:], strict=True):
        desk.write(lambda work, r=reserve, g=grid: call_reserve(work, r, g.id))
    course.vet()
    today = desk.read(lambda work: work.today)
    form = PublicityForm(today, "公示栏", "区委政法委", "0512-65000000")
    course.do(publicise_reserve, form)
    course.clock.move(14 * dt.timedelta(days=1))
    course.do(close_publicity, reason="现场核对公示栏")
    paper = PaperApproval("审批甲", "主任", today, "会议纪要 3 号")
    for reserve in _reserves(desk):
        desk.write(
            lambda work, r=reserve: record_paper_approval(work, reserve_subject(work, r), paper)
        )
    desk.write(lambda work: _free_people(work, clients))
    desk.database.close()


def _free_people(work: UnitOfWork, count: int) -> None:
    enlisting = Enlisting(work, tree_index(work, work.today))
    street = tree_index(work, work.today).named(_STREET)[0]
    for at in range(count):
        post = PostForm(street, enlisting.roles["信息员"], Employment.PART, SINCE)
        enlisting.take(PersonForm(f"志愿者{at}", number=f"V{at:04d}"), post)
    enlisting.write()


def _grids(desk: Desk) -> list[AreaRow]:
    index = desk.read(lambda work: tree_index(work, work.today))
    return sorted(
        (row for row in index.by_code.values() if row.kind is not None and "999" not in row.code),
        key=lambda row: row.code,
    )


def _reserves(desk: Desk) -> list[int]:
    query = select(HiringReserve.id).order_by(HiringReserve.place)
    return desk.read(lambda work: list(work.session.scalars(query)))


def _grid(desk: Desk, number: int, client: int) -> tuple[str, int, AreaRow]:
    """Before the start: a reserve to hire, or somebody free to post."""
    grid = _grids(desk)[number + 1]
    if client % _HIRES == 0:
        return "hire", _reserves(desk)[number], grid

    def mine(work: UnitOfWork) -> tuple[int, int | None]:
        person = work.session.scalars(
            select(Person.id).where(Person.number == f"V{client:04d}")
        ).one()
        won = select(Post.id).where(
            Post.person_id == person, Post.fills_grid, Post.state == PostState.ACTIVE
        )
        return person, work.session.scalar(won)

    person, won = desk.read(mine)
    if won is not None:
        # He won an earlier round and is free again for this one.
        desk.write(lambda work: void_post(work, won), reason="下一轮")
    return "post", person, grid


def _take(desk: Desk, known: tuple[str, int, AreaRow], _number: int, _client: int) -> None:
    what, own, grid = known

    def hire(work: UnitOfWork) -> None:
        form = DecisionForm("政法〔2026〕9 号", work.today, work.today, "服务中心")
        hire_reserve(work, own, form)

    def post(work: UnitOfWork) -> None:
        role = next(row for row in roles(work) if row.code == "grid_worker")
        begin_post(work, own, PostForm(grid, role, Employment.FULL, work.today))

    desk.write(hire if what == "hire" else post)


GRIDS = {
    "seat": Prize(_seat, _put_down, ("已经拟录用报名号",), _seats_for, DAYS),
    "offer": Prize(_position, _offer, ("已在批次“",), _offers_for),
    "grid": Prize(
        _grid, _take, ("已有专职网格员", "已由志愿者", "现在是“已录用”"), _grids_for, DAYS
    ),
}
