"""Every ordeal in small counts, with seeds drawn anew; see `python -m tests.ordeal`."""

from __future__ import annotations

import shutil

import pytest

from hrgrid.accounts.service import sign_in
from hrgrid.storage.database import Database
from tests.conftest import chosen_engines
from tests.ordeal.city import take_in
from tests.ordeal.clients import PRIZES, WON
from tests.ordeal.cuts import cut
from tests.ordeal.journals import write_and_tamper
from tests.ordeal.kills import KILLINGS, Scene, kill
from tests.ordeal.outcomes import Outcome, drawn_seed
from tests.ordeal.places import CLERK, Ground
from tests.ordeal.races import _judge, race_for
from tests.ordeal.spoilt import spoil
from tests.ordeal.typists import told
from tests.ordeal.victims import run

BOTH = pytest.mark.parametrize("engine", chosen_engines())
ON_POSTGRESQL = pytest.mark.skipif(
    "postgresql" not in chosen_engines(), reason="HRGRID_ENGINES leaves PostgreSQL out"
)


@pytest.fixture(scope="session")
def place(request, tmp_path_factory):
    """A folder for these tests and the server of the run."""
    server = request.getfixturevalue("postgres") if "postgresql" in chosen_engines() else None
    folder = tmp_path_factory.mktemp("ordeal")
    yield Ground(folder, server)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def seed():
    """Drawn anew each time, and shown with a failure."""
    drawn = drawn_seed()
    print("seed", drawn)
    return drawn


def judge(outcome):
    print(outcome.line)
    assert outcome.runs
    assert outcome.losses == []


@pytest.mark.parametrize(
    ("engine", "rounds"), [(each, 10 if each == "sqlite" else 3) for each in chosen_engines()]
)
def test_a_killed_bulk_write_is_whole_or_absent(place, seed, engine, rounds):
    judge(kill(place, engine, "bulk", rounds, seed))


@pytest.mark.parametrize("deed", sorted(set(KILLINGS) - {"bulk"}))
def test_a_killed_deed_leaves_nothing_half(place, seed, deed):
    judge(kill(place, "sqlite", deed, 2, seed))


@BOTH
@pytest.mark.parametrize("prize", PRIZES)
def test_of_sixteen_clients_exactly_one_wins_and_the_others_are_told(place, engine, prize):
    judge(race_for(place, engine, prize, 16, 3))


@ON_POSTGRESQL
def test_a_line_cut_a_hundred_times_loses_and_doubles_nothing(place, seed):
    judge(cut(place, 100, seed))


@BOTH
def test_a_tampered_journal_is_found_out(place, engine):
    judge(write_and_tamper(place, engine, 1_500))


@BOTH
def test_rosters_of_districts_end_alike_one_by_one_and_in_one_drop(place, engine):
    judge(take_in(place, engine, districts=2, every=100))


def test_spoilt_workbooks_are_read_or_refused(place, seed):
    judge(spoil(place, 5, seed))


# --- an ordeal that cannot be lost would show nothing ---------------------------------------------


def test_a_fault_in_reading_is_a_loss(place, monkeypatch):
    monkeypatch.setattr("tests.ordeal.spoilt.outcome", lambda path: 1 / 0)
    outcome = spoil(place, 1, 1)
    assert outcome.losses == ["file 0: ZeroDivisionError: division by zero"]


def test_two_winners_and_a_fault_are_losses():
    outcome = Outcome("race", "sqlite")
    _judge(outcome, PRIZES["login"], 0, [WON, WON, "FAULT x"], 4)
    assert outcome.losses == [
        "round 0: 1 clients heard nothing",
        "round 0: 2 winners",
        "round 0: 1 heard FAULT x",
    ]


def test_a_partial_and_a_lost_run_are_losses(place):
    outcome = Outcome("kill bulk", "sqlite")
    scene = Scene(outcome, place.fresh("sqlite"), place.folder, told=["lost"])
    with Database.open(scene.place) as database:
        sign_in(database, CLERK).write(lambda work: run(work, "partial", 5))
    KILLINGS["bulk"].verify(scene)
    assert outcome.losses == [
        "run partial is partial: 5 of 12249",
        "run lost was acknowledged and is lost",
    ]


def test_a_safe_mark_that_is_gone_and_a_second_one_are_losses(place):
    outcome = Outcome("kill marks", "sqlite")
    scene = Scene(outcome, place.fresh("sqlite"), place.folder)
    KILLINGS["marks"].prepare(scene)
    first, second = (1, 1, 1), (1, 2, 1)
    scene.told = [told("typed", first, 90_000), told("safe", first, 90_000)]
    scene.told.append(told("typed", second, 91_000))
    KILLINGS["marks"].verify(scene)
    assert outcome.losses == [
        "the mark of (1, 1, 1) was shown as safe and is lost",
        "2 marks are lost, not only the last: [(1, 1, 1), (1, 2, 1)]",
    ]
