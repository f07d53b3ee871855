"""The papers of the demonstration's assessment and inspections, in the order of the work."""

from __future__ import annotations

from pathlib import Path

from hrgrid.assessment.papers import PaperOptions, paper_by_code, write_paper
from hrgrid.assessment.queries.unit_tables import unit_tables
from hrgrid.assessment.rules.result_rows import UnitTable
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.assessing import YEAR, Assessed
from hrgrid.demo.printing import PaperRow
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk

FOLDER = "考核与双随机"
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


def _smallest_unit(tables: list[UnitTable]) -> int | None:
    """The unit whose sheets are printed, so that a demonstration has few pages."""
    units = [one for one in tables if one.unit_id is not None and one.results]
    return min(units, key=lambda one: one.results).unit_id if units else None


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
    smallest = desk.read(lambda work: _smallest_unit(unit_tables(work, month)))
    rows = all_of(assessed.collecting, (("reminders", "notice"),), "")
    rows += all_of(month, (("person_sheets", "form"),), "", PaperOptions(unit_id=smallest))
    rows += all_of(month, _OF_MONTH, "")
    rows += all_of(assessed.inspection, _OF_INSPECTION, "")
    if assessed.year is not None:
        rows += all_of(assessed.year, (("period_table", "report"),), f"{YEAR}年度 ")
    area_path = PaperOptions(area_path=assessed.area.path)
    return rows + all_of(YEAR, (("year_assessments", "report"),), "", area_path)
