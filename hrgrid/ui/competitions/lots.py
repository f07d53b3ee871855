"""抽签: equals whom the chain did not part, drawn before witnesses, or by a seed chosen after the
input is fixed: its hash is shown first, so that nobody can pick a seed for its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.training.rules.competing import LotMethod
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.matters.forms import NumberField, filled, named
from hrgrid.ui.session import Session


@dataclass(frozen=True)
class Tie:
    """Equals of one ranking who are to be parted; numbers are those of the competition."""

    ranking: str
    title: str
    rank: int
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class DrawnOrder:
    """What was typed: the order by hand, or the seed that makes one."""

    method: LotMethod
    numbers: tuple[int, ...]
    seed: str
    witnesses: str


class LotDialog(CompetitionForm):
    """One tie after the other; accepted when each of them has its lot."""

    WIDTH = 480

    def __init__(
        self,
        session: Session,
        competition_id: int,
        ties: Sequence[Tie],
        input_hash: str,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "并列抽签", "记下抽签结果", parent)
        self._id, self._hash = competition_id, input_hash
        self._ties = list(ties)
        self.places: dict[int, NumberField] = {}
        self.told = label("", "body2", wraps=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.way = Choice(
            "怎样抽的",
            (
                (LotMethod.PHYSICAL, "当众抽签，录入先后"),
                (LotMethod.SEED, "用种子抽签，程序排先后"),
            ),
        )
        self.digest = TextField("成绩指纹", text=input_hash)
        self.digest.setReadOnly(True)
        self.seed = TextField("抽签种子", hint="公布指纹之后当场定下的一串数字")
        self.witnesses = TextField("见证人", hint="例如：纪检组周立军、选手代表王兰")
        self._people = QWidget()
        self._people.setLayout(self._grid)
        self._seeded = QWidget()
        seeded = QGridLayout(self._seeded)
        seeded.setContentsMargins(0, 0, 0, 0)
        told = "先把指纹念出来、记下来，再当场定种子：成绩和名单变了，指纹就变，谁也不能挑种子。"
        seeded.addWidget(label(told, "caption", wraps=True), 0, 0)
        seeded.addWidget(named(self.digest), 1, 0)
        seeded.addWidget(named(self.seed), 2, 0)
        for part in (self.told, named(self.way), self._people, self._seeded):
            self.form.addWidget(part)
        self.form.addWidget(named(self.witnesses))
        self._away.setText("以后再抽")
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._record)
        self._show()

    def _show(self) -> None:
        tie = self._ties[0]
        left = f"（还有 {len(self._ties)} 处）" if len(self._ties) > 1 else ""
        why = f"，{tie.why}" if tie.why else ""
        self.told.setText(
            f"{tie.title}并列第 {tie.rank} 名{left}：{'、'.join(tie.names)}{why}。抽签定先后。"
        )
        clear(self._grid)
        self.places = {}
        for at, (number, name) in enumerate(zip(tie.numbers, tie.names, strict=True)):
            field = NumberField(f"{name}抽到第几位")
            self.places[number] = field
            self._grid.addWidget(label(f"{name}（{number} 号）"), at, 0)
            self._grid.addWidget(label("第"), at, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(field, at, 2)
            self._grid.addWidget(label("位"), at, 3)
        self._grid.setColumnStretch(0, 1)
        self._fold()
        next(iter(self.places.values())).setFocus()
        self.fit_soon()

    def _fold(self) -> None:
        by_hand = self.way.currentData() is LotMethod.PHYSICAL
        self._people.setVisible(by_hand)
        self._seeded.setVisible(not by_hand)
        self.fit()

    def _read(self) -> DrawnOrder:
        tie = self._ties[0]
        witnesses = filled(self.witnesses, "纪检组周立军")
        if self.way.currentData() is LotMethod.SEED:
            seed = filled(self.seed, "20261122")
            return DrawnOrder(LotMethod.SEED, tie.numbers, seed, witnesses)
        order = {number: field.value for number, field in self.places.items()}
        if sorted(order.values()) != list(range(1, len(order) + 1)):
            raise UserError(f"抽到的位次要是 1 到 {len(order)}，各一个，不重不漏。请核对抽签结果")
        numbers = tuple(sorted(order, key=lambda number: order[number]))
        return DrawnOrder(LotMethod.PHYSICAL, numbers, "", witnesses)

    def _record(self) -> None:
        drawn = self.checked(self._read)
        if drawn is None:
            return
        tie, competition_id, digest = self._ties[0], self._id, self._hash
        self.session.tasks.write(
            lambda work: services.draw_lot(work, competition_id, tie.ranking, drawn, digest),
            topic=self.TOPIC,
            done=lambda _: self._next(),
            failed=self.refuse,
        )

    def _next(self) -> None:
        self._ties.pop(0)
        if not self._ties:
            self.accept()
            self.session.say("抽签结果已记下，名次已按它排定。")
            return
        self.refuse("")
        self._show()
