"""年终结转: what no heading holds at the end of a year goes on into the next, or back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.funding.rules.budget_rows import BudgetRow
from hrgrid.funding.rules.words import Carry
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.funding.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, named
from hrgrid.ui.session import Session

_TOLD = {
    Carry.CARRY: "拟一份结转文件：各单位没有安排到科目的余额转为下一年的经费。",
    Carry.RETURN: "拟一份收回文件：各单位没有安排到科目的余额从这一年减去。",
}


class YearEndDialog(MatterForm):
    """Whether what is left is carried or taken back; a paper is drafted, nothing changes yet."""

    TOPIC = TOPIC
    WIDTH = 460

    def __init__(self, session: Session, parent: QWidget, row: BudgetRow) -> None:
        super().__init__(session, "年终结转", "拟文件", parent)
        self._row = row
        self.how = Choice("结余怎么办", [(one, one.label) for one in Carry])
        self.told = label("", "body2", wraps=True)
        about = f"{row.area}及以下，{row.year} 年度。"
        note = "已安排到科目的不动，要先退回未分配的，请办“安排到科目”。"
        self.form.addWidget(label(f"{about}{note}", "body2", wraps=True))
        self.form.addWidget(named(self.how))
        self.form.addWidget(self.told)
        self.how.currentIndexChanged.connect(lambda _: self._tell())
        self.on_act(self._go)
        self._tell()
        self.how.setFocus()

    def _tell(self) -> None:
        self.told.setText(_TOLD[self.how.currentData()])
        self.fit_soon()

    def _go(self) -> None:
        from hrgrid.funding.service.closing import close_year

        how, row = self.how.currentData(), self._row
        said = f"已拟“{row.year} 年度结余”{how.label}的文件，审批后生效。"
        self.send(lambda work: close_year(work, row.year, row.area_id, how), said)
