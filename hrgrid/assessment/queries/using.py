"""Which version of a scheme a period goes by, and by what days its appeals are counted."""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.schemes import topic_of
from hrgrid.assessment.rules.appeal_days import TOPIC as APPEALS
from hrgrid.assessment.rules.appeal_days import AppealRules
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.scheme import Scheme, scheme_of
from hrgrid.storage.rulebook import RuleSetRow, rules_in_force, version_of
from hrgrid.storage.work import UnitOfWork

__all__ = ["appeal_rules", "scheme_of_period", "scheme_row", "span_of_period", "topic_of"]


def scheme_row(work: UnitOfWork, code: str, on: dt.date) -> RuleSetRow | None:
    """The version of a scheme in force on a day; None before the first one."""
    return rules_in_force(work, topic_of(code), on)


def scheme_of_period(work: UnitOfWork, period: AssessmentPeriod) -> Scheme:
    """The scheme that a period goes by, in the version that was frozen into it."""
    return scheme_of(version_of(work, topic_of(period.scheme), period.rule_number).parameters)


def span_of_period(period: AssessmentPeriod) -> Span:
    """The days of a period."""
    return Span(period.kind, period.year, period.number)


def appeal_rules(work: UnitOfWork, on: dt.date) -> AppealRules:
    """The days of appeals in force on a day: the office's own version, or what ships."""
    found = rules_in_force(work, APPEALS, on)
    return AppealRules.read(found.parameters) if found is not None else AppealRules()
