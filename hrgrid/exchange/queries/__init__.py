"""What is known of imports and packages (imports), and of collecting rounds (collecting)."""

from hrgrid.exchange.queries.imports import (
    UNDO_DAYS,
    ImportRow,
    PackageRow,
    ReturnRow,
    SeenFile,
    import_of,
    imports_of,
    oldest_undoable,
    package_by_uid,
    package_row,
    packages_of,
    recent_imports,
    remembered_columns,
    returns_of_copy,
    seen_files,
)

__all__ = [
    "UNDO_DAYS",
    "ImportRow",
    "PackageRow",
    "ReturnRow",
    "SeenFile",
    "import_of",
    "imports_of",
    "oldest_undoable",
    "package_by_uid",
    "package_row",
    "packages_of",
    "recent_imports",
    "remembered_columns",
    "returns_of_copy",
    "seen_files",
]
