"""下发和收回: who returned what, what differs, and one button for the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.exchange.rules.collect_rows import RoundRow, UnitRow
from hrgrid.exchange.rules.words import CollectKind, SheetState
from hrgrid.exchange.service.comparing import UnitComparison, compare_round
from hrgrid.exchange.service.returns import ReceivedFile
from hrgrid.exchange.service.viewing import CollectView, collect_view
from hrgrid.overview.service.collecting import COLLECTING
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cells.menus import TickMenu
from hrgrid.ui.collecting.comparing import ComparingView
from hrgrid.ui.collecting.deeds import Deeds
from hrgrid.ui.collecting.menus import fill_more
from hrgrid.ui.collecting.opening import OpeningView
from hrgrid.ui.collecting.words import (
    RECEIVED_COLUMNS,
    TITLES,
    UNIT_COLUMNS,
    received_words,
    round_words,
)
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.lists.columns_menu import filled
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.notices import Notices
from hrgrid.ui.running import RunningRow
from hrgrid.ui.session import Session
from hrgrid.ui.tables import RowsModel, Table
from hrgrid.ui.tasks import SHOWN_AFTER_MS, Task

OPENING, UNITS, COMPARING, RECEIVED = "opening", "units", "comparing", "received"
_WIDE, _BESIDE, _AROUND = 1160, 60, 330


class CollectingDialog(Dialog):
    """One subject: before a round what it would ask, then its units, then what differs.

    Files may be dropped anywhere on it. It stays open after a deed and shows how things stand.
    """

    def __init__(self, session: Session, kind: CollectKind, subject: str, parent: QWidget) -> None:
        super().__init__(TITLES[kind], parent)
        self.session, self.subject = session, subject
        self.collecting = COLLECTING[kind]
        self.view: CollectView | None = None
        self.part = ""
        self.running: Task | None = None
        self._wanted: int | None = None
        self._waiting: list[Path] = []
        self.told = label("", "body2", wraps=True)
        self.notices = Notices()
        self.opening = OpeningView()
        self.comparing = ComparingView()
        self.units: RowsModel[UnitRow] = RowsModel(UNIT_COLUMNS, self)
        self.table = Table(self.units, "各单位的表")
        self.received: RowsModel[ReceivedFile] = RowsModel(RECEIVED_COLUMNS, self)
        self.received_table = Table(self.received, "收到的文件")
        self.received_told = label("", "caption", wraps=True)
        self.deeds = Deeds(self)
        self._lay_out()
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.opening.changed.connect(self._arrange)
        self.comparing.changed.connect(self._arrange)
        self.table.opened.connect(self._open_unit)
        self.received_table.chosen.connect(
            lambda row: self.received_told.setText(row.sentence if row is not None else "")
        )
        self.table.chosen.connect(lambda _: self._arrange())
        session.tasks.slow.connect(self._show_running)
        session.tasks.ended.connect(self._hide_running)
        self._show_part("")
        self.read()

    def _lay_out(self) -> None:
        room = (self.parentWidget() or self).window().size()
        self.setMinimumWidth(min(theme.length(_WIDE), room.width() - _BESIDE))
        high = max(110, min(theme.length(480), room.height() - theme.length(_AROUND)))
        for view in (self.opening, self.comparing):
            view.fit(high)
        self.body.addWidget(self.told)
        self.body.addWidget(self.notices)
        self._progress, self._progress_column = QWidget(), QHBoxLayout()
        self._progress.setLayout(self._progress_column)
        self._progress_column.setContentsMargins(0, 0, 0, 0)
        self._progress.hide()
        self.body.addWidget(self._progress)
        self._unit_panel, column = panel()
        self.table.setMinimumHeight(high)
        column.addWidget(self.table, 1)
        self._received_part = QWidget()
        inside = QVBoxLayout(self._received_part)
        inside.setContentsMargins(0, 0, 0, 0)
        frame, column = panel()
        self.received_table.setMinimumHeight(high)
        column.addWidget(self.received_table, 1)
        inside.addWidget(frame, 1)
        inside.addWidget(self.received_told)
        self._parts = {
            OPENING: self.opening,
            UNITS: self._unit_panel,
            COMPARING: self.comparing,
            RECEIVED: self._received_part,
        }
        for part in self._parts.values():
            self.body.addWidget(part, 1)
        self.more = Button("更多")
        self.more.setMenu(filled(self, self._fill_more))
        self.back = Button("回到各单位", does=self.show_units)
        self.collect = Button("收回文件…", glyph="download-simple", does=self.deeds.choose_files)
        self.look = Button("看差异", does=self._look)
        self.partial = Button("只合并没有问题的行", does=lambda: self.deeds.merge(partial=True))
        self.away = Button("关闭", does=self.accept)
        self.act = PrimaryButton("", name="下一步", does=self._act)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.more, self.back, self.collect, self.look):
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.partial, self.away, self.act):
            foot.addWidget(button)
        for button in (self.more, self.back, self.collect, self.look, self.partial, self.away):
            button.setAutoDefault(False)
        self.act.setAutoDefault(False)
        self.body.addLayout(foot)

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read how things stand."""
        collecting, subject = self.collecting, self.subject

        def job(work: UnitOfWork) -> CollectView:
            return collect_view(work, collecting, subject)

        self.session.tasks.read(job, self._show_view, failed=self.refuse)

    def receive_when_read(self, paths: Sequence[Path]) -> None:
        """Take these files as soon as the open round is known."""
        self._waiting = list(paths)

    def compare(self, sheet_id: int | None = None) -> None:
        """Show what a unit, or all of them, reported beside what stands."""
        current = self.current
        if current is None:
            return
        collecting = self.collecting

        def job(work: UnitOfWork) -> list[UnitComparison]:
            return compare_round(work, collecting, current.id)

        self._wanted = sheet_id
        self.session.tasks.read(job, self._show_found, failed=self.refuse, title="正在比较")

    def _show_found(self, found: list[UnitComparison]) -> None:
        if not found:
            self.say("还没有收回的表，没有可以比较的。", Kind.INFO)
            return
        known = {one.sheet_id for one in found}
        self.comparing.show_found(found, self._wanted if self._wanted in known else None)
        self._show_part(COMPARING)
        self.comparing.table.setFocus()

    def _open_unit(self, row: UnitRow) -> None:
        if row.returns:
            self.compare(row.sheet_id)
        else:
            self.say(f"{row.unit_name}还没有报回，没有可以比较的。", Kind.INFO)

    @property
    def current(self) -> RoundRow | None:
        """The open round."""
        return self.view.current if self.view is not None else None

    @property
    def ready(self) -> list[UnitRow]:
        """The units whose workbook waits to be merged."""
        return list(self.current.came) if self.current is not None else []

    def _show_view(self, view: CollectView) -> None:
        self.view = view
        current = view.current
        if current is None:
            self.told.setText(view.title if not view.refused else "")
            self.opening.show_view(view)
            self._show_part(OPENING)
        else:
            self.told.setText(f"{current.title}：{round_words(current)}")
            if self._waiting:
                waiting, self._waiting = self._waiting, []
                self.deeds.receive(waiting)
            at = self.table.currentIndex().row()
            self.units.show_rows(current.units)
            if 0 <= at < len(current.units):
                self.table.selectRow(at)
            if self.part in {"", OPENING}:
                self._show_part(UNITS)
            elif self.part == COMPARING:
                self.compare(self.comparing.unit.currentData())
        self.told.setVisible(bool(self.told.text()))
        self._arrange()

    def show_units(self) -> None:
        """Go back to the list of units."""
        self._show_part(UNITS)

    # --- what is offered ----------------------------------------------------------------------

    def _show_part(self, part: str) -> None:
        self.part = part
        for name, view in self._parts.items():
            view.setVisible(name == part)
        self._arrange()
        if part == UNITS:
            self.table.setFocus()
        elif part == OPENING:
            self.opening.table.setFocus()
        elif part == RECEIVED:
            self.received_table.setFocus()
        self.fit()

    def _arrange(self) -> None:
        """The buttons that fit, the next step in the primary one."""
        busy = self.running is not None
        units, comparing = self.part == UNITS, self.part == COMPARING
        came = self.current is not None and any(one.returns for one in self.current.units)
        self.more.setVisible(units)
        self.back.setVisible(comparing)
        text, does = self._next()
        self.look.setVisible(units and came and does != self._look)
        self.collect.setVisible(units and does != self.deeds.choose_files)
        waiting = comparing and self.comparing.waiting > 0
        self.partial.setVisible(waiting and bool(self.ready))
        self.act.setVisible(bool(text))
        self.act.setText(text)
        self.act.setAccessibleName(text or "下一步")
        able = not waiting and not (self.part == OPENING and not self._may_open())
        self.act.setEnabled(able and not busy)
        for button in (self.collect, self.partial, self.more):
            button.setEnabled(not busy)
        self.session.off_unless_today(self.act, self.collect, self.partial)

    def _may_open(self) -> bool:
        return bool(self.opening.chosen) and self.opening.due_on is not None

    def _next(self) -> tuple[str, Callable[[], object]]:
        """What the primary button says and does."""
        nothing: tuple[str, Callable[[], object]] = "", self.accept
        if self.view is None:
            return nothing
        if self.part == OPENING:
            text = f"下发 {len(self.opening.chosen)} 个单位的表"
            return nothing if self.view.refused else (text, self.deeds.hand_out)
        if self.part == RECEIVED:
            return "看各单位", self.show_units
        merge = f"合并 {len(self.ready)} 份", self.deeds.merge
        if self.part == COMPARING:
            return self._next_of_differences(merge) if self.ready else nothing
        return self._next_of_units(merge)

    def _next_of_differences(
        self, merge: tuple[str, Callable[[], object]]
    ) -> tuple[str, Callable[[], object]]:
        if waiting := self.comparing.waiting:
            return f"还有 {waiting:,} 处要定", self.deeds.merge
        if self.comparing.mended:
            return "只合并没有问题的行", lambda: self.deeds.merge(partial=True)
        return merge

    def _next_of_units(
        self, merge: tuple[str, Callable[[], object]]
    ) -> tuple[str, Callable[[], object]]:
        if any(one.to_decide or one.unread for one in self.ready):
            return f"看差异（{len(self.ready)} 份待合并）", self._look
        if self.ready:
            return merge
        if self.current is not None and not self.late:
            return "办结这一轮", self.deeds.close_round
        return "收回文件…", self.deeds.choose_files

    def _act(self) -> None:
        self._next()[1]()

    def _look(self) -> None:
        self.compare()

    def _fill_more(self, menu: QMenu | TickMenu) -> None:
        fill_more(self, menu)

    # --- what deeds tell ----------------------------------------------------------------------

    def say(
        self, sentence: str, kind: Kind = Kind.OK, *actions: tuple[str, Callable[[], object]]
    ) -> None:
        """Say what happened, in the dialog."""
        self.tell(Message(sentence, kind, tuple(Action(*one) for one in actions)))

    def tell(self, message: Message) -> None:
        """Say what happened, in the dialog."""
        self.notices.say(message)
        self.fit()

    def refuse(self, sentence: str) -> None:
        """Say why not; after a cancel that nothing was stored."""
        if self.running is not None and self.running.progress.cancelled and not sentence:
            self.say("已停下，什么也没有存。", Kind.INFO)
        elif sentence:
            self.say(sentence, Kind.BAD)
        self.running = None
        self._arrange()

    def show_received(self, files: list[ReceivedFile]) -> None:
        """What became of each file of a drop; a list where there is more to say than "taken"."""
        self.received.show_rows(files)
        quiet = all(one.came.value == "taken" for one in files)
        self.say(received_words(files), Kind.OK if quiet else Kind.WARN)
        if not quiet:
            told = next(at for at, one in enumerate(files) if one.came.value != "taken")
            self.received_table.selectRow(told)
        self._show_part(UNITS if quiet else RECEIVED)
        self.read()

    def begin(self, task: Task) -> None:
        """Something runs: buttons are off until it ends, and it may be stopped."""
        self.running = task
        self.notices.say(None)
        self._arrange()

    def ended(self) -> None:
        """It ended well."""
        self.running = None
        self._arrange()

    def _show_running(self, task: Task) -> None:
        if task is not self.running:
            return
        clear(self._progress_column)
        row = RunningRow(task)
        self._progress_column.addWidget(row)
        self._progress.show()
        self._watch(row)

    def _watch(self, row: RunningRow) -> None:
        timer = QTimer(row, interval=SHOWN_AFTER_MS // 6)
        timer.timeout.connect(row.look)
        timer.start()

    def _hide_running(self, task: Task) -> None:
        if task is self.running or not self._progress.isHidden():
            clear(self._progress_column)
            self._progress.hide()

    # --- events -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the units first; Ctrl+Enter takes the next step."""
        if event.key() == Qt.Key.Key_Escape and self.part in {COMPARING, RECEIVED}:
            self._show_part(UNITS)
            return
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.act.isVisible() and self.act.isEnabled():
                self._act()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """What runs is stopped first; once it has, the dialog may be closed."""
        if self.running is not None:
            self.running.progress.cancel()
            self.say("正在停下，停好以后再关。", Kind.INFO)
            return
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tables take the width that is there."""
        super().resizeEvent(event)
        for table in (self.table, self.received_table, self.comparing.table):
            table.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, while a round is open."""
        if event.mimeData().hasUrls() and self.current is not None and self.running is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files of this machine."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.deeds.receive(paths)

    def unit(self) -> UnitRow | None:
        """The unit under the cursor."""
        return self.table.current if self.part == UNITS else None

    @property
    def late(self) -> list[UnitRow]:
        """Units that are still waited for."""
        current = self.current
        return list(current.in_state(SheetState.OUT)) if current is not None else []
