"""What is done to saved filters, each a step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hrgrid.accounts.queries import FilterRow
from hrgrid.accounts.service.filters import (
    RemovedFilter,
    remove_filter,
    rename_filter,
    restore_filter,
    save_filter,
    share_filter,
)
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.cells.undo import Deed
from hrgrid.ui.session import Session


@dataclass
class _Which:
    """The filter of a step; bringing it back gives it another id, every change a version."""

    id: int
    version: int = 1


@dataclass(frozen=True)
class _Done:
    """What a job did: the job that takes it back, and the filter as it is now."""

    inverse: Callable[[UnitOfWork], _Done]
    id: int
    version: int
    which: _Which


_Job = Callable[[UnitOfWork], _Done]


class FilterDeeds(QObject):
    """Saves, renames, shares and removes; says what came of it."""

    def __init__(self, session: Session, list_name: str, topic: str, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._list, self._topic, self._over = session, list_name, topic, over
        self._which: dict[int, _Which] = {}

    @property
    def may_share(self) -> bool:
        """Whether the person may share filters at all."""
        return self._session.may(Right.KEEP_RULES)

    def may_change(self, row: FilterRow) -> bool:
        """Whether a filter is his to rename and remove."""
        return (row.own and not row.shared) or (row.shared and self.may_share)

    def offer(self, menu: QMenu, row: FilterRow) -> None:
        """What can be done to a filter, in a menu."""
        able = self.may_change(row)
        entries: tuple[tuple[str, Callable[[FilterRow], object], bool], ...] = (
            ("改名…", self.rename, able),
            ("不再共用" if row.shared else "共用给全机构", self.share, self.may_share),
            ("删去", self.remove, able),
        )
        for text, does, can in entries:
            action = menu.addAction(text)
            action.setEnabled(can)
            action.triggered.connect(lambda _=False, does=does: does(row))

    def save(self, label: str, conditions: dict[str, Any]) -> None:
        """Keep conditions under a name."""
        name = self._list

        def job(work: UnitOfWork) -> _Done:
            which = _Which(save_filter(work, name, label, conditions))
            return _Done(_removing(which), which.id, 1, which)

        named = " ".join(label.split())
        self._do(f"保存筛选“{named}”", job, f"已存为常用筛选“{named}”，点一下就按它筛选。")

    def rename(self, row: FilterRow) -> None:
        """Ask for another name."""
        from hrgrid.ui.lists.filter_dialogs import NameDialog

        dialog = NameDialog(f"给“{row.label}”改名", "改名", "", self._over, row.label)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            job = _renaming(self._known(row), dialog.name.text())
            self._do(f"改筛选“{row.label}”的名称", job, "")

    def share(self, row: FilterRow) -> None:
        """Let the office have it, or its owner alone."""
        shared = not row.shared
        told = f"“{row.label}”{'全机构都能用了' if shared else '只有本人能用了'}。"
        verb = "共用" if shared else "不再共用"
        self._do(f"{verb}筛选“{row.label}”", _sharing(self._known(row), shared=shared), told)

    def remove(self, row: FilterRow) -> None:
        """Take it away; the message offers to bring it back."""
        told = f"已删去常用筛选“{row.label}”。"
        self._do(f"删去筛选“{row.label}”", _removing(self._known(row)), told, offers=True)

    def _known(self, row: FilterRow) -> _Which:
        known = self._which.setdefault(row.id, _Which(row.id))
        known.version = row.version
        return known

    def _do(self, text: str, job: _Job, told: str, *, offers: bool = False) -> None:
        session = self._session

        def done(made: _Done) -> None:
            self._note(made)
            session.undo.push(Deed(text, made.inverse, self._turn))
            if told:
                actions = (("撤销", session.undo.undo),) if offers else ()
                session.say(told, Kind.OK, *actions)

        self._write(job, done, lambda sentence: session.say(sentence, Kind.BAD))

    def _turn(self, deed: Deed) -> None:
        def done(made: _Done) -> None:
            self._note(made)
            deed.inverse = made.inverse

        def failed(sentence: str) -> None:
            deed.forget(self._session.undo)
            if sentence:
                self._session.say(f"没有撤销：{sentence}", Kind.BAD)

        self._write(deed.inverse, done, failed)

    def _note(self, made: _Done) -> None:
        made.which.id, made.which.version = made.id, made.version
        self._which[made.id] = made.which

    def _write(
        self, job: _Job, done: Callable[[_Done], None], failed: Callable[[str], object]
    ) -> None:
        self._session.tasks.write(
            job,
            topic=self._topic,
            done=done,
            failed=lambda sentence: failed(sentence) if sentence else None,
            title="正在保存",
        )


def _renaming(which: _Which, label: str) -> _Job:
    def job(work: UnitOfWork) -> _Done:
        before, version = rename_filter(work, which.id, which.version, label)
        return _Done(_renaming(which, before), which.id, version, which)

    return job


def _sharing(which: _Which, *, shared: bool) -> _Job:
    def job(work: UnitOfWork) -> _Done:
        version = share_filter(work, which.id, which.version, shared=shared)
        return _Done(_sharing(which, shared=not shared), which.id, version, which)

    return job


def _removing(which: _Which) -> _Job:
    def job(work: UnitOfWork) -> _Done:
        removed = remove_filter(work, which.id, which.version)
        return _Done(_restoring(which, removed), which.id, which.version, which)

    return job


def _restoring(which: _Which, removed: RemovedFilter) -> _Job:
    def job(work: UnitOfWork) -> _Done:
        return _Done(_removing(which), restore_filter(work, removed), 1, which)

    return job
