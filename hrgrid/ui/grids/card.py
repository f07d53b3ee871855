"""一格一档: one grid with who works there, who stands behind it, and what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.grids.listing import COVER_CHIPS, cover_label
from hrgrid.ui.grids.standing_in import EndStandInDialog, StandInDialog, pay_words
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.changes import ChangeRow, HistoryRow
from hrgrid.workforce.queries.dossier import GridCard, grid_card
from hrgrid.workforce.queries.grids import CoverRow, HolderRow
from hrgrid.workforce.rules import ChangeKind, percent

_DAY = dt.timedelta(days=1)


def span_words(since: dt.date, until: dt.date | None) -> str:
    """A half-open time as people say it: the last day is in it."""
    if until is None:
        return f"{since:%Y-%m-%d} 起"
    return f"{since:%Y-%m-%d} – {until - _DAY:%Y-%m-%d}"


def change_words(change: ChangeRow, area_id: int) -> str:
    """What happened, from where this area stands."""
    into = [one for one in change.items if one.from_id == area_id]
    came = [one for one in change.items if one.to_id == area_id]
    if change.kind is ChangeKind.RENAME:
        return f"由“{into[0].from_name}”更名为“{into[0].to_name}”"
    if change.kind is ChangeKind.SPLIT and into:
        parts = "、".join(f"“{one.to_name}” {percent(one.share_bp)}" for one in into)
        return f"拆分成{parts}"
    if change.kind is ChangeKind.SPLIT:
        return "、".join(f"由“{one.from_name}”的 {percent(one.share_bp)} 拆分而来" for one in came)
    if change.kind is ChangeKind.MERGE and came:
        names = "、".join(f"“{one.from_name}”" for one in came)
        return f"由{names}合并"
    if change.kind is ChangeKind.MERGE:
        return f"并入“{into[0].to_name}”"
    return {
        ChangeKind.CREATE: "新建",
        ChangeKind.MOVE: "改属另一上级",
        ChangeKind.CLOSE: "停用",
    }[change.kind]


class GridDialog(Dialog):
    """The card, read anew when something was done to it."""

    def __init__(self, session: Session, area_id: int, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._session, self._area_id = session, area_id
        self.card: GridCard | None = None
        self._current: CoverRow | None = None
        self.view = Scroll(inside=True)
        self.view.setAccessibleName("网格档案")
        self.view.column.setContentsMargins(0, 0, 12, 0)
        room = parent.window().size()
        width = min(theme.length(680), room.width() - 80)
        self.view.setMinimumSize(width, min(theme.length(440), room.height() - 170))
        self.deeds = Button("办理", glyph="pencil-simple", name=f"为{name}办理")
        self.people = LinkButton("看这个网格的人", glyph="users", does=self._look)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        head.addLayout(self._chips)
        head.addStretch()
        head.addWidget(self.people)
        head.addWidget(self.deeds)
        self.body.addLayout(head)
        self.body.addWidget(self.view, 1)
        close = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.deeds.setAutoDefault(False)
        self.people.setAutoDefault(False)
        self.deeds.hide()
        close.setFocus()
        session.tasks.changed.connect(self._renew)
        self._read()

    def _renew(self, topic: str) -> None:
        if topic == "workforce" and self.isVisible():
            self._read()

    def _read(self) -> None:
        area_id = self._area_id
        self._session.tasks.read(
            lambda work: (grid_card(work, area_id, work.today), work.today), self._show
        )

    def _show(self, found: tuple[GridCard, dt.date]) -> None:
        card, today = found
        self.card = card
        clear(self._chips)
        self._chips.addWidget(Chip(card.row.kind.label, "info"))
        if card.valid_to is not None and card.valid_to <= today:
            self._chips.addWidget(Chip("已停用", "mute"))
        elif card.row.cover is not None:
            self._chips.addWidget(Chip(cover_label(card.row), COVER_CHIPS[card.row.cover]))
        runs = (one for one in card.stand_ins if one.valid_to is None or one.valid_to > today)
        self._current = next(runs, None)
        self._offer_deeds(card)
        clear(self.view.column)
        add = self.view.column.addWidget
        self.view.column.addLayout(_table(_facts(card)))
        add(label("包联", "strong"))
        self.view.column.addLayout(_table([_link(role, named) for role, named in card.chain]))
        add(label(f"任职 {len(card.holders)} 项" if card.holders else "任职", "strong"))
        self.view.column.addLayout(_table([_held(row) for row in card.holders]))
        if not card.holders:
            add(label("没有人在这里任职。", "caption"))
        if card.stand_ins:
            add(label("代管", "strong"))
            self.view.column.addLayout(_table([_covered(row) for row in card.stand_ins]))
        add(label("沿革", "strong"))
        for line in _history(card.history, card.row.id):
            add(line)
        self.view.column.addStretch()

    def _offer_deeds(self, card: GridCard) -> None:
        menu = QMenu(self.deeds)
        area_id, name = card.row.id, card.row.name
        self._offer(menu, "拆分网格…", self._split)
        menu.addSeparator()
        self._offer(menu, "安排代管…", self._stand_in)
        if self._current is not None:
            self._offer(menu, "结束代管…", self._end_stand_in)
        menu.addSeparator()
        self._offer(menu, "更名…", lambda: self._form("RenameDialog", area_id, name))
        self._offer(menu, "改属…", lambda: self._form("MoveDialog", area_id, name))
        menu.addSeparator()
        self._offer(menu, "停用网格…", lambda: self._form("CloseDialog", area_id, name))
        self.deeds.setMenu(menu)
        self.deeds.setVisible(self._session.may(Right.EDIT_WORKFORCE) and card.valid_to is None)

    @staticmethod
    def _offer(menu: QMenu, text: str, does: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda *_: does())

    def _form(self, kind: str, area_id: int, name: str) -> None:
        from hrgrid.ui.grids import forms

        getattr(forms, kind)(self._session, area_id, name, self).exec()

    def _split(self) -> None:
        from hrgrid.ui.grids.splitting import SplitDialog

        if self.card is not None:
            SplitDialog(self._session, self.card.row, self).exec()

    def _stand_in(self) -> None:
        if self.card is not None:
            StandInDialog(self._session, self.card.row, self).exec()

    def _end_stand_in(self) -> None:
        if self.card is not None and self._current is not None:
            EndStandInDialog(self._session, self.card.row, self._current, self).exec()

    def _look(self) -> None:
        self.accept()
        self._session.go("workforce", f"area/{self._area_id}")


_Line = tuple[str, str, str]


def _facts(card: GridCard) -> list[_Line]:
    row = card.row
    facts = [
        ("所在", " / ".join(card.above), ""),
        ("编码", row.code, ""),
        ("户数", f"{row.households:,} 户" if row.households is not None else "没有登记", ""),
    ]
    if card.vacant_since is not None and row.cover is not None:
        facts.append(("空缺", f"{card.vacant_since:%Y-%m-%d} 起没有专职网格员", ""))
    return facts


def _link(role: str, named: tuple[HolderRow, ...]) -> _Line:
    told = "、".join(one.name + (f"（{one.place}）" if one.place else "") for one in named)
    return role, told or "没有登记", ""


def _held(row: HolderRow) -> _Line:
    return (
        row.role,
        f"{row.name}（{row.employment.label}）",
        span_words(row.valid_from, row.valid_to),
    )


def _covered(row: CoverRow) -> _Line:
    told = "，".join(part for part in (row.reason, pay_words(row)) if part)
    return row.name, told, span_words(row.valid_from, row.valid_to)


def _table(lines: list[_Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme.length(84))
    for at, (name, text, beside) in enumerate(lines):
        grid.addWidget(label(name, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wraps=True), at, 1)
        if beside:
            grid.addWidget(label(beside, "caption"), at, 2)
    return grid


def _history(history: HistoryRow, area_id: int) -> list[QWidget]:
    """Changes with their papers; names and parents of before that no change tells."""
    told = [
        (change.effective_on, change_words(change, area_id), change.document_no, change.reason)
        for change in history.changes
    ]
    days = {change.effective_on for change in history.changes}
    told += [
        (stand.valid_from, f"名称“{stand.name}”，上级“{stand.parent}”", "", "")
        for stand in history.stands
        if stand.valid_from not in days
    ]
    return [_entry(*one) for one in sorted(told, key=lambda one: one[0], reverse=True)]


def _entry(on: dt.date, words: str, document: str, reason: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(2)
    column.addWidget(label(f"{on:%Y-%m-%d}　{words}", wraps=True))
    beside = "，".join(part for part in (document, reason) if part)
    if beside:
        column.addWidget(label(beside, "caption", wraps=True))
    return box
