"""打印前检查 and 签发前检查: what was found, what stops, what to do about each, as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from hrgrid.documents.papers.issued import printed_row
from hrgrid.documents.papers.registers import drawable, write_preflight
from hrgrid.documents.queries import certificates_by_id
from hrgrid.documents.rules import CertificateState
from hrgrid.documents.service import Checked
from hrgrid.paper.certificate import Note, preflight
from hrgrid.paper.forms import Form
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.documents.batches import Fit, PaperForm, batch_design
from hrgrid.ui.documents.listing import short
from hrgrid.ui.forms import clear, label
from hrgrid.ui.papers.findings import KIND, WAY, WHAT, NotesList
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_COLUMNS: tuple[Column[Note], ...] = (
    KIND,
    Column("编号", lambda note: short(note.number), 84),
    Column("谁", lambda note: drawable(note.name), 132, strong=True),
    WHAT,
    WAY,
)


@dataclass(frozen=True)
class Asking:
    """What a check is for: its title, of what, what the deed does, the words of its button."""

    title: str
    subject: str
    told: str = ""
    act: str = ""


def check_issued(
    work: UnitOfWork, batch: str, ids: Sequence[int], form: PaperForm, fit: Fit
) -> Checked:
    """Certificates looked at on the form that they shall be printed on."""
    rows = [
        printed_row(row)
        for row in certificates_by_id(work, ids)
        if row.state is CertificateState.ISSUED
    ]
    design = form.design(batch_design(work, batch), fit)
    return Checked(len(rows), tuple(preflight(rows, design)))


class CheckDialog(Dialog):
    """The notes by their kinds; the deed is offered where nothing stops it."""

    def __init__(
        self,
        session: Session,
        checked: Checked,
        asking: Asking,
        parent: QWidget,
        find: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(asking.title, parent)
        self._session, self._checked, self._asking, self._find = session, checked, asking, find
        self.setMinimumWidth(min(theme.length(920), parent.window().width() - 40))
        if asking.told and not checked.stopping:
            self.body.addWidget(label(asking.told, "body2", wraps=True))
        self.verdict = Banner(_verdict(checked, asking.act))
        self.body.addWidget(self.verdict)
        self.look = Button("看这张证书", glyph="certificate", does=self._look)
        self.save = Button("另存为 Excel", glyph="download-simple", does=self._save)
        self.save_pages = Button("另存为 PDF", does=lambda: self._save(Form.PDF))
        self.stay = Button("再看看" if asking.act else "关闭", does=self.reject)
        self.act = PrimaryButton(asking.act, does=self.accept)
        tools = (self.look, self.save, self.save_pages)
        self.notes = NotesList(checked.notes, _COLUMNS, tools)
        self._said = QHBoxLayout()
        self._lay_out()
        self.notes.table.chosen.connect(self._offer)
        self._offer(self.notes.current)
        (self.notes.table if checked.notes else self.stay).setFocus()

    def _lay_out(self) -> None:
        found = bool(self._checked.notes)
        for tool in (self.look, self.save, self.save_pages):
            tool.setAutoDefault(False)
        self.notes.setVisible(found)
        self.body.addWidget(self.notes, 1)
        self.look.setVisible(found and self._find is not None)
        self.body.addLayout(self._said)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.stay)
        if self._asking.act and not self._checked.stopping:
            self.act.setAutoDefault(False)
            below.addWidget(self.act)
        self.body.addLayout(below)

    def _offer(self, note: Note | None) -> None:
        self.look.setEnabled(bool(note and note.number))

    def _look(self) -> None:
        note = self.notes.current
        if note is not None and self._find is not None:
            self.reject()
            self._find(note.number)

    def _save(self, form: Form = Form.XLSX) -> None:
        desk, subject, checked = self._session.desk, self._asking.subject, self._checked
        Saving(self._session, self, self._say).save(
            Writing(
                f"{subject}证书检查",
                lambda path, _: write_preflight(
                    desk, subject, checked.notes, path, form, count=checked.count
                ),
                "正在写出检查结果",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )

    def _say(self, message: Message) -> None:
        clear(self._said)
        self._said.addWidget(Banner(message))


def _verdict(checked: Checked, act: str) -> Message:
    if checked.stopping:
        verb = "签发" if act.startswith("签发") else "打印"
        told = (
            f"检查了 {checked.count:,} 张：必须先改 {checked.stopping} 处，改好前不能{verb}，"
            "也不会印出方框。"
        )
        return Message(told, Kind.BAD)
    if checked.notes:
        told = f"检查了 {checked.count:,} 张：都能印，有 {len(checked.notes)} 处请看一看。"
        return Message(told, Kind.WARN)
    return Message(f"检查了 {checked.count:,} 张，没有发现问题。", Kind.OK)


def check_then(
    session: Session,
    over: QWidget,
    read: Callable[[UnitOfWork], Checked],
    asking: Asking,
    go: Callable[[], object],
    *,
    plainly: Callable[[], object] | None = None,
    failed: Callable[[str], object] | None = None,
) -> None:
    """Look first; what was found is shown with the deed, and the deed is done if it is chosen.

    Where nothing was found the deed is done `plainly`, without a list to look at.
    """

    def ask(checked: Checked) -> None:
        if not checked.notes:
            (plainly or go)()
        elif CheckDialog(session, checked, asking, over).exec() == QDialog.DialogCode.Accepted:
            go()

    def refuse(told: str) -> None:
        if told:
            session.say(told, Kind.BAD)

    session.tasks.read(read, ask, failed=failed or refuse, title="正在检查证书")
