"""The sections of a grid's card: what stands there, what is missing, and where to fill it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import AwardRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import label
from hrgrid.ui.grids.chain import Chain
from hrgrid.ui.grids.history import history_lines, since_words, span_words
from hrgrid.ui.grids.standing_in import pay_words
from hrgrid.workforce.queries.dossier import GridCard, RoleRow
from hrgrid.workforce.queries.facts import BodyRow
from hrgrid.workforce.queries.grids import CoverRow, HolderRow
from hrgrid.workforce.rules.eight import CREW, BodyKind, EightKind, EightRow

if TYPE_CHECKING:
    from hrgrid.ui.grids.card import GridDialog

_Line = tuple[str, str, str]
_TOP = Qt.AlignmentFlag.AlignTop
# What is vacant of 一长五员 is filled below.
_IN_CREW = frozenset(CREW)
_FOUND = {True: ("ok", "达到"), False: ("bad", "没有达到"), None: ("mute", "没有核查")}


class Sections:
    """The sections of one card; `dialog` does what they offer, None where nothing may be done.

    `stars` are those of the grid, past ones too; `buttons` are all that the sections hold.
    """

    def __init__(
        self, card: GridCard, dialog: GridDialog | None, stars: Sequence[AwardRow]
    ) -> None:
        self._card, self._dialog, self._stars = card, dialog, stars
        self.buttons: list[Button] = []

    def lay_out(self, column: QVBoxLayout, *, two: bool) -> None:
        """Put the sections into a column, two beside each other where there is room."""
        chain = Card("包联", "从镇村领导到网格员，一级包一级")
        chain.column.addWidget(self.chain())
        column.addWidget(chain)
        _beside(column, (self.facts(), self.crew()), (self.eight(),), two=two)
        bodies = QGridLayout()
        bodies.setSpacing(12)
        for at, kind in enumerate(BodyKind):
            line, place = (0, at) if two else (at, 0)
            bodies.addWidget(self.body(kind), line, place)
            bodies.setColumnStretch(place, 1)
        column.addLayout(bodies)
        left = [self.volunteers()]
        if self._card.stand_ins:
            left.append(self.stand_ins())
        _beside(column, left, (self.history(),), two=two)

    def chain(self) -> QWidget:
        """包联; who is missing may be named."""
        dialog = self._dialog
        links = self._card.backers
        if dialog is None:
            return Chain(links)
        vacant = [role for role in links if not role.held and role.code not in _IN_CREW]
        deeds = {
            role.code: self._link("安排…", partial(dialog.assign, role), f"安排{role.label}")
            for role in vacant
        }
        return Chain(links, deeds)

    def facts(self) -> QWidget:
        """Where it is, its code, households and since when."""
        card, row = self._card, self._card.row
        section = self._section("基本情况", "")
        now = next((one for one in card.facts if one.valid_from <= card.on), card.facts[-1])
        since = since_words(now.valid_from) if row.households is not None else ""
        households = "没有统计" if row.households is None else f"{row.households:,} 户"
        lines: list[_Line] = [
            ("所在", " / ".join(card.above), ""),
            ("编码", row.code, ""),
            ("类型", row.kind.label, ""),
            ("户数", f"{households}（{since}）" if since else households, ""),
        ]
        if card.vacant_since is not None and row.cover is not None:
            lines.append(("空缺", f"{since_words(card.vacant_since)}没有专职网格员", ""))
        section.column.addLayout(_table(lines))
        return section

    def crew(self) -> QWidget:
        """一长五员 with what is vacant, and who else works there."""
        card = self._card
        vacant = sum(not one.held for one in card.crew)
        section = self._section("岗位", f"缺 {vacant} 个" if vacant else "一长五员都有人")
        grid = _grid()
        for at, role in enumerate(card.crew):
            grid.addWidget(label(role.label, "label"), at, 0, _TOP)
            if role.held:
                grid.addWidget(label(_held_words(role), wraps=True), at, 1, 1, 2)
                continue
            grid.addWidget(label("空缺", "captionWarn"), at, 1)
            if self._dialog is not None:
                does = partial(self._dialog.assign, role)
                button = self._link("安排…", does, f"安排{role.label}")
                grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignRight)
        section.column.addLayout(grid)
        known = {role.code for role in card.crew} | {one.role for one in card.volunteers}
        others = [one for one in card.holders if one.role_code not in known]
        if others:
            rule = QFrame()
            rule.setProperty("role", "rule")
            section.column.addWidget(rule)
            section.column.addLayout(_table([_held(one) for one in others]))
        return section

    def eight(self) -> QWidget:
        """八定: each with what holds and from where."""
        card = self._card
        section = self._section("八定", f"已定 {card.settled}/{len(card.eight)}")
        grid = _grid(96)
        for at, row in enumerate(card.eight):
            grid.addWidget(label(row.kind.label, "label"), at, 0, _TOP)
            grid.addLayout(self._eight_row(row), at, 1)
        section.column.addLayout(grid)
        return section

    def _eight_row(self, row: EightRow) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        told = ((row.text, ""), (self._source(row), "caption"), (row.missing, "captionWarn"))
        for text, role in told:
            if text:
                column.addWidget(label(text, role, wraps=True))
        return column

    def _source(self, row: EightRow) -> str:
        term = self._card.terms.get(row.kind)
        if term is None or row.kind is EightKind.GRID:
            return ""
        from_where = f"沿用{row.source}" if row.source else "本网格自己写的"
        told = (from_where, since_words(term.valid_from), term.document_no)
        return "，".join(part for part in told if part)

    def body(self, kind: BodyKind) -> QWidget:
        """A party branch, police grid or station, or what would bring one."""
        body = self._card.body(kind)
        if body is None:
            return self._no_body(kind)
        deeds: list[QWidget] = []
        if self._dialog is not None:
            dialog = self._dialog
            button = self._link(
                "办理…", lambda: dialog.offer_body(body, button), f"为{body.name}办理"
            )
            deeds.append(button)
        section = Card(kind.label, "", deeds)
        section.column.addWidget(label(body.name, "strong", wraps=True))
        section.column.addLayout(_table(_body_lines(body)))
        if body.checks:
            section.column.addWidget(label(_checked_words(body), "caption", wraps=True))
            section.column.addWidget(_checks(body))
        section.column.addStretch()
        return section

    def _no_body(self, kind: BodyKind) -> QWidget:
        section = Card(kind.label)
        section.column.addWidget(label(f"还没有登记{kind.label}。", "body2", wraps=True))
        if self._dialog is not None:
            does = partial(self._dialog.join_body, kind)
            button = self._link(f"登记{kind.label}…", does, glyph="plus")
            section.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        section.column.addStretch()
        return section

    def volunteers(self) -> QWidget:
        """How many of each kind."""
        rows = self._card.volunteers
        section = self._section("志愿者", f"共 {sum(one.heads for one in rows):,} 人")
        lines: list[_Line] = []
        for one in rows:
            if not one.heads and one.counted is None:
                continue
            named = f"，其中有姓名的 {one.named} 人" if one.named and one.counted else ""
            day = f"{one.counted_on:%Y-%m-%d} 统计" if one.counted_on else "按登记的姓名"
            lines.append((one.label, f"{one.heads:,} 人{named}", day))
        if lines:
            section.column.addLayout(_table(lines, wide=96))
        else:
            kinds = "、".join(one.label for one in rows)
            told = f"还没有登记人数：{kinds}。"
            section.column.addWidget(label(told, "body2", wraps=True))
        return section

    def stand_ins(self) -> QWidget:
        """代管, now and before."""
        section = Card("代管")
        section.column.addLayout(_table([_covered(row) for row in self._card.stand_ins]))
        return section

    def history(self) -> QWidget:
        """What the grid was."""
        section = Card("沿革")
        for line in history_lines(self._card, self._stars):
            section.column.addWidget(line)
        return section

    # --- parts ------------------------------------------------------------------------------------

    def _section(self, title: str, beside: str) -> Card:
        dialog = self._dialog
        if dialog is None:
            return Card(title, beside)
        deeds: dict[str, tuple[tuple[str, Callable[[], object]], ...]] = {
            "基本情况": (("变更、更正…", dialog.edit_facts),),
            "八定": (("填写…", dialog.edit_terms),),
            "志愿者": (("登记人数…", dialog.count_volunteers), ("类别…", dialog.edit_kinds)),
        }
        links = [self._link(text, does, f"{title}：{text}") for text, does in deeds.get(title, ())]
        return Card(title, beside, links)

    def _link(
        self, text: str, does: Callable[[], object], name: str = "", glyph: str = ""
    ) -> LinkButton:
        button = LinkButton(text, does=does, name=name, glyph=glyph)
        button.setAutoDefault(False)
        self.buttons.append(button)
        return button


def _beside(
    column: QVBoxLayout, left: Sequence[QWidget], right: Sequence[QWidget], *, two: bool
) -> None:
    if not two:
        for section in (*left, *right):
            column.addWidget(section)
        return
    row = QHBoxLayout()
    row.setSpacing(12)
    for part, share in ((left, 4), (right, 5)):
        side = QVBoxLayout()
        side.setSpacing(12)
        for section in part:
            side.addWidget(section)
        side.addStretch()
        row.addLayout(side, share)
    column.addLayout(row)


def _held_words(role: RoleRow) -> str:
    told = []
    for one in role.held:
        about = (one.employment.label, f"在{one.place}" if one.place else "")
        told.append(f"{one.name}（{'，'.join(part for part in about if part)}）")
    return "、".join(told)


def _held(row: HolderRow) -> _Line:
    since = span_words(row.valid_from, row.valid_to)
    return row.role, f"{row.name}（{row.employment.label}）", since


def _covered(row: CoverRow) -> _Line:
    told = "，".join(part for part in (row.reason, pay_words(row)) if part)
    return row.name, told, span_words(row.valid_from, row.valid_to)


def _body_lines(body: BodyRow) -> list[_Line]:
    founded = "成立" if body.kind is BodyKind.PARTY_BRANCH else "设立"
    lines = [
        (body.kind.leader, body.leader or "没有登记", ""),
        ("派出所", body.bureau, ""),
        ("地点", body.place, ""),
        ("值班电话", body.telephone, ""),
        (founded, f"{body.founded:%Y-%m-%d}，服务 {body.grids} 个网格", ""),
    ]
    return [line for line in lines if line[1]]


def _checked_words(body: BodyRow) -> str:
    looked = [one for one in body.checks if one.checked_on is not None]
    if not looked:
        return f"四有 0/{len(body.checks)}，还没有人核查过"
    last = max(looked, key=lambda one: one.checked_on or dt.date.min)
    told = (
        f"四有 {body.passed}/{len(body.checks)}，{last.checked_on:%Y-%m-%d} {last.checked_by}核查"
    )
    return f"{told}：{last.note}" if last.note else told


def _checks(body: BodyRow) -> QWidget:
    box = QWidget()
    flow = Flow(box, 6)
    for one in body.checks:
        kind = {True: "ok", False: "bad", None: "mute"}[one.passed]
        chip = Chip(one.item, kind)
        chip.setAccessibleName(
            one.item + {True: "", False: "：没有", None: "：没有核查"}[one.passed]
        )
        flow.addWidget(chip)
    return box


def _grid(wide: int = 76) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme.length(wide))
    return grid


def _table(lines: Sequence[_Line], wide: int = 76) -> QGridLayout:
    grid = _grid(wide)
    for at, (name, text, beside) in enumerate(lines):
        grid.addWidget(label(name, "label"), at, 0, _TOP)
        grid.addWidget(label(text, wraps=True), at, 1)
        if beside:
            grid.addWidget(label(beside, "caption"), at, 2)
    return grid
