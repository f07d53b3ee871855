"""Reads what the conditions find: the first page, the count, then whatever is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from hrgrid.core.paging import Anchors, Mark
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.list_model import PAGE_SIZE, ListModel
from hrgrid.ui.lists.source import ListConditions, Source
from hrgrid.ui.session import Session

# Pages under way at once; a scroll bar that is dragged passes hundreds.
_AT_ONCE = 2
# Pages that stay here; what lies farthest from the eye goes first.
_KEPT = 80
_LONG = 1_000


@dataclass(frozen=True)
class _Renewed:
    anchors: Anchors
    place: int
    pages: dict[int, list[Any]]


class ListReader(QObject):
    """`arrived` after a first page, `counted` when it is known how many there are."""

    arrived = Signal()
    counted = Signal()

    def __init__(
        self,
        session: Session,
        model: ListModel[Any],
        source: Source[Any],
        conditions: ListConditions,
    ) -> None:
        super().__init__(model)
        self._tasks = session.tasks
        self._model, self._source = model, source
        self._nothing = self._conditions = conditions
        self._asked = 0
        self._anchors = Anchors(0)
        self._eye = (0, 0)
        self._under_way: set[int] = set()
        self._held: set[int] = set()
        self.found: int | None = None
        self.every: int | None = None

    # --- a list anew ----------------------------------------------------------------------------

    def read(self, conditions: ListConditions) -> None:
        """Read the first page, in the model's order."""
        self._begin(conditions)
        self._read_page(None, self._show_first)

    def forget_count(self) -> None:
        """The data changed: count everything again."""
        self.every = None

    def _begin(self, conditions: ListConditions) -> None:
        self._asked += 1
        self._conditions = conditions
        self._under_way.clear()
        self._held.clear()

    def _show_first(self, rows: list[Any]) -> None:
        whole = len(rows) < PAGE_SIZE
        self.found = len(rows) if whole else None
        self._anchors = Anchors(len(rows))
        self._model.show_first(rows)
        self.arrived.emit()
        self._count()

    def _count(self) -> None:
        conditions, order = self._conditions, self._model.order
        source, known, every = self._source, self._anchors, self.every
        found, nothing = self.found, self._nothing

        def job(work: UnitOfWork) -> tuple[Anchors, int]:
            anchors = known
            if found is None:
                anchors = source.anchors(work, conditions.wanted(work.day), order, PAGE_SIZE)
            if conditions == nothing:
                return anchors, anchors.count
            if every is not None:
                return anchors, every
            return anchors, source.count(work, nothing.wanted(work.day))

        self._ask(job, lambda counted: self._show_counts(*counted))

    def _show_counts(self, anchors: Anchors, every: int) -> None:
        self._anchors, self.found, self.every = anchors, anchors.count, every
        self._model.show_count(anchors.count)
        self.counted.emit()

    # --- the same list, changed meanwhile ---------------------------------------------------------

    def renew(self, stand: int, done: Callable[[int], object]) -> None:
        """Read the same list anew; nothing moves but what others put before the row at `stand`.

        `done` gets how many rows further down that row, or what follows it, stands now.
        """
        row = self._model.row_at(stand)
        if row is None:
            self.read(self._conditions)
            return
        self._begin(self._conditions)
        conditions, order, source = self._conditions, self._model.order, self._source
        mark, eye = (row.key, row.id), self._eye

        def job(work: UnitOfWork) -> _Renewed:
            wanted = conditions.wanted(work.day)
            anchors = source.anchors(work, wanted, order, PAGE_SIZE)
            place = source.place(work, wanted, order, mark)
            by = place - stand
            seen = {*range(eye[0] + by, eye[1] + by + 1), place, 0}
            pages = {}
            for number in sorted({at // PAGE_SIZE for at in seen if 0 <= at < anchors.count}):
                pages[number] = source.page(work, wanted, order, anchors.before(number), PAGE_SIZE)
            return _Renewed(anchors, place, pages)

        self._ask(job, lambda renewed: self._show_renewed(renewed, stand, done))

    def _show_renewed(self, new: _Renewed, stand: int, done: Callable[[int], object]) -> None:
        model = self._model
        if not new.anchors.count:
            self._show_first([])
            return
        self._anchors, self.found = new.anchors, new.anchors.count
        model.forget_pages(model.pages)
        model.show_count(new.anchors.count)
        for number, rows in new.pages.items():
            model.show_page(number, rows)
        done(new.place - stand)
        self.arrived.emit()
        self.look(*self._eye)
        self._count()

    # --- what is looked at ------------------------------------------------------------------------

    def look(self, first: int, last: int) -> None:
        """These rows are in sight or nearly so: read what of them is not here."""
        self._eye = first, last
        self._read_missing()

    def load(self, places: Iterable[int], done: Callable[[], object]) -> None:
        """Have the rows at these places here, then go on; at once where they are."""
        wanted = self._model.missing(places)
        if not wanted:
            done()
            return
        self._held.update(wanted)
        anchors, conditions, order = self._anchors, self._conditions, self._model.order
        source = self._source

        def job(work: UnitOfWork) -> dict[int, list[Any]]:
            asked = conditions.wanted(work.day)
            work.progress.begin("正在读取名单", len(wanted))
            found = {}
            for number in wanted:
                found[number] = source.page(work, asked, order, anchors.before(number), PAGE_SIZE)
                work.progress.step()
            return found

        def take(pages: dict[int, list[Any]]) -> None:
            for number, rows in pages.items():
                self._model.show_page(number, rows)
            done()
            self._held.difference_update(wanted)
            self._let_go()

        self._ask(job, take)

    def read_places(self, places: Sequence[int], done: Callable[[list[Any]], object]) -> None:
        """The rows at these places, here or not, with progress and cancel; none stays here."""
        model, anchors = self._model, self._anchors
        conditions, order, source = self._conditions, model.order, self._source
        if not model.missing(places):
            done([row for row in map(model.row_at, places) if row is not None])
            return

        def job(work: UnitOfWork) -> list[Any]:
            wanted = conditions.wanted(work.day)
            work.progress.begin("正在读取名单", len(places))
            if len(places) == anchors.count:
                return self._all_pages(work, wanted, order, source)
            rows: list[Any] = []
            page: tuple[int, list[Any]] = (-1, [])
            for at in places:
                number = at // PAGE_SIZE
                if page[0] != number:
                    mark = anchors.before(number)
                    page = number, source.page(work, wanted, order, mark, PAGE_SIZE)
                rows += page[1][at % PAGE_SIZE : at % PAGE_SIZE + 1]
                work.progress.step()
            return rows

        self._tasks.read(job, done, title="正在读取名单")

    @staticmethod
    def _all_pages(work: UnitOfWork, wanted: Any, order: Any, source: Source[Any]) -> list[Any]:
        rows: list[Any] = []
        after: Mark | None = None
        while True:
            page = source.page(work, wanted, order, after, _LONG)
            rows += page
            work.progress.step(len(page))
            if len(page) < _LONG:
                return rows
            after = page[-1].key, page[-1].id

    def _read_missing(self) -> None:
        missing = self._model.missing(range(self._eye[0], self._eye[1] + 1))
        middle = sum(self._eye) // 2 // PAGE_SIZE
        for number in sorted(missing, key=lambda one: abs(one - middle)):
            if len(self._under_way) >= _AT_ONCE:
                return
            if number not in self._under_way and number <= len(self._anchors.after):
                self._under_way.add(number)
                self._read_page(self._anchors.before(number), self._shower(number))

    def _shower(self, number: int) -> Callable[[list[Any]], None]:
        return lambda rows: self._show_page(number, rows)

    def _show_page(self, number: int, rows: list[Any]) -> None:
        self._under_way.discard(number)
        self._model.show_page(number, rows)
        self._let_go()
        self._read_missing()

    def _let_go(self) -> None:
        pages = self._model.pages
        if len(pages) > _KEPT:
            middle = sum(self._eye) // 2 // PAGE_SIZE
            near = sorted(pages - self._held, key=lambda one: abs(one - middle))
            self._model.forget_pages(near[_KEPT:])

    def _read_page(self, after: Mark | None, show: Callable[[list[Any]], None]) -> None:
        conditions, order, source = self._conditions, self._model.order, self._source
        self._ask(
            lambda work: source.page(work, conditions.wanted(work.day), order, after, PAGE_SIZE),
            show,
        )

    def _ask(self, job: Callable[[UnitOfWork], Any], show: Callable[[Any], object]) -> None:
        asked = self._asked

        def take(found: Any) -> None:
            # An answer to what was asked before the last change of the conditions is let go.
            if asked == self._asked:
                show(found)

        self._tasks.read(job, take)
