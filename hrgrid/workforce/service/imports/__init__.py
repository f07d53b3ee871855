"""How rows of files become areas, people, contracts and photos; and how that is taken back."""

from functools import partial

from hrgrid.core.names import search_forms
from hrgrid.exchange.service import ImportKind
from hrgrid.paper.intake import read_table
from hrgrid.paper.pictures import list_pictures
from hrgrid.workforce.columns import AREAS, CONTRACTS, PHOTOS, WORKERS
from hrgrid.workforce.service.imports.areas import apply_areas, undo_areas
from hrgrid.workforce.service.imports.contracts import apply_contracts, undo_contracts
from hrgrid.workforce.service.imports.photos import apply_photos, undo_photos
from hrgrid.workforce.service.imports.workers import apply_workers, undo_workers

KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(AREAS, apply_areas, undo_areas),
        ImportKind(
            WORKERS,
            apply_workers,
            undo_workers,
            # The tables of pinyin and strokes take a third of a second to load.
            read=partial(read_table, meanwhile=partial(search_forms, "张三丰")),
        ),
        ImportKind(CONTRACTS, apply_contracts, undo_contracts),
        ImportKind(PHOTOS, apply_photos, undo_photos, list_pictures, takes_folders=True),
    )
}

__all__ = ["KINDS"]
