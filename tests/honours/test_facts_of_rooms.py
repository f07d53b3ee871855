"""Facts that other rooms know: a warning that is not lifted, somebody away, and who may see it."""

from __future__ import annotations

import datetime as dt

from hrgrid.honours.queries.facts import everybody
from hrgrid.honours.queries.further_facts import sources
from hrgrid.honours.rules.conditions import AWAY, WARNED, catalogue
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.workforce.model import Absence
from hrgrid.workforce.rules import AbsenceKind, AbsencePay
from tests.exits.office import opened, person_of, settle, warned

CUTOFF = dt.date(2026, 12, 31)
RULES = tuple(catalogue(()))


def facts(desk, name):
    people = desk.read(lambda work: everybody(work, CUTOFF, 2026, scheme=Scheme(rules=RULES)))
    return next(one.facts for one in people if one.name == name)


def test_a_case_counts_from_its_warning_on(desk):
    desk.write(settle, reason="如实登记")
    opened(desk, "赵一")
    assert WARNED not in facts(desk, "赵一")


def test_somebody_warned_carries_no_more_than_that(desk):
    desk.write(settle, reason="如实登记")
    warned(desk, "赵一")
    assert facts(desk, "赵一")[WARNED] == 1
    told = desk.read(lambda work: sources(work, CUTOFF, 2026, RULES))
    assert told[WARNED].startswith("退出办理，")


def test_somebody_away_on_the_day_is_told_apart_and_not_why(desk):
    desk.write(settle, reason="如实登记")

    def leave(work):
        for name, back in (("赵一", None), ("钱二", dt.date(2026, 12, 31))):
            work.session.add(
                Absence(
                    person_id=person_of(work, name),
                    kind=AbsenceKind.SUSPENSION,
                    leave_kind=None,
                    host="",
                    document_no="",
                    pay_during=next(iter(AbsencePay)),
                    valid_from=dt.date(2026, 12, 1),
                    planned_to=None,
                    valid_to=back,
                    void_reason="",
                )
            )

    desk.write(leave)
    assert facts(desk, "赵一")[AWAY] == 1
    assert AWAY not in facts(desk, "钱二")
