"""更正: what was printed of a decided honour, put right by an act of its own."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.honours.queries import Board, CandidateRow, GrantRow, grants
from hrgrid.honours.rules.words import GrantState
from hrgrid.honours.service import HonourCorrectionForm, correct_honour
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


class CorrectDialog(FormDialog):
    """Name, unit and post as they read now; the certificate follows with a new number."""

    def __init__(self, session: Session, board: Board, row: CandidateRow, parent: QWidget) -> None:
        super().__init__(f"更正{row.name}的荣誉", "更正", parent)
        self._session, self._grant_id = session, 0
        told = (
            "照正确的写法改。原来的决定和原文留着，名单和以后的证书用新的写法；"
            "姓名或单位改了，发出的证书换发新编号，原证书作废。"
        )
        self.name = TextField("姓名")
        # Made in the order of the eye: the tabulator goes by it.
        self.post = TextField("职务")
        self.unit = TextField("单位")
        self.document = TextField("更正文号", hint="例如：苏政法〔2026〕30号")
        self.on = DateField("更正日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.reason = TextField("事由", hint="例如：与居民身份证不符")
        self.form.addWidget(label(told, "body2", wraps=True))
        for left, right in (
            (Field("姓名", self.name), Field("职务", self.post)),
            (Field("更正文号", self.document), Field("更正日期", self.on)),
        ):
            pair = QHBoxLayout()
            pair.setSpacing(12)
            pair.addWidget(left, 3)
            pair.addWidget(right, 2)
            self.form.addLayout(pair)
        self.form.insertWidget(2, Field("单位", self.unit))
        self.form.addWidget(Field("事由", self.reason))
        self.act.setEnabled(False)
        self.on_act(self._correct)
        campaign_id, person_id = board.campaign.id, row.person_id
        session.tasks.read(
            lambda work: _own(work, campaign_id, person_id), self._show, failed=self.refuse
        )

    def _show(self, found: GrantRow | None) -> None:
        if found is None:
            self.refuse("没有这项已命名的荣誉，或已经撤销。请刷新后再选。")
            return
        self._grant_id = found.id
        self.name.setText(found.name)
        self.unit.setText(found.unit)
        self.post.setText(found.post)
        self.act.setEnabled(True)
        self.name.setFocus()

    def _correct(self) -> None:
        grant_id = self._grant_id
        form = HonourCorrectionForm(
            self.name.text(),
            self.unit.text(),
            self.post.text(),
            self.document.text(),
            self.on.value,
        )
        self._session.tasks.write(
            lambda work: correct_honour(work, grant_id, form),
            topic=TOPIC,
            done=self._done,
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )

    def _done(self, number: str | None) -> None:
        self.accept()
        replaced = f"证书已换发，新编号 {number}。" if number else ""
        self._session.say(f"已更正。{replaced}")


def _own(work: UnitOfWork, campaign_id: int, person_id: int) -> GrantRow | None:
    rows = grants(work, campaign_id)
    return next(
        (one for one in rows if one.person_id == person_id and one.state is GrantState.DECIDED),
        None,
    )
