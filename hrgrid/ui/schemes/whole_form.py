"""What holds for the whole scheme: grades as offices write them, days, shorter periods."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.schemes.draft import Draft, DraftGrade
from hrgrid.ui.schemes.item_form import FaultLine

_HEADS = ("等次", "从（含）", "到（不含）", "比例上限")


class WholeForm(QWidget):
    """`changed` carries the draft as it reads now and which field it was."""

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.enabled = True
        self.fault = FaultLine()
        self.wider = FaultLine()
        self.fields: dict[str, TextField] = {}
        self._grid_row = QVBoxLayout()
        self._rest = QVBoxLayout()
        self._rest.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.fault)
        column.addWidget(
            label("上限空着是“以上”。比例连同更高的等次一起算，空着不限。", "caption", wraps=True)
        )
        column.addLayout(self._grid_row)
        column.addWidget(self.wider)
        column.addLayout(self._rest)
        column.addStretch()

    def show_draft(self, draft: Draft) -> None:
        """Show the grades and the rest of this draft."""
        self.draft = draft
        self.fields = {}
        clear(self._grid_row)
        clear(self._rest)
        self._grades(draft)
        self._others(draft)
        for field in self.fields.values():
            field.setEnabled(self.enabled)

    def _grades(self, draft: Draft) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        for place, head in enumerate(_HEADS):
            grid.addWidget(label(head, "label"), 0, place)
        for at, one in enumerate(draft.grades):
            cells = (
                ("label", one.label, "名称"), ("start", one.start, "下限"),
                ("to", one.to, "上限"), ("share", one.share, "比例上限（%）"),
            )  # fmt: skip
            for place, (name, value, told) in enumerate(cells):
                field = TextField(f"第 {at + 1} 个等次{told}", text=value)
                if name == "to" and at == 0:
                    field.setPlaceholderText("以上")
                if name == "share":
                    field.setPlaceholderText("不限")
                field.setMinimumWidth(theme.length(54))
                field.textEdited.connect(
                    lambda text, at=at, name=name: self._grade(at, **{name: text})
                )
                self.fields[f"grade{at}{name}"] = field
                grid.addWidget(field, at + 1, place)
            away = BareButton("x", f"去掉第 {at + 1} 个等次", partial(self._drop, at))
            away.setAutoDefault(False)
            away.setVisible(len(draft.grades) > 2 and self.enabled)
            grid.addWidget(away, at + 1, len(cells))
        self._grid_row.addLayout(grid)
        if self.enabled:
            more = LinkButton("加一个等次", glyph="plus", does=self._add)
            more.setAutoDefault(False)
            row = QHBoxLayout()
            row.addWidget(more)
            row.addStretch()
            self._grid_row.addLayout(row)

    def _others(self, draft: Draft) -> None:
        days = self._text("最少在岗天数", "min_days", draft.min_days)
        pooled = self._text("不满几人的单位合并", "pooled_under", draft.pooled_under)
        full = self._text("总分", "full", draft.full)
        row = [named(days), named(full)]
        self._rest.addLayout(beside(*row))
        second: list[QWidget] = [named(pooled, hint="人少的单位合在一起算比例")]
        if draft.kind is not PeriodKind.MONTH:
            parts = self._text("最少期数", "min_parts", draft.min_parts)
            second.append(named(parts, hint="有结果的下级考核期少于这个数，不出结果"))
        self._rest.addLayout(beside(*second))

    def _text(self, name: str, key: str, value: str) -> TextField:
        field = TextField(name, text=value)
        field.textEdited.connect(lambda text: self._put(key, **{key: text}))
        self.fields[key] = field
        return field

    def _grade(self, at: int, **given: str) -> None:
        if self.draft is not None:
            grades = list(self.draft.grades)
            grades[at] = replace(grades[at], **given)
            self._put(f"grade{at}{next(iter(given))}", grades=tuple(grades))

    def _add(self) -> None:
        if self.draft is None:
            return
        codes = {one.code for one in self.draft.grades}
        code = next(f"own{at}" for at in range(1, 99) if f"own{at}" not in codes)
        at = len(self.draft.grades)
        self._put("grades", again=True, grades=(*self.draft.grades, DraftGrade(code, "", "", "")))
        self.fields[f"grade{at}label"].setFocus()

    def _drop(self, at: int) -> None:
        if self.draft is not None:
            left = tuple(one for place, one in enumerate(self.draft.grades) if place != at)
            self._put("grades", again=True, grades=left)

    def _put(self, what: str, *, again: bool = False, **given: object) -> None:
        if self.draft is None:
            return
        self.draft = replace(self.draft, **given)  # type: ignore[arg-type]
        if again:
            self.show_draft(self.draft)
        self.changed.emit(self.draft, what)
