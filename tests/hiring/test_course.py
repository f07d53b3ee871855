"""A batch from the applications to the hire, and who steps in on the way."""

from __future__ import annotations

import pytest

from hrgrid.hiring.queries.stages import stage_board
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.workforce.queries import coverage
from tests.hiring.build import applying
from tests.hiring.course import Course


@pytest.fixture
def course(office, clock) -> Course:
    return Course(office, clock, applying(office, grids=2))


def board(course: Course):
    return course.desk.read(lambda work: stage_board(work, course.batch_id))


def test_from_applications_to_the_hire(course) -> None:
    names = course.apply(6)
    assert board(course).next.label == "审查 6 人"
    assert course.check() == 6
    opening = course.examine()
    assert opening.written
    course.sit({name: str(90 - at) for at, name in enumerate(names)})
    course.interview({name: 80_000 + 1_000 * at for at, name in enumerate(names)})
    from hrgrid.hiring.service.ranking import make_ranking

    course.do(make_ranking)
    course.to_public()
    course.take_down()
    decision = course.decide()
    assert decision.hired == 2
    assert decision.closed
    assert board(course).state is BatchState.CLOSED
    hired = course.people(CandidateState.HIRED)
    assert len(hired) == 2
    rows = course.desk.read(lambda work: coverage(work, work.today))
    assert {row.path: row.filled for row in rows}["示例区/东街道"] == 2
