"""What boards say that no other record holds: telephones, the area in words, duties, promise."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.papers.due import TOPIC
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.board_words import WordsRow, words_of
from hrgrid.workforce.rules.boards import BoardText
from hrgrid.workforce.service.boards import set_words

_OF_GRIDS = (BoardText.SCOPE, BoardText.DUTY_PHONE)
_HINTS = {
    BoardText.SCOPE: "例如：示例路以东、示例小区1—12幢",
    BoardText.DUTY_PHONE: "工作手机，优先印在牌上",
    BoardText.STATION_PHONE: "没有工作手机、本人又不同意公示时印它",
    BoardText.OVERSIGHT: "例如：12345",
}


class WordsDialog(FormDialog):
    """The texts of one area; what is empty is taken from above."""

    WIDTH = 520

    def __init__(
        self, session: Session, area_id: int, name: str, *, is_grid: bool, parent: QWidget
    ) -> None:
        super().__init__(f"“{name}”的公示牌用语", "保存用语", parent)
        self._session, self._area_id = session, area_id
        told = (
            "这里填的管到下面所有网格；下面另填了的以下面为准。改了以后，印过的牌会列入待换牌清单。"
        )
        if is_grid:
            told = "空着的用上一级的。改了以后，印过的牌会列入待换牌清单。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.fields: dict[BoardText, TextField] = {}
        self._before: dict[BoardText, str] = {}
        self._holders: dict[BoardText, Field] = {}
        for kind in BoardText:
            if kind in _OF_GRIDS and not is_grid:
                continue
            control = TextField(kind.label, hint=_HINTS.get(kind, ""))
            self.fields[kind] = control
            self._holders[kind] = Field(kind.label, control)
            self.form.addWidget(self._holders[kind])
        self.since = DateField("从哪天起")
        self.since.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.form.addWidget(Field("从哪天起", self.since))
        self.on_act(self._save)
        self.act.setEnabled(False)
        session.tasks.read(lambda work: words_of(work, area_id, work.today), self._show)
        next(iter(self.fields.values())).setFocus()

    def _show(self, rows: list[WordsRow]) -> None:
        for row in rows:
            if row.kind in self.fields:
                self._before[row.kind] = row.own
                self.fields[row.kind].setText(row.own)
                if row.above:
                    self.fields[row.kind].setPlaceholderText(row.above)
        self.act.setEnabled(True)

    def _save(self) -> None:
        since = self.since.value
        if since is None:
            self.refuse("没有写从哪天起。请写一个日期")
            return
        texts = {kind: control.text().strip() for kind, control in self.fields.items()}
        changed = {kind: text for kind, text in texts.items() if text != self._before.get(kind)}
        area_id = self._area_id

        def job(work: UnitOfWork) -> int:
            for kind, text in changed.items():
                set_words(work, area_id, kind, text, since)
            return len(changed)

        self._session.tasks.write(job, topic=TOPIC, done=self._done, failed=self.refuse)

    def _done(self, count: int) -> None:
        self.accept()
        self._session.say(f"已保存 {count} 项公示牌用语。" if count else "用语没有变。")
