"""Who is in a class: by choice, from the due list, by self-report; turns and freed places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Attendance, Enrolment, TrainingClass, TrainingTest
from hrgrid.training.queries.clashing import clashing_people, class_stretches
from hrgrid.training.queries.posted import CHUNK
from hrgrid.training.rules.words import HOLDS_PLACE, ClassState, EnrolmentState, Source
from hrgrid.training.service.places import free_places, hold_people, promote, state_of_place
from hrgrid.training.service.steps import class_of, named
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import PersonState

_S, _E = ClassState, EnrolmentState
OPEN_TO_PEOPLE = (_S.PLANNED, _S.OPEN, _S.RUNNING, _S.ENDED)
"""Until the results are confirmed: who came without being on the list belongs on it."""
_NAMED_AT_MOST = 20


@dataclass(frozen=True)
class NotEnrolled:
    """Somebody who could not be enrolled, and the sentence that says why."""

    person_id: int
    name: str
    sentence: str


@dataclass(frozen=True)
class Enrolled:
    """What came of enrolling: ids with a place, ids that wait in turn, who could not be."""

    placed: tuple[int, ...]
    waiting: tuple[int, ...]
    refused: tuple[NotEnrolled, ...] = ()


@dataclass(frozen=True)
class Freed:
    """What came of cancelling: how many, and the enrolments that moved up from the waiting list."""

    cancelled: int
    moved_up: tuple[int, ...]


def enrol(
    work: UnitOfWork, class_id: int, person_ids: Sequence[int], source: Source = Source.ASSIGNED
) -> Enrolled:
    """Enrol people in the order given; who finds no place waits in turn.

    Assigned and due people are invited, who reports himself is enrolled. Of several, those who
    cannot be enrolled are told in `refused`; of one alone a UserError is raised.
    """
    found = class_of(work, class_id, *OPEN_TO_PEOPLE)
    wanted = _people(work, person_ids)
    if not wanted:
        raise UserError(f"没有选要报名{named(found)}的人。请先选人")
    hold_people(work, list(wanted))
    there = _there(work, class_id)
    taken = [person_id for person_id, one in there.items() if one.state is not _E.CANCELLED]
    busy = clashing_people(work, list(wanted), class_id, class_stretches(work, class_id))
    refused = []
    able: list[Person] = []
    for person_id, person in wanted.items():
        sentence = ""
        if person.state is not PersonState.PRESENT:
            sentence = f"{_who(person)}现在是“{person.state.label}”，不能报名。请核对"
        elif person_id in taken:
            state = there[person_id].state.label
            sentence = f"{_who(person)}已经在{named(found)}里（{state}）。请刷新后查看"
        elif person_id in busy:
            sentence = f"{busy[person_id].sentence(named(found))}。请换班，或先退出那个班"
        if sentence:
            refused.append(NotEnrolled(person_id, person.name, sentence))
        else:
            able.append(person)
    if refused and len(wanted) == 1:
        raise UserError(refused[0].sentence)
    placed, waiting = _place(work, found, able, there, source)
    if placed or waiting:
        names = [person.name for person in able[:_NAMED_AT_MOST]]
        work.record(
            "enrol",
            named(found),
            after={
                "source": source.value,
                "placed": len(placed),
                "in_turn": len(waiting),
                "names": names if len(able) <= _NAMED_AT_MOST else [],
            },
        )
    return Enrolled(
        tuple(one.id for one in placed), tuple(one.id for one in waiting), tuple(refused)
    )


def _place(
    work: UnitOfWork,
    found: TrainingClass,
    people: Sequence[Person],
    there: dict[int, Enrolment],
    source: Source,
) -> tuple[list[Enrolment], list[Enrolment]]:
    """A place for each while there are any, then a turn; who was cancelled gets his row back."""
    free, turn = free_places(work, found), _last_turn(work, found.id)
    rows = []
    for at, person in enumerate(people):
        state = state_of_place(source) if at < free else _E.WAITING
        turn += state is _E.WAITING
        place = turn if state is _E.WAITING else None
        row = there.get(person.id)
        if row is None:
            row = Enrolment(
                class_id=found.id,
                person_id=person.id,
                source=source,
                state=state,
                state_reason="",
                waiting_place=place,
                import_operation=None,
            )
            work.session.add(row)
        else:
            row.source, row.state, row.state_reason = source, state, ""
            row.waiting_place = place
        rows.append(row)
    work.session.flush()
    return rows[:free], rows[free:]


def accept(work: UnitOfWork, enrolment_ids: Sequence[int]) -> int:
    """已通知 → 已报名 for those who answered; how many."""
    found, rows = _rows(work, enrolment_ids)
    answered = [one for one in rows if one.state is _E.INVITED]
    for one in answered:
        one.state = _E.ENROLLED
    work.session.flush()
    if answered:
        work.record("accept_enrolments", named(found), after={"count": len(answered)})
    return len(answered)


def cancel_enrolments(work: UnitOfWork, enrolment_ids: Sequence[int]) -> Freed:
    """Take people of one class out with the reason; freed places go to the next in turn.

    Raises UserError naming somebody of whom the sheet, or a test, says something already.
    """
    found, rows = _rows(work, enrolment_ids)
    reason = work.require_reason().strip()[:200]
    return _cancel(work, found, rows, reason)


def _cancel(
    work: UnitOfWork, found: TrainingClass, rows: Sequence[Enrolment], reason: str
) -> Freed:
    leaving = [one for one in rows if one.state in (*HOLDS_PLACE, _E.WAITING)]
    if not leaving:
        raise UserError("选的人都不在名单里了。请刷新后再选")
    names = _names(work, leaving)
    _require_nothing_said(work, leaving, names)
    for one in leaving:
        one.state, one.state_reason, one.waiting_place = _E.CANCELLED, reason, None
    work.session.flush()
    work.record(
        "cancel_enrolments",
        named(found),
        reason,
        before={
            "count": len(leaving),
            "names": list(names.values()) if len(leaving) <= _NAMED_AT_MOST else [],
        },
    )
    return Freed(len(leaving), promote(work, found))


def restore_enrolments(work: UnitOfWork, enrolment_ids: Sequence[int]) -> Enrolled:
    """Put back who was cancelled, behind who waits where the class is full (undo)."""
    found, rows = _rows(work, enrolment_ids)
    placed: list[int] = []
    waiting: list[int] = []
    refused: list[NotEnrolled] = []
    for source in Source:
        people = [
            one.person_id for one in rows if one.state is _E.CANCELLED and one.source is source
        ]
        if people:
            done = enrol(work, found.id, people, source)
            placed += done.placed
            waiting += done.waiting
            refused += done.refused
    return Enrolled(tuple(placed), tuple(waiting), tuple(refused))


def move_in_turn(work: UnitOfWork, enrolment_id: int, place: int) -> None:
    """Another turn on the waiting list (1 is the next), with a reason; the others close up."""
    found, (one,) = _rows(work, [enrolment_id])
    work.require_reason()
    name = next(iter(_names(work, [one]).values()))
    if one.state is not _E.WAITING:
        raise UserError(f"{name}不在候补名单里（{one.state.label}）。请刷新后查看")
    query = select(Enrolment).where(Enrolment.class_id == found.id, Enrolment.state == _E.WAITING)
    turns = list(work.session.scalars(query.order_by(Enrolment.waiting_place)))
    before = turns.index(one) + 1
    if not 1 <= place <= len(turns):
        raise UserError(f"候补名单有 {len(turns)} 人，没有第 {place} 位。请核对")
    turns.remove(one)
    turns.insert(place - 1, one)
    # Two who change places would collide on the way.
    highest = max(each.waiting_place or 0 for each in turns)
    for at, each in enumerate(turns, start=1):
        each.waiting_place = highest + at
    work.session.flush()
    for at, each in enumerate(turns, start=1):
        each.waiting_place = at
    work.session.flush()
    work.record(
        "move_in_turn", f"{named(found)}{name}", before={"turn": before}, after={"turn": place}
    )


def transfer(work: UnitOfWork, enrolment_id: int, class_id: int) -> Enrolled:
    """Move somebody to another class in one deed; nothing changes where he cannot be there."""
    found, (one,) = _rows(work, [enrolment_id])
    goal = class_of(work, class_id, *OPEN_TO_PEOPLE)
    if goal.id == found.id:
        raise UserError(f"他已经在{named(found)}里。请选另一个班")
    _cancel(work, found, [one], work.reason.strip()[:200] or f"转到{named(goal)}"[:200])
    return enrol(work, class_id, [one.person_id], one.source)


def _rows(work: UnitOfWork, enrolment_ids: Sequence[int]) -> tuple[TrainingClass, list[Enrolment]]:
    """Enrolments of one class, which is locked first."""
    query = select(Enrolment.class_id).where(Enrolment.id.in_(list(enrolment_ids))).distinct()
    class_ids = list(work.session.scalars(query))
    if len(class_ids) != 1:
        raise UserError("选的人不在同一个培训班里，或已被删去。请刷新后再选")
    found = class_of(work, class_ids[0], *OPEN_TO_PEOPLE)
    rows = select(Enrolment).where(Enrolment.id.in_(list(enrolment_ids))).order_by(Enrolment.id)
    return found, list(work.session.scalars(rows))


def _people(work: UnitOfWork, person_ids: Sequence[int]) -> dict[int, Person]:
    """The people of these ids in this order, those who were merged as who is kept."""
    ids = list(dict.fromkeys(person_ids))
    kept: dict[int, int] = {}
    people: dict[int, Person] = {}
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        pairs = select(Person.id, the_kept()).where(Person.id.in_(some))
        kept.update(work.session.execute(pairs).tuples().all())
        rows = select(Person).where(Person.id.in_([kept[one] for one in some if one in kept]))
        people.update((one.id, one) for one in work.session.scalars(rows))
    missing = [one for one in ids if one not in kept]
    if missing:
        raise UserError("选的人里有人已不在档案里。请刷新列表后再选")
    return {kept[one]: people[kept[one]] for one in ids}


def _there(work: UnitOfWork, class_id: int) -> dict[int, Enrolment]:
    """By kept person, his row in the class; one that was not cancelled before any other."""
    query = (
        select(the_kept(), Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == class_id)
    )
    found: dict[int, Enrolment] = {}
    for person_id, one in work.session.execute(query).tuples():
        if person_id not in found or found[person_id].state is _E.CANCELLED:
            found[person_id] = one
    return found


def _last_turn(work: UnitOfWork, class_id: int) -> int:
    query = select(func.max(Enrolment.waiting_place)).where(Enrolment.class_id == class_id)
    return work.session.scalar(query) or 0


def _names(work: UnitOfWork, rows: Sequence[Enrolment]) -> dict[int, str]:
    """By enrolment."""
    query = (
        select(Enrolment.id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_([one.id for one in rows]))
        .order_by(Enrolment.id)
    )
    return dict(work.session.execute(query).tuples().all())


def _require_nothing_said(
    work: UnitOfWork, rows: Sequence[Enrolment], names: dict[int, str]
) -> None:
    ids = [one.id for one in rows]
    for model, what in ((Attendance, "签到"), (TrainingTest, "测试成绩")):
        query = select(model.enrolment_id).where(model.enrolment_id.in_(ids)).limit(1)
        said = work.session.scalar(query)
        if said is not None:
            raise UserError(
                f"{names[said]}已有{what}记录，不能取消。没来的请登记缺勤；登记错了请先清空"
            )


def _who(person: Person) -> str:
    return f"{person.name}（工号 {person.number}）"
