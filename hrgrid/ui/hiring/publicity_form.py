"""公示: where the list hangs out and from when; the last day is counted over the holidays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.service.publishing import PublicityForm, publicise
from hrgrid.publicity.queries import DaysRow, counted_days
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


class PublicityDialog(HiringForm):
    """Hangs out those who passed everything; only their names, positions and grids."""

    WIDTH = 500

    def __init__(
        self,
        session: Session,
        batch_id: int,
        people: int,
        workdays: int,
        parent: QWidget,
        *,
        job: Callable[[UnitOfWork, int, PublicityForm], int] = publicise,
    ) -> None:
        super().__init__(session, "发布拟录用公示", f"发布公示（{people:,} 人）", parent)
        self._batch_id, self._workdays, self._job = batch_id, workdays, job
        self._asked = 0
        self.first = today_field("公示第一天")
        self.last = DateField("公示最后一天")
        self.where = TextField("公示地点", hint="例如：街道公示栏、区政府网站")
        self.office = TextField("受理单位", hint="例如：盐南高新区政法办")
        self.phone = TextField("受理电话", hint="写值班电话，不写个人手机")
        self.address = TextField("受理地址", hint="电话、地址至少填一项")
        self.hours = TextField("受理时间", text="工作日 8:30 – 17:30")
        self.basis = TextField("依据", hint="例如：招录公告（盐南政法〔2026〕12号）")
        self.reason = TextField("补录的理由", hint="第一天写今天就不用填")
        self.told = label("", "body2", wraps=True)
        said = (
            f"公示 {workdays} 个工作日，首日计入，自动避开节假日。名单写姓名、性别、岗位和网格，"
            "不写身份证号和电话。"
        )
        self.form.addWidget(label(said, "body2", wraps=True))
        self.form.addLayout(beside(named(self.first), named(self.last), named(self.where)))
        self.form.addWidget(self.told)
        self.form.addLayout(beside(named(self.office), named(self.phone)))
        self.form.addLayout(beside(named(self.address), named(self.hours)))
        self.form.addWidget(named(self.basis))
        self._why = named(self.reason)
        self._why.hide()
        self.form.addWidget(self._why)
        self.first.changed.connect(self._count)
        self.on_act(self._publish)
        self._count()
        self.where.setFocus()

    def _count(self) -> None:
        first, workdays = self.first.value, self._workdays
        if first is None:
            return
        self._asked += 1
        asked = self._asked

        def take(days: DaysRow) -> None:
            if asked == self._asked:
                self._show(days)

        self.session.tasks.read(lambda work: counted_days(work, first, workdays), take)
        self.session.tasks.read(lambda work: first < work.today, self._why.setVisible)

    def _show(self, days: DaysRow) -> None:
        self.last.put(days.last_day)
        warned = "".join(f"{one}。" for one in days.warnings)
        self.told.setText(
            f"{full_day(days.first_day)} – {full_day(days.last_day)}，"
            f"{days.workdays} 个工作日。{warned}"
        )
        self.fit()

    def _read(self) -> PublicityForm:
        return PublicityForm(
            day_of(self.first),
            filled(self.where, "街道公示栏"),
            filled(self.office, "盐南高新区政法办"),
            self.phone.text().strip(),
            self.address.text().strip(),
            self.hours.text().strip(),
            self.basis.text().strip(),
            day_of(self.last),
        )

    def _publish(self) -> None:
        form, batch_id, job = self.checked(self._read), self._batch_id, self._job
        if form is None:
            return
        self.send(
            lambda work: job(work, batch_id, form),
            f"已发布公示，到 {full_day(form.last_day)} 为止。",
            reason="" if self._why.isHidden() else self.reason.text(),
            title="正在发布公示",
        )
