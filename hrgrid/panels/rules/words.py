"""The words of a panel: its states, those of seats, entrants and sheets (model.md 5)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class PanelState(Labelled):
    """Whether marks may still come in."""

    OPEN = "open", "录分中"
    CLOSED = "closed", "已截止"


class SeatState(Labelled):
    """Whether somebody sits and marks; the marks of a struck judge do not count."""

    ACTIVE = "active", "在席"
    REPLACED = "replaced", "已换下", "换下前打的分照算，接替的人在同一席位继续打分。"
    STRUCK = "struck", "已除名", "这名评委打的分全部作废。"


class EntrantStatus(Labelled):
    """Whether somebody competes; only who is entered is marked and ranked."""

    ENTERED = "entered", "参加"
    ABSENT = "absent", "缺席"
    WITHDRAWN = "withdrawn", "退出"
    DISQUALIFIED = "disqualified", "取消资格"


class Ground(Labelled):
    """Why a judge does not mark an entrant."""

    SAME_UNIT = "same_unit", "同单位"
    KIN = "kin", "亲属"
    TRAINER = "trainer", "师徒"
    OTHER = "other", "其他"


class NoMark(Labelled):
    """Why there is no mark; it is never a 0. `short` fits into a cell of the grid."""

    JUDGE_ABSENT = "judge_absent", "评委缺席", "缺席"
    NOT_PERFORMED = "not_performed", "未作答", "未作答"
    ILLEGIBLE = "illegible", "字迹不清", "不清"

    @property
    def short(self) -> str:
        """The word for a narrow cell."""
        return self.explanation


class SheetState(Labelled):
    """How far the marks of one judge for one entrant have come."""

    ENTERING = "entering", "录入中"
    CHECKING = "checking", "核对中"
    DIFFERENT = "different", "两遍不一致"
    DEFINITIVE = "definitive", "已定"
    SUPERSEDED = "superseded", "已更正"
    VOID = "void", "已作废"


class KeyingState(Labelled):
    """Whether one typing of a sheet counts."""

    LIVE = "live", "有效"
    DISCARDED = "discarded", "已弃用"


class AdjustmentKind(Labelled):
    """Which way points beside the marks go."""

    DEDUCTION = "deduction", "扣分"
    EXTRA = "extra", "加分"


LIVE_SHEETS = (
    SheetState.ENTERING,
    SheetState.CHECKING,
    SheetState.DIFFERENT,
    SheetState.DEFINITIVE,
)
"""At most one of these stands for an entrant in a column of judges."""
COUNTING_SEATS = (SeatState.ACTIVE, SeatState.REPLACED)
"""Whose marks count."""
