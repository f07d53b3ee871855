"""The stars of the person, those of the years before the program too."""

from __future__ import annotations

from hrgrid.assessment.queries.star_rounds import awards_of_person
from hrgrid.assessment.rules.star_rows import AwardRow
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.core.rights import Right
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined, span
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard


def star_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Every star with its days; stars are published, so that whoever sees the person sees them."""
    opens = work.actor.may_somewhere(Right.RUN_ASSESSMENT)
    lines = tuple(_line(work, row, opens=opens) for row in awards_of_person(work, card.id))
    return FilePart("星级", lines, "") if lines else None


def _line(work: UnitOfWork, row: AwardRow, *, opens: bool) -> FileLine:
    held = row.valid_to > row.valid_from
    lasts = row.valid_to if held else row.lasts_to
    opened = opens and row.round_id is not None
    return FileLine(
        span(row.valid_from, lasts),
        star_label(row.level),
        joined(
            f"已作废（{row.void_reason}）" if row.void_reason else "",
            row.title or "以往评定",
            row.document_no,
        ),
        "assessment" if opened else "",
        f"stars/{row.round_id}" if opened else "",
        quiet=not held or lasts <= work.today,
    )
