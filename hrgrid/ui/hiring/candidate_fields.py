"""What a candidate declares, in fields; numbers that are stored stay masked and may be left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.hiring.rules.scheme import EDUCATIONS
from hrgrid.ui.forms import Choice, Field, TextField
from hrgrid.ui.hiring.forms import NumberField, today_field

_YES_NO: tuple[tuple[object, str], ...] = ((None, "未填"), (True, "是"), (False, "否"))
_PARTIES = ("", "群众", "共青团员", "中共党员", "中共预备党员", "民主党派")


class CandidateFields(QWidget):
    """Name and numbers first, then what conditions and extra points look at."""

    def __init__(self, positions: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.name = TextField("姓名")
        self.id_number = TextField("身份证号", hint="18 位")
        self.phone = TextField("手机号")
        self.position = Choice("报考岗位", positions)
        self.wish = TextField("意向网格", hint="网格编码或名称，可不填")
        self.education = Choice(
            "学历", [("", "未填"), *((one, one) for one in EDUCATIONS)]
        )
        self.party = Choice("政治面貌", [(one, one or "未填") for one in _PARTIES])
        self.residence = NumberField("本地居住月数", hint="不知道就空着")
        self.volunteer = NumberField("网格志愿服务月数", hint="没有就空着")
        self.social_worker = Choice("社会工作者证", _YES_NO)
        self.veteran = Choice("退役军人", _YES_NO)
        self.registered = Choice("本地户籍", _YES_NO)
        self.applied_on = today_field("报名日期")
        self.note = TextField("备注")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        rows = (
            (self.name, self.position),
            (self.id_number, self.phone),
            (self.education, self.party),
            (self.social_worker, self.veteran),
            (self.residence, self.volunteer),
            (self.registered, self.wish),
            (self.applied_on, self.note),
        )
        for down, pair in enumerate(rows):
            for right, control in enumerate(pair):
                self._grid.addWidget(Field(control.accessibleName(), control), down, right)
        for at in (0, 1):
            self._grid.setColumnStretch(at, 1)
