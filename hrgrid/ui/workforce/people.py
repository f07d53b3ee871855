"""The list of people: its columns, what it is sorted by, and how it is read."""

from __future__ import annotations

from typing import TypeAlias

from hrgrid.assessment.rules.star_words import star_label
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.lists.source import Source
from hrgrid.workforce.queries.listing import (
    PeopleOrder,
    PersonRow,
    anchors_of_people,
    count_people,
    people,
    place_of_person,
)
from hrgrid.workforce.queries.picking import people_of
from hrgrid.workforce.rules import Employment

PeopleModel: TypeAlias = ListModel[PersonRow]

_CHIPS = {Employment.FULL: "info", Employment.PART: "mute"}


def _employment(row: PersonRow) -> str:
    return row.employment.label if row.employment else ""


def _employment_chip(row: PersonRow) -> str:
    return _CHIPS[row.employment] if row.employment else ""


def _role(row: PersonRow) -> str:
    """With 请假 or 借调 beside it while somebody is away."""
    return f"{row.role} · {row.away}" if row.away else row.role


def _star(row: PersonRow) -> str:
    return star_label(row.star)


def _since(row: PersonRow) -> str:
    return f"{row.since:%Y-%m}" if row.since else ""


def _sex(row: PersonRow) -> str:
    return row.sex.label if row.sex else ""


def _photo(row: PersonRow) -> str:
    return "有" if row.has_photo else "缺"


_BY_NAME = (PeopleOrder.STROKES, PeopleOrder.PINYIN)
_BY_NUMBER = (PeopleOrder.NUMBER,)
COLUMNS: tuple[ListColumn[PersonRow], ...] = (
    ListColumn("姓名", lambda row: row.name, 104, strong=True, key="name", orders=_BY_NAME),
    ListColumn("证件号", lambda row: row.id_masked, 164, key="id_number", leaves=3),
    ListColumn("街道", lambda row: row.street, 104, grows=True, key="street", leaves=5),
    ListColumn("网格", lambda row: row.place, 160, grows=True, key="place"),
    ListColumn("类别", _employment, 68, chip=_employment_chip, key="employment", leaves=1),
    ListColumn("岗位", _role, 108, key="role", leaves=2),
    ListColumn("星级", _star, 98, quiet=True, key="star", stars=lambda row: row.star, leaves=4),
    ListColumn("任职", _since, 84, key="since", leaves=6),
    ListColumn(
        "手机号",
        lambda row: row.phone_masked,
        116,
        key="phone",
        leaves=7,
        wide=True,
        masked=True,
    ),
    ListColumn(
        "工号", lambda row: row.number, 96, key="number", orders=_BY_NUMBER, leaves=8, wide=True
    ),
    ListColumn("性别", _sex, 56, key="sex", leaves=9, wide=True),
    ListColumn("证件照", _photo, 68, quiet=True, key="photo", leaves=10, wide=True),
    ListColumn("任职数", lambda row: f"{row.posts:,}", 72, right=True, key="posts", spare=True),
    ListColumn("政治面貌", lambda row: row.party, 92, key="party", spare=True),
    ListColumn("学历", lambda row: row.education, 80, key="education", spare=True),
    ListColumn("备注", lambda row: row.note, 160, key="note", spare=True),
)

_ORDER_SIGNS = {
    PeopleOrder.STROKES: "笔画 ↑",
    PeopleOrder.PINYIN: "拼音 ↑",
    PeopleOrder.NUMBER: "↑",
}

SOURCE = Source(people, anchors_of_people, count_people, place_of_person, people_of, "人")


def people_model() -> PeopleModel:
    """An empty list of people, by strokes."""
    return ListModel(COLUMNS, PeopleOrder.STROKES, _ORDER_SIGNS)
