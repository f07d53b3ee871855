"""The demonstration's year of hiring: every step gone, coverage risen, no number on a paper."""

from __future__ import annotations

import zipfile
from contextlib import closing
from dataclasses import replace

import openpyxl
from pypdf import PdfReader
from sqlalchemy import select

from hrgrid.accounts.service import sign_in
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.demo.applying import APPLICANTS
from hrgrid.demo.furnishing import Size
from hrgrid.demo.hiring import PLACES
from hrgrid.demo.offering import FOLDER
from hrgrid.demo.office import OPERATOR
from hrgrid.hiring.model import Candidate, CandidateVetting, HiringPlan, HiringQuota, HiringReserve
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.of_person import sources_of
from hrgrid.hiring.queries.standings import score_list
from hrgrid.hiring.rules.words import (
    BatchState,
    CandidateState,
    Outcome,
    PlanState,
    RunStage,
    VettingResult,
)
from hrgrid.overview.papers import PersonPaper, write_duties, write_person
from hrgrid.overview.queries.duties import DutyFilter
from hrgrid.paper.forms import Form
from hrgrid.publicity.queries import notice_by_subject
from hrgrid.storage.backup import back_up
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.export import export_all
from hrgrid.workforce.papers import Register, write_register
from hrgrid.workforce.queries import coverage

_GONE = [state for state in BatchState if state is not BatchState.CANCELLED]
SEATS = PLACES[Size.VILLAGE]


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


def test_the_batch_went_every_step_and_its_grids_have_their_workers(made):
    card = asked(made[0], lambda work: batch_card(work, 1))
    assert [step.state for step in card.steps] == _GONE
    states = dict(card.states)
    assert sum(states.values()) == APPLICANTS * SEATS
    assert states[CandidateState.HIRED] == SEATS
    # One was too old, one did not come to the exam, one failed his physical: the next stepped in.
    for state in ("rejected", "exam_absent", "vetting_failed"):
        assert states[CandidateState(state)] == 1
    top = asked(made[0], lambda work: coverage(work, work.today))[0]
    # Two grids that the batch did not offer, and the one of the worker who left lawfully.
    assert (top.general_grids, top.filled, top.vacant) == (60, 57, 3)
    before = asked(made[0], lambda work: coverage(work, card.batch.announced_on))[0]
    assert (before.filled, before.vacant) == (55, 5)


def test_quota_plan_notice_and_reserves_stand_behind_it(made):
    def read(work):
        quota = work.session.scalars(select(HiringQuota)).one()
        plans = list(work.session.scalars(select(HiringPlan).order_by(HiringPlan.year)))
        results = set(work.session.scalars(select(CandidateVetting.result)))
        reserves = list(work.session.scalars(select(HiringReserve)))
        (notice,) = notice_by_subject(work, "hiring:1")
        hired = work.session.scalars(select(Candidate).where(Candidate.state == "hired")).all()
        sources = sources_of(work, [one.person_id for one in hired])
        return (
            quota.heads,
            [one.state for one in plans],
            results,
            len(reserves),
            notice,
            set(sources.values()),
        )

    heads, plans, results, reserves, notice, sources = asked(made[0], read)
    assert (heads, plans, results) == (60, [PlanState.APPROVED] * 2, set(VettingResult))
    assert reserves >= 1
    assert (notice.workdays, f"{notice.first_day} {notice.last_day}") == (
        5,
        "2025-07-16 2025-07-22",
    )
    assert sources == {"招录"}


def test_the_same_seed_gives_the_same_ranks(made):
    def told(work):
        listed = score_list(work, 1, RunStage.TOTAL)
        return [(row.number, row.name, row.shown, row.rank, row.outcome) for row in listed.rows]

    first, second = (asked(done, told) for done in made)
    assert first == second
    assert [row[-1] for row in first].count(Outcome.IN) == SEATS


def test_the_papers_of_the_batch_are_written_and_name_who_was_hired(made):
    papers = {one.path.stem: one for one in made[0].papers if one.path.parent.name == FOLDER}
    assert list(papers) == [
        "岗位表",
        "招录公告",
        "考生名册",
        "准考证",
        "面试评分表",
        "总成绩表",
        "拟录用人员公示",
        "录用人员名单",
    ]

    def read(work):
        people = list(work.session.scalars(select(Candidate).where(Candidate.batch_id == 1)))
        hired = {one.name for one in people if one.state is CandidateState.HIRED}
        return hired, {one.name for one in people}

    hired, everybody = asked(made[0], read)
    for paper in papers.values():
        pages = PdfReader(paper.path).pages
        assert len(pages) == paper.pages
        assert paper.look
    for stem in ("拟录用人员公示", "录用人员名单"):
        said = _everything_in(papers[stem].path)
        assert {name for name in everybody if name in said} == hired
    assert not [name for name in everybody if name in _everything_in(papers["面试评分表"].path)]


def test_candidates_share_no_number_with_the_people_of_the_roster(made):
    numbers = {}
    for name in ("花名册*.xlsx", "报名表*.xlsx"):
        (path,) = (made[0].data.parent / "导入").glob(name)
        rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        headings = next(rows)
        at = [headings.index(word) for word in ("身份证号", "手机号")]
        numbers[name] = {row[place] for row in rows for place in at}
    roster, list_of_candidates = numbers.values()
    assert len(list_of_candidates) == 2 * APPLICANTS * SEATS
    assert not roster & list_of_candidates


def test_no_number_of_anybody_is_found_in_any_file_that_was_written(made, tmp_path):
    """Promise 14: data, papers, backup, everything exported; but not the lists that came in."""
    folder = made[0].data.parent
    numbers = set()
    for pattern in ("花名册*.xlsx", "报名表*.xlsx"):
        for path in (folder / "导入").glob(pattern):
            rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
            headings = next(rows)
            at = [headings.index(word) for word in ("身份证号", "手机号")]
            numbers |= {row[place] for row in rows for place in at}
    assert len(numbers) == 2 * (115 + APPLICANTS * SEATS)
    with closing(sign_in(Database.open(made[0].data), OPERATOR)) as desk:
        # Who may show whole numbers exports them too; nobody else does.
        grants = {one for one in desk.actor.grants if one.right is not Right.SHOW_SENSITIVE}
        actor = replace(desk.actor, grants=frozenset(grants))
        export_all(Desk(desk.database, actor, desk.keyring), tmp_path / "全部")
        back_up(desk.database, tmp_path / "备份", keyring=desk.keyring)
        today = desk.read(lambda work: work.today)
        for form in Form:
            path = tmp_path / f"花名册.{form.value}"
            write_register(desk, Register(today, sources=sources_of), form, path, Progress())
        write_duties(desk, DutyFilter(), tmp_path / "待办.pdf", Progress())
        hired = desk.read(
            lambda work: (
                work.session.scalars(select(Candidate).where(Candidate.state == "hired"))
                .first()
                .person_id
            )
        )
        write_person(desk, hired, PersonPaper.FILE, tmp_path / "档案.pdf", Progress())
    written = [path for path in folder.rglob("*") if path.is_file() and "导入" not in path.parts]
    written += [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"candidate.csv", "duty_mark.csv", "档案.pdf", "待办.pdf"} <= {p.name for p in written}
    for path in written:
        text = _everything_in(path)
        assert text or path.suffix == ".lock", path
        assert not [number for number in numbers if number in text], path


def _everything_in(path):
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    return path.read_bytes().decode("latin-1")
