"""Many clients at the same moment: exactly one gets it, the others are told in a sentence."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import Counter

from sqlalchemy import text

from hrgrid.accounts.service import sign_in
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from tests.ordeal.clients import PRIZES, WON, ahead, compete, race
from tests.ordeal.outcomes import Outcome
from tests.ordeal.places import CLERK, Ground
from tests.ordeal.prizes import Prize

PROCESSES = 4


def race_for(ground: Ground, engine: str, name: str, clients: int, rounds: int) -> Outcome:
    """`rounds` rounds of `clients` clients for one prize."""
    outcome = Outcome(f"race {name}", engine, rounds)
    place = ground.fresh(engine)
    prize = PRIZES[name]
    if prize.prepare is not None:
        prize.prepare(place, rounds, clients)
    begun = time.perf_counter()
    if engine == "sqlite":
        heard = _in_threads(place, prize, clients, rounds)
    else:
        heard = _in_processes(place, name, clients, rounds)
    seconds = time.perf_counter() - begun
    for number, answers in enumerate(heard):
        _judge(outcome, prize, number, answers, clients)
    _look(outcome, place, name, rounds)
    ground.drop(place)
    outcome.figures["clients"] = str(clients)
    outcome.figures["a round"] = f"{seconds / rounds:.2f} s"
    return outcome


def _in_threads(place: str, prize: Prize, clients: int, rounds: int) -> list[list[str]]:
    with Database.open(place, clock=ahead(prize)) as database:
        desk = sign_in(database, CLERK)
        return race(desk, prize, rounds, range(clients), threading.Barrier(clients))


def _in_processes(place: str, name: str, clients: int, rounds: int) -> list[list[str]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ordeal.clients"])
    barrier = context.Barrier(clients)
    children, pipes = [], []
    for process in range(PROCESSES):
        ours, theirs = context.Pipe(duplex=False)
        mine = list(range(process, clients, PROCESSES))
        child = context.Process(target=compete, args=(place, name, rounds, mine, barrier, theirs))
        child.start()
        theirs.close()
        children.append(child)
        pipes.append(ours)
    try:
        parts = [pipe.recv() for pipe in pipes]
    finally:
        for child in children:
            child.join(10)
            child.kill()
    return [[answer for part in parts for answer in part[number]] for number in range(rounds)]


def _judge(outcome: Outcome, prize: Prize, number: int, answers: list[str], clients: int) -> None:
    counts = Counter(answers)
    if len(answers) != clients:
        outcome.lose(f"round {number}: {clients - len(answers)} clients heard nothing")
    if counts.pop(WON, 0) != 1:
        outcome.lose(f"round {number}: {answers.count(WON)} winners")
    for answer, count in counts.items():
        if not any(words in answer for words in prize.consolation):
            outcome.lose(f"round {number}: {count} heard {answer}")


_LEFT = {
    "login": (
        "SELECT count(*), count(DISTINCT login) FROM operator WHERE login LIKE 'login%'",
        "SELECT count(*) FROM journal_entry WHERE action = 'add_operator'",
    ),
    "operation": (
        "SELECT count(*), 2 * count(DISTINCT run_key) FROM fact_use",
        "SELECT 2 * count(*) FROM journal_entry WHERE action = 'run'",
    ),
    "version": (
        "SELECT version - 1, value / 1000 FROM policy WHERE policy = 'idle_lock'",
        "SELECT count(*) FROM journal_entry WHERE subject = 'race'",
    ),
    "seat": (
        "SELECT count(*), count(DISTINCT seat_id) FROM hiring_allotment",
        "SELECT count(*) FROM journal_entry WHERE action = 'move_seat'",
    ),
    "offer": (
        "SELECT count(*), count(DISTINCT area_id) FROM hiring_seat WHERE open",
        "SELECT count(*) FROM journal_entry WHERE action = 'add_seats'",
    ),
    # One of the batch was hired before the race.
    "grid": (
        "SELECT count(*) - 1, count(DISTINCT area_id) - 1 FROM post WHERE fills_grid",
        "SELECT count(*) - 1 FROM journal_entry WHERE action IN ('begin_post', 'hire_candidates')",
    ),
}


def _look(outcome: Outcome, place: str, name: str, rounds: int) -> None:
    wanted = rounds * (2 if name == "operation" else 1)
    with Database.open(place, clock=ahead(PRIZES[name])) as database:
        with database.raw(writes=False) as connection:
            found = {
                number
                for statement in _LEFT[name]
                for number in connection.execute(text(statement)).one()
            }
        if found != {wanted}:
            outcome.lose(f"{found} things are there after {rounds} rounds")
        desk = sign_in(database, CLERK)
        for finding in check(database, keyring=desk.keyring):
            outcome.lose(finding)
