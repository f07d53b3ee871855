"""补课: in which session of another class a missed one was made up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.training.queries.sheets import MakeUpRow
from hrgrid.training.rules.presence import CellValue
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.forms import named
from hrgrid.ui.training.words import session_words


class MakeUpDialog(FormDialog):
    """`chosen` is the session, None for none any more."""

    WIDTH = 440

    def __init__(
        self, cell: str, value: CellValue, rows: Sequence[MakeUpRow], parent: QWidget
    ) -> None:
        super().__init__("登记补课", "登记补课", parent)
        told = (
            f"{cell}{value.presence.label}。补在同一课程的别的班里，出勤按补课的时间算。"
            if rows or value.makeup_session_id
            else f"{cell}{value.presence.label}。同一课程的别的班还没有他能补的课次，"
            "开了班、上过课再来登记。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        entries: list[tuple[object, str]] = [(row.session.id, _entry(row)) for row in rows]
        self.session = Choice("补在哪一节", [*entries, (None, "没有补课")])
        self.session.choose(value.makeup_session_id or (rows[0].session.id if rows else None))
        field = named(self.session)
        field.setVisible(bool(rows) or value.makeup_session_id is not None)
        self.form.addWidget(field)
        self.act.setVisible(field.isVisibleTo(self))
        if not self.act.isVisibleTo(self):
            self._away.setText("关闭")
        self.on_act(self.accept)
        (self.session if rows else self._away).setFocus()

    @property
    def chosen(self) -> int | None:
        """The session in which it was made up."""
        session_id = self.session.currentData()
        return session_id if isinstance(session_id, int) else None


def _entry(row: MakeUpRow) -> str:
    one = row.session
    return f"{row.class_number} {session_words(one.day, one.begins, one.ends)}"
