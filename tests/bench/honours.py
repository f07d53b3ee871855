"""The selection of 1,110 of 40,000: computed, explained and stored with a line for everybody.

The limit sorts the same nominees district by district in bare Python and writes as many bare
rows with sqlite3. The shared rows do the same on a PostgreSQL of their own, in seconds that pass:
what the server does is not this process's.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

DISTRICTS = 10
COLUMNS = 13
# Nominees to places, as the shipped scheme suggests.
NAMED = 12, 10
_ADDRESS, _DATABASE = "address", "bench"
# The server lives as long as its run is held.
_HELD: list[object] = []


def prepare(folder: Path, n: int) -> None:
    """An office of n people in ten districts, its nominations closed."""
    from hrgrid.accounts.service import OfficeForm, set_up_office
    from hrgrid.core.policies import Setting

    office = OfficeForm("示例机构", "示例市", Setting.SINGLE)
    set_up_office(_place(folder), office, keep=lambda _keys: None)
    with contextlib.closing(_desk(folder)) as desk:
        desk.write(lambda work: _staff(work, n))
        _close(desk, n)


def prepare_shared(folder: Path, n: int) -> None:
    """The same in a database of a server that ends with this process."""
    from tests import postgres

    run = folder / "run"
    run.mkdir()
    _HELD.append(postgres.hold(run))
    server = postgres.server(run)
    server.create_database(_DATABASE)
    (folder / _ADDRESS).write_text(server.url(_DATABASE), encoding="utf-8")
    prepare(folder, n)


def ours(folder: Path, n: int) -> float:
    """Processor seconds of one run."""
    return _run(folder, n, time.process_time)


def ours_shared(folder: Path, n: int) -> float:
    """Seconds of one run, the server's work with them."""
    return _run(folder, n, time.perf_counter)


def _run(folder: Path, n: int, clock: Callable[[], float]) -> float:
    from hrgrid.honours.queries import campaigns
    from hrgrid.honours.service import run_selection

    with contextlib.closing(_desk(folder)) as desk:
        (campaign,) = desk.read(campaigns)
        began = clock()
        done = desk.write(lambda work: run_selection(work, campaign.id), reason="基准测试")
        seconds = clock() - began
    if list(done.selected.values()) != list(_places(n).values()):
        raise SystemExit(f"not everybody was selected: {done.selected}")
    return seconds


