"""Step 3: what the import would do, every problem by kind, and what to do about it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.columns import Severity
from hrgrid.exchange.rules.rows import CellPlace
from hrgrid.exchange.service import Answers, ProblemGroup
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.imports.checking import Cells, Checked, ProblemLine
from hrgrid.ui.imports.groups import GroupsCard
from hrgrid.ui.imports.problems import ProblemsModel, ProblemsTable, problem_columns
from hrgrid.ui.imports.tiles import CountRow, CountTile
from hrgrid.ui.imports.view import StepView
from hrgrid.ui.imports.words import group_label
from hrgrid.ui.status import Elided

_NARROW = 1100


class ProblemsCard(Card):
    """The problems of one kind, with what can be done about all of them at once."""

    taken = Signal(str)
    kept = Signal(str)
    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._group: ProblemGroup | None = None
        self.heading = label("", "card")
        self.told = Elided(role="caption")
        self.take = Button("采用建议", glyph="list-checks", does=self._take)
        self.keep = Button("保留表里写的", does=self._keep)
        self.sentence = label("", "caption", wraps=True)
        self.table: ProblemsTable | None = None
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.told, 1)
        for button in (self.keep, self.take):
            head.addWidget(button)
        self.column.addLayout(head)
        self._place = QVBoxLayout()
        self.column.addLayout(self._place, 1)
        self.column.addWidget(self.sentence)

    def begin(self, subject: str, *, several: bool) -> None:
        """Make the table for another drop."""
        clear(self._place)
        self.model = ProblemsModel(problem_columns(subject, several=several), self)
        self.table = ProblemsTable(self.model)
        self.model.edited.connect(self.edited)
        self.table.chosen.connect(self._show_sentence)
        self._place.addWidget(self.table)

    def show_group(self, group: ProblemGroup, lines: list[ProblemLine]) -> None:
        """Show the problems of another kind."""
        self._group = group
        self.heading.setText(group_label(group))
        self.setAccessibleName(group_label(group))
        suggested = f"，其中 {group.suggested:,} 处有建议" if group.suggested else ""
        self.told.show_text(f"{group.count:,} 处{suggested}")
        self.take.setText(f"采用 {group.suggested:,} 条建议")
        self.take.setAccessibleName(self.take.text())
        self.take.setVisible(group.suggested > 0)
        self.keep.setText("保留表里写的" if group.severity is Severity.ERROR else "核对过，没问题")
        self.keep.setAccessibleName(self.keep.text())
        self.keep.setVisible(group.may_keep)
        self.model.show_rows(lines)
        if self.table is not None:
            self.table.fit()

    def _show_sentence(self, line: ProblemLine | None) -> None:
        self.sentence.setText(line.problem.message if line is not None else "")

    def _take(self) -> None:
        if self._group is not None:
            self.taken.emit(self._group.code)

    def _keep(self) -> None:
        if self._group is not None:
            self.kept.emit(self._group.code)


class ReviewView(StepView):
    """Tiles, kinds of problems, the problems; one button that fits what there is."""

    back_wanted = Signal()
    import_wanted = Signal()
    check_wanted = Signal(object)
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("导入")
        self.checked: Checked | None = None
        self._cells: Cells | None = None
        self.edits: dict[CellPlace, str] = {}
        self.new = CountTile("新增", "ok")
        self.changed = CountTile("更新已有的", "accent")
        self.unchanged = CountTile("和系统里一样", "text2")
        self.bad = CountTile("必须改，不会导入", "bad")
        self.warned = CountTile("提醒，可以导入", "warn")
        self._found = QWidget()
        self.groups = GroupsCard()
        self.problems = ProblemsCard()
        told = "逐行查过了，没有发现问题。点“导入”才会写进数据。"
        self.fine = _on_card(EmptyState("clipboard-text", "没有要改的，可以导入", told))
        self.export = Button("导出要改的行", glyph="download-simple", does=self.export_wanted.emit)
        self.restore = LinkButton("改动全部还原", glyph="arrow-u-up-left", does=self._restore)
        self.back = Button("上一步", does=self.back_wanted.emit)
        self._lay_out()
        self.groups.chosen.connect(self._show_group)
        self.problems.taken.connect(self._take)
        self.problems.kept.connect(self._keep)
        self.problems.edited.connect(self._edit)
        self.primary.clicked.connect(lambda *_: self._go_on())

    def main_control(self) -> QWidget:
        """The problems where something must be changed, else the button."""
        grave = self.checked is not None and bool(self.checked.report.errors)
        if grave and self.problems.table is not None:
            return self.problems.table
        return self.primary if self.primary.isEnabled() else self.back

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the problems the room in a narrow window."""
        super().resizeEvent(event)
        narrow = self.window().width() < _NARROW
        self.groups.setFixedWidth(theme.length(164 if narrow else 250))

    def _lay_out(self) -> None:
        tiles = [self.new, self.changed, self.unchanged, self.bad, self.warned]
        self.column.addWidget(CountRow(tiles))
        both = QHBoxLayout(self._found)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(self.groups)
        both.addWidget(self.problems, 1)
        self.column.addWidget(self._found, 1)
        self.column.addWidget(self.fine, 1)
        self.add_foot([self.export, self.restore], [self.back])

    @property
    def pending(self) -> int:
        """How many cells were changed since the last check."""
        before = self.checked.answers.edits if self.checked is not None else {}
        places = {**before, **self.edits}
        return sum(before.get(place) != self.edits.get(place) for place in places)

    # --- showing ----------------------------------------------------------------------------

    def show_checked(self, checked: Checked) -> None:
        """Show another dry run."""
        fresh = self.checked is None or self.checked.drop is not checked.drop
        self.checked, self.edits = checked, dict(checked.answers.edits)
        self._cells = Cells(checked.kind, checked.drop)
        if fresh or self.problems.table is None:
            several = len(checked.drop.tables) > 1
            self.problems.begin(self._cells.subject_heading, several=several)
        report = checked.report
        self.new.show_count(report.new)
        self.changed.show_count(report.changed)
        self.unchanged.show_count(report.unchanged)
        self.bad.show_count(checked.left_out)
        warned = sum(p.severity is Severity.WARNING for p in report.problems)
        self.warned.show_count(warned)
        groups = report.groups()
        going, coming = (self.fine, self._found) if groups else (self._found, self.fine)
        going.hide()
        coming.show()
        self.groups.show_groups(groups, checked.left_out)
        self._show_deeds()

    def _show_group(self, group: ProblemGroup | None) -> None:
        if group is None or self.checked is None or self._cells is None:
            return
        lines = [
            self._cells.line(problem, self.edits)
            for problem in self.checked.report.problems
            if (problem.severity, problem.code) == (group.severity, group.code)
        ]
        self.problems.show_group(group, lines)

    def _show_deeds(self) -> None:
        """The button, the note and the rest of the foot, for what there is now."""
        checked = self.checked
        if checked is None:
            return
        self.export.setText(f"导出这 {checked.left_out:,} 行")
        self.export.setAccessibleName(self.export.text())
        self.export.setVisible(checked.left_out > 0)
        self.restore.setVisible(
            replace(checked.answers, given={}) != Answers() or bool(self.pending)
        )
        self.primary.setText(self._primary_text(checked))
        self.primary.setAccessibleName(self.primary.text())
        self.primary.setEnabled(
            bool(self.pending) or (checked.importable > 0 and not checked.changes_nothing)
        )
        self.note.setText(self._note_text(checked))

    def _primary_text(self, checked: Checked) -> str:
        if self.pending:
            return f"重新检查（改了 {self.pending:,} 处）"
        if checked.left_out and checked.importable:
            return f"先导入 {checked.importable:,} 行，其余稍后补"
        return f"导入 {checked.importable:,} 行"

    def _note_text(self, checked: Checked) -> str:
        if self.pending:
            return "改好后重新检查一遍，再导入。"
        if not checked.importable:
            return "一行也不能导入，改好再检查。" if checked.left_out else "文件里没有要导入的行。"
        if checked.changes_nothing:
            return "和系统里完全一样，不用再导入。"
        return "现在还没有写入任何数据。"

    # --- deeds ------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.checked is None:
            return
        if self.pending:
            self.check_wanted.emit(self._answers())
        else:
            self.import_wanted.emit()

    def _answers(self) -> Answers:
        """The answers of the last check with what was typed since."""
        if self.checked is None:
            return Answers()
        return replace(self.checked.answers, edits=dict(self.edits))

    def _take(self, code: str) -> None:
        answers = self._answers()
        self.check_wanted.emit(replace(answers, take=answers.take | {code}))

    def _keep(self, code: str) -> None:
        answers = self._answers()
        self.check_wanted.emit(replace(answers, keep=answers.keep | {code}))

    def _edit(self, place: CellPlace, text: str | None) -> None:
        if text is None:
            self.edits.pop(place, None)
        else:
            self.edits[place] = text
        self._show_deeds()

    def _restore(self) -> None:
        # What files do not say is no change of theirs, and still has to be known.
        self.check_wanted.emit(Answers(given=self._answers().given))


def _on_card(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "panel")
    QVBoxLayout(frame).addWidget(inside)
    return frame
