"""Who may compute, decide about and look at results; asked below the screen, on both engines."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.leniency import leniency
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.queries.trends import trend_of_person
from hrgrid.assessment.queries.unit_tables import unit_tables
from hrgrid.assessment.rules.result_rows import ResultFilter
from hrgrid.assessment.service import moderation
from hrgrid.assessment.service.computing import compute
from hrgrid.core.errors import Refused

WRITES = {
    "compute": lambda work: compute(work, 1),
    "propose": lambda work: moderation.propose(work, 1, 1, 10, "x"),
}
READS = {
    "results": lambda work: results(work, ResultFilter(1)),
    "unit_tables": lambda work: unit_tables(work, 1),
    "leniency": lambda work: leniency(work, 1),
    "trend": lambda work: trend_of_person(work, 1),
}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRAINER])
def test_whoever_has_no_part_in_assessment_is_refused(double, role):
    desk = double.desk(role)
    for deed in WRITES.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            desk.write(deed)
    for look in READS.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            desk.read(look)


def test_whoever_approves_computes_nothing(double):
    chief = double.desk(Role.CHIEF)
    for deed in WRITES.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            chief.write(deed)
