"""试算: what if a line or a share moved: the distribution and whose star changes, at once.

Nothing of it is stored; what one likes becomes the rule in the dialog of the rule, as a version.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.star_board import what_if
from hrgrid.assessment.rules.star_rows import Moved, RoundRow, Spread, WhatIf
from hrgrid.assessment.rules.star_rules import StarRules, problems
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import points
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label, restyle
from hrgrid.ui.session import Session
from hrgrid.ui.stars.chart import LevelBar, StarChart
from hrgrid.ui.stars.spin import Turned
from hrgrid.ui.stars.words import LEVELS
from hrgrid.ui.tables import Column, RowsModel, Table

_CALM_MS = 180
_FULL_BP = 10_000
_MOST_MILLI = 200_000

COLUMNS: tuple[Column[Moved], ...] = (
    Column("姓名", lambda row: row.name, 96, strong=True),
    Column("单位", lambda row: row.unit, 104, grows=True, drops=True),
    Column("得分", lambda row: points(row.total_milli), 68, right=True),
    Column("现在", lambda row: star_label(row.was), 66, quiet=True),
    Column("试算", lambda row: star_label(row.now), 66,
           chip=lambda row: "ok" if row.now > row.was else "warn"),
)  # fmt: skip


class WhatIfDialog(Dialog):
    """A line and a share for each star at the left, what would come of them at the right."""

    def __init__(
        self, session: Session, row: RoundRow, rules: StarRules, spread: Spread, parent: QWidget
    ) -> None:
        super().__init__(f"{row.title}：试算", parent)
        self._session, self._row, self._rules, self._spread = session, row, rules, spread
        self._asked = 0
        self.found: WhatIf | None = None
        self.lines: dict[int, Turned] = {}
        self.shares: dict[int, Turned] = {}
        self.chart = StarChart("试算的分布")
        self.told = label("", "strong", wraps=True)
        self.problem = label("", "problem", wraps=True)
        self.model: RowsModel[Moved] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "星级会变的人")
        self.back = Button("恢复办法里的数", glyph="arrow-counter-clockwise", does=self.restore)
        self.away = PrimaryButton("关闭", does=self.accept)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._read)
        self._lay_out(parent)
        self._show(None)
        self.lines[5].setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(900), room.width() - 40))
        told = "动一动分数线或比例，右边马上看到分布和谁的星级会变。试算不存，不影响这次评定。"
        self.body.addWidget(label(told, "body2", wraps=True))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._fields())
        left.addWidget(self.problem)
        left.addWidget(self.back)
        left.addStretch()
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.chart)
        right.addWidget(self.told)
        right.addWidget(self.table, 1)
        self.table.setMinimumHeight(min(theme.length(150), room.height() - 420))
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        for button in (self.back, self.away):
            # Enter ends a number; it closes nothing.
            button.setAutoDefault(False)
        self.problem.hide()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for at, name in enumerate(("", "分数线", "比例 %")):
            grid.addWidget(label(name, "label"), 0, at)
        for at, one in enumerate(self._rules.levels, start=1):
            line = Turned(f"{one.label}分数线", one.line_milli, scale=1_000, most=_MOST_MILLI,
                          step=500)  # fmt: skip
            self.lines[one.level] = line
            grid.addWidget(label(one.label), at, 0)
            grid.addWidget(line, at, 1)
            line.valueChanged.connect(lambda _: self._calm.start())
            if one.share_bp is None:
                grid.addWidget(label("不限", "caption"), at, 2)
                continue
            share = Turned(f"{one.label}及以上比例", one.share_bp, scale=100, most=_FULL_BP,
                           step=100)  # fmt: skip
            self.shares[one.level] = share
            grid.addWidget(share, at, 2)
            share.valueChanged.connect(lambda _: self._calm.start())
        return grid

    # --- reckoning ----------------------------------------------------------------------------

    @property
    def wanted(self) -> StarRules:
        """The rule as the fields have it."""
        levels = tuple(
            replace(
                one,
                line_milli=self.lines[one.level].whole,
                share_bp=self.shares[one.level].whole if one.level in self.shares else None,
            )
            for one in self._rules.levels
        )
        return replace(self._rules, levels=levels)

    def restore(self) -> None:
        """Back to the numbers of the rule."""
        for one in self._rules.levels:
            self.lines[one.level].put(one.line_milli)
            if one.share_bp is not None:
                self.shares[one.level].put(one.share_bp)

    def _read(self) -> None:
        wanted = self.wanted
        faults = problems(wanted)
        self.problem.setText(faults[0].sentence if faults else "")
        self.problem.setVisible(bool(faults))
        for level, field in self.lines.items():
            restyle(field, "wrong", any(one.where == level for one in faults))
        if faults:
            return
        self._asked += 1
        asked, key = self._asked, self._row.id
        if wanted == self._rules:
            self._show(None)
            return

        def take(found: WhatIf) -> None:
            if asked == self._asked:
                self._show(found)

        self._session.tasks.read(lambda work: what_if(work, key, wanted), take)

    def _show(self, found: WhatIf | None) -> None:
        self.found = found
        now, unit = self._spread, self._row.unit
        counts = found.counts if found else now.counts
        people = found.people if found else now.people
        self.chart.show_bars(
            [
                LevelBar(level, counts[level], people, now.counts[level], now.people, unit, "现在")
                for level in LEVELS
            ]
        )
        moved = found.moved if found else ()
        self.model.show_rows(moved)
        self.told.setText(self._words(found))

    def _words(self, found: WhatIf | None) -> str:
        unit = self._row.unit
        if found is None:
            return "现在的线和比例，没有人的星级变。"
        if not found.moved:
            return "没有人的星级变。"
        up = sum(one.now > one.was for one in found.moved)
        told = [f"{len(found.moved):,} {unit}的星级会变：升 {up:,}，降 {len(found.moved) - up:,}"]
        if found.at_line:
            told.append(f"{found.at_line:,} {unit}在名额线上并列")
        if found.monthly_fen:
            told.append(f"每月奖励共 {found.monthly_fen // 100:,} 元")
        return f"{'，'.join(told)}。"
