"""Every paper of assessment, inspections and stars: one table for screen and command line."""

from __future__ import annotations

from pathlib import Path

from hrgrid.assessment.papers import records, sheets, tables
from hrgrid.assessment.papers.declaring import BOTH, PDF, AssessmentPaper, Write, drawn, lists
from hrgrid.assessment.papers.inspection_papers import PAPERS as INSPECTION_PAPERS
from hrgrid.assessment.papers.options import Asked, PaperOptions, Subject
from hrgrid.assessment.papers.star_papers import PAPERS as STAR_PAPERS
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.core.progress import Progress
from hrgrid.documents.papers.declaring import Papers
from hrgrid.documents.papers.written import Written
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk

__all__ = [
    "PAPERS",
    "AssessmentPaper",
    "PaperOptions",
    "Subject",
    "Written",
    "paper_by_code",
    "papers_of",
    "write_paper",
]

_P = PeriodState


def _period(
    code: str,
    label: str,
    hint: str,
    since: PeriodState,
    writer: Write,
    *,
    forms: tuple[Form, ...] = BOTH,
    public: bool = False,
) -> AssessmentPaper:
    return AssessmentPaper(code, label, hint, forms, Subject.PERIOD, since, writer, public)


PAPERS: tuple[AssessmentPaper, ...] = (
    _period(
        "reminders",
        "催报单",
        "还缺数据的单位，缺什么，超过几天",
        _P.OPEN,
        lists(tables.reminder_list),
    ),
    _period(
        "person_sheets",
        "个人考核表",
        "每人一页，每项怎样计分，本人签字",
        _P.SCORING,
        drawn(sheets.person_sheets),
        forms=PDF,
    ),
    _period(
        "sign_list", "考核结果签收表", "每个单位一页，本人签收", _P.SCORING, lists(tables.sign_list)
    ),
    _period(
        "period_table",
        "考核成绩总表",
        "全体人员，没有结果的写明原因",
        _P.SCORING,
        lists(tables.period_table),
    ),
    _period(
        "unit_table",
        "单位考核汇总表",
        "只有单位，没有个人",
        _P.SCORING,
        lists(tables.unit_table),
        public=True,
    ),
    _period(
        "grade_list", "优秀等次名单", "最高等次的人，按单位", _P.SCORING, lists(tables.grade_list)
    ),
    _period(
        "moderations",
        "考核调整登记表",
        "加减的分、事由和批准",
        _P.SCORING,
        lists(tables.moderation_list),
    ),
    _period(
        "leniency",
        "评分宽严表",
        "每名评分人和别人相比，只供负责人",
        _P.SCORING,
        lists(tables.leniency_table),
    ),
    _period(
        "appeals",
        "申诉处理单",
        "每件一页，可输出空白的",
        _P.SHOWN,
        drawn(records.appeal_records),
        forms=PDF,
    ),
    *INSPECTION_PAPERS,
    *STAR_PAPERS,
    AssessmentPaper(
        "person_assessments",
        "个人考核档案",
        "一个人已确认的各期考核结果",
        BOTH,
        Subject.PERSON,
        None,
        lists(records.person_record),
    ),
    AssessmentPaper(
        "year_assessments",
        "年度考核情况表",
        "各单位逐月平均分",
        BOTH,
        Subject.YEAR,
        None,
        lists(records.year_table),
    ),
)
_TABLE = Papers(PAPERS)


def papers_of(subject: Subject) -> tuple[AssessmentPaper, ...]:
    """The papers that tell of one kind of subject, in the order of its work."""
    return _TABLE.of(subject)


def paper_by_code(code: str) -> AssessmentPaper:
    """The paper of a code. Raises UserError for one that does not exist."""
    return _TABLE.by_code(code)


def write_paper(
    desk: Desk,
    code: str,
    subject_id: int,
    path: Path,
    form: Form,
    *,
    options: PaperOptions | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write one paper of a period, person, inspection or year; raises as `Papers.write` does."""
    given = options or PaperOptions()
    return _TABLE.write(desk, Asked(code, subject_id, path, form, given, progress or Progress()))
