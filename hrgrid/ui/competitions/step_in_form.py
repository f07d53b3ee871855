"""替补上场: a substitute takes the place of a regular member of the team, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import EntrantState, MemberRole
from hrgrid.training.rules.competition_rows import CompetitorRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session


def fits(row: CompetitorRow) -> bool:
    """Whether somebody may step in, or may be stepped in for.

    A disqualified member stays so: nobody takes his place.
    """
    if row.team_id is None:
        return False
    if row.role is MemberRole.SUBSTITUTE:
        return row.state is EntrantState.ENTERED
    return row.role is MemberRole.REGULAR and row.state is not EntrantState.DISQUALIFIED


def partners(row: CompetitorRow, everybody: Sequence[CompetitorRow]) -> list[CompetitorRow]:
    """Regulars for a substitute, substitutes for a regular; of the same team, by number."""
    if not fits(row):
        return []
    return [
        one
        for one in everybody
        if one.team_id == row.team_id and one.role is not row.role and fits(one)
    ]


class StepInDialog(CompetitionForm):
    """Who of the team is the other of the two, and why."""

    def __init__(
        self,
        session: Session,
        row: CompetitorRow,
        others: Sequence[CompetitorRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, f"{row.team_name}：替补上场", "替补上场", parent)
        self._row = row
        self._others = {one.id: one for one in others}
        self._new = row.role is MemberRole.SUBSTITUTE
        self.other = Choice(
            "替下哪名队员" if self._new else "由谁替补",
            [(one.id, f"{_told(one)}{_out(one)}") for one in others],
        )
        self.reason = TextField("事由", hint="例如：因伤不能上场")
        told = (
            f"{_told(row)}上场，替下的队员记为退赛。" if self._new
            else f"{_told(row)}记为退赛，由替补队员上场。"
        )  # fmt: skip
        self.form.addWidget(label(f"{told}已经有分的队员不能由人替下。", "body2", wraps=True))
        self.form.addWidget(named(self.other))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        (self.other if len(others) > 1 else self.reason).setFocus()

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason, "因伤不能上场"))
        if reason is None:
            return
        other = self._others[int(self.other.currentData())]
        new, old = (self._row, other) if self._new else (other, self._row)

        def job(work: UnitOfWork) -> None:
            services.step_in(work, new.id, old.id)

        self.send(job, f"{_told(new)}已替下{_told(old)}。", reason=reason)


def _told(row: CompetitorRow) -> str:
    return f"{row.number} 号 {row.name}"


def _out(row: CompetitorRow) -> str:
    return "" if row.state is EntrantState.ENTERED else f"（{row.state.label}）"
