"""The words of the workforce: levels, kinds of grids, roles and their flags (rules.md 1)."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled

DAWN = dt.date(1949, 10, 1)
"""Areas that came without a date have stood since before anything that the office records."""


class Level(Labelled):
    """Levels of the area tree, from the top; a tree may leave any of them out but the grid."""

    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道"
    ZONE = "zone", "片区"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"
    MICRO = "micro", "微网格"

    @property
    def depth(self) -> int:
        """0 for the city; what hangs below must be deeper."""
        return _LEVELS.index(self)


_LEVELS = list(Level)


class GridKind(Labelled):
    """What a grid is drawn around."""

    GENERAL = "general", "综合网格"
    DEDICATED = "dedicated", "专属网格"


class Employment(Labelled):
    """Whether the post is somebody's main work."""

    FULL = "full", "专职"
    PART = "part", "兼职"


class Engagement(Labelled):
    """On what ground somebody works; the lawful path out depends on it (rules.md 6)."""

    CONTRACT = "contract", "劳动合同"
    DISPATCH = "dispatch", "劳务派遣"
    PART_TIME = "part_time", "兼职聘任"
    VOLUNTEER = "volunteer", "志愿服务"


class PostState(Labelled):
    """Whether the end of a post is known; every count goes by the dates."""

    ACTIVE = "active", "在任"
    ENDED = "ended", "已止"
    VOIDED = "voided", "作废"


class PersonState(Labelled):
    """Of the person, not of a post."""

    PRESENT = "present", "在册"
    LEFT = "left", "离开"
    DECEASED = "deceased", "去世"
    MERGED = "merged", "并入"


@dataclass(frozen=True)
class RoleSpec:
    """A role as it ships; offices edit names and flags and add their own."""

    code: str
    label: str
    fills_grid: bool = False
    paid: bool = False
    front_line: bool = False
    may_be_honoured: bool = True


SHIPPED_ROLES = (
    RoleSpec("grid_worker", "网格员", fills_grid=True, paid=True, front_line=True),
    RoleSpec("grid_leader", "网格长", front_line=True),
    RoleSpec("supervisor", "督查员"),
    RoleSpec("reporter", "信息员", front_line=True),
    RoleSpec("liaison", "联络员", front_line=True),
    RoleSpec("patroller", "巡查员", paid=True, front_line=True),
    RoleSpec("police_officer", "网格警务员", front_line=True),
    RoleSpec("micro_liaison", "微网格联络员", front_line=True),
    RoleSpec("volunteer", "志愿者", front_line=True),
    RoleSpec("operator", "坐席员", paid=True, front_line=True),
    RoleSpec("platform_keeper", "联动平台管理者"),
    RoleSpec("linked_cadre", "包联干部"),
    RoleSpec("enforcer", "综合执法人员", front_line=True),
    RoleSpec("local_leader", "镇村领导"),
)
"""一长五员 and whom the published selection honoured besides (rules.md 1, 7)."""


class Cover(Labelled):
    """How a grid stands on a day; somebody's leave keeps the post, a cover fills no quota."""

    FILLED = "filled", "有人"
    COVERED = "covered", "代管"
    VACANT = "vacant", "空缺"


class PayEffect(Labelled):
    """What looking after a grid (代管) does to the pay of who does it."""

    NONE = "none", "不另发补贴"
    ALLOWANCE = "allowance", "按月发代管补贴"


class AbsenceKind(Labelled):
    """Why somebody who holds a post is not there; the post stays (model.md 2)."""

    LEAVE = "leave", "请假"
    TRAINING = "training", "外出学习"
    SECONDMENT = "secondment", "借调"
    SUSPENSION = "suspension", "停职"

    @property
    def listed(self) -> str:
        """What lists call it: a suspension is nobody's business but its handler's (rules.md 9)."""
        return "暂离" if self is AbsenceKind.SUSPENSION else self.label


class LeaveKind(Labelled):
    """Of what kind a leave is: sealed, and shown only with the right to it (rules.md 9)."""

    PERSONAL = "personal", "事假"
    SICK = "sick", "病假"
    MATERNITY = "maternity", "产假、护理假"
    INJURY = "injury", "工伤停工"
    ANNUAL = "annual", "年休假"
    FAMILY = "family", "婚丧假"
    OTHER = "other", "其他"


class AbsencePay(Labelled):
    """What becomes of the pay while somebody is away."""

    FULL = "full", "照发"
    REDUCED = "reduced", "按规定扣减"
    HOST = "host", "由借调单位发"
    STOPPED = "stopped", "停发"


class FormerField(Labelled):
    """What of a person may change on a day (变更); the value of before is kept."""

    NAME = "name", "姓名"
    PHONE = "phone", "手机号"
    PARTY = "party", "政治面貌"
    EDUCATION = "education", "学历"


