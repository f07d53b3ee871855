"""新建考核期（沿用上期）: one form in which everything is already as the last period was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.queries.periods import proposal
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.period_rows import PeriodProposal, SchemeChoice
from hrgrid.assessment.service.periods import PeriodForm, open_period
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_or_none, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.rules import Level

_HELD_AT = (Level.CITY, Level.DISTRICT, Level.STREET)
_BEFORE = 6
"""How many earlier periods are offered beside the proposed one, for what was forgotten."""


@dataclass(frozen=True)
class Ground:
    """What is chosen from, and what a new period would be."""

    schemes: Sequence[SchemeChoice]
    areas: Sequence[tuple[int, str]]
    proposed: PeriodProposal


def areas_to_assess(work: UnitOfWork) -> list[tuple[int, str]]:
    """Areas down to the streets in which the actor may run assessments."""
    index = tree_index(work, work.today)
    return [
        (row.id, index.full_name(row.id))
        for row in index.by_code.values()
        if row.level in _HELD_AT and work.actor.may(Right.RUN_ASSESSMENT, row.path)
    ]


def spans_around(span: Span) -> list[Span]:
    """The proposed one, the one after it, and some before it; the newest first."""
    found = [span.next, span]
    for _ in range(_BEFORE):
        found.append(found[-1].previous)
    return found


class NewPeriodDialog(AssessmentForm):
    """Scheme, days, area, until when; Enter is enough. `result_value` is the id."""

    WIDTH = 460

    def __init__(self, session: Session, ground: Ground, parent: QWidget) -> None:
        super().__init__(session, "新建考核期", "新建考核期", parent)
        self._away.setText("不新建")
        self.why = label("", "body2", wraps=True)
        self.scheme = Choice("考核方案", [(one.code, one.title) for one in ground.schemes])
        self.span = Choice("考核期")
        self.area = Choice("范围", ground.areas)
        self.due = DateField("各单位报送截止")
        self.title_field = TextField("名称")
        self.part_time = Tick("兼职人员也考核")
        self.form.addWidget(self.why)
        self.form.addLayout(beside(named(self.scheme), named(self.span), shares=(3, 2)))
        self.form.addLayout(beside(named(self.area), named(self.due), shares=(3, 2)))
        self.form.addWidget(named(self.title_field))
        self.form.addWidget(self.part_time)
        self._asked = 0
        self._show(ground.proposed)
        self.scheme.currentIndexChanged.connect(lambda _: self._propose())
        self.span.currentIndexChanged.connect(lambda _: self._name())
        self.on_act(self._open)
        self.act.setFocus()

    def _show(self, proposed: PeriodProposal) -> None:
        self.why.setText(f"{proposed.why}。在岗人员、方案和期限都已填好，直接新建即可。")
        self.scheme.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.scheme.choose(proposed.scheme)
        self.scheme.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        spans = spans_around(proposed.span)
        self.span.fill([(one, one.title) for one in spans])
        self.span.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.span.choose(proposed.span)
        self.span.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.area.choose(proposed.area_id)
        self.due.put(proposed.due_on)
        self.part_time.setChecked(proposed.part_time)
        self._name()

    def _name(self) -> None:
        span = self.span.currentData()
        if isinstance(span, Span):
            scheme = self.scheme.currentText()
            self.title_field.setPlaceholderText(f"不填就按“{span.title}”和“{scheme}”起名")

    def _propose(self) -> None:
        """Another scheme: as its own last period was."""
        self._asked += 1
        asked, code = self._asked, str(self.scheme.currentData())

        def take(proposed: PeriodProposal) -> None:
            if asked == self._asked:
                self._show(proposed)

        self.session.tasks.read(lambda work: proposal(work, code), take, failed=self.refuse)

    def _read(self) -> PeriodForm:
        span = self.span.currentData()
        if not isinstance(span, Span):
            raise UserError("没有选考核期。请选一个")
        area = self.area.currentData()
        if not isinstance(area, int):
            raise UserError("没有选范围。请选区县或街道")
        return PeriodForm(
            str(self.scheme.currentData()),
            span.kind,
            span.year,
            span.number,
            area,
            due_on=day_or_none(self.due),
            part_time=self.part_time.isChecked(),
            title=self.title_field.text().strip(),
        )

    def _open(self) -> None:
        form = self.checked(self._read)
        if form is not None:
            self.send(
                lambda work: open_period(work, form),
                "已新建考核期，在岗人员已列入。把各单位的数据拖进来，或按单位收集。",
                title="正在新建考核期",
            )
