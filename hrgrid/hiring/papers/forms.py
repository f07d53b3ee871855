"""报名登记表 and the list of the checks: the values seen, condition by condition."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.model import Candidate, CandidateCheck, CandidatePoint
from hrgrid.hiring.papers.drawn import Drawn
from hrgrid.hiring.papers.facts import (
    Applicant,
    Batch,
    applicants,
    read_batch,
)
from hrgrid.hiring.papers.listed import Listed, Row, middle, named, number, numbered, text
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.papers.wording import in_force
from hrgrid.hiring.rules.conditions import age, rule_text
from hrgrid.hiring.rules.scheme import Condition, Fact
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.paper.registration import Checked, Registration, registration_leaves
from hrgrid.storage.attachments import content_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import area_names
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE

_PLEDGE = (
    "　　本人承诺：所填信息和所交材料真实、准确、完整，不属于公告所列不得报考的情形。"
    "如有不实，自愿承担取消资格等后果。"
)


_OPEN = "经审查：□ 资格合格　　□ 资格不符，理由："
_ALWAYS = (
    "姓名",
    "性别",
    "出生日期",
    "学历",
    "身份证号",
    "联系电话",
    "报考岗位",
    "用人单位",
    "报名日期",
    "意向网格",
)
_IF_ASKED = {
    Fact.PARTY_MEMBER: "政治面貌",
    Fact.VETERAN: "退役军人",
    Fact.SOCIAL_WORKER: "社会工作者证",
    Fact.REGISTERED_HERE: "本地户籍",
    Fact.RESIDENCE_MONTHS: "本地居住月数",
}
_LAST = "志愿服务月数"


def registrations(work: UnitOfWork, asked: Asked) -> Drawn:
    """A page a candidate, of everybody or some.

    Numbers are masked unless `full` asks for them with a reason: the form that goes into the
    file of the hired has them. Raises Refused without the right to see them.
    """
    batch = read_batch(work, asked.batch_id, people=True)
    if asked.options.full:
        if not asked.options.reason.strip():
            raise UserError("带完整号码打印须写明事由。请填上事由再打印")
        work.require(Right.SHOW_SENSITIVE, batch.area_path)
    people = applicants(work, batch, None, asked.options.candidate_ids)
    if not people:
        raise UserError(f"批次“{batch.title}”还没有报名人，没有登记表可印。请先登记报名")
    more = _More(work, batch, [one.id for one in people], full=asked.options.full)

    def make() -> Iterator[Registration]:
        for one in people:
            yield more.form(one)

    title = f"{batch.title}报名登记表"
    reason = asked.options.reason.strip() if asked.options.full else ""
    return Drawn(batch, registration_leaves(title, make), len(people), reason)


def blank_form(work: UnitOfWork, asked: Asked) -> Drawn:
    """The form as candidates fill it in: the second annex of the announcement."""
    batch = read_batch(work, asked.batch_id, people=False)
    facts = _facts_asked(batch)
    names = (*_ALWAYS, *(name for fact, name in _IF_ASKED.items() if fact in facts), _LAST)
    form = Registration(
        "空白表",
        f"{batch.title}报名登记表",
        "　　　　　　",
        tuple((name, "") for name in names),
        tuple(Checked(_condition_words(one), "", "", "") for one in _conditions(batch)),
        _OPEN,
        _PLEDGE,
        batch.office,
    )
    leaves = registration_leaves(f"{batch.title}报名登记表", lambda: [form])
    return Drawn(batch, leaves, 0)


def _facts_asked(batch: Batch) -> set[Fact]:
    """What a condition or an extra point of the batch looks at."""
    scheme = batch.scheme
    asked = {one.fact for one in scheme.conditions if one.on}
    return asked | {one.fact for one in scheme.extra if one.on}


def _conditions(batch: Batch) -> tuple[Condition, ...]:
    """What is asked first, then what bars."""
    scheme, kind = batch.scheme, batch.kind
    return (*in_force(scheme, kind), *in_force(scheme, kind, bars=True))


class _More:
    """What stands on a form beside the list's facts, read for all of them at once."""

    def __init__(self, work: UnitOfWork, batch: Batch, ids: Sequence[int], *, full: bool) -> None:
        self._work, self._batch, self._full = work, batch, full
        self._rows = {row.id: row for row in _declared(work, batch, ids)}
        wishes = {row.wish_area_id for row in self._rows.values() if row.wish_area_id}
        self._wishes = area_names(work, wishes)
        self._checks = _by_candidate(work, batch, CandidateCheck)
        self._points = _by_candidate(work, batch, CandidatePoint)
        self._facts = _facts_asked(batch)
        self._conditions = _conditions(batch)

    def form(self, one: Applicant) -> Registration:
        """The form of one candidate."""
        photo = one.photo
        work = self._work
        return Registration(
            f"“{one.name}”（{one.number}）",
            f"{self._batch.title}报名登记表",
            one.number,
            tuple(self._told(one)),
            tuple(self._seen(one)),
            _conclusion(one),
            _PLEDGE,
            self._batch.office,
            (lambda: content_of(work, photo)) if photo else None,
        )

    def _told(self, one: Applicant) -> Iterator[tuple[str, str]]:
        """Only what a condition or an extra point of this batch asks for is printed."""
        row = self._rows[one.id]
        position = self._batch.by_id[one.position_id]
        yield "姓名", one.name
        yield "性别", one.sex
        yield "出生日期", one.birth_date.isoformat() if one.birth_date else ""
        yield "学历", one.education
        yield "身份证号", self._number(ID_NUMBER, row.id_number, one.id_masked)
        yield "联系电话", self._number(PHONE, row.phone, one.phone_masked)
        yield "报考岗位", position.shown
        yield "用人单位", position.unit
        yield "报名日期", row.applied_on.isoformat()
        yield "意向网格", self._wishes[row.wish_area_id].own if row.wish_area_id else ""
        declared: dict[Fact, str] = {
            Fact.PARTY_MEMBER: row.party,
            Fact.VETERAN: _yes(row.veteran),
            Fact.SOCIAL_WORKER: _yes(row.social_worker),
            Fact.REGISTERED_HERE: _yes(row.registered_here),
            Fact.RESIDENCE_MONTHS: _count(row.residence_months),
        }
        for fact, name in _IF_ASKED.items():
            if fact in self._facts:
                yield name, declared[fact]
        yield _LAST, _count(row.volunteer_months)

    def _number(self, what: str, sealed: bytes | None, masked: str) -> str:
        if not self._full:
            return masked
        return self._work.keyring.open(what, sealed) if sealed else ""

    def _seen(self, one: Applicant) -> Iterator[Checked]:
        """Every condition in force, also those that nobody looked at yet; then extra points."""
        checks = {row.rule_key: row for row in self._checks[one.id]}
        for condition in self._conditions:
            found = checks.pop(condition.key, None)
            label = _condition_words(condition)
            if found is None:
                yield Checked(label, "", "", "")
            else:
                passed = "符合" if found.passed else "不符合"
                yield Checked(label, found.seen_value, passed, found.checked_by)
        rules = {rule.key: rule for rule in self._batch.scheme.extra}
        for point in self._points[one.id]:
            rule = rules.get(point.rule_key)
            label = f"加分：{rule_text(rule) if rule else point.rule_key}"
            worth = f"加 {mark_text(point.milli)} 分"
            yield Checked(label, point.seen_value, worth, point.granted_by)


