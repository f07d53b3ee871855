"""The words of hiring: states of batches and candidates with their arrows (model.md 3)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class BatchKind(Labelled):
    """Where the candidates of a batch come from."""

    OPEN = "open", "公开招录"
    INTERNAL = "internal", "内部遴选"


class PlanState(Labelled):
    """Whether a plan of the year may be filled."""

    DRAFT = "draft", "拟定中"
    APPROVED = "approved", "已批准"
    VOID = "void", "作废"


class BatchState(Labelled):
    """How far a batch has come, from the announcement to the hire."""

    DRAFT = "draft", "拟定公告"
    PUBLISHED = "published", "已发公告"
    APPLYING = "applying", "报名与资格审查"
    EXAMINING = "examining", "笔试与面试"
    VETTING = "vetting", "体检与政审"
    PUBLICISING = "publicising", "公示中"
    DECIDING = "deciding", "待决定"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


_B = BatchState
BATCH_ARROWS: dict[BatchState, tuple[BatchState, ...]] = {
    _B.DRAFT: (_B.PUBLISHED, _B.CANCELLED),
    _B.PUBLISHED: (_B.APPLYING, _B.CANCELLED),
    _B.APPLYING: (_B.EXAMINING, _B.CANCELLED),
    _B.EXAMINING: (_B.VETTING, _B.CANCELLED),
    _B.VETTING: (_B.PUBLICISING, _B.CANCELLED),
    # Somebody fell out, by an objection or of his own will: the next is vetted and shown anew.
    _B.PUBLICISING: (_B.VETTING, _B.DECIDING, _B.CANCELLED),
    _B.DECIDING: (_B.VETTING, _B.CLOSED, _B.CANCELLED),
    _B.CLOSED: (),
    _B.CANCELLED: (),
}
"""Where a batch may go from each state; the database refuses any other step."""

ENDED = (_B.CLOSED, _B.CANCELLED)


class CandidateState(Labelled):
    """How far somebody has come in a batch; who did not make a list keeps the state before it."""

    SUBMITTED = "submitted", "已报名"
    REJECTED = "rejected", "资格不符"
    QUALIFIED = "qualified", "资格合格"
    EXAM_ABSENT = "exam_absent", "笔试缺考"
    EXAMINED = "examined", "已笔试"
    INTERVIEW = "interview", "入围面试"
    RANKED = "ranked", "已排名"
    MEDICAL = "medical", "体检政审中"
    VETTED = "vetted", "体检政审合格"
    VETTING_FAILED = "vetting_failed", "体检政审不合格"
    PUBLICISED = "publicised", "拟录用"
    HIRED = "hired", "已录用"
    DECLINED = "declined", "放弃录用"
    WITHDRAWN = "withdrawn", "退出报名"
    DISQUALIFIED = "disqualified", "取消资格"


_C = CandidateState
_OUT = (_C.WITHDRAWN, _C.DISQUALIFIED)
CANDIDATE_ARROWS: dict[CandidateState, tuple[CandidateState, ...]] = {
    _C.SUBMITTED: (_C.QUALIFIED, _C.REJECTED, *_OUT),
    # Papers handed in later, or a check that was wrong: looked at anew, with the reason.
    _C.REJECTED: (_C.SUBMITTED,),
    _C.QUALIFIED: (_C.SUBMITTED, _C.EXAM_ABSENT, _C.EXAMINED, _C.INTERVIEW, *_OUT),
    # A mark that came to the wrong sheet.
    _C.EXAM_ABSENT: (_C.QUALIFIED, _C.EXAMINED),
    _C.EXAMINED: (_C.QUALIFIED, _C.EXAM_ABSENT, _C.INTERVIEW, *_OUT),
    # A list made anew sends back who is not on it any more.
    _C.INTERVIEW: (_C.QUALIFIED, _C.EXAMINED, _C.RANKED, *_OUT),
    _C.RANKED: (_C.INTERVIEW, _C.MEDICAL, *_OUT),
    _C.MEDICAL: (_C.VETTED, _C.VETTING_FAILED, _C.DECLINED, *_OUT),
    _C.VETTED: (_C.PUBLICISED, _C.VETTING_FAILED, _C.DECLINED, *_OUT),
    _C.PUBLICISED: (_C.VETTED, _C.HIRED, _C.DECLINED, *_OUT),
    _C.VETTING_FAILED: (),
    _C.HIRED: (),
    _C.DECLINED: (),
    _C.WITHDRAWN: (),
    _C.DISQUALIFIED: (),
}
"""Where a candidate may go from each state; the database refuses any other step."""

NEEDS_REASON = (_C.DECLINED, *_OUT, _C.VETTING_FAILED)
"""What ends somebody's way says why."""

HOLDING = (_C.MEDICAL, _C.VETTED, _C.PUBLICISED)
"""Who is in one of these has a place, and it passes on when he falls out."""

RUNNING = tuple(state for state, ends in CANDIDATE_ARROWS.items() if ends)


class RejectCode(Labelled):
    """Why somebody may not apply; the note says more."""

    CONDITION = "condition", "不符合报考条件"
    BARRED = "barred", "属于不得报考的情形"
    PAPERS = "papers", "材料不全"
    LATE = "late", "逾期报名"
    TWICE = "twice", "重复报名"


class NoMark(Labelled):
    """Why a written exam has no mark; a missing mark is never 0."""

    ABSENT = "absent", "缺考"
    CHEATING = "cheating", "作弊取消"
    VOID = "void", "试卷作废"


class VettingKind(Labelled):
    """What is looked at after the ranking."""

    MEDICAL = "medical", "体检"
    VETTING = "vetting", "政审考察"


class VettingResult(Labelled):
    """Only the result and its reference are kept, never a finding (rules.md 2)."""

    PASS = "pass", "合格"
    FAIL = "fail", "不合格"


class RunStage(Labelled):
    """What a run ranks."""

    INTERVIEW_LIST = "interview_list", "面试入围"
    TOTAL = "total", "总成绩排名"


class RunState(Labelled):
    """One run of a stage counts, the others stay to be read."""

    APPLIED = "applied", "采用"
    VOID = "void", "作废"


class Outcome(Labelled):
    """What a run says of a candidate."""

    IN = "in", "入围"
    RESERVE = "reserve", "递补"
    OUT = "out", "未入围"
    BELOW = "below", "未达合格线"
    NO_RESULT = "no_result", "无成绩"


class AllotmentState(Labelled):
    """Whether somebody is to have a grid, has it, or gave it up."""

    PROPOSED = "proposed", "拟录用"
    HIRED = "hired", "已录用"
    RELEASED = "released", "已退出"


class ReserveState(Labelled):
    """What became of a reserve."""

    WAITING = "waiting", "候补"
    CALLED = "called", "已递补"
    LAPSED = "lapsed", "失效"
