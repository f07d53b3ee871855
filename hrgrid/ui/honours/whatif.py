"""试算: who would enter and who would leave if a weight, a place or a condition were another."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.whatif import Change, MoverRow, TrialRow, trial
from hrgrid.honours.rules.scheme import WHOLE, Scheme
from hrgrid.honours.rules.words import Basis, Tier
from hrgrid.honours.service import use_scheme
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.honours import words
from hrgrid.ui.honours.rule_fields import RuleFields
from hrgrid.ui.honours.weight_fields import basis_points
from hrgrid.ui.matters.forms import ReasonForm, beside, named
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_REST_MS = 300
_COLUMNS: tuple[Column[MoverRow], ...] = (
    Column("变化", lambda row: "进" if row.enters else "出", 50,
           chip=lambda row: "ok" if row.enters else "warn"),
    Column("姓名", lambda row: row.name, 66, strong=True),
    Column("单位", lambda row: row.district, 90, drops=True),
    Column("称号", lambda row: row.tier.label[:2], 48),
    Column("现在", lambda row: row.before, 148, quiet=True),
    Column("改了以后", lambda row: f"{row.after}{'（并列待定）' if row.undecided else ''}", 148,
           grows=True),
)  # fmt: skip


class WhatIfDialog(Dialog):
    """Settings at the left, what would come of them at the right; nothing is kept by itself."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("试算：改了会怎样", parent)
        self._session, self._board, self._asked = session, board, 0
        self._places: dict[tuple[Tier, str], int] = {}
        self.merit = TextField("业绩权重（%）", text=words.percent(board.scheme.merit_bp)[:-1])
        self.totals = {
            one.tier: TextField(f"{one.tier.label[:2]}名额", text=str(one.places))
            for one in board.tiers
        }
        self.tier = Choice("哪一级", [(one.tier, one.tier.label) for one in board.tiers])
        units = board.tiers[0].units
        self.unit = Choice("哪个单位", [(one.code, one.name) for one in units])
        self.place = TextField("单位名额")
        self.changed = label("", "caption", wraps=True)
        self.fields = RuleFields(board.scheme.rules, board.scheme.tiers)
        self.sum = label("", "strong", wraps=True)
        self.model = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "谁进谁出")
        self._notes = QVBoxLayout()
        self.adopt = PrimaryButton("采用这样的权重和条件…", does=self._adopt)
        self.adopt.setAutoDefault(False)
        self._lay_out(parent)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._connect()
        self._show_place()
        self._try()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        width = min(theme.length(1060), room.width() - 40)
        self.setMinimumWidth(width)
        settings = Scroll(inside=True)
        self.changed.hide()
        settings.column.setContentsMargins(0, 0, theme.length(16), 0)
        if self._board.scheme.basis is Basis.ITEMS:
            settings.column.addWidget(named(self.merit, hint="其余是评审的权重"))
        settings.column.addLayout(beside(*(named(field) for field in self.totals.values())))
        settings.column.addLayout(beside(named(self.tier), named(self.unit)))
        settings.column.addWidget(named(self.place))
        settings.column.addWidget(self.changed)
        settings.column.addWidget(label("条件", "strong"))
        settings.column.addWidget(self.fields)
        # Where the text leaves no room for two columns the table follows the settings.
        if width < theme.length(900):
            self.body.addWidget(self.sum)
            self.body.addLayout(self._notes)
            self.table.setMinimumHeight(theme.length(200))
            settings.column.insertWidget(0, self.table)
            settings.setMinimumHeight(room.height() - theme.length(230))
            self.body.addWidget(settings, 1)
        else:
            self._lay_beside(settings, room.height())
        foot = QHBoxLayout()
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        away.setAutoDefault(False)
        foot.addWidget(away)
        foot.addWidget(self.adopt)
        self.body.addLayout(foot)

    def _lay_beside(self, settings: Scroll, height: int) -> None:
        settings.column.addStretch()
        settings.setMinimumWidth(theme.length(320))
        self.table.setMinimumHeight(min(theme.length(360), height - theme.length(240)))
        found = QVBoxLayout()
        found.addWidget(self.sum)
        found.addLayout(self._notes)
        found.addWidget(self.table, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(settings, 2)
        both.addLayout(found, 3)
        self.body.addLayout(both, 1)

    def _connect(self) -> None:
        self._rest.timeout.connect(self._try)
        for field in (self.merit, *self.totals.values()):
            field.textEdited.connect(lambda _: self._rest.start())
        self.fields.changed.connect(self._rest.start)
        self.tier.currentIndexChanged.connect(lambda _: self._show_place())
        self.unit.currentIndexChanged.connect(lambda _: self._show_place())
        self.place.textEdited.connect(lambda _: self._take_place())

    # --- places of one district -----------------------------------------------------------------

    @property
    def _key(self) -> tuple[Tier, str]:
        return self.tier.currentData(), self.unit.currentData()

    def _now(self, key: tuple[Tier, str]) -> int:
        units = self._board.tier(key[0]).units
        return next((one.places or 0 for one in units if one.code == key[1]), 0)

    def _show_place(self) -> None:
        self.place.setText(str(self._places.get(self._key, self._now(self._key))))

    def _take_place(self) -> None:
        text = self.place.text().strip()
        if not text.isdecimal():
            return
        self._places[self._key] = int(text)
        if int(text) == self._now(self._key):
            del self._places[self._key]
        names = {one.code: one.name for one in self._board.tiers[0].units}
        told = [
            f"{names[code]}{tier.label} {self._now((tier, code))} → {places}"
            for (tier, code), places in self._places.items()
        ]
        self.changed.setText("；".join(told))
        self.changed.setVisible(bool(told))
        self._rest.start()

    # --- trying ---------------------------------------------------------------------------------

    def _scheme(self) -> Scheme:
        scheme = self._board.scheme
        left = WHOLE - scheme.public_bp
        merit = _merit(self.merit.text(), left)
        return replace(
            scheme,
            merit_bp=merit,
            review_bp=left - merit,
            rules=self.fields.read(),
        )

    def _change(self) -> Change:
        totals = {}
        for one in self._board.tiers:
            text = self.totals[one.tier].text().strip()
            if not text.isdecimal() or not int(text):
                raise UserError(f"{one.tier.label}名额“{text}”不是正整数。请改正")
            if int(text) != one.places:
                totals[one.tier] = int(text)
        return Change(self._scheme(), totals, dict(self._places))

    def _try(self) -> None:
        self._asked += 1
        asked, campaign_id = self._asked, self._board.campaign.id
        try:
            change = self._change()
        except UserError as error:
            self._refuse(error.sentence)
            return
        same = change.scheme.parameters() == self._board.scheme.parameters()
        moved = bool(change.totals or change.places)
        self.adopt.setEnabled(not same and not moved and self._session.may(Right.KEEP_RULES))
        notes = []
        if moved:
            notes.append(
                "名额的改动在这里只试算；要改请按“名额方案”调整，名额已定的先退回拟定方案。"
            )

        def take(found: TrialRow) -> None:
            if asked == self._asked:
                self._show(found, notes)

        self._session.tasks.read(
            lambda work: trial(work, campaign_id, change), take, failed=self._refuse
        )

    def _show(self, found: TrialRow, notes: list[str]) -> None:
        self.model.show_rows(found.movers)
        leaving = len(found.movers) - found.entering
        counts = "，".join(
            f"{tier.label} {now:,} → {then:,} 人" if now != then else f"{tier.label} {now:,} 人"
            for tier, (now, then) in found.chosen.items()
        )
        moved = f"进 {found.entering:,} 人，出 {leaving:,} 人" if found.movers else "没有人进出"
        self.sum.setText(f"{moved}。{counts}。")
        told = list(notes) + list(found.notes)
        if found.unfrozen:
            names = "、".join(self.fields.lines[key].rule.shown for key in found.unfrozen)
            told.append(f"“{names}”的情况没有冻结过，这里按现在的情况试算。")
        elif not found.frozen:
            told.append("推荐还没有截止，按现在的情况试算。")
        self._tell([Message(sentence) for sentence in told])

    def _refuse(self, sentence: str) -> None:
        self.adopt.setEnabled(False)
        if sentence:
            self._tell([Message(sentence, Kind.BAD)])

    def _tell(self, messages: list[Message]) -> None:
        clear(self._notes)
        for message in messages[:3]:
            self._notes.addWidget(Banner(message))

    # --- adopting -------------------------------------------------------------------------------

    def _adopt(self) -> None:
        try:
            scheme = self._scheme()
        except UserError as error:
            self._refuse(error.sentence)
            return
        if _AdoptForm(self._session, self._board, scheme, self).exec():
            self.accept()


class _AdoptForm(ReasonForm):
    """The tried scheme becomes another version, under which the campaign goes on."""

    TOPIC = words.TOPIC

    def __init__(self, session: Session, board: Board, scheme: Scheme, parent: QWidget) -> None:
        told = "试算的权重和条件另存一版方案。已经冻结的重新冻结，名单要重新计算排名后才变。"
        super().__init__(
            session, "采用试算的方案", "存为新的一版", parent, told=told, example="经会议研究调整"
        )
        self._id, self._scheme = board.campaign.id, scheme
        self.on_act(self._save)

    def _save(self) -> None:
        reason = self.reason_given()
        if reason is None:
            return
        campaign_id, scheme = self._id, self._scheme
        self.send(
            lambda work: use_scheme(work, campaign_id, scheme),
            lambda number: f"已存为第 {number} 版评选方案。",
            reason=reason,
        )


def _merit(text: str, most: int) -> int:
    """The merit's share, no more than the public's vote leaves."""
    found = basis_points(text, "业绩权重")
    if found > most:
        raise UserError(f"业绩权重 {text}% 超过 {words.percent(most)}。请改正")
    return found
