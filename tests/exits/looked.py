"""The assessed office of tests/assessment with months whose results are confirmed.

In each of July, August and September 孙三 and 李四 of 东街道 have 70 points; in September 褚秋 has
50 and 严早, who came that month, has 50 too. Everybody has a contract of employment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import Shown, Source
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.periods import open_appeals, show_results, start_scoring
from hrgrid.assessment.service.settling import confirm_period, result_subject
from hrgrid.assessment.service.showing import ShowForm, show_unit
from hrgrid.exits.rules.rows import FlagRow, LookAsk
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract
from hrgrid.workforce.rules import Engagement
from tests.assessment import assessed
from tests.assessment import office as town

_NONE = Figure(0, 100_000)
SEVENTY = dict.fromkeys(("patrols", "on_time"), _NONE)
FIFTY = dict.fromkeys(("patrols", "on_time", "five_minutes", "disputes"), _NONE)
"""What is lost of a hundred points."""
SAME = {"孙三": SEVENTY, "李四": SEVENTY}
LOW = {7: SAME, 8: SAME, 9: SAME | {"褚秋": FIFTY, "严早": FIFTY}}


def furnish(desk: Desk) -> None:
    """Everything as the module says."""
    desk.write(town.settle, reason="如实登记")
    for month, low in LOW.items():
        confirmed(desk, month, low)
    desk.write(engage_all)


def confirmed(desk: Desk, month: int, low: Mapping[str, Mapping[str, Figure]]) -> int:
    """A month whose result stands; everybody but those in `low` without much fault."""
    assessed.delivered(desk, month, wrong=dict.fromkeys(low, 0))
    ids, at = town.people(desk), town.YEAR * 100 + month
    figures: dict[tuple[int, int, str], Figure | None] = {
        (at, ids[name], code): figure for name, lost in low.items() for code, figure in lost.items()
    }
    source = FigureSource(Source.IMPORTED, f"{month} 月核减")
    desk.write(lambda work: deliver(work, source, figures))
    number = town.opened(desk, month)
    desk.write(lambda work: start_scoring(work, number))
    desk.write(lambda work: compute(work, number))
    desk.write(lambda work: show_results(work, number))
    desk.write(lambda work: show_unit(work, number, None, ShowForm(Shown.SENT)))
    desk.write(lambda work: open_appeals(work, number, assessed.PUBLISHED[month]))
    assessed.approved(desk, desk.read(lambda work: result_subject(work, number)))
    desk.write(lambda work: confirm_period(work, number, "政法〔2026〕9 号"))
    return number


def engage_all(work: UnitOfWork) -> None:
    """Everybody has a contract of employment."""
    for name in (*town.EVERYBODY, town.PART_TIMER):
        kind = Engagement.PART_TIME if name == town.PART_TIMER else Engagement.CONTRACT
        work.session.add(
            Contract(
                person_id=town.person_of(work, name),
                kind=kind,
                employer="示例区政法委",
                contract_no="",
                signed_on=None,
                probation_to=None,
                valid_from=dt.date(2020, 1, 1),
                valid_to=None,
                import_operation=None,
            )
        )
    work.session.flush()


def ask(desk: Desk, month: int = 9, area: str = "示例区") -> LookAsk:
    """A month of the district, or of a street."""
    return LookAsk("monthly", "month", town.YEAR, month, town.area(desk, area).id)


def by_name(rows: tuple[FlagRow, ...]) -> dict[str, FlagRow]:
    """A list by name."""
    return {row.name: row for row in rows}
