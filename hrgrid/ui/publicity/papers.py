"""公示 on paper: from the register, and at once after it was published."""

from __future__ import annotations

from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session


def save_notice(
    session: Session, saving: Saving, notice_id: int, title: str, form: Form = Form.PDF
) -> None:
    """Ask where to, and write a notice: to hang out, or its list as a workbook."""
    desk = session.desk

    def write(path: Path, progress: Progress) -> object:
        from hrgrid.publicity.papers import write_notice

        return write_notice(desk, notice_id, path, form, progress)

    pdf = form is Form.PDF
    name = title if pdf else f"{title}名单"
    kind = PAGES if pdf else WORKBOOKS
    saving.save(Writing(name, write, "正在生成公示", topic=TOPIC, kind=kind))
