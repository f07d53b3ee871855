"""The board of a random inspection: stages, what blocks the next step, draw, visits, faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from hrgrid.assessment.rules.inspection_rows import Blocker, FindingRow, PlanBoard, VisitRow
from hrgrid.assessment.rules.words import FindingState, InspectionState
from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import clear
from hrgrid.ui.inspections.deeds import Deeds
from hrgrid.ui.inspections.draw_part import DrawPart
from hrgrid.ui.inspections.findings_part import OVERDUE, FindingsPart
from hrgrid.ui.inspections.menus import fill_findings, fill_more, fill_visit
from hrgrid.ui.inspections.papers import InspectionPapers
from hrgrid.ui.inspections.plan_part import PlanPart
from hrgrid.ui.inspections.reading import Read, read_board
from hrgrid.ui.inspections.units_part import COLUMNS as UNITS_COLUMNS
from hrgrid.ui.inspections.units_part import UnitsPart
from hrgrid.ui.inspections.visits_part import PENDING, VisitsPart
from hrgrid.ui.inspections.words import state_chip, state_told
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.matters.words import LOW_BELOW
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Turning
from hrgrid.ui.saving import WORKBOOKS, Saving, ask_folder
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper

PLAN, DRAW, VISITS, FINDINGS, UNITS = range(5)
_TITLES = ("名单和方案", "抽取", "检查记录", "问题整改", "分街道")
# Where what blocks the next step is put right.
_PARTS = {
    "plan": PLAN, "inspectors": PLAN, "draw": DRAW, "seal": DRAW, "visits": VISITS,
    "findings": FINDINGS, "bulletin": UNITS, "units": UNITS,
}  # fmt: skip


class InspectionBoardView(MatterBoard):
    """One inspection; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: Read | None = None
        self._id = 0
        self._asked = 0
        self._fresh = True
        self._wanted: tuple[str, int | None] | None = None
        self.deeds = Deeds(session, self)
        self.back = LinkButton("全部检查", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = InspectionPapers(session, self)
        self.hall = Button("大屏", glyph="chalkboard-teacher", does=self.deeds.show_draw)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.notices = Notices()
        self._steps: tuple[str, ...] = ()
        self.stepper = Stepper(("名单和人员",))
        self.tabs = QTabBar()
        self.plan = PlanPart()
        self.draw = DrawPart()
        self.visits = VisitsPart()
        self.findings = FindingsPart()
        self.units = UnitsPart()
        self.parts = (self.plan, self.draw, self.visits, self.findings, self.units)
        self._saving = Saving(session, self)
        self._turning = Turning()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._add_deeds()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addLayout(self._chip)
        for button in (self.papers, self.hall, self.more, self.primary):
            row.addWidget(button)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("、".join(_TITLES))
        for at, title in enumerate(_TITLES):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(at, f"Alt+Shift+{at + 1}")
        for part in self.parts:
            self._turning.addWidget(part)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.stepper)
        self._column.addWidget(self.notices)
        self._column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._turning, 1)

    def _add_deeds(self) -> None:
        deeds = self.deeds
        self.add_people = Button("加检查人员…", glyph="plus", does=deeds.add_inspectors)
        self.drop_people = Button("去掉", glyph="trash", does=self._drop_people)
        self.change = Button("改方案…", glyph="pencil-simple", does=deeds.change_plan)
        for button in (self.drop_people, self.change, self.add_people):
            self.plan.deeds.addWidget(button)
        self.record = Button("录结果", glyph="pencil-simple", does=self._record)
        self.visits.deeds.addWidget(self.record)
        self.fix = Button("登记整改…", does=lambda: deeds.rectify(self.findings.selected))
        self.settle = Button("复查销号…", does=lambda: deeds.close_findings(self.findings.selected))
        self.do_finding = Button("办理")
        self.do_finding.setMenu(QMenu(self.do_finding))
        for button in (self.do_finding, self.settle, self.fix):
            self.findings.deeds.addWidget(button)
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export_units)
        self.units.deeds.addWidget(self.export)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.visits.opened.connect(lambda row: self.deeds.open_visit(row, self.visits.order))
        self.visits.menu_wanted.connect(self._visit_menu)
        self.findings.opened.connect(self.deeds.open_finding)
        self.findings.picked.connect(self._offer_findings)
        self.findings.menu_wanted.connect(self._findings_menu)
        self.plan.table.selectionModel().selectionChanged.connect(lambda *_: self._offer_people())
        menu = self.do_finding.menu()
        menu.aboutToShow.connect(lambda: fill_findings(self, menu, self.findings.selected))
        self.deeds.told.connect(self.notices.say)
        self.deeds.busy_changed.connect(self._show_next)
        self.deeds.mend_wanted.connect(self.mend)
        self.deeds.paper_wanted.connect(self._write_paper)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(lambda: fill_more(self, self.more.menu()))
        self.session.look_changed.connect(self._renew_look)
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Esc", self._escape),
            ("Ctrl+F", self._find),
            ("Ctrl+P", self._print),
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("Delete", self._delete),
        ]
        keys += [(f"Alt+Shift+{at + 1}", partial(self.show_part, at)) for at in range(len(_TITLES))]
        # The tools stand in the page's head: whoever is at a button of theirs is at the board.
        for place in (self, self.tools):
            for pressed, does in keys:
                shortcut = QShortcut(QKeySequence(pressed), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(does)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the tables have all the room."""
        self.narrow = narrow
        for part in (self.plan, self.draw, self.visits, self.findings):
            part.arrange(narrow=narrow)
        self.back.setText("" if narrow else "全部检查")
        self._show_chip()
        self.back.setToolTip("全部检查（Esc）")
        self.hall.setText("" if narrow else "大屏")
        self.hall.setAccessibleName("抽取现场上大屏")
        self.hall.setToolTip("抽取现场上大屏")

    def _show_chip(self) -> None:
        """The state; in a narrow window the steps tell it, and the title has the room."""
        clear(self._chip)
        if self.read is None:
            return
        row = self.read.board.row
        self.title.show_text(row.title if self.narrow else f"{row.number} {row.title}")
        if not self.narrow or row.state is InspectionState.CANCELLED:
            self._chip.addWidget(Chip(state_told(row), state_chip(row)))

    def _renew_look(self) -> None:
        tables = (
            self.plan.table, self.draw.strata, self.draw.teams, self.visits.table,
            self.findings.table, self.units.table,
        )  # fmt: skip
        for table in tables:
            table.fit()

    def main_control(self) -> QWidget:
        """The table of the part on show."""
        tables = {
            PLAN: self.plan.table,
            DRAW: self.draw.main_table,
            VISITS: self.visits.table,
            FINDINGS: self.findings.table,
            UNITS: self.units.table,
        }
        table = tables[self.tabs.currentIndex()]
        if table.isVisibleTo(self):
            return table
        return self.primary if self.primary.isVisibleTo(self.window()) else self.back

    # --- reading ------------------------------------------------------------------------------

    def choose(self, plan_id: int) -> None:
        """Show an inspection."""
        if plan_id != self._id:
            self._id, self._fresh, self.read = plan_id, True, None
            self.deeds.read = None
            self.notices.say(None)
        self.refresh()

    def want(self, what: str, which: int | None) -> None:
        """Go to a part when it is read, and to a visit in it."""
        self._wanted = (what, which)

    def refresh(self) -> None:
        """Read the inspection on show."""
        if not self._id:
            return
        self._asked += 1
        asked = self._asked

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_board(self._id), take)

    def _take(self, read: Read) -> None:
        held = QApplication.focusWidget()
        here = held is not None and (self.isAncestorOf(held) or held is self)
        self.read = self.deeds.read = read
        board = read.board
        self._show_chip()
        self.papers.setVisible(self.writing.allowed)
        self.hall.setVisible(board.seal is not None)
        self._show_steps(board)
        self.plan.show_board(board, self._first_people())
        self.draw.show_board(board, self._first_seal(board))
        self.visits.show_visits(read.visits, board.teams)
        self.findings.show_findings(read.findings)
        self.units.show_board(board)
        self._show_deeds()
        self._show_next()
        self._say_where()
        lost = here and held is not None and not held.isVisibleTo(self.window())
        if self._fresh:
            self.tabs.setCurrentIndex(self._first_part(board))
        self._go_where_wanted()
        paper, self.deeds.next_paper = self.deeds.next_paper, ""
        if paper:
            QTimer.singleShot(0, self, lambda: self._write_paper(paper))
        if self._fresh or lost:
            self._fresh = False
            if here or lost or not self._elsewhere(held):
                self._focus_soon()

    def _first_part(self, board: PlanBoard) -> int:
        """Where something is to be done."""
        if not board.teams:
            return DRAW if board.seal is not None else PLAN
        if board.row.held < board.row.drawn:
            return VISITS
        return FINDINGS if board.row.open or board.row.rectified else UNITS

    def _first_people(self) -> Button | None:
        if not self.deeds.drafting:
            return None
        return Button("加检查人员…", glyph="plus", does=self.deeds.add_inspectors)

    def _first_seal(self, board: PlanBoard) -> list[Button]:
        step = board.next_step
        if not self.deeds.drafting or step is None or step.code != "seal" or not step.enabled:
            return []
        return [Button("封存名册", does=self.deeds.seal)]

    def _go_where_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        what, which = wanted
        if what in _PARTS:
            self.tabs.setCurrentIndex(_PARTS[what])
        if what == "visits" and which is not None:
            self.visits.want(which)

    def _focus_soon(self) -> None:
        QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _elsewhere(self, held: QWidget | None) -> bool:
        """Whether somebody is at something that has nothing to do with inspections."""
        level = self.parentWidget()
        if held is None or level is None or held is level or not held.isVisible():
            return False
        return not (level.isAncestorOf(held) or self.tools.isAncestorOf(held))

    def _show_steps(self, board: PlanBoard) -> None:
        labels = tuple(one.label for one in board.stages)
        if labels != self._steps and labels:
            self._steps = labels
            made = Stepper(labels)
            self._column.replaceWidget(self.stepper, made)
            self.stepper.deleteLater()
            self.stepper = made
        at = next((at for at, one in enumerate(board.stages) if one.here), len(labels))
        self.stepper.go(at)
        self.stepper.setVisible(board.row.state is not InspectionState.CANCELLED)
        self.stepper.setToolTip("\n".join(f"{one.label}　{one.words}" for one in board.stages))

    def _show_deeds(self) -> None:
        deeds, read = self.deeds, self.read
        people = bool(read and read.board.inspectors)
        self.add_people.setVisible(deeds.drafting and people)
        self.drop_people.setVisible(deeds.drafting and people)
        self.change.setVisible(deeds.drafting)
        self.record.setVisible(deeds.open and bool(read and read.pending))
        for button in (self.fix, self.settle, self.do_finding):
            button.setVisible(deeds.settles and bool(read and read.findings))
        self.export.setVisible(bool(self.units.rows))
        for at, title in enumerate(self._counted_titles()):
            self.tabs.setTabText(at, title)
        self._offer_people()
        self._offer_findings()

    def _counted_titles(self) -> tuple[str, ...]:
        read = self.read
        if read is None or not read.visits:
            return _TITLES
        row = read.board.row
        undone = row.open + row.rectified
        counts = {VISITS: len(read.pending), FINDINGS: undone}
        return tuple(
            f"{title} {counts[at]:,}" if counts.get(at) else title
            for at, title in enumerate(_TITLES)
        )

    def _offer_people(self) -> None:
        count = len(self.plan.selected)
        self.drop_people.setEnabled(bool(count))
        self.drop_people.setText(f"去掉 {count} 人" if count > 1 else "去掉")

    def _offer_findings(self) -> None:
        rows = self.findings.selected
        for button, state, text in (
            (self.fix, FindingState.OPEN, "登记整改"),
            (self.settle, FindingState.RECTIFIED, "复查销号"),
        ):
            count = sum(row.state is state for row in rows)
            button.setEnabled(bool(count))
            button.setText(f"{text} {count} 个…" if count > 1 else f"{text}…")

    def _say_where(self) -> None:
        if self.read is None:
            return
        row = self.read.board.row
        told = [row.number, row.area]
        if row.drawn:
            told.append(f"抽取 {row.people:,} 人")
            if row.drawn > row.people:
                told.append(f"{row.drawn - row.people} 家联动单位")
        self.where_changed.emit("，".join(told))

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        if self.read is None:
            return
        step = self.read.board.next_step
        self.primary.setVisible(step is not None and self.session.may(Right.RUN_ASSESSMENT))
        if step is not None:
            self.primary.setText(step.label)
            self.primary.setAccessibleName(step.label)
            self.primary.setEnabled(step.enabled and not self.deeds.busy)
            self.primary.setToolTip("Ctrl+Enter")
            self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing(self.read.board))

    def _standing(self, board: PlanBoard) -> list[Message]:
        row = board.row
        messages = []
        if row.state is InspectionState.CANCELLED:
            messages.append(Message(f"已取消：{row.cancel_reason.rstrip('。')}。", Kind.INFO))
        if row.overdue and self.deeds.settles:
            link = Action("去处理", self._go_overdue)
            told = f"{row.overdue} 个问题过了整改期限还没有整改。"
            messages.append(Message(told, Kind.BAD, (link,)))
        for one in board.blockers[:1]:
            links = [Action("去处理", partial(self.mend, one))] if one.where else []
            if len(board.blockers) > 1:
                links.append(Action(f"全部 {len(board.blockers)} 条", self.deeds.show_open))
            enabled = board.next_step is not None and board.next_step.enabled
            kind = Kind.INFO if enabled else Kind.WARN
            messages.append(Message(f"{one.sentence.rstrip('。')}。", kind, tuple(links)))
        if row.state is InspectionState.CLOSED and row.document_no:
            messages.append(Message(f"已办结，月通报 {row.document_no}。", Kind.OK))
        low = self.window().height() < LOW_BELOW
        # In a low window the rows are worth more than what is only good to know.
        return messages[:1] if low else messages

    def _go_overdue(self) -> None:
        self.show_part(FINDINGS)
        self.findings.narrow_to(OVERDUE)
        self._focus_soon()

    def mend(self, blocker: Blocker) -> None:
        """Where what blocks is put right."""
        if blocker.where in _PARTS:
            self.show_part(_PARTS[blocker.where])
        if blocker.where == "plan":
            self.deeds.change_plan()
        elif blocker.where == "inspectors":
            self.deeds.add_inspectors()
        elif blocker.where == "visits":
            self.visits.narrow_to(PENDING)
            self._focus_soon()
        else:
            self._focus_soon()

    def go_on(self) -> None:
        """The one next step, or what stands in its way."""
        if self.read is None or not self.session.is_today():
            return
        self.notices.say(None)
        step = self.read.board.next_step
        if (
            step is not None
            and self.primary.isVisibleTo(self.window())
            and self.primary.isEnabled()
        ):
            self.deeds.do(step.code)
        elif self.read.board.blockers and not self.deeds.busy:
            self.deeds.show_open()

    # --- parts --------------------------------------------------------------------------------

    def show_part(self, at: int) -> None:
        """One of the five parts."""
        self.tabs.setCurrentIndex(at)

    def _turn(self, at: int) -> None:
        held = QApplication.focusWidget()
        had_focus = held is not None and self._turning.isAncestorOf(held)
        self._turning.setCurrentIndex(at)
        if had_focus:
            self._focus_soon()

    def add_by_key(self) -> None:
        """Ctrl+N: inspectors while there may be more, else the next result."""
        if self.deeds.drafting:
            self.deeds.add_inspectors()
        elif self.deeds.open:
            self._record()

    def _record(self) -> None:
        row = self.visits.current
        if row is None or row.result is not None:
            row = next((one for one in self.visits.order if one.result is None), None)
        if row is not None:
            self.deeds.open_visit(row, self.visits.order)
        else:
            self.deeds.record_next()

    def _drop_people(self) -> None:
        self.deeds.remove_inspectors(self.plan.selected)

    def _delete(self) -> None:
        if self.tabs.currentIndex() == PLAN and self.plan.table.hasFocus():
            self._drop_people()

    def _visit_menu(self, row: VisitRow, place: QPoint) -> None:
        menu = QMenu(self)
        fill_visit(self, menu, row)
        menu.popup(place)

    def _findings_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        fill_findings(self, menu, self.findings.selected)
        menu.popup(place)

    def _offer_papers(self) -> None:
        if self.read is not None:
            self.writing.fill(self.papers.menu(), self.read.board)

    def _write_paper(self, code: str) -> None:
        if self.read is not None:
            self.writing.write_code(self.read.board, code)

    def _print(self) -> None:
        """Ctrl+P: the paper of the part on show."""
        codes = {DRAW: "draw_record", VISITS: "visit_sheets", FINDINGS: "rectification"}
        code = codes.get(self.tabs.currentIndex(), "inspection_bulletin")
        if self.read is not None and self.writing.allowed:
            self.writing.write_code(self.read.board, code)

    def print_notices(self, rows: Sequence[FindingRow]) -> None:
        """What whom it concerns is to put right, a page each."""
        from hrgrid.assessment.papers.options import PaperOptions

        if self.read is not None:
            options = PaperOptions(finding_ids=tuple(row.id for row in rows))
            self.writing.write_code(self.read.board, "rectification", options)

    def print_sheet(self, row: VisitRow) -> None:
        """The sheet of one visit."""
        from hrgrid.assessment.papers.options import PaperOptions

        if self.read is not None:
            options = PaperOptions(visit_ids=(row.id,))
            self.writing.write_code(self.read.board, "visit_sheets", options)

    def _export_units(self) -> None:
        if self.read is not None:
            row = self.read.board.row
            save_table(
                self._saving, f"{row.title}分街道情况", UNITS_COLUMNS, self.units.rows, "分街道情况"
            )

    def export_pool(self) -> None:
        """The sealed lists as files that `hrgrid draw` reads."""
        from hrgrid.ui.inspections.pool_files import write_pools

        folder = ask_folder(self.session.settings, self.window(), "名册存到哪个文件夹", WORKBOOKS)
        if folder and self.read is not None:
            write_pools(self.session, self.read.board, folder)

    def _find(self) -> None:
        search = {VISITS: self.visits.search, FINDINGS: self.findings.search}
        if self.tabs.currentIndex() not in search:
            self.show_part(VISITS)
        search[self.tabs.currentIndex()].setFocus()

    def _escape(self) -> None:
        """Conditions first, then the inspection."""
        for part, at in ((self.visits, VISITS), (self.findings, FINDINGS)):
            if self.tabs.currentIndex() == at and part.search.text():
                part.search.clear()
                part.table.setFocus()
                return
        self.left.emit()
