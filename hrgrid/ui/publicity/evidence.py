"""The scans that came with objections: taken in, and taken out by the investigator alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.publicity.queries import ObjectionRow
from hrgrid.publicity.service import EvidenceFile, add_evidence, open_evidence
from hrgrid.storage.files import paper_file
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.session import Session

_SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png);;所有文件 (*)"
_KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


def chosen_scan(over: QWidget) -> Path | None:
    """Ask for a file; None where nobody chose one."""
    chosen, _ = QFileDialog.getOpenFileName(over, "选材料的扫描件", "", _SCANS)
    return Path(chosen) if chosen else None


def read_evidence(path: Path) -> EvidenceFile:
    """The content of a file, without its name. Raises UserError where it cannot be read."""
    kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
    try:
        return EvidenceFile(path.suffix.lower(), path.read_bytes(), kind)
    except OSError as error:
        raise UserError(f"读不出“{path.name}”。请检查文件还在不在、有没有权限") from error


def add_scan(session: Session, row: ObjectionRow, over: QWidget) -> None:
    """Ask for the scan and keep it."""
    path = chosen_scan(over)
    if path is None:
        return
    session.tasks.write(
        lambda work: add_evidence(work, row.id, read_evidence(path)),
        topic=TOPIC,
        done=lambda _: session.say(f"异议 {row.number} 号的材料已存。"),
        title="正在存材料",
    )


def save_scan(session: Session, row: ObjectionRow, over: QWidget) -> None:
    """Ask where to, and put the scan there; that it was taken out is on record."""
    name = safe_name(f"异议 {row.number} 号材料")
    folder = QFileDialog.getExistingDirectory(over, f"把“{name}”存到哪个文件夹")
    if not folder:
        return

    def call(_progress: Progress) -> Path:
        found = session.desk.write(lambda work: open_evidence(work, row.id))
        path = Path(folder) / f"{name}{found.suffix}"
        with paper_file(path) as part:
            part.write_bytes(found.content)
        return path

    session.tasks.aside(
        call,
        lambda path: session.say(f"已存到 {path}，看完请删去。查看已留痕。"),
        title="正在取材料",
        topic=TOPIC,
    )
