"""Rows of a roster: people, and the posts that they hold."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from hrgrid.core.columns import Severity, heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.identity import ResidentId, Sex
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRows, Problem
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.areas import AreaRow, tree_index
from hrgrid.workforce.queries.bureaus import BureauRow
from hrgrid.workforce.queries.roles import RoleRow
from hrgrid.workforce.rules import Employment, Level, PersonState
from hrgrid.workforce.service.bureaus import remove_unused_bureau
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.imports.offices import Offices
from hrgrid.workforce.service.imports.places import Naming, Places
from hrgrid.workforce.service.imports.unplaced import Unplaced
from hrgrid.workforce.service.incumbents import PostForm, Refusal
from hrgrid.workforce.service.matching import PersonForm

# Words of rosters for roles of the dictionary; 专职 and 兼职 in them say how.
_ROLE_WORDS = {
    "格长": "网格长",
    "综合网格长": "网格长",
    "专职网格员": "网格员",
    "兼职网格员": "网格员",
    "综合网格员": "网格员",
    "网格管理员": "网格员",
    "警务员": "网格警务员",
    "社区民警": "网格警务员",
    "微网格员": "微网格联络员",
    "微网格长": "微网格联络员",
    "网格巡查员": "巡查员",
    "网格信息员": "信息员",
    "网格联络员": "联络员",
    "网格督查员": "督查员",
}
_WORKER = "网格员"
_STEP = 200


def apply_workers(work: UnitOfWork, rows: InRows, answers: Answers) -> Applied:
    """Enlist everybody who can stand; each other row says why not and who is in the way."""
    work.require_somewhere(Right.EDIT_WORKFORCE)
    work.progress.begin("核对各人", len(rows))
    sweep = _Sweep(work, rows, answers)
    enlisting = sweep.enlisting
    with enlisting.writing(len(rows)) as hand_over:
        for start in range(0, len(rows), _STEP):
            some = range(len(rows))[start : start + _STEP]
            sweep.take(some)
            hand_over()
            work.progress.step(len(some))
    counts = enlisting.counts
    return Applied(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        problems=sweep.problems,
        journal={"people": counts.new, "changed": counts.changed},
        undo={
            "operation": work.circumstances.operation_id,
            "before": _before(work, enlisting),
            "bureaus": [bureau.id for bureau, _ in sweep.offices.added],
        },
    )


Place = AreaRow | BureauRow


class _Sweep:
    """Takes rows by their places; what most of them need is read from the columns of all."""

    def __init__(self, work: UnitOfWork, rows: InRows, answers: Answers) -> None:
        index = tree_index(work, work.today)
        self.enlisting = Enlisting(work, index, imported=True)
        self.problems: list[Problem] = []
        self._rows = rows
        self._today = work.today
        self._actor = work.actor
        self._everywhere = work.actor.may(Right.EDIT_WORKFORCE)
        self.offices = Offices(work, index)
        self._places = Places(index, answers, self.offices)
        self._role_words = rows.column("role")
        self._employments = rows.column("employment")
        self._sinces = rows.column("since")
        self._naming = [rows.column(key) for key in Naming._fields]
        self._people = [rows.column(key) for key in _TOLD]
        self._roles: dict[str | None, RoleRow] = {}
        self._role_keys = {heading_key(label): role for label, role in self.enlisting.roles.items()}
        for word, label in _ROLE_WORDS.items():
            if label in self.enlisting.roles:
                self._role_keys[heading_key(word)] = self.enlisting.roles[label]

    def take(self, some: range) -> None:
        """Take the rows at these places; what is wrong with one is told, and it stays out."""
        people = _people(*(column[some.start : some.stop] for column in self._people))
        macs = self.enlisting.macs_of(people)
        naming = zip(*(column[some.start : some.stop] for column in self._naming), strict=True)
        for at, named, person, found in zip(some, naming, people, macs, strict=True):
            try:
                place = self._places.known(named) or self._place(at, Naming(*named))
                if not self._everywhere:
                    self._require_right(place)
                self.enlisting.take(person, self._post(at, place), found)
            except Unplaced as lost:
                self._refuse(at, lost, lost.suggestion)
            except Refusal as refusal:
                self._refuse(at, refusal)

    def _refuse(self, at: int, why: Unplaced | Refusal, suggestion: str | None = None) -> None:
        row = self._rows[at]
        self.problems.append(row.problem(why.column, why.code, why.sentence, suggestion=suggestion))

    def _place(self, at: int, named: Naming) -> Place:
        before = len(self.offices.added)
        as_number = self._rows.held_as_number(at, "grid_code")
        place = self._places.find(named, as_number=as_number)
        for _, told in self.offices.added[before:]:
            self._say(at, "bureau", "new_bureau", told)
        return place

    def _require_right(self, place: Place) -> None:
        path = place.path if isinstance(place, AreaRow) else self.offices.path_of(place)
        if not self._actor.may(Right.EDIT_WORKFORCE, path):
            raise Refusal(
                "no_right",
                "grid_code",
                f"{self._actor.name}没有维护“{place.name}”的权限。请由有权限的人导入这一行",
            )

    def _post(self, at: int, place: Place) -> PostForm:
        role = self._roles.get(self._role_words[at]) or self._role(at)
        employment = self._employments[at] or self._employment(at, role, place)
        return PostForm(place, role, employment, self._sinces[at] or self._since(at))

    def _role(self, at: int) -> RoleRow:
        """What the words mean; looked up once for all the people who have them."""
        typed = self._role_words[at]
        key = heading_key(_WORKER if typed is None else typed)
        role = self._role_keys.get(key)
        if role is None:
            known = "、".join(list(self.enlisting.roles)[:6])
            raise Refusal(
                "unknown_role",
                "role",
                f"岗位字典里没有{quoted(typed or _WORKER)}。请改成{known}等，或先加进字典",
            )
        self._roles[typed] = role
        return role

    def _employment(self, at: int, role: RoleRow, place: Place) -> Employment:
        """What the words of the role say, or what is usual there."""
        typed = self._role_words[at] or ""
        if "兼职" in typed:
            return Employment.PART
        on_grid = isinstance(place, AreaRow) and place.level is Level.GRID
        guessed = Employment.FULL if role.fills_grid and on_grid else Employment.PART
        if "专职" not in typed:
            self._say(
                at, "employment", "employment_guessed", f"没有写专兼职，按{guessed.label}登记"
            )
        return guessed

    def _since(self, at: int) -> dt.date:
        self._say(at, "since", "since_today", f"没有写入职日期，按今天（{self._today}）登记")
        return self._today

    def _say(self, at: int, column: str, code: str, sentence: str) -> None:
        row = self._rows[at]
        self.problems.append(row.problem(column, code, f"{sentence}。", Severity.WARNING))


# What is told of a person; the number says some of it, and the day of birth it alone.
_TOLD = ("name", "id_number", "sex", "phone", "party", "education", "note", "number")
# As PersonForm._make, which costs a call of Python a person.
_as_person = partial(tuple.__new__, PersonForm)


def _people(
    names: Sequence[str],
    numbers: Sequence[ResidentId | None],
    sexes: Sequence[Sex | None],
    *rest: Sequence[str | None],
) -> list[PersonForm]:
    """The people of some rows, by columns as `_TOLD`."""
    said = zip(sexes, numbers, strict=True)
    columns = (
        names,
        [number and number.number for number in numbers],
        [sex or (number and number.sex) for sex, number in said],
        [number and number.birth for number in numbers],
        *rest,
    )
    return list(map(_as_person, zip(*columns, strict=True)))


# --- taking back ------------------------------------------------------------------------------


def _before(work: UnitOfWork, enlisting: Enlisting) -> dict[str, Any]:
    """What stood there before, with the version that this import left: sealed values stay so."""
    found = {}
    for person_id, values in enlisting.before.items():
        person = work.session.get_one(Person, person_id)
        plain = {name: _plain(value) for name, value in values.items()}
        found[person.number] = {"version": person.version, "values": plain}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


_BACK: dict[str, Callable[[str], Any]] = {
    "sex": Sex,
    "birth_date": dt.date.fromisoformat,
    "id_number": bytes.fromhex,
    "id_mac": bytes.fromhex,
    "phone": bytes.fromhex,
    "phone_mac": bytes.fromhex,
    "phone_tail_mac": bytes.fromhex,
}


_ON_CARD = (
    "name",
    "match_key",
    "stroke_key",
    "pinyin",
    "initials",
    "phone",
    "phone_mac",
    "phone_tail_mac",
    "phone_masked",
    "party",
    "education",
)


def values_before(person: Person) -> dict[str, Any]:
    """What a unit may correct on a card, as an undo keeps it: sealed values stay so."""
    return {name: _plain(getattr(person, name)) for name in _ON_CARD}


def take_back_cards(work: UnitOfWork, before: Mapping[str, Any], deed: str) -> None:
    """Put cards back as they were, by staff number; refused where one was changed since."""
    for number, kept in before.items():
        person = work.session.scalar(select(Person).where(Person.number == number))
        if person is None or person.version != kept["version"]:
            name = person.name if person else number
            raise UserError(f"“{name}”在{deed}之后又被改过，这次{deed}不能整批撤销。请逐人更正")
        for column, value in kept["values"].items():
            back = _BACK.get(column)
            setattr(person, column, back(value) if back and value is not None else value)


def undo_workers(work: UnitOfWork, undo: Any) -> None:
    """Take back an import of people; refused where somebody changed or used a row since."""
    work.require(Right.EDIT_WORKFORCE)
    _refuse_merged(work, undo["operation"])
    take_back_cards(work, undo["before"], "导入")
    work.session.flush()
    try:
        with work.session.begin_nested():
            for model in (Post, Person):
                brought = model.import_operation == undo["operation"]
                work.session.execute(delete(model).where(brought))
    except IntegrityError as error:
        raise UserError(
            "这次导入的人员已经有了别的记录（任职、考核或附件），不能整批撤销。请逐人办理"
        ) from error
    for bureau_id in undo["bureaus"]:
        remove_unused_bureau(work, bureau_id)


def _refuse_merged(work: UnitOfWork, operation: str) -> None:
    """Whose entry was merged holds values of the other one: it is no longer what was brought."""
    other = aliased(Person)
    query = (
        select(Person.name)
        .outerjoin(other, other.merged_into_id == Person.id)
        .where(Person.import_operation == operation)
        .where((Person.state == PersonState.MERGED) | other.id.is_not(None))
        .limit(1)
    )
    name = work.session.scalar(query)
    if name is not None:
        raise UserError(f"“{name}”在导入之后与别的记录合并了。请先撤销合并，再撤销这次导入")
