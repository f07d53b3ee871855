"""名单 and 决定 on paper, every tier or the one on show, and the package that proves the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.honours.papers import Form, write_decision, write_everybody, write_proof, write_roster
from hrgrid.honours.queries import Board
from hrgrid.honours.rules.words import FROZEN, RosterOrder, Tier
from hrgrid.ui.honours.words import titled
from hrgrid.ui.saving import PACKAGES, PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session


class RosterExporting(QObject):
    """Offers the papers of a campaign's list and writes the one chosen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)
        self._board: Board | None = None
        self._tier: Tier | None = None

    def take(self, board: Board, tier: Tier) -> None:
        """What is on show."""
        self._board, self._tier = board, tier

    def fill(self, menu: QMenu) -> None:
        """The entries of the menu."""
        menu.clear()
        board, tier = self._board, self._tier
        if board is None or tier is None:
            return
        self._add(menu, "全部名单（PDF，公文版式）", Form.PDF, None)
        self._add(menu, "全部名单（Excel）", Form.XLSX, None)
        menu.addSeparator()
        self._add(menu, f"只要{tier.label}（PDF）", Form.PDF, tier)
        self._add(menu, f"只要{tier.label}（Excel）", Form.XLSX, tier)
        menu.addSeparator()
        for order in (RosterOrder.STROKES, RosterOrder.PINYIN, RosterOrder.SCORE):
            self._add(menu, f"全部名单，{order.label}（PDF）", Form.PDF, None, order)
        if board.decisions:
            menu.addSeparator()
            menu.addAction("决定文件和附件（PDF）…").triggered.connect(
                lambda *_: self.export_decision()
            )
        if board.campaign.newest is not None:
            menu.addSeparator()
            menu.addAction("全部人员的结果和依据（Excel）…").triggered.connect(
                lambda *_: self.export_everybody()
            )
        if board.campaign.applied is not None:
            menu.addAction("验证包（不用本程序就能重算）…").triggered.connect(
                lambda *_: self.export_proof()
            )

    def _add(
        self,
        menu: QMenu,
        text: str,
        form: Form,
        tier: Tier | None,
        order: RosterOrder = RosterOrder.SUBMITTED,
    ) -> None:
        menu.addAction(text).triggered.connect(lambda *_: self.export(form, tier, order))

    def export(self, form: Form, tier: Tier | None, order: RosterOrder) -> None:
        """Ask where to and write; the journal tells of it."""
        board = self._board
        if board is None:
            return
        desk, campaign_id = self._session.desk, board.campaign.id
        proposed = "" if board.campaign.state in FROZEN else f"拟{board.campaign.kind.label}"
        what = tier.label if tier else "人员"

        def write(path: Path, progress: Progress) -> object:
            return write_roster(
                desk, campaign_id, path, form, order=order, tier=tier, progress=progress
            )

        self._saving.save(
            Writing(
                f"{titled(board.campaign)} {proposed}{what}名单",
                write,
                "正在写出名单",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )

    def export_decision(self) -> None:
        """Ask what the data cannot know and where to, and write the decision."""
        from hrgrid.ui.honours.decision_paper import DecisionPaperDialog

        board = self._board
        if board is None:
            return
        box = DecisionPaperDialog(board, self._over)
        if box.exec() != QDialog.DialogCode.Accepted:
            return
        desk, campaign_id, wanted = self._session.desk, board.campaign.id, box.wanted

        def write(path: Path, progress: Progress) -> object:
            return write_decision(desk, campaign_id, path, wanted, progress=progress)

        self._saving.save(
            Writing(
                f"{titled(board.campaign)} 决定",
                write,
                "正在写出决定文件",
                topic="journal",
                kind=PAGES,
            )
        )

    def export_everybody(self) -> None:
        """Ask where to and write every line with what it rests on."""
        board = self._board
        if board is None:
            return
        desk, campaign_id = self._session.desk, board.campaign.id
        self._saving.save(
            Writing(
                f"{titled(board.campaign)} 全部人员的结果和依据",
                lambda path, progress: write_everybody(desk, campaign_id, path, progress),
                "正在写出全部人员的结果和依据",
                told="里面有不符合条件的原因，不要外传。",
                topic="journal",
            )
        )

    def export_proof(self) -> None:
        """Ask where to and write the package that rebuilds the list in force without us."""
        board = self._board
        if board is None:
            return
        desk, campaign_id = self._session.desk, board.campaign.id
        self._saving.save(
            Writing(
                f"{titled(board.campaign)} 评选验证包",
                lambda path, _progress: write_proof(desk, campaign_id, path),
                "正在写出验证包",
                told="里面没有姓名和工号，解压后运行“python 核验.py”就能重算比对。",
                topic="journal",
                kind=PACKAGES,
            )
        )
