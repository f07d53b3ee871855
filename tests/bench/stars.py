"""Stars of n people of a year: shares of a hundred streets, vetoes, bad months, one step up.

The limit reads the results and gives the shares by sorting; it checks and keeps nothing. Ours
goes from the confirmed results in the file to the committed stars. Both are processor seconds.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import time
from pathlib import Path

from tests.bench import assessment

MONTH = 12


def prepare(folder: Path, n: int) -> None:
    """An office of n people whose December is confirmed, with stars of the year before."""
    from tests.bench import city

    city.set_up(folder)
    with contextlib.closing(city.desk_of(folder)) as desk:
        desk.write(lambda work: assessment._staff(work, n))
        desk.write(assessment._ship)
        desk.write(_settle)
        desk.write(_earlier)
        desk.write(_open)


def ours(folder: Path, n: int) -> float:
    """Processor seconds of computing the round."""
    from hrgrid.assessment.service.star_runs import compute_stars
    from tests.bench import city

    with contextlib.closing(city.desk_of(folder)) as desk:
        began = time.process_time()
        done = desk.write(lambda work: compute_stars(work, 1), reason="基准测试")
        seconds = time.process_time() - began
    if done.people + done.left_out != n:
        raise SystemExit(f"{done.people} of {n} took part")
    return seconds


def limit(folder: Path, n: int) -> float:
    """Processor seconds of reading the results and giving the shares by sorting, nothing kept."""
    query = (
        "SELECT unit_id, total_milli FROM assessment_line "
        "JOIN assessee ON assessee.id = assessee_id"
    )
    began = time.process_time()
    with contextlib.closing(sqlite3.connect(folder / "office.hrg")) as connection:
        rows = connection.execute(query).fetchall()
    units: dict[int, list[int]] = {}
    for unit, total in rows:
        units.setdefault(unit, []).append(total)
    places = 0
    for totals in units.values():
        totals.sort(reverse=True)
        lines = ((95_000, 500), (90_000, 1_500), (80_000, 4_000))
        for line, share in lines:
            most = len(totals) * share // 10_000
            places += sum(total >= line for total in totals[:most])
    seconds = time.process_time() - began
    if len(rows) != n or not places:
        raise SystemExit(f"{len(rows)} results, wanted {n}")
    return seconds


def _settle(work) -> None:
    """December with everybody's result, confirmed past the use cases."""
    import datetime as dt

    from sqlalchemy import select

    from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentRun
    from hrgrid.assessment.rules.words import PeriodState, RunState
    from hrgrid.storage.bulk import insert_rows, reserve_ids
    from hrgrid.workforce.model import Post

    period = assessment._period(work, MONTH)
    posts = sorted(work.session.execute(select(Post.person_id, Post.area_id)).all())
    ids = reserve_ids(work, Assessee, len(posts))
    rows = [
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
    ]
    insert_rows(work, Assessee, rows)
    run = AssessmentRun(
        period_id=period.id,
        number=1,
        revision=1,
        rule_sha256=period.rule_sha256,
        input_hash="",
        output_hash="",
        sources_upto=0,
        inputs="{}",
        shares="[]",
        state=RunState.APPLIED,
        reason="",
        made_at=work.now,
        made_by="基准测试",
    )
    work.session.add(run)
    work.session.flush()
    chance = random.Random(1)
    insert_rows(work, AssessmentLine, [_line(chance, run.id, number) for number in ids])
    period.shown_on, period.appeals_until = dt.date(2026, 1, 5), dt.date(2026, 1, 8)
    period.approval_words = "审批：王五"
    for state in (PeriodState.SHOWN, PeriodState.APPEALS, PeriodState.CONFIRMED):
        period.state = state
        work.session.flush()


def _line(chance: random.Random, run_id: int, assessee: int) -> dict[str, object]:
    total = max(40_000, 100_000 - int(chance.expovariate(0.0001)) // 10 * 10)
    vetoed = chance.random() < 0.01
    bad = vetoed or total < 60_000
    return {
        "run_id": run_id,
        "assessee_id": assessee,
        "reckoned_milli": total,
        "total_milli": total,
        "score_grade": "unqualified" if bad else "qualified",
        "grade": "unqualified" if bad else "qualified",
        "rank": None,
        "tied": False,
        "at_line": False,
        "vetoed": vetoed,
        "blocked": "",
        "figures": "[]",
        "points": "[]",
    }


def _earlier(work) -> None:
    """Stars that hold until the new ones begin, of three people in four."""
    import datetime as dt

    from sqlalchemy import select

    from hrgrid.assessment.model import StarAward
    from hrgrid.storage.bulk import insert_rows
    from hrgrid.workforce.model import Person

    chance = random.Random(2)
    rows = [
        {
            "round_id": None,
            "person_id": person,
            "grid_id": None,
            "level": chance.randint(1, 5),
            "monthly_fen": 0,
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


def _open(work) -> None:
    import datetime as dt

    from hrgrid.assessment.rules.period_days import Span
    from hrgrid.assessment.rules.star_rows import RoundForm
    from hrgrid.assessment.rules.star_words import StarSubject
    from hrgrid.assessment.rules.words import PeriodKind
    from hrgrid.assessment.service.star_rounds import open_round

    span = Span(PeriodKind.MONTH, assessment.YEAR, MONTH)
    days = dt.date(2026, 2, 1), dt.date(2027, 2, 1)
    open_round(work, RoundForm(StarSubject.PERSON, "monthly", span, "", "年度星级", *days))
