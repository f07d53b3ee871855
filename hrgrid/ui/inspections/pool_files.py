"""The sealed lists as files beside each other, with which anybody repeats the draw."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from hrgrid.assessment.rules.inspection_rows import PlanBoard
from hrgrid.core.paths import safe_name
from hrgrid.storage.files import write_whole
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.session import Session

_LISTS = (("first", "当年没查过的"), ("others", "当年查过的"), ("offices", "联动单位"))


def write_pools(session: Session, board: PlanBoard, folder: Path) -> None:
    """Write each list that has lines, and say where."""
    plan_id, number, seal = board.row.id, board.row.number, board.seal
    if seal is None:
        return
    wanted = [one for one in _LISTS if getattr(seal, one[0])]

    def job(work: UnitOfWork) -> list[Path]:
        from hrgrid.assessment.queries.pools import pool_csv

        written = []
        for code, title in wanted:
            path = folder / f"{safe_name(f'{number} 名册 {title}')}.csv"
            write_whole(path, pool_csv(work, plan_id, code))
            written.append(path)
        return written

    def done(paths: list[Path]) -> None:
        opens = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))  # noqa: E731
        told = f"已存 {len(paths)} 个名册到 {folder}，只有编码和街道，没有姓名。"
        session.say(told, Kind.OK, ("所在文件夹", opens))

    def failed(sentence: str) -> None:
        if sentence:
            session.say(sentence, Kind.BAD)

    session.tasks.read(job, done, failed=failed, title="正在写名册")
