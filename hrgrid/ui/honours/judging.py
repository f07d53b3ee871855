"""评审打分: the panels of each tier, their judges and marks, and the vote of the public."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.queries import (
    Board,
    ReviewPanel,
    proposed_kin,
    review_panels,
)
from hrgrid.honours.queries.reviewing import Kin
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import (
    ReviewForm,
    close_review,
    open_review,
    take_assessment,
)
from hrgrid.panels.rules.words import Ground, PanelState
from hrgrid.panels.service import SeatForm, recuse
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.forms import Choice, TextBox, label
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_PANELS: tuple[Column[ReviewPanel], ...] = (
    Column("称号", lambda row: row.tier.label, 100, strong=True),
    Column("组", lambda row: f"第 {row.group} 组", 70),
    Column("对象", lambda row: f"{row.entrants:,}", 60, right=True),
    Column("评委", lambda row: f"{len(row.judges)}", 56, right=True),
    Column("已录", lambda row: f"{row.progress.done:,} / {row.progress.whole:,}", 110, right=True),
    Column("回避", lambda row: f"{row.recused}", 56, right=True, drops=True),
    Column("同姓待核", lambda row: f"{row.suspects}" if row.suspects else "", 84, right=True,
           chip=lambda row: "warn" if row.suspects else ""),
    Column("状况", lambda row: row.state.label, 90, grows=True,
           chip=lambda row: "ok" if row.state is PanelState.CLOSED else "info"),
)  # fmt: skip
_KIN: tuple[Column[Kin], ...] = (
    Column("评委", lambda row: f"{row.seat.seat_no}　{row.seat.name}", 120, strong=True),
    Column("推荐对象", lambda row: row.entrant.name, 100),
    Column("为什么问", lambda row: row.reason, 260, grows=True),
)


def keyed(session: Session, panel_id: int, over: QWidget) -> bool:
    """Open the score grid of a panel; whether its marks shall be closed."""
    from hrgrid.ui.scoring.dialog import ScoringDialog
    from hrgrid.ui.scoring.model import Headings

    headings = Headings("推荐对象", "单位")
    box = ScoringDialog(session, panel_id, over, closes=False, headings=headings)
    box.finish_wanted.connect(box.accept)
    return bool(box.exec())


class ReviewDialog(RowsDialog[ReviewPanel]):
    """Enter opens the score grid of a panel; what is all there is closed and becomes marks."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        told = (
            "每一组评委一张评分表，按方案去掉最高最低分后平均。同单位的评委自动回避；"
            "录齐后“截止并取分”，平均分就是评审分。"
        )
        super().__init__(session, "评审打分", told, _PANELS, parent)
        self._board = board
        runs = session.may(Right.RUN_HONOURS)
        opens = runs and board.campaign.state is CampaignState.REVIEWING
        self.add = self.button("设评委组…", self._add)
        self.add.setVisible(opens)
        self.kin = self.button("核对同姓…", self._kin)
        self.kin.setVisible(runs)
        self.score = self.button("录入评分", self._score, main=True)
        self.close_marks = self.button("截止并取分", self._close)
        self.close_marks.setVisible(runs)
        self.year = self.button("取年度考核作业绩分", self._take_year)
        self.year.setVisible(runs and bool(board.scheme.merit_from_assessment))
        self.table.opened.connect(lambda _: self._score())
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[ReviewPanel]:
        """The panels by tier and group."""
        return review_panels(work, self._board.campaign.id)

    def offer(self, row: ReviewPanel | None) -> None:
        """Marks that are all there may be closed."""
        is_open = row is not None and row.state is PanelState.OPEN
        whole = row is not None and row.progress.done == row.progress.whole
        self.score.setEnabled(row is not None)
        self.kin.setEnabled(row is not None and row.suspects > 0 and is_open)
        self.close_marks.setEnabled(is_open and whole)
        self.close_marks.setToolTip("" if whole else "还有没录的分，录齐后才能截止")
        if self.add.isVisible() and not self.model.rowCount():
            self.tell(Message("还没有评委组。先设评委组，再录入评分。", Kind.INFO))

    def _add(self) -> None:
        self.do(OpenReviewForm(self.session, self._board, self))

    def _kin(self) -> None:
        if self.current is not None:
            KinDialog(self.session, self.current, self).exec()
            self.refresh()

    def _score(self) -> None:
        if self.current is None:
            return
        if keyed(self.session, self.current.id, self):
            self._close()
        self.refresh()

    def _close(self) -> None:
        row = self.current
        if row is None:
            return

        def done(count: int) -> None:
            self.refresh()
            self.tell(Message(f"“{row.title}”已截止，{count} 人有了评审分。请重新计算排名。"))

        self.session.tasks.write(
            lambda work: close_review(work, row.id),
            topic=TOPIC,
            done=done,
            failed=self.refuse,
            title="正在截止评分",
        )

    def _take_year(self) -> None:
        campaign_id = self._board.campaign.id

        def done(count: int) -> None:
            self.tell(Message(f"{count} 人取了年度考核的分。表里写了业绩分的人不变。"))

        self.session.tasks.write(
            lambda work: take_assessment(work, campaign_id),
            topic=TOPIC,
            done=done,
            failed=self.refuse,
        )


