"""The frame around papers of money: whose they are, who signs, how tables are put on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, on_record
from hrgrid.documents.papers.written import Written
from hrgrid.funding.papers.options import Asked
from hrgrid.funding.queries.scope import held_paths
from hrgrid.paper.sums import SumTable, write_sums
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

UNIT = "单位：元"
SIGNS = "编制人：　　　　　　　　　　　　审核人：　　　　　　　　　　　　负责人："


@dataclass(frozen=True)
class Tables:
    """Tables of one subject, and how many rows or people the record tells of."""

    about: About
    tables: Sequence[SumTable]
    count: int


def sums(read: Callable[[UnitOfWork, Asked], Tables]) -> Callable[[Desk, Asked], Written]:
    """A paper of tables that add up: pages one after another, or the sheets of a workbook."""

    def write(desk: Desk, asked: Asked) -> Written:
        made = desk.read(lambda work: read(work, asked), asked.progress)
        asked.progress.begin(f"生成{made.tables[0].name}", made.count)
        with paper_file(asked.path) as part:
            pages = write_sums(part, made.tables, asked.form, asked.progress)
            on_record(desk, made.about, asked, made.count)
        return Written(asked.path, pages, made.count)

    return write


def place(work: UnitOfWork, asked: Asked) -> str:
    """The part of the tree a paper is about. Raises Refused without the right to print."""
    work.require_somewhere(Right.PRINT_PAPERS)
    held = held_paths(work)
    path = asked.options.area_path
    return held[0] if not path and held is not None and len(held) == 1 else path


def office(work: UnitOfWork) -> str:
    """Whose papers they are."""
    return work.session.get_one(Office, 1).name


def made_on(work: UnitOfWork) -> str:
    """编制日期：2026年3月5日."""
    return f"编制日期：{official_day(work.today)}"


def month_words(month: int) -> str:
    """2026年3月."""
    return f"{month // 100}年{month % 100}月"
