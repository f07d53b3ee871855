"""The counter of the page: what the range means, printing it, and the question after each pack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.documents.rules import PrintReason
from hrgrid.documents.service import Checked, PrintOrder, Spoiled
from hrgrid.paper.pades import SigningCertificate
from hrgrid.ui.banners import Kind
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.documents.arranging import Arranged, arranged
from hrgrid.ui.documents.batches import Order, Overview
from hrgrid.ui.documents.checking import Asking, CheckDialog, check_issued
from hrgrid.ui.documents.choosing import Choosing, Chosen, choose
from hrgrid.ui.documents.exporting import Exporting
from hrgrid.ui.documents.frame import Head
from hrgrid.ui.documents.pack_card import PackCard, SpoiledDialog
from hrgrid.ui.documents.printing import Job, PrintDesk, packs
from hrgrid.ui.documents.setup import PDF_FILE, PrintSetup
from hrgrid.ui.documents.signing import SigningForm
from hrgrid.ui.session import Session


class Counter(QObject):
    """Reads, prints and asks; `refresh_wanted` after what the register does not tell by itself."""

    refresh_wanted = Signal()
    ended = Signal()
    find = Signal(str)

    def __init__(
        self, session: Session, head: Head, setup: PrintSetup, desk: PrintDesk, over: QWidget
    ) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self.head, self.setup, self.desk = head, setup, desk
        self.question = PackCard()
        self.exporting = Exporting(session, over)
        self._overview = Overview([])
        self._code = ""
        self._asked = 0
        self._chosen: Chosen | None = None
        self._trouble = ""
        self._checking = False
        self._connect()

    def show_overview(self, overview: Overview) -> None:
        """Another batch, or the same with another state."""
        self._overview = overview
        if self.desk.busy or not overview.packs:
            self.question.away()
        else:
            self.question.ask(overview.packs[0], self.desk.left, self._trouble)
        self.read(self._code)

    def read(self, code: str) -> None:
        """What does the range mean, where the honour `code` is listed?"""
        self._code = code
        if not self._overview.batch:
            return
        self._asked += 1
        asked, wanted = self._asked, self._choosing()
        self._chosen = None
        self._show_primary()

        def take(chosen: Chosen) -> None:
            if asked == self._asked:
                self._chosen = chosen
                self.setup.show_chosen(chosen)
                self._show_primary()

        self._session.tasks.read(lambda work: choose(work, wanted), take)

    def export_signed(self) -> None:
        """The same range as a PDF file that the office's own certificate signs."""
        if self._chosen is None or not self._chosen.count:
            return
        form = SigningForm(self._session, self._chosen.count, self._over)
        if form.exec():
            self.export(form.certificate)

    def export(self, certificate: SigningCertificate | None = None) -> None:
        """The same range as a PDF file."""
        chosen, setup, overview = self._chosen, self.setup, self._overview
        if chosen is None or not chosen.count:
            return
        form, fit = setup.chosen_form, setup.chosen_fit
        batch, title = overview.batch, overview.title
        by_place = setup.chosen_order is not Order.NUMBER

        def go() -> None:
            self.exporting.certificates(
                batch, title, chosen.ids, form, fit, by_place=by_place, certificate=certificate
            )

        self._check(chosen, "", f"存为 PDF {chosen.count:,} 张", lambda _: go())

    def check(self) -> None:
        """What printing the range would find, whether it is printed now or not."""
        if self._chosen is not None and self._chosen.count:
            self._check(self._chosen, "", "", None)

    def _check(
        self, chosen: Chosen, told: str, act: str, go: Callable[[Checked], object] | None
    ) -> None:
        """Look at these on the chosen form; `go` is told what was found where nothing stops it."""
        # The button keeps the focus meanwhile; a second press asks nothing twice.
        if self._checking:
            return
        form, fit, batch = self.setup.chosen_form, self.setup.chosen_fit, self._overview.batch
        asking = Asking("打印前检查", self._overview.title, told, act)
        self._checking = True

        def ask(checked: Checked) -> None:
            self._checking = False
            if go is not None and not checked.notes:
                go(checked)
                return
            dialog = CheckDialog(self._session, checked, asking, self._over, self.find.emit)
            if dialog.exec() == QDialog.DialogCode.Accepted and go is not None:
                go(checked)

        def refuse(sentence: str) -> None:
            self._checking = False
            self._refuse(sentence)

        self._session.tasks.read(
            lambda work: check_issued(work, batch, chosen.ids, form, fit),
            ask,
            failed=refuse,
            title="正在检查证书",
        )

    def _connect(self) -> None:
        self.head.export_wanted.connect(self.export)
        self.exporting.sign_wanted.connect(self.export_signed)
        self.head.print_wanted.connect(self._print)
        self.setup.range_changed.connect(lambda: self.read(self._code))
        self.setup.changed.connect(self._show_primary)
        self.setup.check_wanted.connect(self.check)
        self.setup.alignment_wanted.connect(self._align)
        self.question.good.connect(self._say_good)
        self.question.enough_good.connect(lambda: self._say_good(go_on=False))
        self.question.spoiled_wanted.connect(self._tell_spoiled)
        self.question.nothing_came.connect(self._tell_nothing)
        self.desk.begun.connect(self._begin)
        self.desk.printed.connect(self.refresh_wanted.emit)
        self.desk.stopped.connect(self._stop)
        self.desk.refused.connect(self._refuse)
        self.desk.ended.connect(self._end)

    # --- printing ------------------------------------------------------------------------------

    def _choosing(self) -> Choosing:
        return Choosing(self._overview.batch, self._code, self.setup.range.text())

    def _show_primary(self) -> None:
        chosen, to_file = self._chosen, self.setup.chosen_printer == PDF_FILE
        verb = "存为 PDF" if to_file else "打印"
        waiting = "存为 PDF：待打的" if to_file else "打印待打的"
        if chosen is None:
            self.head.show_primary(self.head.primary.text(), enabled=False)
            return
        if not chosen.count:
            told = "请改编号范围" if chosen.problem else "没有待打的证书"
            self.head.show_primary(told, enabled=False)
            self.head.export.setEnabled(False)
            return
        text = f"{verb} {chosen.span}（{chosen.count:,} 张）"
        if not chosen.span:
            text = f"{waiting} {chosen.count:,} 张"
        settled = not self.setup.waits and chosen.asked == self._choosing()
        free = not self.desk.busy and self.question.isHidden()
        may = to_file or (self.setup.reason_told and free)
        self.head.export.setEnabled(settled)
        self.head.show_primary(text, enabled=bool(settled and may))

    def _print(self) -> None:
        chosen, printer = self._chosen, self.setup.chosen_printer
        if chosen is None:
            return
        if printer == PDF_FILE:
            self.export()
            return
        form, fit, pack = self.setup.chosen_form, self.setup.chosen_fit, self.setup.chosen_pack
        parts = packs(chosen.ids, pack)
        by = self.setup.chosen_order
        told = f"用“{printer}”打印，{form.label}。请放好 {chosen.count:,} 张纸。"
        if by is Order.SLIPS:
            told += "每个街道前多打一张分隔单，请多备些纸。"
        if parts > 1:
            told += f"分 {parts} 批送打，每批 {pack} 张；看过都好，按 Enter 打下一批。"
        act, title = f"打印 {chosen.count:,} 张", self.head.primary.text()
        order = PrintOrder(
            self._overview.batch,
            printer,
            form.key,
            fit.shift,
            fit.scale,
            self.setup.reason,
            self.setup.note.text().strip(),
        )

        def start(arranged: Arranged) -> None:
            self.desk.start(Job(order, form, arranged.ids, pack, arranged.slips))

        def go(checked: Checked) -> None:
            # Whoever saw what was found has agreed there.
            if checked.notes or confirmed(self._over, told, act, title=title):
                self._session.tasks.read(
                    lambda work: arranged(work, chosen.ids, by), start, failed=self._refuse
                )

        self._check(chosen, told, act, go)

    def _align(self) -> None:
        setup = self.setup
        self.desk.align(
            setup.chosen_printer, setup.chosen_form, setup.chosen_fit, self._overview.batch
        )

    def _begin(self) -> None:
        self._trouble = ""
        self.question.away()
        self._show_primary()

    def _stop(self, sentence: str) -> None:
        self._trouble = sentence or "打印停了。"
        self.refresh_wanted.emit()

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self._session.say(sentence, Kind.BAD)
        self.refresh_wanted.emit()

    def _end(self) -> None:
        self._trouble = ""
        self.setup.clear_range()
        self._session.say("都打好了，打印登记已写好。")
        self.ended.emit()

    # --- the question after a pack -------------------------------------------------------------

    def _settle(
        self, spoiled: Spoiled | None = None, *, taken_back: bool = False, go_on: bool = True
    ) -> None:
        pack = self.question.pack
        if pack is not None:
            self._trouble = ""
            self.question.away()
            self.desk.settle(pack.run_id, pack.pack, spoiled, taken_back=taken_back, go_on=go_on)

    def _say_good(self, *, go_on: bool = True) -> None:
        pack = self.question.pack
        self._settle(taken_back=bool(pack and pack.owed), go_on=go_on)

    def _tell_spoiled(self) -> None:
        pack = self.question.pack
        if pack is not None:
            dialog = SpoiledDialog(pack, self._over)
            if dialog.exec():
                self._settle(dialog.spoiled, go_on=True)

    def _tell_nothing(self) -> None:
        pack = self.question.pack
        if pack is not None:
            self._settle(Spoiled(pack.numbers, PrintReason.NOT_PRINTED), go_on=False)
