"""录评议分: one assessor's marks of a unit, down a column, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.queries.reviews import review_parts, review_progress, review_sheet
from hrgrid.assessment.rules.period_rows import PeriodRow, ReviewRow
from hrgrid.assessment.rules.words import PeriodState, ReviewPart
from hrgrid.assessment.service.reviews import put_reviews
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import REVIEW_TOPIC, TOPIC
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.list_model import PAGE_SIZE, ListColumn, ListModel
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.matters.typed import with_point
from hrgrid.ui.matters.words import some_names
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session

_FULL = 100_000
MARK_AT = 2
_TYPED_IN = frozenset({PeriodState.COLLECTING, PeriodState.SCORING})
Marks = Mapping[int, int | None]


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


class _Order(Labelled):
    STROKES = "strokes", "按姓氏笔画"


@dataclass(frozen=True)
class ReviewLine:
    """A row of the table: whose mark it is."""

    row: ReviewRow
    version: int = 0
    key: str = ""

    @property
    def id(self) -> int:
        """Of the person in the period."""
        return self.row.assessee_id

    @property
    def mark(self) -> str:
        """The mark as it stands in its cell."""
        return mark_text(self.row.value_milli) if self.row.value_milli is not None else ""


COLUMNS: tuple[ListColumn[ReviewLine], ...] = (
    ListColumn("姓名", lambda one: one.row.name, 110, strong=True, key="name"),
    ListColumn("单位", lambda one: one.row.unit, 120, key="unit"),
    ListColumn("评议分", lambda one: one.mark, 100, right=True, key="mark"),
    ListColumn("其他人的分", lambda one: others_words(one.row), 220, grows=True, quiet=True,
               key="others"),
)  # fmt: skip


@dataclass(frozen=True)
class _Ground:
    """Which parts the scheme asks, the units with somebody to judge, who gave marks so far."""

    parts: tuple[ReviewPart, ...]
    units: dict[int, str]
    assessors: dict[int, str]


def _read_ground(work: UnitOfWork, period_id: int) -> _Ground:
    people = assessees_of(work, period_id, left_out=False)
    return _Ground(
        review_parts(work, period_id),
        {one.unit_id: one.unit for one in people},
        {one.assessor_id: one.assessor for one in review_progress(work, period_id)},
    )


@dataclass(frozen=True)
class _Done:
    """Marks that were put: of whom, and what stood there before and after."""

    part: ReviewPart
    who: int
    names: tuple[str, ...]
    before: Marks
    after: Marks


class ReviewDialog(Dialog):
    """Part, unit, then a column of marks; each mark is stored at once."""

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(f"{row.title}：录评议分", parent)
        self._session, self._row, self._asked, self._writing = session, row, 0, 0
        self._done: list[_Done] = []
        self.part = Choice("评议")
        self.unit = Choice("单位")
        self.assessor = Choice("评议人")
        self.notices = Notices()
        self.told = label("", "label")
        self.model: ListModel[ReviewLine] = ListModel(COLUMNS, _Order.STROKES, {_Order.STROKES: ""})
        self.model.setParent(self)
        self.table = CellTable(self.model, "评议分")
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
        self.empty = Button("清空这一格", does=self._clear_cells)
        self.empty.setAutoDefault(False)
        self.empty.setVisible(self._able)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.empty)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.table.refuses = lambda _index, text: self.refusal(text)
        self.table.typed.connect(self._type)
        self.table.refused.connect(lambda sentence: self._refuse(f"{sentence}。"))
        self.table.pasted.connect(self._paste)
        self.table.cleared.connect(self._clear_cells)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self._undo)
        for choice in (self.part, self.unit, self.assessor):
            choice.currentIndexChanged.connect(lambda _: self._read())
        key = row.id
        session.tasks.read(
            lambda work: _read_ground(work, key), self._take_ground, failed=self._refuse
        )

    @property
    def _able(self) -> bool:
        """Whether marks may be given now."""
        return self._row.state in _TYPED_IN

    # --- reading ------------------------------------------------------------------------------

    def _take_ground(self, found: _Ground) -> None:
        self.part.fill([(one, one.label) for one in found.parts])
        self.unit.fill(list(found.units.items()))
        actor = self._session.desk.actor
        self.assessor.fill([*({actor.operator_id: actor.name} | found.assessors).items()])
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, key = self._asked, self._row.id
        part, unit, who = (one.currentData() for one in (self.part, self.unit, self.assessor))
        if part is None or unit is None:
            self.told.setText("这一期没有要评议的人，或方案里没有评议。")
            return

        def take(rows: list[ReviewRow]) -> None:
            # What is on its way to the disk stands in the table already.
            if asked == self._asked and not self._writing:
                self._show(rows)

        self._session.tasks.read(
            lambda work: review_sheet(work, key, part, unit, who), take, failed=self._refuse
        )

    def _show(self, rows: Sequence[ReviewRow]) -> None:
        lines = [ReviewLine(row) for row in rows]
        pages = [lines[at : at + PAGE_SIZE] for at in range(0, len(lines), PAGE_SIZE)]
        same = [one.id for one in self.model.rows] == [one.id for one in lines]
        if not same:
            self.model.editable = frozenset({MARK_AT}) if self._able else frozenset()
            self.model.show_first(pages[0] if pages else [])
            self.model.show_count(len(lines))
        for number, page in enumerate(pages):
            self.model.show_page(number, page)
        self._count()
        if not same and lines:
            self.table.show_cells([MARK_AT])
            first = next((at for at, one in enumerate(rows) if one.value_milli is None), 0)
            self.table.setCurrentIndex(self.model.index(first, MARK_AT))
            self.table.scrollTo(self.table.currentIndex())
            self.table.setFocus()

    def _count(self) -> None:
        rows = self.model.rows
        done = sum(one.row.value_milli is not None for one in rows)
        told = "直接打数字，回车到下一人；865 就是 86.5。可从 Excel 粘贴一列"
        self.told.setText(f"已录 {done} / {len(rows)}。{told if self._able else '现在只供查看'}")

    # --- typing and pasting -------------------------------------------------------------------

    def refusal(self, text: str) -> str:
        """Why a text is no mark; the same for typing and paste."""
        try:
            typed_mark(text)
        except UserError as error:
            return error.sentence.rstrip("。")
        return ""

    def _type(self, index: QModelIndex, text: str) -> None:
        line = self.model.row(index)
        if line is not None and not self.refusal(text):
            self._put([(line, typed_mark(text))])

    def _paste(self, block: Block) -> None:
        """The last column of what was copied, down from the cursor."""
        if not self._able:
            return
        start = self.table.corner()[0]
        good: list[tuple[ReviewLine, int | None]] = []
        refused: list[RefusedCell] = []
        beyond = 0
        for down, cells in enumerate(block):
            line, text = self.model.row_at(start + down), cells[-1].strip()
            if line is None:
                beyond += 1
            elif why := self.refusal(text):
                refused.append(RefusedCell(line.row.name, "评议分", text, why))
            elif text:
                good.append((line, typed_mark(text)))
        if (refused or beyond) and not PreviewDialog(
            "粘贴", refused, len(good), beyond, self
        ).exec():
            return
        self._put(good)

    def _clear_cells(self) -> None:
        places = {row for row, _ in self.table.selected_cells()}
        lines = [line for line in map(self.model.row_at, sorted(places)) if line is not None]
        self._put([(line, None) for line in lines])

    def _put(self, given: Sequence[tuple[ReviewLine, int | None]]) -> None:
        new = [(line, milli) for line, milli in given if milli != line.row.value_milli]
        if not new or not self._able:
            return
        names = tuple(line.row.name for line, _ in new)
        before = {line.id: line.row.value_milli for line, _ in new}
        step = _Done(
            self.part.currentData(), self.assessor.currentData(), names, before,
            {line.id: milli for line, milli in new},
        )  # fmt: skip
        self._store(step, lambda: self._done.append(step))

    def _undo(self) -> None:
        """What was put last stands as it stood before, unless it was changed since."""
        if not self._done or self._writing:
            return
        step = self._done.pop()
        back = replace(step, before=step.after, after=step.before)

        def told() -> None:
            sentence = f"已撤销：{some_names(list(step.names))}的评议分回到原来的。"
            self.notices.say(Message(sentence, Kind.INFO))

        self._store(back, told)

    def _store(self, step: _Done, then: Callable[[], object]) -> None:
        key = self._row.id
        shown = {one: self.model.place_of(one) for one in step.after}
        lines = {one: self.model.row_at(at) for one, at in shown.items() if at is not None}
        self.model.replace_rows(
            {
                one: replace(line, row=replace(line.row, value_milli=step.after[one]))
                for one, line in lines.items()
                if line is not None
            }
        )
        self._count()
        self.notices.say(None)
        self._writing += 1

        def ended() -> None:
            self._writing -= 1
            if not self._writing:
                self._read()

        def came(_: int) -> None:
            ended()
            then()

        def failed(sentence: str) -> None:
            ended()
            self._refuse(sentence)

        self._session.tasks.write(
            lambda work: put_reviews(
                work, key, step.part, step.after, assessor_id=step.who, seen=step.before
            ),
            topic=REVIEW_TOPIC,
            done=came,
            failed=failed,
        )

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self.notices.say(Message(sentence, Kind.BAD))

    def done(self, result: int) -> None:
        """The page is told once of all that was typed."""
        super().done(result)
        self._session.tasks.changed.emit(TOPIC)
