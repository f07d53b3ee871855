"""收回: what a laptop sends back, and a choice for every cell that both sides keyed otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.panels.rules.merging import Conflict, Held, Side
from hrgrid.training.queries.taking import MergeView
from hrgrid.training.service import taking as service
from hrgrid.training.service.taking import MergeRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

TOPICS = ("competitions", "panels")


@dataclass(frozen=True)
class Line:
    """A conflict and which side was chosen."""

    conflict: Conflict
    side: Side | None


class BringDialog(FormDialog):
    """Nothing comes in before every conflict is decided; the side not taken stays in the history.

    `told` says afterwards what came in.
    """

    WIDTH = 860

    def __init__(self, session: Session, path: Path, view: MergeView, parent: QWidget) -> None:
        super().__init__("收回外带的评分", "收回", parent)
        self._session, self._path, self._view = session, path, view
        self.told = ""
        self.choices: dict[str, Side] = {}
        when = f"{view.packed_at.astimezone():%m-%d %H:%M}"
        counts = f"收回 {view.taken} 处，{view.same} 处两边录得一样"
        apart = len(view.conflicts)
        if apart:
            counts += f"，{apart} 处两边不同"
        told = f"“{view.title}”第 {view.edition} 次送回，{view.packed_by}在 {when} 送出。{counts}。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for note in view.notes:
            self.form.addWidget(label(note, "caption", wraps=True))
        self.model: RowsModel[Line] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "两边不同的")
        self.office = Button("以单位为准 (1)", does=lambda: self.choose(Side.OFFICE))
        self.laptop = Button("以外带为准 (2)", does=lambda: self.choose(Side.LAPTOP))
        self.all_office = Button("其余都以单位为准", does=lambda: self._rest(Side.OFFICE))
        self.all_laptop = Button("其余都以外带为准", does=lambda: self._rest(Side.LAPTOP))
        if apart:
            self._add_choices(apart)
        self.reason = TextField("事由", hint="例如：赛后收回赛场录的分", text="")
        self._reason = Field("事由", self.reason)
        self.form.addWidget(self._reason)
        self._away.setText("先不收回")
        self.on_act(self._bring)
        self._show(0)
        (self.table if apart else self.reason).setFocus()

    def _add_choices(self, apart: int) -> None:
        self.form.addWidget(
            label("对照评委的原始评分表，逐处选定。没有采用的一边留在这一格的历史里。", "caption")
        )
        rows = min(max(apart, 2), 7)
        self.table.setMinimumHeight((rows + 1) * theme.length(36) + 4)
        self.form.addWidget(self.table, 1)
        row = QHBoxLayout()
        for button in (self.office, self.laptop, self.all_office, self.all_laptop):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.insertStretch(2)
        self.form.addLayout(row)
        for key, side in ((Qt.Key.Key_1, Side.OFFICE), (Qt.Key.Key_2, Side.LAPTOP)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda side=side: self.choose(side))

    def choose(self, side: Side) -> None:
        """The row under the cursor goes by this side; the cursor goes to the next open one."""
        line: Line | None = self.table.current
        if line is None:
            return
        self.choices[line.conflict.key] = side
        at = self.table.currentIndex().row()
        conflicts = self._view.conflicts
        ahead = (*range(at + 1, len(conflicts)), *range(at))
        self._show(next((n for n in ahead if conflicts[n].key not in self.choices), at))

    def _rest(self, side: Side) -> None:
        for conflict in self._view.conflicts:
            self.choices.setdefault(conflict.key, side)
        self._show(self.table.currentIndex().row())

    def _show(self, at: int) -> None:
        conflicts = self._view.conflicts
        self.model.show_rows([Line(c, self.choices.get(c.key)) for c in conflicts])
        if conflicts:
            self.table.selectRow(max(at, 0))
        left = len(conflicts) - len(self.choices)
        self.act.setText(f"还有 {left} 处要选定" if left else "收回外带的评分")
        self.act.setEnabled(not left)

    def refuse(self, sentence: str) -> None:
        """What is still to be decided keeps the button off, whatever was refused."""
        super().refuse(sentence)
        self.act.setEnabled(len(self.choices) == len(self._view.conflicts))

    def _bring(self) -> None:
        if not self.reason.text().strip():
            self._reason.complain("收回要写明事由。")
            self.refuse("")
            self.reason.setFocus()
            return
        path, choices = self._path, dict(self.choices)
        self._session.tasks.write(
            lambda work: service.bring_back(work, path, choices),
            topic=TOPICS[0],
            done=self._done,
            failed=self.refuse,
            title="正在收回",
            reason=self.reason.text().strip(),
        )

    def _done(self, came: MergeRow) -> None:
        decided = f"，{came.decided} 处两边不同的已选定" if came.decided else ""
        self.told = f"已收回 {came.taken} 处{decided}。"
        # Marks came in too: who shows them reads anew.
        self._session.tasks.changed.emit(TOPICS[1])
        self._session.say(f"“{self._view.title}”{self.told}")
        self.accept()


def _held(held: Held) -> str:
    who = " ".join(
        part for part in (held.by, f"{held.at.astimezone():%H:%M}" if held.at else "") if part
    )
    return f"{held.text}（{who}）" if who else held.text


_COLUMNS: tuple[Column[Line], ...] = (
    Column("哪里", lambda line: line.conflict.place, 200, grows=True, strong=True),
    Column("什么", lambda line: line.conflict.what, 80, quiet=True),
    Column("单位", lambda line: _held(line.conflict.office), 140, grows=True),
    Column("外带", lambda line: _held(line.conflict.laptop), 140, grows=True),
    Column(
        "以哪边为准",
        lambda line: line.side.label if line.side else "待选",
        90,
        chip=lambda line: "warn" if line.side is None else "info",
    ),
)
