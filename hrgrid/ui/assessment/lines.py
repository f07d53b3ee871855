"""裁定: those equal at the line of a share, of whom people say who has the better grade."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.result_rows import LineGroup
from hrgrid.assessment.service.choices import LineForm, decide_line
from hrgrid.core.errors import UserError
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.words import points
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session


class LineDialog(AssessmentForm):
    """A tick for each of those who are equal; as many as there are places."""

    WIDTH = 480

    def __init__(self, session: Session, period_id: int, line: LineGroup, parent: QWidget) -> None:
        super().__init__(session, f"裁定{line.pool}的“{line.grade_label}”", "记下裁定", parent)
        self._period, self._line = period_id, line
        self.form.addWidget(label(f"{line.words.rstrip('。')}。", "body2", wraps=True))
        self.ticks: dict[int, Tick] = {}
        for row in line.people:
            told = f"{row.name}　{points(row.total_milli)}　{row.area}"
            tick = Tick(told)
            tick.toggled.connect(lambda _: self._count())
            self.ticks[row.assessee_id] = tick
            self.form.addWidget(tick)
        self.counted = label("", "caption")
        self.form.addWidget(self.counted)
        self.reason = TextField("理由", hint="例如：本季群众满意度更高")
        self.by = TextField("裁定人或会议", hint="例如：街道考核领导小组会议")
        self.on = today_field("裁定日期")
        self.form.addWidget(named(self.reason))
        self.form.addLayout(beside(named(self.by), named(self.on), shares=(3, 2)))
        self.on_act(self._decide)
        self._count()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Who is ticked."""
        return tuple(key for key, tick in self.ticks.items() if tick.isChecked())

    def _count(self) -> None:
        many, places = len(self.chosen), self._line.places
        self.counted.setText(f"有 {places} 个名额，已选 {many} 人。")

    def _read(self) -> LineForm:
        many, places = len(self.chosen), self._line.places
        if many > places:
            raise UserError(f"只有 {places} 个名额，选了 {many} 人。请去掉 {many - places} 人")
        return LineForm(
            people=tuple(self.ticks),
            chosen=self.chosen,
            reason=filled(self.reason),
            decided_by=filled(self.by),
            decided_on=day_of(self.on),
        )

    def _decide(self) -> None:
        form, key = self.checked(self._read), self._period
        if form is not None:
            self.send(
                lambda work: decide_line(work, key, form),
                f"已裁定：{len(form.chosen)} 人定为“{self._line.grade_label}”。",
                reason=form.reason,
                title="正在重排等次",
            )
