"""一格一档: one grid as of a day; its sections are in sections.py, its forms beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hrgrid.assessment.queries.star_history import grid_star_levels
from hrgrid.assessment.queries.star_rounds import awards_of_grid
from hrgrid.assessment.rules.star_rows import AwardRow
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import clear
from hrgrid.ui.grids.listing import COVER_CHIPS, cover_label
from hrgrid.ui.grids.sections import Sections
from hrgrid.ui.grids.standing_in import EndStandInDialog, StandInDialog
from hrgrid.ui.grids.undoing import offer_undo
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.star_marks import StarMarks
from hrgrid.workforce.queries.dossier import GridCard, RoleRow, grid_card
from hrgrid.workforce.queries.facts import BodyRow
from hrgrid.workforce.queries.grids import CoverRow
from hrgrid.workforce.rules.eight import BodyKind

_Read = tuple[GridCard, dt.date, int, list[AwardRow]]
# Below this width, in px at the standard text size, the sections stand one below the other.
_TWO = 700


class GridDialog(Dialog):
    """The card as of a day, today where none is given; read anew when something was done to it."""

    def __init__(
        self,
        session: Session,
        area_id: int,
        name: str,
        parent: QWidget,
        on: dt.date | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._session, self._area_id, self._on = session, area_id, on
        self.card: GridCard | None = None
        self.star = 0
        self._current: CoverRow | None = None
        self.view = Scroll(inside=True)
        self.view.setAccessibleName("网格档案")
        self.view.column.setContentsMargins(0, 0, 12, 0)
        room = parent.window().size()
        self._width = min(theme.length(1040), room.width() - 80)
        self.view.setMinimumSize(self._width, min(theme.length(840), room.height() - 170))
        self.deeds = Button("办理", glyph="pencil-simple", name=f"为{name}办理")
        self.papers = Button("打印八定卡", glyph="printer", name=f"打印{name}的八定卡")
        self.people = LinkButton("看这个网格的人", glyph="users", does=self._look)
        self._chips_box = QWidget()
        self._chips = Flow(self._chips_box, 8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._chips_box, 1)
        for button in (self.people, self.papers, self.deeds):
            button.setAutoDefault(False)
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.view, 1)
        self.papers.clicked.connect(lambda *_: self._print())
        close = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.deeds.hide()
        self.papers.setEnabled(False)
        close.setFocus()
        session.tasks.changed.connect(self._renew)
        self._read()

    def show_day(self, on: dt.date | None) -> None:
        """Show the card as of another day; None is today."""
        self._on = on
        self._read()

    def _renew(self, topic: str) -> None:
        if topic in {"workforce", "stars"} and self.isVisible():
            self._read()

    def _read(self) -> None:
        area_id, on = self._area_id, self._on

        def look(work: UnitOfWork) -> _Read:
            day = on or work.day
            star = grid_star_levels(work, day, [area_id]).get(area_id, 0)
            return grid_card(work, area_id, day), work.day, star, awards_of_grid(work, area_id)

        self._session.tasks.read(look, self._show)

    def _show(self, found: _Read) -> None:
        card, today, self.star, awards = found
        # Every section is made anew: what was in hand is found again by its name.
        held = self.focusWidget()
        named = held.accessibleName() if held is not None else ""
        at = self.view.verticalScrollBar().value()
        self.card = card
        self._show_chips(card, today)
        day = card.on if self._on is not None else today
        runs = (one for one in card.stand_ins if one.valid_to is None or one.valid_to > day)
        self._current = next(runs, None)
        self._offer_deeds(card)
        self.papers.setEnabled(True)
        clear(self.view.column)
        may = self._session.may(Right.EDIT_WORKFORCE) and card.valid_to is None
        may = may and self._session.day is None
        made = Sections(card, self if may else None, awards)
        made.lay_out(self.view.column, two=self._width >= theme.length(_TWO))
        self.view.column.addStretch()
        self.view.column.activate()
        self.view.verticalScrollBar().setValue(at)
        again = next((one for one in made.buttons if one.accessibleName() == named), None)
        if again is not None:
            again.setFocus()

    def _show_chips(self, card: GridCard, today: dt.date) -> None:
        clear(self._chips)
        add = self._chips.addWidget
        add(Chip(card.row.kind.label, "info"))
        if card.valid_to is not None and card.valid_to <= today:
            add(Chip("已停用", "mute"))
        elif card.row.cover is not None:
            add(Chip(cover_label(card.row), COVER_CHIPS[card.row.cover]))
        add(Chip(f"八定 {card.settled}/8", "ok" if card.settled == len(card.eight) else "warn"))
        if card.on != today:
            add(Chip(f"{card.on:%Y-%m-%d} 的情况", "mute"))
        if self.star:
            add(StarMarks(self.star))
        self._chips_box.updateGeometry()

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
        offer_undo(menu, self._session, card.history, self)
        self.deeds.setMenu(menu)
        self._session.off_unless_today(self.deeds)
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

    def _print(self) -> None:
        from hrgrid.ui.grids.eight_papers import EightPapers

        if self.card is not None:
            row = self.card.row
            EightPapers(self._session, self).print_cards(row.id, row.name, self._on)

    # --- what the sections offer ------------------------------------------------------------------

    def edit_facts(self) -> None:
        """Kind and households."""
        from hrgrid.ui.grids.fact_forms import GridFactsDialog

        if self.card is not None:
            GridFactsDialog(self._session, self.card, self, self._on).exec()

    def edit_terms(self) -> None:
        """八定."""
        from hrgrid.ui.grids.fact_forms import TermsDialog

        if self.card is not None:
            TermsDialog(self._session, self.card, self, self._on).exec()

    def assign(self, role: RoleRow) -> None:
        """Somebody for a vacant role."""
        from hrgrid.ui.grids.fact_forms import AssignDialog

        if self.card is not None:
            AssignDialog(self._session, self.card, role, self, self._on).exec()

    def join_body(self, kind: BodyKind) -> None:
        """A body for a grid that has none of the kind."""
        from hrgrid.ui.grids.body_forms import JoinDialog

        if self.card is not None:
            JoinDialog(self._session, self.card, kind, self, self._on).exec()

    def body_menu(self, body: BodyRow, over: QWidget) -> QMenu:
        """What may be done to a body."""
        from hrgrid.ui.grids import body_forms as forms

        menu, session, on, card = QMenu(over), self._session, self._on, self.card

        def change() -> None:
            forms.ChangeBodyDialog(session, body, self, on).exec()

        def check() -> None:
            forms.CheckDialog(session, body, self).exec()

        def items() -> None:
            if card is not None:
                forms.ItemsDialog(session, card.station_items, self).exec()

        def leave() -> None:
            if card is not None:
                forms.LeaveDialog(session, card, body, self, on).exec()

        self._offer(menu, "变更、更正…", change)
        if body.kind is BodyKind.STATION:
            self._offer(menu, "登记四有核查…", check)
            self._offer(menu, "换核查哪几项…", items)
        menu.addSeparator()
        self._offer(menu, "退出或撤销…", leave)
        return menu

    def offer_body(self, body: BodyRow, button: QWidget) -> None:
        """Show that menu below a button."""
        self.body_menu(body, button).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def count_volunteers(self) -> None:
        """How many of each kind."""
        from hrgrid.ui.grids.volunteer_forms import CountDialog

        if self.card is not None:
            CountDialog(self._session, self.card, self, self._on).exec()

    def edit_kinds(self) -> None:
        """Which kinds of volunteers there are."""
        from hrgrid.ui.grids.volunteer_forms import KindsDialog

        KindsDialog(self._session, self).exec()
