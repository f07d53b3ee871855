"""重新计算排名: why, a trial run, who comes and goes by it, and then into force or not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board, RunChange, TieRow, open_ties, run_changes
from hrgrid.honours.service import TiesOpen, apply_run, freeze_again, run_selection
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, Tick, label
from hrgrid.ui.honours import words
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _moved(row: RunChange) -> str:
    if not row.on_list:
        return ""
    came = row.after is not None and row.after.outcome.value == "selected"
    return "进名单" if came else "出名单"


_COLUMNS: tuple[Column[RunChange], ...] = (
    Column("姓名", lambda row: row.name, 84, strong=True),
    Column("单位", lambda row: row.district, 96, grows=True),
    Column("称号", lambda row: row.tier.label, 96, drops=True),
    Column("原来", lambda row: row.before.shown if row.before else "没有", 128),
    Column("现在", lambda row: row.after.shown if row.after else "没有", 128),
    Column("", _moved, 72, chip=lambda row: "info" if row.on_list else ""),
)


@dataclass(frozen=True)
class Tried:
    """A trial run compared with the list in force; or the ties at which it stopped."""

    run_id: int = 0
    changes: tuple[RunChange, ...] = ()
    warnings: tuple[str, ...] = ()
    ties: tuple[TieRow, ...] = ()


class RerankDialog(FormDialog):
    """First the reason and a trial, then the comparison; only then the list is replaced."""

    def __init__(
        self, session: Session, board: Board, parent: QWidget, *, changed: int = 0
    ) -> None:
        super().__init__("重新计算排名", "试算一次", parent)
        self._session, self._board = session, board
        self._tried: Tried | None = None
        self.ties: list[TieRow] = []
        removed = board.standing.removed
        told = "先试算，和现在的名单对照后再决定采不采用。"
        if removed:
            told = f"{'、'.join(removed)}已退出，试算时由本单位的下一名递补。{told}"
        self.reason = TextField("事由", hint="例如：有人退出，递补")
        self.fresh = Tick(f"先按现在的情况重新取数（{changed:,} 人的情况有变）")
        if not changed:
            self.fresh.hide()
        self.fresh.setChecked(changed > 0)
        self.told = label("", "body2", wraps=True)
        self.model = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "和现在的名单对照")
        self.table.setMinimumHeight(theme.length(200))
        self.table.hide()
        self.told.hide()
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("事由", self.reason))
        self.form.addWidget(self.fresh)
        self.form.addWidget(self.told)
        self.form.addWidget(self.table)
        self.on_act(self._go)
        self.reason.setFocus()

    @property
    def _why(self) -> str:
        return self.reason.text().strip()

    def _go(self) -> None:
        if self._tried is None:
            self._compute()
        else:
            self._apply(self._tried.run_id)

    def _compute(self) -> None:
        campaign_id, before = self._board.campaign.id, self._board.campaign.applied
        fresh = self.fresh.isChecked() and not self.fresh.isHidden()

        def job(work: UnitOfWork) -> Tried:
            if fresh:
                freeze_again(work, campaign_id)
            try:
                done = run_selection(work, campaign_id)
            except TiesOpen:
                # The facts that were just taken stay; the ties are closed over them.
                return Tried(ties=tuple(open_ties(work, campaign_id)))
            changes = (
                tuple(run_changes(work, campaign_id, before.id, done.run_id)) if before else ()
            )
            return Tried(done.run_id, changes, done.warnings)

        self._session.tasks.write(
            job,
            topic=words.TOPIC,
            done=self._show,
            failed=self.refuse,
            title="正在试算排名",
            reason=self._why,
        )

    def _show(self, tried: Tried) -> None:
        if tried.ties:
            self.ties = list(tried.ties)
            self.accept()
            return
        self._tried = tried
        moved = sum(row.on_list for row in tried.changes)
        told = "试算的结果和现在的名单完全相同。"
        if tried.changes:
            told = f"{len(tried.changes):,} 人的结果或名次变了，其中 {moved:,} 人进出名单。"
        told += "采用后，原来的名单作废留底，新名单再审定、再公示。"
        self.told.setText(told + words.some(tried.warnings))
        self.told.show()
        self.model.show_rows(tried.changes)
        self.table.setVisible(bool(tried.changes))
        self.reason.setReadOnly(True)
        self.fresh.hide()
        self.act.setText("采用新名单")
        self._away.setText("不采用")
        self.refuse("")

    def _apply(self, run_id: int) -> None:
        self._session.tasks.write(
            lambda work: apply_run(work, run_id),
            topic=words.TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self._why,
        )
