"""调整和裁定: those at a share's line, changes of totals with their approval, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.result_rows import ChoiceRow, LineGroup, ModerationRow
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.menus import add
from hrgrid.ui.assessment.parts import ListedPart
from hrgrid.ui.assessment.reading import Decisions, Read
from hrgrid.ui.assessment.words import points, signed
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.words import full_day, some_names
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_CHIPS = {
    ModerationState.PROPOSED: "warn",
    ModerationState.APPROVED: "ok",
    ModerationState.REJECTED: "mute",
    ModerationState.WITHDRAWN: "mute",
}
_TAKEN_BACK = frozenset({ModerationState.PROPOSED, ModerationState.APPROVED})
_ORDER = ("line", "moderation", "choice")
_TITLES = {"line": "比例线上并列，待裁定", "moderation": "得分调整", "choice": "等次裁定"}


@dataclass(frozen=True)
class Matter:
    """A line to decide on, a change of a total, or a decision, in one list."""

    line: LineGroup | None = None
    moderation: ModerationRow | None = None
    choice: ChoiceRow | None = None

    @property
    def kind(self) -> str:
        """Which of the three."""
        if self.line is not None:
            return "line"
        return "moderation" if self.moderation is not None else "choice"

    @property
    def key(self) -> tuple[str, object]:
        """What tells one from another."""
        if self.line is not None:
            return "line", (self.line.pool, self.line.grade)
        if self.moderation is not None:
            return "moderation", self.moderation.id
        return "choice", self.choice.id if self.choice else 0

    @property
    def who(self) -> str:
        """Whom it is about."""
        if self.line is not None:
            return some_names([one.name for one in self.line.people])
        one = self.moderation or self.choice
        return one.name if one else ""

    @property
    def unit(self) -> str:
        """Of which unit."""
        if self.line is not None:
            return self.line.pool
        one = self.moderation or self.choice
        return one.unit if one else ""

    @property
    def told(self) -> str:
        """What it is, with its reason."""
        if self.line is not None:
            return self.line.words
        if self.moderation is not None:
            return self.moderation.reason
        return self.choice.reason if self.choice else ""

    @property
    def figure(self) -> str:
        """The points that it is about."""
        if self.line is not None:
            return points(self.line.total_milli)
        return signed(self.moderation.delta_milli) if self.moderation is not None else ""

    @property
    def state(self) -> str:
        """Its state in a word."""
        if self.line is not None:
            return "待裁定"
        if self.moderation is not None:
            return self.moderation.state.label
        if self.choice is None:
            return ""
        return "已撤销" if self.choice.void_reason else self.choice.grade_label

    @property
    def chip(self) -> str:
        """The kind of its chip."""
        if self.line is not None:
            return "warn"
        if self.moderation is not None:
            return _CHIPS[self.moderation.state]
        return "mute" if self.choice and self.choice.void_reason else "ok"

    @property
    def by(self) -> str:
        """Who proposed or decided it."""
        if self.moderation is not None:
            return self.moderation.approval_words or f"{self.moderation.made_by}提出"
        if self.choice is not None:
            return f"{self.choice.decided_by}，{full_day(self.choice.decided_on)}"
        return ""


COLUMNS: tuple[Column[Matter], ...] = (
    Column("姓名", lambda row: row.who, 150, strong=True),
    Column("单位", lambda row: row.unit, 110),
    Column("分数", lambda row: row.figure, 76, right=True),
    Column("状态", lambda row: row.state, 92, chip=lambda row: row.chip),
    Column("事由", lambda row: row.told, 220, grows=True),
    Column("审批或裁定", lambda row: row.by, 170, grows=True, quiet=True, drops=True),
)


class DecisionsPart(ListedPart):
    """One list under three headings; Enter does what is due."""

    table: GroupedTable

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.data = Decisions((), (), ())
        self.model: GroupedModel[Matter] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "调整和裁定")
        self.table.key_rows_by(lambda row: row.key)
        self.put_table(self.table)
        self.approve = Button("批准调整…", glyph="check", does=self._approve_all)
        self.decide = Button("裁定", does=self._decide_first)
        self.add_deeds((self.decide, self.approve))
        self.table.opened.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    @property
    def proposed(self) -> list[ModerationRow]:
        """Those that wait for approval."""
        return [one for one in self.data.moderations if one.state is ModerationState.PROPOSED]

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        self.data = data = read.data
        rows = [Matter(line=one) for one in data.lines]
        order = list(ModerationState)
        rows += [
            Matter(moderation=one)
            for one in sorted(data.moderations, key=lambda one: order.index(one.state))
        ]
        rows += [
            Matter(choice=one)
            for one in sorted(data.choices, key=lambda one: bool(one.void_reason))
        ]
        self.table.keep()
        self.model.show_people(rows)
        scores, waits = self.deeds.scores, len(self.proposed)
        self.decide.setVisible(scores and bool(data.lines))
        self.decide.setText(f"裁定 {len(data.lines)} 处并列")
        self.approve.setVisible(self.deeds.approves and bool(waits))
        self.approve.setText(f"批准 {waits} 人的调整…")
        told = []
        if data.lines:
            # In people, as the tab counts.
            people = len({person.assessee_id for line in data.lines for person in line.people})
            told.append(f"{len(data.lines)} 处并列共 {people:,} 人要裁定")
        if waits:
            told.append(f"{waits} 人的调整待批准")
        self.told.setText(f"{'，'.join(told)}。" if told else "没有要裁定和批准的。")
        self.say_empty(None if rows else self._nothing())

    def _nothing(self) -> EmptyState:
        told = (
            "等次比例线上有人同分时，由人裁定谁在线内；确有理由要加减分的，"
            "在“结果”里选人写明事由，批准以后才生效，原来的分留底。"
        )
        return EmptyState("clipboard-text", "没有调整，也没有裁定", told)

    def _heading(self, row: Matter) -> Heading:
        return Heading(row.kind, _TITLES[row.kind])

    # --- deeds --------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done about the one under the cursor."""
        row = self.table.current
        if isinstance(row, Matter):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.fill(menu, row)
            if not menu.isEmpty():
                menu.popup(event.globalPos())

    def fill(self, menu: QMenu, row: Matter) -> None:
        """Lawful deeds alone."""
        moderation, choice = row.moderation, row.choice
        if moderation is not None and moderation.state is ModerationState.PROPOSED:
            if self.deeds.approves:
                add(menu, "批准…", lambda: self._approve([moderation]))
            if self.deeds.rejects:
                add(menu, "不批准…", lambda: self._reject(moderation))
        if not self.deeds.scores:
            return
        if row.line is not None:
            add(menu, "裁定谁在线内…", lambda: self._open(row))
        elif moderation is not None and moderation.state in _TAKEN_BACK:
            add(menu, "撤回这次调整…", lambda: self._withdraw(moderation))
        elif choice is not None and not choice.void_reason:
            add(menu, "撤销这次裁定…", lambda: self._void(choice))

    def _open(self, row: Matter) -> None:
        if row.line is not None:
            self._decide(row.line)
            return
        menu = QMenu(self)
        self.fill(menu, row)
        if not menu.isEmpty():
            at = self.table.visualRect(self.table.currentIndex()).bottomLeft()
            menu.exec(self.table.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _decide_first(self) -> None:
        if self.data.lines:
            self._decide(self.data.lines[0])

    def _decide(self, line: LineGroup) -> None:
        from hrgrid.ui.assessment.lines import LineDialog

        if self.deeds.scores and self.session.is_today():
            LineDialog(self.session, self.deeds.key, line, self.window()).exec()

    def _approve_all(self) -> None:
        self._approve(self.proposed)

    def _approve(self, rows: list[ModerationRow]) -> None:
        from hrgrid.ui.assessment.moderating import ApproveModerations

        if rows and self.session.is_today():
            ApproveModerations(self.session, rows, self.window()).exec()

    def _reject(self, row: ModerationRow) -> None:
        from hrgrid.assessment.service.moderation import reject_moderation

        told = f"{row.name}的得分不变，提出的调整和不批准的理由都留底。"
        self.deeds.with_reason(
            ("不批准调整", "不批准", told, "佐证材料不足"),
            lambda work: reject_moderation(work, row.id, work.require_reason()),
            lambda _: f"没有批准{row.name}的调整。",
        )

    def _withdraw(self, row: ModerationRow) -> None:
        from hrgrid.assessment.service.moderation import withdraw_moderation

        told = f"{row.name}的得分回到算出来的分，比例和名次跟着重排。"
        self.deeds.with_reason(
            ("撤回调整", "撤回调整", told, "依据的文件已撤销"),
            lambda work: withdraw_moderation(work, row.id, work.require_reason()),
            lambda _: f"已撤回{row.name}的调整。",
        )

    def _void(self, row: ChoiceRow) -> None:
        from hrgrid.assessment.service.choices import void_choices

        told = f"{row.name}的等次裁定撤销，同分的人重新列为待裁定。"
        self.deeds.with_reason(
            ("撤销裁定", "撤销裁定", told, "裁定时漏看了一份材料"),
            lambda work: void_choices(work, [row.id], work.require_reason()),
            lambda _: f"已撤销对{row.name}的裁定。",
        )
