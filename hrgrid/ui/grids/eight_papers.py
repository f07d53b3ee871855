"""八定 cards and lists written to a file, from a card, the list of grids or the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hrgrid.core.progress import Progress
from hrgrid.ui.saving import PAGES, Saving, Writing
from hrgrid.ui.session import Session


class EightPapers(QObject):
    """Asks where to and writes."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._saving = Saving(session, over)

    def print_cards(
        self, area_id: int, name: str, on: dt.date | None = None, grids: Sequence[int] = ()
    ) -> None:
        """A card a grid at or below an area, or of some of its grids, in one PDF."""
        desk = self._session.desk

        def write(path: Path, progress: Progress) -> int:
            from hrgrid.workforce.papers.eight import write_eight_cards

            return write_eight_cards(desk, area_id, path, progress, on=on, grids=grids)

        many = f" {len(grids)} 个网格" if grids else ""
        writing = Writing(f"{name}{many}八定卡", write, "正在生成八定卡", kind=PAGES, dated=True)
        self._saving.save(writing)

    def export_list(self, area_id: int, name: str, on: dt.date | None = None) -> None:
        """A row a grid with its eight."""
        desk = self._session.desk

        def write(path: Path, progress: Progress) -> int:
            from hrgrid.workforce.papers.eight import write_eight_list

            return write_eight_list(desk, area_id, path, progress, on=on)

        self._saving.save(Writing(f"{name}八定一览表", write, "正在导出八定一览表", dated=True))
