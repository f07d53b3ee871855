"""一人一档: the whole file of a person over the page; each line opens its source."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.overview.papers import PersonPaper, write_person
from hrgrid.overview.queries.file import FileLine, FilePart, PersonFile, person_file
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.journal.words import action_label
from hrgrid.ui.page import Scroll
from hrgrid.ui.saving import PAGES, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.photo import Photo
from hrgrid.workforce.queries.cards import photo_of
from hrgrid.workforce.rules import PersonState

_WHEN = 160


class FileDialog(Dialog):
    """Facts, then part by part what the rooms know; printed as a file or as the person's own."""

    def __init__(self, session: Session, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(f"{name}的档案", parent)
        self._session, self._person_id, self._name = session, person_id, name
        self.file: PersonFile | None = None
        self.links: list[LinkButton] = []
        self.view = Scroll(inside=True)
        self.view.setAccessibleName("一人一档")
        self.view.column.setContentsMargins(0, 0, 12, 0)
        self.view.column.setSpacing(8)
        room = parent.window().size()
        width = min(theme.length(820), room.width() - 80)
        self.view.setMinimumSize(width, min(theme.length(520), room.height() - 190))
        self.print = PrimaryButton("打印档案", glyph="printer", does=self._print)
        self.own = Button("打印本人信息告知单", does=self._print_own)
        self.own.setToolTip("给本人看：本机构存了他的哪些信息，怎样申请更正")
        close = Button("关闭", does=self.reject)
        self._saving = Saving(session, self, self._tell)
        self._outcome = QVBoxLayout()
        self.body.addWidget(self.view, 1)
        self.body.addLayout(self._outcome)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        for button in (close, self.own, self.print):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        for button in (self.own, self.print):
            button.setEnabled(False)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.setFocus()
        session.tasks.changed.connect(self._renew)
        self._read()

    def _renew(self, topic: str) -> None:
        if topic in {"workforce", "honours", "documents"} and self.isVisible():
            self._read()

    def _read(self) -> None:
        person_id = self._person_id
        self._session.tasks.read(lambda work: person_file(work, person_id), self._show)

    def _show(self, file: PersonFile) -> None:
        self.file = file
        self.links = []
        clear(self.view.column)
        self.view.column.addLayout(self._head(file))
        for part in file.parts:
            self._add(part)
        self.view.column.addStretch()
        for button in (self.own, self.print):
            button.setEnabled(True)
        self.print.setFocus()

    def _head(self, file: PersonFile) -> QHBoxLayout:
        card = file.card
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(6)
        state = "ok" if card.state is PersonState.PRESENT else "mute"
        chips = QHBoxLayout()
        chips.addWidget(Chip(card.state.label, state))
        chips.addStretch()
        for at, (name, text) in enumerate(PersonPaper.facts(card)):
            facts.addWidget(label(name, "label"), at // 2, at % 2 * 2)
            facts.addWidget(label(text, wraps=True), at // 2, at % 2 * 2 + 1)
        for column in (1, 3):
            facts.setColumnStretch(column, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(chips)
        left.addLayout(facts)
        left.addStretch()
        head = QHBoxLayout()
        head.addLayout(left, 1)
        if card.photo_sha256 is not None:
            photo = Photo(card.name)
            self._session.tasks.read(
                lambda work: photo_of(work, card.id), photo.show_bytes, failed=photo.complain
            )
            head.addWidget(photo, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _add(self, part: FilePart) -> None:
        count = f"（{len(part.lines):,}）" if part.lines else ""
        self.view.column.addSpacing(6)
        self.view.column.addWidget(label(f"{part.title}{count}", "strong"))
        if part.told or not part.lines:
            self.view.column.addWidget(label(part.told or part.none, "caption", wraps=True))
        if not part.lines:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.length(_WHEN))
        for at, line in enumerate(part.lines):
            self._add_line(grid, at, line, coded=part.coded)
        self.view.column.addLayout(grid)

    def _add_line(self, grid: QGridLayout, at: int, line: FileLine, *, coded: bool) -> None:
        what = action_label(line.what) if coded else line.what
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(line.when, "label"), at, 0, top)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(what, "label" if line.quiet else "", wraps=True))
        if line.beside:
            words.addWidget(label(line.beside, "caption", wraps=True))
        grid.addLayout(words, at, 1)
        if line.page:
            link = LinkButton("打开", does=partial(self._open, line), name=f"打开来源：{what}")
            link.setAutoDefault(False)
            self.links.append(link)
            grid.addWidget(link, at, 2, top)

    def _open(self, line: FileLine) -> None:
        self.accept()
        self._session.go(line.page, line.part)

    # --- on paper -------------------------------------------------------------------------------

    def _print(self) -> None:
        self._write(PersonPaper.FILE, f"{self._name}的档案")

    def _print_own(self) -> None:
        self._write(PersonPaper.OWN, f"{self._name} 本人信息告知单")

    def _write(self, paper: PersonPaper, name: str) -> None:
        desk, person_id = self._session.desk, self._person_id

        def write(path: Path, progress: Progress) -> int:
            return write_person(desk, person_id, paper, path, progress)

        self._saving.save(Writing(name, write, "正在生成档案", kind=PAGES))

    def _tell(self, message: Message) -> None:
        """Below the file: the shell's own place for it is behind the dialog."""
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))
