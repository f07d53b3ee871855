"""Files of a batch: certificates as PDF, the registers, the keys, the rosters of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import (
    on_record,
    signed_by,
    write_issued,
    write_sheets_register,
)
from hrgrid.documents.papers.piles import write_packing_slips
from hrgrid.documents.papers.registers import (
    write_handover_list,
    write_number_report,
    write_seal_register,
)
from hrgrid.documents.queries import IssuedRow, certificates_by_id
from hrgrid.documents.service import PrintOrder, key_sheet, note_printed_outside
from hrgrid.honours.papers import Form, write_roster
from hrgrid.honours.rules.certificates import campaign_of_batch
from hrgrid.honours.rules.words import RosterOrder
from hrgrid.paper.certificate import Design
from hrgrid.paper.pades import SigningCertificate, available
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Action
from hrgrid.ui.documents.arranging import arranged
from hrgrid.ui.documents.batches import Fit, Order, PaperForm, batch_design, places
from hrgrid.ui.documents.printing import TOPIC
from hrgrid.ui.documents.registering import HandOverDialog, SealDialog, change_key
from hrgrid.ui.saving import KEYS, PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

_PRINT_SHOP = "印刷厂（PDF 文件）"
_PRINTED = "交印刷厂印的，印好后请登记。"


class Exporting(QObject):
    """Asks where to and writes; each paper is on record."""

    sign_wanted = Signal()

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    def certificates(
        self,
        batch: str,
        title: str,
        ids: Sequence[int],
        form: PaperForm,
        fit: Fit,
        *,
        by_place: bool = False,
        certificate: SigningCertificate | None = None,
    ) -> None:
        """A page each; what a print shop prints from it can be noted afterwards.

        With a `certificate` the file is signed: it goes to people, and nothing is noted.
        """
        desk, wanted = self._session.desk, tuple(ids)

        def read(work: UnitOfWork) -> tuple[list[IssuedRow], Design]:
            by = Order.PLACE if by_place else Order.NUMBER
            ordered = arranged(work, wanted, by).ids
            return certificates_by_id(work, ordered), batch_design(work, batch)

        def write(path: Path, progress: Progress) -> int:
            rows, shared = desk.read(read)

            def tell(count: int) -> None:
                told = {"certificates": count, "from": rows[0].shown, "to": rows[-1].shown}
                after = told | {"form": Form.PDF.value} | signed_by(certificate)
                on_record(desk, "write_certificates", title, after)

            design = form.design(shared, fit)
            return write_issued(
                path, rows, design, tell, progress=progress, certificate=certificate
            ).rows

        order = PrintOrder(batch, _PRINT_SHOP, form.key, fit.shift, fit.scale)
        noted = Action(f"登记为已印 {len(wanted):,} 张", lambda: self._note(order, wanted))
        self._saving.save(
            Writing(
                f"{title}证书 {len(wanted)} 张",
                write,
                "正在生成证书 PDF",
                told=f"已用 {certificate.holder} 的证书签名。" if certificate else _PRINTED,
                topic="journal",
                kind=PAGES,
                then=() if certificate else (noted,),
                seen=True,
            )
        )

    def register(self, batch: str, title: str) -> None:
        """Every print and every certificate, in one click."""
        desk = self._session.desk
        self._saving.save(
            Writing(
                f"{title}证书登记册",
                lambda path, _: write_sheets_register(desk, batch, path),
                "正在导出登记册",
                topic="journal",
                kind=WORKBOOKS,
            )
        )

    def keys(self) -> None:
        """What others need to verify our certificates."""
        desk = self._session.desk

        def write(path: Path, _: Progress) -> None:
            sheet = desk.write(key_sheet)
            with paper_file(path) as part:
                part.write_bytes(sheet)

        told = "发给要核验证书的单位：有公钥和撤销清单，没有私钥。撤销过证书后请再发一次。"
        self._saving.save(
            Writing(
                "证书公钥和撤销清单", write, "正在写出公钥", told=told, topic="journal", kind=KEYS
            )
        )

    def handover(self, batch: str, title: str, form: Form) -> None:
        """Who takes what, a district a page: packing slip and list to sign in one."""
        desk = self._session.desk
        self._list(
            f"{title}证书分装领取名单",
            form,
            lambda path: write_handover_list(desk, batch, title, path, form, places=places),
        )

    def slips(self, batch: str, title: str) -> None:
        """A separator sheet for every street, which is its packing slip too."""
        desk = self._session.desk
        self._list(
            f"{title}证书分隔单",
            Form.PDF,
            lambda path: write_packing_slips(desk, batch, title, path, places=places),
        )

    def numbers(self, form: Form) -> None:
        """Which numbers are used, void and missing."""
        desk = self._session.desk
        self._list("证书编号使用情况", form, lambda path: write_number_report(desk, path, form))

    def seals(self, form: Form) -> None:
        """The register of seals."""
        desk = self._session.desk
        self._list("用印登记簿", form, lambda path: write_seal_register(desk, path, form))

    def _list(self, name: str, form: Form, write: Callable[[Path], object]) -> None:
        self._saving.save(
            Writing(
                name,
                lambda path, _: write(path),
                f"正在生成{name}",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )

    def roster(self, batch: str, title: str, form: Form, order: RosterOrder) -> None:
        """The list of a campaign as it is published."""
        desk, campaign_id = self._session.desk, campaign_of_batch(batch)
        if campaign_id is None:
            return
        self._saving.save(
            Writing(
                f"{title}表彰名单",
                lambda path, progress: write_roster(
                    desk, campaign_id, path, form, order=order, progress=progress
                ),
                "正在生成表彰名单",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )

    def fill(self, menu: QMenu, batch: str, title: str) -> None:
        """Everything that can be written of a batch."""
        menu.clear()
        signs = menu.addAction("存为 PDF 并数字签名…")
        signs.triggered.connect(lambda *_: self.sign_wanted.emit())
        if not available():
            signs.setEnabled(False)
            signs.setText("存为 PDF 并数字签名（这台电脑没有装签名组件）")
        menu.addSeparator()
        _offer(menu, "登记册（Excel）", lambda: self.register(batch, title))
        _offer(menu, "核验用的公钥和撤销清单", self.keys)
        self._fill_registers(menu.addMenu("领取、编号、用印"), batch, title)
        if campaign_of_batch(batch) is None:
            return
        menu.addSeparator()
        for form in Form:
            _offer(menu, f"表彰名单（{form.label}）", self._roster(batch, title, form))
        sorted_by = menu.addMenu("表彰名单，换个排序（PDF）")
        for order in RosterOrder:
            _offer(sorted_by, order.label, self._roster(batch, title, Form.PDF, order))

    def _fill_registers(self, menu: QMenu, batch: str, title: str) -> None:
        lists: tuple[tuple[str, Callable[[Form], object]], ...] = (
            ("分装领取名单", lambda form: self.handover(batch, title, form)),
            ("证书编号使用情况", self.numbers),
            ("用印登记簿", self.seals),
        )
        for name, write in lists:
            for form in Form:
                _offer(menu, f"{name}（{form.label}）", partial(write, form))
        _offer(menu, "分隔单（一街道一张，PDF）", lambda: self.slips(batch, title))
        menu.addSeparator()
        over, session = self._over, self._session
        _offer(menu, "登记领取…", lambda: HandOverDialog(session, batch, title, over).exec())
        _offer(menu, "登记用印…", lambda: SealDialog(session, batch, title, over).exec())
        if session.may(Right.MANAGE_OFFICE):
            _offer(menu, "更换签名钥匙…", lambda: change_key(session, over))

    def _roster(
        self, batch: str, title: str, form: Form, order: RosterOrder = RosterOrder.SUBMITTED
    ) -> Callable[[], object]:
        return lambda: self.roster(batch, title, form, order)

    def _note(self, order: PrintOrder, ids: tuple[int, ...]) -> None:
        def told(count: int) -> None:
            self._session.say(f"已登记 {count:,} 张由印刷厂印好。")

        self._session.tasks.write(
            lambda work: note_printed_outside(work, order, ids),
            topic=TOPIC,
            done=told,
            title="正在登记打印",
        )


def _offer(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