def limit(folder: Path, n: int) -> float:
    """Processor seconds of sorting the nominees and writing n bare rows."""
    named = [(at % DISTRICTS, -(at * 7919 % n), f"A{at:06d}") for at in range(n // 30)]
    began = time.process_time()
    named.sort()
    with contextlib.closing(sqlite3.connect(folder / "bare.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        names = ", ".join(f"c{number}" for number in range(COLUMNS))
        connection.execute(f"CREATE TABLE IF NOT EXISTS line ({names})")
        marks = ", ".join("?" * COLUMNS)
        rows = [(at, *(f"v{column}" for column in range(COLUMNS - 1))) for at in range(n)]
        connection.executemany(f"INSERT INTO line VALUES ({marks})", rows)
        connection.commit()
    return time.process_time() - began


def limit_shared(folder: Path, n: int) -> float:
    """Seconds of sorting the nominees and of COPY of n bare rows."""
    import psycopg

    named = [(at % DISTRICTS, -(at * 7919 % n), f"A{at:06d}") for at in range(n // 30)]
    address = (folder / _ADDRESS).read_text(encoding="utf-8").replace("+psycopg", "")
    names = ", ".join(f"c{number}" for number in range(COLUMNS))
    began = time.perf_counter()
    named.sort()
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_line")
        columns = ", ".join(f"c{number} text" for number in range(COLUMNS))
        cursor.execute(f"CREATE TABLE bare_line ({columns})")
        with cursor.copy(f"COPY bare_line ({names}) FROM STDIN") as copy:
            for at in range(n):
                copy.write_row((at, *(f"v{column}" for column in range(COLUMNS - 1))))
        connection.commit()
    return time.perf_counter() - began


def _place(folder: Path) -> Path | str:
    address = folder / _ADDRESS
    if address.exists():
        return address.read_text(encoding="utf-8")
    return folder / "office.hrg"


def _desk(folder: Path):
    from hrgrid.accounts import queries
    from hrgrid.accounts.service import sign_in
    from hrgrid.storage.database import Database

    database = Database.open(_place(folder))
    return sign_in(database, queries.sign_in_choices(database).automatic)


def _places(n: int):
    from hrgrid.honours.rules.words import Tier

    # 1,110 of 40,000 in the published proportion; each district has the same share.
    third = max(n // 40_000, 1) * DISTRICTS
    hundredth = max(n // 4_000, 1) * DISTRICTS
    return {
        Tier.PIONEER: third,
        Tier.EXCELLENT: hundredth,
        Tier.SKILLED: max(n // 400, 1) * DISTRICTS,
    }


def _staff(work, n: int) -> None:
    import datetime as dt

    from hrgrid.workforce.queries import tree_index
    from hrgrid.workforce.rules import Employment, Level
    from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
    from hrgrid.workforce.service.planting import AreaForm, Planting

    planting = Planting(work)
    city = planting.add(None, AreaForm(Level.CITY, "示例市", "3205"))
    for at in range(DISTRICTS):
        district = planting.add(city, AreaForm(Level.DISTRICT, f"示例{at}区", f"D{at}"))
        planting.add(district, AreaForm(Level.STREET, f"示例{at}街道", f"S{at}"))
    planting.write()
    enlisting = Enlisting(work, tree_index(work, work.today))
    streets = [enlisting.index.by_code[f"S{at}"] for at in range(DISTRICTS)]
    role = enlisting.roles["网格员"]
    for at in range(n):
        since = dt.date(2015, 1, 1) + dt.timedelta(days=at % 3000)
        # No two of a name on one street: they would be taken for the same person.
        name = f"示例{chr(0x4E00 + at // 5000)}{chr(0x4E00 + at % 5000)}"
        person = PersonForm(name, number=f"A{at:06d}")
        post = PostForm(streets[at % DISTRICTS], role, Employment.PART, since)
        enlisting.take(person, post)
    enlisting.write()
    if enlisting.counts.new != n:
        raise SystemExit(f"{enlisting.counts.new} people are no {n}")


def _close(desk, n: int) -> None:
    import datetime as dt

    from hrgrid.honours import service
    from hrgrid.honours.rules.scheme import Scheme
    from hrgrid.honours.rules.words import QuotaMethod

    places = _places(n)
    scheme = Scheme(places=places, method=QuotaMethod.EQUAL)
    dawn = dt.date(1949, 10, 1)
    desk.write(lambda work: service.keep_scheme(work, scheme, dawn))
    form = service.CampaignForm(2025, "基准测试", dt.date(2025, 12, 31))
    campaign = desk.write(lambda work: service.open_campaign(work, form))
    desk.write(lambda work: service.weigh_districts(work, campaign))
    for tier in places:
        desk.write(lambda work, tier=tier: service.share_places(work, campaign, tier))
    desk.write(lambda work: service.fix_quotas(work, campaign))
    desk.write(lambda work: service.start_nominating(work, campaign))
    desk.write(lambda work: _nominate(work, campaign, places))
    desk.write(lambda work: service.close_nominations(work, campaign))


def _nominate(work, campaign_id: int, places) -> None:
    from sqlalchemy import select

    from hrgrid.honours.model import Nomination
    from hrgrid.storage.bulk import insert_rows, reserve_ids
    from hrgrid.workforce.model import Area, Person

    people = dict(work.session.execute(select(Person.number, Person.id)).tuples().all())
    areas = dict(work.session.execute(select(Area.code, Area.id)).tuples().all())
    rows, first = [], 0
    for tier, count in places.items():
        wanted = -(-count * NAMED[0] // NAMED[1])
        rows += [
            _nomination(campaign_id, tier, at, areas, people) for at in range(first, first + wanted)
        ]
        first += wanted
    for row, real in zip(rows, reserve_ids(work, Nomination, len(rows)), strict=True):
        row["id"] = real
    insert_rows(work, Nomination, rows)


def _nomination(campaign_id: int, tier, at: int, areas, people):
    return {
        "campaign_id": campaign_id,
        "tier": tier,
        "area_id": areas[f"D{at % DISTRICTS}"],
        "person_id": people[f"A{at:06d}"],
        "name_given": "示例",
        "unit_given": "示例街道",
        "post_given": "网格员",
        "unit_rank": None,
        "merit_milli": at * 7919 % 100_000,
        "review_milli": at * 104_729 % 100_000,
        "score_milli": None,
        "deeds": "",
        "removal": None,
        "removal_reason": "",
        "name_choice": None,
        "name_choice_reason": "",
        "import_operation": None,
    }
