"""What is recorded from paper on the way: the committee's meeting, and the publicity."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.core.workdays import LastDay
from hrgrid.honours.queries import Board, publicity_end
from hrgrid.honours.queries.opinions import opinion_warnings
from hrgrid.honours.service import (
    Evidence,
    PublicityForm,
    record_committee,
    record_publicity,
)
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.honours.words import TOPIC, day, titled
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


class PublicityDialog(FormDialog):
    """The publicity as it hangs out on paper; the last day follows the office's calendar."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("登记公示", "登记公示", parent)
        self._session, self._board = session, board
        self._asked = 0
        days = board.scheme.publicity_days
        told = f"按张贴或发布的那份公示登记。首日计入，要满 {days} 个工作日，满了才能报请决定。"
        self.first = DateField("公示首日")
        self.last = DateField("公示末日")
        self.where = TextField("在哪里公示", hint="例如：委机关公示栏、各单位公示栏、政府网站")
        self._last = Field("公示末日", self.last, hint=" ")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("公示首日", self.first))
        self.form.addWidget(self._last)
        self.form.addWidget(Field("在哪里公示", self.where))
        self.on_act(self._record)
        self.first.changed.connect(self._count)
        self.first.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.where.setFocus()

    def _count(self) -> None:
        first, campaign_id = self.first.value, self._board.campaign.id
        if first is None:
            return
        self._asked += 1
        asked = self._asked

        def take(found: LastDay) -> None:
            # Another first day may have been typed meanwhile.
            if asked == self._asked:
                self._show(found)

        self._session.tasks.read(lambda work: publicity_end(work, campaign_id, first), take)

    def _show(self, found: LastDay) -> None:
        self.last.put(found.day)
        days = self._board.scheme.publicity_days
        told = "；".join(found.warnings)
        self._last.show_hint(f"{days} 个工作日到 {day(found.day)}，已避开节假日。{told}")
        self.fit()

    def _record(self) -> None:
        first, campaign_id = self.first.value, self._board.campaign.id
        if first is None:
            self.refuse("没有写公示首日，或日期读不出来。请写成 2026-04-02。")
            return
        form = PublicityForm(first, self.where.text(), self.last.value)
        self._session.tasks.write(
            lambda work: record_publicity(work, campaign_id, form),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
        )
