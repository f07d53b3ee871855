"""A month of pay of n people: computed, approved and booked, against the bare insert of its rows.

The limit puts the very same rows into the same tables, with their constraints and triggers, by
the driver's executemany; it reads, reckons and checks nothing. Both are processor seconds.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import time
from pathlib import Path

from tests.bench import assessment

MONTH = 202512
STREETS = 100
_TABLES = {
    "pay_person": "period_id = 1",
    "pay_line": "period_id = 1",
    "ledger_entry": "posting_id = 1",
}


def prepare(folder: Path, n: int) -> None:
    """An office of n people in a hundred streets, stars for many, money set aside."""
    from tests.bench import city

    city.set_up(folder)
    with contextlib.closing(city.desk_of(folder)) as desk:
        desk.write(lambda work: _staff(work, n))
        desk.write(_star)
        desk.write(lambda work: _set_aside(work, n))
        desk.write(_open)


def ours(folder: Path, n: int) -> float:
    """Processor seconds from the opened month to the booked one, in two transactions."""
    from hrgrid.funding.rules.budget_forms import ApproveForm
    from hrgrid.funding.service.pay_computing import compute_pay
    from hrgrid.funding.service.pay_periods import approve_pay, review_pay
    from tests.bench import city

    run = _copy(folder)
    with contextlib.closing(city.desk_of(run)) as desk:
        began = time.process_time()
        done = desk.write(lambda work: compute_pay(work, 1))
        seconds = time.process_time() - began
        desk.write(lambda work: review_pay(work, 1))
        began = time.process_time()
        desk.write(lambda work: approve_pay(work, 1, ApproveForm()))
        seconds += time.process_time() - began
    if done.people != n:
        raise SystemExit(f"{done.people} of {n} are paid")
    return seconds


def limit(folder: Path, n: int) -> float:
    """Processor seconds of inserting the rows that ours has left, into a copy without them."""
    source, copy = folder / "run" / "office.hrg", folder / "run" / "bare.hrg"
    with contextlib.closing(sqlite3.connect(source)) as connection:
        connection.execute(f"VACUUM INTO '{copy}'")
    seconds = 0.0
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as bare:
        rows = {table: bare.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
        _empty(bare)
        began = time.process_time()
        bare.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            marks = ", ".join("?" * len(found[0]))
            bare.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        bare.execute("COMMIT")
        seconds = time.process_time() - began
    copy.unlink()
    if len(rows["pay_person"]) != n or len(rows["ledger_entry"]) < n:
        raise SystemExit({table: len(found) for table, found in rows.items()})
    return seconds


def _copy(folder: Path) -> Path:
    """The office before its month of pay, to be computed anew each time."""
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir()
    for file in folder.glob("office.hrg*"):
        if file.is_file():
            shutil.copy2(file, run)
        else:
            shutil.copytree(file, run / file.name)
    return run


def _empty(bare: sqlite3.Connection) -> None:
    """Take the rows out past the triggers, and let the month and its posting take rows again."""
    kept = bare.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        bare.execute(f"DROP TRIGGER {name}")
    for table in _TABLES:
        bare.execute(f"DELETE FROM {table}")
    bare.execute("UPDATE pay_period SET state = 'open'")
    bare.execute("UPDATE posting SET state = 'draft'")
    for _, sql in kept:
        bare.execute(sql)


def _staff(work, n: int) -> None:
    """People in paid full-time posts of a hundred streets."""
    import datetime as dt

    from hrgrid.workforce.queries import tree_index
    from hrgrid.workforce.rules import Employment, Level
    from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
    from hrgrid.workforce.service.planting import AreaForm, Planting

    planting = Planting(work, dt.date(2015, 1, 1))
    top = planting.add(None, AreaForm(Level.CITY, "示例市", "3205"))
    district = planting.add(top, AreaForm(Level.DISTRICT, "示例区", "D"))
    for at in range(STREETS):
        planting.add(district, AreaForm(Level.STREET, f"示例{at}街道", f"S{at:03d}"))
    planting.write()
    enlisting = Enlisting(work, tree_index(work, work.today))
    role = enlisting.roles["巡查员"]
    for at in range(n):
        person = PersonForm(assessment._name(at), number=f"A{at:06d}")
        street = enlisting.index.by_code[f"S{at % STREETS:03d}"]
        enlisting.take(person, PostForm(street, role, Employment.FULL, dt.date(2015, 1, 1)))
    enlisting.write()


def _star(work) -> None:
    """Money of a star for three people in four."""
    import datetime as dt

    from sqlalchemy import select

    from hrgrid.assessment.model import StarAward
    from hrgrid.storage.bulk import insert_rows
    from hrgrid.workforce.model import Person

    chance = random.Random(3)
    rows = [
        {
            "round_id": None,
            "person_id": person,
            "grid_id": None,
            "level": 3,
            "monthly_fen": 10_000,
            "valid_from": dt.date(2025, 2, 1),
            "valid_to": dt.date(2026, 2, 1),
            "lasts_to": dt.date(2026, 2, 1),
            "ended_by_id": None,
            "document_no": "基准测试",
            "void_reason": "",
            "import_operation": None,
            "made_at": work.now,
            "made_by": "基准测试",
        }
        for person in work.session.scalars(select(Person.id))
        if chance.random() < 0.75
    ]
    insert_rows(work, StarAward, rows)


def _set_aside(work, n: int) -> None:
    import datetime as dt
    from dataclasses import replace

    from sqlalchemy import select

    from hrgrid.funding.model import Allotment, Budget
    from hrgrid.funding.rules.funding_rules import TITLE, TOPIC, FundingRules
    from hrgrid.funding.rules.words import Heading
    from hrgrid.funding.service.items import lay_items
    from hrgrid.storage.rulebook import add_version
    from hrgrid.workforce.model import AreaStand

    lay_items(work)
    rules = replace(
        FundingRules(),
        seniority_fen=1_000,
        transport_fen=5_000,
        own_share_bp=1_050,
        employer_share_bp=2_500,
    )
    add_version(work, TOPIC, TITLE, rules, valid_from=dt.date(2025, 1, 1))
    top = work.session.scalars(select(AreaStand).where(AreaStand.parent_id.is_(None))).first()
    year = MONTH // 100
    fen = n * 1_000_000
    budget = Budget(
        year=year,
        area_id=top.area_id,
        area_path=top.path,
        parent_id=None,
        total_fen=2 * fen,
        given_fen=0,
        allotted_fen=2 * fen,
    )
    work.session.add(budget)
    work.session.flush()
    for heading in (Heading.PAY, Heading.STAR):
        work.session.add(Allotment(budget_id=budget.id, heading=heading, fen=fen, spent_fen=0))


def _open(work) -> None:
    from sqlalchemy import select

    from hrgrid.funding.service.pay_periods import open_pay
    from hrgrid.workforce.model import AreaStand

    top = work.session.scalars(select(AreaStand.area_id).where(AreaStand.parent_id.is_(None)))
    open_pay(work, MONTH, top.first())
