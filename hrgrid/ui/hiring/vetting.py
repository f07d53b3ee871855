"""体检和政审: one result, or one report for many who passed; never a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.hiring.queries.candidates import CandidateFilter, CandidateOrder, candidates
from hrgrid.hiring.queries.facts import half_vetted
from hrgrid.hiring.rules.substitutes import Call
from hrgrid.hiring.rules.words import CandidateState, VettingKind, VettingResult
from hrgrid.hiring.service.vetting import VettingForm, record_passes, record_vetting
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.forms import Choice, TextField, Tick, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session

_MOST = 5_000
_KINDS = [(one, one.label) for one in VettingKind]
_RESULTS = [(one, one.label) for one in VettingResult]


@dataclass(frozen=True)
class Vetted:
    """Somebody whose results are awaited; `passed` are the kinds that are through."""

    candidate_id: int
    number: str
    name: str
    position: str
    passed: tuple[VettingKind, ...] = ()

    @property
    def told(self) -> str:
        """Name, number, position, and what is through."""
        done = "、".join(f"{one.label}已合格" for one in self.passed)
        return "　".join(filter(None, (f"{self.name}（{self.number}）", self.position, done)))


class _VettingFields(QWidget):
    """By whom, when, which report."""

    def __init__(self, kind: VettingKind) -> None:
        super().__init__()
        self.kind = Choice("项目", _KINDS)
        self.kind.choose(kind)
        self.by = TextField("办理单位", hint="例如：盐城市第一人民医院")
        self.on = today_field("日期")
        self.document = TextField("报告编号或文号", hint="例如：体检〔2026〕117号")
        self.scan = ScanField("报告扫描件")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(beside(named(self.kind), named(self.on)))
        column.addLayout(beside(named(self.by), named(self.document)))
        column.addWidget(self.scan)

    def form(self, candidate_id: int, result: VettingResult) -> VettingForm:
        """One result. Raises UserError naming what is missing."""
        return VettingForm(
            candidate_id,
            self.kind.currentData(),
            result,
            filled(self.by, "盐城市第一人民医院"),
            day_of(self.on),
            filled(self.document, "体检〔2026〕117号"),
        )


class PassesDialog(HiringForm):
    """One report that names many who passed; whoever did not is recorded by himself."""

    WIDTH = 520

    def __init__(
        self, session: Session, batch_id: int, people: Sequence[Vetted], parent: QWidget
    ) -> None:
        super().__init__(session, "登记合格结果", "登记合格", parent)
        self._batch_id, self._people = batch_id, list(people)
        self.ticks: dict[int, Tick] = {}
        lacking = [kind for kind in VettingKind if any(kind not in one.passed for one in people)]
        self.fields = _VettingFields(lacking[0] if lacking else VettingKind.MEDICAL)
        self.all = LinkButton("全选", does=lambda: self._tick_all(on=True))
        self.none = LinkButton("全不选", does=lambda: self._tick_all(on=False))
        for button in (self.all, self.none):
            button.setAutoDefault(False)
        self._list = Scroll(inside=True)
        self._list.column.setSpacing(2)
        told = "只记合格与否和报告编号，不记检查内容。不合格的请在名单里逐个登记，由下一名递补。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.fields)
        row = QHBoxLayout()
        self.count = label("", "strong")
        row.addWidget(self.count, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        self.form.addLayout(row)
        self.form.addWidget(self._list)
        self._list.setMinimumHeight(theme.length(150))
        self.fields.kind.currentIndexChanged.connect(lambda _: self._show())
        self.on_act(self._record)
        self._show()
        self.fields.by.setFocus()

    def _show(self) -> None:
        clear(self._list.column)
        self.ticks = {}
        kind = self.fields.kind.currentData()
        for one in self._people:
            if kind in one.passed:
                continue
            tick = Tick(one.told)
            tick.setChecked(True)
            tick.toggled.connect(lambda _: self._count())
            self.ticks[one.candidate_id] = tick
            self._list.column.addWidget(tick)
        self._list.column.addStretch()
        self._count()

    def _tick_all(self, *, on: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(on)

    @property
    def _chosen(self) -> list[int]:
        return [own for own, tick in self.ticks.items() if tick.isChecked()]

    def _count(self) -> None:
        count = len(self._chosen)
        self.count.setText(f"合格的勾上：{count:,} / {len(self.ticks):,}")
        self.act.setText(f"登记 {count:,} 人合格")
        self.act.setAccessibleName(self.act.text())

    def _read(self) -> list[VettingForm]:
        if not self._chosen:
            raise UserError("没有勾选合格的人。请勾选后再登记")
        return [self.fields.form(own, VettingResult.PASS) for own in self._chosen]

    def _record(self) -> None:
        forms, batch_id, path = self.checked(self._read), self._batch_id, self.fields.scan.path
        if forms is None:
            return

        def job(work: UnitOfWork) -> int:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            return record_passes(
                work, batch_id, [replace(one, evidence_sha256=sha256) for one in forms]
            )

        kind = self.fields.kind.currentText()
        self.send(
            job,
            lambda through: f"已登记 {len(forms):,} 人{kind}合格，{through:,} 人两项都已合格。",
            title="正在登记结果",
        )


class VettingDialog(HiringForm):
    """The result of one candidate; a failed one passes the place to the next."""

    WIDTH = 460

    def __init__(self, session: Session, one: Vetted, parent: QWidget) -> None:
        super().__init__(session, f"登记{one.name}的结果", "登记结果", parent)
        self._one = one
        lacking = [kind for kind in VettingKind if kind not in one.passed]
        self.fields = _VettingFields(lacking[0] if lacking else VettingKind.VETTING)
        self.ending = Choice("结果", _RESULTS)
        self.reason = TextField("事由", hint="复检、更正时须写")
        self._warn = label("", "captionWarn", wraps=True)
        told = "只记合格与否和报告编号，不记检查内容。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.fields)
        self.form.addLayout(beside(named(self.ending), named(self.reason), shares=(1, 2)))
        self.form.addWidget(self._warn)
        self.ending.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._record)
        self._fold()
        self.fields.by.setFocus()

    def _fold(self) -> None:
        fails = self.ending.currentData() is VettingResult.FAIL
        self._warn.setText(
            f"登记后{self._one.name}不再录用，由同一岗位的下一名递补，不能收回。" if fails else ""
        )
        self._warn.setVisible(fails)
        self.fit()

    def _record(self) -> None:
        form = self.checked(
            lambda: self.fields.form(self._one.candidate_id, self.ending.currentData())
        )
        path = self.fields.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> Call | None:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            return record_vetting(work, replace(form, evidence_sha256=sha256))

        kind, result = form.kind.label, form.result.label
        self.send(
            job,
            lambda call: f"{self._one.name}{kind}{result}。{call_told(call)}",
            reason=self.reason.text(),
        )


def call_told(call: Call | None) -> str:
    """Who steps in, in words; nothing where no place was passed on."""
    if call is None:
        return ""
    return f"{call.why}。"


def read_vetted(work: UnitOfWork, batch_id: int) -> list[Vetted]:
    """Everybody whose results are awaited, by number."""
    lacking = half_vetted(work, batch_id)
    wanted = CandidateFilter(batch_id, (CandidateState.MEDICAL,))
    rows = candidates(work, wanted, CandidateOrder.NUMBER, None, _MOST)
    return [
        Vetted(
            row.id,
            row.number,
            row.name,
            row.position,
            tuple(kind for kind in VettingKind if kind not in lacking.get(row.id, ())),
        )
        for row in rows
    ]


def passed_kinds(work: UnitOfWork, batch_id: int, candidate_id: int) -> tuple[VettingKind, ...]:
    """What one candidate is through."""
    lacking = half_vetted(work, batch_id).get(candidate_id)
    return () if lacking is None else tuple(one for one in VettingKind if one not in lacking)
