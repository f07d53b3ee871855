"""How rows of files become nominations and honours of earlier years."""

from hrgrid.exchange.service import ImportKind
from hrgrid.honours.columns import EARLIER_HONOURS, NOMINATIONS
from hrgrid.honours.service.imports.earlier import apply_earlier, undo_earlier
from hrgrid.honours.service.imports.nominations import apply_nominations, undo_nominations

KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(NOMINATIONS, apply_nominations, undo_nominations),
        ImportKind(EARLIER_HONOURS, apply_earlier, undo_earlier),
    )
}

__all__ = ["KINDS"]
