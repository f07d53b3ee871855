"""What is killed: each deed in a loop, telling of every one that came back as done.

Run in children of a fork server that has imported everything, so that a kill costs no start.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import hrgrid.schema  # noqa: F401 - an export must know every table
from hrgrid.accounts.service import set_up_office, sign_in
from hrgrid.storage import upgrade
from hrgrid.storage.backup import back_up
from hrgrid.storage.database import Database
from hrgrid.storage.export import export_all
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from hrgrid.storage.upgrade import open_upgraded
from hrgrid.storage.uses import Fact, register_uses
from tests.ordeal.places import CLERK, FORM
from tests.ordeal.typists import type_marks

BULK = 12_249
Tell = Callable[[str], None]


def suffer(deed: str, place: str, folder: str, told: Connection) -> None:
    """Do `deed` until killed; `told` gets a line before the first and after each one."""
    # What the program prints on its way is nobody's business here.
    sys.stdout = sys.stderr
    DEEDS[deed](place, Path(folder), told.send)


def bulk(place: str, _folder: Path, tell: Tell) -> None:
    """12,249 rows and their entry, in one unit of work."""
    with Database.open(place) as database:
        desk = sign_in(database, CLERK)
        tell("ready")
        for number in range(1_000_000):
            key = f"{os.getpid()}-{number}"
            desk.write(lambda work, key=key: run(work, key))
            tell(key)


def run(work, key: str, count: int = BULK) -> None:
    """Register `count` facts for run `key` and put it on record."""
    register_uses(work, "run", key, (Fact("worker", str(n), 1) for n in range(count)))
    work.record("run", key)


def backup(place: str, folder: Path, tell: Tell) -> None:
    """Backups into one folder."""
    with Database.open(place) as database:
        tell("ready")
        while True:
            tell(back_up(database, folder).path.name)


def restoring(place: str, folder: Path, tell: Tell) -> None:
    """One backup restored again and again, each time to a new name."""
    made = next(folder.glob("*.hrg"))
    tell("ready")
    number = 0
    while True:
        number += 1
        name = str(folder / "新" / f"{number}.hrg")
        restore(made, Location.of(name))
        tell(name)


def exporting(place: str, folder: Path, tell: Tell) -> None:
    """Everything exported into one folder."""
    with Database.open(place) as database:
        desk = sign_in(database, CLERK)
        tell("ready")
        while True:
            tell(export_all(desk, folder).path.name)


def creating(_place: str, folder: Path, tell: Tell) -> None:
    """New offices."""
    tell("ready")
    number = 0
    while True:
        number += 1
        name = str(folder / f"{number}.hrg")
        set_up_office(name, FORM, keep=lambda _keys: None)
        tell(name)


def migrating(place: str, folder: Path, tell: Tell) -> None:
    """Data brought to a version that rebuilds a table of 12,249 rows."""
    upgrade.migrations = lambda: folder / "migrations"
    tell("ready")
    open_upgraded(place).close()
    tell("upgraded")


DEEDS = {
    "bulk": bulk,
    "backup": backup,
    "restore": restoring,
    "export": exporting,
    "create": creating,
    "migrate": migrating,
    "marks": type_marks,
}
