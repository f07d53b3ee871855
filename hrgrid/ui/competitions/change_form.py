"""What a competition is told by: title, days, place, and where its first go on to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import Level
from hrgrid.training.rules.competition_rows import CompetitionCard, CompetitionRow
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session


class ChangeCompetitionDialog(CompetitionForm):
    """Refused where somebody changed it since."""

    WIDTH = 520

    def __init__(self, session: Session, card: CompetitionCard, parent: QWidget) -> None:
        row = card.row
        super().__init__(session, f"改“{row.title}”", "保存改动", parent)
        self._card = card
        self.title = TextField("名称", text=row.title)
        self.number = TextField("编号", text=row.number)
        self.level = Choice("级别", [(one, one.label) for one in Level])
        self.level.choose(row.level)
        self.organiser = TextField("主办单位", text=row.organiser)
        self.place = TextField("地点", text=row.place)
        self.first = today_field("开始日期", row.first_day)
        self.last = today_field("结束日期", row.last_day)
        entries: list[tuple[object, str]] = [(None, "不晋级")]
        if row.next_id is not None:
            entries.append((row.next_id, row.next_title))
        self.next = Choice("晋级到", entries)
        self.next.choose(row.next_id)
        self.advancing = NumberField("晋级名额", value=card.advancing)
        self.minutes = NumberField("申诉时限（分钟）", value=card.protest_minutes)
        self.note = TextField("备注", text=card.note, hint="可不填")
        self.form.addLayout(beside(named(self.title), named(self.number), shares=(3, 2)))
        self.form.addLayout(beside(named(self.organiser), named(self.level), shares=(3, 2)))
        self.form.addLayout(beside(named(self.first), named(self.last), named(self.place)))
        self.form.addLayout(beside(named(self.next), named(self.advancing), shares=(3, 2)))
        self.form.addLayout(beside(named(self.note), named(self.minutes), shares=(3, 2)))
        self.on_act(self._save)
        competition_id, level = row.id, row.level

        def job(work: UnitOfWork) -> list[CompetitionRow]:
            from hrgrid.training.queries.competitions import upper_choices

            return list(upper_choices(work, competition_id, level))

        session.tasks.read(job, self._offer, failed=self.refuse)

    def _offer(self, rows: Sequence[CompetitionRow]) -> None:
        chosen = self._card.row.next_id
        entries: list[tuple[object, str]] = [(None, "不晋级")]
        self.next.fill([*entries, *((one.id, f"{one.number} {one.title}") for one in rows)])
        self.next.choose(chosen)

    def _save(self) -> None:
        from hrgrid.training.service.competitions import CompetitionForm as Form

        def read() -> Form:
            first, last = day_of(self.first), day_of(self.last)
            if last < first:
                raise UserError(f"结束日期 {last:%Y-%m-%d} 在开始日期之前。请改正")
            return Form(
                filled(self.title),
                self.level.currentData(),
                self._card.row.area_path,
                self.organiser.text().strip(),
                self.place.text().strip(),
                first,
                last,
                self.number.text().strip(),
                self.next.currentData(),
                self.advancing.value,
                self.minutes.value,
                self.note.text().strip(),
            )

        form, card = self.checked(read), self._card
        if form is None:
            return

        def job(work: UnitOfWork) -> None:
            from hrgrid.training.service.competitions import change_competition

            change_competition(work, card.row.id, form, card.version)

        self.send(job, f"“{form.title}”已保存。")
