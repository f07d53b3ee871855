"""The words of training: courses, classes with their arrows, enrolment, attendance (model.md 4)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class CourseKind(Labelled):
    """What hours a course counts for."""

    PRE_SERVICE = "pre_service", "岗前培训"
    ROTATION = "rotation", "轮训"
    SPECIAL = "special", "专题培训"
    CLOSED = "closed", "封闭集训"


class ClassMode(Labelled):
    """Who holds a class; what others hold comes with its evidence."""

    OWN = "own", "自办"
    JOINT = "joint", "联训"
    EXTERNAL = "external", "外训"


class ClassState(Labelled):
    """How far a class has come."""

    PLANNED = "planned", "筹备中"
    OPEN = "open", "报名中"
    RUNNING = "running", "上课中"
    ENDED = "ended", "已结课"
    CONFIRMED = "confirmed", "结果已定"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


_C = ClassState
CLASS_ARROWS: dict[ClassState, tuple[ClassState, ...]] = {
    _C.PLANNED: (_C.OPEN, _C.CANCELLED),
    _C.OPEN: (_C.PLANNED, _C.RUNNING, _C.CANCELLED),
    _C.RUNNING: (_C.ENDED, _C.CANCELLED),
    _C.ENDED: (_C.RUNNING, _C.CONFIRMED),
    # Reopened with a reason: what is confirmed next is a new version of the results.
    _C.CONFIRMED: (_C.ENDED, _C.ARCHIVED),
    _C.ARCHIVED: (),
    _C.CANCELLED: (),
}
"""Where a class may go from each state; the database refuses any other step."""

SETTLED = (_C.CONFIRMED, _C.ARCHIVED)


class Source(Labelled):
    """How somebody came into a class."""

    ASSIGNED = "assigned", "指派"
    DUE = "due", "应训名单"
    SELF = "self", "本人报名"


class EnrolmentState(Labelled):
    """Whether somebody has a place in a class; completed and failed come with the results."""

    INVITED = "invited", "已通知"
    ENROLLED = "enrolled", "已报名"
    WAITING = "waiting", "候补"
    CANCELLED = "cancelled", "已取消"
    COMPLETED = "completed", "合格"
    FAILED = "failed", "不合格"


HOLDS_PLACE = (EnrolmentState.INVITED, EnrolmentState.ENROLLED)


class Presence(Labelled):
    """What a sign-in sheet says of somebody; a cell that is empty says nothing, never absent."""

    PRESENT = "present", "到"
    LATE = "late", "迟到"
    LEFT_EARLY = "left_early", "早退"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺勤"
    EXCUSED = "excused", "免修"


MAY_BE_MADE_UP = (Presence.LEAVE, Presence.ABSENT)
CLOCKED = (Presence.LATE, Presence.LEFT_EARLY)
"""Of these the times of coming and going count."""
