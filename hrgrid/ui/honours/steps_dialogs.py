"""What is recorded from paper on the way: the committee's meeting."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board
from hrgrid.honours.queries.opinions import opinion_warnings
from hrgrid.honours.service import Evidence, record_committee
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


class CommitteeDialog(FormDialog):
    """The meeting that looked at the list: its number and day."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("登记会议审定", "登记会议审定", parent)
        self._session, self._board = session, board
        told = f"{titled(board.campaign)}的名单经会议审定后才能公示。"
        self.number = TextField("会议号", hint="例如：书记办公会纪要〔2026〕6号")
        self.on = DateField("会议日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("会议号", self.number))
        self.form.addWidget(Field("会议日期", self.on))
        self.on_act(self._record)
        self.number.setFocus()
        campaign_id = board.campaign.id
        session.tasks.read(lambda work: opinion_warnings(work, campaign_id), self._warn)

    def _warn(self, sentences: list[str]) -> None:
        """Who has not answered stands here; the meeting may go on all the same."""
        for at, sentence in enumerate(sentences[:3]):
            self.form.insertWidget(at + 1, Banner(Message(sentence, Kind.WARN)))
        self.fit_soon()

    def _record(self) -> None:
        campaign_id = self._board.campaign.id
        evidence = Evidence(self.number.text().strip(), self.on.value)
        self._session.tasks.write(
            lambda work: record_committee(work, campaign_id, evidence),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
        )
