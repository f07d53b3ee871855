"""Findings of a check in words of one's own, for one candidate or for all; and sending back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.hiring.queries.candidate_card import CandidateCard, CheckRow
from hrgrid.hiring.rules.words import RejectCode
from hrgrid.hiring.service.checking import CheckForm, check_candidate, check_many
from hrgrid.hiring.service.concluding import reject
from hrgrid.hiring.service.papers import Scan, attach_paper
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import MARKS_TOPIC
from hrgrid.ui.matters.forms import beside, filled, named
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session

_VERDICTS: tuple[tuple[object, str], ...] = ((True, "合格"), (False, "不合格"))


class FindingDialog(HiringForm):
    """What was seen of one condition, the verdict, and the proof."""

    TOPIC = MARKS_TOPIC

    def __init__(
        self, session: Session, card: CandidateCard, row: CheckRow, *, passed: bool, parent: QWidget
    ) -> None:
        super().__init__(session, f"{card.name}：{row.text}", "记下", parent)
        self._card, self._row = card, row
        self.seen = TextField("看到的情况", hint="例如：毕业证为大专", text=row.seen_value)
        if not row.seen_value:
            self.seen.setText(row.proposed)
        self.verdict = Choice("结论", _VERDICTS)
        self.verdict.choose(passed)
        self.note = TextField("说明", hint="与资料不同时须写依据", text="")
        self.scan = ScanField("证明扫描件", button="附证明扫描件")
        shown = f"{row.source.label}是“{row.proposed}”。" if row.proposed else "资料里没有这一项。"
        self.form.addWidget(label(shown, "body2", wraps=True))
        self.form.addLayout(beside(named(self.seen), named(self.verdict), shares=(3, 1)))
        self.form.addWidget(named(self.note))
        self.form.addWidget(self.scan)
        self.on_act(self._record)
        self.seen.setFocus()
        self.seen.selectAll()

    def _record(self) -> None:
        seen, path = self.checked(lambda: filled(self.seen, "毕业证为大专")), self.scan.path
        if seen is None:
            return
        card, row, note = self._card, self._row, self.note.text().strip()
        passed = bool(self.verdict.currentData())

        def job(work: UnitOfWork) -> None:
            sha256 = row.evidence_sha256
            if path is not None:
                sha256 = attach_paper(work, card.id, Scan(row.text, *read_scan(path)))
            form = CheckForm(row.rule_key, seen, passed, note, sha256)
            check_candidate(work, card.id, form)

        self.send(job)


class ManyDialog(HiringForm):
    """One letter that answers for everybody who waits."""

    TOPIC = MARKS_TOPIC

    def __init__(
        self,
        session: Session,
        batch_id: int,
        checks: Sequence[CheckRow],
        candidate_ids: Sequence[int],
        parent: QWidget,
    ) -> None:
        count = len(candidate_ids)
        super().__init__(session, "整批登记核查结果", f"登记 {count:,} 人合格", parent)
        self._batch_id, self._ids = batch_id, list(candidate_ids)
        barring = [row for row in checks if row.bars]
        asked = [row for row in checks if not row.bars]
        self._bars = [row.rule_key for row in barring]
        entries: list[tuple[object, str]] = []
        if barring:
            entries.append(("", f"全部不得报考的情形（{len(barring)} 项）"))
        entries += [(row.rule_key, row.text) for row in (*barring, *asked)]
        self.condition = Choice("哪一项", entries)
        self.seen = TextField("看到的情况", text="未发现")
        self.note = TextField("依据", hint="例如：公安分局核查函〔2026〕31号")
        told = (
            f"给待审查的 {count:,} 人都记下同一结果；已经审查过这一项的人不变。"
            "函里点了名的，先逐个登记不合格。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.condition))
        self.form.addLayout(beside(named(self.seen), named(self.note), shares=(1, 2)))
        self.on_act(self._record)
        self.note.setFocus()

    def _record(self) -> None:
        texts = self.checked(
            lambda: (filled(self.seen, "未发现"), filled(self.note, "公安分局核查函〔2026〕31号"))
        )
        if texts is None:
            return
        (seen, note), ids, batch_id = texts, self._ids, self._batch_id
        chosen = str(self.condition.currentData() or "")
        keys = [chosen] if chosen else self._bars

        def job(work: UnitOfWork) -> int:
            return sum(
                check_many(work, batch_id, CheckForm(key, seen, passed=True, note=note), ids)
                for key in keys
            )

        self.send(job, lambda count: f"已记下 {count:,} 项。", title="正在整批登记")


class RejectDialog(HiringForm):
    """The application may not stand, and why."""

    TOPIC = MARKS_TOPIC

    def __init__(self, session: Session, card: CandidateCard, parent: QWidget) -> None:
        title = f"退回{card.name}的报名"
        super().__init__(session, title, "退回报名", parent, takes_away=True)
        self._card = card
        self._failed = [row for row in card.checks if row.passed is False]
        self.code = Choice("原因", [(one, one.label) for one in RejectCode])
        if self._failed:
            bars = self._failed[0].bars
            self.code.choose(RejectCode.BARRED if bars else RejectCode.CONDITION)
        else:
            self.code.choose(RejectCode.PAPERS)
        self.note = TextField("情况", hint="例如：没有交毕业证复印件")
        shown = "；".join(f"{row.text}：{row.seen_value}" for row in self._failed)
        told = f"不合格的条件：{shown}。" if shown else "没有不合格的条件，须写明退回的情况。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.code))
        self.form.addWidget(named(self.note, "不写就用不合格的条件。" if shown else ""))
        self.form.addWidget(
            label("退回后补交材料的，可以重新审查，写明原因。", "caption", wraps=True)
        )
        self.on_act(self._reject)
        self.note.setFocus()

    def _reject(self) -> None:
        code, note, candidate_id = self.code.currentData(), self.note.text(), self._card.id
        if not (self._failed or note.strip()):
            error = UserError("没有写退回的情况。请写明缺什么、为什么")
            self.refuse(error.sentence)
            return
        self.send(
            lambda work: reject(work, candidate_id, code, note),
            f"已退回{self._card.name}的报名。",
        )
