"""Every paper that a batch puts out: one table of them for the screen and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers.declaring import BOTH, PDF, Paper, Papers
from hrgrid.documents.papers.written import Written
from hrgrid.hiring.papers import (
    announcement,
    decisions,
    exam,
    forms,
    hired,
    interview,
    interview_marks,
    posts,
    rooms,
    scores,
    statistics,
    vetting,
)
from hrgrid.hiring.papers.drawn import Drawn, write_drawn
from hrgrid.hiring.papers.facts import Batch
from hrgrid.hiring.papers.letters import Official, write_official
from hrgrid.hiring.papers.listed import Listed, write_listed
from hrgrid.hiring.papers.options import AnnouncementWords, Asked, PaperOptions, Subject
from hrgrid.hiring.rules.words import BatchState
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

__all__ = [
    "PAPERS",
    "AnnouncementWords",
    "HiringPaper",
    "PaperOptions",
    "Written",
    "paper_by_code",
    "write_paper",
]

_Write = Callable[[Desk, Asked], Written]
HiringPaper = Paper[Asked]


def _paper(
    code: str,
    label: str,
    hint: str,
    since: BatchState,
    writer: _Write,
    *,
    forms: tuple[Form, ...] = BOTH,
    public: bool = False,
) -> HiringPaper:
    return HiringPaper(code, label, hint, forms, Subject.BATCH, since, writer, public)


def _listed(read: Callable[[UnitOfWork, Asked], tuple[Batch, Sequence[Listed]]]) -> _Write:
    return lambda desk, asked: write_listed(desk, asked, read)


def _drawn(read: Callable[[UnitOfWork, Asked], Drawn]) -> _Write:
    return lambda desk, asked: write_drawn(desk, asked, read)


def _official(read: Callable[[UnitOfWork, Asked], Official]) -> _Write:
    return lambda desk, asked: write_official(desk, asked, read)


_S = BatchState
PAPERS: tuple[HiringPaper, ...] = (
    _paper(
        "posts",
        "岗位表",
        "岗位、用人单位、人数、网格和条件",
        _S.DRAFT,
        _listed(posts.positions_list),
        public=True,
    ),
    _paper(
        "announcement",
        "招录公告",
        "按公文格式，条件和比例取自招录方案",
        _S.DRAFT,
        _official(announcement.announcement),
        public=True,
        forms=PDF,
    ),
    _paper(
        "blank_form",
        "空白报名登记表",
        "公告的附件，供报名人填写",
        _S.DRAFT,
        _drawn(forms.blank_form),
        public=True,
        forms=PDF,
    ),
    _paper(
        "registrations",
        "报名登记表",
        "每人一页，带照片和资格审查所见",
        _S.APPLYING,
        _drawn(forms.registrations),
        forms=PDF,
    ),
    _paper(
        "checks",
        "资格审查汇总表",
        "报名人和审查结论",
        _S.APPLYING,
        _listed(forms.check_list),
    ),
    _paper(
        "exam_list",
        "考生名册",
        "按考场座位，表格另附按准考证号",
        _S.EXAMINING,
        _listed(exam.exam_list),
    ),
    _paper(
        "slips",
        "准考证",
        "每页 4 张，有裁切线",
        _S.EXAMINING,
        _drawn(exam.slips),
        forms=PDF,
    ),
    _paper(
        "seating",
        "考场座次表",
        "每个考场一页，按课桌排列",
        _S.EXAMINING,
        _drawn(exam.plans),
        forms=PDF,
    ),
    _paper(
        "doors",
        "考场门贴",
        "每个考场一页，贴在门上",
        _S.EXAMINING,
        _drawn(exam.doors),
        public=True,
        forms=PDF,
    ),
    _paper(
        "absences",
        "缺考登记表",
        "每个考场一页，供监考填写",
        _S.EXAMINING,
        _listed(exam.absence_list),
    ),
    _paper(
        "interview_list",
        "面试名单",
        "按岗位，注明入围最低分和末位并列",
        _S.EXAMINING,
        _listed(interview.interview_list),
        public=True,
    ),
    _paper(
        "interview_draw",
        "面试顺序抽签表",
        "每个面试考场一页",
        _S.EXAMINING,
        _listed(rooms.draw_list),
    ),
    _paper(
        "examiner_sheets",
        "面试评分表",
        "每名考官一页，按抽签号，不印姓名",
        _S.EXAMINING,
        _drawn(rooms.examiner_sheets),
        forms=PDF,
    ),
    _paper(
        "examiner_slips",
        "面试评分单",
        "每名考官、每个抽签号一张，每页 2 张",
        _S.EXAMINING,
        _drawn(rooms.single_sheets),
        forms=PDF,
    ),
    _paper(
        "interview_marks",
        "面试成绩汇总表",
        "考官评分一览，去掉的分划线",
        _S.EXAMINING,
        _listed(interview_marks.marks_table),
    ),
    _paper(
        "scores",
        "总成绩表",
        "名次、各项成绩、并列的比较",
        _S.EXAMINING,
        _listed(scores.score_list),
        public=True,
    ),
    _paper(
        "vetting",
        "体检政审名单",
        "按招录人数 1:1 和递补的人",
        _S.VETTING,
        _listed(vetting.vetting_list),
    ),
    _paper(
        "vetting_results",
        "体检政审结果表",
        "只有结果和依据",
        _S.VETTING,
        _listed(vetting.vetting_results),
    ),
    _paper(
        "substitutes",
        "递补通知书",
        "每名递补的人一页",
        _S.VETTING,
        _official(decisions.substitute_letters),
        forms=PDF,
    ),
    _paper(
        "public_list",
        "拟录用公示名单",
        "公示公告的附件，不含任何号码",
        _S.VETTING,
        _listed(hired.public_list),
        public=True,
    ),
    _paper(
        "hired",
        "录用人员名单",
        "决定前为拟聘用人员名单",
        _S.PUBLICISING,
        _listed(hired.hired_list),
    ),
    _paper(
        "decision",
        "录用决定",
        "按公文格式，附录用人员名单",
        _S.DECIDING,
        _official(decisions.decision),
        forms=PDF,
    ),
    _paper(
        "letters",
        "录用通知书",
        "每人一页",
        _S.DECIDING,
        _official(decisions.hire_letters),
        forms=PDF,
    ),
    _paper(
        "reserves",
        "储备人员名单",
        "按岗位和递补次序",
        _S.DECIDING,
        _listed(hired.reserve_list),
    ),
    _paper(
        "statistics",
        "招录情况统计表",
        "当年各街道的招录和配备",
        _S.DRAFT,
        _listed(statistics.statistics),
    ),
)
_TABLE = Papers(PAPERS)


def paper_by_code(code: str) -> HiringPaper:
    """The paper of a code. Raises UserError for one that does not exist."""
    return _TABLE.by_code(code)


def write_paper(
    desk: Desk,
    code: str,
    batch_id: int,
    path: Path,
    form: Form,
    *,
    options: PaperOptions | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write one paper of a batch; raises as `Papers.write` does."""
    given = options or PaperOptions()
    return _TABLE.write(desk, Asked(code, batch_id, path, form, given, progress or Progress()))
