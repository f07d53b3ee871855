"""The year of 盐南: 195 of 463 grids have their worker, a batch hires 268, then one leaves.

463 general grids in five streets (rules.md 1); everything goes through the services.
"""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.hiring.queries.places import place_rows
from hrgrid.hiring.queries.stages import stage_board
from hrgrid.hiring.queries.standings import score_list
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.queries.year import hiring_year
from hrgrid.hiring.rules.words import BatchState, CandidateState, Outcome, RunStage
from hrgrid.hiring.service.allotting import allot_seats
from hrgrid.hiring.service.announcing import open_applications
from hrgrid.hiring.service.batches import BatchForm, open_batch
from hrgrid.hiring.service.positions import PositionForm, add_position
from hrgrid.hiring.service.ranking import make_ranking
from hrgrid.hiring.service.seats import add_seats
from hrgrid.hiring.service.substitutes import decline
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries import coverage, tree_index
from hrgrid.workforce.queries.coverage import vacant_grids
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.posting import end_post
from tests.hiring.build import SINCE, announced, area, plant
from tests.hiring.course import Course, name_of

STREETS = {"新都街道": 222, "伍佑街道": 16, "黄海街道": 66, "科城街道": 107, "新河街道": 52}
# In post at the beginning of the year: 195 in all.
IN_POST = {"新都街道": 90, "伍佑街道": 8, "黄海街道": 30, "科城街道": 45, "新河街道": 22}


@pytest.fixture
def template(template, furnished) -> str:
    """463 general grids, 195 with their worker."""

    def build(desk) -> None:
        def deed(work) -> None:
            grids = plant(work, STREETS, "盐南高新区")
            enlisting = Enlisting(work, tree_index(work, work.today))
            at = 0
            for street, own in grids.items():
                for grid in own[: IN_POST[street]]:
                    post = PostForm(grid, enlisting.roles["网格员"], Employment.FULL, SINCE)
                    # Names of their own, so that nobody is taken for a candidate.
                    enlisting.take(PersonForm(f"老{name_of(at)}"), post)
                    at += 1
            enlisting.write()

        desk.write(deed)

    return furnished("hiring 盐南", build)


def of_district(desk, on: dt.date | None = None) -> tuple[int, int]:
    rows = desk.read(lambda work: coverage(work, on or work.today))
    top = next(row for row in rows if row.path == "盐南高新区")
    return top.general_grids, top.filled


def open_for_all(desk) -> int:
    """One batch with a position a street and every vacant grid on offer."""
    top = area(desk, "盐南高新区")
    batch_id = desk.write(
        lambda work: open_batch(work, BatchForm("2026 年专职网格员招录", top.id)).batch_id
    )
    for street in STREETS:
        place = area(desk, street)
        post = PositionForm(place.id, f"{street}专职网格员")
        position = desk.write(lambda work, post=post: add_position(work, batch_id, post))
        empty = desk.read(lambda work, path=place.path: seats(work, work.today, path))
        wanted = [seat.area_id for seat in empty]
        desk.write(lambda work, p=position, w=wanted: add_seats(work, p, w))
    announced(desk, batch_id)
    desk.write(lambda work: open_applications(work, batch_id))
    return batch_id


def test_268_are_hired_and_463_grids_have_their_worker(desk, clock) -> None:
    assert of_district(desk) == (463, 195)
    course = Course(desk, clock, open_for_all(desk))
    start = 0
    for street in STREETS:
        count = 3 * (STREETS[street] - IN_POST[street])
        course.apply(count, course.positions()[f"{street}专职网格员"], start)
        start += count
    assert start == 804
    assert course.check() == 804
    opening = course.examine()
    assert opening.written
    assert opening.why == "资格合格 804 人，招录 268 人，达到 3∶1，组织笔试"

    names = sorted(one.name for one in course.people().values())
    course.sit({name: f"{60 + at % 400 / 10:.1f}" for at, name in enumerate(names)}, 27, 30)
    course.interview({name: 60_000 + 100 * (at * 7 % 399) for at, name in enumerate(names)}, 8)
    course.do(make_ranking)
    listed = desk.read(lambda work: score_list(work, course.batch_id, RunStage.TOTAL))
    outcomes = [row.outcome for row in listed.rows]
    assert outcomes.count(Outcome.IN) == 268
    assert course.do(start_vetting) == 268

    # One declines on the way: the next of his position steps in.
    gone = next(iter(course.people(CandidateState.MEDICAL).values()))
    call = desk.write(lambda work: decline(work, gone.id, "另有工作"))
    assert call.next_key is not None
    assert course.vet() == 268
    assert course.do(allot_seats) == 268
    course.hang_out()
    course.take_down()
    decision = course.decide()
    assert (decision.hired, decision.closed) == (268, True)

    assert of_district(desk) == (463, 463)
    assert all(row.rate_bp == 10_000 for row in desk.read(lambda work: coverage(work, work.today)))
    board = desk.read(lambda work: stage_board(work, course.batch_id))
    assert (board.state, board.filled, board.next.code) == (BatchState.CLOSED, 268, "")
    today = desk.read(lambda work: work.today)
    year = desk.read(lambda work: hiring_year(work, today.year))
    assert (year.offered, year.hired, year.grids, year.vacant) == (268, 268, 463, 0)
    everybody_hired_has_post_and_contract(course)

    # A leaver opens exactly one vacancy, and it is his.
    post = desk.read(lambda work: work.session.scalars(select(Post).limit(1)).one())
    desk.write(lambda work: end_post(work, post.id, today), reason="本人辞职")
    tomorrow = today + dt.timedelta(days=1)
    assert of_district(desk, tomorrow) == (463, 462)
    code = desk.read(
        lambda work: next(
            row.code
            for row in tree_index(work, work.today).by_code.values()
            if row.id == post.area_id
        )
    )
    assert [own for own, _ in desk.read(lambda work: vacant_grids(work, tomorrow))] == [code]


def everybody_hired_has_post_and_contract(course: Course) -> None:
    def read(work) -> None:
        rows = place_rows(work, course.batch_id)
        assert len({row.candidate_id for row in rows}) == 268
        query = (
            select(Post.start_document, Contract.probation_to, Contract.valid_to, Contract.employer)
            .join(Contract, Contract.person_id == Post.person_id)
            .join(Person, Person.id == Post.person_id)
            .where(Post.start_document == "政法〔2026〕8 号")
        )
        found = list(work.session.execute(query))
        assert len(found) == 268
        start = work.today
        assert {row.employer for row in found} == {"示例区社会治理服务中心"}
        assert all(start < row.probation_to < row.valid_to for row in found)

    course.desk.read(read)
