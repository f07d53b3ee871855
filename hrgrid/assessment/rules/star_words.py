"""The words of stars: rounds with their arrows, what holds a star back, themes of grids."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class StarSubject(Labelled):
    """Whose stars a round decides."""

    PERSON = "person", "网格员"
    GRID = "grid", "网格"

    @property
    def counted(self) -> str:
        """What stands behind a count of them in a sentence."""
        return "人" if self is StarSubject.PERSON else "个网格"


class RoundState(Labelled):
    """How far a round of stars has come."""

    DRAFT = "draft", "评定中"
    CONFIRMED = "confirmed", "已评定"
    CANCELLED = "cancelled", "已取消"


ROUND_ARROWS: dict[RoundState, tuple[RoundState, ...]] = {
    RoundState.DRAFT: (RoundState.CONFIRMED, RoundState.CANCELLED),
    # Reopened with a reason and an approval: a new revision, the stars of the old one are void.
    RoundState.CONFIRMED: (RoundState.DRAFT,),
    RoundState.CANCELLED: (),
}
"""Where a round may go from each state; the database refuses any other step."""


class NoStar(Labelled):
    """Why somebody who stands in a round takes no part in it."""

    NO_RESULT = "no_result", "没有考核结果"
    TOO_FEW_MONTHS = "too_few_months", "考核月数不够"
    OTHER = "other", "其他"


class HeldBack(Labelled):
    """What made the star another one than the score line gives, in the order of the reckoning."""

    SHARE = "share", "名额已满"
    VETO = "veto", "一票否决"
    BAD_MONTH = "bad_month", "有不合格的月份"
    NEWCOMER = "newcomer", "新进人员上限"
    STEP = "step", "一次最多升一星"
    THEME = "theme", "三无三零主题未达标"


class ThemeKind(Labelled):
    """三无三零: three that shall not be there, three that shall be nought (the seed's own list)."""

    WITHOUT = "without", "三无"
    ZERO = "zero", "三零"


class ThemeMark(Labelled):
    """How a grid stood in a theme in a month."""

    MET = "met", "达标"
    BROKEN = "broken", "未达标"
    NOT_APPLICABLE = "not_applicable", "不适用"


HIGHEST = 5
"""五星."""


def change_words(before: int, level: int) -> str:
    """升 1 星, 降 2 星, nothing where it stayed; who had none is not raised but given one."""
    if before == level:
        return ""
    if not before:
        return f"评为{star_label(level)}"
    by = level - before
    return f"升 {by} 星" if by > 0 else f"降 {-by} 星"


def star_label(level: int) -> str:
    """A star as papers call it: 五星 … 一星, 未评星 for nought."""
    return f"{'〇一二三四五'[level]}星" if level else "未评星"
