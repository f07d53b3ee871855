"""Somebody's word that his own number may stand on a board, or that it may no longer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from hrgrid.ui.buttons import Button, DangerButton
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.papers.due import TOPIC
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.board_words import ConsentRow, consents_of
from hrgrid.workforce.service.boards import ConsentForm, give_consent, withdraw_consent

_SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png)"
_KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


class ConsentDialog(FormDialog):
    """Gives the word, or takes back the one that holds."""

    WIDTH = 460

    def __init__(self, session: Session, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(f"{name}同意公示本人手机号", "登记同意", parent)
        self._session, self._person_id, self._name = session, person_id, name
        told = "有本人签字的同意书才能登记。撤回以后，印有这个号码的牌列入待换牌清单。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.state = label("", "body2", wraps=True)
        self.form.addWidget(self.state)
        self.day = DateField("日期")
        self.day.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("依据", hint="例如：号码公示同意书（2026-05-01 签）")
        self.scan = Button("加扫描件…", glyph="file-plus", does=self._pick)
        self.picked = label("扫描件可以不加", "caption")
        self._path: Path | None = None
        self._document_field = Field("依据", self.document)
        self.form.addWidget(Field("同意（撤回）日期", self.day))
        self.form.addWidget(self._document_field)
        row = QHBoxLayout()
        row.addWidget(self.scan)
        row.addWidget(self.picked, 1)
        self.form.addLayout(row)
        self.withdraw = DangerButton("登记撤回", does=self._withdraw)
        self.withdraw.setAutoDefault(False)
        away = QHBoxLayout()
        away.addWidget(self.withdraw)
        away.addStretch()
        self.form.addLayout(away)
        self.withdraw.hide()
        self._away.setText("不登记")
        self.on_act(self._give)
        session.tasks.read(lambda work: consents_of(work, person_id), self._show)
        self.document.setFocus()

    def _show(self, rows: list[ConsentRow]) -> None:
        held = next((row for row in rows if row.withdrawn_on is None), None)
        if held is not None:
            told = f"{held.given_on:%Y-%m-%d} 已同意：{held.document}。"
        elif rows:
            told = f"{rows[0].withdrawn_on:%Y-%m-%d} 已撤回。"
        else:
            told = "还没有登记过。"
        self.state.setText(told)
        for part in (self._document_field, self.scan, self.picked, self.act):
            part.setVisible(held is None)
        self.withdraw.setVisible(held is not None)
        (self.document if held is None else self.day).setFocus()
        self.fit_soon()

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选同意书的扫描件", "", _SCANS)
        if chosen:
            self._path = Path(chosen)
            self.picked.setText(self._path.name)

    def _give(self) -> None:
        day, document, path = self.day.value, self.document.text().strip(), self._path
        if day is None or not document:
            self._document_field.complain("" if document else "请写明同意书的名称或编号。")
            self.refuse("没有写日期。请写一个日期" if day is None else "")
            return
        person_id = self._person_id

        def done(_: int) -> None:
            self.accept()
            self._session.say(f"已登记{self._name}同意公示本人手机号。")

        def call(_progress: object) -> int:
            scan = None
            if path is not None:
                kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
                scan = (path.name, path.read_bytes(), kind)
            form = ConsentForm(day, document, scan)
            return self._session.desk.write(lambda work: give_consent(work, person_id, form))

        self._session.tasks.aside(call, done, failed=self.refuse, title="正在登记同意", topic=TOPIC)

    def _withdraw(self) -> None:
        day = self.day.value
        if day is None:
            self.refuse("没有写日期。请写一个日期")
            return
        person_id = self._person_id

        def done(_: None) -> None:
            self.accept()
            self._session.say(f"已登记{self._name}撤回同意，不再公示本人手机号。")

        self._session.tasks.write(
            lambda work: withdraw_consent(work, person_id, day),
            topic=TOPIC,
            done=done,
            failed=self.refuse,
        )