class OpenReviewForm(MatterForm):
    """Who judges which tier; a blank line begins another group."""

    TOPIC = TOPIC
    WIDTH = 480

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "设评委组", "设评委组", parent)
        self._campaign_id = board.campaign.id
        self.tier = Choice("评哪一级", [(one.tier, one.tier.label) for one in board.tiers])
        self.judges = TextBox("评委", "诸葛明，市委组织部\n欧阳文，市公安局", 8)
        told = "分几组时，推荐对象按区县的次序平均分到各组；同单位的评委对本单位的人自动回避。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.tier))
        hint = "一行一名：姓名，单位。空一行另起一组。"
        self.form.addWidget(named(self.judges, hint=hint))
        self.on_act(self._open)
        self.judges.setFocus()

    def _read(self) -> ReviewForm:
        groups = tuple(
            tuple(_seat(line) for line in part.splitlines() if line.strip())
            for part in self.judges.toPlainText().strip().split("\n\n")
        )
        if not any(groups):
            raise UserError("还没有写评委。请一行写一名：姓名，单位")
        return ReviewForm(self.tier.currentData(), tuple(group for group in groups if group))

    def _open(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        campaign_id = self._campaign_id
        self.send(
            lambda work: open_review(work, campaign_id, form),
            lambda panels: f"已设 {len(panels)} 组评委，可以录入评分。",
        )


def _seat(line: str) -> SeatForm:
    name, _, unit = line.replace(",", "，").partition("，")
    if not name.strip():
        raise UserError(f"“{line.strip()}”没有写姓名。请写成：姓名，单位")
    return SeatForm(name.strip(), unit.strip())


class KinDialog(RowsDialog[Kin]):
    """Judges and nominees of one surname: people decide whether they are kin."""

    WIDTH = 640

    def __init__(self, session: Session, panel: ReviewPanel, parent: QWidget) -> None:
        told = "姓相同不等于是亲属。问过本人，确是亲属的登记回避；不是的不用管。"
        super().__init__(session, f"核对同姓：{panel.title}", told, _KIN, parent)
        self._panel_id = panel.id
        self.keep_out = self.button("是亲属，登记回避", self._recuse, main=True)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[Kin]:
        """The pairs that nobody decided on."""
        return proposed_kin(work, self._panel_id)

    def offer(self, row: Kin | None) -> None:
        """A pair."""
        self.keep_out.setEnabled(row is not None)

    def _recuse(self) -> None:
        row = self.current
        if row is None:
            return
        self.session.tasks.write(
            lambda work: recuse(work, row.seat.id, row.entrant.id, Ground.KIN, row.reason),
            topic=TOPIC,
            done=lambda _: self.refresh(),
            failed=self.refuse,
        )
