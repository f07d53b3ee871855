"""The shell: navigation, top bar, messages, one page, status strip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

import hrgrid
from hrgrid.ui.as_of import BACK_KEYS, KEYS, AsOfStrip
from hrgrid.ui.backups import backup_place
from hrgrid.ui.banners import BannerStrip, Kind
from hrgrid.ui.daily_backup import DailyBackup
from hrgrid.ui.dialogs import Confirmation, Dialog
from hrgrid.ui.duty_badge import DutyBadge
from hrgrid.ui.finder import finds_of
from hrgrid.ui.navigation import Navigation
from hrgrid.ui.page import Page, PageSpec
from hrgrid.ui.running import RunningPanel, progress_text
from hrgrid.ui.session import Session
from hrgrid.ui.settings import PAGE, remember_window, restore_window
from hrgrid.ui.status import StatusStrip
from hrgrid.ui.stepper import LOW_BELOW
from hrgrid.ui.tasks import Trouble
from hrgrid.ui.top_bar import TopBar

COMPACT_BELOW = 1300


@dataclass(frozen=True)
class Standing:
    """What the shell says of the office and its data."""

    office: str
    place: str
    shared: bool
    has_secret: bool = False


class MainWindow(QMainWindow):
    """The window of a signed-in person."""

    left = Signal()
    closed = Signal()

    def __init__(self, session: Session, standing: Standing, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setWindowTitle("网格员队伍管理")
        self.session = session
        self._specs = {spec.key: spec for spec in specs if session.may(*spec.rights)}
        self._pages: dict[str, Page] = {}
        self._has_secret = standing.has_secret
        self._leaving = False
        self._key = ""
        allowed = tuple(self._specs.values())
        self.navigation = Navigation(allowed)
        self.top = TopBar(session, standing.office, finds_of(allowed))
        if "workforce" in self._specs:
            self.top.finder.look_among(session.tasks)
        self.as_of = AsOfStrip(session)
        self.messages = BannerStrip()
        self.stack = QStackedWidget()
        self.status = StatusStrip(standing.place, shared=standing.shared)
        self._content = QWidget()
        self._lay_out()
        self.running = RunningPanel(session.tasks, self._content)
        self._content.installEventFilter(self)
        self._add_shortcuts(allowed)
        restore_window(session.settings, self)
        self._arrange()
        self._connect()
        self.show_page(session.settings.get(PAGE))
        self._read_backups()
        self.daily = DailyBackup(session, self)
        if "duties" in self._specs:
            self.duties = DutyBadge(session, self.navigation.button("duties"))

    def _lay_out(self) -> None:
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.as_of)
        content.addWidget(self.messages)
        content.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self._content, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.navigation)
        upper.addLayout(right, 1)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        session = self.session
        self.navigation.wanted.connect(self.show_page)
        self.top.finder.chosen.connect(self.show_page)
        self.top.leave_wanted.connect(self._leave)
        self.top.secret_wanted.connect(self._change_secret)
        self.top.about_wanted.connect(self._show_about)
        session.said.connect(self.messages.show_message)
        session.page_wanted.connect(self.show_page)
        session.sought.connect(self.top.finder.seek)
        session.counted.connect(self.status.show_counts)
        session.look_changed.connect(self._renew_look)
        session.day_changed.connect(self._change_day)
        session.tasks.changed.connect(self._refresh)
        session.tasks.saved.connect(self._show_saved)
        session.tasks.troubled.connect(self._show_trouble)

    def _add_shortcuts(self, specs: Sequence[PageSpec]) -> None:
        upper = [spec for spec in specs if not spec.low]
        keyed = [(f"Alt+{at}", spec) for at, spec in enumerate(upper)]
        keyed += [(spec.shortcut, spec) for spec in specs if spec.low and spec.shortcut]
        for pressed, spec in keyed:
            keys = QShortcut(QKeySequence(pressed), self)
            keys.activated.connect(lambda key=spec.key: self.show_page(key))
        QShortcut(QKeySequence("Ctrl+K"), self, self.top.finder.setFocus)
        QShortcut(
            QKeySequence.StandardKey.Undo, self, lambda: self._step_back(self.session.undo.undo)
        )
        QShortcut(
            QKeySequence.StandardKey.Redo, self, lambda: self._step_back(self.session.undo.redo)
        )
        QShortcut(QKeySequence("F5"), self, self._refresh_page)
        QShortcut(QKeySequence(KEYS), self, self.top.as_of.open)
        QShortcut(QKeySequence(BACK_KEYS), self, lambda: self.session.look_at(None))

    def _step_back(self, step: Callable[[], object]) -> None:
        # A step that is taken and then refused would be lost.
        if self.session.is_today():
            step()

    @property
    def page(self) -> Page:
        """The page on show."""
        return self._pages[self._key]

    @property
    def page_key(self) -> str:
        """Its key."""
        return self._key

    def show_page(self, key: str, part: str = "") -> None:
        """Show a page, built on its first visit; the first page where the person may not."""
        if key not in self._specs:
            key = next(iter(self._specs))
        if key not in self._pages:
            self._build(key)
        self._key = key
        page = self.page
        self.navigation.mark(key)
        self.top.show_page(self._specs[key].title, page.crumb)
        self.status.show_counts("")
        self.as_of.show_page(follows=page.FOLLOWS_DAY)
        self.stack.setCurrentWidget(page)
        self.session.settings.put(PAGE, key)
        self._refresh_stale()
        if part:
            page.show_part(part)
        page.main_control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, key: str) -> None:
        page = self._specs[key].make(self.session)
        page.crumb_changed.connect(lambda crumb: self._show_crumb(key, crumb))
        self._pages[key] = page
        self.stack.addWidget(page)

    def _show_crumb(self, key: str, crumb: str) -> None:
        if key == self._key:
            self.top.show_crumb(crumb)

    # --- keeping up with the data -------------------------------------------------------

    def _refresh(self, topic: str) -> None:
        if topic == "backups":
            self._read_backups()
        for page in self._pages.values():
            page.stale = page.stale or topic in page.TOPICS
        self._refresh_stale()

    def _change_day(self) -> None:
        # A message of the day before says why something was not done: that is over.
        self.messages.clear()
        for page in self._pages.values():
            page.stale = page.stale or page.FOLLOWS_DAY
        self._refresh_stale()

    def _read_backups(self) -> None:
        place = backup_place(self.session)
        self.session.tasks.aside(place.last, self.status.show_backup, title="正在读取备份")

    def _refresh_page(self) -> None:
        self.page.stale = True
        self._refresh_stale()

    def _refresh_stale(self) -> None:
        if self.page.stale:
            self.page.stale = False
            self.page.refresh()

    def _show_saved(self) -> None:
        self.status.show_saved(dt.datetime.now().astimezone())

    def _show_trouble(self, trouble: Trouble) -> None:
        actions = (("重试", trouble.retry),) if trouble.retry else ()
        self.session.say(trouble.sentence, Kind.BAD, *actions)

    # --- fitting the window ---------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold with the window."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the panel of running work in its corner."""
        if watched is self._content and event.type() == QEvent.Type.Resize:
            self.running.place()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        self.navigation.arrange(compact=self.width() < COMPACT_BELOW, low=self.height() < LOW_BELOW)
        self.top.arrange(self.width())
        self.status.arrange()

    def _renew_look(self) -> None:
        self.top.recolour()
        self._arrange()

    # --- leaving --------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when something is still being written; a yes cancels it, which changes nothing."""
        if not self._may_close():
            event.ignore()
            return
        remember_window(self.session.settings, self)
        self.session.close()
        event.accept()
        super().closeEvent(event)
        (self.left if self._leaving else self.closed).emit()

    def close_quietly(self) -> bool:
        """Close without telling; False where work must end first."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        went = self.close()
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        return went

    def _may_close(self) -> bool:
        writing = self.session.tasks.writing
        if not writing:
            return True
        first = writing[0]
        box = Confirmation(
            f"{first.stage.text or first.title}，{progress_text(first) or '还没有办完'}。"
            "现在离开就取消这一步，已经存下的数据不变。",
            "取消这一步并离开",
            title="还有一步没有办完",
            stay="等它办完",
            takes_away=True,
            parent=self,
        )
        self.session.tasks.ended.connect(box.reject)
        chosen = bool(box.exec())
        return chosen or not self.session.tasks.writing

    def _leave(self) -> None:
        self._leaving = True
        if not self.close():
            self._leaving = False

    def _change_secret(self) -> None:
        from hrgrid.ui.passwords import ChangeSecretDialog

        if ChangeSecretDialog(self.session, self, has_secret=self._has_secret).exec():
            self._has_secret = True

    def _show_about(self) -> None:
        AboutDialog(self).exec()


class AboutDialog(Dialog):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from hrgrid.ui.buttons import PrimaryButton
        from hrgrid.ui.forms import label

        super().__init__("网格员队伍管理", parent)
        self.body.addWidget(label(f"版本 {hrgrid.__version__}", "strong"))
        self.body.addWidget(
            label(
                "单机使用，不联网；数据只在本机构的文件或服务器里。\n"
                "界面用 Qt 与 PySide6（LGPL），图标用 Phosphor（MIT），"
                "屏幕字体用思源黑体（OFL）。许可证文本在程序的 resources 文件夹里。",
                "body2",
                wraps=True,
            )
        )
        close = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
