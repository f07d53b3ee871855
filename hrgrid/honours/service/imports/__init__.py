"""How rows of files become nominations, honours of earlier years and votes of the public."""

from hrgrid.exchange.service import ImportKind
from hrgrid.honours.columns import EARLIER_HONOURS, NOMINATIONS, PUBLIC_VOTES
from hrgrid.honours.service.imports.earlier import apply_earlier, undo_earlier
from hrgrid.honours.service.imports.nominations import apply_nominations, undo_nominations
from hrgrid.honours.service.imports.votes import apply_votes

KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(NOMINATIONS, apply_nominations, undo_nominations),
        ImportKind(EARLIER_HONOURS, apply_earlier, undo_earlier),
        ImportKind(PUBLIC_VOTES, apply_votes),
    )
}

__all__ = ["KINDS"]
