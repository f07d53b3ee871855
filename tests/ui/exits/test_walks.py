"""Two cases from the first look to their end by real clicks and keys, counted.

One is warned, trained, reassessed and recovers; the other leaves, lawfully. All is put on file
afterwards, so that every day is typed: who works on the day itself types none.
"""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from hrgrid.exits.rules.words import (
    ExitPaper,
    ExitState,
    Ground,
    Protection,
    SettlementKind,
)
from hrgrid.ui.exits.forms.approval import ApproveDialog
from hrgrid.ui.exits.forms.consents import ConsentDialog
from hrgrid.ui.exits.forms.endings import CloseDialog
from hrgrid.ui.exits.forms.hearings import HearDialog, TellDialog
from hrgrid.ui.exits.forms.leaving import ExecuteDialog
from hrgrid.ui.exits.forms.lines import SettleLineDialog
from hrgrid.ui.exits.forms.notice import NoticeDialog
from hrgrid.ui.exits.forms.opening import OpenCaseDialog
from hrgrid.ui.exits.forms.opinions import AskDialog, OpinionDialog
from hrgrid.ui.exits.forms.proposing import ProposeDialog
from hrgrid.ui.exits.forms.protecting import ProtectDialog
from hrgrid.ui.exits.forms.reassessing import LiftDialog, ReassessDialog
from hrgrid.ui.exits.forms.remedies import RemedyDialog, RemedyDoneDialog
from hrgrid.ui.exits.forms.settling import SettleDialog
from hrgrid.ui.exits.forms.severance import SeveranceDialog
from hrgrid.ui.exits.forms.warning import TalkDialog, WarnDialog
from hrgrid.ui.matters.approving import PAPER
from tests.exits import office as cases
from tests.exits.office import on
from tests.ui.exits.clerk import Clerk
from tests.ui.hands import activate
from tests.ui.waiting import until

KEY = Qt.Key
S, K = ExitState, SettlementKind


@pytest.fixture
def clerk(hand, level, window, qtbot) -> Clerk:
    """At the page of exits, where nobody's case is open."""
    level()
    activate(window, qtbot)
    return Clerk(hand)


def begin(clerk, window):
    """立案 of 赵一; the board of his case."""
    level = window.page.cases

    def fill(box: OpenCaseDialog) -> None:
        clerk.type(box.search, "赵一")
        until(lambda: box.chosen is not None)
        until(lambda: "不能胜任" in box._who._below.text())
        clerk.type(box.words, "2 月考核 58.5 分")
        clerk.type(box.first, "科长甲")
        clerk.day(box.on, on(3, 2))
        clerk.click(box.act)

    clerk.in_dialog(OpenCaseDialog, fill)
    clerk.click(level.first)
    clerk.hand.settle()
    until(lambda: level.board.isVisible() and level.board.read is not None)
    return level.board


def help_him(clerk, view, score: str) -> None:
    """Warned, talked to, trained for a month and seen again by another person."""
    given = clerk.fill
    clerk.step(
        view, "下发预警", WarnDialog,
        given(number="东街预〔2026〕1号", on=on(3, 3), place="街道二楼会议室"),
    )  # fmt: skip
    clerk.step(
        view, "登记约谈", TalkDialog,
        given(on=on(3, 5), place="街道二楼会议室", content="指出巡查次数不够"),
    )  # fmt: skip
    clerk.step(
        view, "安排补训或调岗", RemedyDialog,
        given(first=on(3, 9), content="网格业务补训"),
    )  # fmt: skip
    [remedy] = view.read.board.remedies
    # The last day follows from the first by the days of the rules.
    assert (remedy.last_day - remedy.first_day).days + 1 == 30
    clerk.step(view, "登记补训结果", RemedyDoneDialog, given(on=remedy.last_day, came="已学完"))
    clerk.step(
        view, "登记再考核", ReassessDialog,
        given(on=on(4, 13), assessor="科长乙", score=score, scheme="月度考核办法"),
    )  # fmt: skip


def test_somebody_is_warned_trained_seen_again_and_recovers(clerk, window, office):
    view = begin(clerk, window)
    help_him(clerk, view, "72.5")

    def lift(box: LiftDialog) -> None:
        assert box.reason.text() == "再考核 72.5 分，合格"
        clerk.day(box.on, on(4, 14))
        clerk.key(box.receipt.tick, KEY.Key_Space)
        clerk.day(box.receipt.fields.on, on(4, 14))

    clerk.step(view, "解除预警", LiftDialog, lift)
    case = view.read.row.id
    row = cases.board(office, case).card.row
    assert (row.state, row.watch_until) == (S.IMPROVED, on(7, 14))
    assert not view.primary.isVisible()
    [receipt] = cases.board(office, case).receipts
    assert (receipt.paper, receipt.delivered_on) == (ExitPaper.RELIEF, on(4, 14))
    print(f"解除预警: {clerk.clicks} clicks, {clerk.keys} keys")
    assert clerk.clicks <= 14
    assert clerk.keys <= 235


