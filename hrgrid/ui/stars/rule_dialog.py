"""星级办法: the rule in its dated versions; what is changed is checked while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.star_rules import star_rule_versions
from hrgrid.assessment.rules.star_rules import StarRules, StarRulesRow, problems
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.service.star_rules import save_star_rules
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm
from hrgrid.ui.stars.rule_example import ExampleCard
from hrgrid.ui.stars.rule_fields import RuleFields

Versions = dict[StarSubject, list[StarRulesRow]]


def open_rule(session: Session, parent: QWidget, subject: StarSubject | None = None) -> None:
    """Read the versions and show the dialog."""

    def read(work: UnitOfWork) -> Versions:
        return {one: star_rule_versions(work, one) for one in StarSubject}

    session.tasks.read(
        read, lambda found: RuleDialog(session, found, parent, subject=subject).exec()
    )


def version_words(row: StarRulesRow) -> str:
    """第 2 版，2026-07-01 起（现行）, or that it ships."""
    if not row.number:
        return "程序自带（现行）"
    since = (
        "从一开始" if row.number == 1 or row.valid_from is None else f"{row.valid_from:%Y-%m-%d} 起"
    )
    now = "（现行）" if row.in_force else ""
    return f"第 {row.number} 版，{since}{now}"


class RuleDialog(Dialog):
    """Of people or of grids, one version; the newest may be changed into the next one."""

    def __init__(
        self,
        session: Session,
        found: Versions,
        parent: QWidget,
        *,
        subject: StarSubject | None = None,
    ) -> None:
        super().__init__("星级办法", parent)
        self._session, self._found, self._room = session, found, parent
        self._may = session.may(Right.KEEP_RULES) and session.day is None
        self.subject = Choice("评谁的办法", [(one, one.label) for one in StarSubject])
        self.version = Choice("版本")
        self.about = label("", "caption", wraps=True)
        self.fields = RuleFields()
        self.example = ExampleCard()
        self.save = PrimaryButton("保存为新版本…", does=self._save)
        self.away = Button("关闭", does=self.reject)
        self.rules: StarRules | None = None
        self._lay_out(parent)
        self.subject.choose(subject or StarSubject.PERSON)
        self._show_subject()
        self.subject.currentIndexChanged.connect(lambda _: self._show_subject())
        self.version.currentIndexChanged.connect(lambda _: self._show_version())
        self.fields.changed.connect(self._check)
        self.fields.levels[0].line.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(880), room.width() - 40))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.subject)
        head.addWidget(self.version)
        head.addWidget(self.about, 1)
        self.body.addLayout(head)
        scroll = Scroll(inside=True)
        inside = QHBoxLayout()
        inside.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(self.fields)
        inside.addLayout(left, 3)
        self.example.setMaximumWidth(theme.length(290))
        inside.addWidget(self.example, 2, Qt.AlignmentFlag.AlignTop)
        scroll.column.addLayout(inside)
        scroll.setMinimumHeight(min(theme.length(430), room.height() - 200))
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(label("已建的评定仍按原来的版本，以后建的按新版。", "caption"), 1)
        foot.addWidget(self.away)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        for button in (self.save, self.away):
            button.setAutoDefault(False)

    # --- showing ------------------------------------------------------------------------------

    @property
    def shown(self) -> StarRulesRow | None:
        """The version on show."""
        row = self.version.currentData()
        return row if isinstance(row, StarRulesRow) else None

    @property
    def newest(self) -> StarRulesRow:
        """The version that the next one would follow."""
        return self._found[self.subject.currentData()][0]

    def _show_subject(self) -> None:
        rows = self._found[self.subject.currentData()]
        self.version.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.version.fill([(row, version_words(row)) for row in rows])
        self.version.choose(rows[0])
        self.version.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._show_version()

    def _show_version(self) -> None:
        row = self.shown
        if row is None:
            return
        newest = row is self.newest
        told = [row.document_no, row.reason, row.made_by]
        if row.locked_for:
            told.append(f"“{row.locked_for}”用过，已锁定")
        if not newest:
            told.append("旧版本只供查看")
        self.about.setText("；".join(filter(None, told)))
        self.fields.show_rules(row.rules, row.subject, may_change=self._may and newest)
        self.save.setVisible(self._may and newest)
        self._check()

    def _check(self) -> None:
        """Checked with each key; the example follows what adds up."""
        rules, row = self.fields.read(), self.shown
        self.rules = None
        if rules is None or row is None:
            self.save.setEnabled(False)
            return
        faults = problems(rules)
        self.fields.complain(faults)
        self.save.setEnabled(not faults and rules != row.rules)
        if not faults:
            self.rules = rules
            self.example.show_rules(rules)

    # --- saving -------------------------------------------------------------------------------

    def _save(self) -> None:
        if self.rules is None:
            return
        box = SaveRuleDialog(
            self._session, self.subject.currentData(), self.rules, self.newest.number, self
        )
        if box.exec():
            self.accept()


class SaveRuleDialog(StarForm):
    """From which day on, by which document, and why."""

    WIDTH = 460

    def __init__(
        self,
        session: Session,
        subject: StarSubject,
        rules: StarRules,
        version: int,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "保存为新版本", "保存办法", parent)
        self._subject, self._rules, self._version = subject, rules, version
        self.valid_from = today_field("从哪天起")
        self.document = TextField("依据文号", hint="可不填")
        self.reason = TextField("事由", hint="例如：按今年的星级评定办法调整")
        self.form.addLayout(beside(named(self.valid_from), named(self.document), shares=(1, 2)))
        self.form.addWidget(named(self.reason))
        self.on_act(self._send)
        self.reason.setFocus()

    def _send(self) -> None:
        given = self.checked(lambda: (day_of(self.valid_from), filled(self.reason)))
        if given is None:
            return
        since, reason = given
        subject, rules, number = self._subject, self._rules, self.document.text().strip()
        self.send(
            lambda work: save_star_rules(work, subject, rules, since, document_no=number),
            lambda came: f"{subject.label}星级办法已存成第 {came} 版，从 {since:%Y-%m-%d} 起。",
            reason=reason,
        )
