"""A part that is dragged rests on a line that is near, or on the grid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.documents.rules.placing import GRID, REACH, settle

TENTHS = st.integers(0, 4_200)
MOVES = st.integers(-2_000, 2_000)


@given(MOVES, st.lists(TENTHS, min_size=1, max_size=3), st.lists(TENTHS, max_size=12))
def test_it_rests_on_a_line_in_reach_or_on_whole_millimetres(wanted, edges, lines):
    rest = settle(wanted, edges, lines)
    if rest.line is None:
        assert all(abs(line - edge - wanted) > REACH for line in lines for edge in edges)
        assert (edges[0] + rest.by) % GRID == 0
        assert abs(rest.by - wanted) <= GRID // 2
    else:
        assert rest.line in lines
        assert rest.line in {edge + rest.by for edge in edges}
        nearest = min(abs(line - edge - wanted) for line in lines for edge in edges)
        assert abs(rest.by - wanted) == nearest <= REACH


def test_of_two_lines_the_nearer_one_draws():
    assert settle(103, (400,), (500, 505)).line == 505
    assert settle(101, (400,), (500, 505)).line == 500