def test_somebody_leaves_lawfully_down_to_the_last_line(clerk, window, office):
    view = begin(clerk, window)
    help_him(clerk, view, "55")
    case = view.read.row.id
    decide(clerk, view)
    clerk.step(
        view, "登记送达通知", NoticeDialog,
        lambda box: (
            clerk.type(box.delivery.number, "示解〔2026〕1号"),
            clerk.day(box.delivery.on, on(4, 29)),
        ),
    )  # fmt: skip
    # Thirty days were offered, and nobody leaves before them.
    assert view.read.row.effective_on == on(5, 29)

    def leave(box: ExecuteDialog) -> None:
        until(lambda: any("缺额" in line for line in box.told))
        clerk.day(box.on, on(5, 29))

    clerk.step(view, "办理离岗", ExecuteDialog, leave)
    settle_up(clerk, view)
    clerk.step(view, "办结", CloseDialog, lambda _: None)
    done = cases.board(office, case)
    assert done.card.row.state is S.CLOSED
    assert done.card.severance_fen == 2_925_000
    assert all(one.settled for one in done.settlements)
    assert done.card.row.ground is Ground.INCOMPETENT
    stages = [one.label for one in done.stages if one.done and not one.skipped]
    print(f"依法退出: {clerk.clicks} clicks, {clerk.keys} keys, {len(stages)} stages")
    assert clerk.clicks <= 51
    assert clerk.keys <= 467


def decide(clerk, view) -> None:
    """Proposed on a ground, protections asked, he is heard, others speak, it is approved."""
    given = clerk.fill

    def propose(box: ProposeDialog) -> None:
        # Not passed a second time: that ground is offered, and no other is.
        assert box.ground.chosen is Ground.INCOMPETENT
        clerk.type(box.facts, "2 月、4 月两次考核分别 58.5 分、55 分")
        clerk.day(box.on, on(4, 15))

    clerk.step(view, "登记拟退出", ProposeDialog, propose)

    def protect(box: ProtectDialog) -> None:
        for item in Protection:
            clerk.click(box.items[item].no)
        clerk.day(box.on, on(4, 16))

    clerk.step(view, "核对保护情形", ProtectDialog, protect)

    def tell(box: TellDialog) -> None:
        clerk.type(box.delivery.number, "东街告〔2026〕1号")
        clerk.day(box.delivery.on, on(4, 17))

    clerk.step(view, "告知本人", TellDialog, tell)
    clerk.step(
        view, "登记陈述申辩", HearDialog,
        given(on=on(4, 20), statement="家里有病人", finding="经核实，两次考核无误"),
    )  # fmt: skip
    for words, answer, who, asked_on in (
        ("征求工会意见", "登记工会意见", "区总工会", on(4, 21)),
        ("送合法性审查", "登记审查意见", "法律顾问", on(4, 23)),
    ):
        clerk.step(view, words, AskDialog, given(asked=who, on=asked_on))
        clerk.step(view, answer, OpinionDialog, given(on=asked_on + dt.timedelta(days=1)))
    for who, post in (("王主任", "社区书记"), ("李主任", "街道书记"), ("周科长", "科长")):
        clerk.step(view, "登记各级意见", ConsentDialog, given(who=who, post=post, on=on(4, 27)))

    def approve(box: ApproveDialog) -> None:
        clerk.choose(box.way, PAPER)
        clerk.fill(name="刘书记", post="书记", paper_no="纪要〔2026〕9号")(box)
        clerk.day(box.approved_on, on(4, 28))

    clerk.step(view, "批准退出", ApproveDialog, approve)


def settle_up(clerk, view) -> None:
    """Line by line with Enter; the severance is reckoned where its line waits."""

    def line(box: SettleLineDialog) -> None:
        if box._row.kind is K.WAGES:
            clerk.type(box.amount, "4500")
        clerk.key(box, KEY.Key_Return)

    def reckon(box: SeveranceDialog) -> None:
        clerk.type(box.pay, "4500")
        until(lambda: "29,250.00 元" in box._sum.text())
        clerk.click(box.act)

    def settle(box: SettleDialog) -> None:
        lines = len(box.board.settlements)
        for left in range(lines, 0, -1):
            until(lambda left=left: waiting(box) == left)
            if box.table.current.kind is K.SEVERANCE:
                clerk.in_dialog(SeveranceDialog, reckon)
                clerk.click(box.reckon)
                until(lambda: box.board.card.severance_fen is not None)
            clerk.in_dialog(SettleLineDialog, line)
            clerk.key(box.table, KEY.Key_Return)
        until(box.close_case.isVisible)
        clerk.key(box, KEY.Key_Escape)

    until(lambda: view.read is not None and view.primary.text() == "办理结算")
    clerk.in_dialog(SettleDialog, settle)
    clerk.click(view.primary)
    clerk.hand.settle()


def waiting(box: SettleDialog) -> int:
    """How many lines are not done."""
    return sum(not one.settled for one in box.board.settlements)
