"""Who may evaluate and look at stars; asked below the screen, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.star_board import round_board, spread, what_if
from hrgrid.assessment.queries.star_groups import choices, groups_to_decide
from hrgrid.assessment.queries.star_lines import count_star_lines, star_lines
from hrgrid.assessment.queries.star_rounds import rounds
from hrgrid.assessment.queries.star_rules import star_rule_versions
from hrgrid.assessment.queries.star_way import line_way
from hrgrid.assessment.rules.star_rows import StarLineFilter
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.service import star_rounds
from hrgrid.assessment.service.star_choices import void_star_choices
from hrgrid.assessment.service.star_rules import save_star_rules
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.core.errors import Refused

WRITES = {
    "compute": lambda work: compute_stars(work, 1),
    "void": lambda work: void_star_choices(work, 1, [1]),
    "confirm": lambda work: star_rounds.confirm_round(work, 1),
    "ask": lambda work: star_rounds.propose_star_reopening(work, 1),
    "reopen": lambda work: star_rounds.reopen_round(work, 1),
    "cancel": lambda work: star_rounds.cancel_round(work, 1),
    "newer": lambda work: star_rounds.take_newer_rule(work, 1),
}
READS = {
    "rounds": rounds,
    "board": lambda work: round_board(work, 1),
    "spread": lambda work: spread(work, 1),
    "what_if": lambda work: what_if(work, 1, StarRules()),
    "lines": lambda work: star_lines(work, StarLineFilter(1)),
    "count": lambda work: count_star_lines(work, StarLineFilter(1)),
    "way": lambda work: line_way(work, 1, 1),
    "groups": lambda work: groups_to_decide(work, 1),
    "choices": lambda work: choices(work, 1),
    "rules": lambda work: star_rule_versions(work, StarSubject.PERSON),
}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRAINER])
def test_whoever_has_no_part_in_assessment_is_refused(double, role):
    desk = double.desk(role)
    for deed in WRITES.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            desk.write(deed, reason="x")
    for look in READS.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            desk.read(look)


def test_whoever_approves_evaluates_nothing(double):
    chief = double.desk(Role.CHIEF)
    for deed in WRITES.values():
        with pytest.raises(Refused, match="办理考核与星级"):
            chief.write(deed, reason="x")
    assert chief.read(rounds) == []


def test_only_whoever_keeps_the_rules_writes_them(double):
    desk = double.desk(Role.VIEWER)
    with pytest.raises(Refused, match="规则"):
        desk.write(
            lambda work: save_star_rules(
                work, StarSubject.PERSON, StarRules(), dt.date(2026, 1, 1)
            ),
            reason="x",
        )
