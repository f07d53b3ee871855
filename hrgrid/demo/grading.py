"""The papers of the demonstration's assessment and inspections, in the order of the work."""

from __future__ import annotations

from pathlib import Path

from hrgrid.assessment.papers import PaperOptions, paper_by_code, write_paper
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.result_rows import ResultFilter
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.assessing import YEAR, Assessed
from hrgrid.demo.printing import PaperRow
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

FOLDER = "考核与双随机"
_SHEETS = 8
_OF_MONTH = (
    ("sign_list", "form"),
    ("period_table", "report"),
    ("unit_table", "board"),
    ("grade_list", "roster"),
    ("moderations", "register"),
    ("appeals", "form"),
)
_OF_INSPECTION = (
    ("draw_record", "form"),
    ("pool_list", "form"),
    ("team_lists", "form"),
    ("visit_sheets", "form"),
    ("inspection_results", "report"),
    ("rectification", "notice"),
    ("inspection_bulletin", "bulletin"),
)
# What is reckoned on comes as a workbook too.
_AS_WORKBOOK = {"period_table", "unit_table", "inspection_results", "year_assessments"}


def _first(work: UnitOfWork, period_id: int) -> tuple[int, ...]:
    """Those whose sheets are printed: a few, so that a demonstration has not too many pages."""
    found = results(work, ResultFilter(period_id), limit=_SHEETS)
    return tuple(row.person_id for row in found)


def write_assessment_papers(
    desk: Desk, folder: Path, assessed: Assessed, progress: Progress
) -> list[PaperRow]:
    """What the last month, the inspection of it and the year hand out."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)

    def all_of(
        about: int,
        wanted: tuple[tuple[str, str], ...],
        beside: str,
        options: PaperOptions | None = None,
    ) -> list[PaperRow]:
        rows = []
        for code, kind in wanted:
            forms = (Form.PDF, Form.XLSX) if code in _AS_WORKBOOK else (Form.PDF,)
            paper = paper_by_code(code)
            for form in forms:
                path = into / safe_name(f"{beside}{paper.label}.{form.value}")
                done = write_paper(
                    desk, code, about, path, form, options=options, progress=progress
                )
                look = f"{paper.label}：{paper.hint}"
                rows.append(PaperRow(done.path, kind, done.pages, done.rows, look))
        return rows

    month = assessed.months[-1]
    people = desk.read(lambda work: _first(work, month))
    rows = all_of(assessed.collecting, (("reminders", "notice"),), "")
    rows += all_of(month, (("person_sheets", "form"),), "", PaperOptions(person_ids=people))
    rows += all_of(month, _OF_MONTH, "")
    rows += all_of(assessed.inspection, _OF_INSPECTION, "")
    if assessed.year is not None:
        rows += all_of(assessed.year, (("period_table", "report"),), f"{YEAR}年度 ")
    area_path = PaperOptions(area_path=assessed.area.path)
    return rows + all_of(YEAR, (("year_assessments", "report"),), "", area_path)
