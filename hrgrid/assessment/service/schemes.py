"""Schemes as versions of the rule book: shipped, written anew, stopped; what was used is locked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from hrgrid.assessment.queries.schemes import (
    SHIPPED,
    STOPPED,
    check_draft,
    stopped_schemes,
    topic_of,
)
from hrgrid.assessment.rules.scheme import TOPIC, Scheme, check_scheme, parameters, scheme_of
from hrgrid.assessment.rules.scheme_rows import SchemeForm
from hrgrid.assessment.service.indicators import ship_indicators
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import (
    RuleSet,
    RuleSetRow,
    add_version,
    lock_rules,
    newest_of_each,
    rules_in_force,
    versions_of,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.service.roles import ship_roles

_DAWN = dt.date(1949, 10, 1)
"""A scheme that nobody dated was always there."""


def ship_scheme(work: UnitOfWork, code: str) -> None:
    """Write a shipped scheme as the first version where the office has none of it."""
    if code in SHIPPED and not versions_of(work, topic_of(code)):
        ship_indicators(work)
        scheme = SHIPPED[code]
        add_version(work, topic_of(code), scheme.title, parameters(scheme), valid_from=_DAWN)


def scheme_in_force(work: UnitOfWork, code: str, on: dt.date) -> RuleSetRow | None:
    """The version of a day, shipped where the office has none; None before the first of its own.

    Raises UserError for a scheme that is not used any more.
    """
    stopped = stopped_schemes(work)
    if code in stopped:
        raise UserError(f"方案“{_title(work, code)}”已经停用（{stopped[code]}）。请换一个方案")
    ship_scheme(work, code)
    return rules_in_force(work, topic_of(code), on)


def save_scheme(work: UnitOfWork, form: SchemeForm) -> tuple[str, int]:
    """A new version from a day on, or with no code a new scheme; returns code and number.

    Needs a reason. Raises UserError for what does not add up, for one that repeats the version
    in force, and where somebody saved another version meanwhile.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    ship_indicators(work)
    ship_roles(work)
    problems = check_draft(work, form.scheme)
    if problems:
        raise UserError(problems[0].sentence)
    scheme = check_scheme(form.scheme)
    code = form.code or _new_code(work)
    if form.code is not None:
        _refuse_overtaken(work, form, scheme)
    _refuse_same_title(work, scheme.title, but=code)
    row = add_version(
        work,
        topic_of(code),
        scheme.title,
        parameters(scheme),
        valid_from=form.valid_from,
        document_no=form.document_no.strip(),
    )
    return code, row.number


def _new_code(work: UnitOfWork) -> str:
    topics = select(func.count(func.distinct(RuleSet.topic))).where(
        RuleSet.topic.startswith(topic_of("own_"), autoescape=True)
    )
    return f"own_{1 + (work.session.scalar(topics) or 0)}"


def _refuse_overtaken(work: UnitOfWork, form: SchemeForm, scheme: Scheme) -> None:
    code = form.code or ""
    if code in stopped_schemes(work):
        raise UserError(f"方案“{_title(work, code)}”已经停用。请先恢复再改")
    ship_scheme(work, code)
    kept = versions_of(work, topic_of(code))
    if not kept:
        raise UserError(f"没有代码为“{code}”的方案。请刷新列表后再选")
    newest = kept[0]
    # Of a shipped one nobody had needed the editor saw no number.
    if newest.number > max(form.version, 1):
        raise UserError(
            f"方案“{newest.name}”已由{newest.made_by}存了第 {newest.number} 版，这次没有存。"
            "请对照新的一版再改"
        )
    before = scheme_of(newest.parameters)
    for what, was, now in (
        ("岗位", before.role, scheme.role),
        ("考核周期", before.kind.label, scheme.kind.label),
    ):
        if was != now:
            raise UserError(f"方案“{before.title}”的{what}不能改：已有的考核期按它建立。请另立方案")


def _refuse_same_title(work: UnitOfWork, title: str, but: str) -> None:
    taken = {
        version.topic.removeprefix(f"{TOPIC}."): version.name
        for version in newest_of_each(work, f"{TOPIC}.")
    }
    taken = {code: one.title for code, one in SHIPPED.items()} | taken
    if any(name == title and code != but for code, name in taken.items()):
        raise UserError(f"已有叫“{title}”的方案。请换一个名称")


def _title(work: UnitOfWork, code: str) -> str:
    kept = versions_of(work, topic_of(code))
    return kept[0].name if kept else SHIPPED[code].title if code in SHIPPED else code


def lock_scheme(work: UnitOfWork, code: str, number: int, purpose: str) -> None:
    """What results rest on never changes again; doing it twice is harmless."""
    lock_rules(work, topic_of(code), number, purpose[:80])


def stop_scheme(work: UnitOfWork, code: str) -> None:
    """No further period goes by it, with a reason; `resume_scheme` takes it back."""
    work.require(Right.KEEP_RULES)
    reason = work.require_reason()
    stopped = stopped_schemes(work)
    if code in stopped:
        raise UserError(f"方案“{_title(work, code)}”已经停用。请刷新后查看")
    _require_known(work, code)
    _put_stopped(work, stopped | {code: reason})
    work.record("stop_scheme", f"考核方案“{_title(work, code)}”")


def resume_scheme(work: UnitOfWork, code: str) -> None:
    """Periods may go by it again."""
    work.require(Right.KEEP_RULES)
    stopped = stopped_schemes(work)
    if code not in stopped:
        raise UserError(f"方案“{_title(work, code)}”正在用，不用恢复。请刷新后查看")
    _put_stopped(work, {each: why for each, why in stopped.items() if each != code})
    work.record("resume_scheme", f"考核方案“{_title(work, code)}”")


def _require_known(work: UnitOfWork, code: str) -> None:
    if code not in SHIPPED and not versions_of(work, topic_of(code)):
        raise UserError(f"没有代码为“{code}”的方案。请刷新列表后再选")


def _put_stopped(work: UnitOfWork, stopped: dict[str, str]) -> None:
    add_version(work, STOPPED, "停用的考核方案", stopped, valid_from=work.today)
