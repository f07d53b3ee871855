"""经费与薪酬规则: its dated versions told line by line, and a new one from the newest."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.funding.queries.rule_versions import RulesVersion, rule_versions
from hrgrid.funding.rules.rule_lines import rule_lines
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.parts import facts_grid
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session

_WIDEST = "只算有专职网格员在岗的网格"


def open_rules(session: Session, parent: QWidget) -> None:
    """Read the versions and show the dialog."""
    session.tasks.read(rule_versions, lambda found: RulesDialog(session, found, parent).exec())


class RulesDialog(Dialog):
    """One version at a time; the one in force may be changed into the next."""

    def __init__(self, session: Session, found: list[RulesVersion], parent: QWidget) -> None:
        super().__init__("经费与薪酬规则", parent)
        self._session, self.versions = session, found
        self._may = session.may(Right.KEEP_RULES) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(720), room.width() - 40))
        self.which = Choice("版本", [(one.number, one.told) for one in found])
        self.about = label("", "caption", wraps=True)
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addWidget(self.about, 1)
        self.body.addLayout(head)
        self.lines = Scroll(inside=True)
        self.lines.setMinimumHeight(min(theme.length(430), room.height() - 220))
        self.body.addWidget(self.lines, 1)
        self.edit = PrimaryButton("修改规则…", does=self.open_edit)
        self.wage = Button("登记最低工资…", does=self.open_wage)
        self.away = Button("关闭", does=self.reject)
        foot = QHBoxLayout()
        told = "没有出处的数字是本程序的建议，请按本地文件核对。已做的测算和工资仍按原来的版本。"
        foot.addWidget(label(told, "caption", wraps=True), 1)
        for button in (self.away, self.wage, self.edit):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        for button in (self.wage, self.edit):
            button.setVisible(self._may)
        current = next((one for one in found if one.in_force), found[0])
        self.which.choose(current.number)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self._show()
        self.which.setFocus()

    @property
    def version(self) -> RulesVersion:
        """The one on show."""
        wanted = self.which.currentData()
        return next(one for one in self.versions if one.number == wanted)

    def _show(self) -> None:
        version = self.version
        told = (version.document_no, version.reason, version.made_by)
        self.about.setText("；".join(filter(None, told)))
        clear(self.lines.column)
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
        self.lines.column.addStretch()

    def open_edit(self) -> None:
        """A new version from the one on show."""
        from hrgrid.ui.funding.rule_forms import EditRulesDialog

        if EditRulesDialog(self._session, self, self.version.rules).exec():
            self.accept()

    def open_wage(self) -> None:
        """A minimum wage, as it was announced."""
        from hrgrid.ui.funding.rule_forms import WageDialog

        if WageDialog(self._session, self, self.version.rules).exec():
            self.accept()
