"""A list of entrants as it comes from Excel, WPS or a message: names, units, teams, guests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.ui.cells.clipboard import block_of
from hrgrid.ui.matters.typed import names_in

# What headings of such lists are called; the first that fits says what a column holds.
_HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("number", ("序号", "编号", "参赛号", "号码")),
    ("team", ("代表队", "参赛队", "队名", "队伍", "团队")),
    ("name", ("姓名", "选手", "参赛者", "参赛人", "队员", "名称")),
    ("unit", ("单位", "街道", "镇", "社区", "网格", "区域")),
    ("guest", ("类别", "备注", "身份", "性质")),
)
_GUEST = ("嘉宾", "表演", "不计名次", "不参与排名", "特邀")
_LONGEST = 30


@dataclass(frozen=True)
class PastedEntrant:
    """One line of the list, `line` counted from 1 as it was pasted."""

    line: int
    name: str
    unit: str = ""
    team: str = ""
    guest: bool = False


def entrants_in(text: str) -> list[PastedEntrant]:
    """Who stands in a pasted text, a line each; headings and numbers in front are understood.

    Without headings the first column that is no number holds names, the next units. Raises
    UserError that says which line is wrong.
    """
    lines = [
        (at, tuple(" ".join(cell.split()) for cell in cells))
        for at, cells in enumerate(block_of(text), start=1)
    ]
    lines = [(at, cells) for at, cells in lines if any(cells)]
    if not lines:
        return []
    columns = _headed(lines[0][1])
    if columns is not None:
        lines = lines[1:]
    else:
        columns = _by_place([cells for _, cells in lines])
    return [_entrant(at, cells, columns) for at, cells in lines]


def _headed(cells: Sequence[str]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for what, words in _HEADINGS:
            short = len(cell) <= max(map(len, words)) + 3
            if what not in found and short and any(word in cell for word in words):
                found[what] = at
                break
    return found if "name" in found else None


def _by_place(lines: Sequence[Sequence[str]]) -> dict[str, int]:
    width = max(map(len, lines))
    wordy = [
        at
        for at in range(width)
        if any(cells[at] for cells in lines) and not all(_counts(cells[at]) for cells in lines)
    ]
    return dict(zip(("name", "unit", "team"), wordy, strict=False))


def _counts(cell: str) -> bool:
    return not cell or cell.rstrip(".、号").isdecimal()


def _entrant(line: int, cells: Sequence[str], columns: dict[str, int]) -> PastedEntrant:
    def cell(what: str) -> str:
        at = columns.get(what)
        return cells[at] if at is not None and at < len(cells) else ""

    name = cell("name").replace(" ", "")
    if not name:
        raise UserError(f"参赛名单第 {line} 行没有姓名。请补上，或删掉这一行")
    if len(name) > _LONGEST:
        raise UserError(f"参赛名单第 {line} 行的姓名“{name[:12]}……”太长。请核对粘贴的列")
    guest = any(word in cell("guest") for word in _GUEST)
    return PastedEntrant(line, name, cell("unit"), cell("team"), guest)


def judges_in(text: str) -> list[str]:
    """Judges by name, or so many of them without names yet: 7 makes 评委1 to 评委7.

    Raises UserError for a number that makes no sense.
    """
    names = names_in(text)
    if len(names) == 1 and names[0].isdecimal():
        count = int(names[0])
        if not 1 <= count <= 21:
            raise UserError(f"评委人数“{names[0]}”要在 1 到 21 之间。请改正")
        return [f"评委{at}" for at in range(1, count + 1)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError(f"评委“{twice}”写了两次。同名的请加单位区分，如“王兰（司法所）”")
    return names
