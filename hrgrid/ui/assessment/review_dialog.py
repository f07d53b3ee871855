"""录评议分: one assessor's marks of a unit, down a column, by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hrgrid.assessment.queries.reviews import review_progress, review_sheet
from hrgrid.assessment.rules.period_rows import PeriodRow, ReviewProgress, ReviewRow
from hrgrid.assessment.rules.words import ReviewPart
from hrgrid.assessment.service.reviews import put_reviews
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import REVIEW_TOPIC, TOPIC
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.matters.typed import with_point
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import CellDelegate, Column, RowsModel, Table

_FULL = 100_000
_MARK = 2
_Index = QModelIndex | QPersistentModelIndex


def typed_mark(text: str) -> int | None:
    """Thousandths of a mark out of a hundred; 865 means 86.5. None for a blank."""
    milli = parse_mark(with_point(text, _FULL), "评议分")
    if milli is not None and milli > _FULL:
        raise UserError(f"{text.strip()} 超出 0–100，没有记下")
    return milli


def others_words(row: ReviewRow) -> str:
    """What the others gave, once one's own are all in."""
    if row.others is None:
        return "自己的全部录完才显示" if row.count else ""
    return "、".join(f"{who} {mark_text(milli)}" for who, milli in row.others)


COLUMNS: tuple[Column[ReviewRow], ...] = (
    Column("姓名", lambda row: row.name, 110, strong=True),
    Column("单位", lambda row: row.unit, 120),
    Column("评议分", lambda row: mark_text(row.value_milli) if row.value_milli is not None else "",
           100, right=True),
    Column("其他人的分", others_words, 220, grows=True, quiet=True),
)  # fmt: skip


class MarkModel(RowsModel[ReviewRow]):
    """The marks may be typed into."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(COLUMNS, parent)
        self.editable = True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells of marks are typed into."""
        flags = super().flags(index)
        if self.editable and index.column() == _MARK:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags


class MarkDelegate(CellDelegate):
    """An editor that hands its text on; Enter and the arrows go to the next mark."""

    def __init__(self, dialog: ReviewDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index
    ) -> QWidget:
        """A plain line without the input method."""
        field = TextField("评议分")
        field.setParent(parent)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Begin with what stands there."""
        if isinstance(editor, TextField):
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: _Index) -> None:
        """Hand it on."""
        if isinstance(editor, TextField):
            self._dialog.take_mark(index.row(), editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down store and go on; Up stores and goes back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            }  # fmt: skip
            step = steps.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, QWidget):
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self._dialog.step(step)
                return True
        return super().eventFilter(watched, event)


class ReviewDialog(Dialog):
    """Part, unit, then a column of marks; each mark is stored at once."""

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(f"{row.title}：录评议分", parent)
        self._session, self._row, self._asked = session, row, 0
        self._progress: list[ReviewProgress] = []
        self._loaded = False
        self.part = Choice("评议")
        self.unit = Choice("单位")
        self.assessor = Choice("评议人")
        self.notices = Notices()
        self.told = label("", "label")
        self.model = MarkModel(self)
        self.table = Table(self.model, "评议分")
        self.table.setItemDelegate(MarkDelegate(self))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(720), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(360), room.height() - 260))
        self.body.addLayout(
            beside(named(self.part), named(self.unit), named(self.assessor), shares=(2, 2, 2))
        )
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.away = PrimaryButton("录完了", does=self.accept)
        self.away.setAutoDefault(False)
        self.empty = Button("清空这一格", does=self._clear_cell)
        self.empty.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.empty)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        for choice in (self.part, self.unit, self.assessor):
            choice.currentIndexChanged.connect(lambda _: self._read())
        key = row.id
        session.tasks.read(lambda work: review_progress(work, key), self._take_progress)

    # --- reading ------------------------------------------------------------------------------

    def _take_progress(self, found: list[ReviewProgress]) -> None:
        self._progress = found
        parts = list(dict.fromkeys(one.part for one in found)) or list(ReviewPart)
        self.part.fill([(one, one.label) for one in parts])
        self.unit.fill(list(dict.fromkeys((one.unit_id, one.unit) for one in found)))
        own = self._session.desk.actor.operator_id
        people = dict.fromkeys((one.assessor_id, one.assessor) for one in found)
        people[(own, self._session.desk.actor.name)] = None
        self.assessor.fill([*people])
        self.assessor.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.assessor.choose(own)
        self.assessor.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, key = self._asked, self._row.id
        part, unit, who = (one.currentData() for one in (self.part, self.unit, self.assessor))
        if part is None or unit is None:
            self.told.setText("这一期没有要评议的人，或方案里没有评议。")
            return

        def take(rows: list[ReviewRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self._session.tasks.read(
            lambda work: review_sheet(work, key, part, unit, who), take, failed=self._refuse
        )

    def _show(self, rows: Sequence[ReviewRow]) -> None:
        at = self.table.currentIndex().row()
        self.model.show_rows(rows)
        done = sum(row.value_milli is not None for row in rows)
        self.told.setText(f"已录 {done} / {len(rows)}。直接打数字，回车到下一人；865 就是 86.5")
        if rows:
            place = at if 0 <= at < len(rows) and self._loaded else _first_open(rows)
            self.table.setCurrentIndex(self.model.index(place, _MARK))
            if not self._loaded:
                self.table.setFocus()
        self._loaded = True

    # --- typing -------------------------------------------------------------------------------

    def take_mark(self, at: int, text: str) -> None:
        """Store what was typed at a place."""
        row = self.model.row_at(at)
        if row is None:
            return
        try:
            milli = typed_mark(text)
        except UserError as error:
            self._refuse(error.sentence)
            return
        if milli != row.value_milli:
            self._store({row.assessee_id: milli})

    def _store(self, marks: dict[int, int | None]) -> None:
        part, who, key = self.part.currentData(), self.assessor.currentData(), self._row.id
        self.notices.say(None)
        self._session.tasks.write(
            lambda work: put_reviews(work, key, part, marks, assessor_id=who),
            topic=REVIEW_TOPIC,
            done=lambda _: self._read(),
            failed=self._refuse,
        )

    def step(self, by: int) -> None:
        """The mark above or below."""
        at = self.table.currentIndex().row() + by
        if 0 <= at < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at, _MARK))
        self.table.setFocus()

    def _clear_cell(self) -> None:
        row = self.table.current
        if isinstance(row, ReviewRow) and row.value_milli is not None:
            self._store({row.assessee_id: None})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete empties a mark; Enter belongs to the column."""
        if event.key() == Qt.Key.Key_Delete:
            self._clear_cell()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(1)
        else:
            super().keyPressEvent(event)

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self.notices.say(Message(sentence, Kind.BAD))

    def done(self, result: int) -> None:
        """The page is told once of all that was typed."""
        super().done(result)
        self._session.tasks.changed.emit(TOPIC)


def _first_open(rows: Sequence[ReviewRow]) -> int:
    return next((at for at, row in enumerate(rows) if row.value_milli is None), 0)
