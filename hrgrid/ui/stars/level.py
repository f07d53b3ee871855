"""星级评定: all rounds in a list, and the board of the one that is open."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.assessment.queries.star_rounds import rounds
from hrgrid.assessment.rules.star_rows import RoundRow
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.core.rights import Right
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.focus import holds_focus
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.stars.board import RoundBoardView
from hrgrid.ui.stars.new_form import NewRoundDialog, Proposals, read_proposals
from hrgrid.ui.stars.themes_overview import ThemesOverview
from hrgrid.ui.stars.words import counts_words, round_chip
from hrgrid.ui.tables import Column

THEMES = "themes"


def _count(count: int) -> str:
    return f"{count:,}" if count else ""


def _days(row: RoundRow) -> str:
    return f"{full_day(row.valid_from)} 起，{full_day(row.valid_to)} 前"


COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("评定", lambda row: row.title, 220, grows=True, strong=True),
    Column("评谁", lambda row: row.subject.label, 76),
    Column("办到", lambda row: row.state.label, 84, chip=lambda row: round_chip(row.state)),
    Column("参加", lambda row: _count(row.people), 72, right=True),
    Column("有星级", lambda row: _count(row.starred), 72, right=True),
    Column("各星", counts_words, 210, grows=True),
    Column("待裁定", lambda row: _count(row.at_line), 72, right=True),
    Column("不参加", lambda row: _count(row.left_out), 72, right=True, drops=True),
    Column("有效期", _days, 210, quiet=True, drops=True),
    Column("范围", lambda row: row.area, 110, quiet=True, drops=True),
    Column("版次", lambda row: f"第 {row.revision} 版" if row.revision > 1 else "", 70, quiet=True,
           drops=True),
)  # fmt: skip


class StarsLevel(TableLevel[RoundRow, RoundBoardView]):
    """The list, or one round; Esc and 全部评定 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, RoundBoardView(session), COLUMNS, "星级评定", rounds)
        self.new = PrimaryButton(
            "新建评定（沿用上次）", glyph="plus", does=self.open_new, name="新建评定，沿用上次"
        )
        self.new.setToolTip("Ctrl+N")
        self.themes = Button("三无三零", glyph="tree-structure", does=self.open_themes)
        self.rule = Button("星级办法", glyph="sliders-horizontal", does=self.open_rule)
        self.overview = ThemesOverview(session)
        self.back = LinkButton("全部评定", glyph="caret-left", does=self.leave_themes)
        self.back.setToolTip("全部评定（Esc）")
        self.dictionary = Button("主题…", glyph="sliders-horizontal", does=self.open_dictionary)
        self.dictionary.setToolTip("三无三零主题：加、改名、否决、停用")
        self.fill = PrimaryButton("填三无三零", glyph="pencil-simple", does=self.open_sheet)
        self.put_parts(
            (self.list, self.empty, self.overview),
            (self.back, self.themes, self.rule, self.new, self.dictionary, self.fill),
        )
        self.overview.opened.connect(self.open_sheet)
        self.overview.left.connect(self.leave_themes)
        self.on_keys("Ctrl+N", self._new_by_key)

    @property
    def runs(self) -> bool:
        """Whether the person may run assessments."""
        return self.session.may(Right.RUN_ASSESSMENT)

    def make_empty(self) -> QFrame:
        """What a round needs to begin."""
        frame, column = panel()
        told = (
            "星级按已确认的考核结果评：分数线和本单位名额同时管，一票否决、不合格月份和新进人员有上限，"
            "一次最多升一星。算完先看全部分布，可以试算，审批以后才算数。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("新建评定", glyph="plus", does=self.open_new)
            actions.append(self.first)
            actions.append(Button("三无三零", does=self.open_themes))
        actions.append(Button("看星级办法", does=self.open_rule))
        if self.runs and self.session.may(Right.IMPORT):
            actions.append(Button("导入以往星级", does=self.import_earlier))
        column.addWidget(EmptyState("medal", "还没有评过星级", told, actions))
        return frame

    # --- list and board -----------------------------------------------------------------------

    def is_running(self, row: RoundRow) -> bool:
        """Not settled yet."""
        return row.state is RoundState.DRAFT

    def show_part(self, part: str) -> None:
        """`ID` of a round, `rule` the rule, `new` a new round, `themes` 三无三零 of grids."""
        if part.isdecimal():
            self.choose(int(part))
        elif part == "rule":
            self.open_rule()
        elif part == "new":
            self.open_new()
        elif part == THEMES:
            self.open_themes()

    @property
    def on_themes(self) -> bool:
        """Whether 三无三零 is on show."""
        return not self.overview.isHidden()

    def refresh(self) -> None:
        """三无三零 too, where it is on show."""
        super().refresh()
        if self.on_themes:
            self.overview.refresh()

    def show_list(self) -> None:
        """All of them; what is on show of 三无三零 stays."""
        if self.on_themes:
            return
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("星级评定")

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list."""
        on_list, on_themes = shown is self.list, shown is self.overview
        for tool in (self.back, self.dictionary, self.fill):
            tool.setVisible(on_themes)
        self.fill.setVisible(on_themes and self.runs)
        self.new.setVisible(on_list and self.runs)
        self.rule.setVisible(on_list)
        self.themes.setVisible(on_list and self.runs)
        self.session.off_unless_today(self.new)

    def main_control(self) -> QWidget:
        """What the board is about, the list, or the button that begins."""
        if self.on_themes:
            return self.overview.table
        if self.board.isHidden() and not self.rows and hasattr(self, "first"):
            return self.first
        return super().main_control()

    # --- deeds --------------------------------------------------------------------------------

    def _new_by_key(self) -> None:
        if self.board.isHidden() and not self.on_themes:
            self.open_new()

    def open_new(self) -> None:
        """A new round: everything is as the last one was; Enter opens it."""
        if not (self.session.is_today() and self.runs):
            return

        def show(found: Proposals) -> None:
            if not any(found.values()):
                self.session.say(
                    "还没有已确认的考核结果，不能评星级。请先把一个季度或年度的考核确认",
                    Kind.WARN,
                    ("看考核期", lambda: self.wanted.emit("periods", None)),
                )
                return
            box = NewRoundDialog(self.session, found, self.window())
            if box.exec() and isinstance(box.result_value, int):
                self.choose(box.result_value)

        self.session.tasks.read(read_proposals, show)

    def import_earlier(self) -> None:
        """Stars of the years before come by the import page."""
        self.session.go("imports", "stars")

    def open_rule(self) -> None:
        """The rule of stars with its versions."""
        from hrgrid.ui.stars.rule_dialog import open_rule

        open_rule(self.session, self.window())

    # --- 三无三零 -----------------------------------------------------------------------------

    def open_themes(self) -> None:
        """How far every community is with the themes of a month."""
        # The list may still be on its way: then it opens no round by itself.
        self._first = False
        self.turn_to(self.overview)
        self.say_where("三无三零")
        self.overview.refresh()

    def leave_themes(self) -> None:
        """Back to the rounds."""
        had_focus = holds_focus(self) or holds_focus(self.tools)
        self.overview.hide()
        self.show_list()
        if had_focus:
            self.main_control().setFocus()

    def open_sheet(self, area_id: int | None = None) -> None:
        """The sheet of a community, without one of that on which the cursor stands."""
        from hrgrid.ui.stars.themes import ThemesDialog

        wanted = self.overview.current() if area_id is None else area_id
        month = self.overview.chosen_month
        ThemesDialog(self.session, month, self.window(), area_id=wanted).exec()

    def open_dictionary(self) -> None:
        """What grids are asked every month."""
        from hrgrid.ui.stars.themes_dictionary import ThemesDictionary

        ThemesDictionary(self.session, self.window()).exec()
