"""How rows of files become figures of assessment and stars; and how that is taken back."""

from __future__ import annotations

from hrgrid.assessment.columns import INDICATOR_FIGURES, spec_of
from hrgrid.assessment.columns.stars import STARS, tells_stars
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.service.imports.figures import (
    apply_figures,
    infer_month,
    told_by,
    undo_figures,
)
from hrgrid.assessment.service.imports.stars import apply_stars, undo_stars
from hrgrid.core.columns import TableSpec
from hrgrid.exchange.service import ImportKind
from hrgrid.storage.work import UnitOfWork


def _settled(work: UnitOfWork) -> TableSpec:
    return spec_of(one.row for one in known_indicators(work).values())


KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(
            INDICATOR_FIGURES,
            apply_figures,
            undo_figures,
            settle=_settled,
            infer=infer_month,
            asks=("month",),
            told_by=told_by,
        ),
        ImportKind(STARS, apply_stars, undo_stars, told_by=tells_stars),
    )
}

__all__ = ["KINDS"]
