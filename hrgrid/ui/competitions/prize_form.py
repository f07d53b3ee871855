"""奖项和名额: typed by somebody who knows them; the program proposes and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import PERSON_RANKING
from hrgrid.training.rules.competition_rows import PrizeProposal
from hrgrid.ui.buttons import BareButton, Button, LinkButton
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import NumberField, filled
from hrgrid.ui.session import Session


@dataclass
class _PrizeLine:
    ranking: Choice
    label: TextField
    places: NumberField
    away: BareButton

    @property
    def parts(self) -> tuple[QWidget, ...]:
        return (self.ranking, self.label, self.places, self.away)


class PrizesDialog(CompetitionForm):
    """One line a prize; what is confirmed here is what will be awarded."""

    WIDTH = 560

    def __init__(self, session: Session, read: Read, parent: QWidget) -> None:
        super().__init__(session, "奖项和名额", "确认名额", parent)
        self._id = read.id
        rankings = [(one.ranking, one.title) for one in read.standings.titles]
        self._rankings: list[tuple[object, str]] = [*rankings, ("", "不看名次，另行评定")]
        self.lines: list[_PrizeLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for at, (title, share) in enumerate((("按哪个排名", 4), ("奖项", 4), ("名额", 2))):
            self._grid.addWidget(label(title, "label"), 0, at)
            self._grid.setColumnStretch(at, share)
        self.more = LinkButton("再加一个奖项", glyph="plus", does=self.add)
        self.usual = Button("常用的数目")
        self.usual.setMenu(QMenu(self.usual))
        for one in read.proposals:
            told = "、".join(f"{name} {places}" for name, places in one.prizes)
            entry = self.usual.menu().addAction(f"{one.label}：{told}")
            entry.triggered.connect(lambda _=False, one=one: self.take(one))
        self.usual.setVisible(bool(read.proposals))
        self.sum = label("", "label")
        for button in (self.more, self.usual):
            button.setAutoDefault(False)
        told = (
            "名额由主办单位定，请照文件填。同分跨在名额线上的，颁奖前会问是都给还是抽签。"
            "优秀组织奖一类给单位的，选“不看名次，另行评定”。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.more)
        row.addWidget(self.usual)
        row.addWidget(self.sum, 1)
        self.form.addLayout(row)
        for held in read.prizes:
            self._append(held.ranking, held.label, held.places)
        if not read.prizes:
            offered = [str(value) for value, _ in self._rankings]
            first = PERSON_RANKING if PERSON_RANKING in offered else offered[0]
            for name in ("一等奖", "二等奖", "三等奖"):
                self._append(first, name, None)
        self._place()
        self.on_act(self._save)
        self.lines[0].places.setFocus()

    def add(self) -> None:
        """One more, empty."""
        last = self.lines[-1].ranking.currentData() if self.lines else self._rankings[0][0]
        self._append(str(last), "", None)
        self._place()
        self.lines[-1].label.setFocus()
        self.fit_soon()

    def take(self, proposal: PrizeProposal) -> None:
        """A usual set of numbers, in place of what stands there for that ranking."""
        kept = [one for one in self.lines if one.ranking.currentData() != proposal.ranking]
        for one in [one for one in self.lines if one not in kept]:
            self._remove(one)
        for name, places in proposal.prizes:
            self._append(proposal.ranking, name, places)
        self._place()
        self.fit_soon()

    def _append(self, ranking: str, name: str, places: int | None) -> None:
        at = len(self.lines) + 1
        made = _PrizeLine(
            Choice(f"第 {at} 个奖项的排名", self._rankings),
            TextField(f"第 {at} 个奖项", text=name, hint="例如：优秀奖"),
            NumberField(f"第 {at} 个奖项的名额", value=places),
            BareButton("x", f"去掉第 {at} 个奖项", lambda: self._drop(made)),
        )
        made.ranking.choose(ranking)
        made.away.setAutoDefault(False)
        made.places.textChanged.connect(lambda _: self._count())
        self.lines.append(made)

    def _drop(self, made: _PrizeLine) -> None:
        self._remove(made)
        self._place()
        self.fit_soon()

    def _remove(self, made: _PrizeLine) -> None:
        self.lines.remove(made)
        for part in made.parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()

    def _place(self) -> None:
        for down, made in enumerate(self.lines, start=1):
            for right, part in enumerate(made.parts):
                self._grid.addWidget(part, down, right)
                part.show()
        self._count()

    def _count(self) -> None:
        total = 0
        for one in self.lines:
            try:
                total += one.places.value_or_none or 0
            except UserError:
                self.sum.setText("")
                return
        self.sum.setText(f"共 {total} 名")

    def _read(self) -> list[tuple[str, str, int]]:
        found = []
        for one in self.lines:
            name = filled(one.label, "优秀奖")
            found.append((str(one.ranking.currentData()), name, one.places.value))
        twice = next((one for one in found if [f[:2] for f in found].count(one[:2]) > 1), None)
        if twice is not None:
            raise UserError(f"“{twice[1]}”写了两次。请合成一行，或改名称")
        return found

    def _save(self) -> None:
        found, competition_id = self.checked(self._read), self._id
        if found is None:
            return

        def job(work: UnitOfWork) -> None:
            services.put_prizes(work, competition_id, found)

        told = "、".join(f"{name} {places} 名" for _, name, places in found)
        self.send(job, f"名额已确认：{told}。" if told else "不设奖项，已确认。")
