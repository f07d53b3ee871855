"""Forms of a re-score: begun with a reason, one change, cancelled, approved and applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.core.rights import Right
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import ChangeKind, ProtestState
from hrgrid.training.rules.competition_rows import (
    CompetitorRow,
    EventRow,
    ProtestRow,
    RescorePreview,
    RescoreRow,
)
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.approving import CompetitionApproval
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.competitions.forms import CompetitionForm, PointsField
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.hiring.approving import Approved
from hrgrid.ui.hiring.forms import NumberField, beside, filled, named
from hrgrid.ui.session import Session


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


class ChangeDialog(CompetitionForm):
    """One change: the mark of a judge, points off or on, a running point, who took part."""

    WIDTH = 480

    def __init__(
        self,
        session: Session,
        rescore_id: int,
        events: Sequence[EventRow],
        competitors: Sequence[CompetitorRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, "加一处改动", "加进复核", parent)
        self._id = rescore_id
        self._events = {one.id: one for one in events}
        self.of_event = Choice("项目", [(one.id, one.title) for one in events])
        self.who = Choice("选手", [(one.id, f"{one.number} 号 {one.name}") for one in competitors])
        self.kind = Choice("改什么")
        self.seat = NumberField("评委席位", hint="例如：3")
        self.points = PointsField("改成几分", below=True)
        reasons: list[tuple[object, str]] = [(None, "有分")]
        self.none = Choice("没有分的原因", [*reasons, *((one, one.label) for one in NoMark)])
        self.what = TextField("名目", hint="例如：超时")
        self.status = Choice("参赛状态", [(one, one.label) for one in EntrantStatus])
        self.reason = TextField("依据", hint="例如：与原始评分表核对")
        self._seat, self._none = named(self.seat), named(self.none)
        self._points, self._what, self._status = (
            named(self.points), named(self.what), named(self.status),
        )  # fmt: skip
        self.form.addLayout(beside(named(self.of_event), named(self.who)))
        self.form.addWidget(named(self.kind))
        for part in (self._seat, self._none, self._points, self._what, self._status):
            self.form.addWidget(part)
        self.form.addWidget(named(self.reason))
        self.of_event.currentIndexChanged.connect(lambda _: self._offer())
        self.kind.currentIndexChanged.connect(lambda _: self._fold())
        self.none.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._go)
        self._offer()

    def _offer(self) -> None:
        event = self._events[int(self.of_event.currentData())]
        marked = (ChangeKind.MARK, ChangeKind.DEDUCTION, ChangeKind.EXTRA, ChangeKind.STATUS)
        kinds = (ChangeKind.POINT, ChangeKind.STATUS) if runs_by_points(event) else marked
        self.kind.fill([(one, one.label) for one in kinds])
        self._fold()

    def _fold(self) -> None:
        kind = self.kind.currentData()
        marks = kind is ChangeKind.MARK
        self._seat.setVisible(marks)
        self._none.setVisible(marks)
        self._points.setVisible(
            kind is not ChangeKind.STATUS and not (marks and self.none.currentData())
        )
        self._what.setVisible(kind in {ChangeKind.DEDUCTION, ChangeKind.EXTRA, ChangeKind.POINT})
        self._status.setVisible(kind is ChangeKind.STATUS)
        self.fit_soon()

    def _read(self) -> services.ChangeGiven:
        kind = self.kind.currentData()
        none = self.none.currentData() if kind is ChangeKind.MARK else None
        takes_points = kind is not ChangeKind.STATUS and none is None
        return services.ChangeGiven(
            kind=kind,
            event_id=int(self.of_event.currentData()),
            competitor_id=int(self.who.currentData()),
            reason=filled(self.reason, "与原始评分表核对"),
            seat_no=self.seat.value if kind is ChangeKind.MARK else None,
            milli=self.points.value if takes_points else None,
            no_mark=none,
            status=self.status.currentData() if kind is ChangeKind.STATUS else None,
            label=self.what.text().strip(),
        )

    def _go(self) -> None:
        change, rescore_id = self.checked(self._read), self._id
        if change is not None:
            self.send(lambda work: services.add_change(work, rescore_id, change))


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
    """Approved and applied at once; each prize touched is kept or taken back by a tick."""

    def __init__(self, session: Session, preview: RescorePreview, parent: QWidget) -> None:
        row = preview.rescore
        moved = sum(one.old_rank != one.new_rank for one in preview.moved)
        told = (
            f"{len(preview.changes)} 处改动，{moved} 个名次变化。生效后重新排名，原来的排名留底。"
        )
        super().__init__(session, "复核生效", "复核生效", parent, told)
        self._preview, self._id, self._number = preview, row.id, row.number
        self.notice = TextField("更正通知文号", hint="例如：盐南政法〔2026〕25号")
        self.withdraw: dict[int, Tick] = {}
        for one in preview.touched:
            self.withdraw[one.award_id] = Tick(f"收回{one.name}的{one.label}（不勾就是保留）")
            self.decision_column.addWidget(self.withdraw[one.award_id])
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
        notice = filled(self.notice) if self._preview.needs_notice else ""
        answers = {one: not tick.isChecked() for one, tick in self.withdraw.items()}
        new = tuple(key for key, tick in self.add_new.items() if tick.isChecked())
        return partial(
            services.apply_rescore,
            rescore_id=self._id,
            notice_no=notice,
            answers=answers,
            reason=self._preview.rescore.reason,
            give=new,
        )

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"第 {self._number} 次复核已生效，名次已重新排定。"
