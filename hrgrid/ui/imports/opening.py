"""Dropped files read off the screen's thread; a file that cannot be read stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.headings import names_of
from hrgrid.exchange.service import Drop, ImportKind, open_drop
from hrgrid.paper.pictures import SUFFIXES
from hrgrid.storage.work import UnitOfWork

MOST_FILES = 10
_NOTHING = Drop((), ())
_APART = "是照片或文件夹，要和表格分开导入。请先导完这些表，再拖进来"


@dataclass(frozen=True)
class Fault:
    """A file that could not be read, and the sentence that says why."""

    path: Path
    sentence: str


@dataclass(frozen=True)
class Opened:
    """What came of a drop; `guessed` says that the files decided what it is."""

    kind: ImportKind
    drop: Drop
    faults: tuple[Fault, ...] = ()
    guessed: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were read, none twice."""
        return tuple(Path(file.path) for file in self.drop.files)


def open_files(
    work: UnitOfWork, kinds: Mapping[str, ImportKind], chosen: str, paths: Sequence[Path]
) -> Opened:
    """Read files as the kind with the code `chosen`, or as what they look like."""
    kinds = {code: kind.settled(work) for code, kind in kinds.items()}
    if chosen:
        return Opened(kinds[chosen], *_open(work, kinds[chosen], paths))
    pictures = [path for path in paths if holds_pictures(path)]
    if len(pictures) == len(paths):
        kind = next(kind for kind in kinds.values() if kind.takes_folders)
        return Opened(kind, *_open(work, kind, paths), guessed=True)
    opened = _open_tables(work, kinds, [path for path in paths if path not in pictures])
    apart = tuple(Fault(path, f"“{path.name}”{_APART}") for path in pictures)
    return replace(opened, faults=opened.faults + apart)


def holds_pictures(path: Path) -> bool:
    """Whether it is a picture, or a folder or zip that may hold some."""
    return path.is_dir() or path.suffix.lower() in {".zip", *SUFFIXES}


def _open_tables(
    work: UnitOfWork, kinds: Mapping[str, ImportKind], paths: Sequence[Path]
) -> Opened:
    first = next(iter(kinds.values()))
    drop, faults = _open(work, first, paths)
    kind = likely_kind(kinds.values(), drop)
    if kind is not first:
        drop, _ = _open(work, kind, [path for path in paths if path not in _paths_of(faults)])
    return Opened(kind, drop, faults, guessed=True)


def _paths_of(faults: Iterable[Fault]) -> set[Path]:
    return {fault.path for fault in faults}


def _open(
    work: UnitOfWork, kind: ImportKind, paths: Sequence[Path]
) -> tuple[Drop, tuple[Fault, ...]]:
    try:
        return (open_drop(work, kind, paths) if paths else _NOTHING), ()
    except UserError as error:
        if len(paths) == 1:
            return _NOTHING, (Fault(paths[0], error.sentence),)
    # One by one only now: each file is read in a process of its own, which takes its time.
    faults = [fault for path in paths if (fault := _fault(work, kind, path)) is not None]
    good = [path for path in paths if path not in _paths_of(faults)]
    return (open_drop(work, kind, good) if good else _NOTHING), tuple(faults)


def _fault(work: UnitOfWork, kind: ImportKind, path: Path) -> Fault | None:
    try:
        open_drop(work, kind, [path])
    except UserError as error:
        return Fault(path, error.sentence)
    return None


def likely_kind(kinds: Iterable[ImportKind], drop: Drop) -> ImportKind:
    """The kind that knows most headings; of equals the one whose required columns are there."""

    def rank(kind: ImportKind) -> tuple[int, bool]:
        names = names_of(kind.spec)
        known = {names[key] for key in keys if key in names}
        if kind.told_by is not None and not kind.told_by(known):
            return 0, False
        required = {column.key for column in kind.spec.columns if column.required}
        return len(known), required <= known

    keys = {
        key
        for table in drop.tables
        for heading in table.found.headings.cells
        for key in heading.keys
    }
    return max(kinds, key=rank)
