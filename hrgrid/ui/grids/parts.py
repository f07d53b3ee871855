"""What the forms about grids share: day and paper, who goes where, coverage before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.forms import Choice, Field, TextField, clear, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.coverage import CoverageRow
from hrgrid.workforce.queries.grids import HolderRow
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.regridding import Regridded
from hrgrid.workforce.service.rehousing import Placement

# The trial runs when nothing was typed this long; ms.
_REST_MS = 350
END = "end"
_PART = Employment.PART.value


@dataclass(frozen=True)
class Effect:
    """From which day, by which paper and why."""

    on: dt.date
    document: str
    reason: str


class EffectFields(QWidget):
    """Day, document number and reason in one line."""

    changed = Signal()

    def __init__(self, *, hint: str) -> None:
        super().__init__()
        self.on = DateField("生效日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.document = TextField("文号", hint="可不填")
        self.reason = TextField("事由", hint=hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Field("生效日期", self.on))
        row.addWidget(Field("文号", self.document), 2)
        row.addWidget(Field("事由", self.reason), 3)
        self.on.changed.connect(self.changed)
        for field in (self.document, self.reason):
            field.textChanged.connect(self.changed)

    def typed(self) -> Effect:
        """What stands in the fields; raises UserError for a day that is missing."""
        if self.on.value is None:
            raise UserError("没有写生效日期，或日期读不出来。请写成 2026-07-01")
        return Effect(self.on.value, self.document.text().strip(), self.reason.text().strip())


@dataclass(frozen=True)
class Destination:
    """Where somebody may go; `key` stays the same while rows are added and taken away."""

    key: int
    name: str


class PeoplePart(QWidget):
    """One line for each post: who, as what, and a choice of where to."""

    changed = Signal()

    def __init__(self, names: Mapping[int, str]) -> None:
        super().__init__()
        self._names = names
        self.choices: dict[int, Choice] = {}
        self._rows: list[HolderRow] = []
        self._there: list[Destination] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)

    def show_holders(self, rows: Sequence[HolderRow]) -> None:
        """Offer these; several grids tell which one each comes from.

        Who was sent somewhere before, on another day, still goes there.
        """
        sent = {post_id: choice.currentData() for post_id, choice in self.choices.items()}
        clear(self._grid)
        self._rows, self.choices = list(rows), {}
        for at, row in enumerate(rows):
            told = f"{row.role} · {row.employment.label}"
            if len(self._names) > 1:
                told = f"{self._names[row.area_id]} {told}"
            self._grid.addWidget(label(row.name, "strong"), at, 0)
            self._grid.addWidget(label(told, "body2"), at, 1)
            choice = Choice(f"{row.name}（{row.role}）去哪里")
            choice.currentIndexChanged.connect(self.changed)
            self.choices[row.post_id] = choice
            self._grid.addWidget(choice, at, 2)
        if not rows:
            self._grid.addWidget(label("没有人在这里任职。", "caption"), 0, 0)
        self._fill()
        for post_id in sent.keys() & self.choices.keys():
            self.choices[post_id].choose(sent[post_id])

    def show_destinations(self, there: Sequence[Destination], stays: Mapping[int, int]) -> None:
        """Where one may go; `stays` says which of them each of the old grids is."""
        self._there, self._stays = list(there), dict(stays)
        self._fill()

    def _fill(self) -> None:
        for row in self._rows:
            choice = self.choices[row.post_id]
            entries: list[tuple[object, str]] = [
                (f"{one.key}:", self._words(row, one)) for one in self._there
            ]
            if row.is_the_worker:
                entries += [
                    (f"{one.key}:{_PART}", f"{self._words(row, one)}，改为兼职")
                    for one in self._there
                ]
            fresh = choice.count() == 0
            choice.fill([*entries, (END, "结束任职")])
            if fresh and row.area_id in self._stays:
                choice.choose(f"{self._stays[row.area_id]}:")

    def _words(self, row: HolderRow, one: Destination) -> str:
        stays = self._stays.get(row.area_id) == one.key
        return f"留在{one.name}" if stays else f"到{one.name}"

    def placements(self) -> dict[int, Placement]:
        """By post; the place is that of the destination."""
        places = {one.key: at for at, one in enumerate(self._there)}
        found = {}
        for post_id, choice in self.choices.items():
            chosen = choice.currentData()
            if chosen is None:
                continue
            if chosen == END:
                found[post_id] = Placement(None)
                continue
            key, _, employment = str(chosen).partition(":")
            as_what = Employment(employment) if employment else None
            found[post_id] = Placement(places[int(key)], as_what)
        return found


@dataclass(frozen=True)
class Deed:
    """What the form would do, and why."""

    job: Callable[[UnitOfWork], Regridded]
    reason: str


class Trial(QWidget):
    """Does the deed and takes it back, and shows what would come of it while one types."""

    shown = Signal()

    def __init__(self, session: Session, deed: Callable[[], Deed | None], waiting: str) -> None:
        super().__init__()
        self._session, self._deed, self._waiting = session, deed, waiting
        self._asked = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.told: Message | None = None
        self._show(Message(waiting, Kind.INFO))

    def again(self) -> None:
        """Something was typed: try when the hand rests."""
        self._asked += 1
        self._rest.start()

    def _ask(self) -> None:
        asked = self._asked
        try:
            deed = self._deed()
        except UserError as error:
            self._show(Message(error.sentence, Kind.WARN))
            return
        if deed is None:
            self._show(Message(self._waiting, Kind.INFO))
            return

        def call(progress: Progress) -> Regridded:
            return self._session.desk.rehearse(deed.job, progress, deed.reason or "试算")

        self._session.tasks.aside(
            call,
            lambda done: self._take(asked, done),
            failed=lambda sentence: self._refuse(asked, sentence),
            title="正在试算",
        )

    def _take(self, asked: int, done: Regridded) -> None:
        if asked == self._asked:
            self._show(Message(outcome_words(done), Kind.OK))

    def _refuse(self, asked: int, sentence: str) -> None:
        if asked == self._asked and sentence:
            self._show(Message(sentence, Kind.WARN))

    def _show(self, message: Message) -> None:
        if message == self.told:
            return
        self.told = message
        clear(self._column)
        self._column.addWidget(Banner(message))
        self.shown.emit()


def outcome_words(done: Regridded) -> str:
    """Coverage before and after, and how many go along."""
    known = done.after or done.before
    place = known.path if known is not None else "没有综合网格"
    before, after = _counts(done.before), _counts(done.after)
    told = "，".join(
        f"{name} {one} → {other}" if one != other else f"{name} {one}（不变）"
        for name, one, other in zip(("综合网格", "有专职", "空缺"), before, after, strict=True)
    )
    people = f"随转任职 {done.moved.moved} 项"
    if done.moved.ended:
        people += f"，结束 {done.moved.ended} 项"
    return f"{place}：{told}；{people}。"


def _counts(row: CoverageRow | None) -> tuple[int, int, int]:
    return (row.general_grids, row.filled, row.vacant) if row is not None else (0, 0, 0)
