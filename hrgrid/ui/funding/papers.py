"""文书: the papers of a year, of a month of pay and of one voucher, each as what it comes as.

The papers are loaded when they are offered: drawing pages takes long to load, and a page none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.ui.buttons import Button
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.funding.papers import FundingPaper, Subject

_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class FundingPapers(QObject):
    """Fills menus, asks where to, and writes beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def button(self) -> Button:
        """文书, with an empty menu that its level fills when it is opened."""
        made = Button("文书")
        made.setMenu(QMenu(made))
        made.menu().setToolTipsVisible(True)
        # Shown before it has a place it would flash up as a window of its own.
        if not self.allowed:
            made.hide()
        return made

    def fill(
        self,
        menu: QMenu,
        subject: Subject,
        about: int,
        called: str,
        state: Labelled | None = None,
    ) -> None:
        """An entry for each paper of a subject and each form of it; `called` begins its name."""
        from hrgrid.funding.papers import papers_of

        for paper in papers_of(subject):
            ready = paper.ready(state)
            for form in paper.forms:
                beside = f"（{form.label}）" if len(paper.forms) > 1 else ""
                entry = menu.addAction(f"{paper.label}{beside}…")
                entry.setEnabled(ready)
                entry.setToolTip(paper.hint if ready else paper.waits)
                entry.triggered.connect(
                    lambda *_, paper=paper, form=form: self.write(paper, form, about, called)
                )

    def write(self, paper: FundingPaper, form: Form, about: int, called: str) -> None:
        """Ask where to, and write one."""
        desk, code = self._session.desk, paper.code

        def job(path: Path, progress: Progress) -> object:
            from hrgrid.funding.papers import write_paper

            return write_paper(desk, code, about, path, form, progress=progress)

        self._saving.save(
            Writing(
                f"{called}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )
