"""How the person was assessed: the periods with their results, and the random inspections."""

from __future__ import annotations

from hrgrid.assessment.queries.inspections_of_person import inspections_of_person
from hrgrid.assessment.queries.of_person import periods_of_person
from hrgrid.assessment.queries.scope import may_look_somewhere
from hrgrid.assessment.rules.period_rows import PersonPeriodRow
from hrgrid.assessment.rules.words import SETTLED
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text, mark_text
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard

_CENT = 10


def assessment_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Every period that the actor may know of; nothing is said of who was never assessed."""
    rows = periods_of_person(work, card.id)
    opens = work.actor.may_somewhere(Right.RUN_ASSESSMENT)
    lines = tuple(_line(row, opens=opens) for row in rows)
    return FilePart("考核", lines, "") if lines else None


def _line(row: PersonPeriodRow, *, opens: bool) -> FileLine:
    settled = row.state in SETTLED
    told = row.left_out.label if row.left_out is not None else ""
    if row.total_milli is not None:
        told = joined(
            f"{fixed_text(row.total_milli // _CENT, 2)} 分",
            row.grade,
            f"{row.unit}第 {row.rank} 名（共 {row.of} 人）" if row.rank else "",
        )
    return FileLine(
        f"{row.last_day:%Y-%m-%d}",
        row.title,
        joined(
            told or "还没有结果",
            "" if settled or row.left_out is not None else row.state.label,
            f"申诉{row.appeal.label.removeprefix('申诉')}" if row.appeal is not None else "",
        ),
        "assessment" if opens else "",
        f"periods/{row.period_id}" if opens else "",
        quiet=not settled or row.total_milli is None,
    )


def inspection_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """When the person was drawn and what came of it, for who has to do with assessment."""
    if not may_look_somewhere(work):
        return None
    opens = work.actor.may_somewhere(Right.RUN_ASSESSMENT)
    lines = tuple(
        FileLine(
            f"{row.visited_on or row.on:%Y-%m-%d}",
            row.title,
            joined(
                row.result.label if row.result is not None else "还没有查",
                f"扣 {mark_text(row.deducted_milli)} 分" if row.deducted_milli else "",
                f"{row.unsettled} 处没有整改完" if row.unsettled else "",
            ),
            "assessment" if opens else "",
            f"inspections/{row.plan_id}/visits/{row.visit_id}" if opens else "",
            quiet=row.result is None,
        )
        for row in inspections_of_person(work, card.id)
    )
    return FilePart("双随机检查", lines, "") if lines else None
