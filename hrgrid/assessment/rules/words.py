"""The words of assessment: periods with their arrows, kinds of formula, policies (model.md 6)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class PeriodKind(Labelled):
    """How long a period is."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年度"


PARTS_OF = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF_YEAR: 2,
    PeriodKind.YEAR: 1,
}
"""How many periods of a kind a year has."""


class PeriodState(Labelled):
    """How far the assessment of a period has come."""

    OPEN = "open", "已建立"
    COLLECTING = "collecting", "收集数据"
    SCORING = "scoring", "计分"
    SHOWN = "shown", "本人查看"
    APPEALS = "appeals", "申诉期"
    CONFIRMED = "confirmed", "已确认"
    LOCKED = "locked", "已归档"


_P = PeriodState
PERIOD_ARROWS: dict[PeriodState, tuple[PeriodState, ...]] = {
    _P.OPEN: (_P.COLLECTING,),
    _P.COLLECTING: (_P.SCORING,),
    _P.SCORING: (_P.COLLECTING, _P.SHOWN),
    _P.SHOWN: (_P.SCORING, _P.APPEALS),
    _P.APPEALS: (_P.SCORING, _P.CONFIRMED),
    # Reopened with a reason and an approval: a new revision; the old one stays to be read.
    _P.CONFIRMED: (_P.SCORING, _P.LOCKED),
    _P.LOCKED: (_P.SCORING,),
}
"""Where a period may go from each state; the database refuses any other step."""

SETTLED = (_P.CONFIRMED, _P.LOCKED)


class FormulaKind(Labelled):
    """How what was counted becomes points."""

    DEDUCT = "deduct", "逐项扣分", "从满分里按件扣，扣完为止。"
    BANDS = "bands", "按比率分档", "比率落在哪一档，就得那一档的分。"
    LINEAR = "linear", "按比率折算", "比率从零分线到满分线，按比例得分。"
    COUNT = "count", "按件计分", "每件得若干分，到满分为止。"
    MEAN = "mean", "按平均分折算", "各期得分或评议的平均分，按这一项的满分折算，不封顶。"
    PASS = "pass", "达标计分", "达到要求得满分，否则不得分。"
    BONUS = "bonus", "加分", "按加分项目逐条加，到上限为止。"
    VETO = "veto", "一票否决", "有一条就定为不合格。"


ON_TOP = (FormulaKind.BONUS, FormulaKind.VETO)
"""Of these the points are no part of the hundred."""
RATIOS = (FormulaKind.BANDS, FormulaKind.LINEAR, FormulaKind.MEAN)
"""These read one indicator, its amount over its base."""


class NotApplicable(Labelled):
    """What becomes of the points of an item that does not apply to somebody."""

    RENORMALISE = "renormalise", "不计这一项，其余各项按比例放大"
    FULL = "full", "按满分"
    ZERO = "zero", "按零分"


class Missing(Labelled):
    """What becomes of an item of which nothing was delivered."""

    BLOCK = "block", "补齐以前不出结果"
    ZERO = "zero", "按零分"
    NOT_APPLICABLE = "not_applicable", "当作不适用"


class ItemState(Labelled):
    """What is known of an item; none of them is a zero."""

    VALUE = "value", "有数据"
    NOT_APPLICABLE = "not_applicable", "不适用"
    MISSING = "missing", "没有数据"


class Source(Labelled):
    """Where the figures of an indicator come from."""

    IMPORTED = "imported", "其他平台导出"
    BY_HAND = "by_hand", "手工填写"
    TRAINING = "training", "培训记录"
    COMPETITION = "competition", "技能比武"
    INSPECTION = "inspection", "双随机检查"
    PERIODS = "periods", "各期考核结果"
    REVIEW = "review", "评议"


class ReviewPart(Labelled):
    """Who is asked at a review; each part is an indicator of its own."""

    OFFICE = "office", "街道评议"
    COMMUNITY = "community", "社区评议"
    SERVED = "served", "服务对象评议"


class LeftOut(Labelled):
    """Why somebody is in the list of a period and has no result."""

    TOO_FEW_DAYS = "too_few_days", "在岗天数不够"
    ON_LEAVE = "on_leave", "请假"
    OTHER = "other", "其他"


class RunState(Labelled):
    """Whether a computed result counts."""

    APPLIED = "applied", "有效"
    VOID = "void", "作废"


class Shown(Labelled):
    """How somebody was shown the result."""

    SIGNED = "signed", "本人签字"
    SENT = "sent", "已送达"
    REFUSED = "refused", "拒签，有见证人"


class ModerationState(Labelled):
    """Whether a change of a total counts."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class AppealState(Labelled):
    """How far an appeal has come."""

    FILED = "filed", "已提出"
    REVIEWING = "reviewing", "复核中"
    UPHELD = "upheld", "申诉成立"
    DENIED = "denied", "申诉不成立"
    WITHDRAWN = "withdrawn", "已撤回"


APPEAL_ARROWS: dict[AppealState, tuple[AppealState, ...]] = {
    AppealState.FILED: (AppealState.REVIEWING, AppealState.WITHDRAWN),
    AppealState.REVIEWING: (AppealState.UPHELD, AppealState.DENIED, AppealState.WITHDRAWN),
    AppealState.UPHELD: (),
    AppealState.DENIED: (),
    AppealState.WITHDRAWN: (),
}
OPEN_APPEALS = (AppealState.FILED, AppealState.REVIEWING)


class InspectionState(Labelled):
    """How far a random inspection has come."""

    DRAFT = "draft", "拟定中"
    DRAWN = "drawn", "已抽取"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


INSPECTION_ARROWS: dict[InspectionState, tuple[InspectionState, ...]] = {
    InspectionState.DRAFT: (InspectionState.DRAWN, InspectionState.CANCELLED),
    InspectionState.DRAWN: (InspectionState.CLOSED, InspectionState.CANCELLED),
    InspectionState.CLOSED: (),
    InspectionState.CANCELLED: (),
}


class VisitResult(Labelled):
    """What a visit found."""

    PASSED = "passed", "合格"
    FAILED = "failed", "发现问题"
    NOT_HELD = "not_held", "未查成"


class CheckKind(Labelled):
    """Under which heading of the bulletin a check stands (documents.md 6)."""

    PATROL = "patrol", "巡查类"
    RECORDS = "records", "信息类"
    RESPONSE = "response", "响应类"
    OFFICES = "offices", "联动单位处置类"


class CheckMark(Labelled):
    """What was found of one thing to look at."""

    FINE = "fine", "合格"
    FAULT = "fault", "有问题"
    UNSEEN = "unseen", "未查"


class FindingState(Labelled):
    """Whether what was found has been put right."""

    OPEN = "open", "待整改"
    RECTIFIED = "rectified", "已整改，待复查"
    CLOSED = "closed", "已销号"
    VOID = "void", "记错作废"


UNSETTLED_FINDINGS = (FindingState.OPEN, FindingState.RECTIFIED)
