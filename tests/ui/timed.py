"""Pictures of what spans the rooms: duties, the whole file of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

_DAY = dt.timedelta(days=1)


def populate(desk: Any) -> None:
    """Contracts that end, probations, people near the age, and what somebody did about it."""
    from hrgrid.core.identity import Sex
    from hrgrid.overview.queries.duties import dues
    from hrgrid.overview.service.duties import put_off_duty, settle_duty
    from hrgrid.workforce.model import Contract, Person
    from hrgrid.workforce.queries import PeopleFilter, people
    from hrgrid.workforce.rules import Employment, Engagement

    def engage(work: Any) -> None:
        today = work.today
        wanted = PeopleFilter(today, employment=Employment.FULL)
        rows = people(work, wanted, limit=160)
        for at, row in enumerate(rows):
            last = today + _DAY * (at * 7 % 400 - 20)
            first = last - _DAY * 729
            facts = {
                "kind": Engagement.DISPATCH if at % 3 == 0 else Engagement.CONTRACT,
                "employer": "苏州示例人力资源有限公司",
                "contract_no": f"HT-{at:04d}",
                "signed_on": first,
                "import_operation": None,
            }
            if at % 5 == 0:
                before = {"valid_from": first - _DAY * 730, "valid_to": first}
                work.session.add(Contract(person_id=row.id, probation_to=None, **before, **facts))
            probation = today + _DAY * (at % 30) if at % 23 == 0 else None
            work.session.add(
                Contract(
                    person_id=row.id,
                    probation_to=probation,
                    valid_from=first,
                    valid_to=last + _DAY,
                    **facts,
                )
            )
            person = work.session.get_one(Person, row.id)
            person.birth_date = dt.date(1980, 1, 1) + _DAY * at
            person.sex = Sex.FEMALE if at % 2 else Sex.MALE
            if at % 31 == 0:
                person.birth_date = dt.date(1965, 5, 1) + _DAY * at
                person.sex = Sex.MALE

    def handle(work: Any) -> None:
        found = [due for due in dues(work) if due.person_id]
        settle_duty(work, found[4].subject, "已续签两年")
        put_off_duty(work, found[7].subject, work.today + _DAY * 9, "等街道答复")

    desk.write(engage)
    desk.write(handle)


def honoured(desk: Any) -> int:
    """Somebody with an honour, a certificate, two contracts and a grid that he looked after."""
    from hrgrid.honours.model import HonourGrant
    from hrgrid.workforce.queries.known import find_person

    def find(work: Any) -> int:
        found = work.session.query(HonourGrant.person_id).order_by(HonourGrant.id).first()
        return found[0] if found else find_person(work, "G0000001")

    return desk.read(find)


def pictures(window: Any, settled: Callable[..., Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every picture by name."""
    session = window.session

    def duties(away: bool = False) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("duties")
            settled()
            window.page.away.setCurrentIndex(int(away))
            settled()
            window.page.table.selectRow(3)
            return window

        return show

    def dialog(kind: str) -> Callable[[], Any]:
        def show() -> Any:
            from hrgrid.ui.duties import deeds

            duties()()
            row, today = window.page.table.current, window.page._found.today
            made = (
                deeds.PutOffDialog(session, row, today, window)
                if kind == "later"
                else deeds.SettleDialog(session, row, window)
            )
            made.setModal(True)
            made.show()
            return settled(made)

        return show

    def file() -> Any:
        from hrgrid.ui.workforce.file_dialog import FileDialog

        made = FileDialog(session, honoured(session.desk), "苏浩峰", window)
        made.setModal(True)
        made.show()
        settled()
        return settled(made)

    def past_find() -> Any:
        window.activateWindow()
        finder = window.top.finder
        finder.setFocus()
        finder.setText("吴江区第3")
        finder.textEdited.emit("吴江区第3")
        finder._pause.stop()
        finder._ask()
        settled()
        finder._show()
        return finder._popup

    yield "finder_closed", past_find
    yield "dialog_file", file
    yield "duties", duties()
    yield "duties_away", duties(away=True)
    yield "dialog_later", dialog("later")
    yield "dialog_settle", dialog("settle")
