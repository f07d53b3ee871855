"""A city's rosters, one workbook a district: by the command one by one, and all in one drop.

Both ways must end with the same people in the same posts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from hrgrid.accounts.service import sign_in
from hrgrid.core.progress import Progress
from hrgrid.demo import places, rosters
from hrgrid.demo.furnishing import Books, import_files, write_books
from hrgrid.overview.queries import headcount
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.workforce.queries import CoverageRow, coverage
from tests.ordeal.outcomes import Outcome
from tests.ordeal.places import CLERK, Ground

DISTRICTS = 10
ROOT = Path(__file__).resolve().parent.parent.parent

Figures = tuple[int, int, list[CoverageRow]]


def write_rosters(folder: Path, districts: int, every: int) -> tuple[list[places.Row], Books]:
    """The workbooks of the first districts, for every so-many-th of their grids."""
    rows = list(places.city_rows())
    chosen = list(dict.fromkeys(row["区县"] for row in rows))[:districts]
    grids = [row for row in rows if row["区县"] in chosen][::every]
    return grids, write_books(folder, grids, rosters.city_roster(grids))


def take_in(place: Ground, engine: str, districts: int = DISTRICTS, every: int = 1) -> Outcome:
    """Both ways on an engine."""
    outcome = Outcome("city", engine)
    grids, books = write_rosters(place.folder / f"rosters-{engine}-{every}", districts, every)
    if len(books.rosters) != districts:
        outcome.lose(f"{len(books.rosters)} workbooks")
    found = {
        name: _told(outcome, place.fresh(engine), name, way, books)
        for name, way in (("command", _one_by_one), ("drop", _at_once))
    }
    for name, (people, _, rows) in found.items():
        if people != books.people:
            outcome.lose(f"{name}: {people} of {books.people} people")
        if rows[0].general_grids != len(grids):
            outcome.lose(f"{name}: {rows[0].general_grids} of {len(grids)} grids")
    if found["command"] != found["drop"]:
        outcome.lose("the two ways do not end alike")
    outcome.figures |= {"grids": str(len(grids)), "people": str(books.people)}
    return outcome


def _told(outcome: Outcome, data: str, name: str, way, books: Books) -> Figures:
    with Database.open(data) as database:
        import_files(sign_in(database, CLERK), "areas", [books.areas], Progress())
    began = time.monotonic()
    outcome.runs += way(outcome, data, books)
    outcome.figures[name] = f"{time.monotonic() - began:.0f} s"
    with Database.open(data) as database:
        return _figures(sign_in(database, CLERK))


def _one_by_one(outcome: Outcome, data: str, books: Books) -> int:
    for file in books.rosters:
        words = ["--data", data, "import", "workers", str(file), "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "hrgrid", *words],
            check=False,
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
        )
        told = json.loads(done.stdout or "{}")
        if done.returncode or told.get("errors") != [] or told.get("new") != told.get("rows"):
            outcome.lose(f"{file.name}: status {done.returncode}, {told.get('errors')}")
    return len(books.rosters)


def _at_once(outcome: Outcome, data: str, books: Books) -> int:
    with Database.open(data) as database:
        import_files(sign_in(database, CLERK), "workers", books.rosters, Progress())
    return 1


def _figures(desk: Desk) -> Figures:
    heads = desk.read(lambda work: headcount(work, work.today))
    rows = desk.read(lambda work: coverage(work, work.today))
    return heads.people, heads.full_time, rows
