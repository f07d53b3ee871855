"""待办: what falls due across the rooms, derived as of today from the rows it comes from.

Counting reads a few columns by the index of each date; who and where is read only for the rows
that are shown, so that a city whose contracts all end on one day is counted as quickly.
"""

from hrgrid.overview.queries.duties.gathering import Due, dues
from hrgrid.overview.queries.duties.listing import (
    DutyCount,
    DutyFilter,
    DutyList,
    DutyRow,
    duties,
    duty_count,
)
from hrgrid.overview.queries.duties.marks import MarkRow
from hrgrid.overview.queries.duties.tables import duty_rules, retirement_tables

__all__ = [
    "Due",
    "DutyCount",
    "DutyFilter",
    "DutyList",
    "DutyRow",
    "MarkRow",
    "dues",
    "duties",
    "duty_count",
    "duty_rules",
    "retirement_tables",
]
