"""Pictures of a visit or of a fault: let fall, pasted or chosen; small ones, one opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from hrgrid.assessment.rules.inspection_rows import PhotoRow
from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import LARGEST
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import icons, theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.scans import open_content
from hrgrid.ui.session import Session
from hrgrid.ui.status import when

PICTURES = "照片 (*.jpg *.jpeg *.png)"
_STARTS = (b"\xff\xd8\xff", b"\x89PNG")
# A small picture, with and height in px at the standard text size.
_WIDE, _HIGH = 96, 72


@dataclass(frozen=True)
class Picture:
    """A picture that was chosen and is not kept yet."""

    name: str
    content: bytes


def read_picture(path: Path) -> Picture:
    """A picture from the disk. Raises UserError for what is none, or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"“{path.name}”超过 {LARGEST // 1048576} MB。请缩小后再加")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开“{path.name}”。请看文件是否被占用或已移走，再选一次") from error
    if not content.startswith(_STARTS):
        raise UserError(f"“{path.name}”不是 JPG 或 PNG 照片。请换一个文件")
    return Picture(path.name, content)


def small(content: bytes, wide: int, high: int) -> QImage:
    """A picture made small while it is read; a null image where it cannot be."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        turned = reader.transformation() & QImageReader().transformation().TransformationRotate90
        box = QSize(high, wide) if turned else QSize(wide, high)
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Thumb(QWidget):
    """One small picture; Enter opens it, Delete takes it away."""

    opened = Signal(object)
    dropped = Signal(object)

    def __init__(self, row: PhotoRow) -> None:
        super().__init__()
        self.row = row
        self.image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kind = "整改后" if row.after else "现场"
        told = f"{kind}照片，{row.made_by} {when(row.made_at)}"
        self.setAccessibleName(f"{told}。回车打开，Delete 去掉")
        self.setToolTip(f"{told}\n单击打开，Delete 去掉")

    def sizeHint(self) -> QSize:
        """Grows with the letters."""
        return QSize(theme.length(_WIDE), theme.length(_HIGH))

    def show_image(self, image: QImage) -> None:
        """The picture has come."""
        self.image = image
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete takes away."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self.row)
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit(self.row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit(self.row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame says where one is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to rest."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture in its place, a word where it was taken afterwards."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "border"), 2))
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(area, 4, 4)
        image = self.image
        if image is not None and not image.isNull():
            size = image.size().scaled(
                area.size().toSize() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            painter.drawImage(place, image)
        elif image is not None:
            icons.draw(painter, "file-text", theme.colour("text3"), QRectF(32, 20, 32, 32))
        painter.end()


class PhotoStrip(QWidget):
    """The pictures in a row, and the ways to one more.

    `added` gives the pictures that were chosen, `dropped` the row of one to take away; whoever
    owns the strip writes, and shows the new rows. `refused` says what is no picture.
    """

    added = Signal(object)
    dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, name: str, button: str = "加照片") -> None:
        super().__init__()
        self.session = session
        self.thumbs: list[Thumb] = []
        self._over = False
        self._asked = 0
        self._may = True
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add = Button(button, glyph="plus", does=self._choose, name=f"{name}：{button}")
        self.add.setAutoDefault(False)
        self.hint = label("把照片拖到这里，或复制后按 Ctrl+V", "caption", wraps=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        column = QHBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(8)
        column.addLayout(self._row)
        column.addWidget(self.hint, 1)
        column.addWidget(self.add)

    def allow(self, *, on: bool) -> None:
        """Whether pictures may be added and taken away."""
        self._may = on
        self.add.setVisible(on)
        self.setAcceptDrops(on)
        self._show_hint()

    def _show_hint(self) -> None:
        count = len(self.thumbs)
        self.hint.setText("把照片拖到这里，或复制后按 Ctrl+V" if self._may else "没有照片")
        self.hint.setVisible(count < 4 if self._may else not count)

    def show_photos(self, rows: Sequence[PhotoRow]) -> None:
        """Show these; their contents come later."""
        if [thumb.row for thumb in self.thumbs] == list(rows):
            self._show_hint()
            return
        kept = {thumb.row.sha256: thumb.image for thumb in self.thumbs}
        clear(self._row)
        self.thumbs = [Thumb(row) for row in rows]
        for thumb in self.thumbs:
            thumb.opened.connect(self._open)
            thumb.dropped.connect(self._drop)
            image = kept.get(thumb.row.sha256)
            if image is not None:
                thumb.show_image(image)
            self._row.addWidget(thumb)
        self._show_hint()
        self._read([thumb.row.sha256 for thumb in self.thumbs if thumb.image is None])

    def _read(self, wanted: Sequence[str]) -> None:
        self._asked += 1
        asked = self._asked
        wide, high = 2 * theme.length(_WIDE), 2 * theme.length(_HIGH)

        def read(work: UnitOfWork) -> dict[str, QImage]:
            from hrgrid.storage.attachments import content_of

            return {sha256: small(content_of(work, sha256), wide, high) for sha256 in wanted}

        def take(images: dict[str, QImage]) -> None:
            if asked != self._asked:
                return
            for thumb in self.thumbs:
                if thumb.row.sha256 in images:
                    thumb.show_image(images[thumb.row.sha256])

        if wanted:
            self.session.tasks.read(read, take, failed=self.refused.emit)

    # --- ways in ------------------------------------------------------------------------------

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Pictures from the disk; what is none is said."""
        found, problems = [], []
        for path in paths:
            try:
                found.append(read_picture(path))
            except UserError as error:
                problems.append(error.sentence)
        if problems:
            self.refused.emit(problems[0])
        if found:
            self.added.emit(found)

    def paste(self) -> bool:
        """What was copied, where that is a picture or files of pictures."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self._may or mime is None:
            return False
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.take_paths(paths)
            return True
        if mime.hasImage():
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QGuiApplication.clipboard().image().save(buffer, "PNG")  # type: ignore[call-overload]
            self.added.emit([Picture("粘贴的照片.png", bytes(buffer.data().data()))])
            return True
        return False

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "选择照片", "", PICTURES)
        if chosen:
            self.take_paths([Path(path) for path in chosen])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V takes a picture."""
        if not (event.matches(QKeySequence.StandardKey.Paste) and self.paste()):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._light(over=True)

    def dragLeaveEvent(self, event: object) -> None:
        """The pointer went elsewhere."""
        self._light(over=False)
        super().dragLeaveEvent(event)  # type: ignore[arg-type]

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files of this machine."""
        self._light(over=False)
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.take_paths([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _light(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame, in the accent's colour while files hang over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour("accent" if self._over else "border")
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("tint" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    # --- one picture --------------------------------------------------------------------------

    def _open(self, row: PhotoRow) -> None:
        def read(work: UnitOfWork) -> bytes:
            from hrgrid.storage.attachments import content_of

            return content_of(work, row.sha256)

        def show(content: bytes) -> None:
            suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
            open_content(f"检查照片.{suffix}", content)

        self.session.tasks.read(read, show, failed=self.refused.emit)

    def _drop(self, row: PhotoRow) -> None:
        if self._may:
            self.dropped.emit(row)


def add_photos(
    visit_id: int,
    pictures: Sequence[Picture],
    *,
    finding_id: int | None = None,
    after: bool = False,
) -> Callable[[UnitOfWork], int]:
    """Keep pictures of a visit, or of a fault before or after it was put right."""

    def job(work: UnitOfWork) -> int:
        from hrgrid.assessment.service.inspection_photos import add_photo

        for one in pictures:
            add_photo(work, visit_id, one.name, one.content, finding_id=finding_id, after=after)
        return len(pictures)

    return job


def remove_photo(photo_id: int) -> Callable[[UnitOfWork], object]:
    """Take a picture away."""

    def job(work: UnitOfWork) -> None:
        from hrgrid.assessment.service.inspection_photos import remove_photo as remove

        remove(work, photo_id)

    return job
