"""Both sides key at random for rounds on end: the merge is what a plain table says it should be."""

from __future__ import annotations

import random

import pytest

from hrgrid.panels.queries import cell_history, panel_view
from hrgrid.panels.rules.merging import Side
from tests.training.taken import Place, compete, opened, take

CELLS = [(d, s, i) for d in (1, 2, 3) for s in (1, 2) for i in ("content", "manner")]
ROUNDS = 4


def shown(marks):
    return {cell: f"{value / 1000:g}" for cell, value in marks.items()}


def kept(office, cell):
    panel = office.panel()
    view = office.desk.read(lambda work: panel_view(work, panel))
    entrant = next(e.id for e in view.entrants if e.draw_no == cell[0])
    item = next(i.id for i in view.items if i.code == cell[2])
    rows = office.desk.read(lambda work: cell_history(work, panel, (entrant, cell[1], item)))
    return {row.value for row in rows}


def edited(chance, place, marks, share):
    edits = {cell: chance.randrange(0, 1_001) * 100 for cell in CELLS if chance.random() < share}
    if edits:
        place.key(edits)
    marks.update(edits)


@pytest.mark.parametrize("seed", [random.SystemRandom().randrange(10**6)])
def test_rounds_of_keying_on_both_sides_come_together(desk, tmp_path, seed):
    chance = random.Random(seed)
    office = Place(desk, desk.write(lambda work: compete(work, 3, 2)))
    here: dict = {}
    edited(chance, office, here, 0.3)
    pack = take(office, tmp_path / "比武.hrpack")
    there, sent = dict(here), dict(here)
    with opened(pack, office.contest, tmp_path / "外带.hrg") as laptop:
        for number in range(ROUNDS):
            edited(chance, office, here, 0.25)
            edited(chance, laptop, there, 0.4)
            path = tmp_path / f"回{number}.hrpack"
            laptop.send_back(path)
            differ = [
                cell
                for cell in CELLS
                if there.get(cell) not in {here.get(cell), sent.get(cell)}
                and here.get(cell) != sent.get(cell)
            ]
            if there == sent:
                continue
            view = office.preview(path)
            assert len(view.conflicts) == len(differ)
            choices = {each.key: chance.choice(list(Side)) for each in view.conflicts}
            office.bring_back(path, choices)
            ids = [f"entrant:{each}" for each in office.contest.entrants]
            for cell in CELLS:
                if cell in differ:
                    key = f"stage:cell:{ids[cell[0] - 1]}:{cell[1]}:{cell[2]}"
                    lost, won = here[cell], there[cell]
                    if choices[key] is Side.OFFICE:
                        lost, won = won, lost
                    here[cell] = won
                    assert {lost, won} <= kept(office, cell)
                elif there.get(cell) != sent.get(cell):
                    here[cell] = there[cell]
            sent = dict(there)
            assert office.marks() == shown(here)
