"""A case on paper: the issuing office, the person, the day of each step, a letter's frame.

What the journal keeps of a paper names the case and not the person. A rank stands on no letter
as a ground: the ground comes from the list that the law knows, or the letter is not written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Drawn, Official
from hrgrid.exits.model import ExitStep
from hrgrid.exits.papers.options import Asked
from hrgrid.exits.queries.board import case_board
from hrgrid.exits.rules.case_rows import CaseBoard, CaseCard, ReceiptRow
from hrgrid.exits.rules.words import ExitPaper, ExitState, Ground
from hrgrid.paper.decision import Document
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

RECEIPT = (
    "送达回证\t本联由送达人收回存档",
    "签收人：\t日期：　　　　年　　月　　日",
    "□ 拒签　见证人：\t送达人：　　　　　　　　",
)
HINT = "所引法律条文仅作提示，以现行规定为准"


@dataclass(frozen=True)
class Step:
    """When a case came to a state, on which paper, with which words."""

    on: dt.date
    document_no: str
    note: str


@dataclass(frozen=True)
class Frame:
    """A case with everything done in it, the office, today."""

    board: CaseBoard
    office: str
    today: dt.date
    steps: dict[ExitState, Step]
    about: About

    @property
    def card(self) -> CaseCard:
        """Who it is about, and on what."""
        return self.board.card

    @property
    def name(self) -> str:
        """His name."""
        return self.card.row.name

    @property
    def post(self) -> str:
        """Where he works, and as what."""
        return f"{self.card.row.place}{self.card.role}"

    @property
    def serves(self) -> str:
        """The same as a letter says it: 在东社区第1网格任网格员."""
        return f"在{self.card.row.place}任{self.card.role}" if self.card.role else "参加网格工作"

    def step(self, state: ExitState) -> Step:
        """How the case came to a state. Raises UserError where it has not."""
        found = self.steps.get(state)
        if found is None:
            raise UserError(
                f"{self.card.row.number} 还没有办到“{state.label}”，没有内容可输出。请先办这一步"
            )
        return found

    def ground(self) -> Ground:
        """The lawful ground. Raises UserError while there is none."""
        if self.card.row.ground is None:
            raise UserError(f"{self.card.row.number} 还没有退出依据。请先登记拟退出")
        return self.card.row.ground

    def ground_words(self) -> str:
        """The ground as documents say it: the item of article 39 behind it."""
        ground = self.ground()
        item = self.card.fault_item
        return f"{ground.label}{item.label.partition('：')[0] if item else ''}"

    def receipt(self, paper: ExitPaper) -> ReceiptRow | None:
        """The last one of a paper."""
        rows = [row for row in self.board.receipts if row.paper is paper]
        return rows[-1] if rows else None


def read_frame(work: UnitOfWork, asked: Asked) -> Frame:
    """The case of a paper. Raises Refused without the right to see it and to print."""
    board = case_board(work, asked.subject_id)
    row = board.card.row
    work.require(Right.PRINT_PAPERS, row.area_path)
    query = select(ExitStep).where(ExitStep.case_id == row.id).order_by(ExitStep.seq)
    steps = {
        step.state: Step(step.happened_on, step.document_no, step.note)
        for step in work.session.scalars(query)
    }
    office = work.session.get_one(Office, 1).name
    return Frame(board, office, work.today, steps, About(row.area_path, row.number))


def blank_number(frame: Frame, word: str) -> str:
    """A number to be filled in by hand, with the word of its kind."""
    return f"{word}〔{frame.today.year}〕____号"


def letter(
    frame: Frame,
    title: str,
    paragraphs: tuple[str, ...],
    *,
    number: str,
    day: dt.date,
    addressee: str = "",
    slip: tuple[str, ...] = RECEIPT,
    remarks: tuple[str, ...] = (),
) -> Official:
    """A letter to the person with the slip that comes back signed."""
    document = Document(
        organ="",
        number="",
        title=(title,),
        addressee=addressee or f"{frame.name}同志",
        paragraphs=paragraphs,
        signers=(frame.office,),
        day=day,
        imprint=slip,
        remarks=remarks,
        reference=f"编号：{number}",
    )
    return Official(frame.about, (document,), 1, several=True)


def record(
    frame: Frame,
    title: str,
    sheets: tuple[tuple[str, tuple[Fact, ...]], ...],
    signs: tuple[str, ...],
) -> Drawn:
    """A record to be signed: a page each."""
    made = [
        RecordSheet(title, f"{frame.card.row.number}{which}", frame.office, facts, signs)
        for which, facts in sheets
    ]
    return Drawn(frame.about, record_leaves(title, made), 1)
