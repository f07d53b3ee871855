"""The demonstration's year of hiring: quota, plan, a batch from its announcement to the hires.

Who applies with which marks is made up; everything else is the use cases' own doing. Some grids
stay vacant on purpose: a list of gaps wants something to show.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hrgrid.accounts.service import PaperApproval, Subject, record_paper_approval
from hrgrid.core.progress import Progress
from hrgrid.demo.applying import write_applications
from hrgrid.demo.examining import examine, interview, rank
from hrgrid.demo.furnishing import Size, import_files
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.candidates import CandidateFilter, candidates
from hrgrid.hiring.queries.plans import plan_card
from hrgrid.hiring.rules.scheme import SHIPPED_CONDITIONS, Fact
from hrgrid.hiring.rules.words import CandidateState, RejectCode, VettingKind, VettingResult
from hrgrid.hiring.service.allotting import allot_seats
from hrgrid.hiring.service.announcing import Announcement, open_applications, publish
from hrgrid.hiring.service.batches import BatchForm, open_batch
from hrgrid.hiring.service.checking import CheckForm, check_by_data, check_many
from hrgrid.hiring.service.concluding import qualify_all, reject
from hrgrid.hiring.service.deciding import DecisionForm, decide, decision_subject, propose
from hrgrid.hiring.service.plans import (
    LineChange,
    PlanForm,
    approve_plan,
    change_line,
    draft_plan,
    plan_subject,
)
from hrgrid.hiring.service.points import grant_points_by_data
from hrgrid.hiring.service.publishing import PublicityForm, close_publicity, publicise
from hrgrid.hiring.service.quotas import QuotaForm, grant_quota
from hrgrid.hiring.service.steps import Evidence
from hrgrid.hiring.service.vetting import (
    VettingForm,
    record_passes,
    record_vetting,
    start_vetting,
)
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.queries.coverage import coverage_of
from hrgrid.workforce.rules import Level

YEAR = 2025
_QUOTA_FROM = dt.date(YEAR, 1, 1)
_COUNTED = dt.date(YEAR, 4, 30)
_DATES = Announcement(dt.date(YEAR, 5, 12), dt.date(YEAR, 5, 19), dt.date(YEAR, 5, 30))
_ANNOUNCED = Evidence("示政法〔2025〕16号", dt.date(YEAR, 5, 12))
_EXAM, _INTERVIEW = dt.date(YEAR, 6, 14), dt.date(YEAR, 6, 28)
_VETTED = dt.date(YEAR, 7, 10)
_SHOWN = PublicityForm(
    dt.date(YEAR, 7, 16),
    "区政府门户网站、委机关公示栏",
    "委机关纪委",
    accepting_phone="0000-60000002",
    accepting_hours="工作日 8:30—12:00，13:00—17:00",
    basis="《示例市专职网格员招录办法》（示政法〔2024〕31号）",
)
_APPROVED = PaperApproval("周明", "书记", dt.date(YEAR, 7, 24), "委务会纪要〔2025〕18号")
_DECISION = DecisionForm(
    "示政法〔2025〕28号", dt.date(YEAR, 7, 25), dt.date(YEAR, 8, 1), "示例市社会治理服务中心"
)
_LATER = "补录上年纸质办理的记录"
PLACES = {Size.VILLAGE: 3, Size.TOWN: 6, Size.CITY: 12}
"""How many grids are on offer: fewer than stand vacant."""

_TITLE = "专职网格员招录计划"
_COUNTED_NEXT = dt.date(YEAR + 1, 1, 5)
_ALL = 1_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Hiring:
    """The batch, for whoever does its deeds one after the other."""

    desk: Desk
    batch_id: int

    def do(self, deed: Callable[..., T], *given: object, reason: str = "") -> T:
        """One deed on the batch in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.batch_id, *given), reason=reason)

    def ids(self, *states: CandidateState) -> dict[int, str]:
        """Ids and numbers of the candidates in these states, by number."""
        wanted = CandidateFilter(self.batch_id, states)
        rows = self.desk.read(lambda work: candidates(work, wanted, limit=10_000))
        return {row.id: row.number for row in sorted(rows, key=lambda row: row.number)}


def hire_workers(desk: Desk, folder: Path, size: Size, progress: Progress) -> int:
    """Take a batch from the quota to the hires; returns its id."""
    progress.begin("招录专职网格员", 7)
    place = desk.read(lambda work: _place(work, size))
    desk.write(lambda work: _grant(work, place))
    asked = PlanForm(YEAR, _TITLE, place.id, _COUNTED)
    plan_id = _plan(desk, asked, _FIRST, PLACES[size])
    form = BatchForm(f"{YEAR} 年专职网格员公开招录", plan_id=plan_id, number=f"{YEAR}-1")
    batch = Hiring(desk, desk.write(lambda work: open_batch(work, form).batch_id))
    progress.step()
    _apply(batch, folder, size, progress)
    _check(batch)
    progress.step()
    chance = random.Random("hiring marks")  # noqa: S311 - made-up marks, repeatable on purpose
    examine(batch, _EXAM, chance)
    progress.step()
    interview(batch, _INTERVIEW, chance)
    rank(batch)
    progress.step()
    _vet(batch)
    progress.step()
    batch.do(publicise, _SHOWN, reason=_LATER)
    batch.do(close_publicity, reason="公示栏照片和网站记录为证")
    batch.do(propose)
    subject = desk.read(lambda work: decision_subject(work, batch.batch_id))
    _approve(desk, subject, _APPROVED)
    batch.do(decide, _DECISION)
    _go_on(desk, place)
    progress.step()
    return batch.batch_id


