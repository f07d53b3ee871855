"""How rows of files become candidates and marks; and how that is taken back."""

from functools import partial

from hrgrid.core.names import search_forms
from hrgrid.exchange.service import ImportKind
from hrgrid.hiring.columns import CANDIDATES, MARKS
from hrgrid.hiring.service.imports.candidates import apply_candidates, undo_candidates
from hrgrid.hiring.service.imports.marks import apply_marks
from hrgrid.paper.intake import read_table

KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(
            CANDIDATES,
            apply_candidates,
            undo_candidates,
            # The tables of pinyin and strokes take a third of a second to load.
            read=partial(read_table, meanwhile=partial(search_forms, "张三丰")),
        ),
        ImportKind(MARKS, apply_marks),
    )
}

__all__ = ["KINDS"]
