"""What the list of people says of itself: headings, cells that are corrected, usual filters."""

from __future__ import annotations

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.lists.editing import Sheet
from hrgrid.ui.lists.heading_filters import Headings, How
from hrgrid.ui.lists.parts import ListSpec
from hrgrid.ui.lists.saved import Usual
from hrgrid.ui.settings import Entry
from hrgrid.ui.workforce.conditions import Conditions, lapsed
from hrgrid.ui.workforce.people import SOURCE
from hrgrid.workforce.queries import PeopleOrder, PersonRow
from hrgrid.workforce.queries.narrowing import Heading
from hrgrid.workforce.queries.picking import people_of
from hrgrid.workforce.queries.values import values_of
from hrgrid.workforce.service.sheet import EDITABLE, correct_cells, refusal_of, shut_people

_WORDS, _VALUES = How.WORDS, How.VALUES
HEADINGS = Headings(
    {
        Heading.NAME: _WORDS,
        Heading.NUMBER: _WORDS,
        Heading.SEX: _VALUES,
        Heading.PARTY: _VALUES,
        Heading.EDUCATION: _VALUES,
        Heading.PHOTO: _VALUES,
        Heading.STAR: _VALUES,
        Heading.STREET: _VALUES,
        Heading.PLACE: _WORDS,
        Heading.EMPLOYMENT: _VALUES,
        Heading.ROLE: _VALUES,
        Heading.SINCE: How.DAYS,
    },
    values_of,
)


def _rows_of(work: UnitOfWork, ids: object) -> list[PersonRow]:
    return people_of(work, ids, Conditions().wanted(work.day))  # type: ignore[arg-type]


def _told(row: PersonRow, key: str) -> str:
    return row.phone_masked if key == "phone" else str(getattr(row, key))


SHEET = Sheet(
    EDITABLE,
    "workforce",
    Right.EDIT_WORKFORCE,
    refusal_of,
    correct_cells,
    _rows_of,
    shut_people,
    _told,
    apart={"phone": "手机号各人不同，不能填充。请逐个输入或整列粘贴。"},
)

PEOPLE = ListSpec(
    "people",
    "人员名单",
    SOURCE,
    HEADINGS,
    SHEET,
    Conditions(),
    lapsed,
    (
        Usual("缺证件照", Conditions(without_photo=True), "还没有证件照的人，制证前要补"),
        Usual("一格多员", Conditions(shared_grid=True), "同一网格有两名以上网格员"),
    ),
    Entry("lists/people_order", PeopleOrder.STROKES, PeopleOrder, lambda order: order.value),
)
