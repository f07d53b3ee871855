"""Marks of a result that was fixed: corrected as a whole, by somebody who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hrgrid.core.errors import Refused
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.values import value_text
from hrgrid.panels.service.marking import PasteRefused
from hrgrid.panels.service.opening import held, refuse_closed
from hrgrid.panels.service.sheets import CellProblem, Sheets
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class FirstTypist:
    """Who wrote the corrections down; whoever carries them out is the second pair of eyes."""

    operator_id: int
    name: str


def correct_marks(
    work: UnitOfWork,
    panel_id: int,
    values: Mapping[Cell, MarkValue],
    reason: str,
    first: FirstTypist,
) -> int:
    """Set cells of a reopened panel to settled values, all or none; how many changed.

    Where the office asks for two typists, `first` keyed the first pass and the actor the second,
    so that every corrected sheet is definitive at once. Raises Refused where they are one person,
    PasteRefused with each problem.
    """
    panel = held(work, panel_id)
    work.require(Right(panel.run_right), panel.area_path)
    refuse_closed(panel)
    if work.policy(Policy.SECOND_ENTRY) and first.operator_id == work.actor.operator_id:
        raise Refused(
            f"本机构规定成绩由两人各录一遍。这些改动是{first.name}写的，请由另一人核对后办理"
        )
    sheets = Sheets(work, panel, {cell[0] for cell in values}, 1)
    changed = {cell: value for cell, value in values.items() if not _same(sheets.look(cell), value)}
    problems = [
        CellProblem(cell, said)
        for cell, value in changed.items()
        if (said := sheets.problem(cell, value)) is not None
    ]
    if problems:
        raise PasteRefused(problems)
    if changed:
        sheets.write(changed, reason)
        sheets.vouch(changed, first.operator_id, first.name)
        work.record(
            "correct_mark",
            panel.title,
            reason,
            before={sheets.named(cell): value_text(sheets.before[cell]) for cell in changed},
            after={sheets.named(cell): value_text(value) for cell, value in changed.items()},
        )
    return len(changed)


def _same(before: MarkValue | None, value: MarkValue) -> bool:
    return before == value and type(before) is type(value)
