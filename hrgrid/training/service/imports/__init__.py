"""How rows of files become attendance and earlier training; and how that is taken back."""

from hrgrid.exchange.service import ImportKind
from hrgrid.training.columns import ATTENDANCE, EVENT_MARKS, RECORDS
from hrgrid.training.service.imports.attendance import apply_attendance, undo_attendance
from hrgrid.training.service.imports.event_marks import apply_event_marks
from hrgrid.training.service.imports.records import apply_records, undo_records

KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(ATTENDANCE, apply_attendance, undo_attendance),
        ImportKind(RECORDS, apply_records, undo_records),
        ImportKind(EVENT_MARKS, apply_event_marks),
    )
}

__all__ = ["KINDS"]
