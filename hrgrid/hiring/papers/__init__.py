"""Every paper that a batch puts out: one table of them for the screen and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
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
from hrgrid.hiring.papers.options import AnnouncementWords, Asked, PaperOptions
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

_ORDER = (
    BatchState.DRAFT,
    BatchState.PUBLISHED,
    BatchState.APPLYING,
    BatchState.EXAMINING,
    BatchState.VETTING,
    BatchState.PUBLICISING,
    BatchState.DECIDING,
    BatchState.CLOSED,
)

_Write = Callable[[Desk, Asked], Written]


@dataclass(frozen=True)
class HiringPaper:
    """One paper: as which files it comes, and from which state of a batch on.

    A `public` one is hung out: names, and no number of anybody.
    """

    code: str
    label: str
    hint: str
    forms: tuple[Form, ...]
    since: BatchState
    writer: _Write = field(repr=False, compare=False)
    public: bool = False

    def ready(self, state: BatchState) -> bool:
        """Whether a batch is that far; one given up has what it came to, whatever that was."""
        return state is BatchState.CANCELLED or _ORDER.index(state) >= _ORDER.index(self.since)


_BOTH, _PDF = (Form.PDF, Form.XLSX), (Form.PDF,)


def _listed(read: Callable[[UnitOfWork, Asked], tuple[Batch, Sequence[Listed]]]) -> _Write:
    return lambda desk, asked: write_listed(desk, asked, read)


def _drawn(read: Callable[[UnitOfWork, Asked], Drawn]) -> _Write:
    return lambda desk, asked: write_drawn(desk, asked, read)


def _official(read: Callable[[UnitOfWork, Asked], Official]) -> _Write:
    return lambda desk, asked: write_official(desk, asked, read)


_S = BatchState
PAPERS: tuple[HiringPaper, ...] = (
    HiringPaper(
        "posts",
        "岗位表",
        "岗位、用人单位、人数、网格和条件",
        _BOTH,
        _S.DRAFT,
        _listed(posts.positions_list),
        public=True,
    ),
    HiringPaper(
        "announcement",
        "招录公告",
        "按公文格式，条件和比例取自招录方案",
        _PDF,
        _S.DRAFT,
        _official(announcement.announcement),
        public=True,
    ),
    HiringPaper(
        "blank_form",
        "空白报名登记表",
        "公告的附件，供报名人填写",
        _PDF,
        _S.DRAFT,
        _drawn(forms.blank_form),
        public=True,
    ),
    HiringPaper(
        "registrations",
        "报名登记表",
        "每人一页，带照片和资格审查所见",
        _PDF,
        _S.APPLYING,
        _drawn(forms.registrations),
    ),
    HiringPaper(
        "checks",
        "资格审查汇总表",
        "报名人和审查结论",
        _BOTH,
        _S.APPLYING,
        _listed(forms.check_list),
    ),
    HiringPaper(
        "exam_list",
        "考生名册",
        "按考场座位，表格另附按准考证号",
        _BOTH,
        _S.EXAMINING,
        _listed(exam.exam_list),
    ),
    HiringPaper(
        "slips",
        "准考证",
        "每页 4 张，有裁切线",
        _PDF,
        _S.EXAMINING,
        _drawn(exam.slips),
    ),
    HiringPaper(
        "seating",
        "考场座次表",
        "每个考场一页，按课桌排列",
        _PDF,
        _S.EXAMINING,
        _drawn(exam.plans),
    ),
    HiringPaper(
        "doors",
        "考场门贴",
        "每个考场一页，贴在门上",
        _PDF,
        _S.EXAMINING,
        _drawn(exam.doors),
        public=True,
    ),
    HiringPaper(
        "absences",
        "缺考登记表",
        "每个考场一页，供监考填写",
        _BOTH,
        _S.EXAMINING,
        _listed(exam.absence_list),
    ),
    HiringPaper(
        "interview_list",
        "面试名单",
        "按岗位，注明入围最低分和末位并列",
        _BOTH,
        _S.EXAMINING,
        _listed(interview.interview_list),
        public=True,
    ),
    HiringPaper(
        "interview_draw",
        "面试顺序抽签表",
        "每个面试考场一页",
        _BOTH,
        _S.EXAMINING,
        _listed(rooms.draw_list),
    ),
    HiringPaper(
        "examiner_sheets",
        "面试评分表",
        "每名考官一页，按抽签号，不印姓名",
        _PDF,
        _S.EXAMINING,
        _drawn(rooms.examiner_sheets),
    ),
    HiringPaper(
        "examiner_slips",
        "面试评分单",
        "每名考官、每个抽签号一张，每页 2 张",
        _PDF,
        _S.EXAMINING,
        _drawn(rooms.single_sheets),
    ),
    HiringPaper(
        "interview_marks",
        "面试成绩汇总表",
        "考官评分一览，去掉的分划线",
        _BOTH,
        _S.EXAMINING,
        _listed(interview_marks.marks_table),
    ),
    HiringPaper(
        "scores",
        "总成绩表",
        "名次、各项成绩、并列的比较",
        _BOTH,
        _S.EXAMINING,
        _listed(scores.score_list),
        public=True,
    ),
    HiringPaper(
        "vetting",
        "体检政审名单",
        "按招录人数 1:1 和递补的人",
        _BOTH,
        _S.VETTING,
        _listed(vetting.vetting_list),
    ),
    HiringPaper(
        "vetting_results",
        "体检政审结果表",
        "只有结果和依据",
        _BOTH,
        _S.VETTING,
        _listed(vetting.vetting_results),
    ),
    HiringPaper(
        "substitutes",
        "递补通知书",
        "每名递补的人一页",
        _PDF,
        _S.VETTING,
        _official(decisions.substitute_letters),
    ),
    HiringPaper(
        "public_list",
        "拟录用公示名单",
        "公示公告的附件，不含任何号码",
        _BOTH,
        _S.VETTING,
        _listed(hired.public_list),
        public=True,
    ),
    HiringPaper(
        "hired",
        "录用人员名单",
        "决定前为拟聘用人员名单",
        _BOTH,
        _S.PUBLICISING,
        _listed(hired.hired_list),
    ),
    HiringPaper(
        "decision",
        "录用决定",
        "按公文格式，附录用人员名单",
        _PDF,
        _S.DECIDING,
        _official(decisions.decision),
    ),
    HiringPaper(
        "letters",
        "录用通知书",
        "每人一页",
        _PDF,
        _S.DECIDING,
        _official(decisions.hire_letters),
    ),
    HiringPaper(
        "reserves",
        "储备人员名单",
        "按岗位和递补次序",
        _BOTH,
        _S.DECIDING,
        _listed(hired.reserve_list),
    ),
    HiringPaper(
        "statistics",
        "招录情况统计表",
        "当年各街道的招录和配备",
        _BOTH,
        _S.DRAFT,
        _listed(statistics.statistics),
    ),
)


def paper_by_code(code: str) -> HiringPaper:
    """The paper of a code. Raises UserError for one that does not exist."""
    found = next((paper for paper in PAPERS if paper.code == code), None)
    if found is None:
        known = "、".join(f"{paper.code}（{paper.label}）" for paper in PAPERS)
        raise UserError(f"没有文书“{code}”。可用的有：{known}")
    return found


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
    """Write one paper of a batch and put it on record.

    Raises Refused without the right, UserError where the paper does not come as such a file,
    nobody would stand on it, a character has no glyph (naming whose), or it cannot be written.
    """
    paper = paper_by_code(code)
    if form not in paper.forms:
        offered = "、".join(one.label for one in paper.forms)
        raise UserError(f"{paper.label}没有 {form.label} 格式，请选 {offered}")
    given = options or PaperOptions()
    asked = Asked(code, batch_id, path, form, given, progress or Progress())
    return paper.writer(desk, asked)
