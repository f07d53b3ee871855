"""The line to the server cut at random bytes, and the same operation asked for again."""

from __future__ import annotations

import random
import time

from sqlalchemy import text
from sqlalchemy.engine import make_url

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import AlreadyDone, UserError
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from tests.ordeal.outcomes import Outcome
from tests.ordeal.places import CLERK, Ground
from tests.ordeal.proxy import Proxy
from tests.ordeal.victims import run

FACTS = 300
# The few bytes between the server's commit and its answer are seldom hit by chance.
_BEHIND_COMMIT = 0.1
_MOST_TRIES = 20


def cut(ground: Ground, cuts: int, seed: int) -> Outcome:
    """`cuts` operations, each over a line that is cut once while it runs."""
    outcome = Outcome("cut", "postgresql")
    place = ground.fresh("postgresql")
    begun = time.perf_counter()
    name = make_url(place).database or ""
    with Proxy(ground.postgres.folder) as line, Database.open(line.url(name)) as far:
        desk = sign_in(far, CLERK)
        _cut_often(outcome, line, desk, cuts, random.Random(seed))
    outcome.figures["a cut"] = f"{(time.perf_counter() - begun) / cuts:.3f} s"
    _look(outcome, place, cuts)
    ground.drop(place)
    return outcome


def _cut_often(outcome: Outcome, line: Proxy, desk: Desk, cuts: int, dice: random.Random) -> None:
    before = line.forwarded
    desk.write(lambda work: run(work, "whole", FACTS))
    span = line.forwarded - before
    found_again = told = unknown = behind = 0
    for number in range(cuts):
        hidden = dice.random() < _BEHIND_COMMIT
        if hidden:
            line.cut_behind_commit()
        else:
            # Reconnecting after the last cut is part of the deed, so it may be longer.
            line.cut_after(dice.randrange(1, span * 9 // 8))
        answers = _insist(desk, str(number))
        line.cut_none()
        outcome.runs += 1
        told += sum("没有存" in each for each in answers)
        unknown += sum("不知道" in each for each in answers)
        behind += hidden and line.was_cut.is_set() and answers == ["done"]
        found_again += answers[-1] == "already"
        for each in answers:
            if each.startswith("FAULT"):
                outcome.lose(f"operation {number}: {each}")
    outcome.figures |= {"bytes": str(span), "told not stored": str(told)}
    outcome.figures |= {"told unknown": str(unknown), "found done at once": str(behind)}
    outcome.figures |= {"found done at the retry": str(found_again)}


def _insist(desk: Desk, key: str) -> list[str]:
    """Ask for one operation until it is done; what was heard on the way."""
    heard: list[str] = []
    for _ in range(_MOST_TRIES):
        heard.append(_ask(desk, key))
        if heard[-1] in {"done", "already"}:
            return heard
    return [*heard, f"FAULT not done after {_MOST_TRIES} tries"]


def _ask(desk: Desk, key: str) -> str:
    try:
        desk.write(lambda work: run(work, key, FACTS), operation_id=f"cut-{key}")
    except AlreadyDone:
        return "already"
    except UserError as error:
        return error.sentence
    except Exception as error:  # noqa: BLE001 - that is the finding
        return f"FAULT {type(error).__name__}: {error}"
    return "done"


def _look(outcome: Outcome, place: str, cuts: int) -> None:
    with Database.open(place) as database:
        with database.raw(writes=False) as connection:
            counted = "SELECT run_key, count(*) FROM fact_use GROUP BY run_key"
            runs = {row[0]: row[1] for row in connection.execute(text(counted))}
            noted = "SELECT subject FROM journal_entry WHERE action = 'run'"
            entries = sorted(connection.execute(text(noted)).scalars())
        for key, count in runs.items():
            if count != FACTS:
                outcome.lose(f"operation {key} is partial: {count} of {FACTS}")
        wanted = sorted([*map(str, range(cuts)), "whole"])
        if entries != wanted or sorted(runs) != wanted:
            outcome.lose(f"{len(runs)} runs and {len(entries)} entries of {len(wanted)} operations")
        desk = sign_in(database, CLERK)
        for finding in check(database, keyring=desk.keyring):
            outcome.lose(finding)
