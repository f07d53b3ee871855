"""Every paper of training and competitions: one table for the screen and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers.declaring import (
    BOTH,
    PDF,
    Paper,
    Papers,
    drawn,
    lists,
    official,
)
from hrgrid.documents.papers.written import Written
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
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

_K, _C = CompetitionState, ClassState
_Write = Callable[[Desk, Asked], Written]
TrainingPaper = Paper[Asked]


def _contest(
    code: str,
    label: str,
    hint: str,
    since: CompetitionState,
    writer: _Write,
    *,
    forms: tuple[Form, ...] = BOTH,
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
    forms: tuple[Form, ...] = BOTH,
) -> TrainingPaper:
    return TrainingPaper(code, label, hint, forms, Subject.TRAINING_CLASS, since, writer)


PAPERS: tuple[TrainingPaper, ...] = (
    _contest(
        "entry_list",
        "参赛名册",
        "选手和代表队，队员和替补",
        _K.DRAFT,
        lists(contest_lists.entry_list),
    ),
    _contest(
        "draw_list",
        "抽签表",
        "每个项目一页，已抽的按抽签号",
        _K.ENTRY_OPEN,
        lists(contest_lists.draw_list),
    ),
    _contest(
        "sign_in",
        "比武签到表",
        "全体选手，或一个项目的参赛者",
        _K.ENTRY_OPEN,
        lists(contest_lists.sign_in),
    ),
    _contest(
        "judge_sheets",
        "评委评分表",
        "每名评委一页，按抽签号，不印姓名",
        _K.ENTRY_OPEN,
        drawn(contest_sheets.judge_sheets),
        forms=PDF,
    ),
    _contest(
        "judge_slips",
        "评委评分单",
        "每名评委、每个抽签号一张，每页 2 张",
        _K.ENTRY_OPEN,
        drawn(contest_sheets.judge_slips),
        forms=PDF,
    ),
    _contest(
        "entrant_sheets",
        "选手评分汇总单",
        "每个抽签号一张，全体评委，供记分员汇总",
        _K.ENTRY_OPEN,
        drawn(contest_sheets.entrant_sheets),
        forms=PDF,
    ),
    _contest(
        "point_sheets",
        "抢答和风险题记分表",
        "按轮次，可输出空白的",
        _K.ENTRY_OPEN,
        lists(contest_sheets.point_sheets),
    ),
    _contest(
        "mark_table",
        "评分明细表",
        "选手和评委对照，去掉的分划线，有签字栏",
        _K.RUNNING,
        lists(contest_marks.mark_table),
    ),
    _contest(
        "ranking",
        "成绩榜",
        "张榜用，每个排名一张，写明申诉截止时间",
        _K.SCORING_CLOSED,
        lists(contest_scores.ranking_list),
        public=True,
    ),
    _contest(
        "person_scores",
        "个人成绩表",
        "各项成绩、扣分、总分、奖项",
        _K.SCORING_CLOSED,
        lists(contest_scores.person_scores),
    ),
    _contest(
        "team_scores",
        "团体成绩表",
        "队员得分、团体项目、总分、奖项",
        _K.SCORING_CLOSED,
        lists(contest_scores.team_scores),
    ),
    _contest(
        "judges_report",
        "评委评分情况",
        "分差、一致性、本单位倾向，只供主评委",
        _K.RUNNING,
        lists(judged.judges_report),
    ),
    _contest(
        "lots",
        "抽签记录",
        "同分抽签，每次一页，见证人签名",
        _K.SCORING_CLOSED,
        drawn(contest_records.lot_records),
        forms=PDF,
    ),
    _contest(
        "protests",
        "申诉处理单",
        "每件一页，可输出空白的",
        _K.ENTRY_OPEN,
        drawn(contest_records.protest_records),
        forms=PDF,
    ),
    _contest(
        "bulletin",
        "成绩通报",
        "按公文格式，附个人和团体成绩表",
        _K.LOCKED,
        official(bulletin.bulletin),
        public=True,
        forms=PDF,
    ),
    _contest(
        "correction",
        "更正通报",
        "按公文格式，复核改动的成绩、名次和奖项",
        _K.PUBLISHED,
        official(correction.correction),
        public=True,
        forms=PDF,
    ),
    _contest(
        "prizes",
        "获奖名单",
        "按奖项，有证书编号和签领栏",
        _K.AWARDED,
        lists(prizes.prize_list),
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
        official(class_notice.notice),
        forms=PDF,
    ),
    _class(
        "class_sign_in",
        "报到签到表",
        "每节课一页",
        _C.PLANNED,
        lists(classes.sign_in),
    ),
    _class(
        "class_attendance",
        "考勤汇总表",
        "人员和课次对照，实到学时",
        _C.RUNNING,
        lists(classes.attendance),
    ),
    _class(
        "class_hours",
        "学时表",
        "应到、实到、测试和认定学时",
        _C.RUNNING,
        lists(classes.hours),
    ),
    _class(
        "class_graduates",
        "结业名单",
        "结果确认后合格的人",
        _C.CONFIRMED,
        lists(classes.graduates),
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
        BOTH,
        Subject.PERSON,
        None,
        lists(person.training_record),
    ),
    TrainingPaper(
        "rotation",
        "轮训完成情况表",
        "当年各街道、各岗位的应训和已训",
        BOTH,
        Subject.YEAR,
        None,
        lists(rotation.rotation_table),
    ),
    TrainingPaper(
        "year_hours",
        "年度学时表",
        "当年在岗的人已得和还差的学时",
        BOTH,
        Subject.YEAR,
        None,
        lists(rotation.year_hours),
    ),
)
_TABLE = Papers(PAPERS)


def papers_of(subject: Subject) -> tuple[TrainingPaper, ...]:
    """The papers that tell of one kind of subject, in the order of its work."""
    return _TABLE.of(subject)


def paper_by_code(code: str) -> TrainingPaper:
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
    """Write one paper of a competition, class, person or year; raises as `Papers.write` does."""
    given = options or PaperOptions()
    return _TABLE.write(desk, Asked(code, subject_id, path, form, given, progress or Progress()))
