"""A year of assessment: n people × 10 indicators × 12 months, computed from the database and kept.

The limit has the same rows in memory as one polars frame and gives the same totals, grades and
places in the units; it reads and writes nothing, checks nothing and keeps no way to a result. Both
are processor seconds of all threads; ours go from the file to the committed results.
"""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

STREETS = 100
YEAR = 2025
MONTHS = 12
CODES = {
    "stale": False,
    "wrong": False,
    "patrols": True,
    "hazards": False,
    "on_time": True,
    "five_minutes": True,
    "disputes": True,
    "satisfied": True,
    "visits": True,
    "absences": False,
}
"""Of each whether it has a base."""


def prepare(folder: Path, n: int) -> None:
    """An office of n people in a hundred streets, twelve months of figures, ready to compute."""
    from tests.bench import city

    city.set_up(folder)
    with contextlib.closing(city.desk_of(folder)) as desk:
        desk.write(lambda work: _staff(work, n))
        desk.write(_ship)
        for month in range(1, MONTHS + 1):
            desk.write(lambda work, month=month: _month(work, month))


def ours(folder: Path, n: int) -> float:
    """Processor seconds of computing the twelve months."""
    from sqlalchemy import select

    from hrgrid.assessment.model import AssessmentPeriod
    from hrgrid.assessment.service.computing import compute
    from tests.bench import city

    totals = {}
    with contextlib.closing(city.desk_of(folder)) as desk:
        query = select(AssessmentPeriod.id).order_by(AssessmentPeriod.number)
        periods = desk.read(lambda work: work.session.scalars(query).all())
        began = time.process_time()
        for period in periods:
            done = desk.write(lambda work, one=period: compute(work, one), reason="基准测试")
            if done.results != n:
                raise SystemExit(f"{done.results} of {n} have a result")
        seconds = time.process_time() - began
        totals = _sums(folder)
    (folder / "totals.json").write_text(json.dumps(totals), encoding="ascii")
    return seconds


def limit(folder: Path, n: int) -> float:
    """Processor seconds of polars on the rows in memory."""
    import polars as pl

    facts = pl.concat(_frames(folder))
    units = pl.DataFrame(_rows(folder, _UNITS), schema=["person", "unit"], orient="row")
    began = time.process_time()
    result = _scored(pl, facts, units)
    seconds = time.process_time() - began
    if result.height != n * MONTHS:
        raise SystemExit(f"{result.height} results, wanted {n * MONTHS}")
    ours_ = folder / "totals.json"
    if ours_.exists():
        by_month = result.group_by("month").agg(pl.col("total").sum()).sort("month")
        sums = {str(month): total for month, total in by_month.rows()}
        if sums != json.loads(ours_.read_text(encoding="ascii")):
            raise SystemExit("both sides give different totals")
    return seconds


# --- what both sides read -----------------------------------------------------------------------

_UNITS = "SELECT DISTINCT person_id, unit_id FROM assessee"


def _rows(folder: Path, query: str) -> list[tuple[int, ...]]:
    with contextlib.closing(sqlite3.connect(folder / "office.hrg")) as connection:
        return connection.execute(query).fetchall()


def _frames(folder: Path) -> Iterator:
    import polars as pl

    names = dict.fromkeys(("month", "indicator", "person", "amount", "base"), pl.Int64)
    codes = dict(_rows(folder, "SELECT id, code FROM indicator"))
    for month in range(YEAR * 100 + 1, YEAR * 100 + 1 + MONTHS):
        query = (
            "SELECT month, indicator_id, person_id, amount_milli, base_milli "
            f"FROM assessment_fact WHERE month = {month}"
        )
        frame = pl.DataFrame(_rows(folder, query), schema=names, orient="row")
        yield frame.with_columns(pl.col("indicator").replace_strict(codes))


