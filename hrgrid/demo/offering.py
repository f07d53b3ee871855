"""The papers of the demonstration's hiring, from the posts on offer to the list of the hired."""

from __future__ import annotations

from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.demo.printing import PaperRow
from hrgrid.hiring.papers import paper_by_code, write_paper
from hrgrid.hiring.papers.options import AnnouncementWords, PaperOptions
from hrgrid.hiring.queries.inputs import publicity_subject
from hrgrid.paper.forms import Form
from hrgrid.publicity.papers import write_notice
from hrgrid.publicity.queries import notice_by_subject
from hrgrid.storage.desk import Desk

FOLDER = "招录"
_BEFORE = (
    ("posts", "board"),
    ("announcement", "bulletin"),
    ("exam_list", "register"),
    ("slips", "form"),
    ("examiner_sheets", "form"),
    ("scores", "report"),
)
_AFTER = (("hired", "roster"),)
_WORDS = AnnouncementWords(
    contact=(
        "报名地点：各街道党群服务中心",
        "联系电话：0000-60000001",
        "监督电话：0000-60000003",
    )
)


def write_hiring_papers(
    desk: Desk, folder: Path, batch_id: int, progress: Progress
) -> list[PaperRow]:
    """What an office hands out of a batch, in the order in which it does; numbers are masked."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)

    def written(code: str, kind: str) -> PaperRow:
        paper = paper_by_code(code)
        path = into / f"{paper.label}.pdf"
        options = PaperOptions(words=_WORDS)
        done = write_paper(desk, code, batch_id, path, Form.PDF, options=options, progress=progress)
        return PaperRow(done.path, kind, done.pages, done.rows, f"{paper.label}：{paper.hint}")

    rows = [written(*one) for one in _BEFORE]
    notices = desk.read(lambda work: notice_by_subject(work, publicity_subject(batch_id)))
    path = into / "拟录用人员公示.pdf"
    shown = write_notice(desk, notices[-1].id, path, Form.PDF, progress)
    look = "拟录用人员公示，公文版式，附名单"
    rows.append(PaperRow(shown.path, "notice", shown.pages, shown.rows, look))
    return rows + [written(*one) for one in _AFTER]
