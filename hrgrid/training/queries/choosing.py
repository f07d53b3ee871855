"""People to choose from for a class: by area, by role, by words, with what stands against each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment
from hrgrid.training.queries.clashing import clashing_people, class_stretches
from hrgrid.training.queries.classes import class_row
from hrgrid.training.queries.posted import posted
from hrgrid.training.rules.words import EnrolmentState
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


@dataclass(frozen=True)
class Choice:
    """Whom to offer for a class; empty fields do not narrow. `text` is in name or number."""

    class_id: int
    area_ids: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class ChoiceRow:
    """Somebody in post; `state` is his in the class, `clash` the sentence that forbids it."""

    person_id: int
    number: str
    name: str
    street: str
    place: str
    role: str
    state: EnrolmentState | None
    clash: str

    @property
    def free(self) -> bool:
        """Whether he can be enrolled."""
        return not self.clash and self.state in {None, EnrolmentState.CANCELLED}


def people_for(work: UnitOfWork, choice: Choice) -> list[ChoiceRow]:
    """Who may be enrolled by area and role, by strokes; statements do not grow with them."""
    row = class_row(work, choice.class_id)
    people = posted(work, work.day, choice.area_ids, choice.roles)
    text, key = choice.text.strip(), match_key(choice.text)
    if text:
        people = [one for one in people if key in match_key(one.name) or text in one.number]
    ids = [one.person_id for one in people]
    query = (
        select(the_kept(), Enrolment.state)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == row.id)
    )
    there = dict(work.session.execute(query).tuples().all())
    busy = clashing_people(work, ids, row.id, class_stretches(work, row.id))
    ours = f"培训班“{row.number} {row.title}”"
    return [
        ChoiceRow(
            one.person_id,
            one.number,
            one.name,
            one.street,
            one.place,
            one.role,
            there.get(one.person_id),
            busy[one.person_id].sentence(ours) if one.person_id in busy else "",
        )
        for one in people
    ]