def _sums(folder: Path) -> dict[str, int]:
    query = (
        "SELECT assessment_period.year * 100 + assessment_period.number, SUM(total_milli) "
        "FROM assessment_line JOIN assessment_run ON assessment_run.id = run_id "
        "JOIN assessment_period ON assessment_period.id = period_id "
        "WHERE assessment_run.state = 'applied' GROUP BY 1"
    )
    return {str(month): total for month, total in _rows(folder, query)}


# --- the limit ----------------------------------------------------------------------------------


def _scored(pl, facts, units):
    wide = facts.pivot(on="indicator", index=["month", "person"], values=["amount", "base"])

    def linear(code: str, full: int, low: int, high: int):
        """Whole thousandths, half up to ten, in integers: reach is amount/base in basis points."""
        amount, base = pl.col(f"amount_{code}"), pl.col(f"base_{code}")
        above = (amount * 10_000 - low * base).clip(0, None)
        top = pl.min_horizontal(above, (high - low) * base) * full
        below = (high - low) * base * 10
        return pl.when(base == 0).then(None).otherwise((2 * top + below) // (2 * below) * 10)

    patrols = pl.col("amount_patrols") * 10_000
    of = pl.col("base_patrols")
    items = {
        "A1": (15_000 - pl.col("amount_stale") * 2 - pl.col("amount_wrong")).clip(0, 15_000),
        "A2": pl.when(of == 0)
        .then(None)
        .when(patrols >= 9_500 * of)
        .then(15_000)
        .when(patrols >= 9_000 * of)
        .then(12_000)
        .when(patrols >= 8_500 * of)
        .then(9_000)
        .otherwise(0),
        "A3": (pl.col("amount_hazards") * 2).clip(0, 10_000),
        "A4": linear("on_time", 15_000, 9_000, 9_900),
        "A5": linear("five_minutes", 10_000, 8_000, 9_800),
        "A6": linear("disputes", 10_000, 8_000, 9_800),
        "A7": linear("satisfied", 10_000, 8_000, 9_900),
        "A8": linear("visits", 5_000, 6_000, 10_000),
        "A9": (5_000 - pl.col("amount_absences")).clip(0, 5_000),
    }
    full = dict(zip(items, (15, 15, 10, 15, 10, 10, 10, 5, 5), strict=True))
    points = wide.with_columns(**items)
    reached = pl.sum_horizontal([pl.col(name).fill_null(0) for name in items]) + 5_000
    whole = 5_000 + pl.sum_horizontal(
        [pl.when(pl.col(name).is_null()).then(0).otherwise(full[name] * 1_000) for name in items]
    )
    top, below = reached * 100_000, whole * 10
    total = (2 * top + below) // (2 * below) * 10
    graded = points.select("month", "person", total=total).join(units, on="person")
    floor = pl.col("total")
    grade = (
        pl.when(floor >= 90_000).then(0).when(floor >= 75_000).then(1).when(floor >= 60_000).then(2)
    ).otherwise(3)
    place = pl.col("total").rank("min", descending=True).over("month", "unit")
    return graded.with_columns(
        score_grade=grade, rank=place, people=pl.len().over("month", "unit")
    ).with_columns(
        grade=pl.when((pl.col("score_grade") == 0) & (pl.col("rank") > pl.col("people") // 5))
        .then(1)
        .otherwise(pl.col("score_grade"))
    )


# --- the office ---------------------------------------------------------------------------------


def _staff(work, n: int) -> None:
    import datetime as dt

    from hrgrid.workforce.queries import tree_index
    from hrgrid.workforce.rules import Employment, Level
    from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
    from hrgrid.workforce.service.planting import AreaForm, Planting

    planting = Planting(work)
    top = planting.add(None, AreaForm(Level.CITY, "示例市", "3205"))
    district = planting.add(top, AreaForm(Level.DISTRICT, "示例区", "D"))
    for at in range(STREETS):
        planting.add(district, AreaForm(Level.STREET, f"示例{at}街道", f"S{at:03d}"))
    planting.write()
    enlisting = Enlisting(work, tree_index(work, work.today))
    role = enlisting.roles["网格员"]
    for at in range(n):
        person = PersonForm(_name(at), number=f"A{at:06d}")
        street = enlisting.index.by_code[f"S{at % STREETS:03d}"]
        enlisting.take(person, PostForm(street, role, Employment.PART, dt.date(2015, 1, 1)))
    enlisting.write()


def _name(at: int) -> str:
    """One of his own: who is called alike is taken for one person."""
    return f"示{chr(0x4E00 + at % 5_000)}{chr(0x4E00 + at // 5_000)}"


def _ship(work) -> None:
    from hrgrid.assessment.model import FactSource
    from hrgrid.assessment.rules.words import Source
    from hrgrid.assessment.service.indicators import ship_indicators
    from hrgrid.assessment.service.schemes import ship_scheme

    ship_indicators(work)
    ship_scheme(work, "monthly")
    work.session.add(
        FactSource(
            kind=Source.IMPORTED,
            title="基准测试",
            assessor_id=None,
            import_operation=None,
            made_at=work.now,
            made_by="基准测试",
        )
    )


def _month(work, month: int) -> None:
    """A period in the state of scoring with everybody in it and all figures, past the use cases."""
    from sqlalchemy import select

    from hrgrid.assessment.model import Assessee, AssessmentFact, FactSource, Indicator
    from hrgrid.storage.bulk import insert_rows, reserve_ids
    from hrgrid.workforce.model import Person, Post

    period = _period(work, month)
    posts = work.session.execute(
        select(Post.person_id, Post.area_id).join(Person, Person.id == Post.person_id)
    ).all()
    posts = sorted(posts)
    ids = reserve_ids(work, Assessee, len(posts))
    insert_rows(
        work,
        Assessee,
        [
            {
                "id": number,
                "period_id": period.id,
                "person_id": person,
                "area_id": area,
                "unit_id": area,
                "served_days": 28,
                "left_out": None,
                "left_out_note": "",
            }
            for number, (person, area) in zip(ids, posts, strict=True)
        ],
    )
    indicators = dict(work.session.execute(select(Indicator.code, Indicator.id)).tuples().all())
    source = work.session.scalar(select(FactSource.id))
    chance = random.Random(month)
    for code in sorted(CODES, key=indicators.__getitem__):
        insert_rows(
            work,
            AssessmentFact,
            [
                {
                    "month": YEAR * 100 + month,
                    "indicator_id": indicators[code],
                    "person_id": person,
                    "seq": 1,
                    "amount_milli": amount * 1_000,
                    "base_milli": None if base is None else base * 1_000,
                    "source_id": source,
                }
                for person, (amount, base) in zip(
                    (person for person, _ in posts), _figures(chance, code, len(posts)), strict=True
                )
            ],
        )


def _figures(chance: random.Random, code: str, count: int) -> Iterator[tuple[int, int | None]]:
    for _ in range(count):
        if not CODES[code]:
            yield min(chance.getrandbits(3), chance.getrandbits(3)), None
            continue
        base = chance.randint(0, 150) if chance.random() < 0.98 else 0
        yield base - min(base, int(chance.expovariate(0.2))), base


def _period(work, month: int):
    from hrgrid.assessment.model import AssessmentPeriod
    from hrgrid.assessment.rules.words import PeriodKind, PeriodState
    from hrgrid.assessment.service.schemes import scheme_in_force

    rules = scheme_in_force(work, "monthly", work.today)
    period = AssessmentPeriod(
        scheme="monthly",
        rule_number=rules.number,
        rule_sha256=rules.sha256,
        kind=PeriodKind.MONTH,
        year=YEAR,
        number=month,
        area_path="",
        part_time=True,
        title=f"{YEAR} 年 {month} 月",
        state=PeriodState.SCORING,
        revision=1,
        reopen_reason="",
        due_on=None,
        shown_on=None,
        appeals_until=None,
        proposer_id=None,
        approval_words="",
        document_no="",
    )
    work.session.add(period)
    work.session.flush()
    return period
