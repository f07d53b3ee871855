"""Every paper of training and competitions: one table for the screen and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.documents.papers.record import (
    Drawn,
    Lists,
    Official,
    write_drawn,
    write_lists_of,
    write_official,
)
from hrgrid.documents.papers.written import Written
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers import (
    bulletin,
    class_certificates,
    class_notice,
    classes,
    contest_lists,
    contest_marks,
    contest_records,
    contest_scores,
    contest_sheets,
    correction,
    judged,
    person,
    prizes,
    rotation,
)
from hrgrid.training.papers.options import Asked, PaperOptions, Subject
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.words import ClassState

__all__ = [
    "PAPERS",
    "PaperOptions",
    "Subject",
    "TrainingPaper",
    "Written",
    "paper_by_code",
    "papers_of",
    "write_paper",
]

State = CompetitionState | ClassState
_K, _C = CompetitionState, ClassState
_CONTESTS: tuple[State, ...] = (
    _K.DRAFT,
    _K.ENTRY_OPEN,
    _K.RUNNING,
    _K.SCORING_CLOSED,
    _K.CHECKED,
    _K.LOCKED,
    _K.PUBLISHED,
    _K.AWARDED,
    _K.ARCHIVED,
)
_CLASSES: tuple[State, ...] = (
    _C.PLANNED,
    _C.OPEN,
    _C.RUNNING,
    _C.ENDED,
    _C.CONFIRMED,
    _C.ARCHIVED,
)
_ORDER = {state: at for states in (_CONTESTS, _CLASSES) for at, state in enumerate(states)}

_Write = Callable[[Desk, Asked], Written]


@dataclass(frozen=True)
class TrainingPaper:
    """One paper: of what it tells, as which files it comes, from which state on.

    A `public` one is hung out: names and units, and no number of anybody. `since` is None where
    it is always ready.
    """

    code: str
    label: str
    hint: str
    forms: tuple[Form, ...]
    subject: Subject
    since: State | None
    writer: _Write = field(repr=False, compare=False)
    public: bool = False

    def ready(self, state: State | None) -> bool:
        """Whether its subject is that far; one given up has what it came to."""
        if self.since is None or state is None or state not in _ORDER:
            return True
        return _ORDER[state] >= _ORDER[self.since]


_BOTH, _PDF = (Form.PDF, Form.XLSX), (Form.PDF,)


def _lists(read: Callable[[UnitOfWork, Asked], Lists]) -> _Write:
    return lambda desk, asked: write_lists_of(desk, asked, read)


def _drawn(read: Callable[[UnitOfWork, Asked], Drawn]) -> _Write:
    return lambda desk, asked: write_drawn(desk, asked, read)


def _official(read: Callable[[UnitOfWork, Asked], Official]) -> _Write:
    return lambda desk, asked: write_official(desk, asked, read)


def _contest(
    code: str,
    label: str,
    hint: str,
    since: CompetitionState,
    writer: _Write,
    *,
    forms: tuple[Form, ...] = _BOTH,
    public: bool = False,
) -> TrainingPaper:
    return TrainingPaper(code, label, hint, forms, Subject.COMPETITION, since, writer, public)


def _class(
    code: str,
    label: str,
    hint: str,
    since: ClassState,
    writer: _Write,
    *,
    forms: tuple[Form, ...] = _BOTH,
) -> TrainingPaper:
    return TrainingPaper(code, label, hint, forms, Subject.TRAINING_CLASS, since, writer)


PAPERS: tuple[TrainingPaper, ...] = (
    _contest(
        "entry_list",
        "参赛名册",
        "选手和代表队，队员和替补",
        _K.DRAFT,
        _lists(contest_lists.entry_list),
    ),
    _contest(
        "draw_list",
        "抽签表",
        "每个项目一页，已抽的按抽签号",
        _K.ENTRY_OPEN,
        _lists(contest_lists.draw_list),
    ),
    _contest(
        "sign_in",
        "比武签到表",
        "全体选手，或一个项目的参赛者",
        _K.ENTRY_OPEN,
        _lists(contest_lists.sign_in),
    ),
    _contest(
        "judge_sheets",
        "评委评分表",
        "每名评委一页，按抽签号，不印姓名",
        _K.ENTRY_OPEN,
        _drawn(contest_sheets.judge_sheets),
        forms=_PDF,
    ),
    _contest(
        "judge_slips",
        "评委评分单",
        "每名评委、每个抽签号一张，每页 2 张",
        _K.ENTRY_OPEN,
        _drawn(contest_sheets.judge_slips),
        forms=_PDF,
    ),
    _contest(
        "entrant_sheets",
        "选手评分汇总单",
        "每个抽签号一张，全体评委，供记分员汇总",
        _K.ENTRY_OPEN,
        _drawn(contest_sheets.entrant_sheets),
        forms=_PDF,
    ),
    _contest(
        "point_sheets",
        "抢答和风险题记分表",
        "按轮次，可输出空白的",
        _K.ENTRY_OPEN,
        _lists(contest_sheets.point_sheets),
    ),
    _contest(
        "mark_table",
        "评分明细表",
        "选手和评委对照，去掉的分划线，有签字栏",
        _K.RUNNING,
        _lists(contest_marks.mark_table),
    ),
    _contest(
        "ranking",
        "成绩榜",
        "张榜用，每个排名一张，写明申诉截止时间",
        _K.SCORING_CLOSED,
        _lists(contest_scores.ranking_list),
        public=True,
    ),
    _contest(
        "person_scores",
        "个人成绩表",
        "各项成绩、扣分、总分、奖项",
        _K.SCORING_CLOSED,
        _lists(contest_scores.person_scores),
    ),
    _contest(
        "team_scores",
        "团体成绩表",
        "队员得分、团体项目、总分、奖项",
        _K.SCORING_CLOSED,
        _lists(contest_scores.team_scores),
    ),
    _contest(
        "judges_report",
        "评委评分情况",
        "分差、一致性、本单位倾向，只供主评委",
        _K.RUNNING,
        _lists(judged.judges_report),
    ),
    _contest(
        "lots",
        "抽签记录",
        "同分抽签，每次一页，见证人签名",
        _K.SCORING_CLOSED,
        _drawn(contest_records.lot_records),
        forms=_PDF,
    ),
    _contest(
        "protests",
        "申诉处理单",
        "每件一页，可输出空白的",
        _K.ENTRY_OPEN,
        _drawn(contest_records.protest_records),
        forms=_PDF,
    ),
    _contest(
        "bulletin",
        "成绩通报",
        "按公文格式，附个人和团体成绩表",
        _K.LOCKED,
        _official(bulletin.bulletin),
        public=True,
        forms=_PDF,
    ),
    _contest(
        "correction",
        "更正通报",
        "按公文格式，复核改动的成绩、名次和奖项",
        _K.PUBLISHED,
        _official(correction.correction),
        public=True,
        forms=_PDF,
    ),
    _contest(
        "prizes",
        "获奖名单",
        "按奖项，有证书编号和签领栏",
        _K.AWARDED,
        _lists(prizes.prize_list),
    ),
    _contest(
        "certificates",
        "获奖证书",
        "一个奖项或全部，签发后打印；Excel 为登记册",
        _K.AWARDED,
        prizes.write_prize_certificates,
    ),
    _class(
        "class_notice",
        "开班通知",
        "按公文格式，附课程安排表和参训人员名单",
        _C.PLANNED,
        _official(class_notice.notice),
        forms=_PDF,
    ),
    _class(
        "class_sign_in",
        "报到签到表",
        "每节课一页",
        _C.PLANNED,
        _lists(classes.sign_in),
    ),
    _class(
        "class_attendance",
        "考勤汇总表",
        "人员和课次对照，实到学时",
        _C.RUNNING,
        _lists(classes.attendance),
    ),
    _class(
        "class_hours",
        "学时表",
        "应到、实到、测试和认定学时",
        _C.RUNNING,
        _lists(classes.hours),
    ),
    _class(
        "class_graduates",
        "结业名单",
        "结果确认后合格的人",
        _C.CONFIRMED,
        _lists(classes.graduates),
    ),
    _class(
        "class_certificates",
        "结业证书",
        "签发后打印；Excel 为登记册",
        _C.CONFIRMED,
        class_certificates.write_class_certificates,
    ),
    TrainingPaper(
        "training_record",
        "个人培训记录",
        "一个人的培训、年度学时和比武成绩",
        _BOTH,
        Subject.PERSON,
        None,
        _lists(person.training_record),
    ),
    TrainingPaper(
        "rotation",
        "轮训完成情况表",
        "当年各街道、各岗位的应训和已训",
        _BOTH,
        Subject.YEAR,
        None,
        _lists(rotation.rotation_table),
    ),
    TrainingPaper(
        "year_hours",
        "年度学时表",
        "当年在岗的人已得和还差的学时",
        _BOTH,
        Subject.YEAR,
        None,
        _lists(rotation.year_hours),
    ),
)


def papers_of(subject: Subject) -> tuple[TrainingPaper, ...]:
    """The papers that tell of one kind of subject, in the order of its work."""
    return tuple(paper for paper in PAPERS if paper.subject is subject)


def paper_by_code(code: str) -> TrainingPaper:
    """The paper of a code. Raises UserError for one that does not exist."""
    found = next((paper for paper in PAPERS if paper.code == code), None)
    if found is None:
        known = "、".join(f"{paper.code}（{paper.label}）" for paper in PAPERS)
        raise UserError(f"没有文书“{code}”。可用的有：{known}")
    return found


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
    """Write one paper of a competition, class, person or year, and put it on record.

    Raises Refused without the right, UserError where the paper does not come as such a file,
    nothing would stand on it, a character has no glyph (naming whose), or it cannot be written.
    """
    paper = paper_by_code(code)
    if form not in paper.forms:
        offered = "、".join(one.label for one in paper.forms)
        raise UserError(f"{paper.label}没有 {form.label} 格式，请选 {offered}")
    given = options or PaperOptions()
    return paper.writer(desk, Asked(code, subject_id, path, form, given, progress or Progress()))
