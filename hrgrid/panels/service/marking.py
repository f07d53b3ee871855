"""Marks: each its own unit of work, or a pasted block, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.panels.model import Panel
from hrgrid.panels.rules.rows import Cell, MarkValue, SheetRow
from hrgrid.panels.rules.values import value_text
from hrgrid.panels.service.opening import held, refuse_closed
from hrgrid.panels.service.sheets import CellProblem, Sheets
from hrgrid.storage.work import UnitOfWork

_SHOWN = 3


class Unseen:
    """Stands for "whatever is there" where a caller did not look."""


UNSEEN: Final = Unseen()


class PasteRefused(UserError):
    """Nothing was written; `problems` says why, cell by cell."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        first = "；".join(each.sentence.rstrip("。") for each in problems[:_SHOWN])
        more = f"；等 {len(problems)} 处" if len(problems) > _SHOWN else ""
        super().__init__(f"没有录入：{first}{more}")


class ReasonNeeded(UserError):
    """The cell is definitive: ask for the reason and try again with it."""


@dataclass(frozen=True)
class Keyed:
    """What stands in a cell now, what stood there before, and the sheet it stands in.

    `before` and `after` are thousandths, a reason for no mark, or None for an empty cell.
    """

    cell: Cell
    before: MarkValue | None
    after: MarkValue | None
    sheet: SheetRow | None


def key_mark(
    work: UnitOfWork,
    panel_id: int,
    cell: Cell,
    value: MarkValue,
    *,
    seen: MarkValue | Unseen | None = UNSEEN,
    pass_no: int = 1,
) -> Keyed:
    """Set one cell; the same value again changes nothing.

    `seen` is what the typist saw there (None: nothing): where somebody else changed it
    meanwhile, UserError names both. Raises UserError for a value off the scale, a recused pair,
    an entrant who does not compete, a closed panel; ReasonNeeded where the sheet is definitive
    and neither the unit of work nor the reopening gives a reason.
    """
    return _key(work, panel_id, {cell: value}, {cell: seen}, pass_no)[0]


def clear_mark(
    work: UnitOfWork,
    panel_id: int,
    cell: Cell,
    *,
    seen: MarkValue | Unseen | None = UNSEEN,
    pass_no: int = 1,
) -> Keyed:
    """Empty one cell of a sheet that is not definitive; an empty one stays empty."""
    return _key(work, panel_id, {cell: None}, {cell: seen}, pass_no)[0]


def key_marks(
    work: UnitOfWork,
    panel_id: int,
    values: Mapping[Cell, MarkValue | None],
    *,
    seen: Mapping[Cell, MarkValue | None] | None = None,
    pass_no: int = 1,
) -> list[Keyed]:
    """A block at once (None empties a cell): all of it, or PasteRefused with each problem."""
    return _key(work, panel_id, values, {} if seen is None else seen, pass_no)


def _key(
    work: UnitOfWork,
    panel_id: int,
    values: Mapping[Cell, MarkValue | None],
    seen: Mapping[Cell, MarkValue | Unseen | None],
    pass_no: int,
) -> list[Keyed]:
    panel = held(work, panel_id, shared=True)
    work.require(Right(panel.enter_right), panel.area_path)
    refuse_closed(panel)
    sheets = Sheets(work, panel, {cell[0] for cell in values}, pass_no)
    changed = _changed(sheets, values, seen)
    if changed:
        reason = _reason(work, panel, sheets, changed)
        sheets.write(changed, reason)
        _record(work, panel, sheets, changed)
    return [Keyed(cell, sheets.before[cell], values[cell], sheets.sheet(cell)) for cell in values]


def _changed(
    sheets: Sheets,
    values: Mapping[Cell, MarkValue | None],
    seen: Mapping[Cell, MarkValue | Unseen | None],
) -> dict[Cell, MarkValue | None]:
    """What differs from what stands there; UserError where something must not be."""
    problems: list[CellProblem] = []
    changed: dict[Cell, MarkValue | None] = {}
    for cell, value in values.items():
        if sheets.hides(cell):
            # Before anything is said of what stands there.
            problems.append(CellProblem(cell, sheets.kept_from(cell)))
            continue
        before = sheets.look(cell)
        if before == value and type(before) is type(value):
            continue
        problem = sheets.problem(cell, value)
        saw = seen.get(cell, UNSEEN)
        if problem is None and not isinstance(saw, Unseen) and saw != before:
            problem = (
                f"{sheets.named(cell)}刚由{sheets.keyed_by(cell) or '别人'}"
                f"改为“{value_text(before) or '空'}”，这次没有记下。请核对后再录"
            )
        if problem is not None:
            problems.append(CellProblem(cell, problem))
        else:
            changed[cell] = value
    if len(problems) == 1 and len(values) == 1:
        raise UserError(problems[0].sentence)
    if problems:
        raise PasteRefused(problems)
    return changed


def _reason(
    work: UnitOfWork, panel: Panel, sheets: Sheets, changed: Mapping[Cell, MarkValue | None]
) -> str:
    fixed = [cell for cell in changed if sheets.is_definitive(cell)]
    if not fixed:
        return ""
    reason = work.reason.strip() or panel.reopen_reason.strip()
    if not reason:
        raise ReasonNeeded(f"{sheets.named(fixed[0])}已经定了，更正要写明事由。请填上事由再改")
    return reason


def _record(
    work: UnitOfWork, panel: Panel, sheets: Sheets, changed: Mapping[Cell, MarkValue | None]
) -> None:
    """One entry a cell, or one for a block with every cell in it."""
    before = {sheets.named(cell): value_text(sheets.before[cell]) for cell in changed}
    after = {sheets.named(cell): value_text(value) for cell, value in changed.items()}
    if len(changed) == 1:
        name = next(iter(before))
        action = "clear_mark" if not after[name] else "key_mark"
        corrected = sheets.corrected
        work.record(
            "correct_mark" if corrected else action,
            f"{panel.title} {name}",
            sheets.reason or None,
            before=before[name],
            after=after[name],
        )
        return
    work.record("key_marks", panel.title, sheets.reason or None, before=before, after=after)
