"""核验: whether a certificate is ours and in force, from a scan, a PDF or the text of its code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from hrgrid.documents.service import (
    Finding,
    VerifiedRow,
    codes_of,
    signatures_in,
    verification_book,
    verified,
)
from hrgrid.paper.pades import SignatureRow
from hrgrid.storage.desk import Desk
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_FILES = "证书 (*.pdf *.png *.jpg *.jpeg)"
_CHIPS = {
    Finding.ISSUED: "ok",
    Finding.UNKNOWN: "ok",
    Finding.UNREADABLE: "warn",
    Finding.FALSE: "bad",
    Finding.REVOKED: "bad",
    Finding.REPLACED: "warn",
}
_COLUMNS: tuple[Column[VerifiedRow], ...] = (
    Column("页", lambda row: str(row.page), 48, right=True),
    Column("结果", lambda row: row.finding.label, 132, chip=lambda row: _CHIPS[row.finding]),
    Column("编号", lambda row: row.number or "", 210, grows=True),
    Column("姓名", lambda row: row.name or "", 92, strong=True),
    Column("称号", lambda row: row.honour or "", 160, grows=True),
)


def _looked_at(what: str, desk: Desk) -> tuple[list[VerifiedRow], list[SignatureRow]]:
    return verified(codes_of(what), desk.read(verification_book)), signatures_in(what)


class VerifyDialog(Dialog):
    """Drop a file or paste the text; nothing leaves this machine."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("核验证书", parent)
        self._session = session
        self.setMinimumWidth(theme.length(720))
        self.setAcceptDrops(True)
        told = (
            "把证书的扫描件、照片或 PDF 拖到这里，或粘贴扫码得到的文字。"
            "核验在本机进行，不联网，也不留存文件。"
        )
        self.body.addWidget(label(told, "body2", wraps=True))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("扫码得到的文字")
        self.text.setPlaceholderText("编号：……")
        self.text.setFixedHeight(theme.length(84))
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)
        self.body.addWidget(self.text)
        self.choose = Button("选择文件", glyph="folder-open", does=self._choose)
        self.verify = PrimaryButton("核验文字", does=self._verify_text)
        self.verify.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch()
        row.addWidget(self.verify)
        self.body.addLayout(row)
        self._result = QVBoxLayout()
        self.body.addLayout(self._result)
        self.model: RowsModel[VerifiedRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "核验结果")
        self.table.setMinimumHeight(theme.length(150))
        self.table.hide()
        self.body.addWidget(self.table, 1)
        self.text.textChanged.connect(
            lambda: self.verify.setEnabled(bool(self.text.toPlainText().strip()))
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the first file."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.look_at(Path(paths[0]))

    def look_at(self, path: Path) -> None:
        """Verify every page of a file."""
        self._look(str(path), path.name)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选证书文件", "", _FILES)
        if chosen:
            self.look_at(Path(chosen))

    def _verify_text(self) -> None:
        self._look(self.text.toPlainText().strip() + "\n", "粘贴的文字")

    def _look(self, what: str, name: str) -> None:
        desk = self._session.desk
        self._say(Message(f"正在核验{name}……"))
        self._session.tasks.aside(
            lambda _: _looked_at(what, desk),
            lambda found: self._show(name, *found),
            failed=self._refuse,
            title="正在核验证书",
        )

    def _show(self, name: str, rows: list[VerifiedRow], signatures: list[SignatureRow]) -> None:
        wrong = [row for row in rows if not row.finding.valid]
        if wrong:
            why = wrong[0].fault or wrong[0].finding.label
            told = f"{name}：{len(rows)} 份中有 {len(wrong)} 份核验不过（{why}）。请核对原件。"
            self._say(Message(told, Kind.BAD))
        else:
            self._say(Message(f"{name}：{len(rows)} 份都是本机关发的，现在有效。", Kind.OK))
        for one in signatures:
            # Whether its issuer may be relied on is not judged here.
            kind = Kind.INFO if one.good else Kind.BAD
            self._result.addWidget(Banner(Message(f"{one.shown}。", kind)))
        self.table.show()
        self.model.show_rows(rows)
        self.fit()

    def _refuse(self, sentence: str) -> None:
        self.table.hide()
        clear(self._result)
        if sentence:
            self._say(Message(sentence, Kind.BAD))
        self.fit()

    def _say(self, message: Message) -> None:
        clear(self._result)
        self._result.addWidget(Banner(message))
