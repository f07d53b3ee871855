"""Two at once on one case, on both engines: one winner, the others are told, nothing twice."""

from __future__ import annotations

from collections.abc import Callable

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import ExecuteForm
from hrgrid.exits.rules.words import ExitState
from hrgrid.exits.service.approving import approve_exit
from hrgrid.exits.service.cases import cancel_case
from hrgrid.exits.service.executing import Executed, execute_exit
from hrgrid.exits.service.talks import warn
from hrgrid.workforce.model import Post
from hrgrid.workforce.rules import PostState
from tests.exits import office as town
from tests.exits.office import on
from tests.publicity.test_races import together

CLERKS = 6
_TOLD = ("现在是", "刚被别人改过", "已有", "同一个人已经审批过", "重复", "已经")


def told(each: object) -> bool:
    return isinstance(each, UserError) and any(word in str(each) for word in _TOLD)


def test_one_person_has_one_case(office):
    came = together([lambda: town.opened(office)] * CLERKS)
    assert sum(isinstance(each, int) for each in came) == 1, came
    assert all(told(each) for each in came if not isinstance(each, int)), came


def test_cases_opened_at_once_get_different_numbers(office):
    came = together(
        [lambda name=name: town.opened(office, name) for name in ("赵一", "钱二", "周五")]
    )
    assert all(isinstance(each, int) for each in came), came
    numbers = {town.board(office, each).card.row.number for each in came}
    assert len(numbers) == 3


def test_a_warning_goes_out_once(office):
    case = town.opened(office)
    came = together([lambda: office.write(lambda work: warn(work, case, town.WARN))] * CLERKS)
    assert sum(each is None for each in came) == 1, came
    assert all(told(each) for each in came if each is not None), came


def test_one_of_many_clerks_executes_and_the_settlement_opens_once(office):
    case = town.notified(office)
    form = ExecuteForm(on(5, 29))
    came = together([lambda: office.write(lambda work: execute_exit(work, case, form))] * CLERKS)
    won = [each for each in came if isinstance(each, Executed)]
    assert len(won) == 1, came
    assert all(told(each) for each in came if not isinstance(each, Executed)), came
    board = town.board(office, case)
    assert len(board.settlements) == won[0].lines
    assert [stage.code for stage in board.stages if stage.here] == ["executed"]


def test_a_case_that_is_cancelled_meanwhile_ends_no_post(office):
    case = town.notified(office)
    form = ExecuteForm(on(5, 29))
    deeds: list[Callable[[], object]] = [
        lambda: office.write(lambda work: execute_exit(work, case, form)),
        lambda: office.write(lambda work: cancel_case(work, case, "改为调岗")),
    ]
    came = together(deeds * 2)
    assert sum(told(each) for each in came) == 3, came
    state = town.board(office, case).card.row.state
    post = office.read(lambda work: work.session.get_one(Post, town.post_of(work, "赵一")).state)
    assert (state, post) in {
        (ExitState.EXECUTED, PostState.ENDED),
        (ExitState.CANCELLED, PostState.ACTIVE),
    }


def test_a_case_is_approved_once(office):
    case = town.reviewed(office)
    town.consented(office, case, on(4, 27))
    form = town.approval(on(4, 28))
    came = together([lambda: office.write(lambda work: approve_exit(work, case, form))] * CLERKS)
    assert sum(told(each) for each in came) == CLERKS - 1, came
    assert len(town.board(office, case).approvals) == 1


def test_nothing_stays_of_an_execution_that_fails_at_its_end(office, monkeypatch):
    case = town.notified(office)
    before = town.board(office, case)

    def broken(*_: object) -> int:
        raise UserError("磁盘满了")

    monkeypatch.setattr("hrgrid.exits.service.executing.open_lines", broken)
    (came,) = together(
        [lambda: office.write(lambda work: execute_exit(work, case, ExecuteForm(on(5, 29))))]
    )
    assert isinstance(came, UserError)
    assert town.board(office, case) == before
    post = office.read(lambda work: work.session.get_one(Post, town.post_of(work, "赵一")).state)
    assert post is PostState.ACTIVE
