"""Whoever only keys marks sees those of others once his own are settled, on both engines."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import set_policy
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.panels import queries, service
from hrgrid.panels.rules.rule import PLAIN
from tests.panels.build import cells_of, seated
from tests.panels.test_second_entry import key, read


def once(admin):
    """Marks of this office are keyed by one person."""
    admin.write(lambda work: set_policy(work, Policy.SECOND_ENTRY, 0), reason="只录一遍")


@pytest.fixture
def judged(houses):
    """Of one entrant the clerk, who runs the panel, keyed judge 1; a trainer only keys marks."""
    with houses.open(Setting.DOUBLE) as house:
        clerk, trainer = house.desk(Role.CLERK), house.desk(Role.TRAINER)
        once(house.desk(Role.SYSTEM_ADMIN))
        panel_id = clerk.write(lambda work: seated(work, 2, 2, rule=PLAIN))
        cells = cells_of(read(clerk, panel_id))
        key(clerk, panel_id, cells[0], 91_000)
        yield clerk, trainer, panel_id, cells


def test_marks_and_means_of_others_stay_hidden_until_ones_own_are_in(judged):
    clerk, trainer, panel_id, cells = judged
    view = read(trainer, panel_id)
    assert (view.marks, view.hidden) == ({}, {cells[0][:2]})
    assert trainer.read(lambda work: queries.cell_history(work, panel_id, cells[0])) == []
    row = trainer.read(lambda work: queries.standings(work, panel_id))[0]
    assert (row.missing, row.published) == ((cells[1],), None)
    for cell, mark in zip(cells[1:], (88_000, 80_000, 82_000), strict=True):
        key(trainer, panel_id, cell, mark)
    # His own may still be changed: what he saw now could change them.
    view = read(trainer, panel_id)
    assert (cells[0] in view.marks, view.hidden) == (False, {cells[0][:2]})
    clerk.write(lambda work: service.close_panel(work, panel_id))
    assert read(trainer, panel_id).marks[cells[0]] == 91_000
    row = trainer.read(lambda work: queries.standings(work, panel_id))[0]
    assert row.published == "89.50"


def test_who_runs_the_panel_sees_everything(judged):
    clerk, trainer, panel_id, cells = judged
    key(trainer, panel_id, cells[2], 70_000)
    view = read(clerk, panel_id)
    assert (set(view.marks), view.hidden) == ({cells[0], cells[2]}, frozenset())


def test_a_hidden_mark_cannot_be_found_out_by_typing_over_it(judged):
    clerk, trainer, panel_id, cells = judged
    for value in (91_000, 50_000):
        with pytest.raises(UserError, match="自己的分录定以前看不到这张表") as told:
            key(trainer, panel_id, cells[0], value)
        assert "91" not in told.value.sentence
    assert read(clerk, panel_id).marks[cells[0]] == 91_000


def test_a_sheet_of_ones_own_that_is_definitive_opens_those_of_its_entrant_alone(double):
    clerk, trainer = double.desk(Role.CLERK), double.desk(Role.TRAINER)
    panel_id = clerk.write(lambda work: seated(work, 2, 2, rule=PLAIN))
    cells = cells_of(read(clerk, panel_id))
    key(clerk, panel_id, cells[0], 91_000)
    key(clerk, panel_id, cells[2], 80_000)
    key(trainer, panel_id, cells[1], 88_000)
    assert read(trainer, panel_id).hidden == {cells[0][:2], cells[2][:2]}
    key(clerk, panel_id, cells[1], 88_000, pass_no=2)
    view = read(trainer, panel_id)
    assert (view.hidden, view.marks[cells[0]]) == ({cells[2][:2]}, 91_000)
