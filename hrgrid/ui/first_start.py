"""First start: open data, restore a backup, open a package, or set up an office in three steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from hrgrid.accounts import service
from hrgrid.accounts.service import FirstKeys, OfficeForm
from hrgrid.core.paths import user_folder
from hrgrid.core.progress import Progress
from hrgrid.storage.location import Location
from hrgrid.ui import theme
from hrgrid.ui.arrival import FirstSitting
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import clear, label
from hrgrid.ui.new_office import DATA_FILES, NewOffice, stepper
from hrgrid.ui.page import Turning
from hrgrid.ui.recovery import RecoverySheet, RecoveryView
from hrgrid.ui.tasks import Runner

if TYPE_CHECKING:
    from hrgrid.training.service.unpacking import Offer
    from hrgrid.ui.opening_pack import PackOpening


class FirstStart(QWidget):
    """A choice of four ways, or the steps of one of them."""

    opened = Signal(object)
    restore_wanted = Signal(object, object)
    finished = Signal(object)
    WIDTH = 680

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._stack = Turning()
        self._told = QVBoxLayout()
        self.ways = Ways()
        self.form = NewOffice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._told)
        column.addWidget(self._stack)
        self._stack.addWidget(self.ways)
        self._stack.addWidget(self.form)
        self._pack: PackOpening | None = None
        self._keys: RecoveryView | None = None
        self.ways.new.clicked.connect(self._begin)
        self.ways.open.clicked.connect(self._choose_file)
        self.ways.restore.clicked.connect(self._choose_backup)
        self.ways.pack.clicked.connect(self._choose_pack)
        self.form.back_wanted.connect(self._go_back)
        self.form.ready.connect(self._set_up)

    @property
    def keys(self) -> RecoveryView | None:
        """The last page, once there is a code."""
        return self._keys

    @property
    def pack(self) -> PackOpening | None:
        """What a package holds, once one was read."""
        return self._pack

    def main_control(self) -> QWidget:
        """The first way."""
        return self.ways.new

    def tell(self, sentence: str, kind: Kind = Kind.BAD) -> None:
        """Show a sentence; an empty one takes it back."""
        clear(self._told)
        if sentence:
            self._told.addWidget(Banner(Message(sentence, kind)))

    def _begin(self) -> None:
        self.tell("")
        self._stack.setCurrentWidget(self.form)
        self.form.office.setFocus()

    def _go_back(self) -> None:
        self.tell("")
        self._stack.setCurrentWidget(self.ways)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "打开哪一份数据", "", DATA_FILES)
        if chosen:
            self.opened.emit(Location.of(chosen))

    def _choose_backup(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "从哪一份备份恢复", "", DATA_FILES)
        if chosen:
            name = Path(chosen).stem.split("-")[0] + ".hrg"
            self.restore_wanted.emit(Path(chosen), user_folder() / name)

    def _choose_pack(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "打开哪个外带包", "", "外带比武包 (*.hrpack)")
        if chosen:
            self.look_at_pack(Path(chosen))

    def look_at_pack(self, path: Path) -> None:
        """Read a package and show what it holds."""
        self.tell("")

        def call(_: Progress) -> Offer:
            from hrgrid.training.service.unpacking import offer_of

            return offer_of(path)

        self._runner.aside(call, self._show_pack, failed=self.tell, title="正在读取外带包")

    def _show_pack(self, offer: Offer) -> None:
        from hrgrid.ui.opening_pack import PackOpening

        if self._pack is None:
            self._pack = PackOpening()
            self._stack.addWidget(self._pack)
            self._pack.back_wanted.connect(self._go_back)
            self._pack.ready.connect(self._open_pack)
        self._pack.show_offer(offer)
        self._stack.setCurrentWidget(self._pack)

    def _open_pack(self, offer: Offer, place: Path) -> None:
        self.tell("")
        self.setEnabled(False)

        def call(_: Progress) -> FirstKeys:
            from hrgrid.training.service.unpacking import open_package

            return open_package(place, offer.path)

        self._runner.aside(
            call,
            lambda keys: self._show_pack_keys(offer, keys),
            failed=self._refuse,
            title="正在打开外带包",
            topic="office",
        )

    def _show_pack_keys(self, offer: Offer, keys: FirstKeys) -> None:
        self.setEnabled(True)
        login = keys.passwords[0][0] if keys.passwords else offer.keyers[0]
        self._show_sheet(f"{offer.office_name}（外带）", login, keys, None)

    def _set_up(self, form: OfficeForm, place: Path) -> None:
        self.tell("")
        self.form.setEnabled(False)
        self._runner.aside(
            lambda _: service.set_up_office(place, form),
            lambda keys: self._show_keys(form, keys),
            failed=self._refuse,
            title="正在建立机构",
            topic="office",
        )

    def _refuse(self, sentence: str) -> None:
        self.setEnabled(True)
        self.form.setEnabled(True)
        self.tell(sentence)

    def _show_keys(self, form: OfficeForm, keys: FirstKeys) -> None:
        self.form.setEnabled(True)
        self._show_sheet(form.name, form.operators[0].login, keys, stepper(2))

    def _show_sheet(self, office: str, login: str, keys: FirstKeys, head: QWidget | None) -> None:
        secret = dict(keys.passwords).get(login)
        view = RecoveryView(RecoverySheet(office, keys.recovery_code, keys.passwords), "开始使用")
        view.confirmed.connect(
            lambda: self.finished.emit(FirstSitting(keys.location, login, secret))
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if head is not None:
            column.addWidget(head)
        column.addWidget(label("收好恢复码", "section"))
        column.addWidget(view)
        self._keys = view
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        view.print.setFocus()


class Ways(QWidget):
    """The ways in, each with a line that says for whom it is."""

    def __init__(self) -> None:
        super().__init__()
        self.new = PrimaryButton("建立机构")
        self.open = Button("打开数据")
        self.restore = Button("恢复备份")
        self.pack = Button("打开比武包")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label("从哪里开始", "section"))
        column.addWidget(label("数据只存在本机的一个文件里，不联网。", "body2", wraps=True))
        for glyph, title, why, button in (
            ("file-plus", "建立新机构", "本单位第一次用，几分钟就好。", self.new),
            ("folder-open", "打开已有数据", "已经有 .hrg 数据文件，或同事拷来了一份。", self.open),
            ("arrow-counter-clockwise", "从备份恢复", "换了电脑，或电脑坏了。", self.restore),
            ("chalkboard-teacher", "打开外带比武包", "到赛场录分，用单位带出的文件。", self.pack),
        ):  # fmt: skip
            column.addWidget(_way(glyph, title, why, button))


def _way(glyph: str, title: str, why: str, button: Button) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "well")
    button.setAccessibleDescription(why)
    button.setMinimumWidth(theme.length(104))
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(label(title, "card"))
    words.addWidget(label(why, "label", wraps=True))
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(16)
    row.addWidget(Glyph(glyph, "accent", 28))
    row.addLayout(words, 1)
    row.addWidget(button)
    return frame
