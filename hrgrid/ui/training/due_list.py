"""The people of a street who are due, where there is no room beside the streets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.training.rules.rotation import DuePerson, StreetProgress
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.tables import RowsModel, Table


class DueDialog(Dialog):
    """The open ones first."""

    def __init__(
        self, street: StreetProgress, people: Sequence[DuePerson], parent: QWidget
    ) -> None:
        from hrgrid.ui.training.rotation import PEOPLE

        super().__init__(f"{street.street}的应训人员（{len(people):,} 人）", parent)
        room = parent.window().size()
        self.model: RowsModel[DuePerson] = RowsModel(PEOPLE, self)
        self.table = Table(self.model, "应训人员")
        order = sorted(people, key=lambda one: (one.done_on is not None, one.booked))
        self.model.show_rows(order)
        self.table.setMinimumHeight(min(theme.length(380), max(140, room.height() - 200)))
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        self.away = PrimaryButton("关闭", does=self.accept)
        self.away.setAutoDefault(False)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.table.setFocus()
