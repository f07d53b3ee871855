"""A print run: pack after pack, each noted before it goes to the printer and looked at after."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.documents.papers.issued import printed_row
from hrgrid.documents.service import PrintOrder, SentPack, Spoiled, send_pack, settle_pack
from hrgrid.paper.certificate import Design, write_alignment_page, write_certificates
from hrgrid.paper.certificate.slips import Slip, write_slips
from hrgrid.paper.preview import Pages, open_pages
from hrgrid.storage.desk import Desk
from hrgrid.ui.documents.batches import Fit, PaperForm, batch_design
from hrgrid.ui.documents.printers import Printers, paint, paint_sheets, prepare
from hrgrid.ui.session import Session

TOPIC = "documents"


@dataclass(frozen=True)
class Job:
    """What the clerk ordered: which certificates, on which form, in packs of how many."""

    order: PrintOrder
    form: PaperForm
    ids: tuple[int, ...]
    pack: int
    slips: Mapping[int, Slip] = field(default_factory=dict)
    """Separator sheets, each by the certificate that it lies before."""

    @property
    def fit(self) -> Fit:
        """How the printer is fitted."""
        return Fit(self.order.shift, self.order.scale)


class PrintDesk(QObject):
    """Prints one job at a time; `stopped` says why a pack may not have come out."""

    begun = Signal()
    printed = Signal()
    stopped = Signal(str)
    refused = Signal(str)
    ended = Signal()

    def __init__(self, session: Session, printers: Printers, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._printers = session, printers
        self._job: Job | None = None
        self._left: list[int] = []
        self._run_id: int | None = None
        self._printing = False

    @property
    def busy(self) -> bool:
        """Whether a pack is on its way to the printer."""
        return self._printing

    @property
    def left(self) -> int:
        """How many certificates of the job were not sent yet."""
        return len(self._left)

    def start(self, job: Job) -> None:
        """Send the first pack."""
        self._job, self._left, self._run_id = job, list(job.ids), None
        self._send()

    def settle(
        self,
        run_id: int,
        pack: int,
        spoiled: Spoiled | None = None,
        *,
        taken_back: bool = False,
        go_on: bool = True,
    ) -> None:
        """Somebody looked at a pack; the next one is sent where one is left."""
        ours = run_id == self._run_id
        if ours and not go_on:
            self._left = []

        def settled(_: object) -> None:
            if ours and self._left:
                self._send()
            elif ours:
                self._end()

        self._session.tasks.write(
            lambda work: settle_pack(work, run_id, pack, spoiled, taken_back=taken_back),
            topic=TOPIC,
            done=settled,
            failed=self.refused.emit,
            title="正在登记打印结果",
        )

    def align(self, printer: str, form: PaperForm, fit: Fit, batch: str) -> None:
        """Print the page that fits a printer; no register knows of it."""
        made = self._opened(printer, form, "对位页", self.refused.emit)
        desk = self._session.desk

        def call(progress: Progress) -> None:
            assert made is not None  # noqa: S101 - asked before the task is begun
            shared = desk.read(lambda work: batch_design(work, batch))
            _print_alignment(form.design(shared, fit), made, progress)

        if made is not None:
            self._session.tasks.aside(
                call,
                lambda _: self._session.say("对位页已送打。用直尺量十字，差多少就在微调里填多少。"),
                failed=self.refused.emit,
                title="正在打印对位页",
            )

    # --- a pack -------------------------------------------------------------------------------

    def _send(self) -> None:
        job = self._job
        if job is None:
            return
        self._printing = True
        self.begun.emit()
        ids, self._left = self._left[: job.pack], self._left[job.pack :]
        self._session.tasks.write(
            lambda work: send_pack(work, job.order, ids, self._run_id),
            topic=TOPIC,
            done=lambda sent: self._print(job, sent),
            failed=self._refuse,
            title="正在登记打印",
        )

    def _refuse(self, sentence: str) -> None:
        self._printing, self._left, self._job = False, [], None
        self.refused.emit(sentence)

    def _print(self, job: Job, sent: SentPack) -> None:
        self._run_id = sent.run_id
        printer = self._opened(job.order.printer, job.form, f"证书第 {sent.pack} 批", self._stop)
        if printer is None:
            return
        desk = self._session.desk
        self._session.tasks.aside(
            lambda progress: _print_pack(desk, job, sent, printer, progress),
            lambda _: self._printed(),
            failed=self._stop,
            title="正在打印证书",
        )

    def _opened(
        self, name: str, form: PaperForm, title: str, failed: Callable[[str], object]
    ) -> QPrinter | None:
        try:
            printer = self._printers.open(name)
        except UserError as error:
            failed(error.sentence)
            return None
        prepare(printer, form.layout.page, title)
        return printer

    def _printed(self) -> None:
        self._printing = False
        self.printed.emit()

    def _stop(self, sentence: str) -> None:
        self._printing, self._left = False, []
        self.stopped.emit(sentence)

    def _end(self) -> None:
        self._job, self._run_id = None, None
        self.ended.emit()


def _print_pack(
    desk: Desk, job: Job, sent: SentPack, printer: QPrinter, progress: Progress
) -> None:
    """On a working thread: draw the pack as one PDF, then put it on the printer."""
    shared = desk.read(lambda work: batch_design(work, job.order.batch))
    rows = [printed_row(row) for row in sent.rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "证书.pdf"
        write_certificates(path, rows, job.form.design(shared, job.fit), progress)
        before = {at: job.slips[row.id] for at, row in enumerate(sent.rows) if row.id in job.slips}
        progress.begin("送打证书", len(rows) + len(before))
        if not before:
            paint(printer, path, progress)
            return
        between = Path(folder) / "分隔单.pdf"
        write_slips(between, list(before.values()), job.form.layout.page)
        with open_pages(path) as pages, open_pages(between) as slips:
            paint_sheets(printer, _interleaved(pages, len(rows), slips, [*before]), progress)


def _interleaved(
    pages: Pages, count: int, slips: Pages, before: Sequence[int]
) -> list[tuple[Pages, int]]:
    """The pages, and the slips in their order before those places."""
    made: list[tuple[Pages, int]] = []
    for at in range(count):
        if at in before:
            made.append((slips, before.index(at) + 1))
        made.append((pages, at + 1))
    return made


def _print_alignment(design: Design, printer: QPrinter, progress: Progress) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "对位页.pdf"
        write_alignment_page(path, design)
        paint(printer, path, progress)


def packs(ids: Sequence[int], size: int) -> int:
    """How many packs there are."""
    return -(-len(ids) // size)
