"""A scan beside a form: chosen from the disk, read when the form is sent, opened when asked."""

from __future__ import annotations

import mimetypes
import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.storage.attachments import LARGEST
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, Button
from hrgrid.ui.status import Elided

SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp)"
_STARTS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"BM")


class ScanField(QWidget):
    """Which file goes along; none where the form can do `without` one."""

    def __init__(
        self, name: str, *, button: str = "选择扫描件", without: str = "可不附，以后补"
    ) -> None:
        super().__init__()
        self._path: Path | None = None
        self._without = without
        self.setAccessibleName(name)
        self.choose = Button(button, glyph="file-plus", does=self._ask, name=f"{name}：{button}")
        self.choose.setAutoDefault(False)
        self._told = Elided(without, role="crumb", px=theme.LABEL)
        self.drop = BareButton("x", "不附这个文件", lambda: self.put(None))
        self.drop.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self._told, 1)
        row.addWidget(self.drop)

    @property
    def path(self) -> Path | None:
        """The file."""
        return self._path

    def put(self, path: Path | None) -> None:
        """Take a file, or none."""
        self._path = path
        self._told.show_text(path.name if path else self._without)
        self.drop.setVisible(path is not None)

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "选择扫描件", "", SCANS)
        if chosen:
            self.put(Path(chosen))


def read_scan(path: Path) -> tuple[str, bytes, str]:
    """Name, bytes and kind of a file. Raises UserError for what is no scan or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(
                f"“{path.name}”超过 {LARGEST // 1048576} MB。请压缩或降低扫描分辨率后再加"
            )
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开“{path.name}”。请看文件是否被占用或已移走，再选一次") from error
    if not content.startswith(_STARTS):
        raise UserError(f"“{path.name}”不是 PDF 或图片，不能作为扫描件。请换一个文件")
    return path.name, content, mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def open_content(name: str, content: bytes) -> None:
    """Show a stored scan in the program that the computer has for it."""
    folder = Path(tempfile.mkdtemp(prefix="hrgrid-"))
    target = folder / safe_name(name)
    target.write_bytes(content)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
