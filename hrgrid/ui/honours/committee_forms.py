"""What a vote of the committee asks for: who convenes it, votes on one, the end, a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board, Meeting
from hrgrid.honours.rules.meeting import VoteWay
from hrgrid.honours.service import (
    Counted,
    MeetingForm,
    MemberForm,
    close_vote,
    convene,
    recuse_units,
    void_vote,
)
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextBox, TextField, Tick, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import (
    MatterForm,
    ReasonForm,
    beside,
    day_of,
    filled,
    named,
    today_field,
)
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session


class ConveneForm(MatterForm):
    """The meeting and who may vote."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "召集表决", "召集表决", parent)
        self._campaign_id = board.campaign.id
        self.title = TextField("会议名称", text="书记办公会")
        self.on = today_field("会议日期")
        self.place = TextField("地点")
        self.chair = TextField("主持人")
        self.recorder = TextField("记录人")
        self.members = TextBox("有表决权的人", "周明，书记\n李安，副书记", 4)
        self.way = Choice("计票方式", [(one, one.label) for one in VoteWay])
        self.reserves = Tick("候补的人一起表决，递补时不用再开会")
        self.reserves.setChecked(True)
        self.told = label("", "caption", wraps=True)
        self.form.addLayout(beside(named(self.title), named(self.on)))
        self.form.addLayout(beside(named(self.place), named(self.chair), named(self.recorder)))
        hint = "一行一人：姓名，职务，单位。召集后不能增减。"
        self.form.addWidget(named(self.members, hint=hint))
        self.form.addLayout(beside(named(self.way), self.told))
        self.form.addWidget(self.reserves)
        self.way.currentIndexChanged.connect(lambda _: self._tell_way())
        self._tell_way()
        self.on_act(self._convene)
        self.members.setFocus()

    def _tell_way(self) -> None:
        self.told.setText(VoteWay(self.way.currentData()).explanation)

    def _read(self) -> MeetingForm:
        lines = self.members.toPlainText().splitlines()
        return MeetingForm(
            filled(self.title, "书记办公会"),
            day_of(self.on),
            tuple(_member(line) for line in lines if line.strip()),
            place=self.place.text(),
            chair=self.chair.text(),
            recorder=self.recorder.text(),
            way=self.way.currentData(),
            with_reserves=self.reserves.isChecked(),
        )

    def _convene(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        campaign_id = self._campaign_id

        def job(work: UnitOfWork) -> int:
            vote_id = convene(work, campaign_id, form)
            # Who belongs to a nominee's unit keeps out without being asked.
            recuse_units(work, vote_id)
            return vote_id

        self.send(job, "已召集表决，名单和有表决权的人已定下。")


def _member(line: str) -> MemberForm:
    parts = [part.strip() for part in line.replace(",", "，").split("，")]
    return MemberForm(*parts[:3])


class CloseVoteForm(MatterForm):
    """The number of the meeting, and the scan of the paper that was counted."""

    TOPIC = TOPIC

    def __init__(self, session: Session, found: Meeting, parent: QWidget) -> None:
        super().__init__(session, "截止计票", "截止计票", parent)
        self._vote_id = found.id
        self.document = TextField("会议号", hint="例如：书记办公会纪要〔2026〕6号")
        self.scan = ScanField("签字的计票单")
        told = "没有过半数赞成的人退出名单，由下一名递补。截止后票数不能再改。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.document))
        self.form.addWidget(self.scan)
        self.on_act(self._close)
        self.document.setFocus()

    def _read(self) -> tuple[str, tuple[str, bytes, str] | None]:
        path = self.scan.path
        return filled(self.document, "书记办公会纪要〔2026〕6号"), read_scan(path) if path else None

    def _close(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        document, scan = read
        vote_id = self._vote_id

        def job(work: UnitOfWork) -> Counted:
            sha256 = attach(work, *scan).sha256 if scan is not None else None
            return close_vote(work, vote_id, document, sha256)

        self.send(job)


class VoidVoteForm(ReasonForm):
    """The vote does not count."""

    TOPIC = TOPIC

    def __init__(self, session: Session, found: Meeting, parent: QWidget) -> None:
        super().__init__(
            session,
            "作废这场表决",
            "作废",
            parent,
            told=f"“{found.title}”作废后留底，可以重新召集。因没有通过而退出的人不会回来。",
            example="到会人数记错",
            takes_away=True,
        )
        self._vote_id = found.id
        self.on_act(self._void)

    def _void(self) -> None:
        reason, vote_id = self.reason_given(), self._vote_id
        if reason is not None:
            self.send(lambda work: void_vote(work, vote_id), "已作废。", reason=reason)
