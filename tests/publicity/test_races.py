"""Several at once, on both engines: no number twice, no objection overlooked, one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from hrgrid.core.errors import UserError
from hrgrid.publicity import queries
from hrgrid.publicity.rules import Outcome
from hrgrid.publicity.service import (
    Finding,
    accept_objection,
    assign_investigator,
    close_notice,
    decide_objection,
)
from hrgrid.storage.desk import Desk
from tests.publicity.build import AFTER, FRIDAY, MONDAY, SUBJECT, at, objected, published

CLIENTS = 8


def together(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Do all at the same moment; what came of each, a refusal as itself."""
    gate = threading.Barrier(len(deeds))
    came: list[object] = [None] * len(deeds)

    def run(at: int, deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            came[at] = deed()
        except UserError as refusal:
            came[at] = refusal

    threads = [
        threading.Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_objections_that_come_at_once_get_numbers_in_a_row(alone: Desk):
    notice_id = published(alone)
    came = together([lambda: objected(alone, notice_id)] * CLIENTS)
    assert all(isinstance(each, int) for each in came), came
    rows = alone.read(lambda work: queries.objections_of_notice(work, notice_id))
    assert [row.number for row in rows] == list(range(1, CLIENTS + 1))


def test_one_objection_is_decided_once(alone: Desk):
    one = objected(alone, published(alone))
    alone.write(lambda work: accept_objection(work, one))
    alone.write(lambda work: assign_investigator(work, one, 1))

    def decide(upheld: bool) -> Callable[[], object]:
        finding = Finding(upheld=upheld, finding=f"结论{upheld}", decided_on=MONDAY)
        return lambda: alone.write(lambda work: decide_objection(work, one, finding))

    came = together([decide(number % 2 == 0) for number in range(CLIENTS)])
    assert sum(each is None for each in came) == 1
    assert all("不能作结论" in str(each) or "刚被别人改过" in str(each) for each in came if each)
    row = alone.read(lambda work: queries.objection_by_id(work, one))
    assert row.finding == f"结论{row.upheld}"


def test_a_notice_that_closes_while_a_letter_comes_in_loses_nobody(alone: Desk, clock):
    notice_id = published(alone)
    clock.now = at(AFTER)
    letter = {"filed_on": AFTER, "postmark": FRIDAY, "late_reason": "邮路耽搁"}

    def close() -> object:
        return alone.write(lambda work: close_notice(work, notice_id), reason="到现场看过")

    came = together([close, lambda: objected(alone, notice_id, **letter)])
    assert not any(isinstance(each, UserError) for each in came), came
    found = alone.read(lambda work: queries.outcome_by_target(work, SUBJECT))
    assert found["application:1"].outcome is Outcome.WAITING


def test_a_list_that_two_publish_at_once_hangs_out_once(alone: Desk):
    came = together([lambda: published(alone)] * 2)
    refusals = [each for each in came if isinstance(each, UserError)]
    assert len(refusals) == 1
    told = str(refusals[0])
    assert "还没有结束" in told or "刚被别人公示过" in told
    assert len(alone.read(lambda work: queries.notice_by_subject(work, SUBJECT))) == 1
