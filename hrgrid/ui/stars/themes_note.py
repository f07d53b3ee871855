"""未达标: what happened, asked as soon as it is said."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import LONGEST_NOTE, Typed
from hrgrid.core.errors import UserError
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import named


class NoteDialog(FormDialog):
    """`note` is what happened; Enter takes it, Esc leaves the cells as they were."""

    WIDTH = 460

    def __init__(self, cells: list[str], note: str, parent: QWidget) -> None:
        super().__init__("未达标：写明情况", "记下未达标", parent)
        self._away.setText("不填")
        self._who = cells[0]
        told = f"{cells[0]}未达标。"
        if len(cells) > 1:
            told = f"{cells[0]}等 {len(cells)} 格都填未达标，写同一个说明。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.field = TextField("说明", hint="例如：9 月 3 日发生一起盗窃", text=note)
        self.field.setMaxLength(LONGEST_NOTE)
        self.form.addWidget(
            named(self.field, f"写明什么时候、发生了什么，最多 {LONGEST_NOTE} 个字。")
        )
        self.on_act(self._take)
        self.field.setFocus()
        self.field.selectAll()

    @property
    def note(self) -> str:
        """What happened."""
        return self.field.text().strip()

    def _take(self) -> None:
        try:
            Typed(ThemeMark.BROKEN, self.note).checked(self._who)
        except UserError as error:
            self.refuse(error.sentence)
            self.field.setFocus()
            return
        self.accept()
