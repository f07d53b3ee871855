"""The papers of a round of stars: everybody's star, the public board, the units, certificates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.papers.periods import two_places
from hrgrid.assessment.queries.star_papers import star_head, star_holders
from hrgrid.assessment.rules.star_certificates import LEAST, batch_of_round
from hrgrid.assessment.rules.star_paper_rows import StarHead, StarHolder
from hrgrid.assessment.rules.star_words import (
    HIGHEST,
    HeldBack,
    RoundState,
    StarSubject,
    star_label,
)
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import write_issued, write_issued_register
from hrgrid.documents.papers.record import About, Lists, on_record
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.paper.certificate import Design
from hrgrid.paper.forms import Form
from hrgrid.paper.lines import set_solid
from hrgrid.paper.lists import Column, Listed, Row, mark, middle, named, number, numbered, text
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.desk import Desk
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_SIGNS = ("制表：______________　　审核：______________　　单位负责人：______________",)
_LEVELS = tuple(range(HIGHEST, 0, -1))


@dataclass(frozen=True)
class Frame:
    """A round on paper: its head, the issuing office, what the journal calls it."""

    head: StarHead
    office: str
    made: str
    about: About

    @property
    def title(self) -> str:
        """How papers call the round: set solid, as documents write days."""
        return set_solid(self.head.title)

    @property
    def called(self) -> str:
        """The round as a title begins with it."""
        return self.title if self.title.endswith("评定") else f"{self.title}星级评定"

    @property
    def left(self) -> str:
        """What it is about, below a title."""
        again = f"（第 {self.head.revision} 版）" if self.head.revision > 1 else ""
        return f"{self.head.area}　　星级有效期：{self.valid}{again}"

    @property
    def valid(self) -> str:
        """From the first to the last day on which the stars hold."""
        return f"{official_day(self.head.valid_from)}至{official_day(self.head.last_day)}"

    @property
    def right(self) -> str:
        """Who made the paper and when, below a title."""
        return f"{self.office}　　制表日期：{self.made}"

    @property
    def approved(self) -> tuple[str, ...]:
        """What is said of the approval below a table."""
        if self.head.state is not RoundState.CONFIRMED:
            return ("星级尚未评定，供核对用。",)
        told = self.head.approval_words.rstrip("。")
        number_ = f"（{self.head.document_no}）" if self.head.document_no else ""
        return (f"{told}{number_}。",)


def read_frame(work: UnitOfWork, asked: Asked) -> Frame:
    """The round of a paper. Raises Refused without the right, UserError where there is none."""
    head = star_head(work, asked.subject_id)
    work.require(Right.PRINT_PAPERS, head.area_path)
    work.require(Right.RUN_ASSESSMENT, head.area_path)
    office = work.session.get_one(Office, 1).name
    return Frame(head, office, official_day(work.today), About(head.area_path, head.title))


def _holders(work: UnitOfWork, frame: Frame, asked: Asked) -> list[StarHolder]:
    found = star_holders(work, frame.head, unit_id=asked.options.unit_id)
    if not found:
        raise UserError(f"“{frame.title}”还没有计算，没有可输出的内容。请先计算")
    return found


# --- 星级名单 -----------------------------------------------------------------------------------


def star_list(work: UnitOfWork, asked: Asked) -> Lists:
    """星级名单: everybody of the round by unit, the highest stars first, and what held one back."""
    frame = read_frame(work, asked)
    rows = _holders(work, frame, asked)
    person = frame.head.subject is StarSubject.PERSON
    who = (named(34, 12), middle("工号", 14, 30)) if person else (text("网格", 28, 64),)
    columns = (
        number("序号", 6, 15),
        *who,
        text("单位", 18, 40),
        text("网格" if person else "社区（村）", 26, 62),
        mark("得分", 24),
        number("单位名次", 9, 22),
        middle("原星级", 10, 22),
        middle("本次星级", 10, 24),
        middle("变化", 10, 24),
        text("说明", 34, 74),
    )
    made = []
    for at, one in enumerate(rows):
        begins = at == 0 or rows[at - 1].unit_id != one.unit_id
        made.append(Row(_listed(one, person=person), heading=one.unit if begins else ""))
    listed = Listed(
        f"{frame.called}名单",
        "星级名单",
        columns,
        numbered(made),
        frame.left,
        frame.right,
        (*frame.approved, _sum_words(rows, frame.head)),
        _SIGNS,
        owner=1,
        traced=True,
    )
    return Lists(frame.about, [listed])


def _listed(one: StarHolder, *, person: bool) -> tuple[Value, ...]:
    who: tuple[Value, ...] = (one.name, one.number) if person else (one.name,)
    points = None if one.total_milli is None else Decimal(two_places(one.total_milli))
    out = one.left_out is not None
    return (
        *who,
        one.unit,
        one.place,
        points,
        one.rank,
        star_label(one.before_level),
        "不参加" if out else star_label(one.level),
        one.change,
        one.note,
    )


def _sum_words(rows: list[StarHolder], head: StarHead) -> str:
    part = [one for one in rows if one.left_out is None]
    counts = Counter(one.level for one in part)
    told = "，".join(f"{star_label(level)} {counts[level]} {head.unit}" for level in _LEVELS)
    return f"参加评定 {len(part)} {head.unit}：{told}，未评星 {counts[0]} {head.unit}。"


# --- 星级公示榜 ---------------------------------------------------------------------------------


def star_board(work: UnitOfWork, asked: Asked) -> Lists:
    """星级公示榜, which is hung out: name, unit and star, of three stars and above alone.

    No number of anybody, no points and no ranks; nobody stands on it for having few stars.
    """
    frame = read_frame(work, asked)
    person = frame.head.subject is StarSubject.PERSON
    least = asked.options.least or LEAST
    rows = [one for one in _holders(work, frame, asked) if one.level >= least]
    if not rows:
        raise UserError(f"“{frame.title}”没有{star_label(least)}及以上的，没有可公示的内容")
    alike = Counter((one.name, one.unit_id) for one in rows)
    ordered = sorted(rows, key=lambda one: -one.level)
    counts = Counter(one.level for one in rows)
    made = []
    for at, one in enumerate(ordered):
        begins = at == 0 or ordered[at - 1].level != one.level
        heading = (
            f"{star_label(one.level)}　{counts[one.level]} {frame.head.unit}" if begins else ""
        )
        unit = one.unit
        if not person or alike[one.name, one.unit_id] > 1:
            unit = f"{one.unit}{one.place}"
        made.append(Row((one.name, unit, star_label(one.level)), heading=heading))
    who = named(52, 14) if person else text("网格", 30, 90)
    listed = Listed(
        f"{frame.called}公示榜",
        "星级公示榜",
        (number("序号", 6, 18), who, text("单位", 36, 80), middle("星级", 10, 34)),
        numbered(made),
        frame.head.area,
        f"{frame.office}　　{frame.made}",
        (f"星级有效期：{frame.valid}。",),
        owner=1,
        standing=True,
        airy=10,
        size=1150,
    )
    return Lists(frame.about, [listed])


# --- 单位星级分布 -------------------------------------------------------------------------------


def _count(heading: str, share: int = 20) -> Column:
    return Column(heading, 8, share, CellForm.WHOLE, Side.RIGHT)


def star_units(work: UnitOfWork, asked: Asked) -> Lists:
    """单位星级分布: units and no persons, so that it may be hung out."""
    frame = read_frame(work, asked)
    rows = _holders(work, frame, asked)
    units: dict[int, list[StarHolder]] = {}
    for one in rows:
        units.setdefault(one.unit_id, []).append(one)
    columns = (
        number("序号", 6, 15),
        text("单位", 22, 50),
        _count("参加评定"),
        *(_count(star_label(level)) for level in _LEVELS),
        _count("未评星"),
        _count("升星"),
        _count("降星"),
        _count("受名额限制", 24),
        _count("不参加"),
    )
    made = [
        *numbered([Row((own[0].unit, *_unit(own))) for own in units.values()]),
        Row((None, "合计", *_unit(rows)), strong=True),
    ]
    listed = Listed(
        f"{frame.called}单位星级分布",
        "单位星级分布",
        columns,
        tuple(made),
        frame.left,
        frame.right,
        (*frame.approved, "受名额限制的，分数够了高一档，本单位的名额已满。"),
        owner=1,
        airy=12,
        size=1050,
        people=len(rows),
        traced=True,
    )
    return Lists(frame.about, [listed])


def _unit(rows: list[StarHolder]) -> tuple[Value, ...]:
    part = [one for one in rows if one.left_out is None]
    counts = Counter(one.level for one in part)
    return (
        len(part),
        *(counts[level] for level in _LEVELS),
        counts[0],
        sum(one.level > one.before_level for one in part),
        sum(one.level < one.before_level for one in part),
        sum(HeldBack.SHARE in one.held for one in part),
        len(rows) - len(part),
    )


# --- certificates -----------------------------------------------------------------------------


def write_star_certificates(desk: Desk, asked: Asked) -> Written:
    """The certificates of a round as pages, or their register as a workbook.

    Raises UserError where none are issued, and naming whom no font can print.
    """

    def read(work: UnitOfWork) -> tuple[Frame, list[IssuedRow]]:
        frame = read_frame(work, asked)
        rows = certificates(work, Wanted(batch_of_round(frame.head.id)))
        if not rows:
            raise UserError(f"“{frame.title}”还没有签发星级证书。请先签发，再打印")
        return frame, rows

    frame, rows = desk.read(read, asked.progress)
    kept = (frame.called, frame.head.subject.label)
    design = Design((frame.office,), official_day(rows[0].day), kept=kept)

    def tell(count: int) -> None:
        told = {"from": rows[0].number, "to": rows[-1].number}
        on_record(desk, frame.about, asked, count, told=told)

    if asked.form is Form.PDF:
        return write_issued(asked.path, rows, design, tell, progress=asked.progress)
    return write_issued_register(asked.path, rows, tell)
