"""What every paper of a period begins with: its right, who issues it, how points are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.queries.periods import period_card
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.period_rows import PeriodCard
from hrgrid.assessment.rules.result_rows import ResultFilter, ResultOrder, ResultRow, ResultState
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.documents.papers.record import About
from hrgrid.paper.lines import set_solid
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_PAGE = 2_000


@dataclass(frozen=True)
class Frame:
    """A period on paper: its card, the issuing office, the day; `unit_id` where one is asked."""

    card: PeriodCard
    office: str
    today: dt.date
    about: About
    unit_id: int | None

    @property
    def title(self) -> str:
        """How papers call the period: set solid, as documents write days."""
        return set_solid(self.card.row.title)

    def titled(self, what: str) -> str:
        """The title of a paper about it."""
        called = self.title if self.title.endswith("考核") else f"{self.title}考核"
        return f"{called}{what}"

    @property
    def left(self) -> str:
        """Who is assessed by what, below a title."""
        row = self.card.row
        again = f"（第 {row.revision} 版）" if row.revision > 1 else ""
        return f"{row.area}　　考核方案：{row.scheme_title}（第 {self.card.rule_number} 版）{again}"

    @property
    def right(self) -> str:
        """Who made the paper and when, below a title."""
        return f"{self.office}　　制表日期：{official_day(self.today)}"

    @property
    def approved(self) -> tuple[str, ...]:
        """What is said of the approval below a table."""
        words = self.card.approval_words
        return (f"{words}。",) if words else ("结果尚未确认，供核对用。",)


def read_frame(work: UnitOfWork, asked: Asked) -> Frame:
    """The period of a paper. Raises Refused without the right, UserError where there is none."""
    card = period_card(work, asked.subject_id)
    path = card.row.area_path
    work.require(Right.PRINT_PAPERS, path)
    work.require(Right.RUN_ASSESSMENT, path)
    office = work.session.get_one(Office, 1).name
    return Frame(card, office, work.today, About(path, card.row.title), asked.options.unit_id)


def all_results(work: UnitOfWork, frame: Frame, wanted: Asked) -> list[ResultRow]:
    """Everybody of the period, or of the unit or the people asked for, by unit and rank."""
    people = set(wanted.options.person_ids)
    found = [row for row in _every(work, frame) if not people or row.person_id in people]
    if not found:
        raise UserError(f"“{frame.title}”里没有要输出的人。请核对所选的单位和人员")
    return found


def scored(rows: list[ResultRow], frame: Frame) -> list[ResultRow]:
    """Those with a result. Raises UserError where nobody has one."""
    found = [row for row in rows if row.state is ResultState.SCORED]
    if not found:
        raise UserError(f"“{frame.title}”还没有考核结果，没有可输出的内容。请先计算")
    return found


def _every(work: UnitOfWork, frame: Frame) -> Iterator[ResultRow]:
    units = () if frame.unit_id is None else (frame.unit_id,)
    asked = ResultFilter(frame.card.row.id, units)
    page = results(work, asked, ResultOrder.RANK, None, _PAGE)
    while page:
        yield from page
        if len(page) < _PAGE:
            return
        page = results(work, asked, ResultOrder.RANK, (page[-1].key, page[-1].assessee_id), _PAGE)


def two_places(milli: int | Fraction) -> str:
    """Points in thousandths on two decimals, half up, as all papers of assessment write them."""
    return fixed_text(round_half_up(Fraction(milli, 10), 0), 2)
