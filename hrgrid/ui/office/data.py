"""数据: where it lies, what it is, and its recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

import hrgrid
from hrgrid.accounts import queries, service
from hrgrid.accounts.queries import OfficeRow
from hrgrid.core.rights import Right
from hrgrid.storage.upgrade import program_version
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import Dialog, confirmed
from hrgrid.ui.forms import clear, label
from hrgrid.ui.office.part import ScrollingPart
from hrgrid.ui.recovery import RecoverySheet, RecoveryView
from hrgrid.ui.session import Session
from hrgrid.ui.status import when


class DataPart(ScrollingPart):
    """Facts of the data, and the recovery code's state."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._office: OfficeRow | None = None
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        card = Card("数据")
        card.column.addLayout(self._facts)
        self.renew = Button("更换恢复码", glyph="key", does=self._renew)
        if not session.may(Right.MANAGE_OFFICE):
            self.renew.hide()
        self._code = Card("恢复码", "忘记密码或换了电脑时，凭它打开数据", [self.renew])
        self._state = label("", "body2", wraps=True)
        self._code.column.addWidget(self._state)
        self.cards.addWidget(card)
        self.cards.addWidget(self._code)

    def main_control(self) -> QWidget:
        """The only button."""
        return self.renew if self.renew.isVisibleTo(self) else self

    def refresh(self) -> None:
        """Read the office."""
        self.session.tasks.read(queries.office, self._show)

    def _show(self, office: OfficeRow) -> None:
        self._office = office
        clear(self._facts)
        for row, (name, text) in enumerate(self._rows(office)):
            value = label(text, wraps=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(label(name, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)
        at = office.recovery_confirmed_at
        self._state.setText(
            f"{when(at)} 确认已妥善保存。更换后，原来打印的那张作废。"
            if at is not None
            else "还没有确认保存。现在电脑坏了，数据就再也打不开；请更换一个新的，打印并收好。"
        )

    def _rows(self, office: OfficeRow) -> list[tuple[str, str]]:
        database = self.session.desk.database
        alone = database.is_sqlite
        return [
            ("机构", office.name),
            ("辖区", office.unit or "没有填"),
            ("建立时间", when(office.made_at)),
            ("位置", database.location.shown),
            ("存放方式", "本机文件（SQLite）" if alone else "共享服务器（PostgreSQL）"),
            ("数据版本", program_version()),
            ("程序版本", hrgrid.__version__),
        ]

    def _renew(self) -> None:
        if confirmed(
            self,
            "换发后，以前打印的恢复码立即作废。新码只显示这一次，请先备好打印机或U盘。",
            "更换恢复码",
            title="更换恢复码",
        ):
            self.session.tasks.write(
                service.renew_recovery_code, topic="accounts", done=self._show_code
            )

    def _show_code(self, code: str) -> None:
        office = self._office.name if self._office else ""
        RecoveryDialog(self.session, RecoverySheet(office, code), self).exec()


class RecoveryDialog(Dialog):
    """A new code, shown once; it counts as kept when the box is ticked."""

    def __init__(self, session: Session, sheet: RecoverySheet, parent: QWidget | None) -> None:
        super().__init__("新的恢复码", parent)
        self._session = session
        self.view = RecoveryView(sheet)
        self.view.confirmed.connect(self._confirm)
        self.body.addWidget(self.view)

    def _confirm(self) -> None:
        self._session.tasks.write(
            service.confirm_recovery_code, topic="accounts", done=self._confirmed
        )

    def _confirmed(self, _: None) -> None:
        self.accept()
        self._session.say("已确认恢复码保存妥当。", Kind.OK)
