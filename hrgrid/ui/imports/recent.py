"""The last imports, and taking one back whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hrgrid.exchange.queries import UNDO_DAYS, ImportRow
from hrgrid.exchange.service import ImportKind, undo_import
from hrgrid.overview.service.collecting import UNDOABLE
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column, RowsModel, Table

TOPIC = "workforce"


def kind_label(code: str, kinds: Mapping[str, ImportKind] = UNDOABLE) -> str:
    """What an import brought in."""
    return kinds[code].spec.label if code in kinds else code


def counts_text(row: ImportRow) -> str:
    """What an import did, in figures; zeros are left out."""
    told = (
        ("新增", row.new),
        ("更新", row.changed),
        ("不变", row.unchanged),
        ("没导", row.refused),
    )
    return "，".join(f"{word} {count:,}" for word, count in told if count)


def _state(row: ImportRow) -> tuple[str, str]:
    if row.undone_at is not None:
        return "已撤销", "mute"
    return ("可以撤销", "info") if row.can_undo else ("已定下", "mute")


COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("时间", lambda row: when(row.at), 140, strong=True),
    Column("导入了什么", lambda row: kind_label(row.kind), 96),
    Column("文件", lambda row: "、".join(row.files), 160, grows=True),
    Column("结果", counts_text, 150, quiet=True, grows=True, drops=True),
    Column("人员", lambda row: row.made_by, 84, quiet=True, drops=True),
    Column("状态", lambda row: _state(row)[0], 92, chip=lambda row: _state(row)[1]),
)


class RecentCard(Card):
    """A short list; the button takes back the import under the cursor."""

    undo_wanted = Signal(object)

    def __init__(self) -> None:
        self.undo = Button("撤销这次导入", glyph="arrow-u-up-left", does=self._ask)
        super().__init__("最近的导入", f"{UNDO_DAYS} 天内可以整批撤销", [self.undo])
        self._aside = False
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "最近的导入")
        self.column.addWidget(self.table, 1)
        self.table.chosen.connect(self._show_deed)
        self.show_rows([])

    def show_rows(self, rows: list[ImportRow]) -> None:
        """Show another list; the card hides while it is empty or set aside."""
        chosen, before = self.table.current, [row.id for row in self.model.rows]
        ids = [row.id for row in rows]
        self.model.show_rows(rows)
        # A new import is the one that somebody may want to take back.
        if chosen is not None and ids[:1] == before[:1] and chosen.id in ids:
            self.table.selectRow(ids.index(chosen.id))
        self._show_or_hide()

    def set_aside(self, *, aside: bool) -> None:
        """Leave the room to the files that are being chosen."""
        self._aside = aside
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.setHidden(self._aside or not self.model.rows)

    def _show_deed(self, row: ImportRow | None) -> None:
        self.undo.setVisible(row is not None and row.can_undo)

    def _ask(self) -> None:
        if (row := self.table.current) is not None:
            self.undo_wanted.emit(row)


class UndoDialog(FormDialog):
    """Taking an import back asks for the reason; it goes into the journal."""

    def __init__(self, session: Session, job_id: int, told: str, parent: QWidget) -> None:
        super().__init__("撤销这次导入", "撤销这次导入", parent, takes_away=True)
        self._session, self._job_id = session, job_id
        sentence = (
            f"{told}。撤销后，这次新增的都去掉，更新过的回到导入以前。"
            "导入以后又改过的，会停下来告诉你，什么也不动。"
        )
        self.form.addWidget(label(sentence, "body2", wraps=True))
        self.reason = TextField("事由", hint="例如：文件发错了，换新的再导")
        self._field = Field("事由", self.reason)
        self.form.addWidget(self._field)
        self._away.setText("再看看")
        self.on_act(self._undo)
        self.reason.setFocus()

    def _undo(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._field.complain("请写明为什么撤销，写一句就行。")
            self.refuse("")
            self.reason.setFocus()
            return
        job_id = self._job_id
        self._session.tasks.write(
            lambda work: undo_import(work, job_id, UNDOABLE),
            topic=TOPIC,
            reason=reason,
            done=self._done,
            failed=self.refuse,
            title="正在撤销导入",
        )

    def _done(self, _: Any) -> None:
        self.accept()
        self._session.say("已撤销这次导入，数据回到导入以前。")
