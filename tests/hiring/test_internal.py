"""遴选: somebody in post moves to another grid, and his own becomes vacant on the same day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.rules.words import BatchKind, CandidateState
from hrgrid.hiring.service.deciding import decide, propose
from hrgrid.hiring.service.ranking import make_ranking
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, PostState
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import begin_post, end_post
from tests.hiring.build import applying, employ, grid, id_number
from tests.hiring.course import DAY, Course, name_of

BORN = dt.date(1990, 5, 1)


@pytest.fixture
def course(office, clock) -> Course:
    """Two grids of the east, wanted by the two who work in the west."""
    for at in (0, 1):
        home = grid(office, f"W00{at}")
        number = id_number(at, BORN)
        office.write(lambda work, h=home, n=number, at=at: employ(work, h, name_of(at), n))
    made = Course(office, clock, applying(office, grids=2, kind=BatchKind.INTERNAL))
    made.apply(2)
    made.check()
    made.examine(written=False, reason="遴选只面试")
    made.interview({name_of(0): 90_000, name_of(1): 80_000})
    made.do(make_ranking)
    made.to_public()
    made.take_down()
    return made


def posts(desk) -> dict[tuple[str, str], Post]:
    """By name and code of the grid."""

    def read(work):
        codes = {row.id: row.code for row in tree_index(work, work.today).by_code.values()}
        query = select(Post, Person.name).join(Person, Person.id == Post.person_id)
        return {(name, codes[post.area_id]): post for post, name in work.session.execute(query)}

    return desk.read(read)


def vacant(desk, on) -> set[str]:
    return {row.code for row in desk.read(lambda work: seats(work, on))}


def test_the_old_post_ends_the_day_before_and_its_grid_is_vacant(course) -> None:
    desk = course.desk
    today = desk.read(lambda work: work.today)
    # The two grids are promised: 编制 1 − 在岗 0 − 拟录用 1.
    assert vacant(desk, today) == {"E002"}
    assert course.decide().hired == 2
    found = posts(desk)
    assert set(found) == {
        (name_of(0), "W000"),
        (name_of(1), "W001"),
        (name_of(0), "E000"),
        (name_of(1), "E001"),
    }
    for at in (0, 1):
        old, new = found[name_of(at), f"W00{at}"], found[name_of(at), f"E00{at}"]
        # Half open: its last day is the one before.
        assert (old.state, old.valid_to) == (PostState.ENDED, today)
        assert (new.state, new.valid_from, new.valid_to) == (PostState.ACTIVE, today, None)
        assert new.employment is Employment.FULL
    assert vacant(desk, today) == {"W000", "W001", "E002"}
    assert set(course.people(CandidateState.HIRED)) == {"0001", "0002"}


def test_one_who_cannot_move_leaves_everybody_where_he_was(course) -> None:
    desk = course.desk
    own = posts(desk)[name_of(1), "W001"]

    def ends(work):
        end_post(work, own.id, work.today)

    desk.write(ends, reason="临时借调")
    course.clock.move(DAY)
    elsewhere = grid(desk, "E002")

    def begins(work):
        role = next(row for row in roles(work) if row.code == "grid_worker")
        form = PostForm(elsewhere, role, Employment.FULL, work.today)
        begin_post(work, own.person_id, form)

    desk.write(begins, reason="临时借调")
    course.do(propose)
    course.approve()
    form = course.decision()
    with pytest.raises(UserError, match="起才任现职，不能在"):
        course.do(decide, form)
    # The first of the list had been moved by then: nothing of it is left.
    kept = posts(desk)
    assert kept[name_of(0), "W000"].state is PostState.ACTIVE
    assert (name_of(0), "E000") not in kept
    assert course.state(name_of(0)) is CandidateState.PUBLICISED
    done = course.do(decide, replace(form, starts_on=form.starts_on + DAY))
    assert (done.hired, done.closed) == (2, True)
    moved = posts(desk)
    assert moved[name_of(1), "E002"].valid_to == form.starts_on + DAY
    assert vacant(desk, form.starts_on + DAY) == {"W000", "W001", "E002"}
