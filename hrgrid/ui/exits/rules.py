"""办法和规则: regulations with who signed, and the numbers of the rules with their versions."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.exits.rules.rule_lines import rule_lines
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Card
from hrgrid.ui.exits.looking import Version, read_versions
from hrgrid.ui.exits.regulations import RegulationsPart
from hrgrid.ui.exits.words import HINT
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import facts_grid
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session

REGULATIONS, NUMBERS = "regulations", "numbers"
_WIDEST = "办理档案和社会保险转移"


class RulesPart(QWidget):
    """The numbers of a version by group, and what it changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.versions: list[Version] = []
        self.which = Choice("规则版本")
        self.tools = QWidget()
        self.wage = Button("登记本地工资…", does=self.open_wage)
        self.edit = PrimaryButton("修改规则…", does=self.open_edit)
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        for part in (self.wage, self.edit):
            tools.addWidget(part)
        self.lines = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.which)
        column.addWidget(self.lines, 1)
        self.which.currentIndexChanged.connect(lambda _: self._show())

    def refresh(self) -> None:
        """Read the versions."""
        self.session.tasks.read(read_versions, self._take)

    def _take(self, versions: list[Version]) -> None:
        newest = bool(versions) and versions[0] not in self.versions
        self.versions = versions
        self.which.fill([(one.number, one.told) for one in versions])
        if newest:
            current = next((one for one in versions if one.in_force), versions[0])
            self.which.choose(current.number)
        self._show()
        for button in (self.wage, self.edit):
            button.setVisible(self.session.may(Right.KEEP_RULES))
            button.setEnabled(bool(versions))
            self.session.off_unless_today(button)

    @property
    def version(self) -> Version | None:
        """The one on show."""
        wanted = self.which.currentData()
        return next((one for one in self.versions if one.number == wanted), None)

    def _show(self) -> None:
        clear(self.lines.column)
        version = self.version
        if version is not None:
            if version.changes:
                changed = Card("这一版改了什么")
                for sentence in version.changes:
                    changed.column.addWidget(label(sentence, "label", wraps=True))
                self.lines.column.addWidget(changed)
            for group, lines in groupby(rule_lines(version.rules), lambda line: line.group):
                card = Card(group)
                facts = [(one.label, f"{one.value}　{one.hint}".rstrip("　")) for one in lines]
                card.column.addLayout(facts_grid(facts, _WIDEST))
                self.lines.column.addWidget(card)
            self.lines.column.addWidget(label(HINT, "caption", wraps=True))
        self.lines.column.addStretch()

    def main_control(self) -> QWidget:
        """The versions."""
        return self.which

    def open_edit(self) -> None:
        """A new version from a day on."""
        from hrgrid.ui.exits.rule_forms import RulesDialog

        if self.version is not None:
            RulesDialog(self.session, self.window(), self.version.rules).exec()

    def open_wage(self) -> None:
        """The average wage that was announced, as a new version."""
        from hrgrid.ui.exits.rule_forms import WageDialog

        if self.versions:
            WageDialog(self.session, self.window(), self.versions[0].rules).exec()


class RulesLevel(Level):
    """Either part, chosen in the page's head."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.part = Choice("看什么", [(REGULATIONS, "办法和签收"), (NUMBERS, "办理规则")])
        self.regulations = RegulationsPart(session)
        self.numbers = RulesPart(session)
        self.tool_row.addWidget(self.part)
        self.tool_row.addStretch()
        for part in (self.regulations, self.numbers):
            self.tool_row.addWidget(part.tools)
            self.column.addWidget(part, 1)
        self.part.currentIndexChanged.connect(lambda _: self._turn())
        self._fold()

    @property
    def _shown(self) -> RegulationsPart | RulesPart:
        wanted = self.part.currentData()
        return self.numbers if wanted == NUMBERS else self.regulations

    def _fold(self) -> None:
        for part in (self.regulations, self.numbers):
            part.setVisible(part is self._shown)
            part.tools.setVisible(part is self._shown)

    def _turn(self) -> None:
        self._fold()
        self.refresh()

    def refresh(self) -> None:
        """Read the part on show."""
        self.say_where("办法和规则")
        self._shown.refresh()

    def main_control(self) -> QWidget:
        """That of the part on show."""
        return self._shown.main_control()
