"""Rows of lists of candidates: who applies for what, and how that is taken back."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.service import require_recovery_confirmed
from hrgrid.core.columns import Severity
from hrgrid.core.errors import UserError
from hrgrid.core.identity import ResidentId, Sex, mask_telephone
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.hiring.model import (
    Candidate,
    CandidateCheck,
    CandidatePoint,
    CandidateStep,
    HiringBatch,
    HiringPosition,
)
from hrgrid.hiring.queries.known import service_of
from hrgrid.hiring.rules.words import BatchKind, BatchState, CandidateState
from hrgrid.hiring.service.announcing import open_due
from hrgrid.hiring.service.imports.entering import SAID, Newcomer, write_newcomers
from hrgrid.hiring.service.imports.offers import Misfit, Offers
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.known import KnownPerson, known_people
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE

_STEP = 100


def apply_candidates(work: UnitOfWork, rows: Sequence[InRow], answers: Answers) -> Applied:
    """Enter everybody who can stand; each other row says why not and what to write instead.

    Raises UserError where no batch takes applications, or several do and rows name none.
    """
    work.require_somewhere(Right.RUN_HIRING)
    require_recovery_confirmed(work)
    open_due(work)
    work.progress.begin("核对报名表", len(rows))
    sweep = _Sweep(work, Offers(work, rows, answers))
    for start in range(0, len(rows), _STEP):
        some = rows[start : start + _STEP]
        for row in some:
            sweep.take(row)
        work.progress.step(len(some))
    write_newcomers(work, sweep.added)
    return Applied(
        new=len(sweep.added),
        changed=len(sweep.before),
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"candidates": len(sweep.added), "changed": len(sweep.before)},
        undo={
            "operation": work.circumstances.operation_id,
            "count": len(sweep.added),
            "before": sweep.kept(),
        },
    )


class _Asked(NamedTuple):
    """What a row asks for, once everything in it is known."""

    batch: HiringBatch
    position: HiringPosition
    wish: int | None
    id_mac: bytes | None
    person: KnownPerson | None


class _Known:
    """Who is in a batch already, the numbers that are taken, and the rows of this file."""

    def __init__(self, work: UnitOfWork, batch_id: int) -> None:
        self.by_mac: dict[bytes, Candidate] = {}
        self.by_person: dict[int, Candidate] = {}
        self.numbers: set[str] = set()
        self.rows: dict[bytes | int, InRow] = {}
        query = select(Candidate).where(Candidate.batch_id == batch_id)
        for candidate in work.session.scalars(query):
            self.numbers.add(candidate.number)
            if candidate.id_mac is not None:
                self.by_mac[candidate.id_mac] = candidate
            if candidate.person_id is not None:
                self.by_person[candidate.person_id] = candidate
        self._next = 1
        ours = select(Candidate.id).where(Candidate.batch_id == batch_id)
        self.checked = {
            candidate_id
            for model in (CandidateCheck, CandidatePoint)
            for candidate_id in work.session.scalars(
                select(model.candidate_id).where(model.candidate_id.in_(ours)).distinct()
            )
        }

    def find(self, asked: _Asked) -> Candidate | None:
        """The one in the batch whom a row means."""
        found = None if asked.id_mac is None else self.by_mac.get(asked.id_mac)
        return found or (self.by_person.get(asked.person.id) if asked.person else None)

    def take_number(self, typed: str | None) -> str:
        """The number that a row wants, or the next that nobody has; raises Misfit."""
        if typed in self.numbers:
            raise Misfit(
                "number_taken", "number", f"报名号“{typed}”在这一批已有别人。请换一个，或留空"
            )
        number = typed
        while number is None or number in self.numbers:
            number = f"{self._next:04d}"
            self._next += 1
        self.numbers.add(number)
        return number


class _Sweep:
    def __init__(self, work: UnitOfWork, offers: Offers) -> None:
        self.work = work
        self.added: list[Newcomer] = []
        self.before: dict[int, dict[str, Any]] = {}
        self.problems: list[Problem] = []
        self.unchanged = 0
        self._offers = offers
        self._known: dict[int, _Known] = {}
        self._people: dict[bytes, KnownPerson] = {}
        self._by_staff: dict[str, KnownPerson] = {}
        for person in known_people(work):
            self._by_staff[person.number.upper()] = person
            if person.id_mac is not None:
                self._people[person.id_mac] = person

    def take(self, row: InRow) -> None:
        """Take one row; where it cannot stand, say why."""
        try:
            offer = self._offers.find(row)
            position = self._offers.position(offer, row)
            wish = self._offers.wish(offer, position, row)
            number: ResidentId | None = row.values["id_number"]
            mac = None if number is None else self.work.keyring.mac(ID_NUMBER, number.number)
            person = self._person(row, offer.batch, mac)
            mac = mac or (person.id_mac if person is not None else None)
            self._enter(row, _Asked(offer.batch, position, wish, mac, person))
        except Misfit as misfit:
            self.problems.append(
                row.problem(
                    misfit.column, misfit.code, f"{misfit.sentence}。", suggestion=misfit.suggestion
                )
            )

    def _person(self, row: InRow, batch: HiringBatch, mac: bytes | None) -> KnownPerson | None:
        """Who it is on file; raises Misfit where the file says another name, or must know him."""
        name, staff = row.values["name"], row.values["staff_number"]
        by_staff = self._by_staff.get((staff or "").upper())
        found = self._people.get(mac) if mac is not None else by_staff
        column, what = ("id_number", "证件号") if mac is not None else ("staff_number", "工号")
        if found is None and batch.kind is BatchKind.INTERNAL:
            raise Misfit(
                "unknown_person",
                column,
                f"“{batch.title}”是内部遴选，花名册里没有这个{what}的“{name}”。请核对",
            )
        if found is not None and found.match_key != match_key(name):
            raise Misfit(
                "other_name",
                column,
                f"这个{what}在花名册里是“{found.name}”，与写的“{name}”不同。请核对",
            )
        if found is None and mac is None:
            raise Misfit("missing", "id_number", "没有写身份证号，认不出是否重复报名。请补上")
        return found

    def _enter(self, row: InRow, asked: _Asked) -> None:
        known = self._known.get(asked.batch.id)
        if known is None:
            known = self._known[asked.batch.id] = _Known(self.work, asked.batch.id)
        key = asked.id_mac if asked.id_mac is not None else asked.person and asked.person.id
        assert key is not None  # noqa: S101 - who has neither was refused
        earlier = known.rows.setdefault(key, row)
        if earlier is not row:
            raise Misfit(
                "applied_twice",
                "id_number",
                f"“{row.values['name']}”和第 {earlier.number} 行的“{earlier.values['name']}”"
                "是同一个证件号。一人一批只能报一次，请删去一行",
            )
        there = known.find(asked)
        if there is not None:
            self._change(row, there, asked, known)
        else:
            self._add(row, asked, known)

    # --- somebody new -------------------------------------------------------------------------

    def _add(self, row: InRow, asked: _Asked, known: _Known) -> None:
        applied_on = self._in_time(row, asked.batch)
        if asked.person is not None:
            self._look_at(row, asked.batch, asked.person)
        number = known.take_number(row.values["number"])
        self.added.append(
            Newcomer(
                asked.batch,
                asked.position,
                number,
                asked.id_mac,
                asked.person,
                asked.wish,
                applied_on,
                row,
            )
        )

    def _look_at(self, row: InRow, batch: HiringBatch, person: KnownPerson) -> None:
        """Somebody on file: must hold a post where the office chooses among its own people."""
        service = service_of(self.work, person.id, self.work.today)
        if batch.kind is BatchKind.INTERNAL:
            if not service.in_post:
                raise Misfit(
                    "not_in_post",
                    "name",
                    f"“{person.name}”在花名册里没有在岗的任职，不能报名内部遴选。请改报公开招录",
                )
            return
        told = f"“{person.name}”已在册：{service.words}。录用前须先结束原来的专职任职。"
        if not service.in_post:
            told = f"“{person.name}”曾在册（工号 {person.number}），录用时沿用原来的档案。"
        severity = Severity.WARNING if service.in_post else Severity.INFO
        self.problems.append(row.problem("name", "on_file", told, severity))

    def _in_time(self, row: InRow, batch: HiringBatch) -> dt.date:
        """The day of the application; a form that came in time may be brought in later."""
        given: dt.date | None = row.values["applied_on"]
        on = given or self.work.today
        first, last = batch.apply_from or on, batch.apply_to or on
        who = f"“{row.values['name']}”" + (
            f"报名日期是 {on}" if given else f"没有写报名日期，按今天（{on}）"
        )
        if given and on > self.work.today:
            raise Misfit("date_in_future", "applied_on", f"{who}，还没有到。请核对日期")
        if on > last:
            raise Misfit(
                "applied_late",
                "applied_on",
                f"{who}，报名到 {last} 已截止，是逾期报名。期内收到的请填收到的日期；"
                "要再收请先延长报名",
            )
        if on < first:
            raise Misfit("applied_early", "applied_on", f"{who}，报名从 {first} 才开始。请核对日期")
        return on

    # --- somebody who is there ----------------------------------------------------------------

    def _change(self, row: InRow, there: Candidate, asked: _Asked, known: _Known) -> None:
        name = row.values["name"]
        if there.match_key != match_key(name):
            raise Misfit(
                "id_of_another",
                "id_number",
                f"“{name}”的身份证号在这一批已由“{there.name}”（报名号 {there.number}）报名。"
                "请核对证件号",
            )
        if there.position_id != asked.position.id:
            raise Misfit(
                "applied_elsewhere",
                "position",
                f"“{name}”（报名号 {there.number}）已报了别的岗位。"
                "一人一批只能报一个岗位，要改报请在报名人的档案里更正",
            )
        news = self._news(row, there, asked.wish)
        if not news:
            self.unchanged += 1
            return
        if there.state is not CandidateState.SUBMITTED or there.id in known.checked:
            state = there.state.label
            done = "已开始资格审查" if there.id in known.checked else f"已是“{state}”"
            raise Misfit(
                "already_checked",
                "name",
                f"“{name}”（报名号 {there.number}）{done}，导入不能再改报名内容。"
                "请在报名人的档案里更正",
            )
        self.before[there.id] = {key: getattr(there, key) for key in news}
        for key, value in news.items():
            setattr(there, key, value)

    def _news(self, row: InRow, there: Candidate, wish: int | None) -> dict[str, Any]:
        """What the row says that is not there yet; what it leaves blank stays as it is."""
        said = {key: row.values[key] for key in (*SAID, "applied_on")} | {"wish_area_id": wish}
        news = {
            key: value
            for key, value in said.items()
            if value is not None and value != getattr(there, key)
        }
        phone: str | None = row.values["phone"]
        if phone is not None and not self._has_phone(there, phone):
            news["phone"] = self.work.keyring.seal(PHONE, phone)
            news["phone_masked"] = mask_telephone(phone)
        return news

    def _has_phone(self, there: Candidate, phone: str) -> bool:
        if there.phone is None or there.phone_masked != mask_telephone(phone):
            return False
        return self.work.keyring.open(PHONE, there.phone) == phone

    def kept(self) -> dict[str, Any]:
        """What stood there before, with the version that this import left."""
        self.work.session.flush()
        return {
            str(candidate_id): {
                "version": self.work.session.get_one(Candidate, candidate_id).version,
                "values": {key: _json(value) for key, value in values.items()},
            }
            for candidate_id, values in self.before.items()
        }


# --- taking back ------------------------------------------------------------------------------


def _json(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


_BACK: dict[str, Callable[[str], Any]] = {
    "sex": Sex,
    "applied_on": dt.date.fromisoformat,
    "phone": bytes.fromhex,
}


def undo_candidates(work: UnitOfWork, undo: Any) -> None:
    """Take back the candidates of an import; refused once somebody has gone on with one."""
    work.require_somewhere(Right.RUN_HIRING)
    ours = Candidate.import_operation == undo["operation"]
    batch_ids = set(work.session.scalars(select(Candidate.batch_id).where(ours).distinct()))
    changed = [int(candidate_id) for candidate_id in undo["before"]]
    known = select(Candidate.batch_id).where(Candidate.id.in_(changed)).distinct()
    for batch_id in batch_ids | set(work.session.scalars(known)):
        _require_open(work, batch_id)
    for candidate_id, kept in undo["before"].items():
        _restore(work, int(candidate_id), kept)
    work.session.flush()
    _remove(work, undo)


def _require_open(work: UnitOfWork, batch_id: int) -> None:
    batch = work.session.get_one(HiringBatch, batch_id, with_for_update=True)
    work.require(Right.RUN_HIRING, batch.area_path)
    if batch.state is not BatchState.APPLYING:
        raise UserError(
            f"“{batch.title}”已是“{batch.state.label}”，这次导入的报名不能整批撤销。"
            "不再参加的请逐人登记退出"
        )


def _restore(work: UnitOfWork, candidate_id: int, kept: Any) -> None:
    found = work.session.get(Candidate, candidate_id)
    if found is None or found.version != kept["version"]:
        name = found.name if found and found.name else "有一人"
        raise UserError(f"“{name}”在导入之后又被改过，这次导入不能整批撤销。请逐人更正")
    for column, value in kept["values"].items():
        back = _BACK.get(column)
        setattr(found, column, back(value) if back and value is not None else value)


def _remove(work: UnitOfWork, undo: Any) -> None:
    ours = Candidate.import_operation == undo["operation"]
    touched = work.session.scalar(
        select(Candidate.name)
        .where(ours, (Candidate.version > 1) | (Candidate.state != CandidateState.SUBMITTED))
        .limit(1)
    )
    left = work.session.scalar(select(func.count()).select_from(Candidate).where(ours))
    if touched is not None or left != undo["count"]:
        raise UserError(
            f"“{touched or '有人'}”在导入之后又被改过或审查过，这次导入不能整批撤销。"
            "不再参加的请逐人登记退出"
        )
    brought = select(Candidate.id).where(ours)
    try:
        with work.session.begin_nested():
            work.session.execute(
                delete(CandidateStep).where(CandidateStep.candidate_id.in_(brought))
            )
            work.session.execute(delete(Candidate).where(ours))
    except IntegrityError as error:
        raise UserError(
            "这次导入的报名人已经有了审查结果或材料，不能整批撤销。不再参加的请逐人登记退出"
        ) from error
