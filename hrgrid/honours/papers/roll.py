"""光荣册: the honours across the years on paper, year by year and tier by tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Lists, write_lists_of
from hrgrid.documents.papers.written import Written
from hrgrid.honours.queries.roll import count_roll, roll
from hrgrid.honours.rules.roll import RollFilter, RollOrder, RollRow, counted
from hrgrid.honours.rules.words import GrantState
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, middle, named, number, text
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

MOST_NAMES = 20_000
"""A book of more names than this is asked for year by year; a list goes to Excel whole."""
_AT_ONCE = 1_000
_STATES = (GrantState.DECIDED, GrantState.REVOKED)
_COLUMNS = (
    number("序号", 6, 16),
    named(32),
    number("年度", 8, 18),
    middle("称号", 14, 36),
    text("单位及职务", 36, 90),
    middle("推荐单位", 16, 36),
    text("决定文号", 24, 50),
    middle("情况", 12, 34),
)


@dataclass(frozen=True)
class RollAsked:
    """The book that is wanted: of which honours, as which file, where."""

    wanted: RollFilter
    path: Path
    form: Form
    progress: Progress
    action: str = "write_roll"
    code: str = "honour_roll"


def write_roll(
    desk: Desk, wanted: RollFilter, path: Path, form: Form, progress: Progress | None = None
) -> Written:
    """光荣册 of what the filter finds, the newest year first, revoked honours marked.

    A name that was decided not to be printed is left out, and counted below. Raises UserError
    where nothing is found, and for more names than a book holds.
    """
    return write_lists_of(desk, RollAsked(wanted, path, form, progress or Progress()), _read)


def _read(work: UnitOfWork, asked: RollAsked) -> Lists:
    work.require(Right.PRINT_PAPERS)
    count = count_roll(work, asked.wanted)
    if not count:
        raise UserError("没有符合条件的荣誉，光荣册里没有人。请放宽年度、称号或单位再输出")
    if count > MOST_NAMES:
        raise UserError(
            f"一本光荣册最多 {MOST_NAMES:,} 项，现在有 {count:,} 项。请先选定年度或推荐单位再输出"
        )
    found = list(_everything(work, asked.wanted))
    shown = [row for row in found if not row.name_held]
    if not shown:
        raise UserError("这些荣誉的姓名都定为“先不印”，光荣册里没有人。请先处理缺字的姓名")
    return Lists(About("", "光荣册"), [_book(work, shown, len(found) - len(shown))])


def _everything(work: UnitOfWork, wanted: RollFilter) -> Iterator[RollRow]:
    after = None
    while True:
        page = roll(work, wanted, RollOrder.NEWEST, after, _AT_ONCE)
        yield from page
        if len(page) < _AT_ONCE:
            return
        after = page[-1].key, page[-1].id


def _book(work: UnitOfWork, rows: Sequence[RollRow], held: int) -> Listed:
    years = {row.year for row in rows}
    by = Counter((row.state, row.collective) for row in rows)
    standing, revoked = (counted(by[state, False], by[state, True]) for state in _STATES)
    span = f"{min(years)} 年度" if len(years) == 1 else f"{min(years)}—{max(years)} 年度"
    gone = f"，已撤销 {revoked}" if any(state is GrantState.REVOKED for state, _ in by) else ""
    made = f"制表：{work.actor.name}　{work.today:%Y-%m-%d}"
    notes = [f"另有 {held} 人因姓名缺字定为“先不印”，没有列出。"] if held else []
    return Listed(
        "光荣册",
        "光荣册",
        _COLUMNS,
        tuple(_rows(rows)),
        office(work).name,
        f"{span}　共 {standing}{gone}　　{made}",
        notes=tuple(notes),
        owner=1,
        traced=True,
        airy=12,
    )


def _rows(rows: Sequence[RollRow]) -> Iterator[Row]:
    at = 0
    for (year, honour), group in groupby(rows, key=lambda row: (row.year, row.honour)):
        part = list(group)
        count = sum(row.state is GrantState.DECIDED for row in part)
        for place, row in enumerate(part):
            at += 1
            noun = "个" if row.collective else "名"
            heading = f"{year} 年度　{honour}（{count} {noun}）" if place == 0 else ""
            yield Row(_values(at, row), heading)


def _values(at: int, row: RollRow) -> tuple[str | int, ...]:
    state = "" if row.state is GrantState.DECIDED else row.state.label
    return at, row.name, row.year, row.honour, row.place, row.district, row.document_no, state
