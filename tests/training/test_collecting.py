"""培训报名: streets tick who comes, and who comes is enrolled in the order of the streets."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.queries import recent_imports
from hrgrid.exchange.rules.words import SheetState
from hrgrid.exchange.service import undo_import
from hrgrid.exchange.service.merging import merge_kinds
from hrgrid.storage.desk import Desk
from hrgrid.training.rules.words import EnrolmentState
from hrgrid.training.service.classes import open_enrolment, start_class
from hrgrid.training.service.collecting import ENROLMENT
from hrgrid.training.service.enrolling import enrol
from tests.exchange.driving import Round
from tests.exchange.filling import fill, table
from tests.training.town import course, in_class, person, planned


@pytest.fixture
def class_id(town: Desk) -> int:
    return planned(town, course(town), capacity=3)


@pytest.fixture
def asked(town: Desk, class_id: int, tmp_path: Path) -> Round:
    return Round(town, ENROLMENT, f"class:{class_id}", tmp_path)


def states(desk: Desk, class_id: int) -> dict[str, EnrolmentState]:
    return {name: one.state for name, one in in_class(desk, class_id).items()}


def test_who_is_in_the_class_is_shown_and_not_asked(asked: Round, class_id: int) -> None:
    desk = asked.desk
    desk.write(lambda work: enrol(work, class_id, [person(desk, "赵一")]))
    rows = {row["姓名"]: row["报名"] for row in table(asked.open()["东街道"])}
    assert rows == {"赵一": "√", "钱二": None, "孙三": None}


def test_who_was_ticked_is_enrolled_and_the_rest_waits_in_turn(asked: Round, class_id: int) -> None:
    files = asked.open()
    east = {(name, "报名"): "√" for name in ("赵一", "钱二", "孙三")}
    asked.came(fill(files["东街道"], east), fill(files["西街道"], {("李四", "报名"): "是"}))
    report = asked.merge("东街道", "西街道")
    assert report.rows == 4
    placed, waiting = EnrolmentState.INVITED, EnrolmentState.WAITING
    assert states(asked.desk, class_id) == {
        "赵一": placed,
        "钱二": placed,
        "孙三": placed,
        "李四": waiting,
    }
    assert asked.unit("西街道").state is SheetState.MERGED


def test_who_cannot_come_is_shown_and_stays_out_with_the_reason(
    asked: Round, class_id: int, town: Desk
) -> None:
    other = planned(town, course(town, "LX02"))
    town.write(lambda work: enrol(work, other, [person(town, "钱二")]))
    files = asked.open()
    clash = {row["姓名"]: row["不能报名的原因"] for row in table(files["东街道"])}
    assert clash["赵一"] is None
    assert clash["钱二"]
    asked.came(fill(files["东街道"], {("赵一", "报名"): "√", ("钱二", "报名"): "√"}))
    with pytest.raises(UserError, match="钱二"):
        asked.merge("东街道")
    assert states(town, class_id) == {}
    report = asked.merge("东街道", partial=True)
    assert [one.who for one in report.refused] == ["钱二"]
    assert list(states(town, class_id)) == ["赵一"]


def test_a_merge_is_taken_back(asked: Round, class_id: int) -> None:
    files = asked.open()
    asked.came(fill(files["东街道"], {("赵一", "报名"): "√"}))
    asked.merge("东街道")
    (job,) = asked.desk.read(recent_imports)
    kinds = merge_kinds([ENROLMENT])
    asked.desk.write(lambda work: undo_import(work, job.id, kinds), reason="撤销")
    assert states(asked.desk, class_id) == {}
    assert asked.unit("东街道").state is SheetState.RETURNED


def test_what_is_no_tick_is_told(asked: Round) -> None:
    files = asked.open()
    asked.came(fill(files["东街道"], {("赵一", "报名"): "也许"}))
    (only,) = asked.findings("东街道")
    assert "不是 √" in only.reason


def test_a_class_that_has_begun_asks_nobody(asked: Round, class_id: int) -> None:
    desk = asked.desk
    desk.write(lambda work: enrol(work, class_id, [person(desk, "赵一")]))
    desk.write(lambda work: open_enrolment(work, class_id))
    desk.write(lambda work: start_class(work, class_id))
    with pytest.raises(UserError, match="不再收报名"):
        asked.open()
