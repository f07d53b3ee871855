"""结业证书 as issued."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.documents.papers.issued import write_issued, write_issued_register
from hrgrid.documents.papers.record import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.paper.certificate import Design
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.classes import Taught, read_class
from hrgrid.training.papers.options import Asked
from hrgrid.training.rules.certificates import batch_of_class


def write_class_certificates(desk: Desk, asked: Asked) -> Written:
    """The certificates of a class as pages, or their register as a workbook.

    Raises UserError where none are issued, and naming whom no font can print.
    """

    def read(work: UnitOfWork) -> tuple[Taught, list[IssuedRow]]:
        taught = read_class(work, asked.subject_id, people=False)
        rows = certificates(work, Wanted(batch_of_class(taught.row.id)))
        if not rows:
            raise UserError(f"培训班“{taught.row.title}”还没有签发结业证书。请先签发，再打印")
        return taught, rows

    taught, rows = desk.read(read, asked.progress)
    design = Design(
        (taught.office,), day_or_blank(rows[0].day), title="结业证书", kept=("准予结业",)
    )

    def tell(count: int) -> None:
        told = {"from": rows[0].number, "to": rows[-1].number}
        on_record(desk, taught.about, asked, count, told=told)

    if asked.form is Form.PDF:
        return write_issued(asked.path, rows, design, tell, progress=asked.progress)
    return write_issued_register(asked.path, rows, tell)
