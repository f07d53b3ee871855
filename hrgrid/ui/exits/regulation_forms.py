"""Forms of regulations: registered, corrected, signed for by many at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.exits.rules.rows import RegulationForm, RegulationRow, SignerRow, SignForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import kept
from hrgrid.ui.exits.forms.placing import Area, read_areas
from hrgrid.ui.exits.words import TOPIC
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.session import Session


class RegulationDialog(MatterForm):
    """A regulation with how it came about; a correction asks for its reason."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(self, session: Session, parent: QWidget, row: RegulationRow | None = None) -> None:
        act = "登记办法" if row is None else "更正办法"
        super().__init__(session, act, act, parent)
        self._row = row
        self.title = TextField("办法名称", hint="例如：网格员考核和退出管理办法")
        self.document = TextField("文号", hint="例如：姑政法〔2026〕12 号")
        self.area = Choice("适用区域", [(None, "正在读取…")])
        self.procedure = TextBox("民主程序", "例如：2026-02-10 全体网格员会议讨论通过")
        self.adopted = today_field("通过日期", row.adopted_on if row else None)
        self.announced = today_field("公示日期", row.announced_on if row else None)
        self.scan = ScanField("办法扫描件")
        self.reason = TextField("事由", hint="例如：文号写错，按原件更正")
        self.form.addWidget(named(self.title))
        self.form.addLayout(beside(named(self.document), named(self.area)))
        self.form.addWidget(named(self.procedure))
        self.form.addLayout(beside(named(self.adopted), named(self.announced)))
        self.form.addWidget(named(self.scan))
        if row is not None:
            self.title.setText(row.title)
            self.document.setText(row.document_no)
            self.procedure.setPlainText(row.procedure)
            self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        self.title.setFocus()
        session.tasks.read(read_areas, self._take, failed=self.refuse)

    def _take(self, areas: list[Area]) -> None:
        self.area.fill([(area_id, name) for area_id, name, _ in areas])
        for area_id, _, path in areas:
            if self._row is not None and path == self._row.area_path:
                self.area.choose(area_id)

    def _go(self) -> None:
        from hrgrid.exits.service.regulations import add_regulation, correct_regulation

        area, path, row = self.area.currentData(), self.scan.path, self._row
        if not isinstance(area, int):
            self.refuse("没有选适用区域。请选一个")
            return
        given = self.checked(
            lambda: (
                filled(self.title),
                self.document.text().strip(),
                area,
                self.procedure.toPlainText().strip(),
                day_of(self.adopted),
                day_of(self.announced),
            )
        )
        reason = "" if row is None else self.checked(lambda: filled(self.reason))
        if given is None or reason is None:
            return

        def do(work: UnitOfWork) -> object:
            before = None if row is None else row.scan_sha256
            form = RegulationForm(*given, scan_sha256=kept(work, path) or before)
            if row is None:
                return add_regulation(work, form)
            correct_regulation(work, row.id, form, row.version)
            return row.id

        self.send(do, f"已保存：{given[0]}", reason=reason)


class SignDialog(MatterForm):
    """These people signed on a day; one scan may hold the signatures of all."""

    TOPIC = TOPIC
    WIDTH = 460

    def __init__(
        self, session: Session, parent: QWidget, row: RegulationRow, people: Sequence[SignerRow]
    ) -> None:
        act = f"登记 {len(people):,} 人签收"
        super().__init__(session, "登记签收", act, parent)
        self._row, self._people = row, tuple(people)
        self.on = today_field("签收日期")
        self.scan = ScanField("签收页扫描件")
        names = "、".join(one.name for one in people[:8])
        told = f"{names}{f' 等 {len(people):,} 人' if len(people) > 8 else ''}签收《{row.title}》。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.on))
        self.form.addWidget(named(self.scan))
        self.on_act(self._go)
        self.on.setFocus()

    def _go(self) -> None:
        from hrgrid.exits.service.regulations import sign_regulation

        day = self.checked(lambda: day_of(self.on))
        if day is None:
            return
        ids = tuple(one.person_id for one in self._people)
        regulation, path = self._row.id, self.scan.path

        def do(work: UnitOfWork) -> int:
            return sign_regulation(work, regulation, SignForm(ids, day, kept(work, path)))

        self.send(do, lambda count: f"已登记 {count:,} 人签收")
