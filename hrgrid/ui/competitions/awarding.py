"""颁奖: who gets what by the ranking, ties across a line decided; prizes taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.training.rules.competition_rows import AwardRow, PrizeTie
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.parts import entry
from hrgrid.ui.session import Session

_ALL, _LOT = "all", "lot"


class AwardDialog(CompetitionForm):
    """What will be recorded, prize by prize, and a choice for every tie across a line."""

    WIDTH = 520

    def __init__(self, session: Session, read: Read, parent: QWidget) -> None:
        super().__init__(session, "颁奖", self._act(read), parent)
        self._id, self._plan = read.id, read.plan
        self.answers: dict[int, Choice] = {}
        told = "照已定的名次和确认过的名额记获奖者；记下以后要改，只能走复核和更正通知。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for prize in read.prizes:
            if not prize.ranking:
                continue
            names = [one.name for one in read.plan.holders if one.prize_id == prize.id]
            where = f"{prize.ranking_title} · " if prize.ranking_title else ""
            title = f"{where}{prize.label}（{len(names)} / {prize.places} 名）"
            self.form.addWidget(entry(title, "、".join(names) or "没有人"))
        for tie in read.plan.ties:
            self.form.addWidget(self._decided(tie))
        self.on_act(self._award)
        self.act.setFocus()

    @staticmethod
    def _act(read: Read) -> str:
        """How many hold a prize, where no tie is left to decide."""
        return "记下获奖者" if read.plan.ties else f"记下 {len(read.plan.holders)} 个获奖者"

    def _decided(self, tie: PrizeTie) -> QWidget:
        names = "、".join(tie.names)
        choice = Choice(
            f"{tie.label}：{names}并列第 {tie.rank} 名，只剩 {tie.places} 个名额",
            ((_ALL, f"{len(tie.names)} 人都给"), (_LOT, "按抽签的先后给")),
        )
        self.answers[tie.prize_id] = choice
        hint = "抽签先在“排名”里记下结果。"
        return named(choice, hint)

    def _award(self) -> None:
        competition_id = self._id
        every = [one for one, way in self.answers.items() if way.currentData() == _ALL]
        lots = [one for one, way in self.answers.items() if way.currentData() == _LOT]
        self.send(
            lambda work: services.award(work, competition_id, lots, every),
            lambda count: f"已记下 {count} 个获奖者。可以签发获奖证书了。",
            title="正在记获奖者",
        )


class WithdrawDialog(CompetitionForm):
    """A prize that is taken back, with the reason; it stays on record."""

    def __init__(self, session: Session, row: AwardRow, parent: QWidget) -> None:
        super().__init__(
            session, f"收回{row.name}的{row.label}", "收回奖项", parent, takes_away=True
        )
        self._row = row
        self.reason = TextField("事由", hint="例如：复核后名次不再获奖")
        told = "证书随之作废，记录留底。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        self.reason.setFocus()

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        award_id = self._row.id
        self.send(
            lambda work: services.withdraw_award(work, award_id),
            f"已收回{self._row.name}的{self._row.label}。",
            reason=reason,
        )
