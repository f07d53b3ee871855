"""A paper before it is used: its pages, what was found of it, and where it goes from here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import shiboken6
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.storage.files import paper_file
from hrgrid.ui.banners import Action, Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.documents.printers import PRINTER, Printers, print_file
from hrgrid.ui.forms import Choice, clear
from hrgrid.ui.papers.drawer import Source
from hrgrid.ui.papers.findings import NotesDialog, verdict
from hrgrid.ui.papers.showing import PagesCard
from hrgrid.ui.saving import Made, Saving, Writing
from hrgrid.ui.session import Session


class PaperDialog(Dialog):
    """Shows the pages; saves a copy of them, or prints them, and then it has done its work."""

    def __init__(
        self,
        session: Session,
        writing: Writing,
        made: Made,
        parent: QWidget,
        tell: Callable[[Message], object],
        *,
        printers: Printers | None = None,
    ) -> None:
        super().__init__(writing.name, parent)
        self._session, self._writing, self._made = session, writing, made
        self._outside, self._over = tell, parent
        self._printers = printers or Printers()
        self.pages = PagesCard(session)
        self.printer = Choice("打印机")
        self.print = Button("打印", glyph="printer", does=self._print)
        self.print.setAutoDefault(False)
        self.stay = Button("关闭", does=self.reject)
        self.stay.setAutoDefault(False)
        self.keep = PrimaryButton("另存为", glyph="download-simple", does=self._save)
        self.keep.setDefault(True)
        self._said = QVBoxLayout()
        self._saving = Saving(session, self, self._say)
        self._lay_out()
        self._fill_printers()
        self.pages.show_paper(Source(made.path, file=made.path))
        self.keep.setFocus()

    def fit(self) -> None:
        """As large as the window behind it allows, for the pages' sake."""
        behind = self._over.window().size()
        room = self.screen().availableGeometry().size()
        width = min(behind.width(), room.width()) - 48
        height = min(behind.height(), room.height()) - 40
        # A page that stands is higher than it is wide.
        self.resize(min(width, height * 3 // 2), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that turn pages do so wherever the focus is."""
        if not self.pages.turn_by(event):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        notes = self._made.notes
        if notes:
            found = verdict(notes)
            look = Action("逐条看", self._look)
            self.body.addWidget(Banner(replace(found, actions=(look,))))
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(self._said)
        below = QHBoxLayout()
        below.addWidget(self.printer)
        below.addWidget(self.print)
        below.addStretch()
        below.addWidget(self.stay)
        below.addWidget(self.keep)
        self.body.addLayout(below)

    def _fill_printers(self) -> None:
        names = self._printers.names()
        self.printer.fill([(name, name) for name in names] or [("", "没有打印机")])
        self.printer.choose(self._session.settings.get(PRINTER) or self._printers.default())
        self.print.setEnabled(bool(names))
        if not names:
            self.print.setToolTip("这台电脑没有装打印机，请另存为 PDF")

    def _look(self) -> None:
        # Behind another dialog the search field cannot be reached.
        over = self._over.window()
        find = None if isinstance(over, QDialog) else self._find
        NotesDialog(self._made.notes, self, find).exec()

    def _find(self, name: str) -> None:
        self.reject()
        self._session.sought.emit(name)

    def _save(self) -> None:
        made = self._made.path

        def copy(path: Path, _: Progress) -> None:
            with paper_file(path) as part:
                shutil.copyfile(made, part)

        self._saving.save(
            replace(self._writing, write=copy, title="正在存文件", topic="", seen=True)
        )

    def _say(self, message: Message) -> None:
        there = shiboken6.isValid(self) and self.isVisible()
        if message.kind is Kind.OK or not there:
            # Where the paper was asked for, the person reads on.
            if there:
                self.accept()
            self._outside(message)
            return
        clear(self._said)
        self._said.addWidget(Banner(message))

    def _print(self) -> None:
        name, path, title = str(self.printer.currentData()), self._made.path, self._writing.name
        self._session.settings.put(PRINTER, name)
        printers = self._printers

        def call(progress: Progress) -> int:
            return print_file(printers.open(name), path, title, progress)

        self._session.tasks.aside(
            call,
            lambda pages: self._say(Message(f"已送打“{title}”{pages:,} 页到“{name}”。", Kind.OK)),
            failed=self._refuse,
            title=f"正在打印{title}",
        )

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self._say(Message(sentence, Kind.BAD, (Action("重试", self._print),)))
