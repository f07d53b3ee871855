"""Every paper of a period, a person and a year: who stands on it, from what its figures follow."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from hrgrid.assessment.papers import (
    PAPERS,
    PaperOptions,
    Subject,
    papers_of,
    sheets,
    write_paper,
)
from hrgrid.assessment.queries.unit_tables import unit_tables
from hrgrid.assessment.queries.way import result_card
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.appeals import AppealForm, file_appeal
from hrgrid.assessment.service.moderation import approve_moderations, propose
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.core.tabulation import fixed_text
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from tests.assessment import assessed, scored
from tests.assessment import office as town
from tests.assessment.office import ASSESSED, EVERYBODY, MONTH, NAMES, ON_LEAVE, TOO_FEW, YEAR
from tests.assessment.test_period_rights import with_rights
from tests.paper.measuring import signs, texts_of

RESULTS = sum(map(len, ASSESSED.values()))
LEAVES = "产假|病假|工伤|事假|年休假|哺乳"


def write(desk: Desk, code: str, own: int, folder: Path, form: Form = Form.PDF, **given) -> Path:
    path = folder / f"{code}.{form.value}"
    write_paper(desk, code, own, path, form, options=PaperOptions(**given))
    return path


def text_of(path: Path) -> str:
    return "".join(texts_of(path)).replace("\n", "")


def rows_of(path: Path) -> list[tuple]:
    """The rows of the first sheet that begin with a number."""
    first = openpyxl.load_workbook(path).worksheets[0]
    return [row for row in first.iter_rows(values_only=True) if row[0].__class__ is int]


@pytest.fixture
def period(office) -> int:
    """September, its result approved and confirmed."""
    return assessed.confirmed(office)


def test_every_paper_goes_on_record_without_naming_anybody(office, tmp_path):
    number = assessed.scored(office)
    who = office_person(office, number, "赵一")
    moderation_id = office.write(
        lambda work: propose(work, number, who, 1_000, "抢险三昼夜，指标里没有")
    )
    office.write(lambda work: approve_moderations(work, [moderation_id]))
    written = []
    for paper in papers_of(Subject.PERIOD):
        if paper.code in {"reminders", "leniency", "appeals"}:
            continue
        for form in paper.forms:
            path = write(office, paper.code, number, tmp_path, form)
            written.append((paper.code, form.value))
            assert path.stat().st_size > 2_000
    action = JournalFilter(action="write_assessment_paper")
    told = office.read(lambda work: entries(work.session, action))
    after = [json.loads(row.after) for row in told]
    assert sorted((row["paper"], row["form"]) for row in after) == sorted(written)
    assert not any(name in row.after + row.subject for row in told for name in EVERYBODY)
    assert len({paper.code for paper in PAPERS}) == len(PAPERS)


def office_person(desk: Desk, number: int, name: str) -> int:
    return assessed.assessees(desk, number)[name]


def test_a_paper_is_ready_from_its_state_on():
    by_code = {paper.code: paper for paper in papers_of(Subject.PERIOD)}
    assert by_code["reminders"].ready(PeriodState.COLLECTING)
    assert not by_code["period_table"].ready(PeriodState.COLLECTING)
    assert by_code["period_table"].ready(PeriodState.LOCKED)
    assert not by_code["appeals"].ready(PeriodState.SCORING)


def test_the_sheet_of_a_person_adds_up_and_is_a_page(office, period, tmp_path):
    path = write(office, "person_sheets", period, tmp_path)
    pages = texts_of(path)
    lines = scored.lines(office, period)
    ranked = [row for row in lines.values() if row.total_milli is not None]
    assert len(pages) == len(ranked) == RESULTS
    for page in pages:
        name = next(row for row in ranked if row.number in page)
        total = fixed_text(name.total_milli // 10, 2)
        assert name.name in page.replace("\u3000", "")
        assert total in page
        assert name.grade_label in page
        card = office.read(lambda work, own=name.assessee_id: result_card(work, own))
        points = [item.points_milli for item in card.items]
        # Nothing is enlarged, put on or taken off in this month.
        assert sum(points) == name.total_milli
        for item in card.items:
            assert item.label in page.replace("\n", "")
            assert fixed_text(item.points_milli // 10, 2) in page
    found = signs(path)
    assert min(one.ink[0] for one in found) >= 17
    assert max(one.ink[2] for one in found) <= 210 - 17
    assert max(one.ink[3] for one in found) <= 297 - 15


def test_sheets_of_one_unit_or_of_some_people_alone(office, period, tmp_path):
    lines = scored.lines(office, period)
    south = lines[ASSESSED["南街道"][0]]
    assert len(
        texts_of(write(office, "person_sheets", period, tmp_path, unit_id=south.unit_id))
    ) == (len(ASSESSED["南街道"]))
    (only,) = texts_of(
        write(office, "person_sheets", period, tmp_path, person_ids=(south.person_id,))
    )
    assert south.number in only
    with pytest.raises(UserError, match="没有要输出的人"):
        write(office, "person_sheets", period, tmp_path, person_ids=(99_999,))


def test_more_sheets_than_a_file_takes_are_refused(office, period, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST", RESULTS - 1)
    with pytest.raises(UserError, match=f"{RESULTS} 人的考核表.*按单位分别输出"):
        write(office, "person_sheets", period, tmp_path)
    assert not list(tmp_path.glob("*.pdf"))


def test_the_table_has_everybody_and_never_says_why_somebody_was_away(office, period, tmp_path):
    rows = rows_of(write(office, "period_table", period, tmp_path, Form.XLSX))
    lines = scored.lines(office, period)
    assert {row[1] for row in rows} == set(lines) == set(EVERYBODY)
    by_name = {row[1]: row for row in rows}
    for name, line in lines.items():
        row = by_name[name]
        assert row[5] == line.served_days
        if line.total_milli is None:
            assert (row[8], row[10]) == (None, None)
        else:
            assert round(float(row[8]) * 1_000) == line.total_milli
            assert (row[9], row[10]) == (line.grade_label, line.rank)
    said = text_of(write(office, "period_table", period, tmp_path))
    assert not re.search(LEAVES, said)
    assert all("不参加考核" in by_name[name][11] for name in ON_LEAVE)
    assert all("在岗天数不够" in by_name[name][11] for name in TOO_FEW)


def test_the_table_of_units_names_no_person_and_agrees_with_the_results(office, period, tmp_path):
    said = text_of(write(office, "unit_table", period, tmp_path))
    assert not any(name in said for name in {*EVERYBODY, *NAMES})
    rows = rows_of(write(office, "unit_table", period, tmp_path, Form.XLSX))
    totals: dict[str, list[int]] = {}
    for line in scored.lines(office, period).values():
        if line.total_milli is not None:
            totals.setdefault(line.unit, []).append(line.total_milli)
    assert {row[1]: row[3] for row in rows} == {unit: len(of) for unit, of in totals.items()}
    for row in rows:
        of = totals[row[1]]
        # Half up to two decimals.
        assert round(float(row[4]) * 100) == (sum(of) * 2 // (10 * len(of)) + 1) // 2
        assert round(float(row[6]) * 1_000) == max(of)
        assert round(float(row[7]) * 1_000) == min(of)


def test_the_list_of_the_best_keeps_to_the_places(office, period, tmp_path):
    rows = rows_of(write(office, "grade_list", period, tmp_path, Form.XLSX))
    lines = scored.lines(office, period)
    best = {name for name, row in lines.items() if row.grade == "excellent"}
    assert {row[1] for row in rows} == best
    whole = office.read(lambda work: unit_tables(work, period))[0]
    assert whole.grades[0].places is None or len(best) <= whole.grades[0].places


def test_who_signs_stands_by_unit_each_on_a_page_of_its_own(office, period, tmp_path):
    pages = texts_of(write(office, "sign_list", period, tmp_path))
    assert len(pages) == len(ASSESSED)
    for page, (unit, names) in zip(
        pages, sorted(ASSESSED.items(), key=lambda one: _first(pages, one[0])), strict=True
    ):
        plain = page.replace("\u3000", "").replace(" ", "")
        assert unit in page
        assert all(name in plain for name in names)
        assert "本人签名" in page


def _first(pages: list[str], unit: str) -> int:
    return next(at for at, page in enumerate(pages) if unit in page)


def test_a_reminder_tells_units_and_counts_until_all_is_there(office, tmp_path):
    assessed.delivered(office, without=("韩西", "杨北"))
    number = assessed.opened(office)
    rows = rows_of(write(office, "reminders", number, tmp_path, Form.XLSX))
    assert [(row[1], row[2]) for row in rows] == [("南街道", 2)]
    assert "信息" in rows[0][3]
    assessed.delivered(office)
    with pytest.raises(UserError, match="都已报齐"):
        write(office, "reminders", number, tmp_path)


def test_an_appeal_is_a_page_and_a_blank_one_can_be_had(office, tmp_path):
    number = assessed.shown(office)
    with pytest.raises(UserError, match="要空白的请选“空白”"):
        write(office, "appeals", number, tmp_path)
    (blank,) = texts_of(write(office, "appeals", number, tmp_path, blank=True))
    assert "第 ____ 件" in blank
    office.write(lambda work: open_appeals(work, number))
    who = office_person(office, number, "冯春")
    content = "二十二日的巡查没有算进去"
    office.write(lambda work: file_appeal(work, number, AppealForm(who, content)))
    (page,) = texts_of(write(office, "appeals", number, tmp_path))
    assert content in page.replace("\n", "")
    assert "冯春" in page


def test_the_record_of_a_person_has_what_is_settled_alone(office, period, tmp_path):
    person_id = scored.lines(office, period)["赵一"].person_id
    (row,) = rows_of(write(office, "person_assessments", person_id, tmp_path, Form.XLSX))
    assert round(float(row[3]) * 1_000) == scored.lines(office, period)["赵一"].total_milli
    away = town.person(office, ON_LEAVE[0])
    with pytest.raises(UserError, match="没有已确认的考核结果"):
        write(office, "person_assessments", away, tmp_path)


def test_the_year_has_a_column_a_month_and_the_mean_of_all(office, tmp_path):
    first, second = assessed.confirmed(office, 8), assessed.confirmed(office, MONTH)
    book = openpyxl.load_workbook(write(office, "year_assessments", YEAR, tmp_path, Form.XLSX))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heading = next(row for row in rows if row[0] == "序号")
    assert [name for name in heading if name and name.endswith("月")] == ["8 月", "9 月"]
    whole = next(row for row in rows if row[1] == "合计")
    totals = [
        line.total_milli
        for number in (first, second)
        for line in scored.lines(office, number).values()
        if line.total_milli is not None
    ]
    assert round(float(whole[4]) * 100) == (sum(totals) * 2 // (10 * len(totals)) + 1) // 2
    with pytest.raises(UserError, match="2019 年还没有"):
        write(office, "year_assessments", 2019, tmp_path)


@pytest.mark.parametrize("missing", [Right.RUN_ASSESSMENT, Right.PRINT_PAPERS])
def test_papers_ask_for_their_rights(office, period, tmp_path, missing):
    rights = {Right.RUN_ASSESSMENT, Right.PRINT_PAPERS} - {missing}
    with pytest.raises(Refused):
        write(with_rights(office, *map(Grant, rights)), "period_table", period, tmp_path)
    assert not list(tmp_path.glob("*.pdf"))


def test_leniency_is_for_who_approves(office, period, tmp_path):
    clerk = with_rights(office, Grant(Right.RUN_ASSESSMENT), Grant(Right.PRINT_PAPERS))
    with pytest.raises(Refused):
        write(clerk, "leniency", period, tmp_path)
    with pytest.raises(UserError, match="没有人评够"):
        write(office, "leniency", period, tmp_path)


def test_what_does_not_come_so_is_said(office, period, tmp_path):
    with pytest.raises(UserError, match="没有 Excel 格式"):
        write(office, "person_sheets", period, tmp_path, Form.XLSX)
    with pytest.raises(UserError, match="没有文书"):
        write(office, "certificates", period, tmp_path)
    with pytest.raises(UserError):
        write(office, "period_table", 99, tmp_path)
