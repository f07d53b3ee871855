"""新建比武: a name, the pasted entrants, how many judges; everything else has a usual value."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.panels.rules.rule import USUAL
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import EventKind, Level, Side
from hrgrid.training.rules.competition import USUAL_EVENTS, EventForm, percent
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.competitions.creating import Newcomer, create
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.pasting import PastedEntrant, entrants_in, judges_in
from hrgrid.ui.forms import Choice, TextBox, TextField, label, restyle
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session

ONE_EVENT = (EventForm("show", "现场比武", EventKind.ON_STAGE, person_bp=10_000, team_bp=10_000),)
_RUNNING = (
    EventForm("theory", "理论笔试", EventKind.WRITTEN, person_bp=10_000, team_bp=10_000),
    EventForm("quick", "现场抢答", EventKind.QUICK_FIRE, Side.TEAM, team_bp=10_000),
)


@dataclass(frozen=True)
class Composition:
    """Events that a new competition may begin with."""

    title: str
    events: tuple[EventForm, ...]


def _told(events: tuple[EventForm, ...]) -> str:
    return "、".join(f"{one.title} {percent(one.person_bp)}" for one in events)


COMPOSITIONS = (
    Composition("一个项目，评委打分", ONE_EVENT),
    Composition(_told(USUAL_EVENTS), USUAL_EVENTS),
    Composition("理论笔试，另加代表队抢答", _RUNNING),
)


class EntrantBox(TextBox):
    """The pasted list; Enter makes a new line only where one types, the form is sent by Ctrl."""

    def __init__(self) -> None:
        super().__init__("参赛名单", "从 Excel 复制姓名、单位两列，在这里按 Ctrl+V", 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter belongs to the form."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class NewCompetitionDialog(CompetitionForm):
    """Name, Tab, Ctrl+V, Tab, number of judges, Enter; `made` is the new competition."""

    WIDTH = 520

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "新建技能比武", "新建比武", parent)
        self.title = TextField("名称", hint="例如：2026 年网格员技能比武")
        self.entrants = EntrantBox()
        self.judges = TextField("评委", hint="人数，或姓名：王兰、李强、周敏")
        self.found = label("可以先空着，以后再加。", "caption", wraps=True)
        self.level = Choice("级别", [(one, one.label) for one in Level])
        self.place = TextField("地点", hint="可不填")
        self.organiser = TextField("主办单位", hint="不填就是本单位")
        self.first = today_field("开始日期")
        self.last = today_field("结束日期")
        self.composition = Choice("项目", [(at, one.title) for at, one in enumerate(COMPOSITIONS)])
        self.turn = LinkButton("级别、日期、地点…", glyph="caret-down", does=self._unfold)
        self.turn.setAutoDefault(False)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        more.addLayout(beside(named(self.level), named(self.organiser), shares=(2, 3)))
        more.addLayout(beside(named(self.first), named(self.last), named(self.place)))
        self._more.hide()
        self.form.addWidget(named(self.title))
        self.form.addWidget(named(self.entrants))
        self.form.addWidget(self.found)
        self.form.addLayout(beside(named(self.judges), named(self.composition), shares=(2, 3)))
        self.form.addWidget(label(self._rule(), "caption", wraps=True))
        self.form.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(self._more)
        self.setTabOrder(self.title, self.entrants)
        self.setTabOrder(self.entrants, self.judges)
        self.setTabOrder(self.judges, self.composition)
        self.setTabOrder(self.composition, self.act)
        self.entrants.textChanged.connect(self._count)
        self.on_act(self._create)
        self.title.setFocus()

    def _rule(self) -> str:
        return (
            f"{USUAL.words}；0–100 分，0.1 分一档，保留 {USUAL.decimals} 位小数。"
            "开赛前都可以在“计分规则”里改。"
        )

    def _unfold(self) -> None:
        self._more.setVisible(self._more.isHidden())
        self.turn.set_glyph("caret-up" if self._more.isVisible() else "caret-down")
        self.fit_soon()

    def _count(self) -> None:
        try:
            found = entrants_in(self.entrants.toPlainText())
        except UserError as error:
            self._say(error.sentence, "problem")
            return
        if not found:
            self._say("可以先空着，以后再加。", "caption")
            return
        teams = len({one.team for one in found if one.team})
        several = f"，{teams} 支代表队" if teams else ""
        guests = sum(one.guest for one in found)
        beside_ranks = f"，其中表演 {guests} 人" if guests else ""
        first, last = found[0], found[-1]
        self._say(
            f"认出 {len(found)} 人{several}{beside_ranks}："
            f"第一个 {_who(first)}，最后一个 {_who(last)}。",
            "captionOk",
        )

    def _say(self, sentence: str, role: str) -> None:
        self.found.setText(sentence)
        restyle(self.found, "role", role)

    @property
    def made(self) -> int | None:
        """The id of what was made."""
        return self.result_value if isinstance(self.result_value, int) else None

    def _read(self) -> Newcomer:
        first, last = day_of(self.first), day_of(self.last)
        if last < first:
            raise UserError(f"结束日期 {last:%Y-%m-%d} 在开始日期之前。请改正")
        return Newcomer(
            title=filled(self.title, "2026 年网格员技能比武"),
            level=self.level.currentData(),
            organiser=self.organiser.text().strip(),
            place=self.place.text().strip(),
            first_day=first,
            last_day=last,
            events=COMPOSITIONS[self.composition.currentData()].events,
            entrants=tuple(entrants_in(self.entrants.toPlainText())),
            judges=tuple(judges_in(self.judges.text())),
        )

    def _create(self) -> None:
        newcomer = self.checked(self._read)
        if newcomer is None:
            return

        def job(work: UnitOfWork) -> int:
            return create(work, newcomer)

        self.send(job, self._said(newcomer), title="正在新建比武")

    def _said(self, newcomer: Newcomer) -> str:
        told = f"已新建“{newcomer.title}”"
        if newcomer.entrants:
            told += f"，参赛 {len(newcomer.entrants)} 人"
        if newcomer.judges:
            told += f"，评委 {len(newcomer.judges)} 名"
        return f"{told}。"


def _who(one: PastedEntrant) -> str:
    return f"{one.name}（{one.unit}）" if one.unit else one.name
