"""裁定: those equal at the line of a share, of whom people say who has the better star."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.star_rows import StarGroup, StarLineForm
from hrgrid.assessment.service.star_choices import decide_star_line
from hrgrid.core.errors import UserError
from hrgrid.ui.assessment.words import points
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm


class StarLineDialog(StarForm):
    """A tick for each of those who are equal; as many as there are places."""

    WIDTH = 480

    def __init__(self, session: Session, round_id: int, group: StarGroup, parent: QWidget) -> None:
        super().__init__(session, f"裁定{group.pool}的“{group.label}”", "记下裁定", parent)
        self._round, self._group = round_id, group
        self.form.addWidget(label(f"{group.words.rstrip('。')}。", "body2", wraps=True))
        self.ticks: dict[int, Tick] = {}
        for row in group.people:
            tick = Tick(f"{row.name}　{points(row.total_milli)}　{row.place}")
            tick.toggled.connect(lambda _: self._count())
            self.ticks[row.subject_id] = tick
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
        self.counted.setText(f"有 {self._group.places} 个名额，已选 {len(self.chosen)} 个。")

    def _read(self) -> StarLineForm:
        many, places = len(self.chosen), self._group.places
        if many > places:
            raise UserError(f"只有 {places} 个名额，选了 {many} 个。请去掉 {many - places} 个")
        return StarLineForm(
            level=self._group.level,
            people=tuple(self.ticks),
            chosen=self.chosen,
            reason=filled(self.reason),
            decided_by=filled(self.by),
            decided_on=day_of(self.on),
        )

    def _decide(self) -> None:
        form, key = self.checked(self._read), self._round
        if form is not None:
            self.send(
                lambda work: decide_star_line(work, key, form),
                f"已裁定：{len(form.chosen)} 个定为“{self._group.label}”。",
                reason=form.reason,
                title="正在重排星级",
            )
