"""The search field of the top bar: pages and functions at once, people and areas as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
)

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import icons, theme
from hrgrid.ui.finds import FIND, Find, FindDelegate, FindModel
from hrgrid.ui.forms import TextField
from hrgrid.ui.page import PageSpec
from hrgrid.ui.tasks import Tasks

if TYPE_CHECKING:
    from hrgrid.assessment.rules.inspection_rows import InspectionHit
    from hrgrid.assessment.rules.period_rows import AssessmentHit

# An answer comes in a few milliseconds; only signs that are typed at once are asked for at once.
TYPING_PAUSE_MS = 20
# How many people and areas are offered, and how many of these are areas where both are found;
# behind them some batches and candidates of hiring, classes, competitions, periods, inspections.
_HITS, _AREAS, _HIRING, _TRAINING, _ASSESSMENT, _EXITS = 12, 4, 4, 4, 4, 4
_ROWS, _WIDTH, _FRAME = 12, 380, 10
# What the empty field says, from the longest; the first that has room is shown.
_HINTS = ("找页面、找功能（Ctrl+K）", "找功能")
_HINTS_WITH_PEOPLE = (
    "找人、找网格、找功能（Ctrl+K）",
    "找人、网格、功能（Ctrl+K）",
    "找人、网格、功能",
)
# What the field's icons and margins take of its width.
_ICONS = 60


def finds_of(specs: Sequence[PageSpec]) -> list[Find]:
    """Every page and every named part of a page."""
    found = []
    for spec in specs:
        words = f"{spec.title} {spec.keys}"
        found.append(Find(spec.title, words, spec.key, glyph=spec.glyph))
        found += [
            Find(f"{spec.title} · {title}", f"{title} {keys}", spec.key, part, glyph=spec.glyph)
            for part, title, keys in spec.parts
        ]
    return found


def read_hits(work: UnitOfWork, text: str) -> list[Find]:
    """People past and present and areas that `text` may mean, twelve at most; hiring, training,
    assessment, exits."""
    from hrgrid.assessment.queries.inspections import search_inspections
    from hrgrid.assessment.queries.searching import search_assessment, search_stars
    from hrgrid.exits.queries.searching import search_exits
    from hrgrid.hiring.queries.searching import search_hiring
    from hrgrid.overview.queries import area_chains
    from hrgrid.training.queries.searching import search_training
    from hrgrid.workforce.queries import HitRow, search
    from hrgrid.workforce.rules import Level

    def beside(hit: HitRow) -> str:
        if hit.kind == "person":
            return "、".join(filter(None, ("已不在岗" if hit.past else "", hit.subtitle)))
        if hit.ended is not None:
            return f"已停用，{hit.ended:%Y-%m-%d} 止、{hit.subtitle}"
        chain = chains[hit.id]
        return "、".join([chain[-1].level.label, *(link.name for link in chain[1:-1])])

    def part(hit: HitRow) -> str:
        # Of a grid there is a card; of what lies above it the people are listed.
        if hit.kind == "person":
            return f"file/{hit.id}"
        is_grid = hit.subtitle.startswith(Level.GRID.label)
        return f"grid/{hit.id}" if is_grid or hit.past else f"area/{hit.id}"

    hits = search(work, text, work.day, limit=_HITS)
    people = [hit for hit in hits if hit.kind == "person"]
    areas = [hit for hit in hits if hit.kind == "area"]
    areas = areas[: max(_AREAS, _HITS - len(people))]
    chains = area_chains(work, [hit.id for hit in areas if not hit.past], work.day)
    glyphs = {"person": "user", "area": "tree-structure"}
    found = [
        Find(hit.title, "", "workforce", part(hit), beside(hit), glyphs[hit.kind], quiet=hit.past)
        for hit in [*people[: _HITS - len(areas)], *areas]
    ]
    for hired in search_hiring(work, text, _HIRING):
        one = hired.candidate_id
        where = f"batches/{hired.batch_id}" if one is None else f"candidate/{one}"
        found.append(
            Find(hired.title, "", "hiring", where, hired.beside, "user-plus", quiet=hired.past)
        )
    glyph = "chalkboard-teacher"
    found += [
        Find(hit.title, "", "training", hit.part, hit.beside, glyph, quiet=hit.past)
        for hit in search_training(work, text, _TRAINING)
    ]
    found += [_assessed(hit) for hit in search_assessment(work, text, _ASSESSMENT)]
    found += [_assessed(hit) for hit in search_stars(work, text, _ASSESSMENT)]
    found += [_assessed(hit) for hit in search_inspections(work, text, _ASSESSMENT)]
    found += [
        Find(hit.title, "", "exits", hit.part, hit.beside, "sign-out", quiet=hit.past)
        for hit in search_exits(work, text, _EXITS)
    ]
    return found


def _assessed(hit: AssessmentHit | InspectionHit) -> Find:
    glyph = "clipboard-text"
    return Find(hit.title, "", "assessment", hit.part, hit.beside, glyph, quiet=hit.past)


class Finder(TextField):
    """Offers as one types; Enter goes to the first, or to the one chosen with the arrows."""

    chosen = Signal(str, str)

    def __init__(self, finds: Sequence[Find]) -> None:
        super().__init__("找功能", hint=_HINTS[0])
        self._hints: tuple[str, ...] = _HINTS
        self.setClearButtonEnabled(True)
        self._lens = self.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self._finds = tuple(finds)
        self._read: Callable[[str], None] | None = None
        self._asked = 0
        self._typed = ""
        self._awaited = False
        self._hits: list[Find] = []
        self._model = FindModel()
        self._model.setParent(self)
        # It draws and steers the list; what is in it is decided here.
        self._completer = QCompleter(self._model, self)
        self._completer.setMaxVisibleItems(_ROWS)
        self._popup = QListView()
        self._popup.setObjectName("finds")
        self._popup.setAccessibleName("找到的")
        self._completer.setPopup(self._popup)
        # A popup given to a completer gets its delegate from it.
        self._popup.setItemDelegate(FindDelegate(self._popup))
        self._completer.setWidget(self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._offer)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.returnPressed.connect(self._take)

    def look_among(self, tasks: Tasks) -> None:
        """Offer people and areas too, read beside the screen."""
        self.setAccessibleName("找人、找网格、找功能")
        self.setToolTip("Ctrl+K")
        self._hints = _HINTS_WITH_PEOPLE
        self._hint()

        def read(text: str) -> None:
            asked = self._asked
            tasks.read(lambda work: read_hits(work, text), lambda hits: self._add(asked, hits))

        self._read = read

    @property
    def offered(self) -> list[Find]:
        """What the list holds."""
        return self._model.finds

    def sizeHint(self) -> QSize:
        """As wide as the top bar lets it be."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Gives way to the title."""
        return QSize(120, super().minimumSizeHint().height())

    def seek(self, text: str) -> None:
        """Offer what this may mean, as if it had been typed."""
        self.setFocus()
        self.setText(text)
        self.textEdited.emit(text)

    def recolour(self) -> None:
        """Take the colours of the theme."""
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._hint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ready to be overwritten, but not when only the list below it has gone."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def _hint(self) -> None:
        metrics, room = self.fontMetrics(), self.width() - theme.length(_ICONS)
        fitting = (hint for hint in self._hints if metrics.horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fitting, self._hints[-1]))

    def _offer(self, text: str) -> None:
        self._asked += 1
        self._typed = text.strip()
        self._awaited = False
        self._hits = []
        if self._typed and self._read is not None:
            self._pause.start()
        else:
            self._pause.stop()
        self._show()

    def _ask(self) -> None:
        if self._read is not None:
            self._read(self._typed)

    def _add(self, asked: int, hits: list[Find]) -> None:
        # What was typed since has asked anew.
        if asked != self._asked:
            return
        self._hits = hits
        if self._awaited:
            self._awaited = False
            self._model.show_finds([*self._matching(), *hits])
            self._take()
        elif self.hasFocus() or self._popup.isVisible():
            self._show()

    def _matching(self) -> list[Find]:
        typed = self._typed.casefold()
        return [find for find in self._finds if typed and typed in find.words.casefold()]

    def _show(self) -> None:
        at = max(0, self._popup.currentIndex().row())
        self._model.show_finds([*self._matching(), *self._hits])
        if not self._model.rowCount():
            self._popup.hide()
            return
        width = max(self.width(), theme.length(_WIDTH))
        self._completer.complete(QRect(self.width() - width, 0, width, self.height()))
        if self._model.rowCount() <= _ROWS:
            # The completer forgets the frame, and the last row would need a scroll bar.
            self._popup.resize(self._popup.width(), self._popup.height() + _FRAME)
        self._popup.setCurrentIndex(self._completer.completionModel().index(at, 0))

    def _take(self) -> None:
        if not self._typed:
            return
        if self._model.rowCount():
            at = self._popup.currentIndex().row() if self._popup.isVisible() else 0
            self._go(self._model.finds[max(0, at)])
        else:
            # The answer may still be on its way.
            self._awaited = self._pause.isActive() or self._read is not None

    def _choose(self, index: QModelIndex) -> None:
        find = index.data(FIND)
        # Enter comes twice, through the field and through the list.
        if find and self._typed:
            self._go(find)

    def _go(self, find: Find) -> None:
        self._asked += 1
        self._pause.stop()
        self.clear()
        self._typed, self._hits = "", []
        self._popup.hide()
        self.chosen.emit(find.page, find.part)
