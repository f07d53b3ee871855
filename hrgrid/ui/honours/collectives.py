"""集体荣誉: units and teams named, chosen by the meeting, decided with the campaign."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.collectives import (
    CollectiveRow,
    Collectives,
    collectives,
)
from hrgrid.honours.rules.collectives import (
    CollectiveState,
)
from hrgrid.honours.rules.words import FROZEN, CampaignState
from hrgrid.honours.service.collectives import move_collective
from hrgrid.honours.service.honouring import decide_collectives, issue_collective_certificates
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.forms import label
from hrgrid.ui.honours.collective_forms import (
    AwardsForm,
    ChooseForm,
    ExcludeForm,
    NominateForm,
    RevokeCollectiveForm,
)
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_S = CollectiveState
_CHIPS = {
    _S.NOMINATED: "mute",
    _S.EXCLUDED: "mute",
    _S.CHOSEN: "info",
    _S.DECIDED: "ok",
    _S.REVOKED: "bad",
}
_COLUMNS: tuple[Column[CollectiveRow], ...] = (
    Column("单位或团队", lambda row: row.name, 190, grows=True, strong=True),
    Column("荣誉", lambda row: row.title, 120),
    Column("推荐次序", lambda row: str(row.unit_rank), 76, right=True, drops=True),
    Column("得票", lambda row: "" if row.votes is None else str(row.votes), 60, right=True),
    Column("名次", lambda row: "" if row.place is None else str(row.place), 60, right=True),
    Column("成员", lambda row: "、".join(row.members), 150, drops=True),
    Column("会议号或文号", lambda row: row.document_no or row.meeting_no, 160, drops=True),
    Column("状态", lambda row: row.state.label, 90, chip=lambda row: _CHIPS[row.state]),
)


class CollectivesDialog(RowsDialog[CollectiveRow]):
    """Everybody named for a collective honour, by kind."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        told = (
            "由会议定下给谁、谁在前，不按公式计算；随评选的决定一并公布，"
            "名单附在决定后面，证书和个人的一起打印。"
        )
        super().__init__(session, f"集体荣誉：{titled(board.campaign)}", told, _COLUMNS, parent)
        self._campaign = board.campaign
        self.found: Collectives | None = None
        self.kinds = label("", "label", wraps=True)
        self.body.insertWidget(2, self.kinds)
        runs = session.may(Right.RUN_HONOURS) and board.campaign.state is not CampaignState.ARCHIVED
        self.add = self.button("推荐一个…", self._add, main=True)
        self.choose = self.button("会议决定…", self._choose)
        self.further = self.button("更多", lambda: None)
        self.further.setMenu(QMenu(self.further))
        self.further.menu().aboutToShow.connect(self._fill)
        self.further.setVisible(
            runs or session.may(Right.DECIDE_HONOURS) or session.may(Right.PRINT_PAPERS)
        )
        self._runs = runs
        for button in (self.add, self.choose):
            button.setVisible(runs)
        self.refresh()

    def refresh(self) -> None:
        """Read the kinds and the rows."""
        key = self._campaign.id
        self.session.tasks.read(lambda work: collectives(work, key), self._show, failed=self.refuse)

    def _show(self, found: Collectives) -> None:
        """Nobody is named before there is a kind; a meeting needs somebody named."""
        self.found = found
        self.model.show_rows(found.rows)
        awards = found.awards
        parts = []
        for title, places in awards:
            taken = len(found.of(title, _S.CHOSEN, _S.DECIDED))
            parts.append(f"{title} {places} 个名额，已定 {taken} 个")
        self.kinds.setText("；".join(parts) or "还没有设荣誉和名额。请先点“更多”里的“荣誉和名额”。")
        self.add.setEnabled(bool(awards))
        self.choose.setEnabled(any(found.of(title, _S.NOMINATED, _S.CHOSEN) for title, _ in awards))

    def _fill(self) -> None:
        menu, row, found = self.further.menu(), self.current, self.found
        menu.clear()
        if found is None:
            return
        if self._runs:
            _entry(menu, "荣誉和名额…", self._kinds)
            named = row is not None and row.state is _S.NOMINATED
            _entry(menu, "次序上移", lambda: self._move(up=True), able=named)
            _entry(menu, "次序下移", lambda: self._move(up=False), able=named)
            live = row is not None and row.state in (_S.NOMINATED, _S.CHOSEN)
            _entry(menu, "排除…", self._exclude, able=live)
            menu.addSeparator()
        frozen = found.campaign.state in FROZEN
        chosen = any(one.state is _S.CHOSEN for one in found.rows)
        decided = any(one.state is _S.DECIDED for one in found.rows)
        if self.session.may(Right.DECIDE_HONOURS):
            _entry(menu, "随评选决定一并公布", self._decide, able=frozen and chosen)
            own = row is not None and row.state is _S.DECIDED
            _entry(menu, "撤销…", self._revoke, able=own)
        if self.session.may(Right.PRINT_PAPERS):
            _entry(menu, "签发证书", self._issue, able=decided)

    # --- deeds --------------------------------------------------------------------------------

    def _kinds(self) -> None:
        if self.found is not None:
            self.do(AwardsForm(self.session, self.found, self))

    def _add(self) -> None:
        if self.found is not None:
            self.do(NominateForm(self.session, self.found, self))

    def _choose(self) -> None:
        if self.found is not None:
            self.do(ChooseForm(self.session, self.found, self))

    def _exclude(self) -> None:
        if self.current is not None:
            self.do(ExcludeForm(self.session, self.current, self))

    def _revoke(self) -> None:
        if self.current is not None:
            self.do(RevokeCollectiveForm(self.session, self.current, self))

    def _move(self, *, up: bool) -> None:
        row = self.current
        if row is not None:
            self._write(lambda work: move_collective(work, row.id, up=up), lambda _: "")

    def _decide(self) -> None:
        key = self._campaign.id
        self._write(
            lambda work: decide_collectives(work, key),
            lambda count: f"{count} 个集体荣誉已用评选的文号决定，名单附在决定文件后面。",
        )

    def _issue(self) -> None:
        key = self._campaign.id
        self._write(
            lambda work: issue_collective_certificates(work, key),
            lambda count: f"新签发集体证书 {count} 张，到“证书与报表”打印。",
        )

    def _write(self, job: Callable[[UnitOfWork], object], said: Callable[[object], str]) -> None:
        def done(came: object) -> None:
            self.refresh()
            sentence = said(came)
            if sentence:
                self.tell(Message(sentence, Kind.OK))

        self.session.tasks.write(job, topic=TOPIC, done=done, failed=self.refuse)


def _entry(menu: QMenu, text: str, does: Callable[[], object], *, able: bool = True) -> None:
    action = menu.addAction(text)
    action.setEnabled(able)
    action.triggered.connect(lambda *_: does())
