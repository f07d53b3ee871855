"""The public boards of grids (documents.md 7): what one says, and how two of them differ.

A board never carries an ID number, and somebody's own telephone number only with his recorded
word: the grid's duty phone goes before it, the station's comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hrgrid.core.hashing import canonical_hash
from hrgrid.core.labelled import Labelled


class BoardSize(Labelled):
    """On what a grid's public board is printed (documents.md 7)."""

    A4 = "a4", "A4 横", "楼道"
    A3 = "a3", "A3 横", "单元门厅"
    POSTER = "poster", "600×900 毫米海报", "小区入口"


class BoardText(Labelled):
    """What boards say that no other record holds; an area's own text goes before one above it."""

    SCOPE = "scope", "管辖区域"
    DUTY_PHONE = "duty_phone", "工作手机"
    STATION_PHONE = "station_phone", "服务站电话"
    OVERSIGHT = "oversight", "监督电话"
    DUTIES = "duties", "工作职责"
    PROMISE = "promise", "服务承诺"


class ConsentPurpose(Labelled):
    """What somebody's own number may be shown for."""

    BOARD = "board", "公示牌"


class PhoneSource(Labelled):
    """Whose number a board shows."""

    DUTY = "duty", "工作手机"
    OWN = "own", "本人手机，已同意"
    STATION = "station", "服务站电话"
    NONE = "none", "没有电话"


ROLES = (
    "grid_leader",
    "supervisor",
    "reporter",
    "liaison",
    "patroller",
    "police_officer",
    "micro_liaison",
)
"""Whose names stand below the worker's, in their order: 一长五员 and who goes with them."""

DUTIES = "信息采集、便民服务、隐患排查、矛盾化解、治安防范、市容监督、法治宣传、心理疏导"
PROMISE = "五分钟响应"
OVERSIGHT = "12345"
VACANT = "（暂缺）"


@dataclass(frozen=True)
class BoardSays:
    """What stands on a board, in a form that may be kept: the number masked, with its mark.

    `phone_mark` is a keyed mark that two equal numbers share; `photo` the fingerprint of the
    picture. The day of printing is no part of it.
    """

    title: str
    name: str
    duty: str
    phone: str
    phone_mark: str
    scope: str
    posts: tuple[tuple[str, tuple[str, ...]], ...]
    duties: str
    promise: str
    oversight: str
    code: str
    photo: str

    @property
    def sha256(self) -> str:
        """The fingerprint of what it says."""
        return canonical_hash(self)

    def plain(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return asdict(self)


def says_of(plain: Mapping[str, Any]) -> BoardSays:
    """What was kept by `plain`, read back from JSON."""
    posts = tuple((label, tuple(names)) for label, names in plain["posts"])
    return BoardSays(**{**plain, "posts": posts})


def board_title(street: str, community: str, grid: str) -> str:
    """街道 + 社区 + 网格, each named once: many grids carry the name of what they lie in."""
    title = grid if community and grid.startswith(community) else f"{community}{grid}"
    return title if street and title.startswith(street) else f"{street}{title}"


_COMPARED: Sequence[tuple[str, tuple[str, ...]]] = (
    ("名称", ("title", "code")),
    ("网格员", ("name", "duty")),
    ("照片", ("photo",)),
    ("电话", ("phone", "phone_mark")),
    ("管辖区域", ("scope",)),
    ("岗位人员", ("posts",)),
    ("职责承诺", ("duties", "promise", "oversight")),
)


def differences(printed: BoardSays, now: BoardSays | None) -> tuple[str, ...]:
    """What of a board is out of date; a grid that is no more has no board."""
    if now is None:
        return ("网格已撤并",)
    return tuple(
        word
        for word, names in _COMPARED
        if any(getattr(printed, name) != getattr(now, name) for name in names)
    )
