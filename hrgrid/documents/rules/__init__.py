"""The words of issued papers, how numbers are written and picked, and what a sheet may become."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.documents.rules.certificates import (
        COLLECTIVE,
        Algorithm,
        CertificateState,
        Series,
        office_mark,
        shown_number,
    )
    from hrgrid.documents.rules.printing import PrintReason, SheetState, Standing, standing
    from hrgrid.documents.rules.ranges import (
        Picked,
        Span,
        gaps,
        in_order,
        meant,
        parse_spans,
        pick,
        spans_text,
    )
else:
    __getattr__, _ = loaded_when_asked(
        __name__,
        {
            "certificates": "COLLECTIVE Algorithm CertificateState Series office_mark shown_number",
            "printing": "PrintReason SheetState Standing standing",
            "ranges": "Picked Span gaps in_order meant parse_spans pick spans_text",
        },
    )

__all__ = [
    "COLLECTIVE",
    "Algorithm",
    "CertificateState",
    "Picked",
    "PrintReason",
    "Series",
    "SheetState",
    "Span",
    "Standing",
    "gaps",
    "in_order",
    "meant",
    "office_mark",
    "parse_spans",
    "pick",
    "shown_number",
    "spans_text",
    "standing",
]
