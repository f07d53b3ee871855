"""Every paper of exits: one table for the screen and the command line (documents.md 8)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.documents.papers.declaring import BOTH, PDF, Paper, Papers, drawn, lists, official
from hrgrid.documents.papers.written import Written
from hrgrid.exits.papers import leaving_letters, records, tables, warning_letters
from hrgrid.exits.papers.options import Asked, PaperOptions, Subject
from hrgrid.exits.rules.words import ExitState
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk

__all__ = [
    "PAPERS",
    "ExitPaperKind",
    "PaperOptions",
    "Subject",
    "Written",
    "paper_by_code",
    "papers_of",
    "write_paper",
]

ExitPaperKind = Paper[Asked]
_S = ExitState


def _case(
    code: str,
    label: str,
    hint: str,
    since: Labelled,
    writer: Callable[[Desk, Asked], Written],
) -> ExitPaperKind:
    return ExitPaperKind(code, label, hint, PDF, Subject.CASE, since, writer)


PAPERS: tuple[ExitPaperKind, ...] = (
    _case(
        "warning",
        "考核预警通知书",
        "带送达回证；写明得分、谈话和补训",
        _S.WARNED,
        official(warning_letters.warning),
    ),
    _case("talk", "约谈记录", "每次约谈一页；约谈前是空白的", _S.WARNED, drawn(records.talk)),
    _case(
        "remedy",
        "培训（调岗）通知书",
        "补训或调岗的内容和起止日期",
        _S.REMEDY,
        official(warning_letters.remedy),
    ),
    _case(
        "reassessment",
        "再考核结果告知书",
        "得分、合格线和下一步",
        _S.REASSESSED,
        official(warning_letters.reassessment),
    ),
    _case(
        "proposal",
        "拟解除告知书",
        "依据、事实和申辩期限",
        _S.PROPOSED,
        official(leaving_letters.proposal),
    ),
    _case(
        "union",
        "征求工会意见函",
        "带工会回执",
        _S.PROPOSED,
        official(leaving_letters.union),
    ),
    _case(
        "approval",
        "退出审批表",
        "办理过程和各级意见",
        _S.PROPOSED,
        drawn(records.approval),
    ),
    _case(
        "notice",
        "解除通知书（退回函）",
        "提前三十日或代通知金；派遣人员退回劳务派遣单位",
        _S.APPROVED,
        official(leaving_letters.notice),
    ),
    _case(
        "release",
        "免去网格职务通知书",
        "兼职和志愿者的一份文书",
        _S.APPROVED,
        official(leaving_letters.release),
    ),
    _case(
        "severance",
        "经济补偿计算单",
        "逐行写明计算过程，带大写金额",
        _S.PROPOSED,
        drawn(records.severance),
    ),
    _case(
        "proof",
        "解除证明",
        "离岗当日出具",
        _S.EXECUTED,
        official(leaving_letters.proof),
    ),
    _case(
        "relief",
        "解除预警通知书",
        "再考核合格，解除预警",
        _S.IMPROVED,
        official(warning_letters.relief),
    ),
    ExitPaperKind(
        "look_list",
        "预警名单",
        "原因和月数不够的人；排名仅作为提醒线索",
        BOTH,
        Subject.LOOK,
        None,
        lists(tables.look_list),
    ),
    ExitPaperKind(
        "case_list",
        "退出事项台账",
        "当年立案的事项，内部使用",
        BOTH,
        Subject.YEAR,
        None,
        lists(tables.case_list),
    ),
    ExitPaperKind(
        "year_exits",
        "年度预警和退出情况",
        "先列解除预警的；公开的不列姓名和少于 5 的人数",
        BOTH,
        Subject.YEAR,
        None,
        lists(tables.yearly),
    ),
)
_TABLE = Papers(PAPERS)


def papers_of(subject: Subject) -> tuple[ExitPaperKind, ...]:
    """The papers that tell of one kind of subject, in the order of its work."""
    return _TABLE.of(subject)


def paper_by_code(code: str) -> ExitPaperKind:
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
    """Write one paper of a case, look or year; raises as `Papers.write` does."""
    given = options or PaperOptions()
    return _TABLE.write(desk, Asked(code, subject_id, path, form, given, progress or Progress()))
