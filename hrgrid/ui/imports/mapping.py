"""Step 2: what each column of a sheet is taken for, why, and another choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.columns import masked
from hrgrid.core.identity import mask_all
from hrgrid.exchange.service import Answers, Drop, DroppedTable, Guess, GuessedBy, ImportKind
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.imports.view import StepView, framed
from hrgrid.ui.imports.words import sheet_label, state_of
from hrgrid.ui.tables import Column, RowsModel, Table, row_height

_SHOWN = 3
_LONGEST = 20
_MONTH = "month"
_MONTHS_BACK = 24


@dataclass(frozen=True)
class MapRow:
    """A column of a sheet with the first of what stands in it."""

    guess: Guess
    sample: str


COLUMNS: tuple[Column[MapRow], ...] = (
    Column("Excel 列", lambda row: row.guess.heading, 130, strong=True, grows=True),
    Column("前几行内容", lambda row: row.sample, 190, quiet=True, grows=True),
    Column("对应到", lambda _: "", 200),
    Column("状态", lambda row: state_of(row.guess)[0], 84, chip=lambda row: state_of(row.guess)[1]),
    Column("依据", lambda row: row.guess.reason, 210, quiet=True, grows=True),
)
_TARGET = 2


class MapModel(RowsModel[MapRow]):
    """Rows that change in place: the choices in the table stay."""

    def renew(self, rows: list[MapRow]) -> None:
        """Show the same columns with other guesses."""
        self._rows = list(rows)
        last = self.index(len(rows) - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)


def sample_of(table: DroppedTable, index: int, *, secret: bool) -> str:
    """The first different contents of a column, numbers of persons masked."""
    found: list[str] = []
    for text in _filled(table, index):
        hidden = masked(text) if secret else mask_all(text)
        short = hidden if len(hidden) <= _LONGEST else f"{hidden[:_LONGEST]}…"
        if short not in found:
            found.append(short)
        if len(found) == _SHOWN:
            break
    return "、".join(found) or "（没有内容）"


def _filled(table: DroppedTable, index: int) -> Iterator[str]:
    for row in table.found.rows:
        if index < len(row.cells) and (text := " ".join(row.cells[index].split())):
            yield text


def months_back(count: int = _MONTHS_BACK) -> Iterator[tuple[str, str]]:
    """This month and those before it, the last one first, as a file writes and as people say it."""
    day = dt.datetime.now().astimezone().date().replace(day=1)
    for _ in range(count):
        yield f"{day:%Y-%m}", f"{day.year} 年 {day.month} 月"
        day = (day - dt.timedelta(days=1)).replace(day=1)


class _MapTable(Table):
    def fit(self) -> None:
        """Rows in which a choice has a little air."""
        super().fit()
        self.verticalHeader().setDefaultSectionSize(row_height() + theme.length(6))


class MappingView(StepView):
    """One table of columns for all sheets with the same headings."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("下一步：检查数据")
        self.drop = Drop((), ())
        self._kind: ImportKind | None = None
        self.sheet = Choice("哪张表")
        self._sheet_words = label("表头不同的表分开对应：", "label")
        self._sheet_words.setBuddy(self.sheet)
        self.model = MapModel(COLUMNS, self)
        self.table = _MapTable(self.model, "对应列")
        self.choices: list[Choice | None] = []
        self.back = Button("上一步", does=self.back_wanted.emit)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self._sheet_words)
        tools.addWidget(self.sheet, 1)
        self.column.addLayout(tools)
        self.given = Choice("月份")
        self._given_words = label("", "label")
        self._given_words.setBuddy(self.given)
        self._given_key = ""
        asked = QHBoxLayout()
        asked.setSpacing(8)
        asked.addWidget(self._given_words)
        asked.addWidget(self.given)
        asked.addStretch(1)
        self.column.addLayout(asked)
        self.column.addWidget(framed(self.table), 1)
        self.add_foot(right=[self.back])
        self.sheet.currentIndexChanged.connect(lambda _: self._show_sheet())
        self.given.currentIndexChanged.connect(lambda _: self._show_state())

    @property
    def answers(self) -> Answers:
        """What was chosen for columns that a file says nothing of."""
        chosen = self.given.currentData() if self._given_key else None
        return Answers(given={self._given_key: chosen} if chosen else {})

    def main_control(self) -> QWidget:
        """The button, or the table where something wants a look."""
        return self.primary if self.primary.isEnabled() else self.table

    def show_drop(self, kind: ImportKind, drop: Drop) -> None:
        """Show the columns of another drop."""
        self._kind, self.drop = kind, drop
        self._ask_month(drop)
        firsts: dict[str, DroppedTable] = {}
        for table in drop.tables:
            firsts.setdefault(table.signature, table)
        self.sheet.fill((signature, self._called(table)) for signature, table in firsts.items())
        for part in (self.sheet, self._sheet_words):
            part.setVisible(len(firsts) > 1)
        self._show_sheet()

    def _ask_month(self, drop: Drop) -> None:
        """Where files do not say of which month they are, somebody chooses it once for all."""
        wanting = [table for table in drop.tables if _MONTH in table.open_questions]
        before = self.given.currentData() if self._given_key else None
        self._given_key = _MONTH if wanting else ""
        for part in (self.given, self._given_words):
            part.setVisible(bool(wanting))
        if not wanting:
            return
        first = sheet_label(Path(wanting[0].found.file).name, wanting[0].found.sheet)
        more = f" 等 {len(wanting)} 张表" if len(wanting) > 1 else ""
        self._given_words.setText(f"{first}{more}没有写是哪个月的数据：")
        self.given.fill([(None, "请选月份"), *months_back()])
        self.given.choose(before)

    def _called(self, first: DroppedTable) -> str:
        same = sum(table.signature == first.signature for table in self.drop.tables)
        name = sheet_label(Path(first.found.file).name, first.found.sheet)
        return f"{name} 等 {same} 张" if same > 1 else name

    @property
    def _table(self) -> DroppedTable:
        wanted = self.sheet.currentData()
        return next(table for table in self.drop.tables if table.signature == wanted)

    def _map_rows(self) -> list[MapRow]:
        table = self._table
        return [
            MapRow(guess, sample_of(table, guess.index, secret=self._is_secret(guess)))
            for guess in table.columns.guesses
        ]

    def _is_secret(self, guess: Guess) -> bool:
        spec = self._kind.spec if self._kind else None
        return spec is not None and guess.key is not None and spec.column(guess.key).secret

    # --- the table --------------------------------------------------------------------------

    def _show_sheet(self) -> None:
        if self._kind is None or not self.drop.tables:
            return
        rows = self._map_rows()
        self.model.show_rows(rows)
        self.choices = [self._choice(row.guess) for row in rows]
        for at, choice in enumerate(self.choices):
            if choice is not None:
                self.table.setIndexWidget(self.model.index(at, _TARGET), _inset(choice))
        self._show_state()

    def _choice(self, guess: Guess) -> Choice | None:
        """A choice of columns; none where the column is never read."""
        if guess.by is GuessedBy.DROPPED or self._kind is None:
            return None
        named: list[tuple[Any, str]] = [
            (column.key, f"{column.heading} *" if column.required else column.heading)
            for column in self._kind.spec.columns
        ]
        made = Choice(f"“{guess.heading}”对应到", [(None, "不导入"), *named])
        made.setMaxVisibleItems(14)
        made.choose(guess.key)
        made.currentIndexChanged.connect(lambda _: self._decide(guess.index, made.currentData()))
        return made

    def _decide(self, index: int, key: str | None) -> None:
        signature = self._table.signature
        for table in self.drop.tables:
            if table.signature == signature:
                columns = table.columns.with_key(index, key)
                self.drop = self.drop.with_columns(*table.place, columns)
        self._ask_month(self.drop)
        rows = self._map_rows()
        self.model.renew(rows)
        for choice, row in zip(self.choices, rows, strict=True):
            if choice is not None:
                choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
                choice.choose(row.guess.key)
                choice.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._show_state()

    def _show_state(self) -> None:
        missing, asked = self._missing(), bool(self._given_key) and not self.answers.given
        self.primary.setEnabled(not missing and not asked)
        if asked and not missing:
            self.note.setText(
                "还不知道是哪个月的数据：请在上面选月份，或指定“月份”一列，才能往下走。"
            )
        elif missing:
            names = "、".join(f"“{name}”" for name in missing)
            self.note.setText(f"还缺必填的{names}：请在“对应到”里指定由哪一列填写，才能往下走。")
        else:
            self.note.setText(summary([row.guess for row in self.model.rows]))

    def _missing(self) -> list[str]:
        """The required columns that a sheet has none for."""
        required = (
            [column for column in self._kind.spec.columns if column.required] if self._kind else []
        )
        return [
            column.heading
            for column in required
            if any(column.key not in table.columns.indexes for table in self.drop.tables)
        ]


def _inset(choice: Choice) -> QWidget:
    """The choice with a little air, so that the rule below the row is seen."""
    around = QWidget()
    row = QHBoxLayout(around)
    row.setContentsMargins(4, 0, 4, 1)
    row.addWidget(choice)
    around.setFocusProxy(choice)
    return around


def summary(guesses: list[Guess]) -> str:
    """How many columns are known, how many want a look, and what is remembered."""
    states = [state_of(guess)[1] for guess in guesses]
    told = f"{len(states)} 列中 {states.count('ok')} 列已自动对上"
    if wanting := states.count("warn"):
        told += f"，{wanting} 列要确认"
    if skipped := states.count("mute"):
        told += f"，{skipped} 列不导入"
    return f"{told}。记住这次的对应关系，下次同样的表直接跳过本步。"
