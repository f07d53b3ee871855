"""What lies in the bytes of a package, and what does not: names, units, numbers, marks alone."""

from __future__ import annotations

import zipfile
from dataclasses import fields, is_dataclass

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.panels import service as marking
from hrgrid.panels.rules.words import EntrantStatus, Ground
from hrgrid.training.model import CompetitionEntrant
from hrgrid.training.queries import taking as reading
from hrgrid.training.rules.taken import TakenCompetition, numbers_in
from hrgrid.workforce.model import Person
from tests.training.taken import NAMES, Place, compete, opened, take
from tests.ui.crew import crew

ID, PHONE = "999999199001010017", "19900001234"


@pytest.fixture
def office(desk):
    """Somebody on file competes, with his number and phone; others are on file and do not."""
    crew(desk, 2)
    place = Place(desk, desk.write(compete))

    def join(work):
        person = work.session.scalars(select(Person).where(Person.name == "欧阳若水")).one()
        first = work.session.get_one(CompetitionEntrant, place.contest.entrants[0])
        first.person_id, first.name = person.id, person.name
        return {each.name for each in work.session.scalars(select(Person))} - {person.name}

    return place, desk.write(join)


def text_of(path):
    with zipfile.ZipFile(path) as file:
        return "".join(file.read(name).decode() for name in file.namelist())


def test_names_units_and_numbers_are_all_that_goes(office, tmp_path):
    place, others = office
    entrant, seat, other = place.entrant(2), place.seat(1), place.entrant(3)
    reason = "家中老人住院"
    place.desk.write(lambda work: marking.set_status(work, entrant, EntrantStatus.ABSENT, reason))
    place.desk.write(lambda work: marking.recuse(work, seat, other, Ground.KIN, "堂兄弟"))
    path = take(place, tmp_path / "比武.hrpack")
    text = text_of(path)
    for secret in (ID, ID[6:14], PHONE, reason, "堂兄弟", "熟悉片区", '"kin"'):
        assert secret not in text
        assert secret.encode() not in path.read_bytes()
    assert not [name for name in others if name in text]
    assert all(name in text for name in ("欧阳若水", *NAMES[1:4]))
    # Nor does the laptop's own file know more.
    with opened(path, place.contest, tmp_path / "外带.hrg") as laptop:
        assert laptop.desk.read(lambda work: work.session.scalars(select(Person)).all()) == []


def test_no_field_could_hold_what_must_not_go():
    """The content is made of named fields: none of them is one of a person's own."""
    seen, names = set(), set()

    def walk(kind):
        if kind in seen:
            return
        seen.add(kind)
        from typing import get_args, get_type_hints

        for field in fields(kind):
            names.add(field.name)
            kinds = [get_type_hints(kind)[field.name]]
            while kinds:
                each = kinds.pop()
                kinds += get_args(each)
                if is_dataclass(each):
                    walk(each)

    walk(TakenCompetition)
    assert len(seen) > 10
    forbidden = ("phone", "birth", "id_number", "person_id", "area", "address", "gender", "note")
    assert {name for name in names if any(word in name for word in forbidden)} == {"note"}


def test_nothing_in_it_looks_like_a_number(office):
    place, _ = office
    taken = place.desk.read(
        lambda work: reading.taken_competition(work, place.contest.id, ("stage", "quick"))
    )
    assert not list(numbers_in(reading.lean(taken)))


def test_a_number_typed_into_a_name_is_found(office, tmp_path):
    place, _ = office

    def write(work):
        row = work.session.get_one(CompetitionEntrant, place.contest.entrants[1])
        row.unit = f"示例街道 {PHONE}"

    place.desk.write(write)
    with pytest.raises(UserError, match=r"“邓明辉”里写了证件号或手机号（199\*+1234）"):
        take(place, tmp_path / "比武.hrpack")
