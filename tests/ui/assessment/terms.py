"""Periods for the page: a month at every stage on the way, told through the use cases only."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.queries.result_decisions import lines_to_decide
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.queries.running import running
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.result_rows import ResultFilter
from hrgrid.assessment.rules.words import PeriodKind, Shown, Source
from hrgrid.assessment.service.appeals import AppealForm, file_appeal, review_appeal
from hrgrid.assessment.service.choices import LineForm, decide_line
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.moderation import propose
from hrgrid.assessment.service.periods import (
    PeriodForm,
    open_appeals,
    open_period,
    show_results,
    start_scoring,
)
from hrgrid.assessment.service.settling import confirm_period, lock_period, result_subject
from hrgrid.assessment.service.showing import ShowForm, show_unit
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from tests.hiring.build import area
from tests.offices import Clock

RATIOS = {
    "patrols": (20, 30), "on_time": (25, 60), "five_minutes": (5, 8), "disputes": (3, 8),
    "satisfied": (20, 30), "visits": (8, 12),
}  # fmt: skip
COUNTS = ("stale", "wrong", "hazards", "absences")
BEST = {
    **{code: Figure(high * 1_000, high * 1_000) for code, (_, high) in RATIOS.items()},
    **{code: Figure(0) for code in COUNTS},
    "hazards": Figure(6_000),
}
PAPER = PaperApproval(
    "周立军", "分管副书记", dt.date(2020, 1, 1), "考核领导小组会议纪要〔2026〕3号"
)


def figures(seed: str) -> dict[str, Figure]:
    """A month of one person, made up and the same each time."""
    dice = random.Random(seed)
    made = {}
    for code, (low, high) in RATIOS.items():
        base = dice.randint(low, high)
        lost = dice.choice((0, 0, 0, 1, 1, 2, 4))
        made[code] = Figure(max(0, base - lost) * 1_000, base * 1_000)
    made["stale"] = Figure(dice.choice((0, 0, 0, 1, 2)) * 1_000)
    made["wrong"] = Figure(dice.choice((0, 0, 1, 3)) * 1_000)
    made["hazards"] = Figure(dice.choice((3, 4, 5, 5, 6)) * 1_000)
    made["absences"] = Figure(dice.choice((0, 0, 0, 0, 1, 2)) * 1_000)
    return made


def begin(desk: Desk, where: str, year: int, month: int) -> int:
    """A month that collects figures."""
    form = PeriodForm("monthly", PeriodKind.MONTH, year, month, area(desk, where).id,
                      due_on=dt.date(year + month // 12, month % 12 + 1, 8))  # fmt: skip
    return desk.write(lambda work: open_period(work, form))


def give(desk: Desk, key: int, month: int, *, lacking: int = 0, alike: int = 0) -> None:
    """Everybody's figures; of the last `lacking` people the patrols are missing.

    The first `alike` of the first unit have the same figures, as good as can be.
    """
    rows = desk.read(lambda work: assessees_of(work, key))
    people = [row for row in rows if row.left_out is None]
    cells = {}
    of_first = [row.person_id for row in people if row.unit_id == people[0].unit_id]
    for at, row in enumerate(people):
        same = row.person_id in of_first[:alike]
        for code, figure in (BEST if same else figures(f"{row.name}{month}")).items():
            if code == "patrols" and at >= len(people) - lacking:
                continue
            cells[month, row.person_id, code] = figure
    source = FigureSource(Source.IMPORTED, f"{month % 100} 月网格平台导出.xlsx")
    desk.write(lambda work: deliver(work, source, cells))


def score(desk: Desk, key: int, reason: str = "") -> None:
    """From figures to results."""

    def deed(work: UnitOfWork) -> None:
        if running(work, seen_period(work, key)) is None:
            start_scoring(work, key)
        compute(work, key)

    desk.write(deed, reason=reason)


def decide(desk: Desk, key: int) -> None:
    """The first at every line has the grade."""
    today = desk.read(lambda work: work.today)
    for _ in range(30):
        groups = desk.read(lambda work: lines_to_decide(work, key))
        if not groups:
            return
        group = groups[0]
        ids = tuple(one.assessee_id for one in group.people)
        form = LineForm(ids, ids[: group.places], "群众满意度更高", "考核领导小组会议", today)
        desk.write(lambda work, form=form: decide_line(work, key, form))


def show(desk: Desk, key: int, *, units: int | None = None) -> None:
    """Shown to their people: all, or those of the first units."""
    desk.write(lambda work: show_results(work, key))
    show_all(desk, key, units=units)


def show_all(desk: Desk, key: int, *, units: int | None = None) -> None:
    """The same where the period is that far already."""
    from hrgrid.assessment.queries.shown import shown_units

    rows = desk.read(lambda work: shown_units(work, key))
    for row in rows[:units]:
        form = ShowForm(Shown.SIGNED)
        desk.write(lambda work, row=row, form=form: show_unit(work, key, row.unit_id, form))


def appeal(desk: Desk, key: int) -> None:
    """Two appeals, one of them under review."""
    wanted = ResultFilter(key)
    rows = [row for row in desk.read(lambda work: results(work, wanted)) if row.rank]
    for row, told in (
        (rows[-1], "9 月 12 日的巡查有照片，没有计入巡查走访到位。"),
        (rows[-2], "缺勤一次是公派培训，有通知。"),
    ):
        form = AppealForm(row.assessee_id, told)
        desk.write(lambda work, form=form: file_appeal(work, key, form))
    from hrgrid.assessment.queries.appeals import appeals_of

    first = desk.read(lambda work: appeals_of(work, key))[0]
    desk.write(lambda work: review_appeal(work, first.id))


def settle(desk: Desk, clock: Clock, key: int, *, lock: bool) -> None:
    """The window over, approved on paper, confirmed."""
    clock.move(dt.timedelta(days=12))

    def deed(work: UnitOfWork) -> None:
        paper = PaperApproval(PAPER.name, PAPER.post, work.today, PAPER.document_no)
        record_paper_approval(work, result_subject(work, key), paper)
        confirm_period(work, key, "盐南政法〔2026〕21号")

    desk.write(deed)
    if lock:
        desk.write(lambda work: lock_period(work, key))


def change(desk: Desk, key: int, count: int = 2) -> None:
    """Changes of totals that wait for approval."""
    wanted = ResultFilter(key)
    rows = [row for row in desk.read(lambda work: results(work, wanted)) if row.rank]
    for row, delta, why in zip(
        rows[2 : 2 + count], (2_000, -1_500),
        ("抢险中转移群众 12 人，街道党工委会议通报表扬", "两次不服从工作安排，有谈话记录"),
        strict=False,
    ):  # fmt: skip
        desk.write(
            lambda work, row=row, delta=delta, why=why: propose(
                work, key, row.assessee_id, delta, why
            ),
            reason=why,
        )


def at_every_stage(desk: Desk, clock: Clock, where: str, year: int, last: int) -> dict[str, int]:
    """Six months that end with `last`: archived, confirmed, appeals, shown, scoring, collecting."""
    made: dict[str, int] = {}

    def one(name: str, month: int, *deeds: Callable[[int], Any], **given: int) -> None:
        key = made[name] = begin(desk, where, year, month)
        give(desk, key, year * 100 + month, **given)
        for deed in deeds:
            deed(key)

    def scored(key: int) -> None:
        score(desk, key)
        decide(desk, key)

    def published(key: int) -> None:
        show(desk, key)
        desk.write(lambda work: open_appeals(work, key))

    one("locked", last - 5, scored, published, lambda key: settle(desk, clock, key, lock=True))
    one("confirmed", last - 4, scored, published, lambda key: settle(desk, clock, key, lock=False))
    one("shown", last - 3, scored, lambda key: show(desk, key, units=3))
    one("appeals", last - 2, scored, published, lambda key: appeal(desk, key))
    one("scoring", last - 1, lambda key: score(desk, key), lambda key: change(desk, key),
        lacking=3, alike=4)  # fmt: skip
    made["collecting"] = begin(desk, where, year, last)
    give_some(desk, made["collecting"], year * 100 + last)
    return made


def give_some(desk: Desk, key: int, month: int) -> None:
    """Figures of some units and some indicators."""
    rows = desk.read(lambda work: assessees_of(work, key))
    units = list(dict.fromkeys(row.unit_id for row in rows))
    cells = {}
    for row in rows:
        at = units.index(row.unit_id)
        for code, figure in figures(f"{row.name}{month}").items():
            if row.left_out is None and (at < 2 or (at < 4 and code in COUNTS)):
                cells[month, row.person_id, code] = figure
    source = FigureSource(Source.IMPORTED, "网格平台导出.xlsx")
    desk.write(lambda work: deliver(work, source, cells))
