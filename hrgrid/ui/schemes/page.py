"""考核方案和指标: every scheme with its versions; indicators and figures lead on from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.queries.schemes import scheme_offers, scheme_version, schemes
from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.scheme_rows import SchemeOffer, SchemeRow, SchemeVersion
from hrgrid.assessment.service.schemes import resume_scheme, stop_scheme
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.forms import MatterForm, ReasonForm, named
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.schemes.editor import SchemeEditor
from hrgrid.ui.schemes.entries import EntriesDialog
from hrgrid.ui.schemes.figures import FiguresDialog
from hrgrid.ui.schemes.indicators import IndicatorsDialog
from hrgrid.ui.schemes.sources import SourcesDialog
from hrgrid.ui.schemes.versions import VersionsDialog
from hrgrid.ui.schemes.words import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import RoleRow, roles


def _since(row: SchemeRow) -> str:
    told = full_day(row.valid_from) if row.number else "随程序提供"
    return f"{told}，{full_day(row.coming)} 起有新版" if row.coming else told


def _state(row: SchemeRow) -> str:
    return "停用" if row.stopped else "在用"


COLUMNS: tuple[Column[SchemeRow], ...] = (
    Column("方案", lambda row: row.title, 190, grows=True, strong=True),
    Column("岗位", lambda row: row.role_label, 96),
    Column("考核期", lambda row: row.kind.label, 64),
    Column("现行版本", lambda row: f"第 {row.number} 版" if row.number else "初版", 84),
    Column("从哪天起", _since, 150, quiet=True, grows=True),
    Column("项目", lambda row: f"{row.items}", 52, right=True, drops=True),
    Column("用过的考核期", lambda row: f"{row.periods:,}", 96, right=True, drops=True),
    Column("状态", _state, 64, chip=lambda row: "mute" if row.stopped else "ok"),
)


class SchemesLevel(Level):
    """The list; Enter edits a scheme, the other deeds stand below and above."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[SchemeRow] = []
        self._asked = 0
        self._keeps = session.may(Right.KEEP_RULES)
        self.model: RowsModel[SchemeRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "考核方案")
        self.indicators = Button("指标…", glyph="list-checks", does=self.show_indicators)
        self.entries = Button("记事…", glyph="pencil-simple", does=self.show_entries)
        self.figures = Button("手工填数…", glyph="columns", does=self.show_figures)
        self.sources = Button("数据来源…", glyph="database", does=self.show_sources)
        self.add = PrimaryButton("新建方案…", glyph="plus", does=self.open_new)
        self.edit = Button("改方案…", glyph="pencil-simple", does=self.open_editor)
        self.versions = Button("各版本…", glyph="clock-counter-clockwise", does=self.show_versions)
        self.stop = Button("停用", does=self._stop)
        self.told = label("", "caption")
        self.empty = EmptyState(
            "clipboard-text", "看不到考核方案", "看方案要有“管规则”或“办考核”的权限，请找管理员。"
        )
        self._lay_out()
        self.table.opened.connect(lambda _: self.open_editor())
        self.table.chosen.connect(self._look)
        new = QShortcut(QKeySequence("Ctrl+N"), self)
        new.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.activated.connect(self.open_new)
        session.look_changed.connect(self.table.fit)

    def _lay_out(self) -> None:
        self.tool_row.addStretch()
        for tool in (self.indicators, self.entries, self.figures, self.sources, self.add):
            self.tool_row.addWidget(tool)
        frame, inside = panel()
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        self.empty.hide()
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(8)
        for button in (self.edit, self.versions, self.stop):
            foot.addWidget(button)
        foot.addWidget(self.told, 1)
        inside.addWidget(self.foot)
        self.column.addWidget(frame, 1)
        self.add.setVisible(self._keeps)

    def arrange(self, *, narrow: bool) -> None:
        """Fewer letters above where there is no room."""
        super().arrange(narrow=narrow)
        for button, glyph in (
            (self.indicators, "list-checks"), (self.entries, "pencil-simple"),
            (self.figures, "columns"), (self.sources, "database"),
        ):  # fmt: skip
            button.set_glyph("" if narrow else glyph)
        self.sources.setVisible(not narrow)

    def main_control(self) -> QWidget:
        """The list."""
        return self.table if self.rows else self

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list."""
        self._asked += 1
        asked = self._asked

        def take(rows: list[SchemeRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self.session.tasks.read(schemes, take, failed=lambda _: self._show([]))

    def _show(self, rows: list[SchemeRow]) -> None:
        current = self.current
        self.rows = rows
        self.model.show_rows(rows)
        codes = [row.code for row in rows]
        if current is not None and current.code in codes:
            self.table.selectRow(codes.index(current.code))
        for part in (self.table, self.foot):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.hand_on_focus()

    @property
    def current(self) -> SchemeRow | None:
        """The scheme under the cursor."""
        row = self.table.current
        return row if isinstance(row, SchemeRow) else None

    def _look(self, row: SchemeRow | None) -> None:
        if row is None:
            return
        self.stop.setText("恢复使用" if row.stopped else "停用…")
        self.stop.setVisible(self._keeps)
        self.edit.setText("改方案…" if self._keeps else "看方案…")
        self.told.setText(f"已停用：{row.stopped}" if row.stopped else "")

    # --- deeds --------------------------------------------------------------------------------

    def open_editor(self) -> None:
        """The newest version of the scheme under the cursor, to make another one of."""
        row = self.current
        if row is None or not self.session.is_today():
            return
        code, number = row.code, row.versions

        def job(work: UnitOfWork) -> tuple[SchemeVersion, list[IndicatorRow], list[RoleRow]]:
            return scheme_version(work, code, number), indicators(work), roles(work)

        def show(read: tuple[SchemeVersion, list[IndicatorRow], list[RoleRow]]) -> None:
            version, known, posts = read
            box = SchemeEditor(
                self.session, version.scheme, known, posts, self.window(),
                code=code, version=version.number,
            )  # fmt: skip
            box.save.setVisible(self._keeps)
            box.exec()

        self.session.tasks.read(job, show, failed=self._fail)

    def open_new(self) -> None:
        """Another scheme, beginning from one that there is."""
        if not self._keeps or not self.session.is_today():
            return

        def job(work: UnitOfWork) -> tuple[list[SchemeOffer], list[IndicatorRow], list[RoleRow]]:
            return scheme_offers(work), indicators(work), roles(work)

        def show(read: tuple[list[SchemeOffer], list[IndicatorRow], list[RoleRow]]) -> None:
            offers, known, posts = read
            box = NewSchemeDialog(self.session, offers, self.window())
            if box.exec():
                SchemeEditor(self.session, box.offer.scheme, known, posts, self.window()).exec()

        self.session.tasks.read(job, show, failed=self._fail)

    def show_versions(self) -> None:
        """Every version and what it changed."""
        if (row := self.current) is not None:
            VersionsDialog(self.session, row, self.window()).exec()

    def _stop(self) -> None:
        row = self.current
        if row is not None and self.session.is_today():
            StopDialog(self.session, row, self.window()).exec()

    def show_indicators(self) -> None:
        """What is counted."""
        IndicatorsDialog(self.session, self.window()).exec()

    def show_entries(self) -> None:
        """What was noted of people."""
        EntriesDialog(self.session, None, self.window()).exec()

    def show_figures(self) -> None:
        """Figures by hand."""
        FiguresDialog(self.session, None, self.window()).exec()

    def show_sources(self) -> None:
        """What was delivered by whom."""
        SourcesDialog(self.session, None, self.window()).exec()

    def _fail(self, sentence: str) -> None:
        if sentence:
            self.session.say(sentence)


class NewSchemeDialog(MatterForm):
    """From which scheme the new one begins."""

    TOPIC = TOPIC

    def __init__(self, session: Session, offers: list[SchemeOffer], parent: QWidget) -> None:
        super().__init__(session, "新建考核方案", "打开编辑", parent)
        self._offers = offers
        self.start = Choice(
            "从哪个方案开始改",
            [
                (at, f"{one.title}（{f'第 {one.number} 版' if one.number else '随程序提供'}）")
                for at, one in enumerate(offers)
            ],
        )
        self.form.addWidget(named(self.start, hint="照着改名称、项目和分值，原来的方案不动。"))
        self.on_act(self.accept)
        self.start.setFocus()

    @property
    def offer(self) -> SchemeOffer:
        """The one chosen."""
        return self._offers[int(self.start.currentData() or 0)]


class StopDialog(ReasonForm):
    """No further period goes by it, or they may again."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: SchemeRow, parent: QWidget) -> None:
        stopped = bool(row.stopped)
        super().__init__(
            session,
            f"{'恢复使用' if stopped else '停用'}“{row.title}”",
            "恢复使用方案" if stopped else "停用方案",
            parent,
            told=(
                "恢复后，又可以按它建考核期。"
                if stopped
                else "停用后不能再按它建考核期。已建的考核期不受影响，以后可以恢复。"
            ),
            example="今年改用新的考核办法",
        )
        code = row.code

        def write() -> None:
            reason = self.reason_given()
            if reason is None:
                return
            deed = resume_scheme if stopped else stop_scheme
            done = f"“{row.title}”已{'恢复使用' if stopped else '停用'}。"
            self.send(lambda work: deed(work, code), done, reason=reason)

        self.on_act(write)
