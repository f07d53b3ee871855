"""What is done with a result: lots, prizes, protests, re-scores, advancement."""

from __future__ import annotations

import datetime as dt

from hrgrid.training.rules.competing import RescoreState
from hrgrid.training.rules.competition_rows import AwardRow, ProtestRow, RescoreRow
from hrgrid.ui.banners import Message
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.base_deeds import BaseDeeds
from hrgrid.ui.competitions.lots import LotDialog, Tie
from hrgrid.ui.competitions.words import TOPIC


class ResultDeeds(BaseDeeds):
    """Everything that follows the marks."""

    def draw_lots(self) -> None:
        """Equals whom nothing has parted."""
        if self.read is None or not self.runs:
            return
        standings = self.read.standings
        ties = [
            Tie(one.ranking, one.ranking_title, one.rank, one.numbers, one.names, one.blocks)
            for one in standings.ties
        ]
        if not ties:
            self.told.emit(Message("没有要抽签的并列。"))
            return
        LotDialog(self.session, self.key, ties, standings.input_hash, self.window).exec()

    def set_prizes(self) -> None:
        """How many of each."""
        from hrgrid.ui.competitions.prize_form import PrizesDialog

        if self.read is None or not self.session.is_today():
            return
        PrizesDialog(self.session, self.read, self.window).exec()

    def give_prize(self) -> None:
        """A prize that is given and not won."""
        from hrgrid.ui.competitions.giving import GiveDialog, UnitRow, read_units

        if self.read is None or not self.session.is_today():
            return
        read = self.read
        level = read.board.card.row.level

        def show(units: list[UnitRow]) -> None:
            GiveDialog(self.session, read, units, self.window).exec()

        self.session.tasks.read(lambda work: read_units(work, level), show, failed=self.refused)

    def open_award(self, row: AwardRow) -> None:
        """A prize that is taken back."""
        from hrgrid.ui.competitions.awarding import WithdrawDialog

        if row.id and self.runs and self.session.is_today():
            WithdrawDialog(self.session, row, self.window).exec()

    def issue_certificates(self) -> None:
        """Certificates for the prizes that are held."""
        from hrgrid.ui.documents.checking import Asking, check_then

        key = self.key
        if self.read is None:
            return

        def go() -> None:
            self.write(
                lambda work: services.issue_certificates(work, key),
                lambda count: (
                    f"已签发 {count} 张获奖证书，在“文书”里打印。"
                    if count
                    else "获奖证书都已签发，没有新的。"
                ),
                "正在签发证书",
            )

        told = "按奖项和名次编号、签发，编号用过不再用。"
        asking = Asking("签发前检查", f"“{self.read.board.card.row.title}”", told, "签发获奖证书")
        check_then(
            self.session,
            self.window,
            lambda work: services.check_certificates(work, key),
            asking,
            go,
        )

    def file_protest(self) -> None:
        """Within the time, or late with a reason."""

        from hrgrid.ui.competitions.protest_forms import FileProtestDialog
        from hrgrid.ui.competitions.protests import window_told

        if self.read is None or not self.takes_protests or not self.session.is_today():
            return
        card, now = self.read.board.card, dt.datetime.now(dt.UTC)
        late = card.protests_until is not None and card.protests_until <= now
        FileProtestDialog(
            self.session, self.read, window_told(card, now)[0], self.window, late=late
        ).exec()

    def open_protest(self, row: ProtestRow) -> None:
        """What becomes of it."""
        from hrgrid.ui.competitions.protest_forms import DecideProtestDialog

        DecideProtestDialog(self.session, row, self.window).exec()

    def rescore(self) -> None:
        """The re-score that is open, or a new one."""
        from hrgrid.ui.competitions.rescore_forms import OpenRescoreDialog

        if self.read is None or not self.session.is_today():
            return
        open_one = next((one for one in self.read.rescores if one.state is RescoreState.OPEN), None)
        if open_one is not None:
            self.show_rescore(open_one.id)
            return
        box = OpenRescoreDialog(self.session, self.key, self.read.protests, self.window)
        if box.exec() and box.opened is not None:
            self.show_rescore(box.opened)

    def open_rescore(self, row: RescoreRow) -> None:
        """One of the list."""
        self.show_rescore(row.id)

    def show_rescore(self, rescore_id: int) -> None:
        """Its changes and what they move."""
        from hrgrid.ui.competitions.rescore import RescoreDialog

        if self.read is not None:
            RescoreDialog(
                self.session, self.read.board, self.read.competitors, rescore_id, self.window
            ).exec()
            self.session.tasks.changed.emit(TOPIC)

    def advance(self) -> None:
        """The first go on to the next level."""
        from hrgrid.ui.competitions.advancing import AdvanceDialog

        if self.read is not None and self.session.is_today():
            AdvanceDialog(self.session, self.read.board, self.window).exec()
