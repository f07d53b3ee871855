"""What asks for little: 不予办理, 撤销, 移交经办, 送达回证, 办结."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import OperatorRow, actor_of, operators
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.rules.case_forms import ReceiptForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import ExitPaper
from hrgrid.exits.service.cases import add_receipt, cancel_case, dismiss_case, hand_over
from hrgrid.exits.service.settling import close_case
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, kept
from hrgrid.ui.exits.forms.delivery import DeliveryFields
from hrgrid.ui.exits.forms.undoing import offer, two_ways
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import day_of as day_given
from hrgrid.ui.matters.forms import filled, named, today_field
from hrgrid.ui.session import Session


class _ReasonForm(ExitForm):
    """A reason and its day."""

    TOLD = ""
    EXAMPLE = ""

    def __init__(
        self, session: Session, board: CaseBoard, title: str, act: str, parent: QWidget
    ) -> None:
        super().__init__(session, board, title, act, parent, takes_away=True)
        self.reason = TextField("事由", hint=f"例如：{self.EXAMPLE}")
        self.on = today_field("日期")
        self.form.addWidget(label(self.TOLD, "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self.form.addWidget(named(self.on))
        self.reason.setFocus()

    def _read(self) -> tuple[str, dt.date]:
        return filled(self.reason, self.EXAMPLE), day_given(self.on)


class DismissDialog(_ReasonForm):
    """核实 → 不予办理."""

    TOLD = "核实后没有要办的，这件事办结；本人没有任何处理。"
    EXAMPLE = "分数低是数据漏报，已更正"

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        title = f"{board.card.row.name}的事不予办理"
        super().__init__(session, board, title, "不予办理", parent)

    def go(self) -> None:
        """It ends here."""
        read, case_id = self.checked(self._read), self.case_id
        if read is not None:
            reason, on = read
            self.send(
                lambda work: dismiss_case(work, case_id, reason, on),
                f"{self.name}的事不予办理，已办结。",
                reason=reason,
            )


class CancelDialog(_ReasonForm):
    """拟退出 to 已送达 → 已撤销: nobody leaves."""

    TOLD = "撤销后本人不退出，继续在岗，已办的步骤留作记录。撤销不能收回，再办要重新立案。"
    EXAMPLE = "核对保护情形，本人在医疗期内"

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        title = f"撤销{board.card.row.name}的退出"
        super().__init__(session, board, title, "撤销退出", parent)

    def go(self) -> None:
        """Nobody leaves."""
        read, case_id = self.checked(self._read), self.case_id
        if read is not None:
            reason, on = read
            self.send(
                lambda work: cancel_case(work, case_id, reason, on),
                f"已撤销{self.name}的退出，本人继续在岗。",
                reason=reason,
            )


def _able(path: str, handler_id: int, work: UnitOfWork) -> list[OperatorRow]:
    """Who may handle a case there, without the one who does."""
    return [
        one
        for one in operators(work)
        if one.active and one.id != handler_id and actor_of(one).may(Right.RUN_EXITS, path)
    ]


class HandOverDialog(ExitForm):
    """Who handles the case from now on."""

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"移交{row.number}", "移交经办", parent)
        self.who = Choice("新的经办人", [(None, "正在读取")])
        self.reason = TextField("事由", hint="例如：岗位调整，由李丽华接手")
        told = f"现在的经办人是{row.handler}。移交后，保护情形的材料只有新的经办人能打开。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.who))
        self.form.addWidget(named(self.reason))
        session.tasks.read(
            partial(_able, row.area_path, row.handler_id), self._take, failed=self.refuse
        )
        self.who.setFocus()

    def _take(self, rows: list[OperatorRow]) -> None:
        entries: list[tuple[object, str]] = [
            (one.id, f"{one.name} {one.post}".rstrip()) for one in rows
        ]
        self.who.fill(entries or [(None, "没有别的人能办理这个区域的退出")])

    def _read(self) -> tuple[int, str]:
        key = self.who.currentData()
        if not isinstance(key, int):
            raise UserError("没有可以接手的人。请先给接手的人办理退出的权限")
        return key, filled(self.reason, "岗位调整，由李丽华接手")

    def go(self) -> None:
        """Handed over; 撤销 in the bar hands it back."""
        read, case_id, row = self.checked(self._read), self.case_id, self.board.card.row
        if read is None:
            return
        key, reason = read
        name = self.who.currentText()

        def job(work: UnitOfWork) -> None:
            hand_over(work, case_id, key)

        def said(_: None) -> str:
            back = two_ways(lambda work: hand_over(work, case_id, row.handler_id), job)
            offer(self.session, f"移交{row.number}", back)
            return f"已把{row.number}移交给{name}。"

        self.send(job, said, reason=reason)


class ReceiptDialog(ExitForm):
    """送达回证 of any paper of the case."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        name = board.card.row.name
        super().__init__(session, board, f"登记{name}的送达回证", "登记回证", parent)
        self.paper = Choice("文书", [(one, one.label) for one in ExitPaper])
        self.delivery = DeliveryFields("文书", needs_number=False)
        told = "文书送到本人手里后登记；拒签的写见证人。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.paper))
        self.form.addWidget(self.delivery)
        self.paper.setFocus()

    def go(self) -> None:
        """One receipt more."""
        given, case_id, path = (
            self.checked(self.delivery.value),
            self.case_id,
            self.delivery.scan.path,
        )
        if given is None:
            return
        paper: ExitPaper = self.paper.currentData()

        def job(work: UnitOfWork) -> int:
            made = replace(given, scan_sha256=kept(work, path))
            return add_receipt(work, case_id, ReceiptForm(paper, made))

        self.send(job, f"已登记《{paper.label}》的送达回证。")


class CloseDialog(ExitForm):
    """已离岗 → 已办结, when every line is done or said why not."""

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, f"办结{board.card.row.name}的退出", "办结", parent)
        lines = board.settlements
        done = sum(1 for one in lines if one.done_on is not None)
        waived = sum(1 for one in lines if one.waived)
        open_ones = [one.label for one in lines if not one.settled]
        told = f"结算清单 {len(lines)} 项：办了 {done} 项，说明不办 {waived} 项"
        told += f"，还差{'、'.join(open_ones)}。请办完，或写明不办的原因。" if open_ones else "。"
        self.form.addWidget(label(told, "body2", wraps=True))
        after = "办结后这件事不能再改。保护情形的材料到保存期满再清除。"
        self.form.addWidget(label(after, "caption", wraps=True))
        self.act.setEnabled(not open_ones)
        (self._away if open_ones else self.act).setFocus()

    def go(self) -> None:
        """Closed."""
        case_id = self.case_id
        self.send(lambda work: close_case(work, case_id), f"{self.name}的退出已办结。")
