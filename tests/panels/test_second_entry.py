"""Two people key the same sheets: blind, compared, and never the same person twice (promise 12)."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import UserError
from hrgrid.panels import queries, service
from hrgrid.panels.rules.rule import PLAIN
from hrgrid.panels.rules.words import NoMark, SheetState
from tests.panels.build import TWO_ITEMS, cells_of, seated


@pytest.fixture
def two(double):
    """A panel of two judges and two entrants, its id and view, and two typists."""
    clerk, trainer = double.desk(Role.CLERK), double.desk(Role.TRAINER)
    panel_id = clerk.write(lambda work: seated(work, 2, 2, rule=PLAIN, items=TWO_ITEMS))
    return clerk, trainer, panel_id, read(clerk, panel_id)


def read(desk, panel_id, pass_no=1):
    return desk.read(lambda work: queries.panel_view(work, panel_id, pass_no))


def key(desk, panel_id, cell, value, pass_no=1, *, reason=""):
    return desk.write(
        lambda work: service.key_mark(work, panel_id, cell, value, pass_no=pass_no), reason=reason
    )


def keyed(desk, panel_id, cells, value, pass_no=1):
    values = dict.fromkeys(cells, value)
    desk.write(lambda work: service.key_marks(work, panel_id, values, pass_no=pass_no))


def test_a_panel_closes_when_two_people_keyed_the_same(two):
    clerk, trainer, panel_id, view = two
    keyed(clerk, panel_id, cells_of(view), 90_000)
    with pytest.raises(UserError, match="还没有第二遍录入"):
        clerk.write(lambda work: service.close_panel(work, panel_id))
    keyed(trainer, panel_id, cells_of(view), 90_000, pass_no=2)
    sheets = read(clerk, panel_id).sheets
    assert {sheet.state for sheet in sheets} == {SheetState.DEFINITIVE}
    assert all(sheet.first_by != sheet.second_by for sheet in sheets)
    clerk.write(lambda work: service.close_panel(work, panel_id))


def test_the_second_typist_sees_nothing_of_the_first(two):
    clerk, trainer, panel_id, view = two
    cells = cells_of(view)
    keyed(clerk, panel_id, cells, 90_000)
    key(trainer, panel_id, cells[0], 88_000, pass_no=2)
    assert read(trainer, panel_id, 2).marks == {cells[0]: 88_000}
    # Half a sheet is not compared yet.
    assert read(clerk, panel_id).sheets[0].state is SheetState.CHECKING
    assert clerk.read(lambda work: queries.differences(work, panel_id)) == []


def test_nobody_keys_both_or_changes_the_others(two):
    clerk, trainer, panel_id, view = two
    cell = cells_of(view)[0]
    with pytest.raises(UserError, match="还没有第一遍"):
        key(trainer, panel_id, cell, 90_000, pass_no=2)
    key(clerk, panel_id, cell, 90_000)
    with pytest.raises(UserError, match=r"另一遍就是.*换一个人录"):
        key(clerk, panel_id, cell, 90_000, pass_no=2)
    with pytest.raises(UserError, match=r"这一遍由.*来改"):
        key(trainer, panel_id, cell, 91_000)
    key(clerk, panel_id, cell, 91_000)


def test_a_difference_goes_back_to_its_typist_cell_by_cell(two):
    clerk, trainer, panel_id, view = two
    cells = cells_of(view)
    keyed(clerk, panel_id, cells, 90_000)
    keyed(trainer, panel_id, cells[:1] + cells[2:], 90_000, pass_no=2)
    key(trainer, panel_id, cells[1], 19_000, pass_no=2)
    (found,) = clerk.read(lambda work: queries.differences(work, panel_id))
    assert (found.cell, found.first, found.second) == (cells[1], 90_000, 19_000)
    with pytest.raises(UserError, match="两遍录得不一样"):
        clerk.write(lambda work: service.close_panel(work, panel_id))
    assert clerk.write(lambda work: service.return_keying(work, found.sheet.id, 2)) == 1
    second = read(trainer, panel_id, 2)
    assert cells[0] in second.marks
    assert cells[1] not in second.marks
    key(trainer, panel_id, cells[1], 90_000, pass_no=2)
    clerk.write(lambda work: service.close_panel(work, panel_id))


def test_a_typing_is_given_up_with_the_reason_and_keyed_anew(two):
    clerk, trainer, panel_id, view = two
    cells = cells_of(view)[:2]
    keyed(clerk, panel_id, cells, 90_000)
    keyed(trainer, panel_id, cells, 80_000, pass_no=2)
    (found, _) = clerk.read(lambda work: queries.differences(work, panel_id))
    with pytest.raises(UserError, match="须写明事由"):
        clerk.write(lambda work: service.discard_keying(work, found.sheet.id, 1))
    clerk.write(lambda work: service.discard_keying(work, found.sheet.id, 1), reason="串行")
    # The second took its place, so that the first typist may check it now.
    assert read(clerk, panel_id).marks == dict.fromkeys(cells, 80_000)
    keyed(clerk, panel_id, cells, 80_000, pass_no=2)
    assert read(clerk, panel_id).sheets[0].state is SheetState.DEFINITIVE
    with pytest.raises(UserError, match="没有不一致"):
        clerk.write(lambda work: service.return_keying(work, found.sheet.id, 1))


def test_both_typings_may_be_given_up(two):
    clerk, trainer, panel_id, view = two
    cells = cells_of(view)[:2]
    keyed(clerk, panel_id, cells, 90_000)
    keyed(trainer, panel_id, cells, NoMark.ILLEGIBLE, pass_no=2)
    (found, _) = clerk.read(lambda work: queries.differences(work, panel_id))
    clerk.write(lambda work: service.discard_keying(work, found.sheet.id, None, "两遍都串行"))
    assert read(clerk, panel_id).marks == {}
    keyed(trainer, panel_id, cells, 70_000)
    keyed(clerk, panel_id, cells, 70_000, pass_no=2)
    assert read(clerk, panel_id).sheets[0].state is SheetState.DEFINITIVE


def test_a_correction_of_what_two_people_keyed_needs_a_reason_and_a_second_again(two):
    clerk, trainer, panel_id, view = two
    cells = cells_of(view)[:2]
    keyed(clerk, panel_id, cells, 90_000)
    keyed(trainer, panel_id, cells, 90_000, pass_no=2)
    with pytest.raises(service.ReasonNeeded, match="更正要写明事由"):
        key(clerk, panel_id, cells[0], 91_000)
    made = key(trainer, panel_id, cells[0], 91_000, reason="原始评分表是 91")
    assert (made.sheet.number, made.sheet.state) == (2, SheetState.ENTERING)
    assert read(clerk, panel_id).marks == {cells[0]: 91_000, cells[1]: 90_000}
    key(clerk, panel_id, cells[0], 91_000, pass_no=2)
    key(clerk, panel_id, cells[1], 90_000, pass_no=2)
    assert read(clerk, panel_id).sheets[0].state is SheetState.DEFINITIVE


def test_whatever_two_people_do_no_sheet_is_settled_by_one_of_them(two):
    """Many random deeds; what is settled was keyed alike by two people, every time."""
    clerk, trainer, panel_id, view = two
    seed = random.SystemRandom().randint(0, 2**32)
    print("seed", seed)
    dice, cells = random.Random(seed), cells_of(view)
    for _ in range(120):
        desk, pass_no = dice.choice((clerk, trainer)), dice.choice((1, 2))
        value = dice.choice((90_000, 90_000, 80_000, None))
        cell = dice.choice(cells)
        reason = dice.choice(("", "抄错"))
        with suppress(UserError):
            if value is None:
                desk.write(
                    lambda w, c=cell, p=pass_no: service.clear_mark(w, panel_id, c, pass_no=p)
                )
            else:
                key(desk, panel_id, cell, value, pass_no, reason=reason)
        first, second = read(clerk, panel_id, 1), read(clerk, panel_id, 2)
        for sheet in first.sheets:
            if sheet.state is not SheetState.DEFINITIVE:
                continue
            assert sheet.first_by_id != sheet.second_by_id
            mine = [cell for cell in cells if cell[:2] == (sheet.entrant_id, sheet.seat_no)]
            assert len(mine) == 2
            assert all(first.marks[cell] == second.marks[cell] for cell in mine)
