"""Clients that want the same thing at the same moment: threads of one process, or of several."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from typing import Any

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import AlreadyDone, UserError
from hrgrid.core.policies import Policy
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.office import PolicyRow
from tests.ordeal.grids import GRIDS
from tests.ordeal.places import CLERK
from tests.ordeal.prizes import Prize
from tests.ordeal.victims import run

WON = "won"
_PATIENCE = 120


def _nothing(_desk: Desk, _number: int, _client: int) -> None:
    return None


def _same_login(desk: Desk, _known: Any, number: int, client: int) -> None:
    form = OperatorForm(f"login{number}", f"人{client}", "", "", (RoleRow(Role.VIEWER, ""),))
    desk.write(lambda work: add_operator(work, form))


def _same_operation(desk: Desk, _known: Any, number: int, client: int) -> None:
    operation_id = f"race-{number}"
    desk.write(lambda work: run(work, f"{number}-{client}", 2), operation_id=operation_id)


def _row(desk: Desk, _number: int, _client: int) -> PolicyRow:
    return desk.read(lambda work: work.session.get_one(PolicyRow, Policy.IDLE_LOCK))


def _same_version(desk: Desk, known: PolicyRow, number: int, client: int) -> None:
    def change(work: Any) -> None:
        work.session.add(known)
        known.value = 1_000 * (number + 1) + client
        work.record("set_policy", "race")

    desk.write(change)


PRIZES = {
    "login": Prize(_nothing, _same_login, ("这个登录名已经有人用了",)),
    "operation": Prize(_nothing, _same_operation, ("这一步上次已经办成",)),
    "version": Prize(_row, _same_version, ("刚被别人改过",)),
    **GRIDS,
}


def ahead(prize: Prize) -> Callable[[], dt.datetime]:
    """The clock that a race runs by."""
    return lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=prize.days)


def race(
    desk: Desk, prize: Prize, rounds: int, clients: Iterable[int], barrier: Any
) -> list[list[str]]:
    """What each client of this process heard, round by round."""
    heard: list[list[str]] = [[] for _ in range(rounds)]
    threads = [
        threading.Thread(target=_run, args=(desk, prize, heard, client, barrier))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard


def _run(desk: Desk, prize: Prize, heard: list[list[str]], client: int, barrier: Any) -> None:
    for number in range(len(heard)):
        known = prize.look(desk, number, client)
        barrier.wait(_PATIENCE)
        heard[number].append(_heard(desk, prize, known, number, client))
        barrier.wait(_PATIENCE)


def _heard(desk: Desk, prize: Prize, known: Any, number: int, client: int) -> str:
    try:
        prize.grab(desk, known, number, client)
    except (UserError, AlreadyDone) as error:
        return error.sentence
    except Exception as error:  # noqa: BLE001 - that is the finding
        return f"FAULT {type(error).__name__}: {error}"
    return WON


def compete(place: str, name: str, rounds: int, clients: list[int], *ends: Any) -> None:
    """The same in a child process; what was heard goes through the pipe."""
    sys.stdout = sys.stderr
    barrier, told = ends
    assert isinstance(told, Connection)
    with Database.open(place, clock=ahead(PRIZES[name])) as database:
        desk = sign_in(database, CLERK)
        told.send(race(desk, PRIZES[name], rounds, clients, barrier))
