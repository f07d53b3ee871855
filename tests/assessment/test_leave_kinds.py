"""Of what kind a leave is stays with the workforce: nothing of assessment says it."""

from __future__ import annotations

from sqlalchemy import select, text

from hrgrid.schema import metadata
from hrgrid.workforce.rules import LeaveKind
from tests.assessment import assessed

TABLES = [
    name
    for name in metadata.tables
    if name.startswith(("assess", "period_step", "moderation", "grade_choice"))
]


def test_no_row_and_no_entry_of_the_journal_says_of_what_kind_a_leave_is(office):
    upto = office.read(
        lambda work: work.session.scalar(text("SELECT MAX(seq) FROM journal_entry")) or 0
    )
    assessed.shown(office)

    def told(work) -> str:
        rows = [
            str(tuple(row))
            for name in TABLES
            for row in work.session.execute(select(metadata.tables[name]))
        ]
        later = text("SELECT * FROM journal_entry WHERE seq > :upto")
        entries = work.session.execute(later, {"upto": upto})
        return "\n".join([*rows, *(str(tuple(row)) for row in entries)])

    said = office.read(told)
    assert all(word in said for word in ("on_leave", "show_results"))
    words = {kind.label for kind in LeaveKind} - {LeaveKind.OTHER.label}
    codes = {f"'{kind.value}'" for kind in LeaveKind if kind is not LeaveKind.OTHER}
    assert [word for word in words | codes if word in said] == []