class RoleRuleKind(Labelled):
    """What the office asks of who holds a role (rules.md 1)."""

    EXCLUSIVE = "exclusive", "同一网格不能兼任"
    SINGLE = "single", "一个网格只有一人"
    ENGAGEMENT = "engagement", "限定聘用方式"


SHIPPED_RULES: tuple[tuple[RoleRuleKind, str, str | None], ...] = (
    (RoleRuleKind.EXCLUSIVE, "grid_worker", "supervisor"),
    (RoleRuleKind.EXCLUSIVE, "patroller", "supervisor"),
    (RoleRuleKind.SINGLE, "grid_leader", None),
)
"""Who watches does not watch himself, and a grid has one leader (rules.md 1)."""


class UndoKind(Labelled):
    """What may be taken back as a whole while nothing was built on it."""

    MERGE_PEOPLE = "merge_people", "合并人员"
    SPLIT_GRID = "split_grid", "拆分网格"
    MERGE_GRIDS = "merge_grids", "合并网格"


class ChangeKind(Labelled):
    """What may happen to an area on a day."""

    CREATE = "create", "新建"
    SPLIT = "split", "拆分"
    MERGE = "merge", "合并"
    RENAME = "rename", "更名"
    MOVE = "move", "改属"
    CLOSE = "close", "停用"


WHOLE_BP = 10_000
"""All of an area, in basis points: what its successors get sums to this."""


def percent(share_bp: int) -> str:
    """A share as people write it: 62.5%."""
    whole, rest = divmod(share_bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"


def typed_share(text: str) -> int:
    """Basis points of a share as people type it (60, 62.5 %, ６２．５); "" is 0.

    Raises UserError for what is no number with at most two decimals.
    """
    plain = unicodedata.normalize("NFKC", text).replace("%", "").replace("。", ".").strip()
    if not plain:
        return 0
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?", plain)
    if found is None:
        raise UserError(f"份额“{text.strip()}”读不出来。请写百分数，最多两位小数，例如 62.5")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def typed_households(text: str) -> int | None:
    """A number of households as people type it; None where none is given. Raises UserError."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("户").strip()
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,7}", plain):
        raise UserError(f"户数“{text.strip()}”读不出来。请写整数，例如 320")
    return int(plain)


def shares_by_households(households: Sequence[int]) -> list[int]:
    """Basis points in proportion to households; even where there are none."""
    weights = [Fraction(one) for one in households]
    if not any(weights):
        weights = [Fraction(1) for _ in households]
    keyed = {f"{at:06d}": weight for at, weight in enumerate(weights)}
    return [given for _, given in sorted(shared_out(WHOLE_BP, keyed).items())]


def shared_out(total: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """`total` (fen, thousandths, heads; any sign) shared by `shares`, to the unit and with no rest.

    Largest remainder: each gets the whole part of its due, the largest remainders one more. Where
    remainders are even the larger share comes first, then the smaller key, so that the order of
    the input decides nothing. The shares need not sum to one: they are taken by their weight.
    What is taken back (a negative total) is shared as what was given. Raises ValueError where
    nobody has a share, or one is below 0.
    """
    # What counts and splits is not loaded for the words of this module alone.
    from hrgrid.core.money import split_by_weights

    whole = sum(shares.values(), Fraction())
    if whole <= 0 or min(shares.values()) < 0:
        raise ValueError("shares that give nobody anything")
    # Between equal remainders the later part is served first.
    order = sorted(sorted(shares, reverse=True), key=lambda key: shares[key])
    common = math.lcm(*(share.denominator for share in shares.values()))
    weights = [int(shares[key] * common) for key in order]
    return dict(zip(order, split_by_weights(total, weights), strict=True))


@dataclass(frozen=True)
class GridSizes:
    """How many households a grid should have, both ends included; outside it is told, no more."""

    general_least: int = 300
    general_most: int = 500
    micro_least: int = 50
    micro_most: int = 100

    def check(self) -> GridSizes:
        """Itself; UserError where an end lies above the other."""
        for kind, least, most in (
            ("综合网格", self.general_least, self.general_most),
            ("微网格", self.micro_least, self.micro_most),
        ):
            if not 0 < least <= most:
                raise UserError(
                    f"{kind}的建议户数 {least}–{most} 不成范围。最少要大于 0，且不多于最多"
                )
        return self

    def told(self) -> str:
        """综合网格 300–500 户，微网格 50–100 户."""
        return (
            f"综合网格 {self.general_least:,}–{self.general_most:,} 户，"
            f"微网格 {self.micro_least:,}–{self.micro_most:,} 户"
        )


SIZES_TOPIC = "workforce.grid_sizes"
"""The rule set of the suggested households (rules.md 1); before its first version the defaults."""
