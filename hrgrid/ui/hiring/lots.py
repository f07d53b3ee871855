"""抽签: equals whom nothing parts any more, drawn before witnesses and put on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.hiring.rules.totals import OpenTie
from hrgrid.hiring.service.ranking import LotForm, record_lot
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import MARKS_TOPIC
from hrgrid.ui.matters.forms import NumberField, filled, named
from hrgrid.ui.session import Session

_BY_HAND, _BY_SEED = "hand", "seed"


class LotDialog(HiringForm):
    """One tie after the other; accepted when each of them has its lot."""

    WIDTH = 460

    def __init__(
        self,
        session: Session,
        batch_id: int,
        ties: Sequence[OpenTie],
        names: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(session, "并列抽签", "记下抽签结果", parent)
        self._batch_id, self._names = batch_id, names
        self._ties = list(ties)
        self.places: dict[str, NumberField] = {}
        self.told = label("", "body2", wraps=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self.way = Choice(
            "怎样抽的", ((_BY_HAND, "当众抽签，录入先后"), (_BY_SEED, "用种子抽签，程序排先后"))
        )
        self.seed = TextField("抽签种子", hint="当场定下的一串数字，例如当天的开奖号码")
        self.witnesses = TextField("见证人", hint="例如：纪检组周立军、报名人代表王兰")
        self._seed = named(self.seed)
        self._people = QWidget()
        self._people.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.form.addWidget(self.told)
        self.form.addWidget(named(self.way))
        self.form.addWidget(self._people)
        self.form.addWidget(self._seed)
        self.form.addWidget(named(self.witnesses))
        self._away.setText("以后再抽")
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._record)
        self._show()

    def _show(self) -> None:
        tie = self._ties[0]
        more = f"（另有 {len(self._ties) - 1} 处并列，接着抽）" if len(self._ties) > 1 else ""
        self.told.setText(
            f"岗位 {tie.position} 有 {len(tie.tied)} 人各项都相同，只剩 {tie.places} 个名额，"
            f"程序不替人决定。请当众抽签，写每个人抽到第几位{more}："
        )
        clear(self._grid)
        self.places = {}
        for at, number in enumerate(tie.tied):
            field = NumberField(f"{self._names.get(number, number)}抽到第几位")
            field.setMaximumWidth(80)
            self.places[number] = field
            who = f"{self._names.get(number, '')}（{number}）"
            self._grid.addWidget(label(who), at, 0)
            self._grid.addWidget(label("第"), at, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(field, at, 2)
            self._grid.addWidget(label("位"), at, 3)
        self._grid.setColumnStretch(0, 1)
        self._fold()
        next(iter(self.places.values())).setFocus()
        self.fit_soon()

    def _fold(self) -> None:
        by_hand = self.way.currentData() == _BY_HAND
        self._people.setVisible(by_hand)
        self._seed.setVisible(not by_hand)
        self.fit()

    def _read(self) -> LotForm:
        tie = self._ties[0]
        witnesses = filled(self.witnesses, "纪检组周立军")
        if self.way.currentData() == _BY_SEED:
            return LotForm(tie.position, tie.tied, witnesses, filled(self.seed, "20261122"))
        order = {number: field.value for number, field in self.places.items()}
        if sorted(order.values()) != list(range(1, len(order) + 1)):
            raise UserError(f"抽到的位次要是 1 到 {len(order)}，各一个，不重不漏。请核对抽签结果")
        numbers = tuple(sorted(order, key=lambda number: order[number]))
        return LotForm(tie.position, numbers, witnesses)

    def _record(self) -> None:
        form, batch_id = self.checked(self._read), self._batch_id
        if form is None:
            return
        self.session.tasks.write(
            lambda work: record_lot(work, batch_id, form),
            topic=MARKS_TOPIC,
            done=lambda _: self._next(),
            failed=self.refuse,
        )

    def _next(self) -> None:
        self._ties.pop(0)
        if not self._ties:
            self.accept()
            return
        self.refuse("")
        self._show()
