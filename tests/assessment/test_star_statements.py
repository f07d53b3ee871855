"""How many statements the queries of stars take: a constant number, however many people."""

from __future__ import annotations

import pytest

from hrgrid.assessment.queries.star_board import round_board, spread, what_if
from hrgrid.assessment.queries.star_groups import choices, groups_to_decide
from hrgrid.assessment.queries.star_lines import count_star_lines, star_lines
from hrgrid.assessment.queries.star_papers import star_head, star_holders
from hrgrid.assessment.queries.star_rounds import round_proposal, rounds, star_in_force
from hrgrid.assessment.queries.star_way import line_way
from hrgrid.assessment.rules.star_rows import StarLineFilter
from hrgrid.assessment.rules.star_rules import StarRules
from tests.assessment import assessed, starred
from tests.statements import recorded

QUERIES = {
    "rounds": lambda work, _: rounds(work),
    "proposal": lambda work, _: round_proposal(work),
    "board": round_board,
    "spread": spread,
    "what_if": lambda work, key: what_if(work, key, StarRules(first_ceiling=2)),
    "lines": lambda work, key: star_lines(work, StarLineFilter(key)),
    "count": lambda work, key: count_star_lines(work, StarLineFilter(key)),
    "groups": groups_to_decide,
    "choices": choices,
    "way": lambda work, key: line_way(work, key, 1),
    "holders": lambda work, key: star_holders(work, star_head(work, key)),
    "in_force": lambda work, _: star_in_force(work, starred.FROM),
}
MOST = {
    "rounds": 4,
    "proposal": 7,
    "board": 21,
    "spread": 7,
    "what_if": 12,
    "lines": 5,
    "count": 3,
    "groups": 2,
    "choices": 3,
    "way": 9,
    "holders": 5,
    "in_force": 1,
}


@pytest.fixture
def computed(office):
    assessed.confirmed(office)
    key = starred.opened(office)
    starred.computed(office, key)
    return key


@pytest.mark.parametrize("name", QUERIES)
def test_statements_do_not_grow(office, computed, name):
    with recorded() as told:
        office.read(lambda work: QUERIES[name](work, computed))
    assert len(told) <= MOST[name]


def test_a_long_page_takes_no_more_than_a_short_one(office, computed):
    with recorded() as few:
        short = office.read(lambda work: star_lines(work, StarLineFilter(computed), limit=1))
    with recorded() as many:
        long = office.read(lambda work: star_lines(work, StarLineFilter(computed), limit=1_000))
    assert len(long) > 10 * len(short)
    assert len(many) == len(few)
