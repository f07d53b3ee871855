"""What a grid is known by beside its people: 八定, the bodies behind it, 四有, volunteers.

Source: rules.md 1 for 八定; 四有 and the volunteers are as published by a street that has them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled


class EightKind(Labelled):
    """八定: what is settled for every grid, in the order of the card."""

    GRID = "grid", "定格"
    PERSON = "person", "定人"
    POSTS = "posts", "定岗"
    HOURS = "hours", "定时"
    DUTIES = "duties", "定责"
    DEMANDS = "demands", "定管理要求"
    STANDARD = "standard", "定考核标准"
    REWARDS = "rewards", "定奖惩办法"

    @property
    def is_derived(self) -> bool:
        """Whether the program knows the answer itself and nobody writes it."""
        return self in {EightKind.PERSON, EightKind.POSTS}

    @property
    def is_inherited(self) -> bool:
        """Whether what is written for an area above holds for its grids."""
        return not self.is_derived and self is not EightKind.GRID


WRITTEN = tuple(kind for kind in EightKind if not kind.is_derived)
"""What is written; of 定格 it is the extent of the grid."""

GENERAL_TERMS = tuple(kind for kind in EightKind if kind.is_inherited)
"""What an area above may settle for all its grids."""

HINTS: Mapping[EightKind, str] = {
    EightKind.GRID: "管辖范围，例如：示例路以东、示例小区 1—12 幢",
    EightKind.HOURS: "例如：工作日 8:30—17:30，每天巡查不少于 2 次",
    EightKind.DUTIES: "例如：信息采集、便民服务、隐患排查、矛盾化解、治安防范、法治宣传",
    EightKind.DEMANDS: "例如：每天签到，事件 5 分钟内响应，请假提前 1 天",
    EightKind.STANDARD: "例如：按月考核，满分 100 分，60 分以上合格",
    EightKind.REWARDS: "例如：考核优秀的优先推荐评选，不合格的约谈、补训",
}

CREW = ("grid_leader", "grid_worker", "supervisor", "reporter", "liaison", "patroller")
"""一长五员: the roles that a grid is asked for; one person may hold several of them."""

LONGEST_TERM = 500


@dataclass(frozen=True)
class EightRow:
    """One of the eight on a day: what holds, and from which area above it comes ("" its own).

    `text` "" is nothing; `missing` says what would settle it.
    """

    kind: EightKind
    text: str
    settled: bool
    source: str = ""
    missing: str = ""


def settled_count(rows: Sequence[EightRow]) -> int:
    """How many of the eight are settled."""
    return sum(row.settled for row in rows)


@dataclass(frozen=True)
class GridTold:
    """What the program knows of a grid: the raw material of the first three.

    `crew` is by role of 一长五员 its label and who holds it, as they are printed.
    """

    name: str
    code: str
    kind: str
    households: int | None
    extent: str
    worker: str
    needs_worker: bool
    crew: tuple[tuple[str, tuple[str, ...]], ...]


def eight_rows(told: GridTold, terms: Mapping[EightKind, tuple[str, str]]) -> list[EightRow]:
    """The eight of a grid; `terms` are text and source of what is written."""
    rows = [_grid(told), _person(told), _posts(told)]
    for kind in GENERAL_TERMS:
        text, source = terms.get(kind, ("", ""))
        rows.append(EightRow(kind, text, bool(text), source, "" if text else "还没有写"))
    return rows


def _grid(told: GridTold) -> EightRow:
    parts = [f"{told.name}（{told.code}）", told.kind]
    if told.households is not None:
        parts.append(f"{told.households:,} 户")
    text = "，".join(parts) + (f"。{told.extent}" if told.extent else "")
    # A name alone draws no border.
    settled = told.households is not None or bool(told.extent)
    return EightRow(
        EightKind.GRID, text, settled, missing="" if settled else "没有户数，也没有管辖范围"
    )


def _person(told: GridTold) -> EightRow:
    if told.worker:
        return EightRow(EightKind.PERSON, told.worker, settled=True)
    if told.needs_worker:
        return EightRow(EightKind.PERSON, "", settled=False, missing="没有专职网格员")
    return EightRow(EightKind.PERSON, "", settled=False, missing="没有网格员")


def _posts(told: GridTold) -> EightRow:
    held = [f"{label} {'、'.join(names)}" for label, names in told.crew if names]
    vacant = "、".join(label for label, names in told.crew if not names)
    missing = f"缺{vacant}" if vacant else ""
    return EightRow(EightKind.POSTS, "；".join(held), not vacant, missing=missing)


def typed_term(kind: EightKind, text: str) -> str:
    """What is written of one of the eight, blanks at its ends left out; raises UserError."""
    plain = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(plain) > LONGEST_TERM:
        raise UserError(
            f"“{kind.label}”写了 {len(plain)} 个字，最多 {LONGEST_TERM} 个字。请写要点，另附文件"
        )
    return plain


class BodyKind(Labelled):
    """What stands behind grids beside people: 党格, 警格, and where they work from."""

    PARTY_BRANCH = "party_branch", "网格党支部"
    POLICE_GRID = "police_grid", "警格"
    STATION = "station", "工作站"

    @property
    def leader(self) -> str:
        """What who leads it is called."""
        return {"party_branch": "书记", "police_grid": "网格警务员", "station": "站长"}[self.value]


POLICE_ROLE = "police_officer"

STATION_ITEMS = ("有统一标识", "有组织架构", "有职责清单", "有工作流程")
"""四有 as published; an office changes them as a rule."""

STATION_TOPIC = "workforce.station"


@dataclass(frozen=True)
class VolunteerSpec:
    """A kind of volunteers as it ships; `code` is a role of the dictionary of posts."""

    code: str
    label: str


SHIPPED_VOLUNTEERS = (
    VolunteerSpec("an_an_squad", "安安小分队"),
    VolunteerSpec("building_head", "楼栋长"),
    VolunteerSpec("expert_pool", "专家库"),
    VolunteerSpec("micro_volunteer", "微网格志愿者"),
    VolunteerSpec("volunteer", "志愿者"),
)

MOST_VOLUNTEERS = 100_000


def typed_heads(text: str, what: str) -> int | None:
    """A number of volunteers as people type it; None where none is given. Raises UserError."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("人").strip()
    if not plain:
        return None
    if not (plain.isdecimal() and plain.isascii()) or int(plain) > MOST_VOLUNTEERS:
        raise UserError(f"{what}的人数“{text.strip()}”读不出来。请写整数，例如 12")
    return int(plain)
