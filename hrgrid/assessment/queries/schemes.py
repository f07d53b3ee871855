"""Schemes with their versions: what is in force, what is coming, which periods used which."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.queries.scope import require_look_somewhere
from hrgrid.assessment.rules import shipped
from hrgrid.assessment.rules.scheme import TOPIC, Scheme, indicators_of, parameters, scheme_of
from hrgrid.assessment.rules.scheme_rows import (
    Difference,
    DraftProblem,
    SchemeOffer,
    SchemeRow,
    SchemeUse,
    SchemeVersion,
)
from hrgrid.assessment.rules.scheme_words import differences_of, problems_of
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import RuleSet, rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.roles import roles

STOPPED = "assessment.stopped"
"""The topic of the rule book that says which schemes are not used any more, each with why."""
SHIPPED: dict[str, Scheme] = dict(getattr(shipped, "SCHEMES", {"monthly": shipped.MONTHLY}))


def topic_of(code: str) -> str:
    """The topic of the rule book that holds the versions of a scheme."""
    return f"{TOPIC}.{code}"


def schemes(work: UnitOfWork) -> list[SchemeRow]:
    """Every scheme as it is in force today; the shipped ones first, those stopped last."""
    _require_look(work)
    books, uses = _books(work), _uses(work)
    labels = {role.code: role.label for role in roles(work)}
    stopped = stopped_schemes(work)
    rows = [
        _row(work, code, books.get(code, []), uses.get(code, {}), labels)
        for code in dict.fromkeys([*SHIPPED, *books])
    ]
    rows = [replace(row, stopped=stopped[row.code]) if row.code in stopped else row for row in rows]
    return sorted(rows, key=lambda row: (bool(row.stopped), row.code not in SHIPPED))


def scheme_versions(work: UnitOfWork, code: str) -> list[SchemeVersion]:
    """Every version of a scheme, the newest first; the shipped one alone before it was needed."""
    _require_look(work)
    kept = _books(work, code).get(code, [])
    if not kept:
        return [_shipped(code)]
    uses, today = _uses(work, code).get(code, {}), _number_in_force(kept, work.today)
    return [
        _version(code, one, in_force=one.number == today, uses=uses.get(one.number, ()))
        for one in reversed(kept)
    ]


def scheme_version(work: UnitOfWork, code: str, number: int) -> SchemeVersion:
    """One version; number 0 is the shipped one. Raises UserError where there is none."""
    for one in scheme_versions(work, code):
        if one.number == number:
            return one
    if number == 0:
        return _shipped(code)
    raise UserError(f"方案“{code}”没有第 {number} 版。请刷新后再选")


def scheme_then(work: UnitOfWork, code: str, on: dt.date) -> SchemeVersion:
    """The version in force on a day; the shipped one where the office wrote none. Asks no right."""
    found = rules_in_force(work, topic_of(code), on)
    if found is None:
        return _shipped(code)
    return SchemeVersion(
        code,
        found.number,
        found.valid_from,
        found.document_no,
        found.reason,
        found.made_by,
        None,
        found.locked_for,
        on == work.today,
        scheme_of(found.parameters),
    )


def scheme_offers(work: UnitOfWork) -> list[SchemeOffer]:
    """Where a new scheme may begin: what ships, then the newest version of each of the office."""
    _require_look(work)
    offers = [SchemeOffer(code, 0, one.title, one) for code, one in SHIPPED.items()]
    for code, kept in _books(work).items():
        newest = kept[-1]
        if code in SHIPPED and newest.sha256 == canonical_hash(parameters(SHIPPED[code])):
            continue
        scheme = scheme_of(json.loads(newest.parameters))
        offers.append(SchemeOffer(code, newest.number, scheme.title, scheme))
    return offers


def differences(work: UnitOfWork, code: str, before: int, after: int) -> list[Difference]:
    """What changed between two versions, in words."""
    labels = {key: one.row.label for key, one in known_indicators(work).items()}
    was, now = (scheme_version(work, code, number).scheme for number in (before, after))
    return differences_of(was, now, labels)


def check_draft(work: UnitOfWork, scheme: Scheme) -> list[DraftProblem]:
    """Everything that keeps a draft from being saved."""
    _require_look(work)
    known = {code: one.row for code, one in known_indicators(work).items()}
    found = problems_of(scheme, known)
    if scheme.role not in {role.code for role in roles(work)}:
        found.append(DraftProblem("", f"岗位字典里没有“{scheme.role}”。请另选岗位"))
    return found


def schemes_reading(work: UnitOfWork, indicator: str) -> list[str]:
    """The titles of schemes that read an indicator today or will; those stopped do not count."""
    stopped = stopped_schemes(work)
    found = []
    for code, kept in _books(work).items():
        if code in stopped:
            continue
        today = _number_in_force(kept, work.today)
        for one in kept:
            if one.number == today or one.valid_from > work.today:
                scheme = scheme_of(json.loads(one.parameters))
                if indicator in indicators_of(scheme.items):
                    found.append(scheme.title)
                    break
    return found


def stopped_schemes(work: UnitOfWork) -> dict[str, str]:
    """Why a scheme is not used any more, by code."""
    found = rules_in_force(work, STOPPED, work.today)
    return dict(found.parameters) if found is not None else {}


# --- parts --------------------------------------------------------------------------------------


def _require_look(work: UnitOfWork) -> None:
    if not work.actor.may_somewhere(Right.KEEP_RULES):
        require_look_somewhere(work)


def _books(work: UnitOfWork, code: str = "") -> dict[str, list[RuleSet]]:
    """The versions of each scheme by code, the oldest first."""
    query = select(RuleSet).order_by(RuleSet.topic, RuleSet.number)
    if code:
        query = query.where(RuleSet.topic == topic_of(code))
    else:
        query = query.where(RuleSet.topic.startswith(f"{TOPIC}.", autoescape=True))
    found: dict[str, list[RuleSet]] = {}
    for one in work.session.scalars(query):
        found.setdefault(one.topic.removeprefix(f"{TOPIC}."), []).append(one)
    return found


def _uses(work: UnitOfWork, code: str = "") -> dict[str, dict[int, tuple[SchemeUse, ...]]]:
    """By scheme and version, the periods that go by it, the newest first."""
    query = select(
        AssessmentPeriod.scheme,
        AssessmentPeriod.rule_number,
        AssessmentPeriod.id,
        AssessmentPeriod.title,
        AssessmentPeriod.state,
    ).order_by(AssessmentPeriod.year.desc(), AssessmentPeriod.number.desc())
    if code:
        query = query.where(AssessmentPeriod.scheme == code)
    found: dict[str, dict[int, tuple[SchemeUse, ...]]] = {}
    for scheme, number, period_id, title, state in work.session.execute(query).tuples():
        held = found.setdefault(scheme, {})
        held[number] = (*held.get(number, ()), SchemeUse(period_id, title, state.label))
    return found


def _number_in_force(kept: Iterable[RuleSet], on: dt.date) -> int:
    """The number of the version of a day, 0 before the first."""
    held = [(one.valid_from, one.number) for one in kept if one.valid_from <= on]
    return max(held)[1] if held else 0


def _shipped(code: str) -> SchemeVersion:
    if code not in SHIPPED:
        raise UserError(f"没有代码为“{code}”的方案。请刷新列表后再选")
    return SchemeVersion(code, 0, None, "", "", "", None, "", in_force=True, scheme=SHIPPED[code])


def _version(
    code: str, one: RuleSet, *, in_force: bool, uses: tuple[SchemeUse, ...]
) -> SchemeVersion:
    return SchemeVersion(
        code,
        one.number,
        one.valid_from,
        one.document_no,
        one.reason,
        one.made_by,
        one.made_at,
        one.locked_for,
        in_force,
        scheme_of(json.loads(one.parameters)),
        uses,
    )


def _row(
    work: UnitOfWork,
    code: str,
    kept: list[RuleSet],
    uses: dict[int, tuple[SchemeUse, ...]],
    labels: dict[str, str],
) -> SchemeRow:
    number = _number_in_force(kept, work.today)
    shown = next((one for one in kept if one.number == number), kept[0] if kept else None)
    scheme = scheme_of(json.loads(shown.parameters)) if shown is not None else SHIPPED[code]
    coming = [one.valid_from for one in kept if one.valid_from > work.today]
    return SchemeRow(
        code,
        scheme.title,
        scheme.role,
        labels.get(scheme.role, scheme.role),
        scheme.kind,
        shown.number if shown is not None else 0,
        shown.valid_from if shown is not None else None,
        len(kept),
        sum(len(each) for each in uses.values()),
        len(scheme.items),
        scheme.full_milli,
        code in SHIPPED,
        min(coming, default=None),
    )
