"""数字签名: the office's own certificate chosen, its password typed, looked at before it signs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from hrgrid.paper.pades import SigningCertificate, read_certificate
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import SecretField, TextField, label
from hrgrid.ui.matters.forms import MatterForm, filled, named
from hrgrid.ui.session import Session

_FILES = "数字证书 (*.p12 *.pfx)"
_TOLD = (
    "签名加在导出的 PDF 后面，用阅读软件打开能看到签名人，改动一个字都会失效；"
    "已签发的证书内容不变。密码只用这一次，不保存。"
)


class SigningForm(MatterForm):
    """Gives back the certificate, checked for today; the password is kept nowhere.

    `last` is the file that signed before in this window, so that it is not looked for again.
    """

    TOPIC = ""
    WIDTH = 520
    last = ""

    def __init__(self, session: Session, count: int, parent: QWidget) -> None:
        super().__init__(session, f"存为 PDF 并数字签名（{count:,} 张）", "签名并存为 PDF", parent)
        self.certificate: SigningCertificate | None = None
        self.path = TextField("数字证书文件", hint="单位的签名证书，.p12 或 .pfx", text=self.last)
        self.password = SecretField("证书密码")
        choose = Button("选择文件", glyph="folder-open", does=self._choose)
        choose.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(named(self.path), 1)
        row.addWidget(choose, alignment=Qt.AlignmentFlag.AlignBottom)
        self.form.addWidget(label(_TOLD, "body2", wraps=True))
        self.form.addLayout(row)
        self.form.addWidget(named(self.password))
        self.on_act(self._read)
        (self.password if self.last else self.path).setFocus()

    def _choose(self) -> None:
        folder = str(Path(self.path.text()).parent) if self.path.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, "选单位的数字证书", folder, _FILES)
        if chosen:
            self.path.setText(chosen)
            self.password.setFocus()

    def _read(self) -> None:
        file = self.checked(lambda: filled(self.path))
        if file is None:
            return
        password, today = self.password.text(), dt.date.today()  # noqa: DTZ011 - the desk's day

        def take(found: SigningCertificate) -> None:
            type(self).last = file
            self.certificate = found
            self.session.say(f"用 {found.shown} 签名。")
            self.accept()

        self.session.tasks.aside(
            lambda _: read_certificate(Path(file), password, today),
            take,
            failed=self.refuse,
            title="正在读取数字证书",
        )
