"""Where pasted and filled texts go: never outside the block, never outside the table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.ui.cells.plan import Plan, filled_down, filled_right, pasted

SIZE = (4, 3)


def test_a_block_goes_below_and_right_of_its_corner():
    plan = pasted((("a", "b"), ("c", "d")), (1, 1), [(1, 1)], SIZE)
    assert plan == Plan({(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d"})


def test_what_finds_no_place_is_counted_and_goes_nowhere():
    plan = pasted((("a", "b"), ("c", "d")), (3, 2), [], SIZE)
    assert plan == Plan({(3, 2): "a"}, beyond=3)


def test_one_value_goes_into_all_selected_cells():
    assert pasted((("a",),), (0, 0), [(2, 1), (0, 0)], SIZE) == Plan({(0, 0): "a", (2, 1): "a"})
    assert pasted((("a",),), (1, 1), [], SIZE) == Plan({(1, 1): "a"})


@given(
    st.integers(0, 3), st.integers(0, 2), st.integers(1, 6), st.integers(1, 5)
)  # fmt: skip
def test_no_cell_outside_the_block_or_the_table_is_named(row, place, height, width):
    block = tuple(tuple(f"{down},{right}" for right in range(width)) for down in range(height))
    plan = pasted(block, (row, place), [(row, place)], SIZE)
    if len(block) == len(block[0]) == 1:
        assert plan == Plan({(row, place): "0,0"})
        return
    for (at_row, at_place), text in plan.texts.items():
        assert (at_row < SIZE[0], at_place < SIZE[1]) == (True, True)
        assert text == f"{at_row - row},{at_place - place}"
    assert len(plan.texts) + plan.beyond == height * width


def test_filling_takes_the_first_cell_of_each_column_or_row():
    selected = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]
    texts = {(row, place): f"{row}{place}" for row, place in selected}
    down = {(1, 0): "00", (2, 0): "00", (1, 1): "01"}
    assert filled_down(selected, texts) == Plan(down)
    assert filled_right(selected, texts) == Plan({(0, 1): "00", (1, 1): "10"})
    assert filled_down([(2, 1)], {(2, 1): "x"}) == Plan({})
