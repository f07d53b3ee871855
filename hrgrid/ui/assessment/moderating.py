"""调整: points put on or taken off a total with a reason, and the approval that makes it count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.accounts.service import PaperApproval
from hrgrid.assessment.rules.result_rows import ComputeSummary, ModerationRow, ResultRow
from hrgrid.assessment.service.moderation import (
    approve_moderations,
    propose,
    record_moderation_paper,
)
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.words import points, signed
from hrgrid.ui.competitions.forms import PointsField
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.approving import PAPER, SIGNED
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.parts import figure_line
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session

MODERATE = "只有计分阶段能调整得分。要改先退回计分，写明事由。"


class ModerationDialog(AssessmentForm):
    """How many points, and why; what was computed stays beside it."""

    WIDTH = 440

    def __init__(self, session: Session, period_id: int, row: ResultRow, parent: QWidget) -> None:
        super().__init__(session, f"调整{row.name}的得分", "提出调整", parent)
        self._period, self._row = period_id, row
        self.delta = PointsField("加减分", hint="例如：2 或 -1.5", below=True)
        self.reason = TextField("事由", hint="例如：抢险立功，街道党工委会议纪要〔2026〕9号")
        self.told = label("", "body2", wraps=True)
        told = "批准以后才生效，算出来的分留底，考核表上两个分都写明。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(figure_line("算出来的分", points(row.reckoned_milli)))
        self.form.addWidget(named(self.delta))
        self.form.addWidget(named(self.reason))
        self.form.addWidget(self.told)
        self.delta.textChanged.connect(lambda _: self._tell())
        self.on_act(self._propose)
        self.delta.setFocus()

    def _tell(self) -> None:
        try:
            delta = self.delta.value_or_none
        except UserError:
            delta = None
        base = self._row.reckoned_milli
        shown = delta and base is not None
        self.told.setText(f"调整以后 {points(max(0, base + delta))} 分。" if shown else "")  # type: ignore[operator]

    def _propose(self) -> None:
        def read() -> tuple[int, str]:
            delta = self.delta.value
            if not delta:
                raise UserError("加减分是 0，没有调整。请填要加或减的分")
            return delta, filled(self.reason)

        found, key, who = self.checked(read), self._period, self._row.assessee_id
        if found is not None:
            delta, reason = found
            self.send(
                lambda work: propose(work, key, who, delta, reason),
                f"已提出{self._row.name}的调整（{signed(delta)} 分），批准以后生效。",
                reason=reason,
            )


class ApproveModerations(AssessmentForm):
    """Several changes under one approval: signed by its person, or recorded from paper."""

    WIDTH = 500

    def __init__(self, session: Session, rows: Sequence[ModerationRow], parent: QWidget) -> None:
        super().__init__(session, "批准得分调整", f"批准 {len(rows)} 人的调整", parent)
        self._rows = list(rows)
        ways: list[tuple[object, str]] = []
        if session.may(Right.RUN_ASSESSMENT):
            ways.append((PAPER, "登记纸质批件"))
        if session.may(Right.APPROVE):
            ways.append((SIGNED, f"本人审批（{session.desk.actor.name}）"))
        self.way = Choice("这次审批", ways)
        self.name = TextField("审批人姓名")
        self.post = TextField("职务")
        self.paper_no = TextField("批件文号或会议号", hint="例如：委务会纪要〔2026〕9号")
        self.approved_on = today_field("批件日期")
        self.scan = ScanField("批件扫描件")
        for row in self._rows[:8]:
            told = f"{row.unit}，{row.reason}"
            self.form.addWidget(figure_line(row.name, signed(row.delta_milli), told))
        if len(self._rows) > 8:
            self.form.addWidget(label(f"还有 {len(self._rows) - 8} 人。", "caption"))
        self._paper = QWidget()
        paper = QVBoxLayout(self._paper)
        paper.setContentsMargins(0, 0, 0, 0)
        paper.setSpacing(8)
        paper.addLayout(beside(named(self.name), named(self.post), shares=(3, 2)))
        paper.addLayout(beside(named(self.paper_no), named(self.approved_on), shares=(3, 2)))
        paper.addWidget(self.scan)
        self.form.addWidget(named(self.way))
        self.form.addWidget(self._paper)
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._approve)
        self._fold()

    def _fold(self) -> None:
        self._paper.setVisible(self.way.currentData() == PAPER)
        self.fit()

    def _read_paper(self) -> PaperApproval:
        return PaperApproval(
            filled(self.name), self.post.text(), day_of(self.approved_on), filled(self.paper_no)
        )

    def _approve(self) -> None:
        ids = [row.id for row in self._rows]
        job: Callable[[UnitOfWork], ComputeSummary]
        if self.way.currentData() == PAPER:
            paper, path = self.checked(self._read_paper), self.scan.path
            if paper is None:
                return

            def record(work: UnitOfWork) -> ComputeSummary:
                sha256 = attach(work, *read_scan(path)).sha256 if path else None
                held = PaperApproval(
                    paper.name, paper.post, paper.decided_on, paper.document_no, sha256
                )
                return record_moderation_paper(work, ids, held)

            job = record
        else:

            def approve(work: UnitOfWork) -> ComputeSummary:
                return approve_moderations(work, ids)

            job = approve
        self.send(
            job,
            f"已批准 {len(ids)} 人的调整，名次和等次已重排。",
            title="正在批准调整",
        )
