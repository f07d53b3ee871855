"""Findings, exemptions and opinions as the screens of a campaign show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import (
    Campaign,
    HonourExemption,
    HonourFinding,
    Nomination,
    OpinionAnswer,
    OpinionAsked,
    OpinionRequest,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.rules.conditions import catalogue
from hrgrid.honours.rules.findings import Answer, AskedOffice, ExemptionState, FindingKind
from hrgrid.honours.rules.words import Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class FindingRow:
    """A finding without what is sealed of it; `in_force` on the day of reading."""

    id: int
    person_id: int
    number: str
    name: str
    kind: FindingKind
    happened_on: dt.date
    until: dt.date | None
    document_no: str
    made_by: str
    recorded_at: dt.datetime
    withdrawn_on: dt.date | None
    withdraw_reason: str
    has_sealed: bool
    in_force: bool


@dataclass(frozen=True)
class ExemptionRow:
    """A rule set aside, or asked to be."""

    id: int
    number: str
    name: str
    tier: Tier
    rule_key: str
    rule: str
    reason: str
    document_no: str
    state: ExemptionState
    approval_words: str
    withdraw_reason: str
    made_by: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class AskedRow:
    """One of those asked about; `answer` None while there is none, `blocks` where it is a veto."""

    person_id: int
    number: str
    name: str
    unit: str
    post: str
    answer: Answer | None
    answered_on: dt.date | None
    document_no: str
    note: str
    blocks: bool


@dataclass(frozen=True)
class RequestRow:
    """A letter with how many have been answered of."""

    id: int
    campaign_id: int
    office: AskedOffice
    name: str
    letter_no: str
    sent_on: dt.date
    due_on: dt.date
    people: int
    answered: int
    adverse: int

    @property
    def open(self) -> int:
        """Of how many there is no answer."""
        return self.people - self.answered


def findings(work: UnitOfWork) -> list[FindingRow]:
    """The veto list, the newest first, for whoever runs or decides honours."""
    decides = work.actor.may(Right.DECIDE_HONOURS)
    work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
    query = (
        select(HonourFinding, Person.number, Person.name)
        .join(Person, Person.id == HonourFinding.person_id)
        .order_by(HonourFinding.happened_on.desc(), HonourFinding.id.desc())
    )
    return [
        FindingRow(
            row.id,
            row.person_id,
            number,
            name,
            row.kind,
            row.happened_on,
            row.counts_until,
            row.document_no,
            row.made_by,
            row.recorded_at,
            row.withdrawn_on,
            row.withdraw_reason,
            row.detail is not None or row.scan is not None,
            row.withdrawn_on is None
            and (row.counts_until is None or row.counts_until >= work.today),
        )
        for row, number, name in work.session.execute(query).tuples()
    ]


def exemptions(work: UnitOfWork, campaign_id: int) -> list[ExemptionRow]:
    """The rules set aside in a campaign, the newest first."""
    found = work.session.get_one(Campaign, campaign_id)
    rules = {rule.key: rule for rule in catalogue(scheme_in(work, found.rule_number).rules)}
    query = (
        select(HonourExemption, Person.number, Person.name)
        .join(Person, Person.id == HonourExemption.person_id)
        .where(HonourExemption.campaign_id == campaign_id)
        .order_by(HonourExemption.id.desc())
    )
    return [
        ExemptionRow(
            row.id,
            number,
            name,
            row.tier,
            row.rule_key,
            rules[row.rule_key].shown_for(row.tier) if row.rule_key in rules else row.rule_key,
            row.reason,
            row.document_no,
            row.state,
            row.approval_words,
            row.withdraw_reason,
            row.made_by,
            row.recorded_at,
        )
        for row, number, name in work.session.execute(query).tuples()
    ]


def requests(work: UnitOfWork, campaign_id: int) -> list[RequestRow]:
    """The letters of a campaign, the newest first."""
    query = (
        select(OpinionRequest)
        .where(OpinionRequest.campaign_id == campaign_id)
        .order_by(OpinionRequest.id.desc())
    )
    return [_request(work, row) for row in work.session.scalars(query).all()]


def request(work: UnitOfWork, request_id: int) -> RequestRow:
    """One letter; UserError where there is none."""
    found = work.session.get(OpinionRequest, request_id)
    if found is None:
        raise UserError("没有这次征求意见。请刷新后再选")
    return _request(work, found)


def _request(work: UnitOfWork, row: OpinionRequest) -> RequestRow:
    people = asked_of(work, row.id)
    return RequestRow(
        row.id,
        row.campaign_id,
        row.asked_office,
        row.asked_name,
        row.letter_no,
        row.sent_on,
        row.due_on,
        len(people),
        sum(one.answer is not None for one in people),
        sum(one.answer is Answer.ADVERSE for one in people),
    )


def asked_of(work: UnitOfWork, request_id: int) -> list[AskedRow]:
    """Everybody a letter asks of, by number, with the answer that counts."""
    letter = work.session.get_one(OpinionRequest, request_id)
    newest = {
        row.person_id: row
        for row in work.session.scalars(
            select(OpinionAnswer)
            .where(OpinionAnswer.request_id == request_id)
            .order_by(OpinionAnswer.seq)
        )
    }
    named = {
        row.person_id: row
        for row in work.session.scalars(
            select(Nomination)
            .where(Nomination.campaign_id == letter.campaign_id)
            .order_by(Nomination.id.desc())
        )
    }
    query = (
        select(Person.id, Person.number, Person.name)
        .join(OpinionAsked, OpinionAsked.person_id == Person.id)
        .where(OpinionAsked.request_id == request_id)
        .order_by(Person.number)
    )
    return [
        _asked(row.id, row.number, row.name, named.get(row.id), newest.get(row.id))
        for row in work.session.execute(query)
    ]


def _asked(
    person_id: int,
    number: str,
    name: str,
    nomination: Nomination | None,
    answer: OpinionAnswer | None,
) -> AskedRow:
    return AskedRow(
        person_id,
        number,
        name,
        nomination.unit_given if nomination else "",
        nomination.post_given if nomination else "",
        answer.answer if answer else None,
        answer.answered_on if answer else None,
        answer.document_no if answer else "",
        answer.note if answer else "",
        answer is not None and answer.honour_finding_id is not None,
    )


def opinion_warnings(work: UnitOfWork, campaign_id: int) -> list[str]:
    """Who has not answered, in sentences; it warns and never blocks."""
    told = []
    for row in requests(work, campaign_id):
        if row.open:
            late = "，已过答复期限" if work.today > row.due_on else ""
            told.append(f"{row.name}还没有答复 {row.open:,} 人的征求意见{late}。")
    return told
