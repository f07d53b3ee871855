"""The papers of the demonstration's training and competitions, in the order of the work."""

from __future__ import annotations

from pathlib import Path

from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.printing import PaperRow
from hrgrid.demo.training import YEAR, Trained
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.training.papers import paper_by_code, write_paper
from hrgrid.training.queries.competitions import competition_card
from hrgrid.training.service.certificates import issue_prizes

FOLDER = "培训与比武"
_OF_CLASS = (
    ("class_notice", "notice"),
    ("class_sign_in", "form"),
    ("class_attendance", "report"),
    ("class_hours", "report"),
    ("class_graduates", "roster"),
)
_OF_YEAR = (("rotation", "board"), ("year_hours", "report"))
_OF_SELECTION = ("mark_table", "person_scores")
_OF_FINAL = (
    ("draw_list", "form"),
    ("sign_in", "form"),
    ("judge_sheets", "form"),
    ("mark_table", "report"),
    ("point_sheets", "report"),
    ("ranking", "board"),
    ("person_scores", "report"),
    ("team_scores", "report"),
    ("judges_report", "report"),
    ("lots", "form"),
    ("protests", "form"),
    ("bulletin", "bulletin"),
    ("prizes", "roster"),
    ("certificates", "prize_certificate"),
)
# What is computed from again, and what a printing house takes, comes as a workbook too.
_AS_WORKBOOK = {
    "point_sheets": "report",
    "mark_table": "report",
    "person_scores": "report",
    "team_scores": "report",
    "certificates": "register",
}


def write_training_papers(
    desk: Desk, folder: Path, trained: Trained, competition_ids: list[int], progress: Progress
) -> list[PaperRow]:
    """What a class, a year, the selections and their final hand out."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)

    def written(about: int, code: str, kind: str, form: Form, beside: str = "") -> PaperRow:
        paper = paper_by_code(code)
        path = into / safe_name(f"{beside}{paper.label}.{form.value}")
        done = write_paper(desk, code, about, path, form, progress=progress)
        return PaperRow(done.path, kind, done.pages, done.rows, f"{paper.label}：{paper.hint}")

    def all_of(about: int, wanted: tuple[tuple[str, str], ...], beside: str) -> list[PaperRow]:
        rows = []
        for code, kind in wanted:
            rows.append(written(about, code, kind, Form.PDF, beside))
            if code in _AS_WORKBOOK:
                rows.append(written(about, code, _AS_WORKBOOK[code], Form.XLSX, beside))
        return rows

    *selections, final = competition_ids
    desk.write(lambda work: issue_prizes(work, final), progress=progress)
    rows = all_of(trained.class_ids[0], _OF_CLASS, "")
    rows += all_of(YEAR, _OF_YEAR, "")
    for one in selections:
        row = desk.read(lambda work, about=one: competition_card(work, about).row)  # type: ignore[misc]
        rows += [written(one, code, "report", Form.XLSX, f"{row.title} ") for code in _OF_SELECTION]
    return rows + all_of(final, _OF_FINAL, "总决赛 ")
