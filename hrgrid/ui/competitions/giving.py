"""加获奖者: a prize that no ranking gives, to a unit or to an entrant, with its ground."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import AwardState, Level
from hrgrid.training.rules.competition_rows import PrizeRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.rules import Level as AreaLevel

UNIT, ENTRANT = "unit", "entrant"
_UNITS = (AreaLevel.CITY, AreaLevel.DISTRICT, AreaLevel.STREET)


@dataclass(frozen=True)
class UnitRow:
    """A unit that a prize may go to: its area and the names from the top."""

    id: int
    name: str
    full_name: str


def read_units(work: UnitOfWork, level: Level) -> list[UnitRow]:
    """City, districts and streets of whoever runs competitions; communities in a town's own."""
    index = tree_index(work, work.today)
    levels = {*_UNITS, AreaLevel.COMMUNITY} if level is Level.TOWN else {*_UNITS}
    return [
        UnitRow(row.id, row.name, index.full_name(row.id))
        for row in index.by_code.values()
        if row.level in levels and work.actor.may(Right.RUN_TRAINING, row.path)
    ]


class GiveDialog(CompetitionForm):
    """The prize, whom it is given to, and on what ground.

    Units that sent most people come first: it is mostly for that that they are honoured. Who
    holds the prize already is not offered again.
    """

    WIDTH = 480

    def __init__(
        self, session: Session, read: Read, units: Sequence[UnitRow], parent: QWidget
    ) -> None:
        super().__init__(session, "加获奖者", "记下获奖者", parent)
        self._read, self._units = read, units
        self._prizes = {one.id: one for one in read.prizes if not one.ranking}
        self.prize = Choice("奖项", [(one.id, _left(one)) for one in self._prizes.values()])
        ways = [(UNIT, "单位"), (ENTRANT, "参赛者")] if units else [(ENTRANT, "参赛者")]
        self.way = Choice("给谁", ways)
        self.unit = Choice("获奖单位")
        self.entrant = Choice("获奖参赛者")
        for choice in (self.unit, self.entrant):
            # Long names must not make the form wider than the screen.
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(16)
        self.reason = TextField("依据", hint="例如：组委会评定，组织参赛人数最多")
        self._unit_field, self._entrant_field = named(self.unit), named(self.entrant)
        told = "不看名次、另行评定的奖项，可以给单位，也可以给一名参赛者或一支代表队。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for field in (named(self.prize), named(self.way), self._unit_field, self._entrant_field):
            self.form.addWidget(field)
        self.form.addWidget(named(self.reason))
        self.prize.currentIndexChanged.connect(lambda _: self._offer())
        self.way.currentIndexChanged.connect(lambda _: self._follow())
        self.on_act(self._give)
        free = next((one.id for one in self._prizes.values() if one.held < one.places), None)
        self.prize.choose(free)
        self._offer()
        self._follow()
        (self.unit if units else self.entrant).setFocus()

    def _offer(self) -> None:
        """Whoever does not hold the chosen prize yet."""
        held = [
            one
            for one in self._read.awards
            if one.prize_id == self.prize.currentData() and one.state is AwardState.HELD
        ]
        units, entrants = {one.area_id for one in held}, {one.competitor_id for one in held}
        sent = self._sent()
        rows = sorted(self._units, key=lambda one: -sent[one.id])
        self.unit.fill(
            (one.id, f"{one.full_name}（{sent[one.id]} 人参赛）" if sent[one.id] else one.full_name)
            for one in rows
            if one.id not in units
        )
        self.entrant.fill(
            (one.id, f"{one.number} 号 {one.name}" + (f"（{one.unit}）" if one.unit else ""))
            for one in self._read.competitors
            if one.id not in entrants
        )

    def _sent(self) -> Counter[int]:
        """How many people came from each unit, as far as its name or its area tells."""
        found: Counter[int] = Counter()
        by_name: dict[str, list[int]] = {}
        for unit in self._units:
            by_name.setdefault(unit.name, []).append(unit.id)
        own = {unit.id for unit in self._units}
        for one in self._read.competitors:
            if one.members:
                continue
            named_so = by_name.get(one.unit, [])
            if one.area_id in own:
                found[one.area_id or 0] += 1
            elif len(named_so) == 1:
                found[named_so[0]] += 1
        return found

    def _follow(self) -> None:
        unit = self.way.currentData() == UNIT
        self._unit_field.setVisible(unit)
        self._entrant_field.setVisible(not unit)
        if self.isVisible():
            self.fit_soon()

    def _give(self) -> None:
        reason = self.checked(lambda: filled(self.reason, "组委会评定，组织参赛人数最多"))
        if reason is None:
            return
        unit = self.way.currentData() == UNIT
        chosen = (self.unit if unit else self.entrant).currentData()
        if chosen is None:
            self.refuse("没有可以再给的。请换一个奖项，或换成另一种获奖者。")
            return
        prize_id, key = int(self.prize.currentData()), int(chosen)
        area_id, competitor_id = (key, None) if unit else (None, key)

        def job(work: UnitOfWork) -> None:
            services.give_prize(work, prize_id, competitor_id, area_id)

        told = f"已记下{self._prizes[prize_id].label}：{self._who(key, unit=unit)}。"
        self.send(job, told, reason=reason)

    def _who(self, key: int, *, unit: bool) -> str:
        names = self._units if unit else self._read.competitors
        return next((one.name for one in names if one.id == key), "")


def _left(prize: PrizeRow) -> str:
    return f"{prize.label}（{prize.places} 名，已评 {prize.held} 名）"
