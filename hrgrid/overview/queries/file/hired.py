"""How the person came: the batches for which he applied, and the one that hired him."""

from __future__ import annotations

from hrgrid.hiring.queries.of_person import HiringOfRow, hirings_of
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard


def hiring_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Batch, position, rank and document; nothing is said of who came another way."""
    lines = tuple(_line(row) for row in hirings_of(work, card.id))
    return FilePart("招录", lines, "") if lines else None


def _line(row: HiringOfRow) -> FileLine:
    day = row.hired_on or row.applied_on
    total = "" if row.shown_milli is None else f"总成绩 {_points(row.shown_milli)}"
    return FileLine(
        f"{day:%Y-%m-%d}",
        f"{row.kind.label}　{row.batch} {row.title}　{row.position}",
        joined(
            "录用" if row.hired_on else row.state.label,
            row.document_no,
            total,
            f"第 {row.rank} 名" if row.rank else "",
            f"报名号 {row.number}" if row.may_open else "",
        ),
        "hiring" if row.may_open else "",
        f"candidate/{row.candidate_id}" if row.may_open else "",
        quiet=row.hired_on is None,
    )


def _points(milli: int) -> str:
    whole, part = divmod(milli, 1_000)
    return f"{whole}.{part:03d}".rstrip("0").rstrip(".")