def _go_on(desk: Desk, place: AreaRow) -> None:
    """What is still vacant stands in the plan of the next year, its batch is being prepared."""
    plan_id = _plan(desk, PlanForm(YEAR + 1, _TITLE, place.id, _COUNTED_NEXT), _NEXT)
    form = BatchForm(f"{YEAR + 1} 年专职网格员公开招录", plan_id=plan_id, number=f"{YEAR + 1}-1")
    desk.write(lambda work: open_batch(work, form))


def _place(work: UnitOfWork, size: Size) -> AreaRow:
    """Where is hired: the district; of a city the one with the most vacant grids."""
    districts = [
        area for area in areas_on(work, _COUNTED, Level.DISTRICT) if area.level is Level.DISTRICT
    ]
    if size is not Size.CITY:
        return districts[0]

    def vacant(area: AreaRow) -> int:
        row = coverage_of(work, area.id, _COUNTED)
        return row.vacant if row is not None else 0

    return max(districts, key=vacant)


def _grant(work: UnitOfWork, place: AreaRow) -> None:
    """One full-time worker for each general grid."""
    row = coverage_of(work, place.id, _COUNTED)
    heads = row.general_grids if row is not None else 0
    grant_quota(
        work,
        QuotaForm(place.id, heads, "示编办〔2024〕52号", _QUOTA_FROM, granted_by="区委编办"),
    )


@dataclass(frozen=True)
class _Approved:
    """How a plan was approved: the meeting, then the document."""

    paper: PaperApproval
    evidence: Evidence


_FIRST = _Approved(
    PaperApproval("周明", "书记", dt.date(YEAR, 5, 8), "委务会纪要〔2025〕11号"),
    Evidence("示政法〔2025〕15号", dt.date(YEAR, 5, 9)),
)
_NEXT = _Approved(
    PaperApproval("周明", "书记", dt.date(YEAR + 1, 1, 9), "委务会纪要〔2026〕1号"),
    Evidence("示政法〔2026〕2号", dt.date(YEAR + 1, 1, 12)),
)


def _plan(desk: Desk, form: PlanForm, approved: _Approved, places: int | None = None) -> int:
    """A plan of a year, with so many heads where not all vacancies are to be filled; its id."""
    plan_id = desk.write(lambda work: draft_plan(work, form))
    left = places if places is not None else _ALL
    for line in desk.read(lambda work: plan_card(work, plan_id)).lines:
        heads = min(left, line.heads)
        left -= heads
        if heads != line.heads:
            change = LineChange(line.id, line.version, heads, line.reserve, "其余空缺列入下年计划")
            desk.write(lambda work, one=change: change_line(work, one))  # type: ignore[misc]
    _approve(desk, desk.read(lambda work: plan_subject(work, plan_id)), approved.paper)
    desk.write(lambda work: approve_plan(work, plan_id, approved.evidence))
    return plan_id


def _approve(desk: Desk, subject: Subject, paper: PaperApproval) -> None:
    desk.write(lambda work: record_paper_approval(work, subject, paper))


def _apply(batch: Hiring, folder: Path, size: Size, progress: Progress) -> None:
    batch.do(publish, _DATES, _ANNOUNCED)
    batch.do(open_applications)
    card = batch.desk.read(lambda work: batch_card(work, batch.batch_id))
    path = folder / f"报名表 {YEAR}.xlsx"
    write_applications(path, card.positions, _DATES.apply_from, size.value)
    import_files(batch.desk, "candidates", [path], progress)


def _check(batch: Hiring) -> None:
    """What the data answers by itself, the rest by the letters of the offices; points."""
    batch.do(check_by_data)
    people = list(batch.ids(CandidateState.SUBMITTED))
    for condition in SHIPPED_CONDITIONS:
        if condition.on and condition.fact is Fact.DECLARED:
            form = CheckForm(condition.key, "有关部门复函：未发现", passed=True)
            batch.do(check_many, form, people)
    batch.do(qualify_all)
    for one in batch.ids(CandidateState.SUBMITTED):
        batch.desk.write(
            lambda work, candidate=one: reject(work, candidate, RejectCode.CONDITION)  # type: ignore[misc]
        )
    batch.do(grant_points_by_data)


def _vet(batch: Hiring) -> None:
    """One fails his physical, so that the next of the position steps in; all others pass."""
    batch.do(start_vetting)
    first, *_ = batch.ids(CandidateState.MEDICAL)
    failed = _result(first, VettingKind.MEDICAL, passed=False)
    batch.desk.write(lambda work: record_vetting(work, failed))
    people = batch.ids(CandidateState.MEDICAL)
    batch.do(
        record_passes,
        [_result(one, kind, passed=True) for one in people for kind in VettingKind],
    )
    batch.do(allot_seats)


def _result(candidate_id: int, kind: VettingKind, *, passed: bool) -> VettingForm:
    medical = kind is VettingKind.MEDICAL
    return VettingForm(
        candidate_id,
        kind,
        VettingResult.PASS if passed else VettingResult.FAIL,
        "区人民医院体检中心" if medical else "考察组",
        _VETTED,
        "体检报告汇总〔2025〕3号" if medical else "示政法考察〔2025〕4号",
    )
