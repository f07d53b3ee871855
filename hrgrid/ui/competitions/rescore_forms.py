"""Forms of a re-score: begun with a reason, cancelled, approved and applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import ProtestState
from hrgrid.training.rules.competition_rows import (
    ProtestRow,
    RescorePreview,
    RescoreRow,
    TouchedAward,
)
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.approving import CompetitionApproval
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.forms import Choice, Field, TextField, Tick, label
from hrgrid.ui.matters.approving import Approved
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session


def _touched(one: TouchedAward) -> str:
    """Whose prize, and where his place went: 张晨的一等奖（第 1 名 → 第 4 名）."""
    now = "没有名次" if one.new_rank is None else f"第 {one.new_rank} 名"
    was = "" if one.old_rank is None else f"第 {one.old_rank} 名 → "
    return f"{one.name}的{one.label}（{was}{now}）"


class OpenRescoreDialog(CompetitionForm):
    """Why, and over which protest."""

    def __init__(
        self,
        session: Session,
        competition_id: int,
        protests: Sequence[ProtestRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, "开始复核", "开始复核", parent)
        self._id = competition_id
        upheld = [one for one in protests if one.state is ProtestState.UPHELD]
        entries: list[tuple[object, str]] = [(None, "没有申诉，主动复核")]
        self.protest = Choice(
            "根据哪件申诉",
            [*((one.id, f"申诉 {one.number}：{one.competitor}") for one in upheld), *entries],
        )
        self.reason = TextField("事由", hint="例如：评委 3 的评分表抄录有误")
        self.form.addWidget(named(self.protest))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        self.reason.setFocus()

    @property
    def opened(self) -> int | None:
        """The id of the re-score."""
        return self.result_value if isinstance(self.result_value, int) else None

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        competition_id, protest_id = self._id, self.protest.currentData()
        self.send(
            lambda work: services.open_rescore(work, competition_id, reason, protest_id),
            reason=reason,
        )


class CancelRescoreDialog(CompetitionForm):
    """Nothing of it happens."""

    def __init__(self, session: Session, row: RescoreRow, parent: QWidget) -> None:
        super().__init__(
            session, f"取消第 {row.number} 次复核", "取消复核", parent, takes_away=True
        )
        self._id, self._number = row.id, row.number
        self.reason = TextField("事由", hint="例如：核对后没有差错")
        self.form.addWidget(label("攒下的改动都不生效，成绩和名次不变。", "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self._away.setText("再看看")
        self.on_act(self._go)
        self.reason.setFocus()

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        rescore_id = self._id
        self.send(
            lambda work: services.cancel_rescore(work, rescore_id),
            f"第 {self._number} 次复核已取消，成绩不变。",
            reason=reason,
        )


class ApplyRescoreDialog(CompetitionApproval):
    """Approved and applied at once; of each prize touched it is said whether it is kept.

    Nothing is chosen beforehand: whoever holds a prize keeps or loses it by a decision alone.
    """

    def __init__(self, session: Session, preview: RescorePreview, parent: QWidget) -> None:
        row = preview.rescore
        moved = sum(one.old_rank != one.new_rank for one in preview.moved)
        told = (
            f"{len(preview.changes)} 处改动，{moved} 个名次变化。生效后重新排名，原来的排名留底。"
        )
        super().__init__(session, "复核生效", "复核生效", parent, told)
        self._preview, self._id, self._number = preview, row.id, row.number
        self.notice = TextField("更正通知文号", hint="例如：盐南政法〔2026〕25号")
        self.keeps: dict[int, Choice] = {}
        self._asks: dict[int, Field] = {}
        for one in preview.touched:
            ways: list[tuple[object, str]] = [
                (None, "选择保留或收回"), (True, "保留"), (False, "收回"),
            ]  # fmt: skip
            self.keeps[one.award_id] = Choice(_touched(one), ways)
            self._asks[one.award_id] = named(self.keeps[one.award_id])
            self.decision_column.addWidget(self._asks[one.award_id])
        self.why = TextField("保留或收回的理由", text=row.reason)
        if preview.touched:
            self.decision_column.addWidget(named(self.why))
        self.add_new: dict[tuple[int, int], Tick] = {}
        for new in preview.newly:
            tick = Tick(f"补发{new.name}的{new.label}")
            tick.setChecked(True)
            self.add_new[new.prize_id, new.competitor_id] = tick
            self.decision_column.addWidget(tick)
        if preview.needs_notice:
            self.decision_column.addWidget(named(self.notice))
        self.show_state(None, may_decide=self._may)
        session.tasks.read(self._read_state, self._take_state, failed=self.refuse)

    @property
    def _may(self) -> bool:
        return self.session.may(Right.RUN_TRAINING)

    def _read_state(self, work: UnitOfWork) -> ApprovalState:
        subject = self.subject(work)
        return approval_state(work, subject.deed, subject.key)

    def _take_state(self, state: ApprovalState) -> None:
        self.show_state(state, may_decide=self._may)

    def subject(self, work: UnitOfWork) -> Subject:
        """The changes as they stand."""
        return services.rescore_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """All changes, the new ranking, the prizes: in the transaction of the approval."""
        answers = self._answers()
        why = filled(self.why) if answers else ""
        notice = filled(self.notice) if self._preview.needs_notice else ""
        new = tuple(key for key, tick in self.add_new.items() if tick.isChecked())
        return partial(
            services.apply_rescore,
            rescore_id=self._id,
            notice_no=notice,
            answers=answers,
            reason=why,
            give=new,
        )

    def _answers(self) -> dict[int, bool]:
        """Who keeps his prize (True). UserError naming the first of whom it was not said."""
        open_now = []
        for one in self._preview.touched:
            said = f"{one.name}的{one.label}还没有定。请选择保留或收回。"
            if self.keeps[one.award_id].currentData() is None:
                open_now.append((one.award_id, said))
            else:
                said = ""
            self._asks[one.award_id].complain(said)
        if open_now:
            self.keeps[open_now[0][0]].setFocus()
            raise UserError(open_now[0][1])
        return {one: bool(choice.currentData()) for one, choice in self.keeps.items()}

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"第 {self._number} 次复核已生效，名次已重新排定。"
