"""Uses of the seal, hand-overs and the signing key: what stands beside a batch's certificates."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.documents.papers.piles import piles_of
from hrgrid.documents.queries import Wanted, certificates, certificates_by_id, sheets
from hrgrid.documents.queries.registers import handovers
from hrgrid.documents.rules import CertificateState, SheetState, meant
from hrgrid.documents.service import SealOrder, hand_over, note_seal_use, rotate_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.documents.batches import places
from hrgrid.ui.documents.printing import TOPIC
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.matters.forms import day_of, today_field
from hrgrid.ui.session import Session


class SealDialog(FormDialog):
    """One line of the register: on which paper, how many, on what document, who approved."""

    def __init__(self, session: Session, batch: str, title: str, parent: QWidget) -> None:
        super().__init__("登记用印", "登记用印", parent)
        self._session, self._batch = session, batch
        self.paper = TextField("用印的文书", text=f"{title}证书")
        self.copies = TextField("份数", hint="例如：120")
        self.document = TextField("依据的文号", hint="例如：苏政法〔2026〕12号")
        self.approver = TextField("批准人", hint="例如：书记 周明")
        self.used_on = today_field("用印日期")
        self.note = TextField("备注", hint="没有就不写")
        told = (
            "盖章由人来办，这里登记用在什么文书上、多少份、谁批准的。登记后不能改，写错了再登一次。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("用印的文书", self.paper))
        for left, right in (
            (Field("份数", self.copies), Field("用印日期", self.used_on)),
            (Field("依据的文号", self.document), Field("批准人", self.approver)),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(left, 1)
            row.addWidget(right, 1)
            self.form.addLayout(row)
        self.form.addWidget(Field("备注", self.note))
        self.on_act(self._note)
        self.copies.setFocus()

    def _read(self) -> SealOrder:
        copies = self.copies.text().strip()
        if not copies.isdecimal():
            raise UserError("份数要写成数字，例如 120。请改正再登记")
        return SealOrder(
            self._batch,
            self.paper.text(),
            int(copies),
            self.document.text(),
            self.approver.text(),
            day_of(self.used_on),
            self.note.text(),
        )

    def _note(self) -> None:
        try:
            order = self._read()
        except UserError as told:
            self.refuse(told.sentence)
            return

        def done(_: int) -> None:
            self.accept()
            self._session.say(f"已登记用印 {order.copies:,} 份。")

        self._session.tasks.write(
            lambda work: note_seal_use(work, order), topic=TOPIC, done=done, failed=self.refuse
        )


class HandOverDialog(FormDialog):
    """Who took which certificates: all that wait for a street, or by their numbers."""

    def __init__(self, session: Session, batch: str, title: str, parent: QWidget) -> None:
        super().__init__("登记领取", "登记领取", parent)
        self._session, self._batch = session, batch
        self._waiting: dict[str, tuple[int, ...]] = {}
        self.place = Choice("哪里领", [("", "按编号填写")])
        self.numbers = TextField("编号范围", hint="例如：317-340, 402；几种称号写成 NS317-340")
        self.receiver = TextField("领取人", hint="例如：盘门街道 李安")
        self.handed_on = today_field("领取日期")
        told = f"{title}的证书打好、核对过才能领。登记后分装领取名单上就有领取人和日期，不能改。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪里领", self.place))
        self.form.addWidget(Field("编号范围", self.numbers))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field("领取人", self.receiver), 1)
        row.addWidget(Field("领取日期", self.handed_on), 1)
        self.form.addLayout(row)
        self.on_act(self._hand_over)
        self.place.activated.connect(lambda _: self._take_place())
        self.numbers.setFocus()
        session.tasks.read(lambda work: _waiting(work, batch), self._show_places)

    def _show_places(self, waiting: dict[str, tuple[int, ...]]) -> None:
        self._waiting = waiting
        entries = [(name, f"{name}（{len(ids):,} 张）") for name, ids in waiting.items()]
        self.place.fill([("", "按编号填写"), *entries])

    def _take_place(self) -> None:
        by_number = not self.place.currentData()
        self.numbers.setEnabled(by_number)
        (self.numbers if by_number else self.receiver).setFocus()

    def _hand_over(self) -> None:
        chosen = self._waiting.get(self.place.currentData() or "", ())
        batch, typed, receiver = self._batch, self.numbers.text(), self.receiver.text()
        try:
            day = day_of(self.handed_on)
            if not chosen and not typed.strip():
                raise UserError("没有写编号范围。请写成 317-340, 402 这样，或选哪里领")
        except UserError as told:
            self.refuse(told.sentence)
            return

        def job(work: UnitOfWork) -> int:
            if chosen:
                return hand_over(work, batch, chosen, receiver, day)
            found = certificates(work, Wanted(batch))
            ids = {row.shown: row.id for row in found if row.state is CertificateState.ISSUED}
            wanted = [ids[number] for number in meant(typed, [*ids])]
            return hand_over(work, batch, wanted, receiver, day)

        def done(count: int) -> None:
            self.accept()
            self._session.say(f"已登记领取 {count:,} 张。")

        self._session.tasks.write(job, topic=TOPIC, done=done, failed=self.refuse)


def _waiting(work: UnitOfWork, batch: str) -> dict[str, tuple[int, ...]]:
    """What is printed, found good and not taken, by where it goes."""
    taken = handovers(work, batch)
    good = [
        row.certificate_id
        for row in sheets(work, batch)
        if row.state is SheetState.CONFIRMED and row.certificate_id not in taken
    ]
    rows = certificates_by_id(work, good)
    in_force = [row for row in rows if row.state is CertificateState.ISSUED]
    return {
        " ".join(filter(None, (pile.place.district, pile.place.street))): pile.ids
        for pile in piles_of(work, in_force, places)
    }


def change_key(session: Session, parent: QWidget) -> None:
    """Ask why, then sign with another key from now on."""
    dialog = ReasonDialog(
        "更换签名钥匙",
        "更换签名钥匙",
        parent,
        example="例如：保管电脑的同志调离",
        told=(
            "以后签发的证书用新钥匙签名；以前签的照样能核验。换过以后请把公钥和撤销清单再发一次。"
        ),
        missing="请写明为什么更换，写一句就行。",
        away="先不更换",
    )
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    session.tasks.write(
        rotate_key,
        topic=TOPIC,
        done=lambda key: session.say(f"已更换签名钥匙，新的是 {key}。"),
        failed=lambda told: session.say(told, Kind.BAD),
        reason=dialog.reason.text().strip(),
    )
