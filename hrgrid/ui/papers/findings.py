"""What was found of a paper, as a list: by its kinds, with what to do about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.documents.papers.registers import drawable
from hrgrid.paper.notes import Concern, Note
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.tables import Column, RowsModel, Table

KIND: Column[Note] = Column(
    "类别",
    lambda note: note.concern.label,
    84,
    chip=lambda note: "bad" if note.concern.stops else "warn",
)
WHAT: Column[Note] = Column("发现什么", lambda note: drawable(note.what), 250, grows=True)
WAY: Column[Note] = Column("怎么办", lambda note: note.way, 240, grows=True)
_COLUMNS: tuple[Column[Note], ...] = (
    KIND,
    Column("谁", lambda note: drawable(note.name), 132, strong=True),
    WHAT,
    WAY,
)


class NotesList(QWidget):
    """The notes, what stops first; `tools` stand beside the choice of kinds."""

    def __init__(
        self,
        notes: Sequence[Note],
        columns: Sequence[Column[Note]] = _COLUMNS,
        tools: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._notes = notes
        kinds = Counter(note.concern for note in notes)
        entries = [(one, f"{one.label}（{kinds[one]:,}）") for one in Concern if kinds[one]]
        self.kind = Choice("类别", [(None, f"全部类别（{len(notes):,}）"), *entries])
        self.model: RowsModel[Note] = RowsModel(tuple(columns), self)
        self.table = Table(self.model, "检查结果")
        self.table.setMinimumHeight(theme.length(220))
        self.way = label("", "body2", wraps=True)
        above = QHBoxLayout()
        above.addWidget(self.kind)
        above.addStretch()
        for tool in tools:
            above.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.way)
        self.kind.activated.connect(lambda _: self._list())
        self.table.chosen.connect(self._show_way)
        self._list()

    @property
    def current(self) -> Note | None:
        """The note under the cursor."""
        found: Note | None = self.table.current
        return found

    def _list(self) -> None:
        wanted = self.kind.currentData()
        order = {one: at for at, one in enumerate(Concern)}
        found = [one for one in self._notes if wanted in {None, one.concern}]
        self.model.show_rows(
            sorted(found, key=lambda one: (not one.concern.stops, order[one.concern]))
        )
        if found:
            self.table.selectRow(0)

    def _show_way(self, note: Note | None) -> None:
        # A table cuts what is long; here the row under the cursor stands whole.
        self.way.setText(
            f"{drawable(note.name)}：{drawable(note.what.rstrip('。'))}。怎么办：{note.way}。"
            if note
            else ""
        )


class NotesDialog(Dialog):
    """The list of a paper; `find` goes to who is under the cursor."""

    def __init__(
        self,
        notes: Sequence[Note],
        parent: QWidget,
        find: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__("页面检查", parent)
        self._find = find
        self.setMinimumWidth(min(theme.length(860), parent.window().width() - 40))
        self.body.addWidget(Banner(verdict(notes)))
        self.look = Button("查找", glyph="magnifying-glass", does=self._look)
        self.look.setAutoDefault(False)
        self.look.setVisible(False)
        self.notes = NotesList(notes, tools=(self.look,))
        self.body.addWidget(self.notes, 1)
        self.stay = Button("关闭", does=self.reject)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.stay)
        self.body.addLayout(below)
        if find is not None:
            self.notes.table.chosen.connect(self._offer)
            self._offer(self.notes.current)
        self.notes.table.setFocus()

    def _offer(self, note: Note | None) -> None:
        # Of a whole paper there is nobody to go to.
        self.look.setVisible(note is not None and note.at is not None)

    def _look(self) -> None:
        note = self.notes.current
        if note is not None and self._find is not None:
            self.reject()
            self._find(note.name)


def verdict(notes: Sequence[Note]) -> Message:
    """What the notes come to, in one sentence."""
    stopping = sum(note.concern.stops for note in notes)
    if stopping:
        lost = any(note.concern is Concern.GLYPH for note in notes)
        boxes = "，也不会印出方框" if lost else ""
        told = f"必须先改 {stopping:,} 处，改好前不能打印和导出 PDF{boxes}。"
        return Message(told, Kind.BAD)
    kinds = Counter(note.concern for note in notes)
    counted = "、".join(f"{one.label} {kinds[one]:,} 处" for one in Concern if kinds[one])
    return Message(f"能印。请看一看：{counted}。", Kind.WARN)
