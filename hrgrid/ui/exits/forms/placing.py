"""Where a case is handled and by which regulation, as 立案 asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.queries.regulations import regulation_choices
from hrgrid.exits.rules.case_rows import PostChoice
from hrgrid.exits.rules.rows import RegulationChoice
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import told_field
from hrgrid.ui.forms import Choice
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import AreaRow
from hrgrid.workforce.queries.areas import areas_on
from hrgrid.workforce.rules import Level

Area = tuple[int, str, str]
_NO_REGULATION = [(None, "不按办法")]


def read_areas(work: UnitOfWork) -> list[Area]:
    """Where the actor handles exits: id, full name, path of streets and above.

    Whoever handles them in communities alone is offered these.
    """
    names: dict[int | None, str] = {None: ""}
    held: list[AreaRow] = []
    for row in areas_on(work, work.today, Level.COMMUNITY):
        names[row.id] = f"{names.get(row.parent_id, '')}/{row.name}".removeprefix("/")
        if work.actor.may(Right.RUN_EXITS, row.path):
            held.append(row)
    high = [row for row in held if row.level.depth <= Level.STREET.depth]
    return [(row.id, names[row.id], row.path) for row in high or held]


class PlaceFields(QWidget):
    """The area is asked only for who holds no post; the regulation that fits best is offered."""

    def __init__(self, session: Session, unfolded: Callable[[], object]) -> None:
        super().__init__()
        self.session = session
        self._unfolded = unfolded
        self._who: PostChoice | None = None
        self._on: dt.date | None = None
        self._areas: list[Area] = []
        self._held: list[RegulationChoice] = []
        self._asked = 0
        self.area = Choice("办理区域", [(None, "正在读取…")])
        self.regulation = Choice("适用办法", _NO_REGULATION)
        self._area = told_field(self.area, "本人没有在任的岗位，由这个区域办理。")
        self._regulation = told_field(self.regulation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._area)
        column.addWidget(self._regulation)
        self._area.hide()
        self.area.currentIndexChanged.connect(lambda _: self._ask())
        self.regulation.currentIndexChanged.connect(lambda _: self._tell())
        session.tasks.read(read_areas, self._take_areas)

    def about(self, who: PostChoice | None, on: dt.date | None) -> None:
        """Whom a case is to be opened of, and from when on."""
        if (who, on) == (self._who, self._on):
            return
        another = who != self._who
        self._who, self._on = who, on
        self._area.setVisible(who is not None and who.post_id is None)
        if another:
            self._offer_area()
        self._ask()
        self._unfolded()

    # --- the area -----------------------------------------------------------------------------

    def _take_areas(self, areas: list[Area]) -> None:
        self._areas = areas
        self.area.fill([(None, "请选区域"), *((one, name) for one, name, _ in areas)])
        self._offer_area()
        self._ask()

    def _offer_area(self) -> None:
        """The nearest area above the last post, as far as the actor handles it."""
        path = self._who.area_path if self._who is not None else ""
        above = [one for one in self._areas if path and path.startswith(one[2])]
        best = max(above, key=lambda one: len(one[2]), default=None)
        self.area.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.area.choose(best[0] if best is not None else None)
        self.area.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    @property
    def area_id(self) -> int | None:
        """Where the case belongs. Raises UserError where nobody said it."""
        who = self._who
        if who is None or who.post_id is not None:
            return who.area_id if who is not None else None
        chosen = self.area.currentData()
        if not isinstance(chosen, int):
            raise UserError(f"{who.name}没有在任的岗位，要写明由哪个区域办理。请选办理区域")
        return chosen

    @property
    def _path(self) -> str:
        who = self._who
        if who is None or who.post_id is not None:
            return who.area_path if who is not None else ""
        chosen = self.area.currentData()
        return next((path for one, _, path in self._areas if one == chosen), "")

    # --- the regulation -----------------------------------------------------------------------

    def _ask(self) -> None:
        self._asked += 1
        who, path, on = self._who, self._path, self._on
        if who is None or not path or on is None:
            self._take(self._asked, [])
            return
        self.session.tasks.read(
            partial(_held, path, on, who.person_id), partial(self._take, self._asked)
        )

    def _take(self, asked: int, held: list[RegulationChoice]) -> None:
        if asked != self._asked:
            return
        another = held != self._held
        self._held = held
        entries: list[tuple[object, str]] = [
            (one.id, f"《{one.title}》（{one.document_no or one.area}）") for one in held
        ]
        self.regulation.fill([*entries, *_NO_REGULATION])
        if another:
            self.regulation.setCurrentIndex(0)
        self._tell()

    def _tell(self) -> None:
        chosen = next((one for one in self._held if one.id == self.regulation_id), None)
        if chosen is not None:
            told = f"本人 {full_day(chosen.signed_on)} 签收过" if chosen.signed_on else ""
            hint = told or "本人没有签收记录，请先请本人签收"
        elif self._held:
            hint = "不按办法的，这件事只按规则和法定依据办"
        else:
            hint = "这个区域没有公示的办法，可到“办法和规则”登记"
        self._regulation.show_hint(f"{hint}。" if self._who is not None else "")
        self._unfolded()

    @property
    def regulation_id(self) -> int | None:
        """By which regulation; None by none."""
        chosen = self.regulation.currentData()
        return chosen if isinstance(chosen, int) else None


def _held(path: str, on: dt.date, person_id: int, work: UnitOfWork) -> list[RegulationChoice]:
    return regulation_choices(work, path, on, person_id)
