"""Who came to a vote of the committee, and who of them keeps out of a nominee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Meeting, meeting, meeting_of
from hrgrid.honours.queries.meeting_rows import MemberRow, RecusalRow, VotedItem
from hrgrid.honours.rules.meeting import VoteWay
from hrgrid.honours.service import lift_member_recusal, recuse_member, set_present
from hrgrid.panels.rules.words import Ground
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_MEMBERS: tuple[Column[MemberRow], ...] = (
    Column("席位", lambda row: f"{row.seat_no}", 56, right=True),
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("职务", lambda row: row.post, 120),
    Column("单位", lambda row: row.unit, 140, grows=True),
    Column("到会", lambda row: "到会" if row.present else "缺席", 80,
           chip=lambda row: "ok" if row.present else "mute"),
)  # fmt: skip


class MembersDialog(RowsDialog[MemberRow]):
    """Who came."""

    WIDTH = 600

    def __init__(self, session: Session, campaign_id: int, parent: QWidget) -> None:
        told = "没有到会的人改成缺席，已录的票数随之要重新核对。"
        super().__init__(session, "到会情况", told, _MEMBERS, parent)
        self._campaign_id = campaign_id
        self.turn = self.button("改成缺席", self._turn, main=True)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[MemberRow]:
        """Everybody entitled."""
        found = meeting_of(work, self._campaign_id)
        return found.members if found is not None else ()

    def offer(self, row: MemberRow | None) -> None:
        """Come or not."""
        self.turn.setEnabled(row is not None)
        self.turn.setText("改成到会" if row is not None and not row.present else "改成缺席")

    def _turn(self) -> None:
        row = self.current
        if row is None:
            return
        self.session.tasks.write(
            lambda work: set_present(work, row.id, present=not row.present),
            topic=TOPIC,
            done=lambda _: self.refresh(),
            failed=self.refuse,
        )


@dataclass(frozen=True)
class KeptOut:
    """A member before one nominee; `recusal` is why he does not vote on him."""

    member: MemberRow
    recusal: RecusalRow | None

    @property
    def told(self) -> str:
        """Absent, keeping out with the ground, or voting."""
        if self.recusal is not None:
            return f"回避：{self.recusal.ground.label}"
        return "投票" if self.member.present else "缺席"


_KEPT_OUT: tuple[Column[KeptOut], ...] = (
    Column("席位", lambda row: f"{row.member.seat_no}", 56, right=True),
    Column("姓名", lambda row: row.member.name, 90, strong=True),
    Column("单位", lambda row: row.member.unit, 120, grows=True),
    Column("说明", lambda row: row.recusal.note if row.recusal else "", 130, quiet=True,
           drops=True),
    Column("投不投票", lambda row: row.told, 120,
           chip=lambda row: "warn" if row.recusal else "ok" if row.member.present else "mute"),
)  # fmt: skip


class KeepOutDialog(RowsDialog[KeptOut]):
    """Who of the members votes on this nominee."""

    WIDTH = 600

    def __init__(self, session: Session, found: Meeting, item: VotedItem, parent: QWidget) -> None:
        gone = (
            "登记回避以后，这名委员对这个人选的票删去。"
            if found.way is VoteWay.BALLOTS
            else "登记或取消回避以后，这个人选的票数清空，要按纸质票重录。"
        )
        told = f"同单位的委员召集时已自动回避。{gone}"
        super().__init__(session, f"对{item.name}的回避", told, _KEPT_OUT, parent)
        self._vote_id, self._item = found.id, item
        self.keep_out = self.button("登记回避…", self._keep_out, main=True)
        self.lift = self.button("取消回避", self._lift)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[KeptOut]:
        """Everybody entitled, as they stand to this nominee."""
        found = meeting(work, self._vote_id)
        key = self._item.nomination_id
        own = {one.member_id: one for one in found.recusals if one.nomination_id == key}
        return [KeptOut(member, own.get(member.id)) for member in found.members]

    def offer(self, row: KeptOut | None) -> None:
        """Keeps out or not."""
        self.keep_out.setEnabled(row is not None and row.recusal is None)
        self.lift.setEnabled(row is not None and row.recusal is not None)

    def _keep_out(self) -> None:
        if self.current is not None:
            self.do(KeepOutForm(self.session, self.current.member, self._item, self))

    def _lift(self) -> None:
        row, key = self.current, self._item.nomination_id
        if row is None:
            return
        self.session.tasks.write(
            lambda work: lift_member_recusal(work, row.member.id, key),
            topic=TOPIC,
            done=lambda _: self.refresh(),
            failed=self.refuse,
        )


class KeepOutForm(MatterForm):
    """Why a member does not vote on a nominee."""

    TOPIC = TOPIC

    def __init__(
        self, session: Session, member: MemberRow, item: VotedItem, parent: QWidget
    ) -> None:
        super().__init__(session, f"{member.name}回避", "登记回避", parent)
        self._member_id, self._key = member.id, item.nomination_id
        self.ground = Choice("原因", [(one, one.label) for one in Ground])
        self.note = TextField("说明", hint="选“其他”时要写")
        self.form.addWidget(label(f"{member.name}不参加对{item.name}的表决。", "body2", wraps=True))
        self.form.addWidget(named(self.ground))
        self.form.addWidget(named(self.note))
        self.on_act(self._go)

    def _go(self) -> None:
        member_id, key = self._member_id, self._key
        ground, note = self.ground.currentData(), self.note.text().strip()
        self.send(lambda work: recuse_member(work, member_id, key, ground, note))
