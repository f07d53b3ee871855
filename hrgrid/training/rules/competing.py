"""The words of competitions: states with their arrows, kinds of events, prizes (model.md 5)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Level(Labelled):
    """Who holds a competition; the first of one level go on to the next."""

    TOWN = "town", "街道（镇）级"
    DISTRICT = "district", "县（市、区）级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"


class CompetitionState(Labelled):
    """How far a competition has come."""

    DRAFT = "draft", "筹备中"
    ENTRY_OPEN = "entry_open", "报名中"
    RUNNING = "running", "比赛中"
    SCORING_CLOSED = "scoring_closed", "评分截止"
    CHECKED = "checked", "成绩已张榜"
    LOCKED = "locked", "成绩已定"
    PUBLISHED = "published", "已通报"
    AWARDED = "awarded", "已颁奖"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


_S = CompetitionState
COMPETITION_ARROWS: dict[CompetitionState, tuple[CompetitionState, ...]] = {
    _S.DRAFT: (_S.ENTRY_OPEN, _S.CANCELLED),
    _S.ENTRY_OPEN: (_S.DRAFT, _S.RUNNING, _S.CANCELLED),
    _S.RUNNING: (_S.ENTRY_OPEN, _S.SCORING_CLOSED, _S.CANCELLED),
    # Before the result is fixed the marks may be opened again, with a reason.
    _S.SCORING_CLOSED: (_S.RUNNING, _S.CHECKED, _S.CANCELLED),
    _S.CHECKED: (_S.RUNNING, _S.LOCKED, _S.CANCELLED),
    # From here on only a re-score changes a mark.
    _S.LOCKED: (_S.PUBLISHED,),
    # Without prizes there is nothing to award.
    _S.PUBLISHED: (_S.AWARDED, _S.ARCHIVED),
    _S.AWARDED: (_S.ARCHIVED,),
    _S.ARCHIVED: (),
    _S.CANCELLED: (),
}
"""Where a competition may go from each state; the database refuses any other step."""

FIXED = (_S.LOCKED, _S.PUBLISHED, _S.AWARDED, _S.ARCHIVED)
"""The result stands, with its approval."""
PREPARING = (_S.DRAFT, _S.ENTRY_OPEN)
"""The rule and the events may be changed."""


class EventKind(Labelled):
    """How an event is marked: by judges on sheets, or by points as it runs."""

    WRITTEN = "written", "理论笔试"
    PRACTICAL = "practical", "实务操作"
    ON_STAGE = "on_stage", "现场展示"
    TEAM = "team", "团队项目"
    QUICK_FIRE = "quick_fire", "抢答"
    RISK = "risk", "风险题"


RUNNING_POINTS = (EventKind.QUICK_FIRE, EventKind.RISK)
"""Points are given and taken question by question; there are no sheets."""


class Side(Labelled):
    """Whether one competes alone or as a team."""

    PERSON = "person", "个人"
    TEAM = "team", "团队"


class MemberRole(Labelled):
    """What somebody is in his team; only the regular members' scores count."""

    REGULAR = "regular", "正式队员"
    SUBSTITUTE = "substitute", "替补队员"


class EntrantState(Labelled):
    """Whether somebody still competes; what happens in one event is said there."""

    ENTERED = "entered", "参赛"
    WITHDRAWN = "withdrawn", "退赛"
    DISQUALIFIED = "disqualified", "取消资格"


class RankingRunState(Labelled):
    """Whether a computed ranking counts."""

    APPLIED = "applied", "有效"
    VOID = "void", "作废"


class LotMethod(Labelled):
    """How a lot was drawn."""

    PHYSICAL = "physical", "现场抽签"
    SEED = "seed", "随机种子"


class AwardState(Labelled):
    """Whether a prize is still held; a correction takes nothing away by itself."""

    HELD = "held", "有效"
    WITHDRAWN = "withdrawn", "已收回"


class ProtestState(Labelled):
    """How far a protest has come."""

    FILED = "filed", "已提出"
    ACCEPTED = "accepted", "已受理"
    REFUSED = "refused", "不予受理"
    UPHELD = "upheld", "申诉成立"
    DENIED = "denied", "申诉不成立"


PROTEST_ARROWS: dict[ProtestState, tuple[ProtestState, ...]] = {
    ProtestState.FILED: (ProtestState.ACCEPTED, ProtestState.REFUSED),
    ProtestState.ACCEPTED: (ProtestState.UPHELD, ProtestState.DENIED),
    ProtestState.REFUSED: (),
    ProtestState.UPHELD: (),
    ProtestState.DENIED: (),
}
OPEN_PROTESTS = (ProtestState.FILED, ProtestState.ACCEPTED)


class RescoreState(Labelled):
    """How far a re-score has come; nothing of it touches a mark before it is applied."""

    OPEN = "open", "拟定中"
    APPLIED = "applied", "已生效"
    CANCELLED = "cancelled", "已取消"


class ChangeKind(Labelled):
    """What a re-score changes."""

    MARK = "mark", "评委打分"
    DEDUCTION = "deduction", "扣分"
    EXTRA = "extra", "加分"
    VOIDED = "voided", "撤销加扣分"
    POINT = "point", "抢答得分"
    TIME = "time", "用时"
    STATUS = "status", "参赛状态"


PERSON_RANKING = "person"
TEAM_RANKING = "team"
"""Rankings are named by these or by the code of an event."""
