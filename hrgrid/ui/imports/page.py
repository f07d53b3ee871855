"""导入数据: which of the four steps is on show, from a dropped file to rows in the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from hrgrid.exchange.queries import recent_imports
from hrgrid.exchange.service import Answers, Drop, ImportKind, ImportReport
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.imports.batch import Batch
from hrgrid.ui.imports.checking import Checked
from hrgrid.ui.imports.files import FilesView
from hrgrid.ui.imports.frame import Frame
from hrgrid.ui.imports.mapping import MappingView
from hrgrid.ui.imports.opening import MOST_FILES, Fault, Opened
from hrgrid.ui.imports.outcome import OutcomeView
from hrgrid.ui.imports.recent import TOPIC, UndoDialog, counts_text, kind_label
from hrgrid.ui.imports.review import ReviewView
from hrgrid.ui.imports.saving import save_left_out, save_template
from hrgrid.ui.imports.view import StepView
from hrgrid.ui.imports.words import drop_label, is_plain
from hrgrid.ui.page import Page
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session

STEPS = ("选择文件", "对应列", "检查数据", "导入")
FILES, MAPPING, REVIEW, OUTCOME = range(4)
_LOW = 640
_SEEN: dict[str, tuple[str, ...]] = {
    "areas": ("看网格", "workforce"),
    "candidates": ("看招录", "hiring"),
    "marks": ("看招录", "hiring"),
    "indicators": ("看考核", "assessment"),
    "stars": ("看星级", "assessment", "stars"),
    "balances": ("看经费", "funding"),
    "nominations": ("看评选", "honours"),
    "earlier-honours": ("看评选", "honours"),
    "public-votes": ("看评选", "honours"),
}
_RECENT = 20


class ImportPage(Page):
    """Shows the step that the batch has come to."""

    TOPICS = frozenset({TOPIC})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.step = FILES
        self._done: Checked | None = None
        self._lent = False
        self.batch = Batch(session, self)
        self.files = FilesView()
        self.mapping = MappingView()
        self.review = ReviewView()
        self.outcome = OutcomeView()
        self.views: tuple[StepView, ...] = (self.files, self.mapping, self.review, self.outcome)
        self.frame = Frame(STEPS, self._cancel)
        self._saving = Saving(session, self)
        self.column.addWidget(self.frame)
        for view in self.views:
            self.column.addWidget(view, 1)
        self._connect_views()
        self._connect_batch()
        self.go_to(FILES)

    def _connect_views(self) -> None:
        files, mapping, review = self.files, self.mapping, self.review
        files.files_dropped.connect(self.take_files)
        files.file_removed.connect(self._remove_file)
        files.kind_chosen.connect(lambda: self._read(list(self.paths)) if self.paths else None)
        files.template_wanted.connect(lambda code: save_template(self._saving, code))
        files.recent.undo_wanted.connect(
            lambda row: self._undo(row.id, f"{kind_label(row.kind)}：{counts_text(row)}")
        )
        files.primary.clicked.connect(lambda *_: self._leave_files())
        mapping.back_wanted.connect(lambda: self.go_to(FILES))
        mapping.primary.clicked.connect(
            lambda *_: self._check(self.mapping.drop, self.mapping.answers)
        )
        review.back_wanted.connect(self._back_to_mapping)
        review.check_wanted.connect(self._check_again)
        review.import_wanted.connect(self._import)
        review.export_wanted.connect(self._export)
        self.outcome.export_wanted.connect(self._export)
        self.outcome.again_wanted.connect(self.start_over)

    def _connect_batch(self) -> None:
        for view in self.views:
            self.batch.began.connect(lambda view=view: view.set_busy(busy=True))
            self.batch.ended.connect(lambda view=view: view.set_busy(busy=False))
        self.batch.opened.connect(self._show_opened)
        self.batch.checked.connect(self._show_checked)
        self.batch.imported.connect(self._show_imported)
        self.batch.failed.connect(self._show_failed)

    # --- the frame --------------------------------------------------------------------------

    def main_control(self) -> QWidget:
        """That of the step."""
        return self.views[self.step].main_control()

    def refresh(self) -> None:
        """Read the last imports."""
        self.session.tasks.read(lambda work: recent_imports(work, _RECENT), self.files.show_recent)

    def show_part(self, part: str) -> None:
        """The code of a kind chooses it, and takes the files that another page hands over."""
        if self.step == OUTCOME:
            self.start_over()
        if self.step != FILES or self.batch.busy:
            return
        self._lent = True
        self.files.choose_kind(part)
        if handed := self.session.take_handed():
            self.take_files(handed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the steps are a sentence."""
        super().resizeEvent(event)
        self.frame.fold(low=self.window().height() < _LOW)

    def go_to(self, step: int) -> None:
        """Show a step and put the focus where it goes on."""
        self.step = step
        # Two steps on show at once would make the window grow.
        for view in self.views:
            view.hide()
        self.views[step].show()
        opened = self.batch.files if step else None
        title = f"导入{opened.kind.spec.label}" if opened else "导入数据"
        beside = drop_label(opened.drop) if opened else ""
        self.frame.show_step(step, title, beside, may_cancel=step in {MAPPING, REVIEW})
        self.say_where("" if step == FILES else STEPS[step])
        if self.isVisible():
            self.main_control().setFocus()

    def _cancel(self) -> None:
        """Stop what runs, else give the files up."""
        if self.batch.cancel():
            return
        edits = self.review.edits if self.step == REVIEW else {}
        if not edits or confirmed(
            self,
            f"在这里改好的 {len(edits):,} 处不会留下，原来的文件不变。",
            "不导入了",
            title="不导入这批文件了",
            takes_away=True,
        ):
            self.start_over()

    def start_over(self) -> None:
        """Forget the files; nothing of them was written."""
        self.batch.forget()
        if self._lent:
            # The kind was another page's wish for one batch.
            self._lent = False
            self.files.choose_kind("")
        self.files.show_opened(None)
        self.frame.say()
        self.go_to(FILES)

    def _show_failed(self, sentence: str) -> None:
        """Back to where the work was asked for; a fault without a sentence is told by the shell."""
        if self.step == OUTCOME:
            self.go_to(REVIEW)
        if sentence:
            self.frame.say(Message(sentence, Kind.BAD))
        elif self.batch.cancelled:
            self.frame.say(Message("已取消，什么也没有写入。"))
        self.main_control().setFocus()

    # --- 1 files ----------------------------------------------------------------------------

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were read."""
        return self.batch.paths

    def take_files(self, paths: list[Path]) -> None:
        """Add files to those that are there and read them all."""
        wanted = list(dict.fromkeys([*self.paths, *(path.absolute() for path in paths)]))
        if len(wanted) > MOST_FILES:
            told = f"一次最多 {MOST_FILES} 个文件，这次共有 {len(wanted)} 个。请分几次导入。"
            self.frame.say(Message(told, Kind.WARN))
            return
        self._read(wanted)

    def _read(self, paths: list[Path]) -> None:
        if paths:
            self.frame.say()
            self.batch.read(paths, self.files.chosen_kind)
        else:
            self.start_over()

    def _show_opened(self, opened: Opened) -> None:
        self.files.show_opened(opened)
        if opened.faults:
            self.frame.say(*(self._about(fault) for fault in opened.faults))
        self.main_control().setFocus()

    def _about(self, fault: Fault) -> Message:
        again = Action("重试", lambda: self.take_files([fault.path]))
        return Message(fault.sentence, Kind.BAD, (again,))

    def _remove_file(self, path: Path) -> None:
        self._read([other for other in self.paths if other != path])

    def _leave_files(self) -> None:
        opened = self.batch.files
        if opened is None:
            return
        drop = opened.drop.only(self.files.chosen)
        if drop.is_remembered or is_plain(opened.kind):
            self._check(drop, Answers())
        else:
            self.frame.say()
            self._show_mapping(opened, drop)

    # --- 2 columns, 3 check -----------------------------------------------------------------

    def _show_mapping(self, opened: Opened, drop: Drop) -> None:
        self.mapping.show_drop(opened.kind, drop)
        self.go_to(MAPPING)

    def _back_to_mapping(self) -> None:
        if self.review.checked is not None and self.batch.files is not None:
            self.frame.say()
            self._show_mapping(self.batch.files, self.review.checked.drop)

    def _check_again(self, answers: Answers) -> None:
        if self.review.checked is not None:
            self._check(self.review.checked.drop, answers)

    def _check(self, drop: Drop, answers: Answers) -> None:
        self.frame.say()
        self.batch.check(drop, answers)

    def _show_checked(self, checked: Checked) -> None:
        self.review.show_checked(checked)
        self.frame.say(*_blocking(checked))
        self.go_to(REVIEW)

    # --- 4 import ---------------------------------------------------------------------------

    def _import(self) -> None:
        checked = self.review.checked
        if checked is not None:
            self.frame.say()
            self.outcome.show_running(checked)
            self.batch.run(checked)
            self.go_to(OUTCOME)

    def _show_imported(self, done: Checked, seconds: int) -> None:
        self._done = done
        self.outcome.show_done(done, seconds)
        self.go_to(OUTCOME)
        seen, *where = _SEEN.get(done.kind.code, ("看人员", "workforce"))
        self.session.say(
            f"已导入 {done.importable:,} 行，用时 {seconds} 秒。",
            Kind.OK,
            ("撤销这次导入", lambda: self._undo_last(done.kind, done.report)),
            (seen, lambda: self.session.go(*where)),
        )

    def _undo_last(self, kind: ImportKind, report: ImportReport) -> None:
        if report.job_id is not None:
            self._undo(report.job_id, f"{kind.spec.label}：共 {report.rows:,} 行")

    def _undo(self, job_id: int, told: str) -> None:
        UndoDialog(self.session, job_id, told, self).exec()

    def _export(self) -> None:
        checked = self._done if self.step == OUTCOME else self.review.checked
        if checked is not None:
            save_left_out(self._saving, checked)


def _blocking(checked: Checked) -> list[Message]:
    """Why nothing can be imported at all, where that is so."""
    columns = [p.column for p in checked.report.errors if p.code == "column_missing"]
    if checked.importable or not columns:
        return []
    names = "、".join(f"“{name}”" for name in dict.fromkeys(columns))
    told = f"表里没有{names}，一行也不能导入。请回上一步指定由哪一列填写。"
    return [Message(told, Kind.WARN)]
