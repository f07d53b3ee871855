"""Periods from their opening to the archive, on both engines."""

from __future__ import annotations

from hrgrid.assessment.queries.people import assessees_of, people_changes
from hrgrid.assessment.rules.words import LeftOut
from tests.assessment import office as town


def test_a_period_takes_whoever_held_the_role_in_it(office) -> None:
    """Each where he stood at its end, or on his last day in post."""
    number = town.opened(office)
    rows = office.read(lambda work: assessees_of(work, number))
    by_street: dict[str, set[str]] = {}
    for row in rows:
        if row.left_out is None:
            by_street.setdefault(row.unit, set()).add(row.name)
    assert by_street == {street: set(names) for street, names in town.ASSESSED.items()}
    left = {row.name: (row.left_out, row.left_out_note) for row in rows if row.left_out}
    assert left == {
        "周五": (LeftOut.ON_LEAVE, ""),
        "何水": (LeftOut.ON_LEAVE, "借调"),
        "郑七": (LeftOut.TOO_FEW_DAYS, ""),
        "曹新": (LeftOut.TOO_FEW_DAYS, ""),
    }
    days = {row.name: row.served_days for row in rows}
    assert (days["赵一"], days["吴六"], days["郑七"], days["曹新"]) == (30, 20, 8, 10)
    assert (days["严早"], days["吕风"]) == (21, 30)


def test_taking_people_again_changes_nobody(office) -> None:
    """Nothing happened in between."""
    number = town.opened(office)
    found = office.read(lambda work: people_changes(work, number))
    assert found.nothing
    assert found.same == len(town.EVERYBODY)
