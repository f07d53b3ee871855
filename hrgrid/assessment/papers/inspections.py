"""What every paper of an inspection begins with: its right, who issues it, the board."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.queries.inspection_board import plan_board
from hrgrid.assessment.queries.visits import visits
from hrgrid.assessment.rules.inspection_rows import PlanBoard, SealRow, VisitFilter, VisitRow
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.documents.papers.record import About
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Frame:
    """An inspection on paper: its board, the issuing office, the day."""

    board: PlanBoard
    office: str
    today: dt.date
    about: About

    @property
    def title(self) -> str:
        """How papers call the inspection."""
        return self.board.row.title

    @property
    def left(self) -> str:
        """Which inspection it is, below a title."""
        return f"{self.office}　　编号：{self.board.row.number}"

    @property
    def right(self) -> str:
        """The day on which the paper was made, below a title."""
        return f"制表日期：{official_day(self.today)}"

    @property
    def days(self) -> str:
        """When it is held."""
        return span_words(self.board.row.first_day, self.board.row.last_day)

    @property
    def seal(self) -> SealRow:
        """The sealed lists. Raises UserError while there are none."""
        if self.board.seal is None:
            raise UserError(f"“{self.title}”的名册还没有封存，没有可输出的内容。请先封存名册")
        return self.board.seal


def read_frame(work: UnitOfWork, asked: Asked) -> Frame:
    """The inspection of a paper. Raises Refused without the right, UserError where none is."""
    board = plan_board(work, asked.subject_id)
    path = board.row.area_path
    work.require(Right.PRINT_PAPERS, path)
    office = work.session.get_one(Office, 1).name
    about = About(path, f"{board.row.number} {board.row.title}")
    return Frame(board, office, work.today, about)


def asked_visits(work: UnitOfWork, frame: Frame, asked: Asked) -> list[VisitRow]:
    """The visits that a paper is wanted of: a team's, those named, or all; never none."""
    wanted = VisitFilter(team_no=asked.options.team_no, unit_id=asked.options.unit_id)
    named = set(asked.options.visit_ids)
    found = [
        row for row in visits(work, frame.board.row.id, wanted) if not named or row.id in named
    ]
    if not found:
        raise UserError(f"“{frame.title}”里没有要输出的检查对象。请先抽取，或核对所选的组和人员")
    return found


def span_words(first: dt.date, last: dt.date) -> str:
    """Days from one to another as documents write them."""
    if first == last:
        return official_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{official_day(first)}至{last.day}日"
    if first.year == last.year:
        return f"{official_day(first)}至{last.month}月{last.day}日"
    return f"{official_day(first)}至{official_day(last)}"


def share_words(part: int, whole: int) -> str:
    """A share of a whole in per cent, two decimals, half up; a dash where there is no whole."""
    if not whole:
        return "—"
    return f"{fixed_text(round_half_up(Fraction(100 * part, whole), 2), 2)}%"
