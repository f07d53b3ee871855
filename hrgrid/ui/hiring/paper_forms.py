"""Scans of a candidate, his extra points, his numbers in full on record."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.hiring.queries.candidate_card import CandidateCard
from hrgrid.hiring.service.papers import (
    Numbers,
    Scan,
    attach_paper,
    set_candidate_photo,
    show_candidate_numbers,
)
from hrgrid.hiring.service.points import grant_points, take_point
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import short_points
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session


class PaperDialog(HiringForm):
    """One scan with what it is; or the photo for the admission slip."""

    def __init__(self, session: Session, card: CandidateCard, parent: QWidget) -> None:
        super().__init__(session, f"给{card.name}添加材料", "添加材料", parent)
        self._card = card
        self.title = TextField("材料名称", hint="例如：毕业证、无犯罪记录证明")
        self.scan = ScanField("扫描件", button="选择文件", without="还没有选文件")
        self.photo = Tick("这是证件照，印在准考证上")
        told = f"记在“{card.state.label}”这一步。只收 PDF 和图片，存进本机数据，不留原文件名。"
        self.form.addWidget(named(self.title))
        self.form.addWidget(self.scan)
        self.form.addWidget(self.photo)
        self.form.addWidget(label(told, "caption", wraps=True))
        self.photo.toggled.connect(self._turn)
        self.on_act(self._add)
        self.title.setFocus()

    def _turn(self, on: bool) -> None:
        self.title.setEnabled(not on)
        if on and not self.title.text():
            self.title.setText("证件照")

    def _read(self) -> Scan:
        title = filled(self.title, "毕业证")
        if self.scan.path is None:
            raise UserError("没有选文件。请选择扫描件再添加")
        return Scan(title, *read_scan(self.scan.path))

    def _add(self) -> None:
        scan, card, is_photo = self.checked(self._read), self._card, self.photo.isChecked()
        if scan is None:
            return

        def job(work: UnitOfWork) -> None:
            if is_photo:
                set_candidate_photo(work, card.id, scan)
            else:
                attach_paper(work, card.id, scan)

        self.send(job, f"已给{card.name}添加“{scan.title}”。")


class PointsDialog(HiringForm):
    """What the data bears out, granted or taken back."""

    def __init__(self, session: Session, card: CandidateCard, parent: QWidget) -> None:
        super().__init__(session, f"核准{card.name}的加分", "核准加分", parent)
        self._card = card
        self.ticks: dict[str, Tick] = {}
        told = "只列资料够得上的项目，看过证明再勾；学历只算最高的一项，合计不超过上限。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for row in card.points:
            tick = Tick(f"{row.label}　+{short_points(row.milli)}（{row.seen_value}）")
            tick.setChecked(row.granted_at is not None)
            tick.toggled.connect(lambda _: self._fold())
            self.ticks[row.rule_key] = tick
            self.form.addWidget(tick)
        self.scan = ScanField("证明扫描件", button="附证明扫描件")
        self.reason = TextField("取消加分的原因", hint="例如：证书已过有效期")
        self._why = named(self.reason)
        self.form.addWidget(self.scan)
        self.form.addWidget(self._why)
        self.on_act(self._grant)
        self._fold()

    @property
    def _granted(self) -> set[str]:
        return {row.rule_key for row in self._card.points if row.granted_at is not None}

    def _taken(self) -> list[str]:
        return [key for key in self._granted if not self.ticks[key].isChecked()]

    def _new(self) -> list[str]:
        ticked = [key for key, tick in self.ticks.items() if tick.isChecked()]
        return [key for key in ticked if key not in self._granted]

    def _fold(self) -> None:
        self._why.setVisible(bool(self._taken()))
        self.fit()

    def _grant(self) -> None:
        new, taken, card, path = self._new(), self._taken(), self._card, self.scan.path
        if not (new or taken):
            self.accept()
            return
        reason = self.checked(lambda: filled(self.reason)) if taken else ""
        if reason is None:
            return

        def job(work: UnitOfWork) -> None:
            for key in taken:
                take_point(work, card.id, key, reason)
            sha256 = (
                attach_paper(work, card.id, Scan("加分证明", *read_scan(path))) if path else None
            )
            if new:
                grant_points(work, card.id, dict.fromkeys(new, sha256))

        self.send(job, f"{card.name}的加分已核准。")


class NumbersDialog(HiringForm):
    """Both numbers in full; who looked and why goes into the journal."""

    TOPIC = "journal"

    def __init__(self, session: Session, card: CandidateCard, parent: QWidget) -> None:
        super().__init__(session, f"显示{card.name}的号码", "记下事由并显示", parent)
        self._card = card
        self._away.setText("先不看")
        self.reason = TextField("事由", hint="例如：核对身份证原件")
        self.form.addWidget(named(self.reason, "谁在什么时候、为什么看的，都写进操作留痕。"))
        self._shown = QFormLayout()
        self.form.addLayout(self._shown)
        self.on_act(self._ask)
        self.reason.setFocus()

    def _ask(self) -> None:
        reason = self.checked(lambda: filled(self.reason, "核对身份证原件"))
        candidate_id = self._card.id
        if reason is None:
            return
        self.session.tasks.write(
            lambda work: show_candidate_numbers(work, candidate_id),
            topic=self.TOPIC,
            done=self._show,
            failed=self.refuse,
            title="正在读取号码",
            reason=reason,
        )

    def _show(self, numbers: Numbers) -> None:
        for name, text in (("身份证号", numbers.id_number), ("手机号", numbers.phone)):
            self._shown.addRow(label(name, "label"), label(text or "没有登记", "strong"))
        self.act.hide()
        self._away.setText("看好了")
        self.fit_soon()