def _declared(work: UnitOfWork, batch: Batch, ids: Sequence[int]) -> list[Any]:
    columns = Candidate.__table__.c
    query = select(
        columns.id,
        columns.id_number,
        columns.phone,
        columns.party,
        columns.veteran,
        columns.social_worker,
        columns.registered_here,
        columns.residence_months,
        columns.volunteer_months,
        columns.wish_area_id,
        columns.applied_on,
    ).where(columns.batch_id == batch.id)
    wanted = set(ids)
    return [row for row in work.session.execute(query) if row.id in wanted]


def _by_candidate(work: UnitOfWork, batch: Batch, table: Any) -> Mapping[int, list[Any]]:
    query = (
        select(table)
        .join(Candidate, Candidate.id == table.candidate_id)
        .where(Candidate.batch_id == batch.id)
        .order_by(table.candidate_id, table.rule_key)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in work.session.scalars(query):
        found[row.candidate_id].append(row)
    return found


def _condition_words(condition: Condition) -> str:
    words = rule_text(condition)
    return f"无“{words}”情形" if condition.bars else words


def _yes(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _conclusion(one: Applicant) -> str:
    if one.state is CandidateState.SUBMITTED:
        return _OPEN
    if one.state is CandidateState.REJECTED:
        reason = f"：{one.state_reason}" if one.state_reason else ""
        return f"经审查，资格不符{reason}。"
    if one.state in {CandidateState.WITHDRAWN, CandidateState.DISQUALIFIED}:
        return f"{one.state.label}：{one.state_reason}。"
    return "经审查，资格合格。"


# --- the list -----------------------------------------------------------------------------------

_COLUMNS = (
    number("序号", 6, 14),
    middle("报名号", 14, 34),
    named(32, 10),
    middle("性别", 6, 14),
    middle("年龄", 6, 14),
    middle("学历", 8, 20),
    middle("身份证号", 21, 54),
    text("报考岗位", 24, 56),
    middle("审查结论", 12, 30),
    text("理由或不符合的条件", 36, 86),
    text("审查人", 12, 30),
)
_OUT = (
    CandidateState.SUBMITTED,
    CandidateState.REJECTED,
    CandidateState.WITHDRAWN,
    CandidateState.DISQUALIFIED,
)


def check_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """资格审查汇总表: everybody who applied, with what came of the check."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = applicants(work, batch, None, asked.options.candidate_ids)
    if not people:
        raise UserError(f"批次“{batch.title}”还没有报名人，没有审查表可出。请先登记报名")
    checks = _by_candidate(work, batch, CandidateCheck)
    labels = {one.key: rule_text(one) for one in batch.scheme.conditions}
    rows = []
    for one in people:
        seen = checks[one.id]
        failed = [labels.get(row.rule_key, row.rule_key) for row in seen if not row.passed]
        reason = one.state_reason if one.state in _OUT else ""
        why = "；".join(filter(None, (reason, "、".join(failed))))
        by = "、".join(dict.fromkeys(row.checked_by for row in seen))
        rows.append(
            Row(
                (
                    one.number,
                    one.name,
                    one.sex,
                    _age(one.birth_date, batch),
                    one.education,
                    one.id_masked,
                    batch.by_id[one.position_id].shown,
                    one.state.label if one.state in _OUT else "资格合格",
                    why,
                    by,
                )
            )
        )
    passed = sum(one.state not in _OUT for one in people)
    listed = Listed(
        f"{batch.title}资格审查汇总表",
        "资格审查",
        _COLUMNS,
        numbered(rows),
        batch.left,
        f"报名 {len(people)} 人，合格 {passed} 人　　{batch.made}",
        owner=2,
    )
    return batch, [listed]


def _age(born: dt.date | None, batch: Batch) -> str:
    return "" if born is None else str(age(born, batch.apply_to or batch.today))
